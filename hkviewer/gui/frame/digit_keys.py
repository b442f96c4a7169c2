"""Ctrl with a key of the digits' row, on keyboards that type other characters there without Shift."""

from __future__ import annotations

import sys

from PySide6 import QtCore, QtGui, QtWidgets

_FIRST_SCAN_CODE = 2 if sys.platform == "win32" else 10
"""Of the key of 1: IBM's set 1 on Windows, elsewhere Linux's key codes, which X11 moved up by eight."""
_DIGITS = "1234567890"


class DigitKeys(QtCore.QObject):
    """Calls `pressed` with the digit on the key that is pressed with Ctrl in `window`.

    A French keyboard types “&” on the key of 1, so that Ctrl+1 would want Shift too. Keys that type a digit
    are left to shortcuts, and so are combinations that are one, as Ctrl+- is. On macOS, which gives other
    numbers to keys, nothing is called.
    """

    pressed = QtCore.Signal(int)

    def __init__(self, window: QtWidgets.QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Take the key presses that no part of the window has used."""
        if event.type() == QtCore.QEvent.Type.KeyPress and isinstance(event, QtGui.QKeyEvent):
            digit = _digit(event)
            if digit is not None:
                self.pressed.emit(digit)
                return True
        return super().eventFilter(watched, event)


def _digit(event: QtGui.QKeyEvent) -> int | None:
    position = event.nativeScanCode() - _FIRST_SCAN_CODE
    control = QtCore.Qt.KeyboardModifier.ControlModifier
    if event.modifiers() != control or sys.platform == "darwin" or not 0 <= position < len(_DIGITS):
        return None
    return int(_DIGITS[position])
