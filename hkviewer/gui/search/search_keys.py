"""What the search field and the keys do: begin a search, go on in it, end it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document
from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.session import ReadingSession

if TYPE_CHECKING:
    from hkviewer.gui.search.library_controller import LibraryController
    from hkviewer.gui.search.search_controller import SearchController


class SearchKeys(QtCore.QObject):
    """Leads from `field` to the search, which is made when it is first needed.

    Args:
        field: where searches are typed.
        session: what is read, and so what is searched, and from where on.
        make: makes the search, connected with what shows its matches.
        parent: what this object belongs to.

    Signals:
        field_requested: the field is to be brought into view.
        leaving: the reader leaves the search now and wants to read; whoever takes the focus takes it here.
        left: the search has ended, and the reader is where it began.
    """

    field_requested = QtCore.Signal()
    leaving = QtCore.Signal()
    left = QtCore.Signal()

    def __init__(
        self,
        field: SearchField,
        session: ReadingSession,
        make: Callable[[], SearchController],
        parent: QtCore.QObject,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._session = session
        self._make = make
        self._search: SearchController | None = None
        self._library: LibraryController | None = None
        field.textChanged.connect(self._type)
        field.entered.connect(self.enter)
        field.left.connect(self.end)
        field.composing.connect(self._wait)
        field.composed.connect(self._rest)
        field.down_pressed.connect(self._focus_results)
        session.document_changed.connect(self._search_in)

    @property
    def search(self) -> SearchController | None:
        """The search; None before one was needed."""
        return self._search

    def prepare(self) -> SearchController:
        """Make the search, if there is none yet."""
        if self._search is None:
            self._search = self._make()
            if self._session.document is not None:
                self._search.set_sheet(self._session.document.sheet)
        return self._search

    def take_library(self, library: LibraryController) -> None:
        """Let `library` follow what is typed, and while it searches let it have Enter and Down."""
        self._library = library
        library.follow(self._field.text())

    def turn_library(self, *, is_on: bool) -> None:
        """Search the library from now on, where there is one to be searched, or the sheet alone."""
        if self._library is not None:
            self._library.turn(is_on=is_on)
            self._field.say_where(in_library=is_on)

    def search_instead(self, query: str) -> None:
        """Search for `query`, which was offered, where the reader searches."""
        # What was pressed goes away, and its focus would go nowhere.
        self._field.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._field.setText(query)

    def go_from(self, here: Place | None) -> None:
        """Go to the first match at or after `here`, which is in the document that is read."""
        if self._field.text().strip():
            self.prepare().session.go_from(here)

    def mark(self, sought: Sequence[TextRange]) -> None:
        """Mark what led the reader here, and is no match of what is searched for."""
        if self._field.text().strip():
            self.prepare().session.mark(sought)

    def search_for(self, query: str) -> None:
        """Search for `query` and go to the first match."""
        self._field.setText(query)
        self.enter(1)

    def start(self) -> None:
        """Let the reader type a search."""
        self.field_requested.emit()
        self._field.setFocus()
        self._field.selectAll()

    def enter(self, step: int) -> None:
        """Go to the first match from the reader's place on; to the next one, or with -1 the one before."""
        if not self._field.text().strip():
            return
        if self._library is not None and self._library.is_on:
            self._library.enter()
            return
        session = self.prepare().session
        if step < 0 and session.matches:
            session.step(-1)
        else:
            session.enter(self._session.place)

    def step(self, step: int) -> None:
        """Go on by `step` matches; without a search let the reader type one."""
        if self._search is not None and self._search.session.is_active:
            self._search.session.step(step)
        else:
            self.start()

    def end(self) -> None:
        """Clear the search and go back to where the reader was."""
        self.leaving.emit()
        was_searching = bool(self._field.text())
        if self._search is not None:
            self._search.session.end()
        self._field.clear()
        if was_searching:
            self.left.emit()

    @property
    def query(self) -> str:
        """What is searched for, "" for nothing."""
        return self._search.session.text.strip() if self._search is not None else ""

    @property
    def matches(self) -> Sequence[TextRange]:
        """All matches of the query in reading order."""
        return self._search.session.matches if self._search is not None else ()

    def parts(self) -> list[QtWidgets.QWidget]:
        """What F6 stops at."""
        searches = (self._search, self._library)
        return [search.results for search in searches if search is not None]

    def close(self) -> None:
        """End the searches' threads."""
        for search in (self._search, self._library):
            if search is not None:
                search.close()

    def _search_in(self, document: Document) -> None:
        if self._search is not None:
            self._search.set_sheet(document.sheet)

    def _type(self, text: str) -> None:
        if text or self._search is not None:
            is_beside = self._library is not None and self._library.is_on
            self.prepare().follow(text, self._session.place, is_beside=is_beside)
        if self._library is not None:
            self._library.follow(text)

    def _wait(self) -> None:
        if self._search is not None:
            self._search.session.wait()

    def _rest(self) -> None:
        if self._search is not None:
            self._search.session.rest()

    def _focus_results(self) -> None:
        for results in self.parts():
            if results.isVisible():
                results.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
