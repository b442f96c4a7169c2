"""Searching the library from its page: what is typed in the one field, and where results lead."""

from __future__ import annotations

from PySide6 import QtCore

from hkviewer.gui.frame.library_room import LibraryRoom
from hkviewer.gui.frame.opening import DocumentOpener
from hkviewer.gui.frame.shared_room import SharedRoom
from hkviewer.gui.library.library_page import LibraryPage
from hkviewer.gui.search.library_controller import LibraryController, SheetPlace
from hkviewer.gui.search.search_keys import SearchKeys
from hkviewer.gui.session import ReadingSession
from hkviewer.search.library.wanted import wanted_sheets


class LibraryFinding(QtCore.QObject):
    """While the library's page is shown, what the search field holds is searched in all sheets too.

    Args:
        search: the search in the library.
        room: has the page, and the sheets; to it belongs this object.
        session: what is read.
        opener: opens the sheet that a result is in.
        keys: what is typed, and what Enter and Down do there.
    """

    def __init__(
        self,
        search: LibraryController,
        room: LibraryRoom,
        session: ReadingSession,
        *,
        opener: DocumentOpener,
        keys: SearchKeys,
    ) -> None:
        super().__init__(room)
        self._search = search
        self._room = room
        self._session = session
        self._opener = opener
        self._keys = keys
        self._shared: SharedRoom | None = None
        search.place_chosen.connect(self._go_to)
        search.suggested.connect(keys.search_instead)
        keys.take_library(search)

    def add_to(self, page: LibraryPage, share: int) -> None:
        """Show results in `page`, below sheets that get `share` of the room: a `sheets_share`."""
        search = self._search
        shared = SharedRoom(page.sheets, search.results_panel, lambda: None, share, "sheets and results")
        self._shared = shared
        page.add_found(search.count, search.message, shared, search.results_panel)
        search.counts_changed.connect(page.show_matches)
        self._room.index.progressed.connect(search.follow_index)
        self._room.index.ended.connect(search.end_index)
        self._room.sheets_changed.connect(self._follow_sheets)
        self._follow_sheets()

    @property
    def sheets_share(self) -> int:
        """Thousandths of the room that the reader gave the sheets beside results; 0 for a third."""
        return self._shared.share if self._shared is not None else 0

    def _follow_sheets(self) -> None:
        library = self._room.library
        titles = {str(file.path): file.title for file in library.files()}
        self._search.set_sheets(wanted_sheets(library.sheets()), titles)

    def _go_to(self, place: SheetPlace) -> None:
        """Open the sheet of a result where it stands, with the matches in it marked."""
        if not self._room.is_at_hand(place.path) or not self._opener.open_at(
            self._room.name_at(place.path), place.at
        ):
            return
        if place.near:  # the search in the sheet would lead to what is nearest in that
            self._keys.mark(place.near)
        else:
            self._keys.go_from(self._session.place)
