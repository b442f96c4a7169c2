"""Makes what shows the library when there is one, and connects it with the window."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.frame.document_area import DocumentArea
from hkviewer.gui.frame.opening import DocumentOpener
from hkviewer.gui.frame.sidebar import Sidebar
from hkviewer.gui.looks import Looks
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.search.search_keys import SearchKeys
from hkviewer.gui.session import ReadingSession
from hkviewer.library.added import AddedPaths
from hkviewer.preferences.preferences import Preferences

if TYPE_CHECKING:
    from hkviewer.gui.frame.library_finding import LibraryFinding
    from hkviewer.gui.frame.library_room import LibraryRoom
    from hkviewer.gui.library.library_page import LibraryPage


class LibraryHost(QtCore.QObject):
    """Makes the library's room when it is first needed: most readers have one sheet, and never see it.

    Args:
        added: what the library is made of.
        session: what is read.
        sidebar: has the library's page.
        documents: shows what is opened, and says over it what was removed.
        pane: says under the title of a sheet that the library has a newer edition.
        opener: opens the library's sheets.
        keys: what is typed there is searched in the library while that is shown.
        looks: what the page is drawn in.
        preferences: the order of results, and the share of the page that sheets have beside them.
        today: the day that ages are counted to.
        application: tells when the reader comes back to the program.
        parent: the window.

    Signals:
        changes_requested: the paths of two editions, the older first.
        shown: the library is to be seen, and the sidebar with it.
        offered: whether there is a library to be shown.
        failed: the HkviewerError that says why something was not opened, added or removed.
    """

    changes_requested = QtCore.Signal(str, str)
    shown = QtCore.Signal()
    offered = QtCore.Signal(bool)
    failed = QtCore.Signal(object)

    def __init__(
        self,
        added: AddedPaths,
        session: ReadingSession,
        sidebar: Sidebar,
        documents: DocumentArea,
        pane: ReadingPane,
        *,
        opener: DocumentOpener,
        keys: SearchKeys,
        looks: Looks,
        preferences: Preferences,
        today: dt.date,
        application: QtWidgets.QApplication,
        parent: QtWidgets.QWidget,
    ) -> None:
        super().__init__(parent)
        self._added = added
        self._session = session
        self._sidebar = sidebar
        self._documents = documents
        self._pane = pane
        self._opener = opener
        self._keys = keys
        self._looks = looks
        self._preferences = preferences
        self._today = today
        self._application = application
        self._window = parent
        self._room: LibraryRoom | None = None
        self._finding: LibraryFinding | None = None
        sidebar.page_chosen.connect(self._show_page)

    @property
    def fault(self) -> str:
        """Why it is not known what was added, in words; "" where it is."""
        return self._added.fault

    @property
    def sheets_share(self) -> int:
        """Thousandths of the page that the reader gave the sheets beside results; 0 for a third."""
        return self._preferences.value.sheets_share if self._finding is None else self._finding.sheets_share

    @property
    def room(self) -> LibraryRoom:
        """The room, which is made now if there is none yet."""
        if self._room is None:
            self._room = self._make_room()
        return self._room

    def begin(self) -> None:
        """Tell whether there is a library, and look then at its disks."""
        has_library = self._added.has_library
        self.offered.emit(has_library)
        if has_library:
            self.room.reader.refresh()

    def refresh(self) -> None:
        """Look at the disks again, as the reader asked, where there is something to be looked at."""
        if self._room is not None:
            self._room.refresh()

    def pick(self, ask_for_file: Callable[[QtWidgets.QWidget], str], parent: QtWidgets.QWidget) -> str:
        """Let the reader pick a sheet, of the library where there is one; what names it, or ""."""
        if self._room is None or not self._added.has_library:
            return ask_for_file(parent)
        return self._room.pick(ask_for_file, parent)

    def take_dropped(self, names: Sequence[str], at: QtCore.QPoint) -> bool:
        """Add what was dropped at that point of the screen; False for one file, but on the library's page."""
        is_over = self._room is not None and self._room.is_below(at)
        if not (is_over or len(names) > 1 or any(map(os.path.isdir, names))):
            return False
        self.room.add(names)
        return True

    def parts(self) -> list[QtWidgets.QWidget]:
        """What F6 stops at."""
        return self._room.parts() if self._room is not None else []

    def end(self) -> None:
        """End what reads the disks, and what indexes."""
        if self._room is not None:
            self._room.end()

    def _make_room(self) -> LibraryRoom:
        from hkviewer.gui.frame.library_room import LibraryRoom
        from hkviewer.gui.frame.newer_edition import NewerEdition

        session, sidebar, added, today = self._session, self._sidebar, self._added, self._today
        room = LibraryRoom(session, sidebar, self._looks, added=added, today=today, parent=self._window)
        NewerEdition(session, self._pane, room)
        room.reader.follow_activation(self._application)
        room.opened.connect(self._open)
        room.removed.connect(self._say_removed)
        room.page_made.connect(self._add_search)
        for own, others in (
            (room.changes_requested, self.changes_requested),
            (room.shown, self.shown),
            (room.offered, self.offered),
            (room.failed, self.failed),
        ):
            own.connect(others)
        return room

    def _show_page(self, number: int) -> None:
        """Show the sidebar's page of that number, which may be the library's for the first time."""
        if number:
            self.room.show_page()
        self._keys.turn_library(is_on=bool(number))

    def _add_search(self, page: LibraryPage) -> None:
        """Search the library from `page`."""
        from hkviewer.gui.frame.library_finding import LibraryFinding
        from hkviewer.gui.search.library_controller import LibraryController

        search = LibraryController(self._preferences, self._looks.colours, self)
        self._finding = LibraryFinding(search, self.room, self._session, opener=self._opener, keys=self._keys)
        self._finding.add_to(page, self._preferences.value.sheets_share)
        self._looks.recolour(search)

    def _open(self, path: str) -> None:
        """Open what was chosen; the focus goes first, so that a screen reader reads the text's first line."""
        self._documents.setFocus()
        self._opener.open(path)

    def _say_removed(self, path: str) -> None:
        """Say what is no longer in the library, with the way back."""
        words = f"“{Path(path).name}” is no longer in the library. Nothing was deleted from the disk."
        self._documents.show_news(words, "Add again", partial(self._add_again, path))

    def _add_again(self, path: str) -> None:
        self._documents.hide_notice()
        self.room.add([path])
