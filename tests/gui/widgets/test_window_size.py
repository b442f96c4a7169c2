"""No window first opens with a part beyond the screen."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QSize

from hkviewer.gui.widgets.window_size import first_size
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from tests.gui.conftest import end_windows
from tests.gui.doors import action_of, copy_dialog_of


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
