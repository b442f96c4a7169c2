"""A `Briefing` as Markdown that reads back as the same sections and words.

Addresses stand with their words, so there is no list of links; highlights and ruled space for
notes have no Markdown. What is escaped is what CommonMark 0.31 or Python-Markdown would take as a
mark; characters that Python-Markdown does not let escape are written by their numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from hkviewer.export import assembly
from hkviewer.export.briefing import Briefing, SheetPart
from hkviewer.export.formats import html_blocks
from hkviewer.export.formats.common import headings, needs_label, small_print, wants_contents
from hkviewer.export.nodes import (
    Definitions,
    Entry,
    Grid,
    Heading,
    Items,
    Line,
    Lines,
    Node,
    NoteList,
    Quote,
    Words,
)
from hkviewer.export.styled_runs import Run
from hkviewer.system.characters import one_line, printable

_ACTIVE = re.compile(r"([\\`*_\[\]|])")
# What our parser, as others', reads beyond that: formulas, strokes, marks, comments, attributes, emoji,
# references. Money stays as it is: a formula's last sign stands behind a letter, and not before a digit.
_FURTHER = re.compile(
    r"((?<!\s)\$(?!\d)|(?<=~)~|~(?=~)|(?<==)=|=(?==)|%(?=%)|\{|:(?=[\w+-]+:)"
    r"|@(?=[a-z]{2,3}-\w)|(?:\A|(?<=[\w)}\]]))\^|(?<=\s)\^(?=[\w-]+$)|(?<=\))=$)"
)
# `\[a=b\]` is a formula: a bracket is escaped only if one ends it, and no sign of a formula is before that.
_OPENS_FORMULA = re.compile(r"\\\[(?!\^?(?:[^=+<>^\\]|\\[^A-Za-z\]])*+\\\])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AT_START = re.compile(r"([#>+-]|!(?=!!)|\?(?=\?\?)|:(?=\s|$))")
_NUMBER_AT_START = re.compile(r"(\d+)([.)])(?=\s|$)")
_BY_NUMBER_AT_START = re.compile(r"[=~]")
_HASHES_AT_END = re.compile(r"(?<!\\)(#+\s*)$")
_TABLE = html_blocks.PLAIN.replace(sides={**html_blocks.PLAIN.sides, "": ""})
_DASHES = {"left": ":---", "right": "---:", "center": ":---:"}


def write(briefing: Briefing) -> bytes:
    """The copy as UTF-8 Markdown.

    Raises:
        UsageError: nothing is chosen, or a choice is none.
    """
    parts = (replace(p, highlights=()) if isinstance(p, SheetPart) else p for p in briefing.parts)
    plain = replace(briefing, parts=tuple(parts))
    blocks = _blocks(assembly.assemble(plain), contents=wants_contents(briefing))
    return ("\n\n".join(filter(None, blocks)) + "\n").encode()


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it stands, but for marks at the start of a line."""
    text = _FURTHER.sub(r"\\\1", _ACTIVE.sub(r"\\\1", printable(text)))
    text = _ENTITY.sub("&amp;", text)
    return _OPENS_FORMULA.sub("&#91;", text.replace("<", "&lt;"))


def _blocks(copy: assembly.Copy, *, contents: bool) -> Iterator[str]:
    marking = one_line(copy.choices.marking)
    band = f"**{escaped(marking)}**" if marking else ""
    yield band
    yield f"# {_heading_words(escaped(one_line(copy.title)))}"
    yield _facts(copy.facts)
    if contents:
        yield "\n".join(
            f"{'    ' * (heading.level - 2)}- [{_runs(_unlinked(heading.runs))}](#{heading.id})"
            for heading in headings(copy)
        )
    for division in copy.divisions:
        yield from _division(division)
    yield "***"
    for line in small_print(copy):
        yield _line(escaped(line))
    yield band


def _unlinked(runs: Iterable[Run]) -> list[Run]:
    return [replace(run, address="", target="") for run in runs]


def _facts(facts: Sequence[assembly.Fact]) -> str:
    values = (f"<{fact.address}>" if fact.address else escaped(fact.value) for fact in facts)
    return "\n".join(f"- **{fact.label}:** {value}" for fact, value in zip(facts, values, strict=True))


def _division(division: assembly.Division) -> Iterator[str]:
    if needs_label(division):
        yield f"*{assembly.OWN_WORDS}*"
    if division.title:
        yield _node(division.title)
    yield _facts(division.facts)
    yield from _nodes(division.nodes)
    if division.own:
        yield "***"


