"""Words at the head of the sidebar, of which one is chosen: what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.widgets.labels import label
from hkviewer.gui.widgets.layouts import Part, in_row


class PageWords(QtWidgets.QWidget):
    """“This sheet · Library”: a click, or an arrow key, chooses.

    `chosen` carries the number of the word that the reader chose, counted from 0.
    """

    chosen = QtCore.Signal(int)

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName("Sidebar shows")
        self._buttons = [_word(each) for each in words]
        parts: list[Part | None] = []
        for number, button in enumerate(self._buttons):
            if number:
                parts.append(label("·", "quiet"))
            parts.append(button)
            button.toggled.connect(lambda is_on, number=number: self._tell(number, is_on=is_on))
        self._buttons[0].setChecked(True)
        self.setLayout(in_row(*parts, None, spacing=2))

    @property
    def stops(self) -> Sequence[QtWidgets.QWidget]:
        """The words, in order; Tab stops at the one that is chosen."""
        return self._buttons

    @property
    def number(self) -> int:
        """The word that is chosen."""
        return next(n for n, button in enumerate(self._buttons) if button.isChecked())

    def choose(self, number: int) -> None:
        """Choose that word."""
        self._buttons[number].setChecked(True)

    def _tell(self, number: int, *, is_on: bool) -> None:
        if is_on:
            self.chosen.emit(number)


def _word(words: str) -> QtWidgets.QPushButton:
    button = QtWidgets.QPushButton(words)
    # One of several that exclude each other is a radio button to screen readers, and one stop for Tab.
    button.setCheckable(True)
    button.setAutoExclusive(True)
    button.setProperty("role", "word")
    button.setMinimumWidth(1)
    return button
