"""Asks the program, from source and by Windows' Python under Wine, what no picture tells; prints JSON.

python probe_window.py fonts        in which faces each widget and the headings are set
python probe_window.py printers     the printers that the system lists, and how long that took
python probe_window.py folder       where the first dialog for a file begins
python probe_window.py contrast     the window's colours where the system has a contrast theme
python probe_window.py plain        the same with the theme's colours, but no wish for contrast
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import PySide6
from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.startup.app import make_application
from hkviewer.gui.widgets.file_dialogs import first_folder
from hkviewer.gui.widgets.fonts import load_other_faces
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from tools.windows import contrast_theme


def fonts() -> dict[str, object]:
    """Open the window, search in it, and ask every widget and every heading for its face."""
    application, window = _opened()
    load_other_faces()
    window.search_for("trade")
    _wait(application, 6_000)
    return {"widgets": _of_widgets(), "headings": _of_headings(window.pane.document())}


def printers() -> dict[str, object]:
    """Ask for the printers as the dialog for printing does."""
    from PySide6 import QtPrintSupport

    _application, _window = _opened()
    begun = time.monotonic()
    names = QtPrintSupport.QPrinterInfo.availablePrinterNames()
    QtPrintSupport.QPrinter(QtPrintSupport.QPrinter.PrinterMode.HighResolution)
    return {"printers": names, "seconds": round(time.monotonic() - begun, 2)}


def folder() -> dict[str, object]:
    """Ask where the first dialog begins, with the program started in another folder."""
    _application, _window = _opened()
    documents = QtCore.QStandardPaths.writableLocation(
        QtCore.QStandardPaths.StandardLocation.DocumentsLocation
    )
    return {"first": first_folder(), "documents": documents, "started": QtCore.QDir.currentPath()}


def contrast() -> dict[str, object]:
    """Open the window under a contrast theme, and say what it took of it."""
    return _looks_of_system(contrast=True)


def plain() -> dict[str, object]:
    """As before, with the theme's colours alone."""
    return _looks_of_system(contrast=False)


def _looks_of_system(*, contrast: bool) -> dict[str, object]:
    plugin = Path(PySide6.__file__).with_name("plugins") / "platforms" / "qwindows.dll"
    with contrast_theme.put_on(plugin, contrast=contrast):
        application, window = _opened()
        _wait(application, 4_000)
        wanted = application.styleHints().accessibility().contrastPreference().name
        colours = window.looks.colours
        seen = {name: getattr(colours, name) for name in ("page", "text", "link")}
    return {"wanted": wanted, "bordered": colours.bordered, **seen}


def _opened() -> tuple[QtWidgets.QApplication, MainWindow]:
    application = make_application()
    window = MainWindow(application, Preferences(), PlaceStore(), dt.date(2026, 11, 22))
    window.show()
    window.open(None, None)
    _wait(application, 2_000)
    window.painted()
    return application, window


def _wait(application: QtWidgets.QApplication, milliseconds: int) -> None:
    end = QtCore.QDeadlineTimer(milliseconds)
    while not end.hasExpired():
        application.processEvents(QtCore.QEventLoop.ProcessEventsFlag.AllEvents, 100)


def _of_widgets() -> dict[str, list[str]]:
    """Each family, with the kinds of widgets that are set in it."""
    families: dict[str, set[str]] = {}
    for widget in QtWidgets.QApplication.allWidgets():
        families.setdefault(widget.fontInfo().family(), set()).add(type(widget).__name__)
    return {family: sorted(kinds) for family, kinds in families.items()}


def _of_headings(document: QtGui.QTextDocument) -> list[str]:
    """The faces that the headings of sections are drawn in."""
    faces = set()
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() > 1:
            faces |= _drawn_in(block)
        block = block.next()
    return sorted(faces)


def _drawn_in(block: QtGui.QTextBlock) -> set[str]:
    """The faces that its letters are drawn in: laid out again, for a layout drops its glyphs."""
    layout = QtGui.QTextLayout(block.text(), block.charFormat().font())
    layout.setFormats(block.textFormats())
    layout.beginLayout()
    layout.createLine().setLineWidth(10_000)
    layout.endLayout()
    return {f"{run.rawFont().familyName()}" for run in layout.glyphRuns()}


PROBES = {probe.__name__: probe for probe in (fonts, printers, folder, contrast, plain)}
print(json.dumps(PROBES[sys.argv[1]]()))
