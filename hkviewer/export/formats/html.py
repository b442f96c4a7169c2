"""A `Briefing` as one self-contained, accessible HTML file that is set for paper when printed.

Nothing in it is fetched or run: pictures are part of the file, and its content security policy
forbids all else. Our own ids begin with an underscore, which no section's id has.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from hkviewer.content.addresses import leads_out
from hkviewer.content.writing_direction import direction, runs_left, table_runs_left
from hkviewer.export import assembly
from hkviewer.export.abbreviations import with_abbreviations
from hkviewer.export.briefing import Briefing
from hkviewer.export.formats import common, html_blocks
from hkviewer.export.formats.html_style import css
from hkviewer.export.nodes import Definitions, Grid, Heading, Items, Line, Lines, Node, NoteList, Quote, Words
from hkviewer.export.pictures import CopyPictures
from hkviewer.export.styled_runs import Run, with_caption, words_of
from hkviewer.system.characters import one_line, printable

_KINDS = {"jpg": "jpeg", "svg": "svg+xml", **{ending: ending for ending in ("png", "jpeg", "gif", "webp")}}
"""A picture's media type, image/…, by its file's ending."""
_JUMPS_FROM = 3
"""On a screen, links to so many headings help, however short the text."""
_RULED_LINES = 12
_OWN_MARK = '<mark class="own">'
_COPY = html_blocks.Dialect(
    # What can be scrolled must be reached by key, and so have a name.
    table=('<div class="table" tabindex="0" role="region" aria-label="Table"><table>', "</table></div>"),
    column=' scope="col"',
    sides={"": "", **{side: f' class="{side}"' for side in ("left", "right", "center")}},
    # A newline at the very beginning would be dropped; this one is.
    code=('<pre tabindex="0" role="region" aria-label="Code">\n<code>', "</code></pre>"),
    says_one=False,
    styles=html_blocks.STYLE_TAGS,
    has_ids=True,
)


def write(briefing: Briefing, pictures: CopyPictures | None = None) -> bytes:
    """The copy as a UTF-8 HTML file, with its `pictures`.

    Raises:
        UsageError: nothing is chosen, or a choice is none.
    """
    with common.its_pictures(pictures) as shown:
        copy = shown.shown_in(with_abbreviations(assembly.assemble(briefing)))
        return "\n".join(_page(copy, printed_contents=common.wants_contents(briefing))).encode()


def _page(copy: assembly.Copy, *, printed_contents: bool) -> Iterator[str]:
    marking = one_line(copy.choices.marking)
    band = f'<p class="marking">{_text(marking)}</p>' if marking else ""
    writer = _Writer()
    parts = "\n".join(chain.from_iterable(map(writer.division, copy.divisions)))
    yield f'<!DOCTYPE html>\n<html{_language(copy.language or "en")}>\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{html_blocks.CONTENT_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f'<meta name="author" content="{_text(copy.publisher)}">'
    yield f"<title>{_text(one_line(copy.title))}</title>\n<style>{css(copy, parts)}</style>\n</head>\n<body>"
    yield f'<a class="skip" href="#_text">Skip to the text</a>\n{_header(copy, band)}'
    yield _contents(copy, printed=printed_contents)
    yield '<main id="_text" tabindex="-1">'
    yield parts
    yield from _endnotes(copy)
    yield f"{_notes(copy)}</main>"
    lines = "\n".join(f"<p>{_text(line)}</p>" for line in common.small_print(copy))
    yield f"<footer>\n{lines}\n{band}</footer>\n</body>\n</html>\n"


def _header(copy: assembly.Copy, band: str) -> str:
    name = ' class="cover"' if copy.cover else ""
    title = f'<p class="kind">{_text(copy.kind)}</p>\n<h1>{_text(copy.title)}</h1>'
    return f"<header{name}>{band}{title}\n{_facts(copy.facts)}</header>"


def _contents(copy: assembly.Copy, *, printed: bool) -> str:
    shown = list(common.headings(copy))
    wanted = printed or (copy.choices.contents == "auto" and len(shown) >= _JUMPS_FROM)
    if not shown or not wanted:
        return ""
    entries = (
        f"<li{' class=deeper' if h.level > 2 else ''}>"
        f'<a href="#{_text(h.id)}">{_text(words_of(h.runs))}</a></li>'
        for h in shown
    )
    name = "" if printed else ' class="screen"'
    title = '<h2 id="_contents">Contents</h2>'
    return f'<nav{name} aria-labelledby="_contents">{title}\n<ul>{"".join(entries)}</ul></nav>'


def _facts(facts: Sequence[assembly.Fact]) -> str:
    if not facts:
        return ""
    return "<dl>" + "".join(f"<dt>{_text(f.label)}</dt><dd>{_fact(f)}</dd>" for f in facts) + "</dl>"


def _fact(fact: assembly.Fact) -> str:
    if not leads_out(fact.address):
        return _text(fact.value)
    return f'<a href="{_text(fact.address)}">{_text(fact.value)}</a>'


class _Writer:
    """Writes the copy's parts; of each note it knows whether it was mentioned."""

    def __init__(self) -> None:
        self._mentioned: set[int] = set()

    def division(self, division: assembly.Division) -> Iterator[str]:
        """A part, piece by piece."""
        if division.own:
            label = f'<p class="label">{assembly.OWN_WORDS}</p>' if common.needs_label(division) else ""
            yield f'<section class="own" aria-label="{assembly.OWN_WORDS}">{label}'
        else:
            yield f"<div{_language(division.language)}>" if division.language else "<div>"
        if division.title:
            yield self._node(division.title, division)
        yield _facts(division.facts)
        for node in division.nodes:
            yield self._node(node, division)
        yield "</section>" if division.own else "</div>"

    def _node(self, node: Node, division: assembly.Division) -> str:
        match node:
            case Heading(level, runs, id_):
                words = "".join(self._run(run, division) for run in runs)
                return html_blocks.heading(level, words, f' id="{_text(id_)}"')
            case Words(runs, number):
                label = f'<span class="number">{number}</span> ' if number else ""
                # A picture hangs from the line of its number, and has the room that this leaves.
                kind = ' class="pictured"' if number and len(runs) == 1 and runs[0].picture else ""
                return f"<p{kind}>{label}{self._runs(runs, division)}</p>"
            case Items(ordered, start, items, style):
                way = _way((node for item in items for node in item), division)
                inner = (self._item(item, division) for item in items)
                return html_blocks.list_block(_COPY, inner, start if ordered else None, way, style)
            case Grid(header, rows, alignments, _):
                head = [self._runs(cell, division) for cell in header]
                body = ([self._runs(cell, division) for cell in row] for row in rows)
                left = table_runs_left(map(words_of, node.shown), division.language)
                way = "" if left == runs_left(division.language) else f' dir="{"rtl" if left else "ltr"}"'
                return html_blocks.table(_COPY, head, body, alignments, node.cells, way=way)
            case Quote(nodes):
                quoted = "".join(self._node(inner, division) for inner in nodes)
                return html_blocks.quotation(quoted, _way(nodes, division))
            case Lines(lines):
                return html_blocks.code_block(_COPY, "\n".join(self._runs(line, division) for line in lines))
            case Line():
                return html_blocks.RULE
            case Definitions(entries):
                described = (
                    (
                        [self._runs(term, division) for term in entry.terms],
                        [self._item(description, division) for description in entry.descriptions],
                    )
                    for entry in entries
                )
                return html_blocks.definition_list(described, ' class="terms"')
            case NoteList(notes):
                shown = [(note.number, self._item(note.nodes, division)) for note in notes]
                return f'<section aria-label="Notes">{html_blocks.notes(_COPY, shown)}</section>'

    def _item(self, nodes: Sequence[Node], division: assembly.Division) -> str:
        """A list item; its first paragraph stands bare, so that it shares the line with the marker."""
        if nodes and isinstance(nodes[0], Words):
            rest = "".join(self._node(node, division) for node in nodes[1:])
            return self._runs(nodes[0].runs, division) + rest
        return "".join(self._node(node, division) for node in nodes)

    def _runs(self, runs: Sequence[Run], division: assembly.Division) -> str:
        return "".join(self._run(run, division) for run in with_caption(runs, division.pictures))

    def _run(self, run: Run, division: assembly.Division) -> str:
        if run.text == "\n":
            return html_blocks.LINE_BREAK
        words = _picture(run, division) if run.picture else _text(run.in_words)
        if run.reference:
            first = run.reference not in self._mentioned
            self._mentioned.add(run.reference)
            words = html_blocks.note_mention(_COPY, run.reference, first=first)
        looks = ((run.code, "code"), (run.strong, "strong"), (run.emphasis, "em"), (run.marked, "mark"))
        for wanted, tag in looks:
            words = f"<{tag}>{words}</{tag}>" if wanted else words
        words = _styled(words, run)
        # The mark of a note has its own way.
        if not run.reference and (run.target or leads_out(run.address)):
            address = f"#{run.target}" if run.target else run.address
            words = f'<a href="{_text(address)}">{words}</a>'
        if run.note:
            name = f'role="doc-noteref" aria-label="Link {run.note}"'
            words += f'<sup><a href="#_link-{run.note}" {name}>[{run.note}]</a></sup>'
        return words


