"""Keys of commands reach a screen reader on Linux before what they do does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore, QtGui, QtWidgets


class CommandKeys(QtCore.QObject):
    """Takes the keys of the window's commands where `widget`, a text with a caret, has the focus.

    Qt tells Orca of the keys that a widget gets, but of those of commands only when they are released. Orca
    then takes the caret that a command leads for moved by the arrow key before, and reads its line or letter
    beside what is said of the command. Here the widget gets the keys, and so Orca does.
    """

    def __init__(self, widget: QtWidgets.QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Claim the key of a command, and when it comes do what it stands for."""
        kinds = QtCore.QEvent.Type
        if isinstance(event, QtGui.QKeyEvent) and event.type() in (kinds.ShortcutOverride, kinds.KeyPress):
            command = self._command(QtGui.QKeySequence(event.keyCombination()))
            if command is not None:
                event.accept()
                if event.type() == kinds.KeyPress:
                    command()
                return True
        return super().eventFilter(watched, event)

    def _command(self, keys: QtGui.QKeySequence) -> Callable[[], object] | None:
        window = self._widget.window()
        for action in window.actions():
            if action.isEnabled() and keys in action.shortcuts():
                return action.trigger
        shortcuts = window.findChildren(QtGui.QShortcut)
        return next((shortcut.activated.emit for shortcut in shortcuts if shortcut.key() == keys), None)
