"""Opening documents by name, by the file dialog, by Back and Forward; where reading stopped in each."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document, is_large, names_file, open_document
from hkviewer.content.model import Section
from hkviewer.content.place import Place
from hkviewer.content.ranges import HEADING, TextRange
from hkviewer.content.section_lookup import linked_section, section_at
from hkviewer.errors import DocumentError, HkviewerError, OutputError
from hkviewer.gui.history import HistoryEntry
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.announce import announce
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from hkviewer.system.garbage import without_garbage

if TYPE_CHECKING:
    from hkviewer.gui.frame.large_reading import LargeReading
    from hkviewer.gui.frame.slow_release import SlowRelease


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


def _kept_in(document: Document, at: TextRange | None) -> TextRange | None:
    """`at`, or the heading of its section where the document has that but not so many letters in it."""
    if at is None:
        return None
    try:
        section = document.sheet.section(at.section_id)
    except KeyError:
        return None
    letters = section.title if at.part == HEADING else section.text
    return at if at.end <= len(letters) else TextRange.heading(at.section_id)


class _NotOpenedError(DocumentError):
    """A document was not opened because the reader stopped it, or asked for another one meanwhile."""


class DocumentOpener(QtCore.QObject):
    """Reads documents from their files and shows them in `session`.

    While a large one is read the window lives, with what was read before; who calls waits. Only the last
    one that is asked for is shown.

    Args:
        session: where documents are read.
        places: where reading stopped in each document.
        preferences: the list of recent documents.
        prepare: makes ready what is to show a large document, in steps.
        parent: the widget that dialogs belong to.

    Signals:
        failed: the HkviewerError that says why a document was not opened; the session stays as it was.
        reading_began: a large document is being read; in words.
        reading_progressed: how much of that is done, in thousandths.
        reading_ended: it is over, in whatever way.
        opened: what was asked for is shown.
    """

    failed = QtCore.Signal(object)
    reading_began = QtCore.Signal(str)
    reading_progressed = QtCore.Signal(int)
    reading_ended = QtCore.Signal()
    opened = QtCore.Signal()

    def __init__(
        self,
        session: ReadingSession,
        places: KeptPlaces,
        preferences: Preferences,
        prepare: Callable[[Document], Iterable[None]],
        parent: QtWidgets.QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._places = places
        self._preferences = preferences
        self._prepare = prepare
        self._parent = parent
        self._reading: LargeReading | None = None
        """Reads the document that was asked for last."""
        self._release: SlowRelease | None = None
        session.open_requested.connect(self._reopen)

    def open_named(self, name: str | None, section_id: str | None = None) -> bool:
        """Open what a person names: as `open`, or the newest edition of an ID in the library, or ID@EDITION.

        What is known of the library counts: the window does not wait for disks.
        """
        if name is None or names_file(name):
            return self.open(name, section_id)
        from hkviewer.library.naming import resolved  # as a rule no sheet is named

        try:
            found, note = resolved(name, looks=False)
        except HkviewerError as error:
            self._tell(error)
            return False
        is_shown = self.open(found, section_id)
        if note:
            self._tell(DocumentError(note))
        return is_shown

    def open(self, name: str | None, section_id: str | None = None) -> bool:
        """Open a document by path, or a bundled one by its id or as None; whether it is now shown.

        It begins at the section of that id or anchor, or where reading stopped.
        """

        def place_in(document: Document) -> Place:
            if section_id is None:
                return self._place_kept(document)
            return _place_at(document, section_at(document.sheet, section_id))

        return self._open(name, place_in)

    def open_at(self, name: str, at: TextRange | None) -> bool:
        """Show `at`, None for the top, in the document that `name` names; whether it is now shown.

        What was found may be gone: then it is shown from the section's heading, or from its top.
        """
        shown = self._session.document
        if shown is not None and shown.key.name == name:
            if (kept := _kept_in(shown, at)) is not None:
                self._session.go_to_range(kept)
            else:
                self._session.go_to_top()
            self.opened.emit()
            return True
        return self._open(name, lambda document: Place(document.key, _kept_in(document, at)))

    def _open(self, name: str | None, place_in: Callable[[Document], Place]) -> bool:
        """Show the document where `place_in` says, or tell why not; whether it is now shown."""
        try:
            with self._opened(name) as document:
                self._show(document, place_in(document))
        except HkviewerError as error:
            self._tell(error)
            return False
        self.opened.emit()
        return True

    @property
    def is_reading(self) -> bool:
        """Whether a large document is being read."""
        return self._reading is not None

    def cancel(self) -> None:
        """Read the large document no more that is being read, if any."""
        if self._reading is not None:
            self._reading.stop()
            self._reading = None
            self.reading_ended.emit()

    def reload(self) -> None:
        """Read the file of the document that is read again, and go on at the same words."""
        shown = self._session.document
        if shown is None:
            return
        try:
            with self._opened(shown.key.name) as document:
                self._session.renew(document, self._place_kept(document))
                if not is_large(shown.key.name):  # of that the end is told anyway
                    announce(self._parent, f"“{document.path.name}” was read again.")
        except HkviewerError as error:
            self._tell(error)

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
            self._tell(unknown)

    def ask(self) -> None:
        """Let the reader pick a Markdown file, and open it."""
        from hkviewer.gui.widgets.file_dialogs import ask_for_document  # when it is asked for

        shown = self._session.document
        folder = str(shown.path.parent) if shown is not None and not shown.bundled else ""
        if name := ask_for_document(self._parent, "Open a document", folder):
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
            if not isinstance(error, _NotOpenedError):  # that can be opened another time
                self._session.drop(entry)
            self._tell(error)
        else:
            self._remember(document)

    def _remember(self, document: Document) -> None:
        if not document.bundled:
            self._preferences.change(lambda settings: settings.with_recent(document.key.path))

    def _tell(self, error: HkviewerError) -> None:
        """Say why a document was not opened; only aloud where the reader stopped it and has another."""
        is_superseded = self._reading is not None
        if not isinstance(error, _NotOpenedError) or (self._session.document is None and not is_superseded):
            self.failed.emit(error)
        elif not is_superseded:
            announce(self._parent, error.what)

    @contextlib.contextmanager
    def _opened(self, name: str | None) -> Iterator[Document]:
        """The document; a large one is read beside the window, which tells how far that is."""
        self.cancel()
        if name is None or not is_large(name):
            yield open_document(name)
            return
        with without_garbage():
            yield self._read_large(Path(name))
        # The focus may have stayed in the pane, of which a screen reader says no new words by itself.
        announce(self._parent, f"“{Path(name).name}” is open.")

    def _read_large(self, path: Path) -> Document:
        from hkviewer.gui.frame.large_reading import LargeReading
        from hkviewer.gui.frame.slow_release import SlowRelease

        self._release = self._release or SlowRelease(self._session, self)
        self._reading = reading = LargeReading(path, self._prepare)
        reading.progressed.connect(self.reading_progressed)
        self.reading_began.emit(f"Opening “{path.name}”…")
        try:
            document = reading.wait()
        finally:
            if self._reading is reading:
                self._reading = None
                self.reading_ended.emit()
        if document is None:
            raise _NotOpenedError(f"“{path.name}” was not opened.", "You stopped it while it was being read.")
        return document
