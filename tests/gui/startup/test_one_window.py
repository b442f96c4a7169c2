"""The start shows one window, and no part of it as a window of its own before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.conftest import WindowMaker


class ShownWindows(QObject):
    """Keeps the class of each widget that is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_no_part_of_the_window_is_shown_as_a_window(qapp: QApplication, make_window: WindowMaker) -> None:
    """A pane that had one cost half of the start under Wine."""
    shown = ShownWindows()
    qapp.installEventFilter(shown)
    try:
        make_window()
    finally:
        qapp.removeEventFilter(shown)
    assert shown.names == ["MainWindow"]
