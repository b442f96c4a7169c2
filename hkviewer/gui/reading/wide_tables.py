"""Tables of several columns: where words would break in the text's column, they take the free room beside it.

Where that is not enough either, the table is as wide as its words, and the pane can be scrolled aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6 import QtCore, QtGui

from hkviewer.gui.reading.column import LEAST_MARGIN

_SEVERAL, _MANY = 3, 5
"""Columns; what stands in fewer than several has room enough, and many share it out by their words."""
_LONGEST = 30
"""Letters of a word that may not break: an address may."""
_MOST_BLOCKS = 1000
"""Paragraphs in the cells of a table that are measured: those behind them are as a rule as wide."""
_Length = QtGui.QTextLength
_BORDERS = 2.0


class _Wide(NamedTuple):
    """A table with the pixels that each of its columns needs for its longest word, and its longest line."""

    table: QtGui.QTextTable
    words: Sequence[float]
    lines: Sequence[float]


class WideTables:
    """The tables of many columns that stand in the text of `document` itself, measured once."""

    def __init__(self, document: QtGui.QTextDocument) -> None:
        self._document = document
        self._tables = [_measured(table) for table in _tables(document) if table.columns() >= _SEVERAL]

    def fit(self, column: float, room: int) -> bool:
        """Give each what it needs of `room` pixels, in which the text's `column` is centred.

        It begins where the text does, and further left only where the right end is reached.
        Returns whether one is wider than the room.
        """
        is_wider = False
        side = max((room - column) / 2, LEAST_MARGIN)
        with QtCore.QSignalBlocker(self._document):  # as in `fit_column`
            for table, words, lines in self._tables:
                form = table.format()
                left, right, widths = 0.0, 0.0, [_Length() for _ in words]
                width = _Length()
                if sum(lines) > column and (len(words) >= _MANY or sum(words) > column):
                    most = room - 2 * LEAST_MARGIN
                    whole = max(min(sum(lines), most), sum(words)) if sum(words) > column else column
                    left = max(min(room - side - LEAST_MARGIN - whole, 0.0), LEAST_MARGIN - side)
                    right = column - whole - left if whole <= most else 0.0
                    is_wider |= whole > most
                    # Qt takes the margins off a stated width; without them the text could be scrolled aside.
                    width = _Length(_Length.Type.FixedLength, whole + left + right)
                    shares = _shared(whole, words, lines)
                    widths = [_Length(_Length.Type.PercentageLength, 100 * share / whole) for share in shares]
                if (form.width(), form.leftMargin()) != (width, left):
                    form.setWidth(width)
                    form.setLeftMargin(left)
                    form.setRightMargin(right)
                    form.setColumnWidthConstraints(widths)
                    table.setFormat(form)
        return is_wider


def _tables(document: QtGui.QTextDocument) -> Iterator[QtGui.QTextTable]:
    return (frame for frame in document.rootFrame().childFrames() if isinstance(frame, QtGui.QTextTable))


def _measured(table: QtGui.QTextTable) -> _Wide:
    words, lines = [[_BORDERS] * table.columns() for _ in range(2)]
    block = table.firstCursorPosition().block()
    for _ in range(_MOST_BLOCKS):
        cell = table.cellAt(block.position()) if block.isValid() else None
        if cell is None or not cell.isValid():
            break
        text = block.text()
        if text and cell.columnSpan() == 1:
            form, column = cell.format().toTableCellFormat(), cell.column()
            first = QtGui.QTextCursor(block)
            first.setPosition(block.position() + 1)
            measure = QtGui.QFontMetricsF(first.charFormat().font()).horizontalAdvance
            around = form.leftPadding() + form.rightPadding() + 2 * _BORDERS
            parts = text.split()
            longest = max(map(len, parts), default=0)
            # A figure is wider than a word of as many letters.
            widest = max(
                (measure(part[:_LONGEST]) for part in parts if 4 * len(part) >= 3 * longest), default=0
            )
            words[column] = max(words[column], widest + around)
            lines[column] = max(lines[column], measure(text) + around)
        block = block.next()
    return _Wide(table, words, lines)


def _shared(whole: float, words: Sequence[float], lines: Sequence[float]) -> list[float]:
    """`whole` pixels, shared out among columns: first for the words of each, then for its lines."""
    least = sum(words)
    if whole <= least:
        return [whole * each / least for each in words]
    wanted = sum(lines) - least
    return [word + (whole - least) * (line - word) / wanted for word, line in zip(words, lines, strict=True)]
