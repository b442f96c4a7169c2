"""Starts the application: fonts, style, errors that are shown instead of lost."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from hkviewer import __version__, paths
from hkviewer.gui.environment import SignalNotifier, prepare
from hkviewer.gui.main_window import MainWindow
from hkviewer.gui.style import load_fonts
from hkviewer.notebook.places import PlaceStore
from hkviewer.settings import SettingsStore


def run(document: str | None, section_id: str | None) -> int:
    """Open the window and stay until it is closed; the process's exit code.

    Args:
        document: a path or a bundled sheet's id; None is the bundled sheet.
        section_id: the section to begin at; None is where the reader left off.
    """
    prepare()
    application = make_application(sys.argv[:1])
    window = MainWindow(application, SettingsStore(), PlaceStore(), dt.date.today())  # noqa: DTZ011  the reader's own day
    _ErrorReporter(window)
    SignalNotifier(window.close, window)
    window.open(document, section_id)
    if report := os.environ.get("HKVIEWER_FIRST_PAINT"):
        _FirstPaint(window.pane.viewport(), Path(report))
    window.show()
    QTimer.singleShot(0, lambda: load_fonts(paths.resources_folder() / "fonts", first_only=False))
    return application.exec()


def make_application(arguments: Sequence[str]) -> QApplication:
    """The application with its name, its fonts for the first page, and one style on every system."""
    application = QApplication(list(arguments))
    application.setApplicationName("hkviewer")
    application.setApplicationDisplayName("hkviewer")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("hkviewer")
    application.setStyle(QStyleFactory.create("Fusion"))
    load_fonts(paths.resources_folder() / "fonts", first_only=True)
    application.setWindowIcon(QIcon(str(paths.resources_folder() / "icons" / "hkviewer-64.png")))
    return application


class _ErrorReporter(QObject):
    """Shows what would otherwise be a traceback on a terminal that nobody sees."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._showing = False
        sys.excepthook = self._report

    def _report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if self._showing or issubclass(kind, KeyboardInterrupt):
            return
        from hkviewer.gui.dialogs import show_error  # noqa: PLC0415  needed only when something fails

        self._showing = True
        try:
            show_error("".join(traceback.format_exception(kind, error, trace)), self._window)
        finally:
            self._showing = False


class _FirstPaint(QObject):
    """Writes the time of the first painted page to a file and ends: benchmarks/start.py reads it."""

    def __init__(self, viewport: QWidget, report: Path) -> None:
        super().__init__(viewport)
        self._report = report
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint event; what it draws is on the screen when the next event comes."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._write)
        return super().eventFilter(watched, event)

    def _write(self) -> None:
        self._report.write_text(str(time.time()), encoding="ascii")
        application = QApplication.instance()
        assert application is not None
        application.quit()
