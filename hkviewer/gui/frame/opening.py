"""Opening documents by name, by the file dialog, by Back and Forward; where reading stopped in each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document, is_large, open_document
from hkviewer.content.model import Section
from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.content.section_lookup import linked_section, section_at
from hkviewer.errors import DocumentError, HkviewerError, OutputError
from hkviewer.gui.history import HistoryEntry
from hkviewer.gui.session import ReadingSession
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences


class KeptPlaces(QtCore.QObject):
    """Keeps the places that `session` leaves, as far as the reader wants documents remembered.

    `failed` carries the OutputError of a file that cannot be written.
    """

    failed = QtCore.Signal(object)

    def __init__(
        self, store: PlaceStore, preferences: Preferences, session: ReadingSession, parent: QtCore.QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._preferences = preferences
        session.left.connect(self._keep)

    def load(self, document: Document) -> Place:
        """The place kept in `document`; its top where there is none."""
        return self._store.load(document.key, document.sheet) or Place(document.key)

    def _keep(self, document: Document, place: Place) -> None:
        keeps_documents = self._preferences.value.keep_recent
        try:
            if document.bundled or keeps_documents:
                self._store.save(place, document.sheet)
            if not keeps_documents:
                self._store.forget_documents()
        except OutputError as error:
            self.failed.emit(error)


def _place_at(document: Document, section: Section | None) -> Place:
    """The place of a section's heading, the top for None."""
    return Place(document.key, TextRange.heading(section.id) if section is not None else None)


class DocumentOpener(QtCore.QObject):
    """Reads documents from their files and shows them in `session`.

    Args:
        session: where documents are read.
        places: where reading stopped in each document.
        preferences: the list of recent documents.
        parent: the widget that dialogs belong to.

    `failed` carries the HkviewerError that says why a document was not opened; the session stays as it was.
    """

    failed = QtCore.Signal(object)

    def __init__(
        self, session: ReadingSession, places: KeptPlaces, preferences: Preferences, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._places = places
        self._preferences = preferences
        self._parent = parent
        self._newest: object = None
        """Stands for the document that was asked for last."""
        session.open_requested.connect(self._reopen)

    def open(self, name: str | None, section_id: str | None = None) -> bool:
        """Open a document by path or id, None for the bundled one; whether it is now shown.

        It begins at the section of that id or anchor, or where reading stopped.
        """
        try:
            with self._opened(name) as document:
                if section_id is None:
                    place = self._place_kept(document)
                else:
                    place = _place_at(document, section_at(document.sheet, section_id))
                self._show(document, place)
        except HkviewerError as error:
            self.failed.emit(error)
            return False
        return True

    def reload(self) -> None:
        """Read the file of the document that is read again, and go on at the same words."""
        shown = self._session.document
        if shown is None:
            return
        try:
            with self._opened(shown.key.name) as document:
                self._session.renew(document, self._place_kept(document))
        except HkviewerError as error:
            self.failed.emit(error)

    def follow(self, name: str, anchor: str) -> None:
        """Open the document at path `name` that a link leads to, with `anchor` behind its “#”, "" for none.

        Where the document has no such place it is shown from where reading stopped, and `failed` says so.
        """
        unknown: HkviewerError | None = None
        try:
            with self._opened(name) as document:
                place = None
                try:
                    place = _place_at(document, linked_section(document.sheet, anchor)) if anchor else None
                except DocumentError as error:
                    unknown = error
                self._show(document, place or self._place_kept(document))
        except HkviewerError as error:
            unknown = error
        if unknown is not None:
            self.failed.emit(unknown)

    def ask(self) -> None:
        """Let the reader pick a Markdown file, and open it."""
        shown = self._session.document
        folder = str(shown.path.parent) if shown is not None and not shown.bundled else ""
        name, _ = QtWidgets.QFileDialog.getOpenFileName(
            self._parent, "Open a document", folder, "Markdown (*.md *.markdown *.txt);;All files (*)"
        )
        if name:
            self.open(name)

    def _place_kept(self, document: Document) -> Place:
        """Where reading stopped in `document`, which may be the one that is read now."""
        if self._is_read(document):
            # Else the place kept would be an older one than where the reader is.
            self._session.leave()
        return self._places.load(document)

    def _show(self, document: Document, place: Place) -> None:
        self._session.show(document, place)
        self._remember(document)

    def _is_read(self, document: Document) -> bool:
        """Whether the same file, or another edition of the same work, is read now."""
        if self._session.document is None:
            return False
        shown, key = self._session.document.key, document.key
        return shown.name == key.name or shown.is_same_work(key)

    def _reopen(self, entry: HistoryEntry) -> None:
        """Open the document that Back or Forward leads to; where it cannot be, they lead there no more."""
        try:
            with self._opened(entry.place.document.name) as document:
                self._session.return_to(entry, document)
        except HkviewerError as error:
            self._session.drop(entry)
            self.failed.emit(error)
        else:
            self._remember(document)

    def _remember(self, document: Document) -> None:
        if not document.bundled:
            self._preferences.change(lambda settings: settings.with_recent(document.key.path))

    @contextlib.contextmanager
    def _opened(self, name: str | None) -> Iterator[Document]:
        """The document; a large one is read beside a progress dialog that can stop it.

        While that is being used, the pointer shows waiting.
        """
        self._newest = this = object()
        if name is None or not is_large(name):
            yield open_document(name)
            return
        from hkviewer.gui.widgets.background_task import run_with_progress

        words = "Opening a large document…"
        document = run_with_progress(self._parent, words, lambda _stopped: open_document(name))
        if this is not self._newest:
            raise DocumentError(f"“{name}” was not opened.", "Another document was opened meanwhile.")
        if document is None:
            raise DocumentError(f"“{name}” was not opened.", "You stopped it while it was being read.")
        QtWidgets.QApplication.setOverrideCursor(QtCore.Qt.CursorShape.WaitCursor)
        try:
            yield document
        finally:
            QtWidgets.QApplication.restoreOverrideCursor()
