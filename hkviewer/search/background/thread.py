"""Searching in a thread, for sheets of ordinary length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hkviewer.content.model import FactSheet
from hkviewer.errors import HkviewerError
from hkviewer.search.background.answer import Listener, SearchRequest
from hkviewer.search.background.background_search import BackgroundSearch

if TYPE_CHECKING:
    from hkviewer.search.background.sheet_search import SheetSearch


class SearchThread(BackgroundSearch):
    """Searches one sheet in a thread of this process."""

    def __init__(self, sheet: FactSheet, listener: Listener) -> None:
        super().__init__(sheet, listener)
        self._searching: SheetSearch | None = None

    def _interrupt(self) -> None:
        if self._searching is not None:
            self._searching.interrupt()

    def _run(self) -> None:
        # SQLite and all that searches: the caller is not to wait for 30 ms while they are imported.
        from hkviewer.search.background.sheet_search import SheetSearch

        self._searching = searching = SheetSearch(self._sheet)
        while self._wait():
            request = self._newest.pop()
            if request is not None:
                self._answer(searching, request)
        searching.close()

    def _answer(self, searching: SheetSearch, request: SearchRequest) -> None:
        try:
            answer = searching.answer(request)
        except HkviewerError as error:
            self._listener.failed(str(error))
        except Exception as error:  # noqa: BLE001  the thread goes on, and the window reports it
            self._listener.broken(error)
        else:
            if answer is not None and not self._newest:
                self._listener.found(request, answer)
