"""Where text stands in the view of a text widget, in pixels from the view's top left corner.

Qt's own `cursorForPosition` takes 12 ms at some places of a sheet of 8,000 sections.
"""

from __future__ import annotations

import bisect

from PySide6 import QtCore, QtGui, QtWidgets


def block_at(view: QtWidgets.QTextEdit, y: int) -> QtGui.QTextBlock:
    """The last block that begins at most `y` pixels below the view's top."""
    document = view.document()
    layout = document.documentLayout()
    number = bisect.bisect_right(
        range(document.blockCount()),
        y + view.verticalScrollBar().value(),
        key=lambda number: int(layout.blockBoundingRect(document.findBlockByNumber(number)).top()),
    )
    return document.findBlockByNumber(max(number - 1, 0))


def position_at(view: QtWidgets.QTextEdit, x: int, y: int) -> int:
    """The document position at a point of the view."""
    block = block_at(view, y)
    following = block.next()
    if any(QtGui.QTextCursor(each).currentTable() for each in (block, following) if each.isValid()):
        # Its cells stand beside each other.
        return view.cursorForPosition(QtCore.QPoint(x, y)).position()
    corner = view.document().documentLayout().blockBoundingRect(block).topLeft()
    below = y + view.verticalScrollBar().value() - corner.y()
    layout = block.layout()
    for line in map(layout.lineAt, range(layout.lineCount())):
        if below < line.y():
            return block.position() + line.textStart()
        if below < line.y() + line.height():
            aside = view.horizontalScrollBar().value()
            return block.position() + int(_first(line.xToCursor(x + aside - corner.x())))
    return following.position() if following.isValid() else block.position() + block.length() - 1


def caret_rect(view: QtWidgets.QTextEdit, position: int) -> QtCore.QRect:
    """Where the caret would stand at a document position."""
    caret = QtGui.QTextCursor(view.document())
    caret.setPosition(position)
    return view.cursorRect(caret)


def scroll_aside(view: QtWidgets.QTextEdit, position: int) -> None:
    """Let a document position be in view from left to right: without scrolling aside if it can be."""
    bar = view.horizontalScrollBar()
    if bar.maximum():
        width = view.viewport().width()
        x = caret_rect(view, position).left() + bar.value()
        bar.setValue(0 if x < 0.8 * width else x - width // 2)


def words_rect(view: QtWidgets.QTextEdit, position: int) -> QtCore.QRect:
    """The line that a document position is on; of one that a picture makes taller, where its words stand."""
    caret = QtGui.QTextCursor(view.document())
    caret.setPosition(position)
    line, height = view.cursorRect(caret), QtGui.QFontMetrics(caret.charFormat().font()).height()
    return line if line.height() < 2 * height else line.adjusted(0, line.height() - height, 0, 0)


def line_rects(view: QtWidgets.QTextEdit, start: int, end: int) -> list[QtCore.QRectF]:
    """The rectangles that the characters from `start` to `end`, of one block, stand in: one a line."""
    block = view.document().findBlock(start)
    layout, base = block.layout(), block.position()
    corner = view.document().documentLayout().blockBoundingRect(block).topLeft()
    corner -= QtCore.QPointF(view.horizontalScrollBar().value(), view.verticalScrollBar().value())
    rects = []
    for line in map(layout.lineAt, range(layout.lineCount())):
        first, last = line.textStart(), line.textStart() + line.textLength()
        left, right = max(start - base, first), min(end - base, last)
        if left < right:
            # PySide gives the position and the index that it belongs to.
            x1, x2 = (float(_first(line.cursorToX(index))) for index in (left, right))
            rect = QtCore.QRectF(min(x1, x2), line.y(), abs(x2 - x1), line.height())
            rects.append(rect.translated(corner))
    return rects


def _first(value: object) -> float:
    """The number itself, or the first of several."""
    return value[0] if isinstance(value, tuple) else value  # type: ignore[return-value]  # PySide's stubs differ
