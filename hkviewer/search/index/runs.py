"""Words that stand side by side in the query and in the text are one match."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hkviewer.search.index.breaks import Breaks
from hkviewer.search.result import Span

MOST_STEPS = 24
"""Words of a query that may make a run: who typed one a hundred times means no run of it."""


class Run(NamedTuple):
    """Words side by side: from where to where in the stream, and the numbers of those of the query."""

    start: int
    end: int
    words: frozenset[int]


@dataclass(frozen=True, slots=True)
class Step:
    """A word of the query, by its number, and the words of asking before it, as a stream has them."""

    number: int
    asking: tuple[str, ...] = ()


class Runs:
    """Finds runs of the words of one query, in the order in which they were typed."""

    def __init__(self, steps: Sequence[Step]) -> None:
        """`steps` are the words in their order; what may not be part of a run has a negative number."""
        self._steps = steps = _without_ends(steps[:MOST_STEPS])
        self._places: dict[int, list[int]] = {}
        for place, step in enumerate(steps):
            if step.number >= 0:
                self._places.setdefault(step.number, []).append(place)
        self._has_asking = any(step.asking for step in steps[1:])
        self._is_pair = len(self._places) == len(steps) == 2 and not self._has_asking
        self.neighbours = [
            (first.number, second.asking, second.number)
            for first, second in itertools.pairwise(steps)
            if first.number >= 0 <= second.number
        ]
        """The words that make a run where they stand side by side, with the words of asking between them."""
        numbers = [step.number for step in steps if step.number >= 0]
        self.has_each_word_once = len(set(numbers)) == len(numbers)
        self.is_possible = bool(self.neighbours)

    def find(self, stream: str, found: Sequence[Sequence[Span]], breaks: Breaks) -> list[Run]:
        """The runs of two words or more, the longest first where they overlap; in order.

        Args:
            stream: the tokens.
            found: for each number where it stands.
            breaks: what no run reaches across.
        """
        if self._is_pair:
            return self._pairs(found, breaks)
        if not self._may_stand_side_by_side(found):
            return []
        ends: dict[tuple[int, int], int] = {}
        for number in self._places:
            for start, end in found[number]:
                ends[start, number] = max(end, ends.get((start, number), 0))
        runs: list[Run] = []
        reached = -1
        for start, number in sorted(ends):
            if start < reached:
                continue
            longest = Run(start, ends[start, number], frozenset({number}))
            for place in self._places[number]:
                end, words = self._follow(place, ends[start, number], stream, ends, breaks)
                longest = max(longest, Run(start, end, words), key=lambda run: (len(run.words), run.end))
            if len(longest.words) > 1:
                runs.append(longest)
                reached = longest.end
        return runs

    def _pairs(self, found: Sequence[Sequence[Span]], breaks: Breaks) -> list[Run]:
        """The same for two words with nothing between, as most queries are: in a third of the time."""
        first, second = (found[step.number] for step in self._steps)
        ends, both = dict(second), frozenset(self._places)
        return [
            Run(start, behind, both)
            for start, end in first
            if (behind := ends.get(end + 1) or ends.get(end + 2)) and not breaks.between(end, end + 1)
        ]

    def _may_stand_side_by_side(self, found: Sequence[Sequence[Span]]) -> bool:
        """Whether one of the words begins where another ends, or words of asking may stand between."""
        if self._has_asking:
            return True
        starts = {start for number in self._places for start, _ in found[number]}
        return any(
            end + 1 in starts or end + 2 in starts for number in self._places for _, end in found[number]
        )

    def _follow(
        self, place: int, end: int, stream: str, ends: dict[tuple[int, int], int], breaks: Breaks
    ) -> tuple[int, frozenset[int]]:
        """How far the words from `place` on go on behind `end`, and which they are."""
        numbers = {self._steps[place].number}
        for step in self._steps[place + 1 :]:
            start = _behind(stream, end, step.asking)
            if (start, step.number) not in ends or breaks.between(end, start):
                break
            end = ends[start, step.number]
            numbers.add(step.number)
        return end, frozenset(numbers)


def _without_ends(steps: Sequence[Step]) -> Sequence[Step]:
    """The steps from the first to the last that may be part of a run."""
    may_run = [number for number, step in enumerate(steps) if step.number >= 0]
    return steps[may_run[0] : may_run[-1] + 1] if may_run else ()


def _behind(stream: str, end: int, words: Sequence[str]) -> int:
    """Where the token begins that follows the one that ends at `end`, and `words` behind it; -1 for none."""
    start = stream.find(" ", end) + 1
    for word in words:
        if not (stream.startswith(word, start) and stream[start + len(word)] in " -"):
            return -1
        start = stream.find(" ", start) + 1
    return start
