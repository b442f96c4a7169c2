"""The parts of a document that are shown one at a time: a small document is one part, whole.

Qt lays a document out in one go wherever its end is asked for: 18 MB in half a minute, again at every change
of width or theme, and in 700 MB. A part takes some hundredths of a second.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from hkviewer.content.model import Block, FactSheet, Leaf, Section
from hkviewer.content.packed import PackedSection, unpacked
from hkviewer.content.ranges import HEADING, TextRange
from hkviewer.content.stretches import Part, Stretch

MOST = 60_000
"""What a part may weigh; see `hkviewer.content.portions.weight`."""
_HEADING = 100
"""What a heading weighs."""


class Parts:
    """The parts of `sheet`; of one whose sections are packed as many as there must be, else one."""

    def __init__(self, sheet: FactSheet, most: int = MOST) -> None:
        self._sections = sheet.sections
        self._starts = list(_starts(sheet.sections, most))

    def __len__(self) -> int:
        """How many parts there are, at least one."""
        return len(self._starts)

    def part(self, number: int) -> Part:
        """Part `number`, from 0."""
        section, portion = self._starts[number]
        if number + 1 < len(self._starts):
            last, beyond = self._starts[number + 1]
        else:
            last, beyond = len(self._sections), 0
        return Part(list(self._stretches((section, portion), (last, beyond))), number, len(self))

    def number_at(self, sheet: FactSheet, at: TextRange | None) -> int:
        """The part that `at` begins in; the first for None. Raises KeyError for an unknown section."""
        if at is None or len(self._starts) == 1:
            return 0
        number = sheet.section_number(at.section_id)
        section = self._sections[number]
        portion = 0
        if at.part != HEADING and isinstance(section, PackedSection):
            portion = bisect.bisect_right(section.portions, at.start, key=lambda packed: packed[0]) - 1
        return max(bisect.bisect_right(self._starts, (number, max(portion, 0))) - 1, 0)

    def _stretches(self, start: tuple[int, int], end: tuple[int, int]) -> Iterator[Stretch]:
        for number in range(start[0], min(end[0] + 1, len(self._sections))):
            section = self._sections[number]
            first = start[1] if number == start[0] else 0
            beyond = end[1] if number == end[0] else None
            if beyond == 0:
                return
            if isinstance(section, PackedSection):
                yield _stretch(number, section, first, beyond)
            else:
                yield Stretch(number, section, True, section.blocks, section.leaves)


def _stretch(number: int, section: PackedSection, first: int, beyond: int | None) -> Stretch:
    blocks: list[Block] = []
    leaves: list[Leaf] = []
    for packed in section.portions[first:beyond]:
        portion = unpacked(packed)
        blocks += portion.blocks
        leaves += portion.leaves
    return Stretch(number, section, first == 0, tuple(blocks), tuple(leaves))


def _starts(sections: Sequence[Section], most: int) -> Iterator[tuple[int, int]]:
    """Where each part begins: the number of a section, and of one of its portions."""
    yield 0, 0
    weight = 0
    for number, section in enumerate(sections):
        if not isinstance(section, PackedSection):
            return
        for portion, (_, heavy, _) in enumerate(section.portions):
            added = heavy + (_HEADING if portion == 0 else 0)
            if weight and weight + added > most:
                yield number, portion
                weight = 0
            weight += added
