"""Little room: the sidebar over the text, small windows, large text, long headings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from hkviewer.gui.frame.reading_area import NARROW
from hkviewer.gui.widgets.notice import MessagePage, NoticeBar
from hkviewer.gui.window import MainWindow
from hkviewer.preferences.settings import SettingsStore
from tests.examples import breadth
from tests.gui.doors import action_of, area_of, field_of, part_of, search_of, sidebar_of, status_of, tree_of
from tests.gui.places import go_to, point, where

WindowMaker = Callable[..., MainWindow]


@pytest.fixture
def narrow(make_window: WindowMaker) -> MainWindow:
    return make_window(width=640, height=400)


def sidebar_button(window: MainWindow) -> QToolButton:
    button = window.menuBar().cornerWidget()
    assert isinstance(button, QToolButton)
    return button


def test_below_700_pixels_the_text_has_the_whole_window(narrow):
    assert not sidebar_of(narrow).isVisible()
    assert narrow.pane.width() == 640


def test_at_700_pixels_the_sidebar_stands_beside(make_window):
    window = make_window(width=NARROW)
    assert sidebar_of(window).isVisible()
    assert window.pane.mapTo(window, QPoint(0, 0)).x() >= sidebar_of(window).width()


def test_a_visible_button_brings_the_sidebar_over_the_text(qtbot, narrow):
    button = sidebar_button(narrow)
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert sidebar_of(narrow).isVisible()
    assert narrow.pane.width() == 640, "the text is not squeezed"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert sidebar_of(narrow).isAncestorOf(focus)


def test_where_there_is_room_the_button_is_not_needed(window):
    assert not sidebar_button(window).isVisible()


def test_choosing_a_section_closes_the_overlay_and_goes_there(narrow):
    action_of(narrow, "sidebar").trigger()
    tree = tree_of(narrow)
    QTest.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(tree.model().index(2, 0)).center()
    )
    assert not sidebar_of(narrow).isVisible()
    assert where(narrow.pane) == point("economic-relations")
    assert QApplication.focusWidget() is narrow.pane


def test_esc_closes_the_overlay_and_returns_to_the_text(narrow):
    action_of(narrow, "sidebar").trigger()
    tree_of(narrow).setFocus()
    QTest.keyClick(tree_of(narrow), Qt.Key.Key_Escape)
    assert not sidebar_of(narrow).isVisible()
    assert QApplication.focusWidget() is narrow.pane


def test_a_click_beside_closes_the_overlay(narrow):
    action_of(narrow, "sidebar").trigger()
    QTest.mouseClick(narrow.pane.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(620, 200))
    assert not sidebar_of(narrow).isVisible()


def test_the_overlay_leaves_some_text_to_be_seen_even_in_the_smallest_window(make_window):
    window = make_window(width=455, height=256)
    action_of(window, "sidebar").trigger()
    assert sidebar_of(window).isVisible()
    assert sidebar_of(window).width() <= 455 - 40


def test_being_narrow_for_a_while_does_not_hide_the_sidebar_for_good(window):
    window.resize(500, 500)
    QApplication.processEvents()
    assert not sidebar_of(window).isVisible()
    window.resize(1180, 780)
    QApplication.processEvents()
    assert sidebar_of(window).isVisible()
    window.resize(500, 500)
    window.close()
    assert SettingsStore().load().sidebar_visible


def test_the_sidebar_is_between_220_and_460_pixels_wide(window):
    area_of(window)._splitter.setSizes([1, 1000])
    assert sidebar_of(window).width() == 220
    area_of(window)._splitter.setSizes([900, 100])
    assert sidebar_of(window).width() == 460


@pytest.mark.parametrize(("width", "height"), breadth([(455, 256), (640, 400), (800, 600)], 2))
@pytest.mark.parametrize("zoom", [100, 300])
def test_small_windows_keep_their_size_and_scroll_only_down(make_window, width, height, zoom):
    window = make_window(width=width, height=height)
    if zoom == 300:
        for _ in range(7):
            window.looks.change_zoom(1)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (width, height)
    assert window.pane.horizontalScrollBar().maximum() == 0
    assert tree_of(window).horizontalScrollBar().maximum() == 0
    assert window.pane.viewport().height() > height / 3, "the text keeps the most of the room"


def test_the_hard_sheet_scrolls_only_down_in_the_smallest_window(make_window, hard_sheet):
    window = make_window(hard_sheet, width=455, height=256)
    assert window.pane.horizontalScrollBar().maximum() == 0
    assert window.pane.document().size().width() <= window.pane.viewport().width()


def test_a_word_longer_than_the_column_is_broken_not_cut(make_window, tmp_path):
    path = tmp_path / "long.md"
    path.write_text("# T\n\n## A\n\n" + "x" * 400 + "\n\n    " + "y" * 400 + "\n", encoding="utf-8")
    window = make_window(path, width=455, height=300)
    pane = window.pane
    assert pane.document().size().width() <= pane.viewport().width()


def test_a_wide_table_s_words_all_stay_in_the_column(make_window, tmp_path):
    path = tmp_path / "wide.md"
    head = "| " + " | ".join(f"Column {n}" for n in range(6)) + " |"
    row = "| " + " | ".join("Some words in a cell" for _ in range(6)) + " |"
    path.write_text(f"# T\n\n## A\n\n{head}\n{'| --- ' * 6}|\n{row}\n", encoding="utf-8")
    window = make_window(path)
    assert window.pane.document().size().width() <= window.pane.viewport().width()


LONG = "A heading of very many words that goes on and on " * 12


@pytest.fixture
def long_window(make_window: WindowMaker, tmp_path: Path) -> MainWindow:
    path = tmp_path / "long.md"
    path.write_text(f"# T\n\n## {LONG}\n\nWords.\n\n## Short\n\nWords.\n", encoding="utf-8")
    return make_window(path)


def test_a_very_long_heading_takes_three_lines_in_the_tree(long_window):
    tree = tree_of(long_window)
    metrics = tree.fontMetrics()
    height = tree.visualRect(tree.model().index(0, 0)).height()
    assert 3 * metrics.height() <= height <= 3 * metrics.height() + 20
    assert tree.horizontalScrollBar().maximum() == 0


def tooltips(window: MainWindow) -> list[str]:
    model = tree_of(window).model()
    return [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(model.rowCount())]


def test_and_its_tooltip_holds_the_whole(long_window):
    assert tooltips(long_window) == [LONG.strip(), ""]


def test_a_badge_says_its_number_in_words(long_window):
    tree_of(long_window).show_matches({"short": 4}, {"short": 4})
    assert tooltips(long_window)[1] == "4 matches"
    said = tree_of(long_window).model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Short, 4 matches"


@pytest.mark.parametrize("width", [455, 640])
def test_a_long_heading_in_the_status_line_does_not_keep_the_window_wide(long_window, width):
    assert status_of(long_window)._place.text().count("…") == 1
    long_window.resize(width, 400)
    QApplication.processEvents()
    assert long_window.width() == width
    place = status_of(long_window)._place
    assert place.fontMetrics().horizontalAdvance(place.text()) <= place.width()


def test_a_collapsed_section_s_badge_adds_up_its_children_s(make_window, hard_sheet):
    window = make_window(hard_sheet)
    tree = tree_of(window)
    tree.show_matches({"links": 2, "deeper": 3}, {"links": 5, "deeper": 3})
    links = next(
        tree.model().index(row, 0)
        for row in range(tree.model().rowCount())
        if tree.model().index(row, 0).data() == "Links"
    )
    assert tree.badge_count(links) == 2
    tree.collapse(links)
    assert tree.badge_count(links) == 5


def test_the_tree_marks_the_collapsed_section_that_hides_the_reading_place(make_window, hard_sheet):
    window = make_window(hard_sheet, height=300)
    tree = tree_of(window)
    links = next(
        tree.model().index(row, 0)
        for row in range(tree.model().rowCount())
        if tree.model().index(row, 0).data() == "Links"
    )
    tree.collapse(links)
    go_to(window.pane, "deeper")
    assert tree.currentIndex().data() == "Links"


@pytest.mark.parametrize(
    "title", ["香港特別行政區" * 20, "هونغ كونغ " * 30, "😀" * 200, "x" * 500, "a\u0301" * 99]
)
def test_headings_of_any_script_are_wrapped(make_window, tmp_path, title):
    path = tmp_path / "any.md"
    path.write_text(f"# {title}\n\n## {title}\n\n{title}\n", encoding="utf-8")
    window = make_window(path, width=720, height=400)
    window.grab()
    tree = tree_of(window)
    assert tree.horizontalScrollBar().maximum() == 0
    assert window.pane.document().size().width() <= window.pane.viewport().width()
    assert window.width() == 720


def test_right_to_left_paragraphs_are_laid_out_from_the_right(make_window, hard_sheet):
    pane = make_window(hard_sheet).pane
    block = pane.document().begin()
    while block.isValid() and "هونغ" not in block.text():
        block = block.next()
    assert block.textDirection() == Qt.LayoutDirection.RightToLeft
    line = block.layout().lineAt(0)
    assert line.naturalTextRect().right() >= line.rect().right() - 1


def test_a_section_with_others_below_it_shows_an_arrow_that_turns_and_opens(make_window, hard_sheet):
    tree = make_window(hard_sheet)._tree
    model = tree.model()
    rows = {model.index(row, 0).data(): model.index(row, 0) for row in range(model.rowCount())}

    def before(title: str) -> QImage:
        rect = tree.visualRect(rows[title])
        picture: QImage = tree.viewport().grab(QRect(0, rect.top(), rect.left(), 28)).toImage()
        return picture

    opened, plain = before("Links"), before("Letters")
    assert opened != plain
    middle = tree.visualRect(rows["Links"])
    QTest.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle.left() - 7, middle.center().y())
    )
    assert not tree.isExpanded(rows["Links"])
    assert before("Links") not in (opened, plain)


def last_row(window: MainWindow) -> QRect:
    tree = tree_of(window)
    return tree.visualRect(tree.model().index(tree.model().rowCount() - 1, 0))


def is_whole(window: MainWindow) -> bool:
    return tree_of(window).viewport().rect().contains(last_row(window))


def search(window: MainWindow, query: str, qtbot: QtBot) -> None:
    window.search_for(query)
    controller = search_of(window)
    session = controller.session
    qtbot.waitUntil(lambda: session._shown is not None and session._shown.text == query)
    qtbot.waitUntil(controller.results_panel.isVisible)


@pytest.mark.parametrize("query", ["trade", "soverignty"])
def test_all_sections_stay_in_view_while_searching_in_a_small_window(query, qtbot, make_window):
    window = make_window(width=800, height=600)
    search(window, query, qtbot)
    qtbot.waitUntil(lambda: is_whole(window))


def test_the_results_get_the_room_that_the_sections_leave(qtbot, make_window):
    window = make_window()
    search(window, "trade", qtbot)
    qtbot.waitUntil(lambda: 0 <= tree_of(window).height() - last_row(window).bottom() < 8)


def test_the_sections_keep_their_height_whatever_is_found(qtbot, make_window):
    window = make_window()
    heights = set()
    for query in ("trade", "China", "gold"):
        search(window, query, qtbot)
        qtbot.waitUntil(lambda: 0 <= tree_of(window).height() - last_row(window).bottom() < 8)
        heights.add(tree_of(window).height())
    assert len(heights) == 1


def test_a_tree_that_is_too_long_leaves_the_results_their_room(qtbot, make_window, tmp_path):
    file = tmp_path / "long.md"
    sections = "".join(f"## Section {n}\n\nwords\n\n" for n in range(60))
    file.write_text(f"# Long\n\n{sections}", encoding="utf-8")
    window = make_window(file, width=800, height=600)
    search(window, "words", qtbot)
    assert not is_whole(window)
    qtbot.waitUntil(lambda: search_of(window).results_panel.height() > tree_of(window).height() > 100)


def test_after_the_search_the_tree_has_all_the_room_again(qtbot, make_window):
    window = make_window(width=800, height=600)
    tree = tree_of(window)
    before = tree.height()
    search(window, "trade", qtbot)
    qtbot.waitUntil(lambda: tree.height() < before)
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tree.height() == before)


def test_in_a_very_low_window_a_message_and_its_button_stand_where_the_tree_would(qtbot, make_window):
    window = make_window(width=455, height=256)
    action_of(window, "find").trigger()
    QTest.keyClicks(field_of(window), "pearls soverignty ")
    message = search_of(window).message
    qtbot.waitUntil(message.isVisible)
    button = message.findChild(QPushButton)
    qtbot.waitUntil(lambda: button.height() >= button.minimumSizeHint().height())
    words = message._words
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    assert not tree_of(window).isVisible()
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not sidebar_of(window)._sections.isHidden())


@pytest.mark.parametrize("steps", breadth([0, 9]))
@pytest.mark.parametrize("first", [None, "/" + "folder" * 40 + "/sheet.md"])
def test_a_long_path_that_is_told_of_does_not_make_the_window_wide(make_window, first, steps):
    path = "/" + "anotherfolder" * 20 + "/sheet.md"
    window = make_window(first, width=455, height=256)
    window.open(path)
    for _ in range(steps):
        window.looks.change_zoom(1)
    QTest.qWait(50)
    assert window.width() == 455
    shown = part_of(window, NoticeBar) if first is None else part_of(window, MessagePage)
    assert shown.width() <= 455
    assert path in shown.accessibleDescription()
    for button in (each for each in shown.findChildren(QAbstractButton) if each.isVisible()):
        assert button.mapTo(window, QPoint(button.width(), 0)).x() <= 455
        assert button.height() >= button.minimumSizeHint().height()
    (words,) = [each for each in shown.findChildren(QLabel) if path in each.toolTip()]
    assert first is None or words.height() >= words.heightForWidth(words.width())
