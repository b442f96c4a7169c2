"""A search is told of and ended also where the field is not at hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hkviewer.gui.window import MainWindow
from tests.gui.doors import action_of, count_of, field_of, search_of, sidebar_of, status_of, tree_of
from tests.gui.places import where


def search(qtbot: QtBot, window: MainWindow, query: str) -> None:
    window.search_for(query)
    qtbot.waitUntil(lambda: " of " in count_of(window).text())


@pytest.mark.parametrize("part", ["tree", "results", "pane"])
def test_esc_ends_the_search_from_every_part_of_the_window(qtbot, make_window, part):
    window = make_window()
    search(qtbot, window, "gold")
    widget = {"tree": tree_of(window), "results": search_of(window).results, "pane": window.pane}[part]
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Escape)
    assert field_of(window).text() == ""
    qtbot.waitUntil(lambda: where(window.pane) is None)


def test_esc_does_nothing_where_nothing_is_searched(qtbot, make_window):
    window = make_window()
    window.session.go_to_numbered(3)
    place = window.pane.place
    QTest.keyClick(window.pane, Qt.Key.Key_Escape)
    assert window.pane.place == place


def test_where_the_sidebar_makes_room_the_status_line_tells_of_the_search(qtbot, make_window):
    window = make_window()
    window.resize(500, 700)
    search(qtbot, window, "soverignty")
    assert not sidebar_of(window).isVisible()
    told = status_of(window)._source.accessibleName()
    assert "1 of 1 in 1 section" in told
    assert "Showing “sovereignty”" in told
    QTest.keyClick(window.pane, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "Offline copy" in status_of(window)._source.accessibleName())


def go_to_match(qtbot: QtBot, window: MainWindow, query: str, steps: int) -> None:
    """Search, and go on by `steps` matches, one after the other."""
    search(qtbot, window, query)
    for _ in range(abs(steps)):
        action_of(window, "find_next" if steps > 0 else "find_previous").trigger()
        QApplication.processEvents()


def match_top(window: MainWindow) -> int:
    """How far below the view's top the current match stands, in pixels."""
    pane = window.pane
    caret = pane.textCursor()
    session = search_of(window).session
    caret.setPosition(pane.map.position(session.matches[session._current]))
    return pane.cursorRect(caret).top()


@pytest.mark.parametrize("later", ["zoom", "down"])
def test_after_esc_nothing_leads_back_to_the_match(qtbot, make_window, later):
    window = make_window(height=500)
    search(qtbot, window, "gold")
    assert window.pane.verticalScrollBar().value() > 0
    field_of(window).left.emit()
    assert (where(window.pane), window.pane.textCursor().position()) == (None, 0)
    if later == "zoom":
        window.looks.change_zoom(1)
    else:
        QTest.keyClick(window.pane, Qt.Key.Key_Down)
    assert window.pane.verticalScrollBar().value() == 0


def test_a_match_above_the_view_comes_a_third_down_and_the_place_follows(qtbot, make_window):
    window = make_window(height=500)
    go_to_match(qtbot, window, "prc", -3)
    qtbot.waitUntil(lambda: count_of(window).text().startswith("4 of 6"))
    window.pane.verticalScrollBar().setValue(window.pane.verticalScrollBar().maximum())
    below = window.pane.place
    action_of(window, "find_previous").trigger()
    qtbot.waitUntil(lambda: count_of(window).text().startswith("3 of 6"))
    third = window.pane.viewport().height() // 3
    assert abs(match_top(window) - third) < 40
    assert window.pane.place != below
    assert where(window.pane) == window.pane._first_in_view()


@pytest.mark.parametrize("zoom", [5, -2])
def test_the_current_match_stays_in_view_while_the_text_grows_and_shrinks(qtbot, make_window, zoom):
    window = make_window(height=600)
    go_to_match(qtbot, window, "trade", 3)
    qtbot.waitUntil(lambda: count_of(window).text().startswith("4 of 9"))
    for _ in range(abs(zoom)):
        window.looks.change_zoom(1 if zoom > 0 else -1)
    assert 0 <= match_top(window) < window.pane.viewport().height() - 20


def test_a_match_that_was_scrolled_away_does_not_come_back_with_zoom(qtbot, make_window):
    window = make_window(height=500)
    go_to_match(qtbot, window, "trade", 3)
    qtbot.waitUntil(lambda: count_of(window).text().startswith("4 of 9"))
    window.pane.verticalScrollBar().setValue(0)
    window.looks.change_zoom(2)
    assert window.pane.verticalScrollBar().value() == 0
