"""Prints, as JSON, in which typefaces a running window is set: run by the Windows Python under Wine."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.startup.app import make_application
from hkviewer.gui.widgets.fonts import load_other_faces
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences


def main() -> None:
    """Open the window, search in it, and ask every widget and every run of the text for its typeface."""
    application = make_application()
    window = MainWindow(application, Preferences(), PlaceStore(), dt.date(2026, 11, 22))
    window.show()
    window.open(None, None)
    load_other_faces()
    window.search_for("trade")
    end = QtCore.QDeadlineTimer(10_000)
    while not end.hasExpired():
        application.processEvents(QtCore.QEventLoop.ProcessEventsFlag.AllEvents, 100)
    print(json.dumps({"widgets": _of_widgets(), "headings": _of_headings(window.pane.document())}))


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
            faces |= {f"{run.rawFont().familyName()}" for run in block.layout().glyphRuns()}
        block = block.next()
    return sorted(faces)


main()
