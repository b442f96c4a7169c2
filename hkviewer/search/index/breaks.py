"""The places of a stream that words do not reach across, and numbers as the database keeps them."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from hkviewer.search.result import Span


def pack(numbers: Sequence[int]) -> bytes:
    """Numbers as bytes: the size of one in the first, then two or four bytes for each."""
    try:
        return b"H" + array("H", numbers).tobytes()
    except OverflowError:
        return b"I" + array("I", numbers).tobytes()


def unpack(data: bytes) -> array[int]:
    """What `pack` packed."""
    numbers = array(chr(data[0]))
    numbers.frombytes(data[1:])
    return numbers


class Breaks:
    """The places of a stream that words do not reach across: the ends of sentences and of runs of text."""

    __slots__ = ("_packed", "_places", "_run_ends")

    def __init__(self, packed: bytes = b"") -> None:
        """`packed` are `Stream.breaks` as the database keeps them; most are never asked for."""
        self._packed = packed
        self._places: Sequence[int] | None = None
        self._run_ends: Sequence[int] | None = None

    @property
    def places(self) -> Sequence[int]:
        """The numbers of `Stream.breaks`."""
        if self._places is None:
            self._places = unpack(self._packed) if self._packed else ()
        return self._places

    @property
    def run_ends(self) -> Sequence[int]:
        """Those of them at which a run of text ends."""
        if self._run_ends is None:
            self._run_ends = [place for place in self.places if place & 1]
        return self._run_ends

    def between(self, start: int, end: int) -> bool:
        """Whether there is one from position `start` of the stream up to before `end`."""
        places = self.places
        number = bisect_left(places, 2 * start)
        return number < len(places) and places[number] < 2 * end

    def run(self, position: int) -> tuple[int, int, float]:
        """The number of the run of text that a position is in, where its first token begins, and its end.

        The heading is number 0.
        """
        ends = self.run_ends
        number = bisect_right(ends, 2 * position)
        # The bar before the first run of the body is followed by a space, the end of another is one.
        begin = (ends[number - 1] >> 1) + 1 + (number == 1) if number else 1
        return number, begin, ends[number] >> 1 if number < len(ends) else math.inf


def _pieces(ends: Sequence[int], spans: Sequence[Span]) -> set[int]:
    """The numbers of the sentences, or of the runs of text, that spans begin in; `ends` end them."""
    return {bisect_right(ends, 2 * start) for start, _ in spans}


def have_piece_in_common(ends: Sequence[int], found: Sequence[Sequence[Span]]) -> bool:
    """Whether one of the pieces that end at `ends` has one span of each kind of `found`."""
    first, *others = sorted(found, key=len)
    common = _pieces(ends, first)
    for spans in others:
        common &= _pieces(ends, spans)
        if not common:
            return False
    return True
