"""The count beside the search field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.widgets.labels import counted

if TYPE_CHECKING:
    # SQLite comes with the first keystroke, not with the window.
    from hkviewer.search.result import SearchResult

_OPEN = "No matches yet"
_QUIET_MILLISECONDS = 200
"""A search that takes longer says so; a quicker one would only flicker."""


class MatchCount(QtWidgets.QLabel):
    """Shows “3 of 9 in 3 sections”; the words are the accessible description too."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setAccessibleName("Match count")
        self._result: SearchResult | None = None
        self._slow = QtCore.QTimer(self, singleShot=True, interval=_QUIET_MILLISECONDS)
        self._slow.timeout.connect(self._show_progress)

    def show_result(self, result: SearchResult | None, *, is_open: bool = False) -> None:
        """Count the matches of `result`; None says nothing. `is_open`: there may be some yet."""
        self._slow.stop()
        self._result = None if is_open else result
        self._show(_OPEN if is_open else _words(result, -1) if result else "")

    def expect_result(self) -> None:
        """Say that a search takes its time, where no result comes before long."""
        self._slow.start()

    def _show_progress(self) -> None:
        self._result = None
        self._show("Searching…")

    @QtCore.Slot(int)
    def show_current(self, number: int) -> None:
        """Show which match is the current one; -1 for none."""
        # Without a result nothing changes: the words of a search that goes on must not flicker.
        if self._result is not None:
            self._show(_words(self._result, number))

    def _show(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleDescription(words)
        self.setVisible(bool(words))


def _words(result: SearchResult, number: int) -> str:
    """The count of a result; `number` is the current match, -1 for none."""
    if not result.total:
        return "No matches"
    plus = "+" if result.capped else ""
    total = f"{result.total:,}{plus}"
    sections = f"{result.section_count:,}{plus} section{'' if result.section_count == 1 else 's'}"
    if result.documents:
        sections += f" of {counted(len(result.documents), 'sheet')}"
    return f"{number + 1:,} of {total} in {sections}" if number >= 0 else f"{total} in {sections}"
