"""A copy as plain text in UTF-8, in lines of at most 78 characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from hkviewer.briefing.assembled import (
    OWN_WORDS,
    Copy,
    Division,
    Fact,
    Grid,
    Heading,
    Items,
    Line,
    Lines,
    Node,
    Quote,
    Words,
    assemble,
)
from hkviewer.briefing.briefing import Briefing, one_line
from hkviewer.briefing.runs import Run

WIDTH = 78


def write(briefing: Briefing) -> bytes:
    """The copy as UTF-8 text. Raises as `formats.write`."""
    return ("\n\n".join(_blocks(assemble(briefing))) + "\n").encode("utf-8", "replace")


def line_of(runs: Iterable[Run]) -> str:
    """The words of `runs` with endnote numbers and pictures in brackets."""
    return "".join(_words(run) + (f" [{run.note}]" if run.note else "") for run in runs)


def _words(run: Run) -> str:
    return f"[Picture: {run.text}]" if run.picture else run.text


def _blocks(copy: Copy) -> Iterator[str]:
    marking = one_line(copy.choices.marking)
    if marking:
        yield marking.center(WIDTH).rstrip()
    yield f"{copy.title}\n{'=' * min(WIDTH, len(copy.title))}"
    yield _facts(copy.facts)
    for division in copy.divisions:
        yield from _division(division)
    if copy.endnotes:
        yield "Links\n-----"
        yield "\n".join(f"[{note.number}] {note.words}\n    {note.address}" for note in copy.endnotes)
    yield "-" * WIDTH
    yield "\n".join(_filled(line) for line in copy.small_print)
    if marking:
        yield marking.center(WIDTH).rstrip()


def _facts(facts: Sequence[Fact]) -> str:
    width = max((len(fact.label) for fact in facts), default=0) + 2
    lines = ((f.label + ":").ljust(width) + (f.address or f.value) for f in facts)
    return "\n".join(_filled(line, rest=" " * width) for line in lines)


def _division(division: Division) -> Iterator[str]:
    if division.own:
        yield f"[{OWN_WORDS}]"
    if division.title:
        yield _node(division.title)
    if division.facts:
        yield _facts(division.facts)
    yield from map(_node, division.nodes)
    if division.own:
        yield "-" * WIDTH


def _node(node: Node) -> str:
    match node:
        case Heading(level, runs, _):
            title = line_of(runs)
            return f"{_filled(title)}\n{('-' if level == 2 else '.') * min(WIDTH, len(title))}"
        case Words(runs, number):
            return _filled((f"{number}. " if number else "") + line_of(runs))
        case Items(ordered, start, items):
            return "\n".join(
                _item(item, f"{start + n}. " if ordered else "- ") for n, item in enumerate(items)
            )
        case Grid(header, rows, _):
            return "\n".join(
                " | ".join(line_of(cell).replace("\n", " ") for cell in row) for row in (header, *rows)
            )
        case Quote(nodes):
            return textwrap.indent("\n\n".join(map(_node, nodes)), "> ", lambda _: True)
        case Lines(lines):
            return "\n".join("    " + line_of(line) for line in lines)
        case Line():
            return "* * *".center(WIDTH).rstrip()


def _item(nodes: Sequence[Node], marker: str) -> str:
    text = "\n".join(map(_node, nodes))
    return marker + textwrap.indent(text, " " * len(marker))[len(marker) :] if text else marker.rstrip()


def _filled(text: str, rest: str = "") -> str:
    """`text` in lines; its own line breaks stay."""
    return "\n".join(
        textwrap.fill(line, WIDTH, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
