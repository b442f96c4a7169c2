"""Questions that a screen reader reads whole: for one line of words, and for Yes or No."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtWidgets

from hkviewer.gui.widgets.heard_field import HeardField
from hkviewer.gui.widgets.labels import name_label
from hkviewer.gui.widgets.layouts import in_column
from hkviewer.gui.widgets.qt_numbers import set_properties

_MARGINS = (16, 16, 16, 12)


class LineQuestion(QtWidgets.QDialog):
    """Asks for one line of words; unlike Qt's own question it selects nothing before the field has the focus.

    Args:
        title: the dialog's.
        name: what is asked for, with the letter that leads to it.
        may_be: called with what was typed and this dialog, which stays where the answer is no. Another dialog
            that asks is over this one: of one that follows another, Orca may say but the button.
        parent: what it stands over.
    """

    def __init__(
        self,
        title: str,
        name: str,
        may_be: Callable[[str, QtWidgets.QWidget], bool],
        parent: QtWidgets.QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._may_be = may_be
        self.field = HeardField()
        self.field.setAccessibleName(name.replace("&", ""))
        standard = QtWidgets.QDialogButtonBox.StandardButton
        self.buttons = QtWidgets.QDialogButtonBox(standard.Ok | standard.Cancel)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        words = name_label(f"{name}:", self.field)
        self.setLayout(in_column(words, self.field, self.buttons, margins=_MARGINS))

    def _take(self) -> None:
        if self._may_be(self.field.text(), self):
            self.accept()


def ask_for_line(
    title: str, name: str, may_be: Callable[[str, QtWidgets.QWidget], bool], parent: QtWidgets.QWidget
) -> str:
    """Let the reader type what is called `name`; "" where nothing is given. As `LineQuestion`."""
    question = LineQuestion(title, name, may_be, parent)
    return question.field.text() if question.exec() else ""


class YesNoQuestion(QtWidgets.QDialog):
    """Asks `words`; No is what Escape says. Of a message box of Qt's Orca may say its words twice, or not."""

    def __init__(self, title: str, words: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        label = QtWidgets.QLabel(words)
        label.setWordWrap(True)
        set_properties(label, textFormat="PlainText")
        standard = QtWidgets.QDialogButtonBox.StandardButton
        self.buttons = QtWidgets.QDialogButtonBox(standard.Yes | standard.No)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.setLayout(in_column(label, self.buttons, margins=_MARGINS, spacing=12))


def may(title: str, words: str, parent: QtWidgets.QWidget) -> bool:
    """Ask `words`, and give whether the reader says Yes."""
    return bool(YesNoQuestion(title, words, parent).exec())
