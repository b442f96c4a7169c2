"""What abbreviations stand for, as a list at the end of their part: paper and plain text have no tips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from hkviewer.export.assembly import Copy, Division
from hkviewer.export.nodes import Heading, Items, Node, Words, leaves
from hkviewer.export.styled_runs import Run, words_of

TITLE = "Abbreviations"


def with_abbreviations(copy: Copy) -> Copy:
    """`copy` with a list behind each division that has abbreviations whose meaning its author gives."""
    return replace(copy, divisions=tuple(map(_listed, copy.divisions, range(len(copy.divisions)))))


def _listed(division: Division, number: int) -> Division:
    found = sorted(set(_meanings(division.nodes)), key=lambda pair: (pair[0].casefold(), pair))
    if not found:
        return division
    first = next((node.level for node in division.nodes if isinstance(node, Heading)), None)
    title = Heading(first or (3 if division.title else 2), (Run(TITLE),), f"_abbreviations-{number}")
    lines = ((Words((Run(short, strong=True), Run(f": {meaning}"))),) for short, meaning in found)
    return replace(
        division, nodes=(*division.nodes, title, Items(ordered=False, start=1, items=tuple(lines)))
    )


def _meanings(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """Each abbreviation in `nodes` with its meaning; one that is marked in part comes in several runs."""
    for runs in leaves(nodes):
        for meaning, words in groupby(runs, lambda run: run.meaning):
            short = words_of(words)
            if meaning and short.strip():
                yield short, meaning
