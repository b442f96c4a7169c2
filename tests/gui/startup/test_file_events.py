"""Documents that the system hands over while the program runs."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from hkviewer.gui.startup.file_events import FileOpenEvents
from hkviewer.gui.widgets.notice import NoticeBar
from tests.gui.doors import part_of


@pytest.fixture
def file_events(window, qapp):
    events = FileOpenEvents(window.open, window)
    qapp.installEventFilter(events)
    yield
    qapp.removeEventFilter(events)


def test_a_file_that_the_system_hands_over_is_opened(file_events, qapp, window, hard_sheet):
    assert QApplication.sendEvent(qapp, QFileOpenEvent(str(hard_sheet)))
    assert window.windowTitle() == "A Hard Sheet"


def test_one_that_cannot_be_read_leaves_the_sheet_open(file_events, qapp, window, tmp_path):
    QApplication.sendEvent(qapp, QFileOpenEvent(str(tmp_path / "missing.md")))
    assert window.windowTitle() == "U.S. Relations With Hong Kong"
    assert part_of(window, NoticeBar) is not None
    assert part_of(window, NoticeBar).isVisible()
