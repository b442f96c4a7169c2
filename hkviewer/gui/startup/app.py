"""Starts the application: fonts, style, errors that are shown instead of lost."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
import time
from pathlib import Path
from types import TracebackType

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer import __version__
from hkviewer.gui.startup.environment import prepare
from hkviewer.gui.widgets.fonts import load_first_faces, load_other_faces
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from hkviewer.system import paths


def run(document: str | None, section_id: str | None, query: str | None) -> int:
    """Open the window and stay until it is closed; the process's exit code.

    Args:
        document: a path or a bundled sheet's id; None is the bundled sheet.
        section_id: the section to begin at; None is where the reader left off.
        query: what to search for at once; None for nothing.
    """
    application = make_application()
    window = MainWindow(application, Preferences(), PlaceStore(), dt.date.today())  # noqa: DTZ011  the reader's own day
    _ErrorReporter(window)

    def after_first_page() -> None:
        # Switched off for the start: see hkviewer.commands.window.
        gc.enable()
        window.painted()
        load_other_faces()
        if os.name == "posix":
            from hkviewer.gui.startup.process_signals import SignalNotifier

            SignalNotifier(window.close, window)

    if report := os.environ.get("HKVIEWER_FIRST_PAINT"):
        window.pane.painted.connect(lambda: _report_first_paint(application, Path(report)))
    else:
        window.pane.painted.connect(after_first_page)
    # Shown first, so that the sheet is laid out once, at the window's own width.
    window.show()
    if not window.open(document, section_id):
        QtCore.QTimer.singleShot(0, after_first_page)
    if sys.platform == "darwin":
        from hkviewer.gui.startup.file_events import FileOpenEvents

        application.installEventFilter(FileOpenEvents(window.open, window))
    if window.isHidden():
        return 0  # closed while its document was read, by an event loop that ended with the reading
    if query is not None:
        window.search_for(query)
    return application.exec()


def make_application() -> QtWidgets.QApplication:
    """The application with its name, its fonts for the first page, and one style on every system."""
    prepare()
    product = paths.product()
    # The first argument is what X11 knows the window's class by, so that the desktop finds its entry.
    # The style is named here, because setStyle() costs 8 ms more: it makes Python's QStyle.
    application = QtWidgets.QApplication([product.id, "-style", "Fusion"])
    application.setApplicationName(product.id)
    application.setApplicationDisplayName(product.name)
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(product.id)
    load_first_faces()
    application.setWindowIcon(QtGui.QIcon(str(paths.resources_folder() / "icons" / "hkviewer-64.png")))
    return application


class _ErrorReporter(QtCore.QObject):
    """Shows what would otherwise be a traceback on a terminal that nobody sees."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._showing = False
        sys.excepthook = self._report

    def _report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if self._showing or issubclass(kind, KeyboardInterrupt):
            return
        import traceback

        from hkviewer.gui.widgets.dialogs import show_error

        self._showing = True
        try:
            show_error("".join(traceback.format_exception(kind, error, trace)), self._window)
        finally:
            self._showing = False


def _report_first_paint(application: QtWidgets.QApplication, report: Path) -> None:
    """Write the time of the first painted page and end: benchmarks/start.py measures it."""
    report.write_text(str(time.time()), encoding="ascii")
    application.quit()
