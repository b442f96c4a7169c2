"""The column's width, the fonts, and every size following the zoom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontInfo, QTextBlock, QTextCursor, QTextFragment, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.window import MainWindow
from hkviewer.preferences.schema import ZOOM_STEPS
from hkviewer.preferences.settings import SettingsStore
from tests.examples import breadth
from tests.gui.places import where


def blocks(pane: ReadingPane) -> Iterator[QTextBlock]:
    block = pane.document().begin()
    while block.isValid():
        yield block
        block = block.next()


def fragments(pane: ReadingPane) -> Iterator[QTextFragment]:
    for block in blocks(pane):
        iterator = block.begin()
        while not iterator.atEnd():
            yield iterator.fragment()
            iterator += 1


def lines(pane: ReadingPane) -> Iterator[str]:
    """Every line of running text as it is laid out."""
    for block in blocks(pane):
        if block.blockFormat().headingLevel():
            continue
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number)
            yield block.text()[line.textStart() : line.textStart() + line.textLength()].rstrip()


def wheel(widget: QWidget, steps: int) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def set_zoom(window: MainWindow, per_cent: int) -> None:
    window.looks.change_zoom(0)
    window.looks.change_zoom(ZOOM_STEPS.index(per_cent) - ZOOM_STEPS.index(100))


@pytest.mark.parametrize("width", breadth([455, 640, 800, 1180, 1920], 2))
def test_no_line_has_more_than_75_characters_at_any_zoom(window, width):
    window.resize(width, 780)
    for zoom in (50, 80, 100, 150, 300):
        set_zoom(window, zoom)
        longest = max(lines(window.pane), key=len)
        assert len(longest) <= 75, (zoom, longest)


@pytest.mark.parametrize("width", [1180, 1920])
def test_where_there_is_room_lines_hold_at_least_60_characters(window, width):
    window.resize(width, 780)
    for zoom in (50, 100, 125):
        set_zoom(window, zoom)
        full = [
            line
            for block in blocks(window.pane)
            if not block.blockFormat().headingLevel() and block.layout().lineCount() > 3
            for number in range(block.layout().lineCount() - 1)
            for line in [block.layout().lineAt(number).textLength()]
        ]
        assert sum(full) / len(full) >= 60, zoom


@pytest.mark.parametrize("width", [455, 640, 800, 1180, 1920])
def test_24_pixels_at_least_stay_free_on_each_side_of_a_centred_column(window, width):
    window.resize(width, 600)
    QApplication.processEvents()
    margins = window.pane.document().rootFrame().frameFormat()
    assert margins.leftMargin() >= 24
    assert margins.leftMargin() == margins.rightMargin()
    assert window.pane.document().size().width() <= window.pane.viewport().width()


def test_nothing_scrolls_sideways_in_the_smallest_window_at_the_largest_zoom(window):
    window.resize(455, 256)
    set_zoom(window, 300)
    QApplication.processEvents()
    assert window.width() == 455, "no part asks for more room than there is"
    assert window.height() == 256
    assert window.pane.document().idealWidth() <= window.pane.viewport().width()
    assert window.pane.horizontalScrollBar().maximum() == 0


def test_the_text_is_set_in_source_serif_and_headings_in_public_sans(seen_window):
    for block in blocks(seen_window.pane):
        family = QFontInfo(block.begin().fragment().charFormat().font()).family()
        expected = "Public Sans" if block.blockFormat().headingLevel() > 1 else "Source Serif 4"
        if block.blockNumber() == 1:
            expected = "Public Sans"  # the line about the sheet
        assert family == expected, block.text()


def test_the_interface_is_set_in_public_sans_at_ten_points(window, find):
    for name in ("Sections", "Place", "Zoom"):
        font = find(name).font()
        assert QFontInfo(font).family() == "Public Sans", name
        assert font.pointSizeF() == 10, name


def test_title_text_and_headings_have_their_sizes(seen_window):
    sizes: dict[int, set[float]] = {}
    for fragment in fragments(seen_window.pane):
        level = seen_window.pane.document().findBlock(fragment.position()).blockFormat().headingLevel()
        sizes.setdefault(level, set()).add(fragment.charFormat().fontPointSize())
    assert sizes == {1: {25.0}, 2: {15.5}, 0: {10.0, 12.0}}


@pytest.mark.parametrize("zoom", [50, 125, 300])
def test_every_point_size_follows_the_zoom(make_window, hard_sheet, zoom):
    window = make_window(hard_sheet)
    before = [fragment.charFormat().font().pointSizeF() for fragment in fragments(window.pane)]
    set_zoom(window, zoom)
    after = [fragment.charFormat().font().pointSizeF() for fragment in fragments(window.pane)]
    assert len(after) == len(before)
    assert all(size > 0 for size in before)
    assert after == pytest.approx([size * zoom / 100 for size in before], abs=0.01)


def test_every_distance_follows_the_zoom(window):
    def distances() -> list[float]:
        formats = [block.blockFormat() for block in blocks(window.pane)]
        return [f.topMargin() + f.bottomMargin() for f in formats]

    before = distances()
    set_zoom(window, 200)
    assert distances() == pytest.approx([2 * distance for distance in before], abs=1.5)


def test_lines_are_one_and_a_half_sizes_apart(seen_window):
    block = next(b for b in blocks(seen_window.pane) if b.layout().lineCount() > 3)
    layout = block.layout()
    distance = layout.lineAt(2).y() - layout.lineAt(1).y()
    size = 12 * seen_window.logicalDpiY() / 72
    assert distance == pytest.approx(1.5 * size, rel=0.06)


def test_a_heading_is_nearer_to_what_follows_than_to_what_precedes(make_window, hard_sheet):
    pane = make_window(hard_sheet).pane
    layout = pane.document().documentLayout()
    for block in blocks(pane):
        if block.blockFormat().headingLevel() > 1 and block.next().isValid():
            rect = layout.blockBoundingRect(block)
            above = rect.top() - layout.blockBoundingRect(block.previous()).bottom()
            below = layout.blockBoundingRect(block.next()).top() - rect.bottom()
            if not block.next().blockFormat().headingLevel():
                assert above > below, block.text()


def test_keys_zoom_step_by_step_and_return_to_the_usual_size(qtbot, window, find):
    control = Qt.KeyboardModifier.ControlModifier
    pane = window.pane
    qtbot.keyClick(pane, Qt.Key.Key_Plus, control)
    assert find("Zoom").text() == "110 %"
    qtbot.keyClick(pane, Qt.Key.Key_Equal, control)
    assert find("Zoom").text() == "125 %"
    qtbot.keyClick(pane, Qt.Key.Key_Minus, control)
    assert find("Zoom").text() == "110 %"
    qtbot.keyClick(pane, Qt.Key.Key_0, control)
    assert find("Zoom").text() == "100 %"


def test_the_wheel_with_ctrl_zooms_and_does_not_scroll(window, find):
    window.pane.verticalScrollBar().setValue(0)
    wheel(window.pane.viewport(), 1)
    assert find("Zoom").text() == "110 %"
    wheel(window.pane.viewport(), -1)
    wheel(window.pane.viewport(), -1)
    assert find("Zoom").text() == "90 %"
    assert window.pane.verticalScrollBar().value() == 0


@pytest.mark.slow
def test_the_zoom_stops_at_its_ends(window, find):
    for _ in range(20):
        window.looks.change_zoom(1)
    assert find("Zoom").text() == "300 %"
    for _ in range(20):
        window.looks.change_zoom(-1)
    assert find("Zoom").text() == "50 %"


def test_the_zoom_is_kept_for_the_next_window(window, make_window):
    window.looks.change_zoom(2)
    window.preferences.flush()
    assert SettingsStore().load().zoom == 125
    window.close()
    again = make_window()
    sizes = {fragment.charFormat().fontPointSize() for fragment in fragments(again.pane)}
    assert sizes == {31.25, 19.38, 12.5, 15.0}


def test_zooming_keeps_the_first_line_in_view(window):
    pane = window.pane
    pane.verticalScrollBar().setValue(700)
    place, at = pane.place, where(pane)
    assert at is not None
    for zoom in (150, 300, 50, 100):
        set_zoom(window, zoom)
        assert pane.place == place
        top = pane.cursorRect(cursor_at(pane, pane.map.position(at))).top()
        line = 1.5 * 12 * zoom / 100 * window.logicalDpiY() / 72
        at_end = pane.verticalScrollBar().value() == pane.verticalScrollBar().maximum()
        assert at_end or -line < top < line, zoom


def cursor_at(pane: ReadingPane, position: int) -> QTextCursor:
    cursor = pane.textCursor()
    cursor.setPosition(position)
    return cursor


def test_the_scroll_bar_comes_and_goes_with_the_sheets_length(window, tmp_path):
    short, guessed_wrong = tmp_path / "short.md", tmp_path / "wrong.md"
    short.write_text("# Short\n\n## A\n\nA few words.\n", encoding="utf-8")
    # One paragraph in letters so small that more words than a screen usually holds fit on it.
    guessed_wrong.write_text("# Many words\n\n" + "a " * 500, encoding="utf-8")
    bar = window.pane.verticalScrollBar()
    assert bar.isVisible()
    for name, is_needed in ((short, False), (None, True), (guessed_wrong, False), (None, True)):
        assert window.open(name and str(name))
        assert bar.isVisible() == is_needed
        viewport = window.pane.viewport()
        assert window.pane.document().pageSize().width() == viewport.width()
        margin = window.pane.document().rootFrame().frameFormat()
        assert margin.leftMargin() == margin.rightMargin()


def test_a_sheet_of_more_sections_takes_no_more_formats(make_window, tmp_path):
    """Qt looks for a format among all that differ by a name alone: with anchors loading took minutes."""
    counts = []
    for sections in (10, 40):
        path = tmp_path / f"{sections}.md"
        path.write_text(
            "# T\n" + "".join(f"\n## Section {n}\n\nSome *words*.\n" for n in range(sections)),
            encoding="utf-8",
        )
        counts.append(len(make_window(path).pane.document().allFormats()))
    assert counts[0] == counts[1]
