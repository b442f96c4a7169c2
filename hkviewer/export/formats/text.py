"""A `Briefing` as plain text in UTF-8, lines of at most 76 characters where words allow.

Highlighted words stand between » and «. There is no ruled space for notes: a text has no page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hkviewer.content.model import note_mark
from hkviewer.content.plain_styles import signed, title_in_plain
from hkviewer.export import assembly
from hkviewer.export.abbreviations import with_abbreviations
from hkviewer.export.briefing import Briefing
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

WIDTH = 76
_DESCRIPTION = "    "
_UNDERLINES = {1: "=", 2: "-"}


def write(briefing: Briefing) -> bytes:
    """The copy as text, with LF at the ends of lines.

    Raises:
        UsageError: nothing is chosen, or a choice is none.
    """
    copy = with_abbreviations(assembly.assemble(briefing))
    titles = {part.sheet.title: title_in_plain(part.sheet) for part in briefing.sheets}
    copy = replace(copy, title=titles.get(copy.title, copy.title))
    blocks = _blocks(copy, contents=wants_contents(briefing))
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return f"{text}\n".encode()


def _blocks(copy: assembly.Copy, *, contents: bool) -> Iterator[list[str]]:
    marking = one_line(copy.choices.marking).center(WIDTH).rstrip()
    yield [marking] if marking else []
    yield _wrapped(copy.kind)
    yield _underlined(copy.title, 1)
    yield _facts(copy.facts)
    if contents:
        yield ["Contents", *(f"{'  ' * (h.level - 1)}{_marked_words(h.runs)}" for h in headings(copy))]
    for division in copy.divisions:
        yield from _division(division)
    if copy.endnotes:
        yield _underlined("Links", 2)
        yield [
            f"[{note.number}] {printable(note.words)}: {printable(note.address)}" for note in copy.endnotes
        ]
    yield ["_" * WIDTH]
    for line in small_print(copy):
        yield _wrapped(line)
    yield [marking] if marking else []


def _division(division: assembly.Division) -> Iterator[list[str]]:
    if needs_label(division):
        yield [f"[{assembly.OWN_WORDS}]"]
    if division.title:
        yield _node(division.title, WIDTH)
    yield _facts(division.facts)
    for node in division.nodes:
        yield _node(node, WIDTH)
    if division.own:
        yield [f"[End of the {assembly.OWN_WORDS[0].lower()}{assembly.OWN_WORDS[1:]}]"]


def _facts(facts: Sequence[assembly.Fact]) -> list[str]:
    if not facts:
        return []
    wide = max(len(fact.label) for fact in facts) + 2
    lines = []
    for fact in facts:
        value = fact.address or fact.value
        lines += _wrapped(value, first=f"{fact.label}:".ljust(wide), rest=" " * wide)
    return lines


def _node(node: Node, width: int) -> list[str]:
    match node:
        case Heading(level, runs, _):
            return _underlined(_marked_words(runs), level)
        case Words(runs, number):
            return _words(runs, number, width)
        case Items():
            pairs = zip(node.markers, node.items, strict=True)
            return [line for marker, item in pairs for line in _item(f"{marker} ", item, width)]
        case Grid():
            return _grid(node, width)
        case Quote(nodes):
            return [f"> {line}".rstrip() for line in _apart(nodes, max(width - 2, WIDTH // 3))]
        case Lines(lines):
            return [f"    {_marked_words(line)}".rstrip() for line in lines]
        case Line():
            return ["-" * width]
        case Definitions(entries):
            return [line for entry in entries for line in _entry(entry, width)]
        case NoteList(notes):
            return [line for note in notes for line in _item(f"{note_mark(note.number)} ", note.nodes, width)]


def _apart(nodes: Iterable[Node], width: int) -> list[str]:
    """The lines of several nodes, a blank one between two."""
    lines: list[str] = []
    for node in nodes:
        lines += [*([""] if lines else []), *_node(node, width)]
    return lines


def _words(runs: Sequence[Run], number: int, width: int) -> list[str]:
    label = f"{number}.".ljust(4) if number else ""
    lines: list[str] = []
    for part in _marked_words(runs).split("\n"):
        before = " " * len(label) if lines else label
        lines += _wrapped(part, first=before, rest=" " * len(label), width=width)
    return lines


def _entry(entry: Entry, width: int) -> list[str]:
    lines = [line for term in entry.terms for line in _wrapped(_marked_words(term), width=width)]
    for description in entry.descriptions:
        inner = _apart(description, max(width - len(_DESCRIPTION), WIDTH // 3))
        lines += [f"{_DESCRIPTION}{line}".rstrip() for line in inner]
    return lines


def _item(marker: str, nodes: tuple[Node, ...], width: int) -> list[str]:
    lines: list[str] = []
    for node in nodes:
        lines += _node(node, max(width - len(marker), WIDTH // 3))
    indented = [f"{' ' * len(marker)}{line}".rstrip() for line in lines]
    return [f"{marker}{lines[0]}", *indented[1:]] if lines else [marker.rstrip()]


def _grid(grid: Grid, width: int) -> list[str]:
    """Columns where they fit; else a line for each cell, with its column's name before it."""
    cells = (grid.header, *grid.rows) if grid.header else grid.rows
    rows = [[_marked_words(cell).replace("\n", " ") for cell in row] for row in cells]
    if not rows:
        return []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) > width:
        return _cells_in_lines(rows, grid, width)
    lines = ["  ".join(map(_padded, row, widths, grid.alignments)).rstrip() for row in rows]
    return [lines[0], "  ".join("-" * wide for wide in widths), *lines[1:]] if grid.header else lines


def _padded(cell: str, wide: int, alignment: str) -> str:
    return {"right": cell.rjust, "center": cell.center}.get(alignment, cell.ljust)(wide)


def _cells_in_lines(rows: list[list[str]], grid: Grid, width: int) -> list[str]:
    head, body = (rows[0], rows[1:]) if grid.header else ([""] * len(rows[0]), rows)
    if not body:
        return _wrapped(" | ".join(head), width=width)
    lines: list[str] = []
    for number, row in enumerate(body, 1):
        lines += [""] if lines else []
        for column, (name, cell) in enumerate(zip(head, row, strict=True)):
            if grid.cells.extent(number, column):
                lines += _wrapped(cell, first=f"{name}: " if name else "", rest="  ", width=width)
    return lines


def _underlined(words: str, level: int) -> list[str]:
    lines = _wrapped(words)
    underline = _UNDERLINES.get(level)
    return [*lines, underline * min(WIDTH, max(map(len, lines)))] if underline and lines else lines


def _wrapped(text: str, *, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """`text` in lines, the first after `first`, the others after `rest`; no word is broken."""
    lines = textwrap.wrap(
        printable(text),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
    )
    return lines or ([first.rstrip()] if first.strip() else [])


def _marked_words(runs: Sequence[Run]) -> str:
    """The words of `runs` with marks for styles, highlights, pictures and endnotes."""
    words = signed([(printable(run.in_words), run.styles) for run in runs])
    return "".join(map(_run, runs, words))


def _run(run: Run, words: str) -> str:
    marked = f"»{words}«" if run.marked else words
    return f"{marked} [{run.note}]" if run.note else marked
