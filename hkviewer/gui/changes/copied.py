"""What is selected on the page of changes, as plain text."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6 import QtGui

from hkviewer.compare.editions import DELETED, INSERTED
from hkviewer.content.model import BETWEEN_CELLS
from hkviewer.gui.changes.page_writer import Mark
from hkviewer.gui.reading.rich_text import plain_copy

_COPIED = {DELETED: "[-{}-]", INSERTED: "{{+{}+}}"}


def copied(document: QtGui.QTextDocument, marks: Iterable[Mark], sign: int, start: int, end: int) -> str:
    """The words from `start` to `end`, what went as [-…-] and what came as {+…+}: as the command does.

    Args:
        document: the page.
        marks: where on it words stand that came or went, in order.
        sign: how many characters at both ends of these are signs, which other programs know not.
        start: the first position.
        end: the position behind the last one.
    """
    words: list[str] = []
    for mark in marks:
        if mark.next <= start or mark.start >= end:
            continue
        words.append(_text(document, start, mark.start))
        if text := _text(document, max(start, mark.start + sign), min(end, mark.end - sign)):
            words.append(_COPIED[mark.kind].format(text))
        start = min(mark.next, end)
    words.append(_text(document, start, end))
    return plain_copy("".join(words))


def _text(document: QtGui.QTextDocument, start: int, end: int) -> str:
    """The words between two positions, block by block: of a table Qt selects all or nothing."""
    words: list[str] = []
    block = before = document.findBlock(start)
    caret = QtGui.QTextCursor(document)
    while block.isValid() and start < end and block.position() <= end:
        if block != before:
            words.append(_between(before, block))
        caret.setPosition(max(start, block.position()))
        last = min(end, block.position() + block.length() - 1)
        caret.setPosition(last, QtGui.QTextCursor.MoveMode.KeepAnchor)
        words.append(caret.selectedText())
        before, block = block, block.next()
    return "".join(words)


def _between(before: QtGui.QTextBlock, block: QtGui.QTextBlock) -> str:
    """What stands between two blocks: between those of two cells in one row what parts cells elsewhere."""
    table = QtGui.QTextCursor(block).currentTable()
    if table is not None:
        left, cell = table.cellAt(before.position()), table.cellAt(block.position())
        if left.isValid() and left.row() == cell.row() and left.column() < cell.column():
            return BETWEEN_CELLS
    return "\n"
