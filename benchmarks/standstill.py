"""When the machine itself stood still: so that a measurement can separate its own pauses from the host's.

A virtual machine is stopped whenever its host runs others or fetches its memory, for 5 to 30 ms on a busy
one, and the time counts as whatever ran just then. A process of the highest priority wakes on one
processor every half millisecond: where it wakes late, nothing of this machine ran there, because nothing else
may keep it waiting (sched(7), SCHED_FIFO). Linux, with the right to that priority.
"""

from __future__ import annotations

import bisect
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

_WAKE_SECONDS = 0.0005
_LATE_SECONDS = 0.0005
"""A wake this much too late is the machine's: 0.1 ms is the usual on one at rest."""
_PRIORITY = 50


_Stop = tuple[float, float]
"""Start and end, in seconds of `time.perf_counter`."""


class Standstill:
    """Watches `processors` from when it is made until `end`, the first above all."""

    def __init__(self, processors: Sequence[int]) -> None:
        self._watching = [_start(processor) for processor in processors]
        self._first: list[_Stop] = []
        self._anywhere: list[_Stop] = []

    @property
    def is_watching(self) -> bool:
        """Whether this system lets it."""
        return bool(self._watching) and all(each.poll() is None for each in self._watching)

    def end(self) -> None:
        """Stop watching; from now on `seconds` and `seconds_anywhere` have figures."""
        printed = [each.communicate()[0] for each in self._watching]
        first, *others = [
            [(since, until) for since, until in json.loads(stops or b"[]")] for stops in printed
        ]
        self._first, self._anywhere = first, _merged(first, *others)

    def seconds(self, start: float, end: float) -> float:
        """How long the first processor stood still between two times of `time.perf_counter`."""
        return _seconds(self._first, start, end)

    def seconds_anywhere(self, start: float, end: float) -> float:
        """How long any of the processors stood still between two times of `time.perf_counter`."""
        return _seconds(self._anywhere, start, end)


def _start(processor: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", str(Path(__file__).resolve()), str(processor)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _merged(*several: Sequence[_Stop]) -> list[_Stop]:
    """When any of them stood still."""
    merged: list[_Stop] = []
    for since, until in sorted(itertools.chain(*several)):
        if merged and since <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(until, merged[-1][1])
        else:
            merged.append((since, until))
    return merged


def _seconds(stops: Sequence[_Stop], start: float, end: float) -> float:
    first = bisect.bisect_right(stops, start, key=lambda stop: stop[1])
    last = bisect.bisect_left(stops, end, key=lambda stop: stop[0])
    return sum(min(until, end) - max(since, start) for since, until in stops[first:last])


def watch(processor: int) -> list[_Stop]:
    """Watch a processor until standard input ends: when it stood still.

    Raises:
        OSError: the system does not give this process the priority.
    """
    if sys.platform != "linux":
        raise OSError("Linux only")
    os.sched_setaffinity(0, {processor})
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(_PRIORITY))
    is_over = threading.Event()
    threading.Thread(target=_await_end, args=(is_over,), daemon=True).start()
    stops = []
    before = time.perf_counter()
    while not is_over.is_set():
        time.sleep(_WAKE_SECONDS)
        now = time.perf_counter()
        if now - before > _WAKE_SECONDS + _LATE_SECONDS:
            stops.append((before + _WAKE_SECONDS, now))
        before = now
    return stops


def _await_end(is_over: threading.Event) -> None:
    sys.stdin.read()
    is_over.set()


if __name__ == "__main__":
    print(json.dumps(watch(int(sys.argv[1]))))
