"""Searching beside the caller: what the thread and the process have in common."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import deque

from hkviewer.content.model import FactSheet
from hkviewer.search.background.answer import Listener, SearchRequest


class BackgroundSearch(ABC):
    """Searches one sheet in a thread, which starts with the first request, and tells a listener.

    The newest request wins: one that was overtaken is never answered. No method waits but `join`.
    """

    def __init__(self, sheet: FactSheet, listener: Listener) -> None:
        self._sheet = sheet
        self._listener = listener
        self._wake = threading.Condition()
        self._newest: deque[SearchRequest | None] = deque(maxlen=1)
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
            if self._thread is None and not self._is_over:
                self._thread = threading.Thread(target=self._run, name="search", daemon=True)
                self._thread.start()

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

    def _ask(self, request: SearchRequest | None) -> None:
        self._newest.append(request)
        self._interrupt()
        self._wake.notify()

    def _wait(self) -> bool:
        """Wait until something new is asked for; False at the end."""
        with self._wake:
            while not self._is_over and not self._newest:
                self._wake.wait()
            return not self._is_over

    @abstractmethod
    def _run(self) -> None:
        """Answer in the thread, until `_wait` says that it is over."""

    @abstractmethod
    def _interrupt(self) -> None:
        """Stop what runs: something else is asked for, or it is over. The lock is held; do not wait."""
