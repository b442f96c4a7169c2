"""Going from section to section."""

from __future__ import annotations

from PySide6 import QtCore

from hkviewer.content.place import Place
from hkviewer.content.ranges import BODY, TextRange
from hkviewer.gui.session import ReadingSession


class Navigation(QtCore.QObject):
    """Moves the reader about in the document of `session`.

    `jumped` says that the reader went to a section, and wants to read there.
    """

    jumped = QtCore.Signal()

    def __init__(self, session: ReadingSession, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def go_to_section(self, section_id: str) -> None:
        """Jump to the heading of the section of that id, which the sheet has."""
        if (here := self._session.place) is not None:
            self._session.jump(Place(here.document, TextRange.heading(section_id)))
            self.jumped.emit()

    def step_section(self, step: int) -> None:
        """Jump `step` sections on; from within a section -1 leads to its own heading first."""
        document, here = self._session.document, self._session.place
        if document is None or here is None or not document.sheet.sections:
            return
        sheet, at = document.sheet, here.at
        number = -1 if at is None else sheet.section_number(at.section_id)
        if at is not None and step < 0 and at.part == BODY and at.start > 0:
            number += 1
        self.go_to_section(sheet.sections[min(max(number + step, 0), len(sheet.sections) - 1)].id)

    def go_to_numbered(self, number: int) -> None:
        """Jump to section `number`, the first being 1, if there is one."""
        document = self._session.document
        if document is not None and number <= len(document.sheet.sections):
            self.go_to_section(document.sheet.sections[number - 1].id)
