"""Answering in a thread: the newest request wins, an older one is interrupted."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from hkviewer.errors import HkviewerError
from hkviewer.factsheet.model import FactSheet
from hkviewer.search.answer import Listener, SearchRequest

if TYPE_CHECKING:
    from hkviewer.search.answerer import Answerer


class AnswerThread:
    """Searches one sheet in a thread of its own, which starts with the first request.

    A request that was overtaken by a newer one is never answered.
    """

    def __init__(self, sheet: FactSheet, listener: Listener) -> None:
        self._sheet = sheet
        self._answerer: Answerer | None = None
        self._listener = listener
        self._wake = threading.Condition()
        self._request: SearchRequest | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not yet ended."""
        return self._thread is not None and self._thread.is_alive()

    def search(self, request: SearchRequest) -> None:
        """Answer `request` as soon as may be; what runs is interrupted."""
        with self._wake:
            self._request = request
            self._interrupt()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="search", daemon=True)
                self._thread.start()
            self._wake.notify()

    def cancel(self) -> None:
        """Answer nothing more until the next request."""
        with self._wake:
            self._request = None
            self._interrupt()

    def close(self) -> None:
        """End; the thread goes on until its search has stopped."""
        with self._wake:
            self._is_closed = True
            self._interrupt()
            self._wake.notify()

    def join(self) -> None:
        """Wait for the end, after `close`."""
        if self._thread is not None:
            self._thread.join()

    def _interrupt(self) -> None:
        if self._answerer is not None:
            self._answerer.interrupt()

    def _run(self) -> None:
        # SQLite and all that searches: the caller is not to wait for 30 ms while they are imported.
        from hkviewer.search.answerer import Answerer  # noqa: PLC0415

        self._answerer = answerer = Answerer(self._sheet)
        while (request := self._next()) is not None:
            try:
                answer = answerer.answer(request)
            except HkviewerError as error:
                self._listener.failed(str(error))
            except Exception as error:  # noqa: BLE001  the thread goes on, and the window reports it
                self._listener.broken(error)
            else:
                if answer is not None and self._is_current():
                    self._listener.found(request, answer)
        answerer.close()

    def _next(self) -> SearchRequest | None:
        """Wait for the next request and take it; None at the end."""
        with self._wake:
            while not self._is_closed and self._request is None:
                self._wake.wait()
            request, self._request = self._request, None
            return None if self._is_closed else request

    def _is_current(self) -> bool:
        with self._wake:
            return self._request is None and not self._is_closed
