"""A line to type in that a screen reader learns of first, and a question with one."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.announce import is_heard
from hkviewer.gui.widgets.focus_ring import brought_by_keyboard
from hkviewer.gui.widgets.layouts import in_column


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


class LineQuestion(QtWidgets.QDialog):
    """Asks for one line of words; unlike Qt's own question it selects nothing before the field has the focus.

    Args:
        title: the dialog's.
        name: what is asked for, with the letter that leads to it.
        parent: what it stands over.
    """

    def __init__(self, title: str, name: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.field = HeardField()
        self.field.setAccessibleName(name.replace("&", ""))
        words = QtWidgets.QLabel(f"{name}:")
        words.setBuddy(self.field)
        standard = QtWidgets.QDialogButtonBox.StandardButton
        buttons = QtWidgets.QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.setLayout(in_column(words, self.field, buttons, margins=(16, 16, 16, 12)))


def ask_for_line(title: str, name: str, parent: QtWidgets.QWidget) -> str:
    """Let the reader type what is called `name`; "" where nothing is given."""
    question = LineQuestion(title, name, parent)
    return question.field.text() if question.exec() else ""
