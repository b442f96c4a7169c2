"""Asks for the two files whose difference is to be shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6 import QtWidgets

from hkviewer.errors import HkviewerError
from hkviewer.gui.widgets.file_dialogs import ask_for_document
from hkviewer.gui.widgets.heard_field import HeardField
from hkviewer.gui.widgets.labels import name_label
from hkviewer.gui.widgets.layouts import in_column, in_row
from hkviewer.gui.widgets.notice import MessageLine


class CompareDialog(QtWidgets.QDialog):
    """Two fields for what names a text; what is wrong with them is said in the dialog, which stays.

    Args:
        texts: what the fields hold at first: the edition before the document that is read, and that.
        compare: called with the two names; whether it was done. Raises HkviewerError where it cannot be.
        parent: the window.
    """

    def __init__(
        self, texts: tuple[str, str], compare: Callable[[str, str], bool], parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("What changed")
        self._compare = compare
        self.older, self.newer = map(HeardField, texts)
        self.message = MessageLine()
        standard = QtWidgets.QDialogButtonBox.StandardButton
        self.buttons = QtWidgets.QDialogButtonBox(standard.Cancel)
        self.accept_button = self.buttons.addButton(
            "Compare", QtWidgets.QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.accept_button.setDefault(True)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        rows = [self._row("&Older text", self.older), self._row("&Newer text", self.newer)]
        self.setLayout(in_column(*rows, self.message, None, self.buttons, margins=(16, 16, 16, 12)))
        for field in (self.older, self.newer):
            field.textChanged.connect(self._allow)
        self._allow()
        self.resize(min(560, round(parent.width() * 0.9)), self.sizeHint().height())
        self.older.setFocus()

    def _row(self, words: str, field: QtWidgets.QLineEdit) -> QtWidgets.QVBoxLayout:
        name = words.replace("&", "")
        field.setAccessibleName(name)
        field.setPlaceholderText("A file’s path, or a sheet’s id or id@edition")
        field.setMinimumSize(80, field.sizeHint().height())
        words_label = name_label(words, field)
        choose = QtWidgets.QPushButton("Choose…")
        choose.setAccessibleName(f"Choose the {name.lower()}…")
        choose.setAutoDefault(False)
        choose.clicked.connect(partial(self._choose, field))
        return in_column(words_label, in_row(field, choose, growing=field), spacing=4)

    def _allow(self) -> None:
        both = self.older.text().strip() and self.newer.text().strip()
        self.accept_button.setEnabled(bool(both))

    def _choose(self, field: QtWidgets.QLineEdit) -> None:
        held = (each.text() for each in (field, self.newer, self.older))
        folder = next((str(Path(name).parent) for name in held if Path(name).is_file()), "")
        if name := ask_for_document(self, field.accessibleName(), folder):
            field.setText(name)

    def _accept(self) -> None:
        self.message.hide()  # what was wrong may not be so any more
        try:
            if self._compare(self.older.text().strip(), self.newer.text().strip()):
                self.accept()
        except HkviewerError as error:
            self.message.show_error(error)
            # What is said takes room that the fields would lose.
            layout = self.layout()
            assert layout is not None
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
