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
IsKept = Callable[[Figure, Figure], bool]
"""Whether an old figure is told to stand unchanged where a new one stands."""


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


def is_kept(runs: Runs, old: Sequence[Piece], new: Sequence[Piece]) -> IsKept:
    """Tells of a figure of the block `old` and one of `new` whether the runs have both as one unchanged."""
    kept: list[tuple[int, int, int]] = []
    before = after = 0
    for run in runs:
        if run.kind == SAME and len(run.old) == len(run.new):
            kept.append((before, before + len(run.old), after - before))
        before, after = before + len(run.old), after + len(run.new)
    starts = [start for start, _, _ in kept]

    def has(one: Figure, other: Figure) -> bool:
        (start, _), (new_start, _) = _places(one.span, old), _places(other.span, new)
        at = bisect_right(starts, start) - 1
        if at < 0 or one.bare != other.bare:
            return False
        _, end, shift = kept[at]
        return start + len(one.bare) <= end and start + shift == new_start

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
