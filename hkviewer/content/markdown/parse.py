"""A Markdown text with optional front matter -> FactSheet."""

from __future__ import annotations

import bisect
import functools
import hashlib
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from hkviewer.content.front_matter.reading import read_front_matter
from hkviewer.content.front_matter.values import may_be_marked
from hkviewer.content.markdown.badges import has_badges, without_pictures
from hkviewer.content.markdown.element_tree import TOO_DEEP, SheetParser
from hkviewer.content.markdown.emoji import with_emoji
from hkviewer.content.markdown.foreign_inlines import FindFile
from hkviewer.content.markdown.foreign_lines import Anchors, read_foreign_lines
from hkviewer.content.markdown.html_lines import find_html
from hkviewer.content.markdown.labels import Labels, named_places
from hkviewer.content.markdown.model_builder import read_blocks, read_inlines
from hkviewer.content.markdown.outline import Piece, clean_lines, cut_at_headings
from hkviewer.content.markdown.preambles import stated_title
from hkviewer.content.markdown.progress import Report, reported_each, share, unheard
from hkviewer.content.model import Block, FactSheet, Notes, Section, Text, plain_text
from hkviewer.content.plain_styles import heading_in_plain
from hkviewer.system.memory import shared

UNTITLED = "(untitled)"
_LONGEST_ID = 200
"""Characters: an id is typed on the command line and stands in addresses."""
_SEVERAL_ATTRIBUTES = re.compile(
    r"#[ ]+(?:\((?:PART|APPENDIX)|<%)|\{:?(?![^{}]*\{)(?!\s*#[^\s{}]+\s*\})[^{}]*#[^{}]*\}"
)
_KEYS = ("publisher", "bureau", "kind", "received", "licence", "captured", "description")
"""Of the front matter, whose words a sheet takes as they are."""


def parse_sheet(
    text: str,
    *,
    name: str,
    digest: str,
    find_file: FindFile | None = None,
    report: Report = unheard,
) -> FactSheet:
    """Read a Markdown text.

    The title is that of front matter or a preamble, else the first heading's of level 1, else `name`. Words
    before the first lower heading are a section under the title; a title without words is none.

    Args:
        text: the file's text, with any line ending.
        name: the file's name without its ending; the id where the front matter gives none.
        digest: SHA-256 of the file's bytes in hexadecimal.
        find_file: the file in the document's folder that a wiki's link means, "" where there is none.
        report: is told how much of the work is done, from 0 to 1.
    """
    written = shared(clean_lines(text))
    front = read_front_matter(written)
    lines, anchors = read_foreign_lines(written[front.length :], front.length + 1, find_file)
    report(0.03)  # the shares of the time that each takes
    body = find_html(lines, front.length + 1)
    report(0.17)
    pieces = cut_at_headings(body.lines, body.numbers)
    marks = body.marks
    del lines, body  # of a million lines each list takes ten megabytes
    labels = Labels(pieces, anchors)
    parser = SheetParser(find_file, marks, front.language, labels, front.values)
    trees = parser.parse(pieces, share(report, 0.22, 0.5))
    names = zip(_by_piece(pieces, anchors), named_places(trees), strict=True)
    parts = [
        _part(piece, tree, chain(*found, _id_of_before(written, piece)), told)
        for (piece, told), tree, found in zip(
            reported_each(pieces, share(report, 0.5, 0.9)), trees, names, strict=True
        )
    ]
    title, sections = _under_title(parts, front.words("title"), name, front.language)
    stated_id = section_id(front.get("id"))
    return FactSheet(
        id=stated_id or section_id(name) or _hashed_id(name, "sheet"),
        title=title,
        sections=tuple(sections),
        digest=digest,
        edition=front.edition,
        language=front.language,
        editorial_headings=front.editorial_headings,
        id_is_stated=bool(stated_id),
        source=front.source,
        author=front.author,
        dated=front.dated,
        front_matter=front.as_it_stands,
        faults=(
            *(f"line {fault.line}: {fault.what}" for fault in front.faults),
            *(f"line {line}: {TOO_DEEP}" for line in parser.too_deep[:1]),
        ),
        **{key: front.words(key) for key in _KEYS},
    )


def _plain(title: str, language: str) -> str:
    """The words of a title that front matter states, which other programs read as Markdown or HTML."""
    if not may_be_marked(title):
        return title
    heading = find_html([f"# {title}"], 1)
    (_, piece) = cut_at_headings(heading.lines, heading.numbers)
    (tree,) = SheetParser(None, heading.marks, language).parse([piece])
    return plain_text(read_inlines(tree[0])).replace("\n", " ") or title


@functools.lru_cache(maxsize=1024)  # asked twice of each heading, and those of many sheets are the same
def section_id(title: str) -> str:
    """The id that a title gives: ASCII, lower case, hyphens between words; "" without any such letter.

    Apostrophes are dropped and accents taken off:

    >>> section_id("Hong Kong’s Membership in International Organizations")
    'hong-kongs-membership-in-international-organizations'
    >>> section_id("U.S. Assistance to Côte d'Ivoire")
    'u-s-assistance-to-cote-divoire'
    """
    letters = unicodedata.normalize("NFKD", re.sub("['’‘ʼ]", "", title[: 4 * _LONGEST_ID]))
    letters = "".join(c for c in letters if not unicodedata.combining(c)).lower()
    return re.sub("[^a-z0-9]+", "-", letters)[:_LONGEST_ID].strip("-")


