"""Footnotes on pages: at the foot of one where that can be, else at the end of their part.

A page's foot takes a note that is mentioned in running text. What a heading mentions, which is
repeated in a list of contents, what a table's heading row mentions, which is repeated on further
pages, and what only another note mentions stands at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from hkviewer.export.assembly import Copy, Division
from hkviewer.export.nodes import Definitions, Grid, Heading, Items, Lines, Node, NoteList, Quote, Words
from hkviewer.export.styled_runs import Run

TITLE = "Endnotes"


def with_page_notes(copy: Copy, *, at_foot: bool = True) -> Copy:
    """`copy` with each division's notes at its end or in `Division.footnotes`, by number.

    Without `at_foot` all of them stand at the end.
    """
    placed = (_placed(division, n, at_foot=at_foot) for n, division in enumerate(copy.divisions))
    return replace(copy, divisions=tuple(placed))


def _placed(division: Division, number: int, *, at_foot: bool) -> Division:
    lists = [node for node in division.nodes if isinstance(node, NoteList)]
    if not lists:
        return division
    notes = sorted(chain.from_iterable(one.notes for one in lists), key=lambda note: note.number)
    of_text = _mentioned_in_text(division.nodes) if at_foot else set()
    at_end = tuple(note for note in notes if note.number not in of_text)
    nodes: tuple[Node, ...] = tuple(node for node in division.nodes if not isinstance(node, NoteList))
    if at_end:
        level = next((node.level for node in nodes if isinstance(node, Heading)), 2)
        nodes = (*nodes, Heading(level, (Run(TITLE),), f"_endnotes-{number}"), NoteList(at_end))
    foot = tuple(note for note in notes if note.number in of_text)
    return replace(division, nodes=nodes, footnotes=foot)


def _mentioned_in_text(nodes: Iterable[Node]) -> set[int]:
    """The numbers of the notes that are mentioned in running text before any heading does so."""
    first: dict[int, bool] = {}
    for runs, is_text in _leaves(nodes):
        for run in runs:
            if run.reference:
                first.setdefault(run.reference, is_text)
    return {number for number, is_text in first.items() if is_text}


def _leaves(nodes: Iterable[Node]) -> Iterator[tuple[tuple[Run, ...], bool]]:
    """The runs of each leaf, those in notes excepted, and whether a footnote may be mentioned there."""
    for node in nodes:
        match node:
            case Heading(_, runs, _):
                yield runs, False
            case Words(runs, _):
                yield runs, True
            case Items() | Quote() | Definitions():
                yield from _leaves(node.nodes)
            case Grid(header, rows, _, _):
                yield from ((cell, False) for cell in header)
                yield from ((cell, True) for row in rows for cell in row)
            case Lines(lines):
                yield from ((line, True) for line in lines)
            case _:
                pass