def _nodes(nodes: Sequence[Node]) -> Iterator[str]:
    """Each of `nodes`; of two lists of a kind one behind the other the second has other marks."""
    is_other = False
    for before, node in zip((None, *nodes), nodes, strict=False):
        is_beside = isinstance(before, Items) and isinstance(node, Items) and before.ordered == node.ordered
        is_other = is_beside and not is_other
        yield _list(node, is_other=is_other) if isinstance(node, Items) else _node(node)


def _list(items: Items, *, is_other: bool = False) -> str:
    if items.style != "1":  # Markdown has figures alone
        inner = "".join(f"<li>\n\n{_joined(item)}\n\n</li>\n" for item in items.items)
        return f'<ol type="{items.style}" start="{items.start}">\n{inner}</ol>'
    other = str.maketrans(".-", ")*") if is_other else {}
    pairs = zip(items.items, items.markers, strict=True)
    return "\n".join(_item(item, marker.translate(other)) for item, marker in pairs)


def _joined(nodes: Sequence[Node]) -> str:
    return "\n\n".join(_nodes(nodes))


def _node(node: Node) -> str:
    match node:
        case Heading(level, runs, _):
            words = _runs(runs).replace("\n", " ")
            return f"{'#' * level} {_heading_words(words)}"
        case Words(runs, number):
            return f"({number}) {_runs(runs)}" if number else _line(_runs(runs))
        case Items():
            return _list(node)
        case Grid(header, rows, alignments, spans):
            if spans or not header:
                return _html_table(node)
            dashes = (_DASHES.get(side, "---") for side in alignments)
            return "\n".join([_row(header), _row_of(dashes), *map(_row, rows)])
        case Quote(nodes):
            lines = _joined(nodes).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lines)
        case Lines(lines):
            code = [printable("".join(run.text for run in line)) for line in lines]
            fence = "`" * max(3, *(_longest_ticks(line) + 1 for line in code))
            return "\n".join([fence, *code, fence])
        case Line():
            return "***"
        case Definitions(entries):
            return "\n\n".join(map(_entry, entries))
        case NoteList(notes):
            return "\n\n".join(_set_in(note.nodes, f"[^{note.number}]: ", 4) for note in notes)


def _item(nodes: Sequence[Node], marker: str) -> str:
    """An item; its further lines stand under its words, four spaces in at least."""
    width = max(4, len(marker) + 1)
    return _set_in(nodes, marker.ljust(width), width)


def _set_in(nodes: Sequence[Node], before: str, width: int) -> str:
    """Nodes behind `before`; their further lines stand `width` in."""
    lines = _joined(nodes).split("\n")
    rest = (f"{' ' * width}{line}" if line else "" for line in lines[1:])
    return "\n".join([f"{before}{lines[0]}", *rest])


def _entry(entry: Entry) -> str:
    terms = "\n".join(_line(_runs(term).replace("\n", " ")) for term in entry.terms)
    described = terms
    for number, description in enumerate(entry.descriptions):
        # Else the last paragraph of the one before would be its term.
        apart = number and len(entry.descriptions[number - 1]) > 1
        described += ("\n\n" if apart else "\n") + _item(description, ":")
    return described


def _html_table(grid: Grid) -> str:
    """A table that Markdown has no form for: with cells over several rows or columns, or no heading row."""
    head = [_html_runs(cell) for cell in grid.header]
    rows = ([_html_runs(cell) for cell in row] for row in grid.rows)
    written = html_blocks.table(_TABLE, head, rows, grid.alignments, grid.cells)
    return written.replace("<tr>", "\n<tr>").replace("</tbody>", "\n</tbody>")


def _html_runs(runs: Iterable[Run]) -> str:
    """Words as HTML, in which no sign is Markdown's: some programs read that within HTML, some do not."""
    return "".join(map(_html_run, runs))


def _html_run(run: Run) -> str:
    if run.text == "\n":
        return html_blocks.LINE_BREAK
    if run.reference:
        return _mention(run)
    text = html_blocks.escape(printable(run.text if run.picture else _told(run)))
    words = _ACTIVE.sub(lambda sign: f"&#{ord(sign[0])};", text)
    if run.picture:
        return f'<img src="{html_blocks.escape(printable(run.picture))}" alt="{words}">'
    for wanted, tag in ((run.code, "code"), (run.strong, "strong"), (run.emphasis, "em")):
        words = f"<{tag}>{words}</{tag}>" if wanted else words
    words = _styled(words, run.styles, run.meaning)
    return f'<a href="{html_blocks.escape(printable(run.address))}">{words}</a>' if run.address else words


