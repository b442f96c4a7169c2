"""Errors when something cannot be shown: above the sheet that stays open, or in its place."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.errors import HkviewerError
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import FullLabel
from hkviewer.gui.widgets.qt_numbers import READABLE, set_properties
from hkviewer.theme import Colours


class NoticeBar(QtWidgets.QFrame):
    """One sentence and what to do, over the pane; the sheet below stays as it was."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName("Notice")
        self._icon = QtWidgets.QLabel()
        # A long path must not make the window wide.
        self._words = FullLabel()
        set_properties(self._words, textInteractionFlags=READABLE)
        self._close = QtWidgets.QToolButton()
        self._close.setText("Close")
        self._close.setAccessibleName("Close notice")
        self._close.clicked.connect(self.hide)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self._close, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_error(self, error: HkviewerError) -> None:
        """Show `error` until it is closed."""
        self._words.show_words(f"Error: {error}")
        self.setAccessibleDescription(str(error))
        self.show()
        self._close.setFocus()
        announce(self, str(error))

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self._icon.setPixmap(icons.pixmap("circle-alert", colours.error, 20))


class MessagePage(QtWidgets.QScrollArea):
    """Takes the place of a sheet: an icon, one sentence, what to do, and buttons."""

    bundled_requested = QtCore.Signal()
    open_requested = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Message")
        self._icon = QtWidgets.QLabel()
        self._what, self._remedy = FullLabel(), FullLabel()
        self._remedy.setProperty("role", "quiet")
        for words in (self._what, self._remedy):
            set_properties(words, textInteractionFlags=READABLE)
        bundled = QtWidgets.QPushButton("Read the bundled sheet")
        bundled.clicked.connect(self.bundled_requested)
        other = QtWidgets.QPushButton("Open another document…")
        other.clicked.connect(self.open_requested)
        whole = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(whole)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(12)
        column.addWidget(self._icon)
        column.addWidget(self._what)
        column.addWidget(self._remedy)
        for button in (bundled, other):
            column.addWidget(button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self.setWidget(whole)
        set_properties(self, frameShape="NoFrame", horizontalScrollBarPolicy="ScrollBarAlwaysOff")
        self.setWidgetResizable(True)

    def show_error(self, error: HkviewerError) -> None:
        """Show `error`."""
        self._what.show_words(f"Error: {error.what}")
        self._remedy.show_words(error.remedy)
        self._remedy.setVisible(bool(error.remedy))
        self.setAccessibleDescription(str(error))
        announce(self, str(error))

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self._icon.setPixmap(icons.pixmap("file-x", colours.error, 40))
