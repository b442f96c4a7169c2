"""How soon the briefing dialog's pages follow a choice: prints JSON.

    python benchmarks/dialog.py               the bundled sheet
    python benchmarks/dialog.py --rounds 20

Each choice is made in the dialog as a reader makes it. The time runs until the first new page has
been painted on the screen; the compact layout, whose first pages come before its columns are
balanced, is measured until those first pages.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6 import QtCore, QtWidgets

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hkviewer.content.document import open_document
from hkviewer.gui.export.dialog import BriefingDialog
from hkviewer.gui.export.page_view import PageView
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.widgets.icons import Icons
from hkviewer.preferences.preferences import Preferences
from hkviewer.system import paths
from hkviewer.theme import LIGHT

GOAL_MS = 100.0
_LONGEST_SECONDS = 20.0
_PAUSE_SECONDS = 0.3
"""Between two choices, as a reader pauses: the balanced pages of the one before are over by then."""


def main() -> int:
    """Measure and print the figures; 1 where the goal is missed, else 0."""
    parser = argparse.ArgumentParser(description="How soon pages follow a choice; prints JSON.")
    parser.add_argument("--rounds", type=int, default=12, metavar="N", help="times for each choice (12)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="hkviewer-dialog-") as home:
        # Before Qt and the settings look at them.
        os.environ["HKVIEWER_HOME"] = home
        if not {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & {*os.environ} and sys.platform == "linux":
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        figures = measured(rounds)
    print(json.dumps(figures, indent=2))
    return 0 if figures["goal_reached"] else 1


def measured(rounds: int) -> dict[str, object]:
    """The times from choice to page, in milliseconds."""
    dialog = _Dialog()
    first = dialog.first_page_ms
    times = {name: [dialog.time(act) for _ in range(rounds)] for name, act in dialog.choices().items()}
    dialog.close()
    every = [milliseconds for several in times.values() for milliseconds in several]
    p95 = _percentile(every, 95)
    return {
        "goal_ms": GOAL_MS,
        "goal_reached": p95 <= GOAL_MS,
        "choices": len(every),
        "p50_ms": _percentile(every, 50),
        "p95_ms": p95,
        "max_ms": round(max(every), 1),
        "first_page_after_opening_ms": round(first, 1),
        "p50_by_choice_ms": {name: _percentile(several, 50) for name, several in times.items()},
        "p95_by_choice_ms": {name: _percentile(several, 95) for name, several in times.items()},
    }


class _Dialog:
    """The briefing dialog on the bundled sheet, and when its pages were painted."""

    def __init__(self) -> None:
        self._application = make_application()
        icons = Icons(paths.resources_folder() / "icons" / "lucide", LIGHT.text, LIGHT.border, 1.0)
        began = time.perf_counter()
        self._dialog = BriefingDialog(open_document(None), Preferences(), date=dt.date(2026, 11, 22))
        self._dialog.recolour(icons, LIGHT)
        (self._view,) = self._dialog.findChildren(PageView)
        self._shown_at = 0.0
        self._is_new = False
        self._view.page_changed.connect(self._note_new)
        self._watcher = _Watcher(self._note_paint)
        self._view.viewport().installEventFilter(self._watcher)
        self._dialog.show()
        self._wait()
        self.first_page_ms = (self._shown_at - began) * 1000

    def _note_new(self, _page: int, _count: int) -> None:
        self._is_new = True

    def _note_paint(self) -> None:
        if self._is_new and not self._shown_at:
            # The event loop comes to it when the widget has been painted and shown.
            QtCore.QTimer.singleShot(0, self._note_shown)

    def _note_shown(self) -> None:
        self._shown_at = self._shown_at or time.perf_counter()

    def _wait(self) -> None:
        end = time.perf_counter() + _LONGEST_SECONDS
        while not self._shown_at:
            if time.perf_counter() > end:
                raise SystemExit("The pages did not follow a choice.")
            self._application.processEvents()
            time.sleep(0.0005)

    def time(self, act: Callable[[], object]) -> float:
        """Make one choice: milliseconds until a new page was painted."""
        end = time.perf_counter() + _PAUSE_SECONDS
        while time.perf_counter() < end:
            self._application.processEvents()
            time.sleep(0.005)
        self._is_new, self._shown_at = False, 0.0
        began = time.perf_counter()
        act()
        self._wait()
        return (self._shown_at - began) * 1000

    def choices(self) -> dict[str, Callable[[], object]]:
        """What a reader changes, by name; each changes the copy every time it is called."""
        widgets = {
            widget.accessibleName(): widget
            for widget in self._dialog.findChildren(QtWidgets.QWidget)
            if not isinstance(widget, QtWidgets.QAbstractItemView)
        }

        def turn(name: str, count: int) -> Callable[[], object]:
            combo = widgets[name]
            assert isinstance(combo, QtWidgets.QComboBox)
            return lambda: combo.setCurrentIndex((combo.currentIndex() + 1) % count)

        def toggle(name: str) -> Callable[[], object]:
            check = widgets[name]
            assert isinstance(check, QtWidgets.QCheckBox)
            return check.toggle

        line = widgets["Prepared for"]
        assert isinstance(line, QtWidgets.QLineEdit)
        return {
            "a letter typed": lambda: line.setText(line.text() + "x"),
            "paper": turn("Paper", 2),
            "marking": turn("Marking", 2),
            "cover": toggle("Cover page"),
            "paragraph numbers": toggle("Paragraph numbers"),
            "contents": turn("Contents", 3),
            "layout": turn("Layout", 3),
        }

    def close(self) -> None:
        """Close the dialog and end its thread."""
        self._dialog.close()
        self._dialog.end()


class _Watcher(QtCore.QObject):
    """Calls `about_to_paint` when the watched widget is about to be painted."""

    def __init__(self, about_to_paint: Callable[[], None]) -> None:
        super().__init__()
        self._about_to_paint = about_to_paint

    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QtCore.QEvent.Type.Paint:
            self._about_to_paint()
        return False


def _percentile(values: Sequence[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 1)


if __name__ == "__main__":
    sys.exit(main())
