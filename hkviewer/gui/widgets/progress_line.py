"""One line over the text that says how far something is, and stops it."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.labels import ElidedLabel
from hkviewer.gui.widgets.layouts import in_column, in_row

_WHOLE = 1000
_BAR_WIDTH = 120
"""Pixels, at least."""
_QUIET_MILLISECONDS = 200
"""What takes longer says so; for something quicker the line would only flicker."""
_STEP_MILLISECONDS = 100
"""The bar grows no oftener: hundreds of steps a second overflow Orca's queue, and other words are lost."""


class ProgressLine(QtWidgets.QFrame):
    """Words, a bar and Cancel; hidden until there is something to tell.

    `cancelled` is emitted by the button, and by Esc where the line has the focus. Where it `is_narrow` the
    words stand above, and tell how far it is by themselves.
    """

    cancelled = QtCore.Signal()

    def __init__(self, *, is_narrow: bool = False) -> None:
        super().__init__()
        self.setObjectName("progress")
        self.setAccessibleName("Progress")
        self._words = ElidedLabel()
        self._bar = QtWidgets.QProgressBar()
        self._bar.setMaximum(_WHOLE)
        self._bar.setMinimumWidth(_BAR_WIDTH)
        self._bar.setTextVisible(False)
        self._percent = QtWidgets.QLabel()
        self._percent.setProperty("role", "quiet")
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %") + 4)
        self.cancel = QtWidgets.QPushButton("Cancel")
        self.cancel.clicked.connect(self.cancelled)
        if is_narrow:
            self._percent.hide()
            row = in_row(self._bar, self.cancel, growing=self._bar)
            self.setLayout(in_column(self._words, row, margins=(0, 4, 0, 8), spacing=4))
        else:
            row = in_row(self._words, self._bar, self._percent, self.cancel, margins=(12, 8, 8, 8))
            row.setStretchFactor(self._words, 1)
            row.setStretchFactor(self._bar, 1)
            self.setLayout(row)
        self._quiet = QtCore.QTimer(self, singleShot=True, interval=_QUIET_MILLISECONDS)
        self._quiet.timeout.connect(self._tell)
        self._done = 0
        self._step = QtCore.QTimer(self, singleShot=True, interval=_STEP_MILLISECONDS)
        self._step.timeout.connect(self._fill)
        self.hide()

    def begin(self, words: str) -> None:
        """Say `words` beside an empty bar, before long; the focus stays where it is."""
        self.show_words(words)
        self.setAccessibleDescription(words)
        self.cancel.setAccessibleName(f"Cancel: {words}")
        self._done = 0
        self._fill()
        self._quiet.start()

    def show_words(self, words: str) -> None:
        """Say `words`, which tell the same of a later moment; to a screen reader when it comes here."""
        self._words.show_words(words)
        # The bar bears the words: Orca reads those of a label, by itself, to whoever comes near it.
        self._words.setAccessibleName("Progress")
        self._bar.setAccessibleName(words)

    def show_bar(self, *, is_shown: bool) -> None:
        """Show bar and button below the words, or where there is little room the words alone."""
        for part in (self._bar, self.cancel):
            part.setVisible(is_shown)

    def end(self, following: QtWidgets.QWidget | None) -> None:
        """Say nothing any more; the focus, where it is here, goes to `following`."""
        had_focus = self.isAncestorOf(QtWidgets.QApplication.focusWidget() or self.window())
        self._quiet.stop()
        self._step.stop()
        self.hide()
        if had_focus and following is not None:
            following.setFocus()

    def _tell(self) -> None:
        self.show()
        announce(self, self._bar.accessibleName())

    def show_progress(self, done: int) -> None:
        """Fill the bar up to `done` thousandths, before long."""
        self._done = done
        if not self._step.isActive():
            self._step.start()

    def _fill(self) -> None:
        self._bar.setValue(self._done)
        self._percent.setText(f"{100 * self._done // _WHOLE} %")

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """Whoever goes here asks how far it is; else nothing is said between beginning and end."""
        self._fill()
        self.setAccessibleDescription(f"{self._bar.accessibleName()} {self._percent.text()}")
        super().focusInEvent(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == QtCore.Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