def _part(piece: Piece, tree: ET.Element, anchors: Iterable[str], report: Report) -> Section:
    """A piece of the file as a section, but for what depends on others: its id and path."""
    # An id had the words of badges.
    once = [section_id(plain_text(read_inlines(tree[0])))] if has_badges(tree[0]) else []
    without_pictures(tree[0])
    heading = read_inlines(tree[0])
    anchors = (*anchors, *once, *tree[0].get("ids", "").split())
    tree.text = tree[0].tail
    tree.remove(tree[0])
    title = plain_text(heading).replace("\n", " ").strip()
    if piece.level and not title:
        title, heading = UNTITLED, (Text(UNTITLED),)
    return Section(
        "", title, piece.level, (), read_blocks(tree, report), piece.line, heading, anchors=anchors
    )


def _id_of_before(written: Sequence[str], piece: Piece) -> Iterator[str]:
    """The id that was made from all that stands in a heading's line, attributes and names of emoji too.

    `content.anchors` makes that of a heading with an id alone, `{#id}`.
    """
    line = written[piece.line - 1] if piece.line else ""
    if (_SEVERAL_ATTRIBUTES.search(line) or with_emoji(line) != line) and (id_ := section_id(line)):
        yield id_


def _by_piece(pieces: Sequence[Piece], anchors: Anchors) -> list[list[str]]:
    """For each of `pieces` the addresses that stand in its lines."""
    starts = [piece.line for piece in pieces]
    found: list[list[str]] = [[] for _ in pieces]
    for line, anchor in anchors:
        found[bisect.bisect_right(starts, line) - 1].append(anchor)
    return found


def _under_title(parts: list[Section], stated: str, name: str, language: str) -> tuple[str, list[Section]]:
    """The sheet's title, and its sections.

    `parts` begins with the words before the first heading. With those under a first heading that is the
    title they are one section, whose heading is not shown, as the title is.
    """
    before, *headed = parts
    first = headed[0] if headed else None
    is_named = first is not None and first.level == 1 and first.title != UNTITLED
    title = _plain(stated or stated_title(before.blocks), language)
    title = title or (first.title if first and is_named else name)
    ids = _ids(before, headed, stated or (first.title if first else name))
    if first and not _is_title(first, title):
        first = None
    lower = headed[1:] if first else headed
    opening = [_opening(before, first, title)] if len(ids) > len(lower) else []
    if first and not opening:  # nothing else has its looks
        title = heading_in_plain(first)
    merged = ids[len(opening) : len(ids) - len(lower)]
    kept = [*ids[: len(opening)], *ids[len(ids) - len(lower) :]]
    parts = [*opening, *lower]
    paths = (path for _, path in ids_and_paths(parts))
    sections = [part.replace(id=id_, path=path) for part, id_, path in zip(parts, kept, paths, strict=True)]
    further = merged if opening else first.anchors if first else ()
    if further and sections:
        sections[0] = sections[0].replace(anchors=(*sections[0].anchors, *further))
    return title, sections


def _is_title(first: Section, title: str) -> bool:
    """Whether the first heading says what `title` does, or nothing."""
    if first.title == UNTITLED:
        return first.level == 1
    return first.title.casefold().split() == title.casefold().split()


def _opening(before: Section, first: Section | None, title: str) -> Section:
    """The section of the words under the title: those `before` any heading, and those of the `first`."""
    opening = first.replace(line=0) if first and before.blocks else first or before
    return opening.replace(
        title=title,
        level=1 if before.blocks else opening.level,
        blocks=_joined(before.blocks, first.blocks if first else ()),
        anchors=(*before.anchors, *(first.anchors if first else ())),
        heading=opening.heading if opening.title == title else (Text(title),),
        heading_shown=False,
    )


def _joined(before: Sequence[Block], after: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of two sections as one's, the notes of both at its end."""
    text = (block for block in (*before, *after) if not isinstance(block, Notes))
    notes = [note for block in (*before, *after) if isinstance(block, Notes) for note in block.notes]
    return (*text, *([Notes(tuple(notes))] if notes else []))


def _ids(before: Section, headed: list[Section], title: str) -> list[str]:
    """The ids of the sections as they always were: `title` is the first heading's, of whatever level.

    Words before it are a section of their own under that title, so is a first heading that is the
    title, if there are words under it.
    """
    if headed and headed[0].level == 1 and headed[0].title == title and not headed[0].blocks:
        headed = headed[1:]
    opening = [before.replace(level=1, title=title)] if before.blocks else []
    return [id_ for id_, _ in ids_and_paths((*opening, *headed))]


def ids_and_paths(parts: Iterable[Section]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The id and the path of each of the parts of a sheet, which depend on those before."""
    ids: dict[str, int] = {}
    outer: list[tuple[int, str, str]] = []
    for part in parts:
        while outer and outer[-1][0] >= part.level:
            outer.pop()
        id_ = _unique_id(part.title, outer[-1][2] if outer else "", ids)
        outer.append((part.level, part.title, id_))
        yield id_, tuple([title for _, title, _ in outer])


def _unique_id(title: str, parent: str, given: dict[str, int]) -> str:
    """An id of its own for a section; `given` are those of a sheet so far, each with its last number.

    A title without ASCII letters gives "section-" and eight digits of its SHA-256, which stays the
    same when sections are added around it. An id that is taken gets the parent's in front, then -2.
    """
    wanted = section_id(title) or _hashed_id(title, "section")
    if wanted in given and parent:
        wanted = f"{parent}-{wanted}"
    unique = wanted
    while unique in given:
        given[wanted] += 1
        unique = f"{wanted}-{given[wanted]}"
    given[unique] = 1
    return unique


def _hashed_id(title: str, kind: str) -> str:
    data = title.encode("utf-8", "surrogatepass")
    return f"{kind}-{hashlib.sha256(data).hexdigest()[:8]}"
