"""Keys of commands reach a screen reader on Linux before what they do does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore, QtGui, QtWidgets

_KEYS = QtCore.Qt.Key
_HELD = (_KEYS.Key_Control, _KEYS.Key_Shift, _KEYS.Key_Alt)
_ARROWS = (
    *(_KEYS.Key_Up, _KEYS.Key_Down, _KEYS.Key_Left, _KEYS.Key_Right),
    *(_KEYS.Key_PageUp, _KEYS.Key_PageDown, _KEYS.Key_Home, _KEYS.Key_End),
)
"""Keys after which Orca reads where the caret goes."""


class CommandKeys(QtCore.QObject):
    """Takes the key of a command where `widget`, a text with a caret, got an arrow key before.

    Qt tells Orca of the keys that a widget gets, but of those of commands only when they are released. Orca
    then takes the caret that a command leads for moved by the arrow key, and reads its line or letter beside
    what is said of the command. Here the widget gets the command's key, and so Orca does.
    """

    def __init__(self, widget: QtWidgets.QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._is_after_arrow = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Claim the key of a command, and when it comes do what it stands for."""
        kinds = QtCore.QEvent.Type
        if not isinstance(event, QtGui.QKeyEvent):
            return super().eventFilter(watched, event)
        if self._is_after_arrow and event.type() in (kinds.ShortcutOverride, kinds.KeyPress):
            command = self._command(QtGui.QKeySequence(event.keyCombination()))
            # Of copying Orca would tell by itself.
            if command is not None and event.key() != _KEYS.Key_C:
                event.accept()
                if event.type() == kinds.KeyPress:
                    command()
                return True
        # That of a command that was not claimed is seen here when it is released.
        if event.type() == kinds.KeyRelease and event.key() not in _HELD:
            self._is_after_arrow = event.key() in _ARROWS
        return super().eventFilter(watched, event)

    def _command(self, keys: QtGui.QKeySequence) -> Callable[[], object] | None:
        """What `keys` stand for in the window."""
        window = self._widget.window()
        for action in window.actions():
            if action.isEnabled() and keys in action.shortcuts():
                return action.trigger
        shortcuts = window.findChildren(QtGui.QShortcut)
        return next((shortcut.activated.emit for shortcut in shortcuts if shortcut.key() == keys), None)
