"""A match as the window handles it."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hkviewer.content.model import FactSheet
from hkviewer.gui.widgets.lazy_sequence import LazySequence
from hkviewer.notebook.places import Place
from hkviewer.system.values import Value

if TYPE_CHECKING:
    from hkviewer.search.background.answer import MatchColumns


class Match(Value):
    """Code points `start` to `end` of a section's text, or of its title where it is `in_heading`."""

    section_id: str
    start: int
    end: int
    in_heading: bool

    @property
    def place(self) -> Place:
        """Where to go to see it."""
        return Place(self.section_id, -1 if self.in_heading else self.start)


class Matches(LazySequence[Match]):
    """All matches of an answer."""

    def __init__(self, columns: MatchColumns) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns.starts)

    def item(self, number: int) -> Match:
        """Match `number`."""
        columns = self._columns
        return Match(
            columns.section_ids[columns.sections[number]],
            columns.starts[number],
            columns.ends[number],
            bool(columns.in_heading[number]),
        )


def number_from(matches: Sequence[Match], place: Place, sheet: FactSheet) -> int:
    """The number of the first of `matches` at or after `place`; their count where there is none."""

    def order(at: Place) -> tuple[int, int]:
        return sheet.section_number(at.section_id), at.offset

    return bisect.bisect_left(matches, order(place), key=lambda match: order(match.place))
