"""Opens every dialog on a screen of a given size and prints, as JSON, what of each does not fit there.

    python -m tests.gui.dialog_walk WIDTH HEIGHT ZOOM FOLDER

A process of its own, for Qt takes its screens when it starts.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QPushButton, QWidget

_WAIT = 60
_FRAME = 48
"""Milliseconds, and pixels of a window's title and edges."""


def main(width: int, height: int, zoom: int, folder: Path) -> None:
    """Walk through all of them."""
    screen = {"name": "a", "x": 0, "y": 0, "width": width, "height": height, "dpr": 1}
    screens = folder / "screens.json"
    screens.write_text(
        json.dumps({"screens": [screen | {"logicalDpi": 96, "logicalBaseDpi": 96}]}), encoding="utf-8"
    )
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}"
    os.environ["HKVIEWER_HOME"] = str(folder / "home")
    from hkviewer.gui.startup.app import make_application
    from hkviewer.gui.window import MainWindow
    from hkviewer.notebook.places import PlaceStore
    from hkviewer.preferences.preferences import Preferences
    from tests.gui.doors import copy_dialog_of

    application = make_application()
    window = MainWindow(application, Preferences(), PlaceStore(), dt.date(2026, 11, 22))
    window.show()
    window.open(None)
    window.painted()
    while window.looks.zoom < zoom:
        window.looks.change_zoom(1)
    application.processEvents()
    faults = {name: _seen(application, act) for name, act in _dialogs(window).items()}
    faults["window"] = list(_faults(window))
    faults["copy"] = list(_faults(copy_dialog_of(window)))
    window.close()
    print(json.dumps(faults))


def _dialogs(window: QWidget) -> dict[str, Callable[[], object]]:
    from hkviewer.gui.export.copy_export import ask_for_target
    from hkviewer.gui.export.parts_panel import ask_for_words
    from hkviewer.gui.widgets import background_task, dialogs, questions
    from tests.gui.doors import action_of, copy_dialog_of

    action_of(window, "print_copy").trigger()
    copy = copy_dialog_of(window)
    own = ("about_document", "keys", "about", "cite_document", "read_in_browser", "open")
    walk: dict[str, Callable[[], object]] = {name: action_of(window, name).trigger for name in own}
    address = "https://example.org/" + "x/" * 300
    background_task.QUIET_MILLISECONDS = 0
    stop = background_task.run_with_progress
    return walk | {
        "link": lambda: dialogs.ask_about_link(address, window),
        "locked link": lambda: dialogs.ask_about_link(address, window, may_leave=False),
        "error": lambda: dialogs.show_error("Traceback\n" * 300, window),
        "recipe": copy.recipes._ask_for_name,
        "recipe again": lambda: questions.may("Save a recipe", "A recipe of a long name " * 4, copy),
        "own words": lambda: ask_for_words("Words.", copy),
        "another sheet": copy._add_sheet,
        "export": lambda: ask_for_target(copy, Path.home(), "A long title " * 6),
        "progress": lambda: stop(copy, "Setting the copy…", _until),
    }


def _until(is_stopped: Callable[[], bool]) -> None:
    import time

    while not is_stopped():
        time.sleep(0.01)


def _seen(application: QApplication, act: Callable[[], object]) -> list[str]:
    """What does not fit of the dialog that `act` opens; it is closed then."""
    found: list[list[str]] = []
    below = application.activeModalWidget()

    def look() -> None:
        dialog = application.activeModalWidget()
        if dialog is not None and dialog is not below and not found:
            found.append(list(_faults(dialog)))
        if dialog is not None and dialog is not below:
            dialog.close()

    timer = QTimer(interval=_WAIT)
    timer.timeout.connect(look)
    timer.start()
    act()
    timer.stop()
    assert found, "no dialog appeared"
    return found[0]


def _faults(dialog: QWidget) -> Iterator[str]:
    from tests.gui.doors import mnemonics_of

    room = dialog.screen().availableSize()
    if dialog.width() > room.width() or dialog.height() > room.height() - _FRAME:
        yield f"it is {dialog.width()} by {dialog.height()}"
    for button in dialog.findChildren(QAbstractButton):
        if button.isVisible() and button.window() is dialog and not _scrolls(button):
            at = QRect(button.mapTo(dialog, QPoint(0, 0)), button.size())
            if not dialog.rect().contains(at):
                yield f"{button.text()} lies outside"
            if isinstance(button, QPushButton) and button.width() < button.minimumSizeHint().width() - 1:
                yield f"{button.text()} is cut"
    letters = mnemonics_of(dialog)
    yield from sorted(f"{letter} twice" for letter in set(letters) if letters.count(letter) > 1)


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractScrollArea):
        parent = parent.parentWidget()
    return parent is not None


if __name__ == "__main__":
    width, height, zoom, folder = sys.argv[1:]
    main(int(width), int(height), int(zoom), Path(folder))
