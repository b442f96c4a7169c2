"""What stands below one another on a page: the values that every format of a copy is written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from hkviewer.content.model import TASK_BOXES, Span
from hkviewer.content.numerals import numeral
from hkviewer.content.table_spans import CellSpans
from hkviewer.export.styled_runs import Run, words_of


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
    """A list; `style` is that of `model.ListBlock`."""

    ordered: bool
    start: int
    items: tuple[tuple[Node, ...], ...]
    style: str = "1"

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What stands in the items, one after the other."""
        return tuple(chain.from_iterable(self.items))

    @property
    def markers(self) -> tuple[str, ...]:
        """What stands before each item in plain text, without a blank."""
        if not self.ordered:
            return ("-",) * len(self.items)
        return tuple(f"{numeral(number, self.style)}." for number, _ in enumerate(self.items, self.start))

    @property
    def tasks(self) -> tuple[bool, ...]:
        """For each item whether a box stands in place of its bullet."""
        return tuple(not self.ordered and _is_task(item) for item in self.items)


def _is_task(item: tuple[Node, ...]) -> bool:
    return bool(item) and isinstance(item[0], Words) and words_of(item[0].runs).startswith(TASK_BOXES)


@dataclass(frozen=True)
class Grid:
    """A table; alignments are "left", "right", "center" or "", `header` is () where it has no heading row."""

    header: tuple[tuple[Run, ...], ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    alignments: tuple[str, ...]
    spans: tuple[Span, ...] = ()

    @cached_property
    def cells(self) -> CellSpans:
        """How many rows and columns each cell takes; row 0 is the heading row."""
        return CellSpans(self.spans, headed=bool(self.header))

    @property
    def shown(self) -> Iterator[tuple[Run, ...]]:
        """The cells that are shown, row by row."""
        for number, row in enumerate((self.header, *self.rows)):
            yield from (cell for column, cell in enumerate(row) if self.cells.extent(number, column))


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


@dataclass(frozen=True)
class Entry:
    """Terms, and the descriptions that they share."""

    terms: tuple[tuple[Run, ...], ...]
    descriptions: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Definitions:
    """Terms with what they mean."""

    entries: tuple[Entry, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The terms as paragraphs, and their descriptions, one after the other."""
        return tuple(
            node
            for entry in self.entries
            for node in (*map(Words, entry.terms), *chain.from_iterable(entry.descriptions))
        )


@dataclass(frozen=True)
class NoteText:
    """A footnote; its number is that of the runs that lead to it."""

    number: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class NoteList:
    """Footnotes, one below the other."""

    notes: tuple[NoteText, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What stands in the notes, one after the other."""
        return tuple(chain.from_iterable(note.nodes for note in self.notes))


Node = Heading | Words | Items | Grid | Quote | Lines | Line | Definitions | NoteList


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
            case Items() | Quote() | Definitions() | NoteList():
                yield from leaves(node.nodes)
            case Grid():
                yield from node.shown
            case Lines(lines):
                yield from lines
            case Line():
                pass
