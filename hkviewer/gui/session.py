"""What is being read: the document, the place in it, and the way back and forward."""

from __future__ import annotations

from PySide6 import QtCore

from hkviewer.content.document import Document
from hkviewer.content.model import Section
from hkviewer.content.place import Place
from hkviewer.notebook.places import History


class ReadingSession(QtCore.QObject):
    """Holds what is read and where; what shows it subscribes.

    A request goes to the pane (`place_requested`), and only the pane says where the reader then is
    (`report_place`): so scrolling never moves the text by itself.

    Signals:
        left: a Document and the Place in it that the reader leaves now; to be kept.
        document_changed: the Document that is read from now on.
        place_requested: the Place to be shown.
        place_changed: the Place that the reader is at.
        history_changed: there may be other places to go back and forward to.
    """

    left = QtCore.Signal(object, object)
    document_changed = QtCore.Signal(object)
    place_requested = QtCore.Signal(object)
    place_changed = QtCore.Signal(object)
    history_changed = QtCore.Signal()

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._place: Place | None = None
        self._history = History()

    @property
    def document(self) -> Document | None:
        """What is read; None before something was opened."""
        return self._document

    @property
    def place(self) -> Place | None:
        """Where the reader is; None before something was opened."""
        return self._place

    @property
    def section(self) -> Section | None:
        """The section that the reader is in, above the first heading the first; None without any."""
        if self._document is None or not self._document.sheet.sections:
            return None
        sheet, at = self._document.sheet, self._place.at if self._place else None
        return sheet.section(at.section_id) if at else sheet.sections[0]

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return self._history.can_go_back

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place to go forward to."""
        return self._history.can_go_forward

    def show(self, document: Document, place: Place) -> None:
        """Leave what is read now and read `document` from `place` on."""
        self.leave()
        self._document, self._place, self._history = document, place, History()
        self.document_changed.emit(document)
        self.history_changed.emit()
        self.go_to(place)

    def leave(self) -> None:
        """Have the place kept, as before the window closes."""
        if self._document is not None:
            self.left.emit(self._document, self._place)

    def go_to(self, place: Place | None) -> None:
        """Ask for `place`, None for the top of the document, to be shown."""
        if self._document is not None:
            self.place_requested.emit(place or Place(self._document.key))

    def jump(self, place: Place) -> None:
        """Go to `place` so that Back returns to where the reader is now."""
        if self._place is not None:
            self._history.leave(self._place)
        self.history_changed.emit()
        self.go_to(place)

    def back(self) -> None:
        """Return to the place before the last jump, if there was one."""
        if self._place is not None and self._history.can_go_back:
            place = self._history.back(self._place)
            self.history_changed.emit()
            self.go_to(place)

    def forward(self) -> None:
        """Return to the place that was last gone back from, if there is one."""
        if self._place is not None and self._history.can_go_forward:
            place = self._history.forward(self._place)
            self.history_changed.emit()
            self.go_to(place)

    def report_place(self, place: Place) -> None:
        """The reader is now at `place`; for the pane alone."""
        self._place = place
        self.place_changed.emit(place)
