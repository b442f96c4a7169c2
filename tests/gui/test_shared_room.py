"""The room that sections and results share: a border that pointer and keys move, and that is remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hkviewer.gui.frame.shared_room import SharedRoom
from hkviewer.gui.window import MainWindow
from hkviewer.preferences.settings import SettingsStore
from tests.gui.doors import action_of, field_of, part_of, search_of, sidebar_of, tree_of
from tests.gui.test_room import is_whole, search


def room_of(window: MainWindow) -> SharedRoom:
    return part_of(window, SharedRoom)


def heights(window: MainWindow) -> tuple[int, int]:
    sections, results = room_of(window).sizes()
    return sections, results


def press(window: MainWindow, key: Qt.Key, times: int = 1) -> None:
    border = room_of(window).border
    border.setFocus()
    assert border.hasFocus()
    for _ in range(times):
        QTest.keyClick(border, key)


def settled(qtbot: QtBot, window: MainWindow) -> tuple[int, int]:
    """The heights when nothing changes them any more."""
    QTest.qWait(30)
    qtbot.waitUntil(lambda: search_of(window).session._runner.is_done)
    return heights(window)


def test_keys_move_the_border_and_enter_puts_it_back(qtbot, window):
    search(window, "trade", qtbot)
    sections, results = settled(qtbot, window)
    press(window, Qt.Key.Key_Up, 2)
    moved = heights(window)
    assert moved[0] < sections
    assert moved[1] > results
    press(window, Qt.Key.Key_Down, 3)
    assert heights(window)[0] > sections
    press(window, Qt.Key.Key_Return)
    assert settled(qtbot, window) == (sections, results)


def test_the_pointer_moves_the_border_and_a_double_click_puts_it_back(qtbot, window):
    search(window, "trade", qtbot)
    before = settled(qtbot, window)
    border = room_of(window).border
    middle = border.rect().center()
    QTest.mousePress(border, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(border, middle - QPoint(0, 40))
    QTest.mouseRelease(border, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: heights(window) != before)
    QTest.mouseDClick(border, Qt.MouseButton.LeftButton, pos=middle)
    assert settled(qtbot, window) == before


def test_where_the_border_was_moved_it_stays_for_the_next_search_and_the_next_window(
    qtbot, window, make_window
):
    search(window, "trade", qtbot)
    press(window, Qt.Key.Key_Up, 3)
    chosen = settled(qtbot, window)
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    search(window, "China", qtbot)
    assert settled(qtbot, window) == pytest.approx(chosen, abs=8)
    window.close()
    share = SettingsStore().load().sections_share
    assert share > 0
    again = make_window()
    search(again, "trade", qtbot)
    assert settled(qtbot, again) == pytest.approx(chosen, abs=8)
    press(again, Qt.Key.Key_Return)
    again.close()
    assert SettingsStore().load().sections_share == 0


def test_a_window_in_which_nothing_was_searched_keeps_what_was_chosen(window, make_window):
    window.preferences.change(lambda settings: settings.replace(sections_share=25))
    window.preferences.flush()
    make_window().close()
    assert SettingsStore().load().sections_share == 25


def test_the_border_says_what_it_is_and_shows_that_it_has_the_focus(qtbot, window):
    search(window, "trade", qtbot)
    border = room_of(window).border
    before, height = border.grab().toImage(), border.height()
    tree_of(window).setFocus()
    QTest.keyClick(tree_of(window), Qt.Key.Key_Tab)
    assert border.hasFocus()
    assert (border.accessibleName(), bool(border.accessibleDescription())) == (
        "Border between sections and results",
        True,
    )
    assert border.grab().toImage() != before
    assert border.height() == height
    QTest.keyClick(border, Qt.Key.Key_Escape)
    assert field_of(window).text() == "", "Esc ends the search from here too"


def test_the_results_are_still_seen_whatever_share_is_kept(qtbot, window, make_window):
    for share in (1, 950):
        window.preferences.change(lambda settings, share=share: settings.replace(sections_share=share))
        window.preferences.flush()
        again = make_window(width=800, height=600)
        search(again, "trade", qtbot)
        sections, results = settled(qtbot, again)
        assert min(sections, results) >= 60
        again.close()


@pytest.mark.parametrize(("width", "height"), [(455, 256), (640, 400), (800, 600)])
@pytest.mark.parametrize("zoom", [0, 5])
def test_in_small_windows_and_large_letters_the_results_have_room(qtbot, make_window, width, height, zoom):
    window = make_window(width=width, height=height)
    window.looks.change_zoom(zoom)
    action_of(window, "find").trigger()
    QTest.keyClicks(field_of(window), "trade ")
    results = search_of(window).results
    qtbot.waitUntil(results.isVisible)
    QTest.qWait(50)
    assert results.viewport().height() >= 2 * results.fontMetrics().lineSpacing()
    bottom = results.mapTo(sidebar_of(window), QPoint(0, results.height())).y()
    assert bottom <= sidebar_of(window).height()
    assert (window.width(), window.height()) == (width, height)


def test_in_letters_so_large_that_both_would_be_a_row_or_two_the_results_have_all_the_room(
    qtbot, make_window
):
    window = make_window(width=800, height=600)
    window.looks.change_zoom(5)
    action_of(window, "find").trigger()
    QTest.keyClicks(field_of(window), "trade ")
    qtbot.waitUntil(search_of(window).results.isVisible)
    assert not tree_of(window).isVisible()
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    window.looks.change_zoom(-5)
    action_of(window, "find").trigger()
    QTest.keyClicks(field_of(window), "trade ")
    qtbot.waitUntil(search_of(window).results.isVisible)
    assert tree_of(window).isVisible()


def test_a_sheet_that_is_whole_beside_the_results_stays_so(qtbot, make_window):
    window = make_window(width=800, height=600)
    search(window, "trade", qtbot)
    qtbot.waitUntil(lambda: is_whole(window))
