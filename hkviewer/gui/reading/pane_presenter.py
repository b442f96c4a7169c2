"""Puts the document that is read into the pane, as looks and settings want it shown."""

from __future__ import annotations

import datetime as dt

from PySide6 import QtCore

from hkviewer.content.document import Document
from hkviewer.gui.looks import Looks
from hkviewer.gui.reading.pane_html import PaneStyle
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.fonts import load_faces_for
from hkviewer.preferences.preferences import Preferences
from hkviewer.theme import TYPOGRAPHY


def pane_style(looks: Looks) -> PaneStyle:
    """How text to read looks now."""
    return PaneStyle(looks.colours, TYPOGRAPHY, looks.zoom / 100, looks.pixels_per_point)


class PanePresenter(QtCore.QObject):
    """Makes the pane and keeps it in step with `session`, `looks` and `preferences`.

    Args:
        session: what is read; the pane hears first of a new document, before whoever asks it for a place.
        looks: colours and zoom.
        preferences: whether paragraphs are numbered.
        today: the day for which an edition's age is given.
        parent: what this object belongs to.
    """

    def __init__(
        self,
        session: ReadingSession,
        looks: Looks,
        preferences: Preferences,
        today: dt.date,
        parent: QtCore.QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._looks = looks
        self._preferences = preferences
        self._today = today
        self.pane = ReadingPane(pane_style(looks))
        session.document_changed.connect(self._show)
        session.place_requested.connect(self.pane.go_to)
        self.pane.place_changed.connect(session.report_place)
        self.pane.zoom_requested.connect(looks.change_zoom)
        looks.changed.connect(self._restyle)
        preferences.subscribe(self._follow_preferences)

    def _show(self, document: Document) -> None:
        place = self._session.place
        # The tree shows the headings of parts that the pane does not show yet, as a rule in ASCII.
        if document.parts is None or document.sheet.letters:
            load_faces_for("".join(section.title for section in document.sheet.sections))
        self.pane.show_document(document, self._today, place.at if place else None)
        self._show_numbers()

    def _restyle(self) -> None:
        self.pane.restyle(pane_style(self._looks), self._today)

    def _follow_preferences(self, names: frozenset[str]) -> None:
        if "paragraph_numbers" in names:
            self._show_numbers()

    def _show_numbers(self) -> None:
        """Number the paragraphs in the margin, if the reader wants it."""
        document = self._session.document
        # To count the paragraphs of a large document would take seconds.
        is_wanted = self._preferences.value.paragraph_numbers
        if document is None or document.parts is not None or not is_wanted:
            self.pane.overlays.set_margin("numbers", None)
            return
        from hkviewer.gui.reading.numbering import ParagraphNumbers  # only where they are shown

        self.pane.overlays.set_margin("numbers", ParagraphNumbers(document.sheet).paint)