def _row(cells: Iterable[Sequence[Run]]) -> str:
    return _row_of(_runs(map(_without_bars, cell)).replace("\n", " ") for cell in cells)


def _without_bars(run: Run) -> Run:
    """`run` with its bars escaped where only tables know of escapes."""
    text = run.text.replace("|", r"\|") if run.code else run.text
    return replace(run, text=text, address=run.address.replace("|", r"\|"))


def _row_of(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(words: str) -> str:
    """Lines of a paragraph, such that none begins as a list, heading, quotation or rule does."""
    return "\n".join(map(_plain_start, words.split("\n")))


def _plain_start(line: str) -> str:
    line = line.lstrip()
    if match := _AT_START.match(line) or _BY_NUMBER_AT_START.match(line):
        mark = f"&#{ord(match[0])};" if match[0] in "=~" else f"\\{match[0]}"
        return mark + line[1:]
    return _NUMBER_AT_START.sub(r"\1\\\2", line, count=1) if _NUMBER_AT_START.match(line) else line


def _heading_words(words: str) -> str:
    """Words of a heading; number signs at its end would be dropped."""
    return _HASHES_AT_END.sub(r"\\\1", words.strip())


def _runs(runs: Iterable[Run]) -> str:
    """The words with their links, styles and emphasis."""
    return "".join(
        _linked(_styles(list(group)), address)
        for address, group in groupby(runs, lambda run: f"#{run.target}" if run.target else run.address)
    )


def _styles(runs: Iterable[Run]) -> str:
    return "".join(
        _styled(_looks(list(group), ("strong", "emphasis")), *styles)
        for styles, group in groupby(runs, lambda run: (run.styles, run.meaning))
    )


def _styled(words: str, styles: Sequence[str], meaning: str) -> str:
    for style in reversed(styles):
        if style == "abbreviation":
            words = html_blocks.abbreviation(words, printable(meaning))
        else:
            before, after = html_blocks.STYLE_TAGS[style]
            words = f"{before}{words}{after}"
    return words


def _mention(run: Run) -> str:
    return f"[^{run.reference}]"


def _linked(words: str, address: str) -> str:
    if not address:
        return words
    shown = f"<{address}>" if re.search(r"[\s()]", address) else address
    # At a paragraph's start "[…]:" would be read as the definition of a link.
    words = words.replace("\\]:", "&#93;:")
    return f"[{words}]({printable(shown)})"


def _looks(runs: Sequence[Run], looks: Sequence[str]) -> str:
    """Neighbours of one look share its marks; where marks would not be read, the words go without."""
    if not looks:
        return "".join(map(_words, runs))
    groups = [(wanted, list(group)) for wanted, group in groupby(runs, attrgetter(looks[0]))]
    done = ""
    for number, (wanted, group) in enumerate(groups):
        inner = _looks(group, looks[1:])
        following = _words(groups[number + 1][1][0])[:1] if number + 1 < len(groups) else ""
        if wanted:
            inner = _marked(inner, "*" * len(looks), done[-1:], following) or "".join(map(_words, group))
        done += inner
    return done


def _marked(words: str, sign: str, previous: str, following: str) -> str:
    """`words` between signs of emphasis, blanks outside; "" if the signs would not be read as such."""
    core = words.strip()
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    if not core or previous == "*" or following == "*":
        return ""
    # Between a sign and a mark of punctuation there may be nothing but a blank or the text's end.
    opens = not (before or previous).strip() or not _is_mark(core[0])
    closes = not (after or following).strip() or not _is_mark(core[-1])
    return f"{before}{sign}{core}{sign}{after}" if opens and closes else ""


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _words(run: Run) -> str:
    if run.reference:
        return _mention(run)
    if run.picture:
        return f"![{escaped(run.text)}](<{printable(run.picture)}>)"
    if run.text == "\n":
        return "  \n"
    return _code(printable(run.text)) if run.code else escaped(_told(run))


def _told(run: Run) -> str:
    """The words of `run`, which read back; of a picture without any that it is not included."""
    return run.text or run.in_words


def _code(text: str) -> str:
    fence = "`" * (_longest_ticks(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _longest_ticks(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
