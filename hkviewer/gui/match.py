"""A match as the window handles it."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hkviewer.factsheet.model import FactSheet
from hkviewer.notebook.places import Place
from hkviewer.values import Value

if TYPE_CHECKING:
    from hkviewer.search.result import SearchResult


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


def matches_of(result: SearchResult) -> tuple[Match, ...]:
    """All matches of a result: for each section those of its heading, then those of its text."""
    found = []
    for section in result.sections:
        found += [Match(section.section, start, end, in_heading=True) for start, end in section.heading_spans]
        found += [Match(section.section, start, end, in_heading=False) for start, end in section.spans]
    return tuple(found)


def number_from(matches: Sequence[Match], place: Place, sheet: FactSheet) -> int:
    """The number of the first of `matches` at or after `place`; their count where there is none."""

    def order(at: Place) -> tuple[int, int]:
        return sheet.section_number(at.section_id), at.offset

    return bisect.bisect_left(matches, order(place), key=lambda match: order(match.place))
