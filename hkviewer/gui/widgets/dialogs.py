"""The small dialogs: a page to read, the question before a link, the report of an error."""

from __future__ import annotations

import platform
from html import escape

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer import __version__
from hkviewer.gui.widgets.layouts import in_column
from hkviewer.gui.widgets.policy_lock import lock_widget
from hkviewer.gui.widgets.qt_numbers import READABLE, set_properties
from hkviewer.preferences.policy import SET_BY

_LEAVES = "This link leaves hkviewer and opens in another program. It may use a network."
_LETTERS, _MOST_LINES = 72, 12
"""Letters to the width of the question, and lines of an address that are seen at once."""
_MARGINS = (16, 16, 16, 12)
_AROUND = 90
"""Pixels of the width that margins, edges and a scroll bar take."""


class PageDialog(QtWidgets.QDialog):
    """A page of text to read, select and copy; the keyboard moves a caret in it."""

    def __init__(self, title: str, html: str, parent: QtWidgets.QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.page = QtWidgets.QTextEdit()
        self.page.setReadOnly(True)
        self.page.setFrameShape(QtWidgets.QTextEdit.Shape.NoFrame)
        self.page.setAccessibleName(title)
        set_properties(self.page, textInteractionFlags=READABLE)
        self.page.document().setDocumentMargin(16)
        self.page.setHtml(html)
        self.buttons = QtWidgets.QDialogButtonBox(QtWidgets.QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        self.column = in_column(self.page, self.buttons, growing=self.page, margins=_MARGINS, spacing=12)
        self.setLayout(self.column)
        room = (parent.size() if parent else self.screen().availableSize()) * 0.9
        self.resize(min(640, room.width()), min(620, room.height()))


class LinkQuestion(QtWidgets.QDialog):
    """Asks whether a link may lead out of the program; its whole address is seen, however long it is."""

    def __init__(self, address: str, parent: QtWidgets.QWidget | None, *, may_leave: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open a link outside hkviewer")
        words = _LEAVES if may_leave else f"This link is shown, but not opened. {SET_BY}."
        # The words above are a label, which a screen reader reads of a dialog by itself.
        self.setAccessibleDescription(shown_address(address))
        self.words = QtWidgets.QLabel(words)
        self.words.setWordWrap(True)
        set_properties(self.words, textFormat="PlainText", textInteractionFlags=READABLE)
        self.address = QtWidgets.QPlainTextEdit(shown_address(address))
        self.address.setAccessibleName("Address")
        self.address.setReadOnly(True)
        self.address.setTabChangesFocus(True)
        # An address has no spaces: a label would cut it.
        self.address.setWordWrapMode(QtGui.QTextOption.WrapMode.WrapAnywhere)
        set_properties(self.address, textInteractionFlags=READABLE)
        parts = (self.words, self.address, self._buttons(may_leave=may_leave))
        self.setLayout(in_column(*parts, growing=self.address, margins=_MARGINS, spacing=12))
        self._cancel.setDefault(True)
        self._cancel.setFocus()
        self._fit((parent.size() if parent else self.screen().availableSize()) * 0.9)

    def _buttons(self, *, may_leave: bool) -> QtWidgets.QDialogButtonBox:
        standard, roles = QtWidgets.QDialogButtonBox.StandardButton, QtWidgets.QDialogButtonBox.ButtonRole
        self.buttons = QtWidgets.QDialogButtonBox(standard.Cancel)
        self._cancel = self.buttons.button(standard.Cancel)
        open_button = self.buttons.addButton("Open link", roles.AcceptRole)
        if not may_leave:
            lock_widget(open_button)
        self.buttons.addButton("Copy address", roles.ActionRole).clicked.connect(self._copy)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        return self.buttons

    def _fit(self, room: QtCore.QSize) -> None:
        """Be as large as the address takes, within `room`; what is left then scrolls."""
        letters = self.fontMetrics()
        width = min(_LETTERS * letters.averageCharWidth(), room.width())
        wide = letters.horizontalAdvance(self.address.toPlainText())
        lines = min(2 + wide // max(1, width - _AROUND), _MOST_LINES)
        height = self.sizeHint().height() - self.address.sizeHint().height()
        self.resize(width, min(height + lines * letters.lineSpacing() + 24, room.height()))

    def _copy(self) -> None:
        QtGui.QGuiApplication.clipboard().setText(self.address.toPlainText())
        self.reject()


def ask_about_link(address: str, parent: QtWidgets.QWidget | None, *, may_leave: bool = True) -> bool:
    """Show the whole address of a link that leads out of the program; True if it is to be opened.

    Unless the organisation allows it (`may_leave`), the address can only be copied.
    """
    accepted = LinkQuestion(address, parent, may_leave=may_leave).exec()
    return may_leave and accepted == QtWidgets.QDialog.DialogCode.Accepted


def shown_address(address: str) -> str:
    """An address in ASCII, so that no look-alike or right-to-left letter can hide in it."""
    return QtCore.QUrl(address).toEncoded().toStdString()


def show_error(report: str, parent: QtWidgets.QWidget | None) -> None:
    """Show that the program has failed; `report` can be copied for its makers."""
    box = QtWidgets.QMessageBox(parent)
    box.setWindowTitle("hkviewer: unexpected error")
    box.setIcon(QtWidgets.QMessageBox.Icon.Critical)
    box.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    box.setText("Something in hkviewer went wrong. The sheet stays open and nothing of yours was changed.")
    box.setInformativeText(versions())
    copy_button = box.addButton("Copy report", QtWidgets.QMessageBox.ButtonRole.ActionRole)
    # Every button of a message box closes it; copying should not.
    copy_button.clicked.disconnect()
    copy_button.clicked.connect(
        lambda: QtGui.QGuiApplication.clipboard().setText(f"{versions()}\n\n{report}")
    )
    box.addButton(QtWidgets.QMessageBox.StandardButton.Close)
    box.exec()


def versions() -> str:
    """The versions that a report of an error needs, in one line."""
    return (
        f"hkviewer {__version__}, Python {platform.python_version()}, Qt {QtCore.qVersion()}, "
        f"{platform.system()} {platform.release()}"
    )


def rows_html(rows: list[tuple[str, str]]) -> str:
    """Two columns of plain text as an HTML table: names and what belongs to them."""
    return "".join(
        f"<tr><td style='padding: 3px 16px 3px 0; white-space: nowrap'><b>{escape(name)}</b></td>"
        f"<td style='padding: 3px 0'>{escape(words)}</td></tr>"
        for name, words in rows
    )
