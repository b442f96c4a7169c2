"""A table of several columns takes the room beside the text where its words would break, or is scrolled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextBlock, QTextTable, QWheelEvent
from PySide6.QtWidgets import QApplication

from hkviewer.gui.reading.column import LEAST_MARGIN
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.text_geometry import caret_rect, line_rects
from hkviewer.preferences.schema import ZOOM_STEPS

_FIGURES = ["2019", *["1,234,567"] * 9]


def _table(cells: list[str], rows: int = 3) -> str:
    row = f"| {' | '.join(cells)} |\n"
    return row.replace("1,234,567", "Figures") + f"|{'---|' * len(cells)}\n" + row * rows


@pytest.fixture
def tables(make_window, tmp_path):
    def show(text: str, width: int) -> tuple[ReadingPane, list[QTextTable]]:
        (tmp_path / "a.md").write_text(f"# A\n\nWords.\n\n{text}", encoding="utf-8")
        window = make_window(str(tmp_path / "a.md"))
        window.resize(width, 780)
        QApplication.processEvents()
        pane = window.pane
        return pane, [f for f in pane.document().rootFrame().childFrames() if isinstance(f, QTextTable)]

    return show


def _broken(table: QTextTable) -> Iterator[str]:
    """The words in cells that the end of a line parts."""
    for block in _blocks(table):
        for number in range(1, block.layout().lineCount()):
            at = block.layout().lineAt(number).textStart()
            if block.text()[at - 1] != " ":
                yield block.text()


def _blocks(table: QTextTable) -> Iterator[QTextBlock]:
    block = table.firstCursorPosition().block()
    while block.position() <= table.lastPosition():
        yield block
        block = block.next()


def _sides(pane: ReadingPane, table: QTextTable) -> tuple[float, float]:
    """What is free beside the words of a table in the view."""
    QApplication.processEvents()
    layout = pane.document().documentLayout()
    boxes = [layout.blockBoundingRect(block) for block in _blocks(table)]
    right = max(box.right() for box in boxes)
    assert pane.document().size().width() <= pane.viewport().width() + 1  # it can't be scrolled aside
    return min(box.left() for box in boxes), pane.viewport().width() - right


@pytest.mark.parametrize("width", [1180, 1400, 1920])
def test_no_figure_breaks_where_there_is_room_beside_the_text(tables, width):
    pane, (table,) = tables(_table(_FIGURES), width)
    assert list(_broken(table)) == []
    left, right = _sides(pane, table)
    text = pane.document().rootFrame().frameFormat().leftMargin()
    assert LEAST_MARGIN - 2 <= left <= text + 10
    assert right >= LEAST_MARGIN - 2
    assert left >= text or right < 2 * LEAST_MARGIN  # it goes to the left only if it must


def test_it_follows_the_windows_width(tables):
    pane, (table,) = tables(_table(_FIGURES), 1920)
    wide = _sides(pane, table)
    pane.window().resize(900, 780)
    QApplication.processEvents()
    assert pane.horizontalScrollBar().maximum() > 0
    pane.window().resize(1920, 780)
    assert _sides(pane, table) == wide
    assert not pane.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("cells", [_FIGURES, ["123,456,789,012"] * 4])
def test_no_figure_breaks_where_there_is_no_room_either(tables, cells, zoom):
    pane, _ = tables(_table(cells), 800)
    pane.window().looks.change_zoom(0)
    pane.window().looks.change_zoom(ZOOM_STEPS.index(zoom) - ZOOM_STEPS.index(100))
    QApplication.processEvents()
    (table,) = [f for f in pane.document().rootFrame().childFrames() if isinstance(f, QTextTable)]
    assert list(_broken(table)) == []
    layout, bar = pane.document().documentLayout(), pane.horizontalScrollBar()
    boxes = [layout.blockBoundingRect(block) for block in _blocks(table)]
    assert min(box.left() for box in boxes) >= LEAST_MARGIN
    if len(cells) > 4 or zoom > 100:
        assert bar.isVisible()
        assert max(box.right() for box in boxes) <= bar.maximum() + pane.viewport().width()
        assert bar.maximum() + pane.viewport().width() <= max(box.right() for box in boxes) + 2 * LEAST_MARGIN
    words = layout.blockBoundingRect(pane.document().find("Words.").block())
    assert words.right() <= pane.viewport().width()  # the text above it needs no scrolling


def test_a_table_that_fits_stays_in_the_column(tables):
    text = "\n".join(
        [_table(["1"] * 10), _table(["a few words that go on and on"] * 4), _table(["some words"] * 5)]
    )
    pane, found = tables(text, 1400)
    column = pane.document().rootFrame().frameFormat()
    assert len(found) == 3
    for table in found:
        left, right = _sides(pane, table)
        assert left >= column.leftMargin() - 1
        assert right >= column.rightMargin() - 1


def test_a_column_of_words_leaves_room_for_the_figures_beside_it(tables):
    _, (table,) = tables(_table(["words " * 60, *_FIGURES[:5]]), 1180)
    assert list(_broken(table)) == []


def test_what_is_searched_for_and_gone_to_is_in_view_from_left_to_right(tables):
    text = _table([*_FIGURES[:-1], "7,654,321"]) + "\n## B\n\nwords\n"
    pane, _ = tables(text, 800)
    bar, start = pane.horizontalScrollBar(), pane.document().find("7,654,321").selectionStart()
    at = pane.map.point(start)
    pane.show_matches((at.replace(end=at.start + 9),))
    pane.go_to_match(0)
    assert bar.value() > 0
    rect = caret_rect(pane, start)
    assert 0 <= rect.left() < pane.viewport().width()
    (outline,) = line_rects(pane, start, start + 5)
    assert abs(outline.left() - rect.left()) < 3
    pane.go_to(pane.place.replace(at=None))
    assert bar.value() == 0


def test_the_wheel_with_shift_scrolls_aside(tables):
    pane, _ = tables(_table(_FIGURES), 800)
    bar, down = pane.horizontalScrollBar(), pane.verticalScrollBar()
    for angle, sign in ((-120, 1), (120, 0)):
        places = (QPointF(100, 100), QPointF(100, 100), QPoint(), QPoint(0, angle))
        keys = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.ShiftModifier)
        event = QWheelEvent(*places, *keys, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(pane.viewport(), event)
        assert (bar.value() > 0) == bool(sign)
        assert down.value() == 0
