"""The section tree: rows that wrap, and the row of the section that the reader is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QScrollBar

from hkviewer.gui.main_window import MainWindow
from hkviewer.gui.reading.section_tree import SectionTree

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
    tree = window._tree
    tree.chosen.emit(list(tree._items)[number])
    QApplication.processEvents()
    assert is_in_view(tree, number)
    return tree


def narrow_sidebar(window: MainWindow) -> None:
    window._area._splitter.setSizes([220, 960])


def largest(window: MainWindow) -> None:
    for _ in range(5):
        window.zoom(1)


def small_window(window: MainWindow) -> None:
    window.resize(1180, 320)


def narrow_and_back(window: MainWindow) -> None:
    narrow_sidebar(window)
    QApplication.processEvents()
    window._area._splitter.setSizes([460, 720])


@pytest.mark.parametrize("change", [narrow_sidebar, largest, small_window, narrow_and_back])
@pytest.mark.parametrize("number", [9, 20, SECTIONS - 1])
def test_the_readers_row_stays_in_view_when_rows_wrap_anew(change, number, qtbot, long_window):
    tree = read(long_window, number)
    change(long_window)
    qtbot.waitUntil(lambda: is_in_view(tree, number))
    QApplication.processEvents()
    assert is_in_view(tree, number)


@pytest.mark.parametrize("change", [narrow_sidebar, largest])
def test_it_does_so_while_searching_too(change, qtbot, long_window):
    tree = read(long_window, 30)
    long_window.search_for("words")
    session = long_window._searching().session
    qtbot.waitUntil(lambda: session._current >= 0 and not long_window.pane._moved.isActive())
    tree = read(long_window, 20)
    change(long_window)
    qtbot.waitUntil(lambda: tree._turns is not None and tree._turns.are_over)
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
    tree = window._tree
    count = tree.model().rowCount()
    before = [row(tree, number).height() for number in range(count)]
    for number in range(count):
        tree.show_reading(list(tree._items)[number])
        tree.recolour(window._colours)
        QApplication.processEvents()
        assert [row(tree, each).height() for each in range(count)] == before


def test_the_readers_title_has_room_in_bold(window):
    tree = window._tree
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
        window.zoom(1)
        font = QFont(tree.font())
        font.setBold(True)
