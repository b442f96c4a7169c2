"""Searching off the main thread: the newest query wins, an older one is interrupted."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6 import QtCore

from hkviewer.errors import HkviewerError
from hkviewer.factsheet.model import FactSheet
from hkviewer.gui.match import Match, matches_of
from hkviewer.gui.results_list import ResultRow, rows_of

if TYPE_CHECKING:
    # SQLite comes with the first keystroke, not with the window.
    from hkviewer.search.index import SearchIndex
    from hkviewer.search.result import SearchResult

_SWITCH_SECONDS = 0.0002
"""So long the search's thread keeps Python to itself; by default 5 ms, at each of the window's steps."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search for: `typing` says that the last word may be half typed."""

    text: str
    typing: bool


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """A result, and what the window makes of it: of thousands of matches it is made beside it.

    Attributes:
        result: what the search found.
        matches: all matches in reading order.
        counts: matches by section id, headings included.
        rows: the rows of the results' list.
    """

    result: SearchResult
    matches: tuple[Match, ...]
    counts: Mapping[str, int]
    rows: Sequence[ResultRow]

    @classmethod
    def of(cls, result: SearchResult) -> SearchAnswer:
        """The answer for `result`."""
        counts = {section.section: section.hits + section.heading_hits for section in result.sections}
        return cls(result, matches_of(result), counts, rows_of(result))


class SearchWorker(QtCore.QObject):
    """Searches one sheet at a time in a thread of its own, which starts with the first query.

    `found` and `failed` arrive in the thread that made the worker; a query that was overtaken by a
    newer one is never answered.
    """

    found = QtCore.Signal(object, object)
    """A SearchRequest and its SearchAnswer."""
    failed = QtCore.Signal(str)
    _broken = QtCore.Signal(object)
    """An error of the program's own, on its way to the main thread."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._wake = threading.Condition()
        self._sheet: FactSheet | None = None
        self._request: SearchRequest | None = None
        self._index: SearchIndex | None = None
        self._index_sheet: FactSheet | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._broken.connect(_raise)

    def set_sheet(self, sheet: FactSheet) -> None:
        """Search `sheet` from now on; what runs is interrupted."""
        with self._wake:
            self._sheet = sheet
            self._request = None
            self._interrupt()
        gc.unfreeze()
        if self._thread is not None:
            gc.collect()
            gc.freeze()

    def search(self, request: SearchRequest) -> None:
        """Answer `request` as soon as may be; what runs is interrupted."""
        with self._wake:
            self._request = request
            self._interrupt()
            if self._thread is None:
                # Looking for garbage among all that the window and the sheet hold would stop both
                # threads, for 25 ms at least: none is looked for there until another sheet is opened.
                gc.freeze()
                sys.setswitchinterval(_SWITCH_SECONDS)
                self._thread = threading.Thread(target=self._run, name="search", daemon=True)
                self._thread.start()
            self._wake.notify()

    def cancel(self) -> None:
        """Answer nothing more until the next request."""
        with self._wake:
            self._request = None
            self._interrupt()

    def close(self) -> None:
        """End the thread; it must not outlive the application."""
        with self._wake:
            self._is_closed = True
            self._interrupt()
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()

    def _interrupt(self) -> None:
        if self._index is not None:
            self._index.interrupt()

    def _run(self) -> None:
        while (task := self._next()) is not None:
            request, sheet = task
            try:
                answer = self._answer(request, sheet)
            except HkviewerError as error:
                self.failed.emit(str(error))
                continue
            except Exception as error:  # noqa: BLE001  the thread goes on, and the window reports it
                self._broken.emit(error)
                continue
            if answer is not None and self._is_current(sheet):
                self.found.emit(request, answer)
        if self._index is not None:
            self._index.close()

    def _next(self) -> tuple[SearchRequest, FactSheet] | None:
        """Wait for the next request and take it; None at the end."""
        with self._wake:
            while not self._is_closed and (self._request is None or self._sheet is None):
                self._wake.wait()
            if self._is_closed or self._request is None or self._sheet is None:
                return None
            request, self._request = self._request, None
            return request, self._sheet

    def _is_current(self, sheet: FactSheet) -> bool:
        with self._wake:
            return self._sheet is sheet and self._request is None and not self._is_closed

    def _answer(self, request: SearchRequest, sheet: FactSheet) -> SearchAnswer | None:
        """The answer, or None where a newer request came in between."""
        from hkviewer.search.index import SearchInterrupted  # noqa: PLC0415  see above
        from hkviewer.search.query import SearchQuery  # noqa: PLC0415  see above

        index = self._index_of(sheet)
        try:
            return SearchAnswer.of(index.search(SearchQuery.parse(request.text, typing=request.typing)))
        except SearchInterrupted:
            return None

    def _index_of(self, sheet: FactSheet) -> SearchIndex:
        from hkviewer.search.index import SearchIndex  # noqa: PLC0415  see above

        if self._index is None or self._index_sheet is not sheet:
            made = SearchIndex.of_sheet(sheet)
            gc.freeze()
            with self._wake:
                before, self._index, self._index_sheet = self._index, made, sheet
            if before is not None:
                before.close()
            return made
        return self._index


def _raise(error: Exception) -> None:
    """Let the application's error hook report `error`."""
    raise error
