"""The small dialogs: a page to read, the question before a link, the report of an error."""

from __future__ import annotations

import platform
from html import escape

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer import __version__
from hkviewer.gui.organisation import lock_widget
from hkviewer.gui.properties import READABLE, set_properties
from hkviewer.policy import SET_BY

_LEAVES = "This link leaves hkviewer and opens in another program. It may use a network."


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
        self.column = column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.page, 1)
        column.addWidget(self.buttons)
        room = (parent.size() if parent else self.screen().availableSize()) * 0.9
        self.resize(min(640, room.width()), min(620, room.height()))


def ask_about_link(address: str, parent: QtWidgets.QWidget | None, *, may_leave: bool = True) -> bool:
    """Show the whole address of a link that leads out of the program; True if it is to be opened.

    `may_leave` says whether the organisation lets links be opened; else it can only be copied.
    """
    box = QtWidgets.QMessageBox(parent)
    box.setWindowTitle("Open a link outside hkviewer")
    box.setIcon(QtWidgets.QMessageBox.Icon.Question)
    box.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    box.setText(_LEAVES if may_leave else f"This link is shown, but not opened. {SET_BY}.")
    box.setInformativeText(shown_address(address))
    set_properties(box, textInteractionFlags=READABLE)
    open_button = box.addButton("Open link", QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    if not may_leave:
        lock_widget(open_button)
    copy_button = box.addButton("Copy address", QtWidgets.QMessageBox.ButtonRole.ActionRole)
    cancel = box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    box.exec()
    if box.clickedButton() is copy_button:
        QtGui.QGuiApplication.clipboard().setText(shown_address(address))
    return may_leave and box.clickedButton() is open_button


def shown_address(address: str) -> str:
    """An address in ASCII, so that no look-alike or right-to-left letter can hide in it."""
    return QtCore.QUrl(address).toEncoded().toStdString()


def show_error(report: str, parent: QtWidgets.QWidget | None) -> None:
    """Tell of an error that is the program's fault; `report` can be copied for its makers."""
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
