"""A line to type in that a screen reader learns of before its caret moves."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.announce import is_heard
from hkviewer.gui.widgets.focus_ring import brought_by_keyboard


class HeardField(QtWidgets.QLineEdit):
    """A line whose words are selected after a screen reader knows that it has the focus.

    Qt selects them before, when a key leads here: one that hears of a caret or selection first takes the
    field as known, and says nothing.
    """

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """Tell of the focus, then select."""
        if is_heard() and brought_by_keyboard(event):
            super().focusInEvent(QtGui.QFocusEvent(event.type(), QtCore.Qt.FocusReason.OtherFocusReason))
            QtCore.QTimer.singleShot(0, self, self._select_all)
        else:
            super().focusInEvent(event)

    def _select_all(self) -> None:
        """Select all, as Qt does by itself when a key leads here, and keep what is selected by now."""
        if self.hasFocus() and self.text() and not self.hasSelectedText():
            self.selectAll()
