"""What an edition has outside its text: addresses of links, pictures, levels of headings, front matter."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from hkviewer.compare.changes import differing
from hkviewer.content.attachments import file_in
from hkviewer.content.document import read_bytes
from hkviewer.content.model import (
    Block,
    DefinitionList,
    Emphasis,
    FactSheet,
    Image,
    Inline,
    Link,
    ListBlock,
    Notes,
    Paragraph,
    Quotation,
    Section,
    Strong,
    Styled,
    Table,
    Text,
    plain_text,
)
from hkviewer.errors import DocumentError

_FIELDS = (
    *("title", "id", "publisher", "bureau", "kind", "source", "received", "licence", "language", "captured"),
    *("author", "description"),
)


class Mention(NamedTuple):
    """A link or picture in the text: its words, and its address or the file with the digest of its bytes."""

    words: str
    leads_to: str


Changed = tuple[str | None, str | None]


class Pictures:
    """The pictures of one document, which stand in or below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, str] = {}

    def named(self, image: Image) -> str:
        """The picture's file and the beginning of its bytes' digest; the file alone where it is not there."""
        if image.file not in self._read:
            self._read[image.file] = self._digest(image.file)
        return f"{image.file}{self._read[image.file]}"

    def _digest(self, name: str) -> str:
        file = file_in(self._folder, name) if name else None
        if file is None:
            return ""
        try:
            return f" (SHA-256 {hashlib.sha256(read_bytes(file)).hexdigest()[:16]}…)"
        except DocumentError:
            return ""


class Mentions(NamedTuple):
    """The links of a section and its pictures, in order."""

    links: list[Mention]
    pictures: list[Mention]


def has_more_than_words(section: Section) -> bool:
    """Whether a section has a link, a picture, or words that are set in some way."""
    return not all(map(_is_plain, (section.heading, *contents(section.blocks))))


def mentions_in(section: Section, pictures: Pictures) -> Mentions:
    """The links and pictures of a section, whose picture files `pictures` reads."""
    found = Mentions([], [])
    for inline in chain.from_iterable(map(_marked, (section.heading, *contents(section.blocks)))):
        if isinstance(inline, Link):
            found.links.append(Mention(plain_text(inline.content), inline.address))
        elif isinstance(inline, Image):
            named = pictures.named(inline) or inline.alternative
            found.pictures.append(Mention(inline.alternative, named))
    return found


def changed_mentions(old: Sequence[Mention], new: Sequence[Mention]) -> Iterator[Changed]:
    """Where links or pictures led, and lead: those with one's words go together, then those in one place.

    One that only stands elsewhere is none: its words have moved, and are told.
    """
    if [mention.words for mention in old] == [mention.words for mention in new]:
        yield from ((a.leads_to, b.leads_to) for a, b in zip(old, new, strict=True) if a != b)
        return
    changes = differing([tuple(mention) for mention in old], [tuple(mention) for mention in new])
    gone = [list(old[change.old_start : change.old_end]) for change in changes]
    came = [list(new[change.new_start : change.new_end]) for change in changes]
    moved = Counter(chain.from_iterable(gone)) & Counter(chain.from_iterable(came))
    for one, other in zip(_without(moved, gone), _without(moved, came), strict=True):
        yield from _pairs(one, other)


def _without(moved: Counter[Mention], several: Sequence[Sequence[Mention]]) -> Iterator[list[Mention]]:
    left = moved.copy()
    for mentions in several:
        kept = []
        for mention in mentions:
            if left[mention] > 0:
                left[mention] -= 1
            else:
                kept.append(mention)
        yield kept


def _pairs(gone: list[Mention], came: list[Mention]) -> Iterator[Changed]:
    words: dict[str, list[Mention]] = {}
    for mention in reversed(came):
        words.setdefault(mention.words, []).append(mention)
    left = []
    for mention in gone:
        if found := words.get(mention.words):
            partner = found.pop()
            came.remove(partner)
            if partner.leads_to != mention.leads_to:
                yield mention.leads_to, partner.leads_to
        else:
            left.append(mention)
    for number in range(max(len(left), len(came))):
        before = left[number].leads_to if number < len(left) else None
        after = came[number].leads_to if number < len(came) else None
        if before != after:
            yield before, after


def changed_metadata(old: FactSheet, new: FactSheet, names: tuple[str, str]) -> Iterator[Changed]:
    """The lines of front matter that differ, as "key: value"; a title that is the file's name is none.

    `names` are those of the two files, without their endings.
    """
    before, after = _metadata(old, names[0]), _metadata(new, names[1])
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield _line(key, before.get(key)), _line(key, after.get(key))


def _line(key: str, value: str | None) -> str | None:
    return f"{key}: {value}" if value else None


def _metadata(sheet: FactSheet, name: str) -> dict[str, str]:
    told = {name: getattr(sheet, name) for name in _FIELDS}
    if not sheet.id_is_stated:
        del told["id"]  # it was made from the file's name
    if sheet.title == name:
        del told["title"]
    if sheet.edition:
        told["edition"] = sheet.edition.label
        told["edition-evidence"] = sheet.edition.evidence
    elif sheet.dated:
        told["dated"] = sheet.dated.label
    told["editorial-headings"] = " | ".join(sheet.editorial_headings)
    for number, line in enumerate(sheet.front_matter.split("\n")):
        key, colon, value = line.partition(":")
        key = key.strip() if colon else f"line {number + 1}"
        if key.casefold() not in told:
            told[key] = value.strip() if colon else line.strip()
    return {key: value for key, value in told.items() if value}


def contents(blocks: Sequence[Block]) -> Iterator[Sequence[Inline]]:
    """The words of each paragraph, cell and term of `blocks`, in their order."""
    for block in blocks:
        match block:
            case Paragraph(content):
                yield content
            case ListBlock(_, items):
                for item in items:
                    yield from contents(item)
            case Table(header, rows):
                yield from (cell for row in (header, *rows) for cell in row)
            case Quotation(inner):
                yield from contents(inner)
            case DefinitionList(entries):
                for entry in entries:
                    yield from entry.terms
                    for description in entry.descriptions:
                        yield from contents(description)
            case Notes(notes):
                for note in notes:
                    yield from contents(note.blocks)
            case _:
                pass


def _marked(content: Sequence[Inline]) -> Iterable[Inline]:
    """What is more than plain words, at whatever depth."""
    return () if _is_plain(content) else _flat(content)


def _is_plain(content: Sequence[Inline]) -> bool:
    """Whether it is words and nothing more, as most is."""
    return not content or (len(content) == 1 and isinstance(content[0], Text))


def _flat(content: Sequence[Inline]) -> Iterator[Inline]:
    for inline in content:
        yield inline
        match inline:
            case Emphasis(inner) | Strong(inner) | Link(_, inner) | Styled(_, inner, _):
                yield from _flat(inner)
            case _:
                pass
