"""What a screen reader says of where the reader is led: to a section, back, to a match."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.content.ranges import HEADING
from hkviewer.export.formats.html_blocks import section_level
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.spoken_text import below_line, sentence_at
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.announce import announce, is_heard


class SpokenPlaces(QtCore.QObject):
    """Says where `session` has led the reader to in `pane`.

    A pane that gets the focus is read by the screen reader itself, with the line of its caret: what is
    there is not said again.
    """

    def __init__(
        self, application: QtWidgets.QApplication, session: ReadingSession, pane: ReadingPane
    ) -> None:
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._has_come = False
        application.focusChanged.connect(self._follow_focus)
        session.jumped.connect(self._say_section)
        session.returned.connect(self._say_way)

    def say_ended(self) -> None:
        """Say where the end of a search has led back to."""
        if is_heard():
            self._say(self._rest_of_heading, "Search ended", self._here())

    def _say_section(self) -> None:
        if not is_heard():
            return
        place, section = self._session.place, self._session.section
        if place is None or place.at is None or section is None:
            self._say("" if self._has_come else "Top of the document")
        elif place.at.part == HEADING:
            level = f"heading level {section_level(section)}"
            self._say(self._rest_of_heading if self._has_come else section.title, level)
        elif not self._has_come:
            self._say(section.title, sentence_at(self._pane.textCursor()))

    def _say_way(self, way: str) -> None:
        if is_heard():
            self._say(self._rest_of_heading, way, self._here())

    def _here(self) -> str:
        place, section = self._session.place, self._session.section
        if place is None or place.at is None or section is None:
            return "top of the document"
        if place.at.part == HEADING:
            return "" if self._has_come else section.title
        return section.title if self._has_come else f"{section.title}. {sentence_at(self._pane.textCursor())}"

    @property
    def _rest_of_heading(self) -> str:
        """What the screen reader does not read of the heading by itself: it reads a line."""
        caret = self._pane.textCursor()
        return below_line(caret) if self._has_come and caret.blockFormat().headingLevel() else ""

    def _say(self, *words: str) -> None:
        announce(self._pane, ", ".join(filter(None, words)))

    def _follow_focus(self, _before: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None) -> None:
        """A pane that gets the focus in this turn of the event loop is about to be read."""
        if now is self._pane:
            self._has_come = True
            QtCore.QTimer.singleShot(0, self, self._forget_focus)

    def _forget_focus(self) -> None:
        self._has_come = False
