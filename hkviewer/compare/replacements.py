"""Which words of a block took the place of which."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from hkviewer.compare.editions import SAME, Figure, Runs, Span
from hkviewer.compare.pieces import Piece

_FEW = 40
"""Characters that something may stand among, and still be said to stand in the place of something else."""
_BLANK = 1
"""Characters between what changed and a figure that it still touches."""

TookPlace = Callable[[Figure, Figure], bool]
"""Whether a new figure stands where an old one stood."""


class _Change(NamedTuple):
    """From where to where words were taken out of the old block, and put into the new one."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def took_place(runs: Runs, old: Sequence[Piece], new: Sequence[Piece]) -> TookPlace:
    """Tells of a figure of the block `old` and one of `new`, with these runs, whether it was replaced."""
    changes = [
        each
        for each in _changes(runs)
        if each.old_end - each.old_start <= _FEW and each.new_end - each.new_start <= _FEW
    ]

    starts, ends = [each.old_start for each in changes], [each.old_end for each in changes]

    def has(before: Figure, after: Figure) -> bool:
        (start, end), other = _places(before.span, old), _places(after.span, new)
        # There may be thousands, and they are in order.
        near = changes[bisect_left(ends, start - _BLANK) : bisect_right(starts, end + _BLANK)]
        return any(_touch(other, each[2:]) for each in near)

    return has


def _changes(runs: Runs) -> Iterator[_Change]:
    old = new = old_start = new_start = 0
    for run in runs:
        if run.kind == SAME:
            yield _Change(old_start, old, new_start, new)
        old, new = old + len(run.old), new + len(run.new)
        if run.kind == SAME:
            old_start, new_start = old, new
    yield _Change(old_start, old, new_start, new)


def _places(span: Span, pieces: Sequence[Piece]) -> tuple[int, int]:
    """Where a span begins and ends in the text of all the pieces."""
    start, end = (
        sum(min(max(place - piece.start, 0), piece.end - piece.start) for piece in pieces)
        for place in (span.start, span.end)
    )
    return start, end


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches have something in common, or at most a blank between them."""
    return one[0] <= other[1] + _BLANK and other[0] <= one[1] + _BLANK
