"""The results' rows as they are shown: of each section the first snippet, the others folded."""

from __future__ import annotations

import bisect
import itertools

from hkviewer.gui.search.result_rows import ResultRow, ResultRows
from hkviewer.gui.widgets.lazy_sequence import LazySequence


class FoldedRows(LazySequence[ResultRow]):
    """Of each section its heading, its first snippet, and a row for all others, until that is unfolded.

    So the best sentence of every section stands before the second of any. Where one section alone has
    matches nothing is folded.
    """

    def __init__(self, rows: ResultRows) -> None:
        self._rows = rows
        self._heads = rows.headings
        self._open: set[int] = {0} if len(self._heads) == 1 else set()
        self._starts: list[int] = []
        self._place()

    def _place(self) -> None:
        """Find where each section begins, and after the last of them what is offered."""
        self._starts = [0, *itertools.accumulate(map(self._shown_of, range(len(self._heads))))]

    def __len__(self) -> int:
        return self._starts[-1] + len(self._rows) - self._rows.found

    def item(self, number: int) -> ResultRow:
        """Row `number`."""
        if number >= self._starts[-1]:
            return self._rows.item(number - self._starts[-1] + self._rows.found)
        section = bisect.bisect_right(self._starts, number) - 1
        within = number - self._starts[section]
        row = self._rows.item(self._heads[section] + within)
        if within < _FOLD or section in self._open:
            return row
        words = f"{self._length(section) - _FOLD} more"
        title = self._rows.item(self._heads[section]).text
        return ResultRow(words, (), row.match, folded=section, spoken=f"{words} in {title}")

    def row_of(self, match: int) -> int:
        """The row that shows match `match`, or unfolds it; -1 where there is none."""
        number = self._rows.row_of(match)
        if number < 0:
            return -1
        section = bisect.bisect_right(self._heads, number) - 1
        within = number - self._heads[section]
        return self._starts[section] + (within if section in self._open else min(within, _FOLD))

    def rows_to_unfold(self, section: int) -> int:
        """How many rows take the place of the one that unfolds a section."""
        return self._length(section) - _FOLD

    def unfold(self, section: int) -> None:
        """Show all snippets of a section from now on."""
        self._open.add(section)
        self._place()

    def _length(self, section: int) -> int:
        """All rows of a section."""
        end = self._heads[section + 1] if section + 1 < len(self._heads) else self._rows.found
        return end - self._heads[section]

    def _shown_of(self, section: int) -> int:
        length = self._length(section)
        return length if section in self._open else min(length, _FOLD + 1)


_FOLD = 2
"""A heading and a snippet stand before what is folded."""
