"""Searching off the main thread: in another thread, or for a large sheet in a process of its own."""

from __future__ import annotations

import gc
import sys

from PySide6 import QtCore

from hkviewer.content.model import FactSheet
from hkviewer.content.sizes import SEARCHED_APART
from hkviewer.search.background.answer import Listener, SearchAnswer, SearchRequest
from hkviewer.search.background.background_search import BackgroundSearch
from hkviewer.search.background.thread import SearchThread

_SWITCH_SECONDS = 0.0002
"""So long the search's thread keeps Python to itself; by default 5 ms, at each of the window's steps."""


class SearchWorker(QtCore.QObject):
    """Searches one sheet at a time; what searches starts with the first query.

    `found` and `failed` arrive in the thread that made the worker; a query that was overtaken by a
    newer one, or by another sheet, is never answered.
    """

    found = QtCore.Signal(object, object)
    """A SearchRequest and its SearchAnswer."""
    failed = QtCore.Signal(str)
    _answered = QtCore.Signal(object, object, object)
    """The sheet that was searched, the request and its answer, on their way to the main thread."""
    _broken = QtCore.Signal(object)
    """An error of the program's own, on its way too."""
    _lost = QtCore.Signal(object)
    """The sheet whose process has ended."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: FactSheet | None = None
        self._engine: BackgroundSearch | None = None
        self._request: SearchRequest | None = None
        self._has_searched = False
        self._ended: list[BackgroundSearch] = []
        self._answered.connect(self._take)
        self._broken.connect(_raise)
        self._lost.connect(self._go_on_alone)

    def set_sheet(self, sheet: FactSheet) -> None:
        """Search `sheet` from now on; what runs is interrupted."""
        self._end_engine()
        self._sheet = sheet
        self._engine = self._engine_for(sheet)
        self._request = None
        gc.unfreeze()
        if self._has_searched:
            gc.collect()
            gc.freeze()

    def search(self, request: SearchRequest) -> None:
        """Answer `request` as soon as may be; what runs is interrupted."""
        if self._engine is None:
            return
        self._request = request
        if not self._has_searched:
            # Looking for garbage among all that the window and the sheet hold would stop the window,
            # for 25 ms at least: none is looked for there until another sheet is opened.
            gc.freeze()
            sys.setswitchinterval(_SWITCH_SECONDS)
            self._has_searched = True
        self._engine.search(request)

    def cancel(self) -> None:
        """Answer nothing more until the next request."""
        self._request = None
        if self._engine is not None:
            self._engine.cancel()

    def close(self) -> None:
        """End what searches; it must not outlive the application."""
        self._end_engine()
        for engine in self._ended:
            engine.join()
        self._ended.clear()

    def _engine_for(self, sheet: FactSheet) -> BackgroundSearch:
        """What will search `sheet`; nothing starts before the first query."""
        if sheet.word_count < SEARCHED_APART:
            return SearchThread(sheet, self._listener(sheet))
        from hkviewer.search.background.process import SearchProcess  # brings subprocess, for few

        return SearchProcess(sheet, self._listener(sheet), lambda: self._lost.emit(sheet))

    def _listener(self, sheet: FactSheet) -> Listener:
        return Listener(
            found=lambda request, answer: self._answered.emit(sheet, request, answer),
            failed=self.failed.emit,
            broken=self._broken.emit,
        )

    def _end_engine(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._ended = [engine for engine in (*self._ended, self._engine) if engine.is_running]
            self._engine = None

    def _take(self, sheet: FactSheet, request: SearchRequest, answer: SearchAnswer) -> None:
        if sheet is self._sheet and request == self._request:
            self.found.emit(request, answer)

    def _go_on_alone(self, sheet: FactSheet) -> None:
        """Search in a thread after all: the process could not be started, or has ended."""
        if sheet is not self._sheet:
            return
        self._end_engine()
        self._engine = SearchThread(sheet, self._listener(sheet))
        if self._request is not None:
            self._engine.search(self._request)


def _raise(error: Exception) -> None:
    """Let the application's error hook report `error`."""
    raise error
