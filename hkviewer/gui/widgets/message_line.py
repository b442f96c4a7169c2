"""One plain line in a dialog: an error, what was done, or what is being done."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.errors import HkviewerError
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import FullLabel
from hkviewer.gui.widgets.qt_numbers import READABLE, set_properties
from hkviewer.theme import Colours


class MessageLine(QtWidgets.QFrame):
    """Hidden until there is a message; `cancelled` is emitted by its Cancel button."""

    cancelled = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setAccessibleName("Message")
        self._icon = QtWidgets.QLabel()
        # Of a long path, too, all is seen.
        self._words = FullLabel()
        self._words.setAccessibleName("Message")
        set_properties(self._words, textInteractionFlags=READABLE)
        self._cancel = QtWidgets.QPushButton("Cancel")
        self._cancel.setAccessibleName("Cancel")
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.cancelled)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self._cancel)
        self.hide()

    @property
    def words(self) -> str:
        """The message that is shown; "" for none."""
        return self._words.accessibleDescription() if not self.isHidden() else ""

    def show_error(self, error: HkviewerError) -> None:
        """Show `error` until something else is shown."""
        self._show(f"Error: {error}", is_error=True)

    def show_message(self, words: str) -> None:
        """Show `words`, which are no error."""
        self._show(words)

    def show_progress(self, words: str) -> None:
        """Show what is being done, beside a Cancel button."""
        self._show(words, can_cancel=True)

    def clear(self) -> None:
        """Hide the line."""
        self.hide()

    def _show(self, words: str, *, is_error: bool = False, can_cancel: bool = False) -> None:
        self._words.show_words(words)
        self._words.setAccessibleName("Message")
        self._words.setAccessibleDescription(words)
        self._icon.setVisible(is_error)
        self._cancel.setVisible(can_cancel)
        self.show()
        announce(self, words)

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self._icon.setPixmap(icons.pixmap("circle-alert", colours.error, 18))
