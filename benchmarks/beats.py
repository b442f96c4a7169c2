"""A timer's beats in an event loop, and how long the program itself held them up."""

from __future__ import annotations

import contextlib
import itertools
import math
import os
import sys
import threading
import time
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.standstill import Standstill


def stay_on_one_processor() -> list[int]:
    """Keep this thread, but none that it starts, on one processor, so that `Standstill` can watch it.

    All processors there are, that one first; none where the system does not report them.
    """
    if sys.platform != "linux":
        return []
    every = sorted(os.sched_getaffinity(0))

    def roam(*_: object) -> None:
        sys.setprofile(None)
        os.sched_setaffinity(0, every)

    # Called in each new thread of Python's as it begins.
    threading.setprofile(roam)
    os.sched_setaffinity(0, every[:1])
    return every


@dataclass(frozen=True)
class Beat:
    """When the timer beat; of this thread since it began: all times in seconds."""

    wall: float
    ready: float
    """How long it was ready to run but did not; 0 where the system does not report it."""
    used: float
    """Its processor time."""
    waits: float
    """How often it waited for something, a lock or an event; NaN where the system does not report it."""

    def own_since(self, before: Beat, still: Standstill) -> float:
        """What the thread itself took of the time since the beat `before`."""
        wall, ready = self.wall - before.wall, self.ready - before.ready
        # Ready and standing still may be the same time: the sum would be too kind.
        own = wall - max(ready, still.seconds(before.wall, self.wall))
        ran = min(own, self.used - before.used)
        if self.waits == before.waits:
            return ran
        # What it waited for, the end of another thread's turn above all, may have been on another processor.
        return max(ran, wall - max(ready, still.seconds_anywhere(before.wall, self.wall)))


class Beats:
    """Beats in the order of time.

    In an array: as some hundred thousand objects they would have Python look through all of them for garbage,
    and the window wait for it.
    """

    def __init__(self) -> None:
        self._values = array("d")

    def append(self, beat: Beat) -> None:
        """Add `beat`, the latest."""
        self._values.extend((beat.wall, beat.ready, beat.used, beat.waits))

    def __iter__(self) -> Iterator[Beat]:
        return itertools.starmap(Beat, zip(*[iter(self._values)] * 4, strict=True))


@dataclass(frozen=True)
class Pauses:
    """The pauses between beats, as `wall` time and as the program's `own`, in milliseconds."""

    wall: list[float]
    own: list[float]

    @classmethod
    def between(cls, beats: Beats, still: Standstill) -> Pauses:
        """The pauses between `beats`; `still` knows when the machine stood still."""
        pairs = list(itertools.pairwise(beats))
        return cls(
            [(after.wall - before.wall) * 1000 for before, after in pairs],
            [after.own_since(before, still) * 1000 for before, after in pairs],
        )

    @classmethod
    def of(cls, parts: Iterable[Pauses]) -> Pauses:
        """All of `parts`."""
        every = list(parts)
        return cls([p for part in every for p in part.wall], [p for part in every for p in part.own])

    @property
    def longest(self) -> float:
        """The longest of the program's own."""
        return round(max(self.own), 1)

    def above(self, milliseconds: float) -> int:
        """How many of the program's own are longer."""
        return sum(pause > milliseconds for pause in self.own)


class Clock:
    """Reads what a beat needs of the thread that made the clock."""

    def __init__(self) -> None:
        self._file: int | None = None
        with contextlib.suppress(OSError):
            self._file = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)

    def now(self) -> Beat:
        """The beat of this moment."""
        wall, used = time.perf_counter(), time.thread_time()
        if self._file is None:
            return Beat(wall, 0.0, used, math.nan)
        import resource  # there is none on Windows

        ready = int(os.pread(self._file, 80, 0).split()[1]) / 1e9
        return Beat(wall, ready, used, resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw)
