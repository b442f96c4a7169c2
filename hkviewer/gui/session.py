"""What is being read: the document, the place in it, and the way back and forward."""

from __future__ import annotations

from PySide6 import QtCore

from hkviewer.content.document import Document
from hkviewer.content.model import Section
from hkviewer.content.place import Place
from hkviewer.content.ranges import BODY, TextRange
from hkviewer.gui.history import History, HistoryEntry


class ReadingSession(QtCore.QObject):
    """Holds what is read and where; what shows it subscribes.

    A request goes to the pane (`place_requested`), and only the pane says where the reader then is
    (`report_place`): so scrolling never moves the text by itself. Opening a file is not done here: who
    hears `open_requested` answers with `return_to` or, where there is nothing to be read, with `drop`.

    Signals:
        left: a Document and the Place in it that the reader leaves now; to be kept.
        document_changed: the Document that is read from now on.
        place_requested: the Place to be shown.
        place_changed: the Place that the reader is at.
        jumping: the reader goes to a section or note now, and wants to read there. Whoever takes the focus
            takes it here: a screen reader that learns of the caret first says nothing of the text.
        jumped: the reader is there.
        returned: Back or Forward has led to a place; carries “Back” or “Forward”.
        history_changed: there may be other places to go back and forward to.
        open_requested: a HistoryEntry in another document.
    """

    left = QtCore.Signal(object, object)
    document_changed = QtCore.Signal(object)
    place_requested = QtCore.Signal(object)
    place_changed = QtCore.Signal(object)
    jumping = QtCore.Signal()
    jumped = QtCore.Signal()
    returned = QtCore.Signal(str)
    history_changed = QtCore.Signal()
    open_requested = QtCore.Signal(object)

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._place: Place | None = None
        self._history = History()

    # What is read

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
        at = self._place.at if self._place else None
        sheet = self._document.sheet
        return sheet.sections[0] if at is None else sheet.section(at.section_id)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return self._history.before is not None

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place to go forward to."""
        return self._history.after is not None

    # Going somewhere

    def show(self, document: Document, place: Place) -> None:
        """Leave what is read now, so that Back returns there, and read `document` from `place` on."""
        if self._place is not None and place != self._place:
            self._history.leave(self._here())
        self._read(document, place)

    def renew(self, document: Document, place: Place) -> None:
        """Read `document`, the newer text of what is read, from `place` on; Back does not lead to the old."""
        self._read(document, place)

    def leave(self) -> None:
        """Have the place kept, as before the window closes."""
        if self._document is not None:
            self.left.emit(self._document, self._place)

    def go_to(self, place: Place) -> None:
        """Ask for `place`, which is in the document that is read, to be shown."""
        self.place_requested.emit(place)

    def jump(self, place: Place) -> None:
        """Go to `place` so that Back returns to where the reader is now."""
        self._history.leave(self._here())
        self.history_changed.emit()
        self.go_to(place)

    def go_to_section(self, section_id: str) -> None:
        """Jump to the heading of the section of that id, which the sheet has."""
        self.go_to_range(TextRange.heading(section_id))

    def go_to_range(self, at: TextRange) -> None:
        """Jump to where `at` begins, which is in the sheet."""
        if self._document is not None:
            self._jump_to_read(Place(self._document.key, at))

    def go_to_top(self) -> None:
        """Jump to the very top of the document."""
        if self._document is not None:
            self._jump_to_read(Place(self._document.key))

    def _jump_to_read(self, place: Place) -> None:
        self.jumping.emit()
        self.jump(place)
        self.jumped.emit()

    def step_section(self, step: int) -> None:
        """Jump `step` sections on; from within a section -1 leads to its own heading first."""
        if self._document is None or self._place is None or not self._document.sheet.sections:
            return
        sheet, at = self._document.sheet, self._place.at
        number = -1 if at is None else sheet.section_number(at.section_id)
        if at is not None and step < 0 and at.part == BODY and at.start > 0:
            number += 1
        self.go_to_section(sheet.sections[min(max(number + step, 0), len(sheet.sections) - 1)].id)

    def go_to_numbered(self, number: int) -> None:
        """Jump to section `number`, the first being 1, if there is one."""
        if self._document is not None and number <= len(self._document.sheet.sections):
            self.go_to_section(self._document.sheet.sections[number - 1].id)

    def report_place(self, place: Place) -> None:
        """The reader is now at `place`; for the pane alone."""
        self._place = place
        self.place_changed.emit(place)

    # Back and forward

    def back(self) -> None:
        """Return to the place before the last jump, if there was one."""
        self._travel(self._history.before)

    def forward(self) -> None:
        """Return to the place that was last gone back from, if there is one."""
        self._travel(self._history.after)

    def return_to(self, entry: HistoryEntry, document: Document) -> None:
        """Leave what is read now and read `document`, which was opened for `entry`, from there on.

        Nothing happens where the reader has gone elsewhere while it was opened.
        """
        if entry is not self._history.before and entry is not self._history.after:
            return
        way = self._way(entry)
        self._history.move(entry, self._here())
        self._read(document, entry.place_in(document))
        self.returned.emit(way)

    def drop(self, entry: HistoryEntry) -> None:
        """Lead no more to `entry`, whose document cannot be opened."""
        self._history.drop(entry)
        self.history_changed.emit()

    def _travel(self, entry: HistoryEntry | None) -> None:
        if entry is None or self._document is None:
            return
        if not entry.is_in(self._document):
            self.open_requested.emit(entry)
            return
        way = self._way(entry)
        self._history.move(entry, self._here())
        self.history_changed.emit()
        self.go_to(entry.place_in(self._document))
        self.returned.emit(way)

    def _way(self, entry: HistoryEntry) -> str:
        return "Back" if entry is self._history.before else "Forward"

    def _here(self) -> HistoryEntry:
        assert self._document is not None
        assert self._place is not None
        return HistoryEntry.of(self._document, self._place)

    def _read(self, document: Document, place: Place) -> None:
        self.leave()
        self._document, self._place = document, place
        self.document_changed.emit(document)
        self.history_changed.emit()
        self.go_to(place)
