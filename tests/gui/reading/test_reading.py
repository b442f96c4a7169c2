"""Moving through a sheet: tree, keys, Back and Forward."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hkviewer.gui.reading.pane_html import PaneStyle
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.reading.text_geometry import position_at
from hkviewer.gui.window import MainWindow
from hkviewer.theme import LIGHT, TYPOGRAPHY
from tests.gui.doors import action_of, status_of, tree_of
from tests.gui.places import go_to, point, where

IDS = (
    "u-s-hong-kong-relations",
    "u-s-assistance-to-hong-kong",
    "economic-relations",
    "hong-kongs-membership-in-international-organizations",
    "bilateral-representation",
)


@pytest.fixture
def pane(window: MainWindow) -> ReadingPane:
    return window.pane


@pytest.fixture
def tree(window: MainWindow) -> SectionTree:
    return tree_of(window)


def reading(tree: SectionTree) -> str:
    """The title of the section that the tree marks."""
    return str(tree.currentIndex().data())


def section_of(pane: ReadingPane) -> str:
    at = where(pane)
    return at.section_id if at else ""


def press(
    qtbot: QtBot,
    window: MainWindow,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


def top_words(pane: ReadingPane) -> str:
    """The text of the first line in view."""
    cursor = pane.cursorForPosition(QPoint(pane.viewport().width() // 2, 30))
    return cursor.block().text()


def test_the_document_has_the_focus_at_the_start(window, pane):
    assert QApplication.focusWidget() is pane


def test_at_the_top_the_tree_marks_the_first_section(tree):
    assert reading(tree) == "U.S.-Hong Kong Relations"


def test_the_tree_follows_the_reading_place(pane, tree):
    for section_id, title in ((IDS[2], "Economic Relations"), (IDS[0], "U.S.-Hong Kong Relations")):
        block = pane.document().findBlock(pane.map.position(point(section_id, 5)))
        top = pane.document().documentLayout().blockBoundingRect(block).top()
        pane.verticalScrollBar().setValue(round(top))
        assert section_of(pane) == section_id
        assert reading(tree) == title


def test_scrolling_to_the_very_top_and_end_marks_the_first_and_last_section(pane, tree):
    bar = pane.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert reading(tree) == "Bilateral Representation"
    bar.setValue(0)
    assert reading(tree) == "U.S.-Hong Kong Relations"


@pytest.mark.parametrize("number", range(5))
def test_a_click_in_the_tree_brings_the_heading_to_the_top(qtbot, window, pane, tree, number):
    index = tree.model().index(number, 0)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    assert section_of(pane) == IDS[number]
    assert top_words(pane) == index.data()
    assert tree.currentIndex() == index


def test_enter_in_the_tree_goes_to_the_section_chosen_by_arrow_keys(qtbot, window, pane, tree):
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert section_of(pane) == "", "looking through the tree does not move the text"
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert section_of(pane) == IDS[2]
    assert QApplication.focusWidget() is pane


@pytest.mark.parametrize("number", range(1, 6))
def test_ctrl_and_a_digit_goes_to_that_section(qtbot, window, pane, number):
    press(qtbot, window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    assert section_of(pane) == IDS[number - 1]


def test_ctrl_and_a_digit_beyond_the_last_section_does_nothing(qtbot, window, pane):
    press(qtbot, window, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert where(pane) is None


def test_next_and_previous_section_by_key_visit_every_section_and_stop_at_the_ends(qtbot, window, pane):
    control = Qt.KeyboardModifier.ControlModifier
    visited = []
    for _ in range(6):
        press(qtbot, window, Qt.Key.Key_PageDown, control)
        visited.append(section_of(pane))
    assert visited == [*IDS, IDS[-1]]
    visited = []
    for _ in range(5):
        press(qtbot, window, Qt.Key.Key_PageUp, control)
        visited.append(section_of(pane))
    assert visited == [*reversed(IDS[:-1]), IDS[0]]


def test_previous_section_from_the_midst_of_one_goes_to_its_own_heading(qtbot, window, pane):
    go_to(pane, IDS[2], 400)
    press(qtbot, window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert where(pane) == point(IDS[2])


def test_back_and_forward_return_to_the_very_line_that_was_left(qtbot, window, pane):
    bar = pane.verticalScrollBar()
    bar.setValue(333)
    press(qtbot, window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    third = bar.value()
    press(qtbot, window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    fifth = bar.value()
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert bar.value() == third
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert abs(bar.value() - 333) < 30, "within the line that was at the top"
    press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert bar.value() == fifth


def test_back_and_forward_are_enabled_only_where_they_lead_somewhere(qtbot, window):
    back, forward = action_of(window, "back"), action_of(window, "forward")
    assert (back.isEnabled(), forward.isEnabled()) == (False, False)
    press(qtbot, window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert (back.isEnabled(), forward.isEnabled()) == (True, False)
    back.trigger()
    assert (back.isEnabled(), forward.isEnabled()) == (False, True)
    assert where(window.pane) is None


def test_back_after_reading_on_returns_to_where_the_jump_began_not_to_where_it_led(qtbot, window, pane):
    pane.verticalScrollBar().setValue(200)
    before = pane.place
    press(qtbot, window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().value() + 300)
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert pane.place == before


def test_space_pages_down_and_shift_space_pages_up(qtbot, window, pane):
    bar = pane.verticalScrollBar()
    qtbot.keyClick(pane, Qt.Key.Key_Space)
    assert bar.value() > 0.8 * (pane.viewport().height() - 60)
    assert bar.value() < pane.viewport().height(), "some lines stay in view"
    qtbot.keyClick(pane, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() == 0


def test_arrow_keys_move_a_caret_through_the_text(qtbot, window, pane):
    assert pane.textCursor().position() == 0
    for _ in range(3):
        qtbot.keyClick(pane, Qt.Key.Key_Right)
    assert pane.textCursor().position() == 3
    qtbot.keyClick(pane, Qt.Key.Key_Down)
    assert pane.textCursor().blockNumber() == 1


def test_after_a_jump_the_caret_is_at_the_heading(qtbot, window, pane):
    press(qtbot, window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert pane.textCursor().block().text() == "Economic Relations"


def test_a_sheet_cannot_be_changed_by_typing(qtbot, window, pane):
    before = pane.toPlainText()
    qtbot.keyClicks(pane, "abc")
    qtbot.keyClick(pane, Qt.Key.Key_Delete)
    assert pane.toPlainText() == before


def test_the_status_line_tells_section_and_progress(qtbot, window, pane, find):
    place = find("Place")
    assert isinstance(place, QLabel)
    assert place.text() == "U.S.-Hong Kong Relations · 0 %"
    press(qtbot, window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum())
    assert place.text() == "Bilateral Representation · 100 %"


def test_the_status_line_tells_source_edition_age_and_date_received(window):
    assert status_of(window)._source.text() == (
        "Offline copy · state.gov · edition August 2020 (inferred), 6 years old · received 22 November 2026"
    )


def test_the_line_below_the_title_tells_publisher_kind_edition_length(seen_window):
    line = seen_window.pane.document().begin().next().text().replace("\u00a0", " ")
    assert line == (
        "U.S. Department of State · Bilateral relations fact sheet · "
        "August 2020 (inferred), 6 years old · 5 sections · 3 min read"
    )


def test_the_window_is_named_after_the_sheet(seen_window):
    assert seen_window.windowTitle() == "U.S. Relations With Hong Kong"


def test_the_first_line_in_view_is_the_one_that_qt_finds_there(make_window, hard_sheet):
    pane = make_window(hard_sheet, height=300).pane
    bar = pane.verticalScrollBar()
    x = pane.viewport().width() // 2
    assert bar.maximum() > 500
    for value in range(1, bar.maximum(), 3):
        bar.setValue(value)
        found, wanted = position_at(pane, x, 18), pane.cursorForPosition(QPoint(x, 18)).position()
        here, there = (at and at.section_id for at in map(pane.map.point, (found, wanted)))
        assert here == there
        assert abs(found - wanted) < 75, "the same line, or at its very edge the next one"


def test_a_pane_that_goes_right_after_its_first_page_was_painted_leaves_no_error(qtbot, hard_document):
    """A window that is closed while it opens: what waits for the first page must not meet a deleted pane."""
    pane = ReadingPane(PaneStyle(LIGHT, TYPOGRAPHY))
    painted: list[bool] = []
    pane.painted.connect(lambda: painted.append(True))
    pane.show_document(hard_document, dt.date(2026, 11, 22))
    pane.grab()
    pane.deleteLater()
    QApplication.sendPostedEvents(pane, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert painted == []
