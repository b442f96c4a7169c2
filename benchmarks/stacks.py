"""What the main thread did while it held the window up: its stack, looked at every few milliseconds."""

from __future__ import annotations

import collections
import sys
import threading
import time

_EVERY_SECONDS = 0.005
_DEEPEST = 6
"""Calls that are told, the innermost first."""


class Stacks:
    """Looks at the thread that makes it, until `end`.

    Where a function of C holds Python, the others wait too: its caller is seen when it has ended.
    """

    def __init__(self) -> None:
        self._seen: list[tuple[float, tuple[str, ...]]] = []
        self._of = threading.get_ident()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._is_over.set()
        self._thread.join()

    def between(self, start: float, end: float) -> dict[str, int]:
        """The stacks between two times of `time.perf_counter`, each with how often it was seen."""
        seen = collections.Counter(" < ".join(calls) for at, calls in self._seen if start <= at <= end + 0.01)
        return dict(seen.most_common(4))

    def _look(self) -> None:
        while not self._is_over.wait(_EVERY_SECONDS):
            frame = sys._current_frames().get(self._of)  # noqa: SLF001  there is no other way to another thread's
            calls: list[str] = []
            while frame is not None and len(calls) < _DEEPEST:
                name = frame.f_code.co_filename.rpartition("/")[2]
                calls.append(f"{name}:{frame.f_lineno} {frame.f_code.co_name}")
                frame = frame.f_back
            self._seen.append((time.perf_counter(), tuple(calls)))
