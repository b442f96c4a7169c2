"""Joins the preferences, which know no Qt, to the window: its thread, its being activated."""

from __future__ import annotations

from PySide6 import QtCore, QtGui

from hkviewer.preferences.preferences import Preferences


class PreferencesLink(QtCore.QObject):
    """Brings what the settings' thread has done into the thread of `parent`, the window."""

    _reported = QtCore.Signal()

    def __init__(self, preferences: Preferences, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._reported.connect(self._collect)
        preferences.report_to(self._reported.emit)
        # The file may be looked at when the window is gone already.
        self.destroyed.connect(lambda: preferences.report_to(lambda: None))

    def follow_other_windows(self, application: QtGui.QGuiApplication) -> None:
        """Look at the file whenever the program is activated: another window may have written."""
        application.applicationStateChanged.connect(self._follow)

    def _collect(self) -> None:
        self._preferences.collect()

    def _follow(self, state: QtCore.Qt.ApplicationState) -> None:
        if state == QtCore.Qt.ApplicationState.ApplicationActive:
            self._preferences.refresh()
