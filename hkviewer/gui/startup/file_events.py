"""Documents that macOS hands over: not as arguments, but as events of the application."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore, QtGui


class FileOpenEvents(QtCore.QObject):
    """An event filter for the application that calls `opened` with the path of each file handed over.

    To be installed on macOS only: a filter in Python is called for every event of the program.
    Source: https://doc.qt.io/qt-6/qfileopenevent.html
    """

    def __init__(self, opened: Callable[[str], object], parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._opened = opened

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Take the events of files; True for one that was taken."""
        if isinstance(event, QtGui.QFileOpenEvent):
            self._opened(event.file())
            return True
        return super().eventFilter(watched, event)