def _styled(words: str, run: Run) -> str:
    for style in reversed(run.styles):
        if style == "abbreviation":
            words = html_blocks.abbreviation(words, printable(run.meaning))
        else:
            before, after = _COPY.styles[style]
            # A highlight has its tag already, and the author's own mark looks another way.
            words = f"{before.replace('<mark>', _OWN_MARK)}{words}{after}"
    return words


def _endnotes(copy: assembly.Copy) -> Iterator[str]:
    if copy.endnotes:
        yield '<section class="links" role="doc-endnotes" aria-labelledby="_links">'
        yield '<h2 id="_links">Links</h2><ol>'
        expected = 1
        for note in copy.endnotes:
            # Footnotes have numbers of the same run.
            value = "" if note.number == expected else f' value="{note.number}"'
            expected = note.number + 1
            address = _text(note.address)
            shown = f'<a href="{address}">{address}</a>' if leads_out(note.address) else address
            yield f'<li id="_link-{note.number}"{value}>{_text(note.words)}: {shown}</li>'
        yield "</ol></section>"


def _notes(copy: assembly.Copy) -> str:
    """Ruled lines for handwriting, on paper alone."""
    if not copy.choices.notes:
        return ""
    return f'<section class="notes" aria-hidden="true"><h2>Notes</h2>{"<div></div>" * _RULED_LINES}</section>'


def _picture(run: Run, division: assembly.Division) -> str:
    picture = division.pictures.get(run.picture)
    if picture is None:
        return _text(run.in_words)
    data = base64.b64encode(picture.data).decode("ascii")
    return f'<img src="data:image/{_KINDS[picture.ending]};base64,{data}" alt="{_text(run.text)}">'


def _text(text: str) -> str:
    return html_blocks.escape(printable(text))


def _language(tag: str) -> str:
    """The attributes that state a language and, where it runs from right to left, that."""
    return f' lang="{_text(tag)}"' + (' dir="rtl"' if runs_left(tag) else "")


def _way(nodes: Iterable[Node], division: assembly.Division) -> str:
    """The attribute of a list or quotation whose first words run against the division's language."""
    first = next((node for node in nodes if isinstance(node, Words)), None)
    way = direction(words_of(first.runs), division.language) if first else ""
    return f' dir="{way}"' if way else ""
