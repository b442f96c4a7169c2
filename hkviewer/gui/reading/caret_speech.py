"""What a screen reader says beside the words while the caret is moved through the pane."""

from __future__ import annotations

from PySide6 import QtCore

from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.spoken_text import Surroundings, said_after, said_before, surroundings
from hkviewer.gui.widgets.announce import announce, announce_at_once, is_heard


class CaretSpeech(QtCore.QObject):
    """Says what begins and ends where a key moves the caret: headings, lists, quotations, tables, links.

    The words themselves are said by the screen reader. It sees the caret by other ways too, as when it
    reads on and on: then nothing is said between.
    """

    def __init__(self, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._before = Surroundings()
        pane.cursorPositionChanged.connect(self._follow)

    def _follow(self) -> None:
        if not is_heard():
            return
        caret = self._pane.textCursor()
        before, self._before = self._before, surroundings(caret)
        if not self._pane.moves_by_key:
            return
        is_link = bool(self._before.link) and caret.hasSelection()
        if caret.hasSelection() and not is_link:
            return
        announce_at_once(self._pane, said_before(before, self._before, caret))
        # Orca from version 48 on says nothing of what is selected by Tab.
        link = f"Link {caret.selectedText()}" if is_link else ""
        announce(self._pane, link or said_after(before, self._before, caret))
