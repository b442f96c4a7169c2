"""The results' rows as they are shown: of each section the first snippet, the others folded or not."""

from __future__ import annotations

import bisect
import itertools

from hkviewer.gui.search.result_rows import ResultRow, ResultRows
from hkviewer.gui.widgets.lazy_sequence import LazySequence


class FoldedRows(LazySequence[ResultRow]):
    """Of each section its heading, its first snippet, and a row that stands for all others.

    So the best sentence of every section stands before the second of any. Unfolded, a section has all of
    its snippets, and below them a row that folds them again. Where one section alone has matches nothing
    is folded.
    """

    def __init__(self, rows: ResultRows) -> None:
        self._rows = rows
        self._heads = rows.headings
        self._open: set[int] = set()
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
        section = self.section_of(number)
        within = number - self._starts[section]
        is_open = section in self._open
        if within < _FOLD or not self._folds(section) or (is_open and within < self._length(section)):
            return self._rows.item(self._heads[section] + within)
        heading = self._rows.item(self._heads[section])
        words = "Show fewer" if is_open else f"{self.foldable(section)} more"
        spoken = f"{words} in {heading.text}, {'unfolded' if is_open else 'folded'}"
        match = heading.match if is_open else self._rows.item(self._heads[section] + _FOLD).match
        return ResultRow(words, (), match, folded=section, spoken=spoken)

    def said(self, number: int) -> str:
        """What a screen reader says of row `number`: a section's heading has its first snippet too."""
        section = self.section_of(number)
        row = self.item(number)
        if section < 0 or number != self._starts[section] or self._length(section) < _FOLD:
            return row.said
        return f"{row.said}: {self.item(number + 1).text}"

    def section_of(self, number: int) -> int:
        """The section of row `number`, counted from 0 as they are shown; -1 for what is offered."""
        return bisect.bisect_right(self._starts, number) - 1 if number < self._starts[-1] else -1

    def row_of(self, match: int) -> int:
        """The row that shows match `match`, or unfolds it; -1 where there is none."""
        number = self._rows.row_of(match)
        if number < 0:
            return -1
        section = bisect.bisect_right(self._heads, number) - 1
        within = number - self._heads[section]
        is_folded = self._folds(section) and section not in self._open
        return self._starts[section] + (min(within, _FOLD) if is_folded else within)

    def start_of(self, section: int) -> int:
        """The row of a section's heading."""
        return self._starts[section]

    def fold_row(self, section: int) -> int:
        """The row that unfolds a section, or where it is unfolded the one that then takes its place."""
        return self._starts[section] + _FOLD

    def foldable(self, section: int) -> int:
        """How many snippets of a section are folded, or may be."""
        return self._length(section) - _FOLD if self._folds(section) else 0

    def is_open(self, section: int) -> bool:
        """Whether all snippets of a section are shown that may be folded."""
        return section in self._open

    def turn(self, section: int) -> None:
        """Show all snippets of a section from now on, or the first alone if all are shown."""
        self._open ^= {section}
        self._place()

    def _folds(self, section: int) -> bool:
        return len(self._heads) > 1 and self._length(section) > _FOLD

    def _length(self, section: int) -> int:
        """All rows of a section."""
        end = self._heads[section + 1] if section + 1 < len(self._heads) else self._rows.found
        return end - self._heads[section]

    def _shown_of(self, section: int) -> int:
        length = self._length(section)
        if not self._folds(section):
            return length
        return length + 1 if section in self._open else _FOLD + 1


_FOLD = 2
"""A heading and a snippet stand before what is folded."""
