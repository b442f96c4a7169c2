"""The section tree: rows that wrap, and the row of the section that the reader is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QScrollBar, QStyleOptionViewItem

from hkviewer.gui.reading.row_direction import RowDelegate
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.window import MainWindow
from tests.examples import breadth
from tests.gui.doors import area_of, search_of, tree_of

WindowMaker = Callable[..., MainWindow]
SECTIONS = 40


@pytest.fixture
def long_window(make_window: WindowMaker, tmp_path: Path) -> MainWindow:
    """A window with a sheet of many sections, whose titles wrap where the sidebar is narrow."""
    file = tmp_path / "long.md"
    sections = "".join(
        f"## Section {n} and International Organizations\n\n{'words ' * 300}\n\n" for n in range(SECTIONS)
    )
    file.write_text(f"# Long\n\n{sections}", encoding="utf-8")
    return make_window(file, width=1180, height=600)


def row(tree: SectionTree, number: int) -> QRect:
    return tree.visualRect(tree.model().index(number, 0))


def is_in_view(tree: SectionTree, number: int) -> bool:
    # Qt's own scrollTo() leaves a pixel below the view.
    return tree.viewport().rect().adjusted(0, -1, 0, 1).contains(row(tree, number))


def read(window: MainWindow, number: int) -> SectionTree:
    tree = tree_of(window)
    tree.chosen.emit(list(tree._items)[number])
    QApplication.processEvents()
    assert is_in_view(tree, number)
    return tree


def narrow_sidebar(window: MainWindow) -> None:
    area_of(window)._splitter.setSizes([220, 960])


def largest(window: MainWindow) -> None:
    for _ in range(5):
        window.looks.change_zoom(1)


def small_window(window: MainWindow) -> None:
    window.resize(1180, 320)


def narrow_and_back(window: MainWindow) -> None:
    narrow_sidebar(window)
    QApplication.processEvents()
    area_of(window)._splitter.setSizes([460, 720])


@pytest.mark.parametrize("change", breadth([narrow_sidebar, largest, small_window, narrow_and_back]))
@pytest.mark.parametrize("number", [9, 20, SECTIONS - 1])
def test_the_readers_row_stays_in_view_when_rows_wrap_anew(change, number, qtbot, long_window):
    tree = read(long_window, number)
    change(long_window)
    qtbot.waitUntil(lambda: is_in_view(tree, number))
    QApplication.processEvents()
    assert is_in_view(tree, number)


@pytest.mark.parametrize("change", breadth([narrow_sidebar, largest]))
def test_it_does_so_while_searching_too(change, qtbot, long_window):
    tree = read(long_window, 30)
    long_window.search_for("words")
    session = search_of(long_window).session
    qtbot.waitUntil(lambda: session._current >= 0 and not long_window.pane._moved.isActive())
    tree = read(long_window, 20)
    change(long_window)
    qtbot.waitUntil(lambda: tree._runner is not None and tree._runner.is_done)
    qtbot.waitUntil(lambda: is_in_view(tree, 20))


def test_a_tree_that_was_scrolled_elsewhere_is_left_there(long_window):
    tree = read(long_window, 30)
    tree.verticalScrollBar().triggerAction(QScrollBar.SliderAction.SliderToMinimum)
    narrow_sidebar(long_window)
    QApplication.processEvents()
    assert tree.verticalScrollBar().value() == 0


def test_a_tree_that_was_walked_through_by_keys_is_left_there(qtbot, long_window):
    tree = read(long_window, 30)
    qtbot.keyClick(tree, Qt.Key.Key_Home)
    narrow_sidebar(long_window)
    QApplication.processEvents()
    assert tree.verticalScrollBar().value() == 0


def test_rows_keep_their_height_as_one_reads_on(window):
    largest(window)
    QApplication.processEvents()
    tree = tree_of(window)
    count = tree.model().rowCount()
    before = [row(tree, number).height() for number in range(count)]
    for number in range(count):
        tree.show_reading(list(tree._items)[number])
        tree.recolour(window.looks.colours)
        QApplication.processEvents()
        assert [row(tree, each).height() for each in range(count)] == before


def test_the_readers_title_has_room_in_bold(window):
    tree = tree_of(window)
    font = QFont(tree.font())
    font.setBold(True)
    for _ in range(6):
        metrics = QFontMetrics(font)
        for number, section in enumerate(tree._items):
            tree.show_reading(section)
            QApplication.processEvents()
            item = tree.model().index(number, 0)
            room = tree._words_width(tree._items[section], 0)
            needed = metrics.boundingRect(QRect(0, 0, room, 10_000), 0x1000, item.data()).height()
            assert row(tree, number).height() >= needed
        window.looks.change_zoom(1)
        font = QFont(tree.font())
        font.setBold(True)


@pytest.fixture
def large_window(make_window: WindowMaker, tmp_path: Path) -> MainWindow:
    """A window with a sheet of so many sections that measuring all of them takes long."""
    file = tmp_path / "large.md"
    sections = "".join(f"## Section {n} and International Organizations\n\nWords.\n\n" for n in range(1_000))
    file.write_text(f"# Large\n\n{sections}", encoding="utf-8")
    return make_window(file, width=1180, height=600)


def drag_sidebar(window: MainWindow, *widths: int) -> None:
    for width in widths:
        area_of(window)._splitter.setSizes([width, 1180 - width])
        QApplication.processEvents()


def is_measured(tree: SectionTree, section: str) -> bool:
    item = tree._items[section]
    wanted = tree._lines(item, tree._words_width(item, tree.badge_count(item.index())))[1]
    return tree.visualRect(item.index()).height() == wanted


@pytest.mark.parametrize("query", breadth(["", "words"]))
def test_while_the_sidebar_is_dragged_only_rows_in_view_are_measured(qtbot, large_window, monkeypatch, query):
    if query:
        large_window.search_for(query)
        qtbot.waitUntil(lambda: search_of(large_window).session._current >= 0, timeout=10000)
        qtbot.waitUntil(lambda: (runner := tree_of(large_window)._runner) is not None and runner.is_done)
    tree = read(large_window, 500)
    fitted: list[QModelIndex] = []
    before = SectionTree._fit_row

    def fit(tree: SectionTree, index: QModelIndex) -> None:
        fitted.append(index)
        before(tree, index)

    monkeypatch.setattr(SectionTree, "_fit_row", fit)
    monkeypatch.setattr(tree._rest, "start", lambda: None)
    drag_sidebar(large_window, 310, 340, 370, 400)
    assert 4 <= len(fitted) <= 4 * 40
    assert is_in_view(tree, 500)


@pytest.mark.parametrize("width", breadth([220, 460]))
def test_when_the_sidebar_comes_to_rest_all_rows_are_measured(qtbot, large_window, width):
    tree = read(large_window, 500)
    drag_sidebar(large_window, 250, 400, width)
    qtbot.waitUntil(lambda: {room for room, _count in tree._fitted.values()} == {tree._room})
    qtbot.waitUntil(lambda: tree._runner is not None and tree._runner.is_done)
    assert all(is_measured(tree, section) for section in tree._items)
    assert is_in_view(tree, 500)


@pytest.mark.slow
def test_another_sheet_is_shown_whole_though_the_sidebar_was_just_dragged(qtbot, large_window, hard_sheet):
    drag_sidebar(large_window, 220)
    large_window.open(str(hard_sheet))
    tree = tree_of(large_window)
    qtbot.waitUntil(lambda: tree._runner is None or tree._runner.is_done)
    assert all(is_measured(tree, section) for section in tree._items)


def test_the_row_at_the_top_stays_there_when_those_above_it_wrap(qtbot, large_window):
    tree = read(large_window, 500)
    bar = tree.verticalScrollBar()
    bar.triggerAction(QScrollBar.SliderAction.SliderToMaximum)
    bar.triggerAction(QScrollBar.SliderAction.SliderPageStepSub)
    top = tree.indexAt(QPoint(0, 0)).data()
    drag_sidebar(large_window, 220)
    qtbot.waitUntil(lambda: tree._runner is not None and tree._runner.is_done)
    assert tree.indexAt(QPoint(0, 0)).data() == top


def test_a_title_from_right_to_left_is_drawn_from_the_right(make_window, tmp_path):
    sheet = tmp_path / "sheet.md"
    sheet.write_text("# T\n\n## \u05e9\u05dc\u05d5\u05dd\n\nw\n\n## English\n\nw\n", encoding="utf-8")
    tree = tree_of(make_window(sheet))
    directions = {}
    for index in (tree.model().index(number, 0) for number in range(2)):
        option = QStyleOptionViewItem()
        delegate = tree.itemDelegate()
        assert isinstance(delegate, RowDelegate)
        delegate.initStyleOption(option, index)
        directions[index.data()] = option.direction
    way = Qt.LayoutDirection
    assert directions == {"\u05e9\u05dc\u05d5\u05dd": way.RightToLeft, "English": way.LeftToRight}


def test_the_row_with_the_focus_says_its_number_and_is_selected(long_window, screen_reader):
    tree = tree_of(long_window)
    tree.setFocus()
    tree.setCurrentIndex(tree.model().index(2, 0))
    spoken = tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Section 2 and International Organizations, 3 of {SECTIONS}"
    # A screen reader calls what is not selected so.
    assert tree.selectionModel().isSelected(tree.currentIndex())
    long_window.pane.setFocus()
    assert not tree.selectionModel().hasSelection()


def test_only_rows_with_others_below_them_are_open(make_window, tmp_path):
    file = tmp_path / "nested.md"
    file.write_text("# A\n\n## B\n\nx\n\n### C\n\ny\n\n## D\n\nz\n", encoding="utf-8")
    tree = tree_of(make_window(file))
    model = tree.model()
    upper = model.index(0, 0)
    rows = [upper, model.index(0, 0, upper), model.index(1, 0)]
    assert [tree.isExpanded(row) for row in rows] == [True, False, False]
