"""Rows of a table that are too wide to be shown as rows: their cells go on below, a few side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from hkviewer.content.model import Inline, Strong, Table

_FEW = 8
Cell = tuple[Inline, ...]
Row = tuple[Cell, ...]


def shown_cells(table: Table, number: int) -> Row:
    """The cells of row `number` of `table`, the heading row's (0) in bold; without covered places."""
    cells = table.rows[number - 1] if number else table.header
    shown = (cell for column, cell in enumerate(cells) if (number, column) not in table.covered)
    return tuple(shown if number else ((Strong(cell),) if cell else cell for cell in shown))


def rows_of_few(cells: Sequence[Cell]) -> Iterator[Row]:
    """`cells` in rows of a few."""
    return (tuple(cells[at : at + _FEW]) for at in range(0, len(cells), _FEW))


def tables_of(rows: Iterable[Row]) -> Iterator[Table]:
    """Tables of `rows`, each of which has only rows of one width."""
    return (Table((), tuple(same), ("",) * width) for width, same in groupby(rows, len))


def with_short_rows(table: Table) -> Iterator[Table]:
    """`table` as tables whose rows have few cells each; the cells are the same, in the same order."""
    numbers = range(0 if table.header else 1, len(table.rows) + 1)
    return (some for number in numbers for some in tables_of(rows_of_few(shown_cells(table, number))))
