"""Searching off the main thread, for the window: what `BackgroundSearch` calls becomes signals."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6 import QtCore

from hkviewer.search.background.answer import SearchRequest
from hkviewer.search.background.background_search import BackgroundSearch, Listener, Searching

_MOST_LOOKED_THROUGH = 120_000
"""Objects in which garbage is looked for as another sheet is opened: 60 ms. The window itself has 40,000."""


class SearchWorker(QtCore.QObject):
    """Searches in one place at a time; the thread starts with `prepare` or the first query.

    `found` and `failed` arrive in the thread that made the worker; a query that was overtaken by a
    newer one, or by another place to search in, is never answered.
    """

    found = QtCore.Signal(object, object)
    """A SearchRequest and its answer: what is searched says of which class."""
    failed = QtCore.Signal(str)
    _answered = QtCore.Signal(object, object, object)
    """What opened the search, the request and its answer, on their way to the main thread."""
    _broken = QtCore.Signal(object)
    """An error of the program's own, on its way too."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._open_search: Callable[[], Searching[object]] | None = None
        self._host: BackgroundSearch[object] | None = None
        self._request: SearchRequest | None = None
        self._has_searched = False
        self._ended: list[BackgroundSearch[object]] = []
        self._answered.connect(self._take)
        self._broken.connect(_raise)

    def set_search(self, open_search: Callable[[], Searching[object]]) -> None:
        """Search with what `open_search` makes from now on; what runs is interrupted.

        It is called in the search's thread, once that starts.
        """
        self._end_host()
        self._open_search = open_search
        self._host = BackgroundSearch(
            open_search,
            Listener(
                answered=lambda request, answer: self._answered.emit(open_search, request, answer),
                failed=self.failed.emit,
                broken=self._broken.emit,
            ),
        )
        self._request = None
        if not gc.isenabled() or gc.get_freeze_count() > _MOST_LOOKED_THROUGH:
            return  # whoever shows a large document sees to it, and what is left of one goes by itself
        gc.unfreeze()
        if self._has_searched:
            gc.collect()
            gc.freeze()

    def search(self, request: SearchRequest) -> None:
        """Answer `request` as soon as may be; what runs is interrupted."""
        if self._host is None:
            return
        self._request = request
        self._let_garbage_be()
        self._host.search(request)

    def prepare(self) -> None:
        """Make ready to search: an index takes longer than the first key may."""
        if self._host is not None:
            self._let_garbage_be()
            self._host.prepare()

    def _let_garbage_be(self) -> None:
        if not self._has_searched:
            # Looking for garbage among all that the window and the sheet hold would stop the window,
            # for 25 ms at least: none is looked for there until another sheet is opened.
            gc.freeze()
            self._has_searched = True

    def cancel(self) -> None:
        """Answer nothing more until the next request."""
        self._request = None
        if self._host is not None:
            self._host.cancel()

    def close(self) -> None:
        """End what searches; it must not outlive the application."""
        self._end_host()
        for host in self._ended:
            host.join()
        self._ended.clear()

    def _end_host(self) -> None:
        if self._host is not None:
            self._host.close()
            self._ended = [host for host in (*self._ended, self._host) if host.is_running]
            self._host = None

    def _take(
        self, open_search: Callable[[], Searching[object]], request: SearchRequest, answer: object
    ) -> None:
        if open_search is self._open_search and request == self._request:
            self.found.emit(request, answer)


def _raise(error: Exception) -> None:
    """Let the application's error hook report `error`."""
    raise error
