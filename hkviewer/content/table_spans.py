"""Which cells of a table are shown, and how many rows and columns each takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hkviewer.content.model import Span


class CellSpans:
    """The cells of a table; row 0 is its heading row.

    No cell reaches from a heading row into the rows below it: such a one is taken apart, into a
    heading and an empty cell, as headings may be repeated on further pages.
    """

    def __init__(self, spans: Iterable[Span], *, headed: bool) -> None:
        self._extents: dict[tuple[int, int], tuple[int, int]] = {}
        self._going_on: dict[tuple[int, int], int] = {}
        self._covered: set[tuple[int, int]] = set()
        for span in (part for whole in spans for part in _parts(whole, headed=headed)):
            below = range(span.row + 1, span.row + span.rows)
            self._going_on.update({(row, span.column): span.columns for row in below})
            self._extents[span.row, span.column] = (span.rows, span.columns)
            self._covered.update(
                (row, column)
                for row in range(span.row, span.row + span.rows)
                for column in range(span.column, span.column + span.columns)
                if (row, column) != (span.row, span.column)
            )

    def extent(self, row: int, column: int) -> tuple[int, int] | None:
        """How many rows and columns the cell there takes; None where another cell takes the place."""
        return None if (row, column) in self._covered else self._extents.get((row, column), (1, 1))

    def goes_on(self, row: int, column: int) -> int:
        """How many columns the cell takes that goes on there from the row above; 0 where none begins so."""
        return self._going_on.get((row, column), 0)


def _parts(span: Span, *, headed: bool) -> Iterator[Span]:
    if not headed or span.row or span.rows == 1:
        yield span
        return
    yield Span(0, span.column, 1, span.columns)
    yield Span(1, span.column, span.rows - 1, span.columns)
