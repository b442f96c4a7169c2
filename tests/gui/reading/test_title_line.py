"""The line under the title: no sign is left over where it breaks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtGui import QTextLine
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hkviewer.content.document import open_document
from hkviewer.gui.reading.pane_html import PaneStyle
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.title_line import SIGN
from hkviewer.theme import LIGHT, TYPOGRAPHY
from tests.examples import breadth

TODAY = dt.date(2026, 11, 22)
FACTS = "U.S. Department of State|Bilateral relations fact sheet|August 2020 (inferred), 6 years old"


def _pane(qtbot: QtBot, zoom: float) -> ReadingPane:
    pane = ReadingPane(PaneStyle(LIGHT, TYPOGRAPHY, zoom))
    qtbot.addWidget(pane)
    pane.resize(1280, 800)
    pane.show()
    pane.show_document(open_document(None), TODAY)
    return pane


def _lines(pane: ReadingPane) -> list[str]:
    """The lines as they are seen: without a sign that takes no room."""
    block = pane.document().begin().next()
    pane.document().documentLayout().blockBoundingRect(block)
    lines = []
    for line in map(block.layout().lineAt, range(block.layout().lineCount())):
        start, end = line.textStart(), line.textStart() + line.textLength()
        hidden = len(SIGN) - 1 if block.text().startswith(SIGN[1:], start) else 0
        if hidden and _x(line, start + hidden) - _x(line, start) < 1:
            start += hidden
        lines.append(block.text()[start:end].strip().replace("\u00a0", " "))
    return lines


def _x(line: QTextLine, place: int) -> float:
    x: Any = line.cursorToX(place)  # PySide's own types have it otherwise
    return float(x[0])


@pytest.mark.parametrize(
    ("zoom", "step"), breadth([(1.0, 233), (0.6, 31), (1.0, 13), (2.0, 31), (3.0, 31)], 1)
)
def test_no_line_begins_or_ends_with_a_sign_at_any_width(qtbot: QtBot, zoom: float, step: int) -> None:
    pane = _pane(qtbot, zoom)
    counts = set()
    for width in [*range(455, 1400, step), *range(1400, 455, -step)]:  # wider and narrower
        pane.resize(width, 800)
        lines = _lines(pane)
        counts.add(len(lines))
        assert not [line for line in lines if line.startswith("·") or line.endswith("·")], (width, lines)
        for fact in FACTS.split("|"):  # each is there, and two in one line have the sign between them
            assert fact.replace(" ", "") in "".join(lines).replace(" ", "")
        assert sum(line.count(" · ") for line in lines) >= 5 - len(lines)
    assert len(counts) > (zoom == 1.0)


def test_a_document_that_is_shown_anew_has_no_sign_left_over_either(qtbot: QtBot) -> None:
    pane = _pane(qtbot, 1.0)
    for width in range(400, 700, 7):
        pane.resize(width, 4000)  # no scroll bar at the end, and room for one on the way
        pane.show_document(open_document(None), TODAY)
        lines = _lines(pane)
        assert not [line for line in lines if line.startswith("·") or line.endswith("·")], (width, lines)
        assert sum(line.count(" · ") for line in lines) >= 5 - len(lines), (width, lines)


@pytest.mark.parametrize("width", [455, 1280])
def test_the_text_and_what_is_copied_keep_their_signs(qtbot: QtBot, width: int) -> None:
    pane = _pane(qtbot, 1.0)
    pane.resize(width, 800)
    lines = _lines(pane)
    line = "fact sheet · August 2020 (inferred), 6 years old · 5 sections · 3 min read"
    assert line in pane.document().begin().next().text().replace("\u00a0", " ")
    pane.selectAll()
    pane.copy()
    data = QApplication.clipboard().mimeData()
    assert line in data.text()
    assert line in data.html()  # in one look
    assert _lines(pane) == lines
