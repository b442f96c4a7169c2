"""Where reading stopped in each document: kept when it is left, found when it is opened again."""

from __future__ import annotations

from PySide6 import QtCore

from hkviewer.content.document import Document
from hkviewer.content.place import Place
from hkviewer.errors import OutputError
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
