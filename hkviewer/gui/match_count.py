"""The count beside the search field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtWidgets

from hkviewer.gui.announce import announce

if TYPE_CHECKING:
    # SQLite comes with the first keystroke, not with the window.
    from hkviewer.search.result import SearchResult


class MatchCount(QtWidgets.QLabel):
    """Tells “3 of 9 in 3 sections”; the words are the accessible description too."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setAccessibleName("Match count")
        self._result: SearchResult | None = None

    def show_result(self, result: SearchResult | None) -> None:
        """Count the matches of `result`; None says nothing."""
        self._result = result
        self.show_current(-1)

    def show_progress(self) -> None:
        """Say that a search takes its time."""
        self._say("Searching…")

    def show_current(self, number: int) -> None:
        """Tell which match is the current one; -1 for none."""
        result = self._result
        if result is None:
            words = ""
        else:
            plus = "+" if result.capped else ""
            total = f"{result.total:,}{plus}"
            sections = f"{result.section_count:,}{plus} section{'' if result.section_count == 1 else 's'}"
            at = f"{number + 1:,} of {total}" if number >= 0 else total
            words = f"{at} in {sections}" if result.total else "No matches"
        self._say(words)

    def _say(self, words: str) -> None:
        if words != self.text():
            announce(self, words)
        self.setText(words)
        self.setAccessibleDescription(words)
        self.setVisible(bool(words))
