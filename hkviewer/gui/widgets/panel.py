"""What stands in the sidebar in the place of something else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets


class Panel(QtWidgets.QWidget):
    """A part of the sidebar that knows how to make do with little room."""

    @property
    def first(self) -> QtWidgets.QWidget:
        """What gets the focus when the panel does."""
        raise NotImplementedError

    def setFocus(self, *reason: QtCore.Qt.FocusReason) -> None:
        """Give the focus to the first part; with Qt's proxy screen readers would find it here too."""
        self.first.setFocus(*reason)

    @property
    def stops(self) -> Sequence[QtWidgets.QWidget]:
        """What Tab stops at, in order."""
        raise NotImplementedError

    def give_way(self, *, is_crowded: bool) -> None:
        """Leave out what can be done without where there is little room, or show it again."""
        raise NotImplementedError
