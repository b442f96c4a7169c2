"""What stands below one another on a page: the values that every format of a copy is written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from hkviewer.export.styled_runs import Run


@dataclass(frozen=True)
class Heading:
    """A heading of a level from 2 to 6; level 1 is the copy's title. `id` is unique in the copy."""

    level: int
    runs: tuple[Run, ...]
    id: str


@dataclass(frozen=True)
class Words:
    """A paragraph; `number` is its number in its sheet, 0 where it is not to be shown."""

    runs: tuple[Run, ...]
    number: int = 0


@dataclass(frozen=True)
class Items:
    """A list."""

    ordered: bool
    start: int
    items: tuple[tuple[Node, ...], ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What stands in the items, one after the other."""
        return tuple(chain.from_iterable(self.items))


@dataclass(frozen=True)
class Grid:
    """A table; alignments are "left", "right", "center" or ""."""

    header: tuple[tuple[Run, ...], ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    alignments: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """Words quoted from somewhere else."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Lines:
    """Lines shown exactly as they are."""

    lines: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True)
class Line:
    """A line across the column."""


Node = Heading | Words | Items | Grid | Quote | Lines | Line


def leaves(nodes: Iterable[Node]) -> Iterator[tuple[Run, ...]]:
    """The runs of each heading, paragraph, cell and line in `nodes`, in reading order.

    A paragraph's number stands as words before it, as on the page.
    """
    for node in nodes:
        match node:
            case Heading(_, runs, _):
                yield runs
            case Words(runs, number):
                yield (Run(f"{number} "), *runs) if number else runs
            case Items() | Quote():
                yield from leaves(node.nodes)
            case Grid(header, rows, _):
                yield from chain(header, *rows)
            case Lines(lines):
                yield from lines
            case Line():
                pass
