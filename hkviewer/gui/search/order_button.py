"""The button above the results: in the order of the text, or the best first."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.preferences.preferences import Preferences
from hkviewer.preferences.schema import ResultOrder


class OrderButton(QtWidgets.QToolButton):
    """Pressed, results stand in reading order; the choice is kept, and that of another window followed.

    `chosen` carries the order that is in force from now on.
    """

    chosen = QtCore.Signal(str)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.setObjectName("order")
        self.setCheckable(True)
        self.setText("Reading order")
        self.setToolTip("Show the sections as they stand in the sheet, not the best first")
        self.setProperty("quiet", True)
        # In large letters it must not keep the sidebar from being narrow.
        self.setMinimumWidth(1)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Maximum, QtWidgets.QSizePolicy.Policy.Fixed)
        self._show()
        self.clicked.connect(self._choose)
        preferences.subscribe(self._follow)

    @property
    def order(self) -> ResultOrder:
        """The order in force."""
        return self._preferences.value.result_order

    def _choose(self) -> None:
        order = "reading" if self.isChecked() else "best"
        self._preferences.change(lambda settings: settings.replace(result_order=order))
        self._show()

    def _follow(self, names: frozenset[str]) -> None:
        if "result_order" in names:
            self._show()
            self.chosen.emit(self.order)

    def _show(self) -> None:
        self.setChecked(self.order == "reading")
