"""The results of several sheets: the rows of each below its title."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from hkviewer.gui.search.folded_rows import FoldedRows
from hkviewer.gui.search.result_rows import ResultRow, ResultRows
from hkviewer.gui.widgets.lazy_sequence import LazySequence


class SheetRows(LazySequence[ResultRow]):
    """`FoldedRows`, and before the first section of each sheet a row with the sheet's title.

    Args:
        rows: the rows of all sheets, one sheet after the other.
        titles: for each sheet the number of its first row in `rows`, and the row with its title.
    """

    def __init__(self, rows: ResultRows, titles: Sequence[tuple[int, ResultRow]]) -> None:
        self._folded = FoldedRows(rows)
        self._titles = [row for _, row in titles]
        self._sections = [bisect.bisect_left(rows.headings, first) for first, _ in titles]
        self._places: list[int] = []
        self._place()

    def _place(self) -> None:
        """Find where each title stands, after those before it."""
        starts = map(self._folded.start_of, self._sections)
        self._places = [start + number for number, start in enumerate(starts)]

    def __len__(self) -> int:
        return len(self._folded) + len(self._titles)

    def item(self, number: int) -> ResultRow:
        """Row `number`."""
        title = self._title_at(number)
        return self._titles[title] if title >= 0 else self._folded.item(self._within(number))

    def said(self, number: int) -> str:
        """What a screen reader says of row `number`."""
        title = self._title_at(number)
        return self._titles[title].said if title >= 0 else self._folded.said(self._within(number))

    def section_of(self, number: int) -> int:
        """The section of row `number`; -1 for a sheet's title and for what is offered."""
        return -1 if self._title_at(number) >= 0 else self._folded.section_of(self._within(number))

    def row_of(self, match: int) -> int:
        """The row that shows match `match`, or unfolds it; -1 where there is none."""
        row = self._folded.row_of(match)
        return -1 if row < 0 else row + self._titles_to(self._folded.section_of(row))

    def fold_row(self, section: int) -> int:
        """The row that unfolds a section, or where it is unfolded the one that then takes its place."""
        return self._folded.fold_row(section) + self._titles_to(section)

    def foldable(self, section: int) -> int:
        """How many snippets of a section are folded, or may be."""
        return self._folded.foldable(section)

    def is_open(self, section: int) -> bool:
        """Whether all snippets of a section are shown that may be folded."""
        return self._folded.is_open(section)

    def turn(self, section: int) -> None:
        """Show all snippets of a section from now on, or the first alone if all are shown."""
        self._folded.turn(section)
        self._place()

    def _title_at(self, number: int) -> int:
        """The number of the sheet whose title row `number` is; -1 for other rows."""
        title = bisect.bisect_left(self._places, number)
        return title if title < len(self._places) and self._places[title] == number else -1

    def _within(self, number: int) -> int:
        """The number of a row that is no title among those that are none."""
        return number - bisect.bisect_right(self._places, number)

    def _titles_to(self, section: int) -> int:
        """How many titles stand before a section."""
        return bisect.bisect_right(self._sections, section)
