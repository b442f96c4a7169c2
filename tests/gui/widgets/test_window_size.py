"""No window first opens with a part beyond the screen."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog

from hkviewer.gui.widgets.window_size import first_size
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from tests.gui.conftest import end_windows
from tests.gui.doors import action_of, copy_dialog_of

ROOT = Path(__file__).parents[3]


def screen(width: int, height: int) -> Any:
    """A screen with so much room beside the desktop's panels."""
    return SimpleNamespace(availableSize=lambda: QSize(width, height))


@pytest.mark.parametrize(("width", "height"), [(1366, 728), (853, 440), (800, 600)])
def test_a_small_screen_has_room_for_the_frame_too(width, height):
    size = first_size(QSize(1180, 780), screen(width, height))
    assert size.width() <= width
    assert size.height() <= height - 40


def test_a_large_screen_changes_nothing():
    assert first_size(QSize(1180, 780), screen(1920, 1040)) == QSize(1180, 780)


def test_the_window_opens_on_the_screen(qapp):
    window = MainWindow(qapp, Preferences(), PlaceStore(), dt.date(2026, 11, 22))
    room = window.screen().availableSize()
    assert window.width() <= room.width()
    assert window.height() <= room.height() - 40
    end_windows([window])


def test_the_copy_dialog_opens_on_the_screen(window):
    action_of(window, "print_copy").trigger()
    dialog = copy_dialog_of(window)
    room = dialog.screen().availableSize()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height() - 40
    dialog.close()


@pytest.mark.slow
@pytest.mark.parametrize("zoom", [100, 200, 300])
@pytest.mark.parametrize(("width", "height"), [(1366, 728), (853, 440)])
def test_every_dialog_fits_the_screen_and_no_letter_leads_to_two_parts(width, height, zoom, tmp_path):
    """A desktop's panel takes 40 pixels; 1280 by 720 at 150 % are 853 by 480."""
    walk = [sys.executable, "-m", "tests.gui.dialog_walk", *map(str, (width, height, zoom, tmp_path))]
    done = subprocess.run(walk, capture_output=True, check=True, timeout=120, cwd=ROOT)
    faults = json.loads(done.stdout)
    assert len(faults) > 15
    assert {name: found for name, found in faults.items() if found} == {}


def test_qts_own_dialog_for_files_keeps_within_the_screen(window):
    room = first_size(QSize(9999, 9999), window.screen())
    box = QFileDialog(window)
    box.resize(9999, 9999)
    box.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    box.show()
    assert box.height() <= room.height()
    assert box.width() <= room.width()
    box.close()
