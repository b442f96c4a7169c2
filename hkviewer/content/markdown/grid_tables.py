"""Grids of `+---+` and `|`, whose cells may take several rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hkviewer.content.markdown.drawn_table import Cell, Drawn, in_columns

BORDER = re.compile(r"[ ]*\+(?:[-=:]+\+)+[ ]*")
"""A line across a whole grid."""
_LINE = re.compile(r"\|-[-+]+-\|")
"""How Org and Emacs write a border."""
_EDGE = "-=:+"
_MOST_PLACES = 100_000


def read_grid(lines: Sequence[str]) -> Drawn | None:
    """The table that `lines` draw, the first and last of which are borders; None if they draw none."""
    lines = [f"+{line[1:-1]}+" if _LINE.fullmatch(line) else line for line in lines]
    for rows in ([in_columns(line) for line in lines], lines):
        if len({len(row) for row in rows}) == 1 and (table := _Grid(rows).read()):
            return table
    return None


class _Grid:
    """Borders at the rows and columns of a drawing, which part it into places that cells are made of."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        borders = [n for n, row in enumerate(rows) if BORDER.fullmatch("".join(row))]
        self._columns = sorted(
            {n for border in borders for n, sign in enumerate(rows[border]) if sign == "+"}
        )
        full = set(borders)
        self._edges = [n for n in range(len(rows)) if n in full or self._has_edge(n)]

    def read(self) -> Drawn | None:
        height, width = len(self._edges) - 1, len(self._columns) - 1
        if height * width > _MOST_PLACES or any(
            row[0] not in "|+" or row[-1] not in "|+" for row in self._rows
        ):
            return None
        cells = self._cells(height, width)
        if cells is None:
            return None
        head = next((n for n in range(1, height) if "=" in self._rows[self._edges[n]]), 0)
        alignments = self._alignments(self._edges[head])
        table = [[cell for _, cell in row] for row in cells]
        if not head and self._holds_records(cells, width):
            records = zip(*(cell.lines for cell in table[1]), strict=True)
            table[1:] = [[Cell([words]) for words in record] for record in records]
            head = 1
        return Drawn(table[:head], table[head:], alignments, holds_blocks=True)

    def _has_edge(self, number: int) -> bool:
        """Whether a line that has words has a piece of a border between two columns."""
        return any(self._is_edge(number, left, right) for left, right in pairwise(self._columns))

    def _is_edge(self, number: int, left: int, right: int) -> bool:
        row = self._rows[number]
        ends = row[left] == "+" and row[right] == "+"
        return ends and all(sign in _EDGE and sign for sign in row[left + 1 : right])

    def _cells(self, height: int, width: int) -> list[list[tuple[int, Cell]]] | None:
        """For each row the cells that begin in it, each with its column; None if one is no rectangle."""
        table: list[list[tuple[int, Cell]]] = [[] for _ in range(height)]
        taken: set[tuple[int, int]] = set()
        for row in range(height):
            for column in range(width):
                if (row, column) in taken:
                    continue
                columns, rows = self._extent(row, column, height, width)
                places = {(row + m, column + n) for m in range(rows) for n in range(columns)}
                if places & taken or not self._is_closed(row, column, rows, columns):
                    return None
                taken |= places
                table[row].append((column, Cell(self._words(row, column, rows, columns), rows, columns)))
        return table

    def _extent(self, row: int, column: int, height: int, width: int) -> tuple[int, int]:
        columns = rows = 1
        while column + columns < width and not self._has_wall(row, column + columns):
            columns += 1
        while row + rows < height and not self._has_floor(row + rows, column):
            rows += 1
        return columns, rows

    def _is_closed(self, row: int, column: int, rows: int, columns: int) -> bool:
        """Whether a cell has a line on each side, and none within."""
        right, below = column + columns, row + rows
        return (
            all(self._is_wall(r, c) for r in range(row, below) for c in (column, right))
            and all(self._has_floor(r, c) for c in range(column, right) for r in (row, below))
            and not any(self._has_wall(r, c) for r in range(row, below) for c in range(column + 1, right))
            and not any(self._has_floor(r, c) for c in range(column, right) for r in range(row + 1, below))
        )

    def _signs(self, row: int, column: int) -> Iterator[str]:
        """What stands at a column between two edges."""
        place = self._columns[column]
        return (line[place] for line in self._rows[self._edges[row] + 1 : self._edges[row + 1]])

    def _has_wall(self, row: int, column: int) -> bool:
        return any(sign in ("|", "+") for sign in self._signs(row, column)) or self._is_wall(row, column)

    def _is_wall(self, row: int, column: int) -> bool:
        return all(sign in ("|", "+") for sign in self._signs(row, column))

    def _has_floor(self, row: int, column: int) -> bool:
        left, right = self._columns[column : column + 2]
        return all(sign in _EDGE and sign for sign in self._rows[self._edges[row]][left + 1 : right])

    def _words(self, row: int, column: int, rows: int, columns: int) -> list[str]:
        left, right = self._columns[column], self._columns[column + columns]
        lines = self._rows[self._edges[row] + 1 : self._edges[row + rows]]
        return ["".join(line[left + 1 : right]).rstrip(" ") for line in lines]

    def _alignments(self, edge: int) -> list[str]:
        row = self._rows[edge]
        ends = [(row[left + 1], row[right - 1]) for left, right in pairwise(self._columns)]
        return [_ALIGNMENTS.get((left == ":", right == ":"), "") for left, right in ends]

    def _holds_records(self, cells: list[list[tuple[int, Cell]]], width: int) -> bool:
        """Whether names and rows are parted by one line alone, as databases answer."""
        if len(cells) != 2 or width < 2 or any(len(row) != width for row in cells):
            return False
        names, records = ([cell.lines for _, cell in row] for row in cells)
        is_record = [all(line) for line in zip(*records, strict=True)]
        return (
            len(names[0]) == 1
            and len(is_record) > 1
            and 2 * sum(is_record) > len(is_record)
            and all(records[0])
        )


_ALIGNMENTS = {(True, False): "left", (False, True): "right", (True, True): "center"}
