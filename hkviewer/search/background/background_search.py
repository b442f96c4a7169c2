"""Searching beside the window: one host for every sheet, a thread of its own.

Python runs one thread at a time, so that a search may hold up the window. Measured against a process of
its own, in turns on two busy processors (`benchmarks/heartbeat.py`; the longest pause of the window while
typing and going on, milliseconds):

                                                    thread          process
    the bundled sheet                               13              13
    United States, 167 sections                     11 to 13        9 to 13
    beside it 261 sheets, the best 50 of 35,700     10 to 14        9 to 12
    the same, all of up to 2,000 sections           14 to 18        9
    the 261 sheets in one document                  19 to 31        13

A thread stays under 16 with what a window lists, and the 95th percentile of the keystrokes is 0.53 of that
of SQLite's own full-text search with snippets (`benchmarks/search.py`). A process took
10 MB more (United States; 210 for the one document), 50 ms more for the first answer, and a protocol.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from hkviewer.errors import HkviewerError
from hkviewer.search.background.answer import SearchRequest
from hkviewer.search.text import equivalents, topics
from hkviewer.system.threads import take_short_turns

_Answer_co = TypeVar("_Answer_co", covariant=True)
_Answer = TypeVar("_Answer")


class Searching(Protocol[_Answer_co]):
    """What searches: the worker that `BackgroundSearch` gives a thread."""

    def prepare(self, is_over: Callable[[], bool]) -> None:
        """Make ready to answer, unless that is done or `is_over` says that nobody needs it."""

    def answer(self, request: SearchRequest, is_over: Callable[[], bool]) -> _Answer_co | None:
        """The answer; None where `interrupt` was called meanwhile, or where `is_over` says so."""

    def interrupt(self) -> None:
        """Stop the search that runs, if any. From any thread, without waiting."""

    def close(self) -> None:
        """Let go of the index."""


@dataclass(frozen=True, slots=True)
class Listener(Generic[_Answer]):
    """What is called with the outcome of a request, in a thread that is not the caller's.

    Attributes:
        answered: a request's answer.
        failed: why nothing can be searched, in words for the reader.
        broken: an error of the program's own.
    """

    answered: Callable[[SearchRequest, _Answer], object]
    failed: Callable[[str], object]
    broken: Callable[[Exception], object]


class BackgroundSearch(Generic[_Answer]):
    """Searches in a thread, which starts with the first request, and calls a listener.

    The newest request wins: one that was overtaken is never answered. No method waits but `join`.
    """

    def __init__(self, open_search: Callable[[], Searching[_Answer]], listener: Listener[_Answer]) -> None:
        """`open_search` makes what searches; it is called in the thread."""
        self._open_search = open_search
        self._listener = listener
        self._wake = threading.Condition()
        self._newest: deque[SearchRequest | None] = deque(maxlen=1)
        self._searching: Searching[_Answer] | None = None
        self._thread: threading.Thread | None = None
        self._is_over = False

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not yet ended."""
        return self._thread is not None and self._thread.is_alive()

    def search(self, request: SearchRequest) -> None:
        """Answer `request` as soon as may be; what runs is interrupted."""
        with self._wake:
            self._ask(request)
            self._start()

    def prepare(self) -> None:
        """Make ready to answer, so that the first request need not wait for it."""
        with self._wake:
            self._start()

    def cancel(self) -> None:
        """Answer nothing more until the next request."""
        with self._wake:
            self._ask(None)

    def close(self) -> None:
        """End; what runs is interrupted."""
        with self._wake:
            self._is_over = True
            self._ask(None)

    def join(self) -> None:
        """Wait for the end, after `close`."""
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        if self._thread is None and not self._is_over:
            take_short_turns()
            self._thread = threading.Thread(target=self._run, name="search", daemon=True)
            self._thread.start()

    def _ask(self, request: SearchRequest | None) -> None:
        self._newest.append(request)
        if self._searching is not None:
            self._searching.interrupt()
        self._wake.notify()

    def _wait(self) -> bool:
        """Wait until something new is asked for; False at the end."""
        with self._wake:
            while not self._is_over and not self._newest:
                self._wake.wait()
            return not self._is_over

    def _run(self) -> None:
        """Answer in the thread, until `_wait` says that it is over."""
        if not self._newest:
            # What is wrong is told with the first request: who asks for nothing need not know.
            with contextlib.suppress(Exception):
                self._opened().prepare(lambda: self._is_over)
                for _ in itertools.chain(equivalents.read_ahead(), topics.read_ahead()):
                    if self._newest or self._is_over:
                        break
        while self._wait():
            request = self._newest.pop()
            if request is not None:
                self._answer(request)
        if self._searching is not None:
            self._searching.close()

    def _opened(self) -> Searching[_Answer]:
        if self._searching is None:
            self._searching = self._open_search()
        return self._searching

    def _answer(self, request: SearchRequest) -> None:
        try:
            answer = self._opened().answer(request, lambda: self._is_over)
        except HkviewerError as error:
            self._listener.failed(str(error))
        except Exception as error:  # noqa: BLE001  the thread goes on, and the window reports it
            self._listener.broken(error)
        else:
            if answer is not None and not self._newest:
                self._listener.answered(request, answer)
