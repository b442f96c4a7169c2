"""What a screen reader says of where the reader is led: to a section, back, to a match."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.content.ranges import HEADING
from hkviewer.export.formats.html_blocks import section_level
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.spoken_text import is_one_line, sentence_at
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
            self._say("Search ended", self._here(has_sentence=not self._is_read_anyway))

    def _say_section(self) -> None:
        if not is_heard():
            return
        place, section = self._session.place, self._session.section
        if place is None or place.at is None or section is None:
            self._say("" if self._is_read_anyway else "Top of the document")
        elif place.at.part == HEADING:
            level = f"heading level {section_level(section)}"
            is_read = self._is_read_anyway and is_one_line(self._pane.textCursor())
            self._say("" if is_read else section.title, level)
        elif not self._is_read_anyway:
            self._say(section.title, sentence_at(self._pane.textCursor()))

    def _say_way(self, way: str) -> None:
        if is_heard():
            self._say(way, self._here(has_sentence=not self._is_read_anyway))

    def _here(self, *, has_sentence: bool) -> str:
        place, section = self._session.place, self._session.section
        if place is None or place.at is None or section is None:
            return "top of the document"
        if place.at.part == HEADING:
            return "" if self._is_read_anyway else section.title
        return f"{section.title}. {sentence_at(self._pane.textCursor())}" if has_sentence else section.title

    @property
    def _is_read_anyway(self) -> bool:
        """Whether the screen reader reads the line by itself to which the reader is led."""
        return self._has_come or self._pane.caret_is_read

    def _say(self, *words: str) -> None:
        announce(self._pane, ", ".join(filter(None, words)))

    def _follow_focus(self, _before: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None) -> None:
        """A pane that gets the focus in this turn of the event loop is about to be read."""
        if now is self._pane:
            self._has_come = True
            QtCore.QTimer.singleShot(0, self, self._forget_focus)

    def _forget_focus(self) -> None:
        self._has_come = False
