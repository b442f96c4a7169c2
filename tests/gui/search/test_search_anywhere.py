"""A search is told of and ended also where the field is not at hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hkviewer.gui.main_window import MainWindow


def search(qtbot: QtBot, window: MainWindow, query: str) -> None:
    window.search_for(query)
    qtbot.waitUntil(lambda: " of " in window._count.text())


@pytest.mark.parametrize("part", ["tree", "results", "pane"])
def test_esc_ends_the_search_from_every_part_of_the_window(qtbot, make_window, part):
    window = make_window()
    search(qtbot, window, "gold")
    widget = {"tree": window._tree, "results": window._search.results, "pane": window.pane}[part]
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Escape)
    assert window._field.text() == ""
    qtbot.waitUntil(lambda: window.pane.place is None)


def test_esc_does_nothing_where_nothing_is_searched(qtbot, make_window):
    window = make_window()
    window._navigation.go_to_numbered(3)
    place = window.pane.place
    QTest.keyClick(window.pane, Qt.Key.Key_Escape)
    assert window.pane.place == place


def test_where_the_sidebar_makes_room_the_status_line_tells_of_the_search(qtbot, make_window):
    window = make_window()
    window.resize(500, 700)
    search(qtbot, window, "soverignty")
    assert not window._sidebar.isVisible()
    told = window._status._source.accessibleName()
    assert "1 of 1 in 1 section" in told
    assert "Showing “sovereignty”" in told
    QTest.keyClick(window.pane, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "Offline copy" in window._status._source.accessibleName())
