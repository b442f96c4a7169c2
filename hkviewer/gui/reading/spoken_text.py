"""The pane's text in words for a screen reader: what a caret has come into, a row, a sentence.

A screen reader takes the pane for plain text with a caret, and a table's line for the one cell.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6 import QtGui

from hkviewer.gui.reading.rich_text import OBJECT, picture_captions
from hkviewer.gui.widgets.labels import counted
from hkviewer.search.text.sentences import sentence_ends

_AROUND = 400
"""Characters of a sentence that are read before and after a place: some have no end."""
_MOST_CELLS = 12
"""Of a row with more, the number of the others is told."""
_BLOCK = QtGui.QTextFormat.Property.BlockQuoteLevel


class Surroundings(NamedTuple):
    """What a caret stands in; each number is 0, and each text empty, where it stands in none.

    Attributes:
        heading: the heading's level.
        quotation: whether it is in a quotation.
        items: the list's identity, items and level.
        table: the table's first position in the document, counted from 1.
        row: the row, from 0; -1 without a table.
        column: the column.
        line: the first position of the line on the screen.
        link: the address of the link.
    """

    heading: int = 0
    quotation: int = 0
    items: tuple[int, int, int] = (0, 0, 0)
    table: int = 0
    row: int = -1
    column: int = -1
    line: int = -1
    link: str = ""


def surroundings(caret: QtGui.QTextCursor) -> Surroundings:
    """What `caret` stands in."""
    block = caret.block()
    items, table = block.textList(), caret.currentTable()
    cell = table.cellAt(caret) if table is not None else None
    return Surroundings(
        heading=block.blockFormat().headingLevel(),
        quotation=int(block.blockFormat().intProperty(_BLOCK) > 0),
        items=(items.objectIndex() + 1, items.count(), items.format().indent()) if items else (0, 0, 0),
        table=table.firstPosition() + 1 if table is not None else 0,
        row=cell.row() if cell is not None else -1,
        column=cell.column() if cell is not None else -1,
        line=_line(caret)[0],
        link=_link(caret),
    )


def said_before(before: Surroundings, now: Surroundings, caret: QtGui.QTextCursor) -> str:
    """What ends and begins between two places, which is said before the words of the second.

    `caret` stands at the second place.
    """
    words = []
    if before.table and before.table != now.table:
        words.append("Table end")
    if before.quotation and not now.quotation:
        words.append("Quotation end")
    if before.items[0] and not now.items[0] and not now.table:
        words.append("List end")
    if now.quotation and not before.quotation:
        words.append("Quotation")
    if now.items[0] and now.items[0] != before.items[0]:
        _, count, level = now.items
        deep = f", level {level}" if level > 1 else ""
        words.append(f"List with {counted(count, 'item')}{deep}")
    table = caret.currentTable()
    if table is not None and before.table != now.table:
        rows, columns = table.rows(), table.columns()
        words.append(f"Table with {counted(rows, 'row')} and {columns:,} columns")
    if now.heading and (now.heading, now.line) != (before.heading, before.line):
        words.append(f"Heading level {now.heading}")
    return ". ".join(words)


def said_after(before: Surroundings, now: Surroundings, caret: QtGui.QTextCursor) -> str:
    """What is said after the words of the place that `caret` came to: the row, links, a picture."""
    table = caret.currentTable()
    if table is not None and (now.table, now.row) != (before.table, before.row):
        return row_words(table, now.row, without=now.column)
    if table is not None and now.column != before.column:
        return _headed(table, now.row, now.column)
    if now.line != before.line:
        return ". ".join((*_pictures(caret), *_links(caret)))
    return "Link" if now.link and now.link != before.link else ""


def below_line(caret: QtGui.QTextCursor) -> str:
    """The words of a paragraph after the line of `caret` on the screen: a screen reader reads a line."""
    there = QtGui.QTextCursor(caret)
    there.setPosition(min(_line(caret)[1], caret.block().position() + caret.block().length() - 1))
    there.movePosition(QtGui.QTextCursor.MoveOperation.EndOfBlock, QtGui.QTextCursor.MoveMode.KeepAnchor)
    return there.selectedText().strip()


def row_words(table: QtGui.QTextTable, row: int, *, without: int = -1) -> str:
    """The cells of a row, each with its column's heading; `without` is a column that was said already.

    The first cell names the row: it needs no heading.
    """
    cells = []
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        if column != without and cell.column() == column:
            cells.append(_headed(table, row, column) if column else _cell_words(cell))
    more = len(cells) - _MOST_CELLS
    shown = [*cells[:_MOST_CELLS], *([f"and {more:,} more cells"] if more > 0 else [])]
    return ", ".join(shown)


def sentence_at(caret: QtGui.QTextCursor) -> str:
    """The sentence that `caret` stands in, or the row where it is in a table."""
    table: QtGui.QTextTable | None = caret.currentTable()
    if table is not None:
        return row_words(table, table.cellAt(caret).row())
    text, at = _around(caret)
    ends = sorted(sentence_ends(text))
    begin = max((end + 1 for end in ends if end < at), default=0)
    end = min((end + 1 for end in ends if end >= at), default=len(text))
    while end < len(text) and text[end] in ".!?)”’\"'":
        end += 1
    before = "…" if begin == 0 and caret.positionInBlock() > _AROUND else ""
    after = "…" if end == len(text) and caret.block().length() - caret.positionInBlock() > _AROUND else ""
    return before + " ".join(text[begin:end].replace(OBJECT, " ").split()) + after


def _around(caret: QtGui.QTextCursor) -> tuple[str, int]:
    """The words about `caret` in its paragraph, and where it stands in them; code points."""
    units = caret.block().text().encode("utf-16-le", "surrogatepass")
    at = caret.positionInBlock()
    start = max(0, at - _AROUND)
    before = units[2 * start : 2 * at].decode("utf-16-le", "replace")
    after = units[2 * at : 2 * (at + _AROUND)].decode("utf-16-le", "replace")
    return before + after, len(before)


def _headed(table: QtGui.QTextTable, row: int, column: int) -> str:
    """A cell with the heading of its column: “Value 12”."""
    words = _cell_words(table.cellAt(row, column))
    if not table.format().headerRowCount() or row == 0:
        return words
    return " ".join(filter(None, (_cell_words(table.cellAt(0, column)), words)))


def _cell_words(cell: QtGui.QTextTableCell) -> str:
    caret = cell.firstCursorPosition()
    caret.setPosition(cell.lastPosition(), QtGui.QTextCursor.MoveMode.KeepAnchor)
    return " ".join(caret.selectedText().replace(OBJECT, " ").split())[:_AROUND] or "empty"


def _line(caret: QtGui.QTextCursor) -> tuple[int, int]:
    """The first and the last position of the line on the screen."""
    block = caret.block()
    line = block.layout().lineForTextPosition(caret.positionInBlock())
    if not line.isValid():
        return block.position(), block.position() + block.length() - 1
    start = block.position() + line.textStart()
    return start, start + line.textLength()


def _link(caret: QtGui.QTextCursor) -> str:
    """The address of the link that the next character is of."""
    there = QtGui.QTextCursor(caret)
    there.setPosition(caret.selectionStart())
    if not there.atBlockEnd():
        there.movePosition(QtGui.QTextCursor.MoveOperation.NextCharacter)
        return there.charFormat().anchorHref()
    return ""


def _links(caret: QtGui.QTextCursor) -> list[str]:
    """The links that begin in the line, each with its words."""
    start, end = _line(caret)
    found: list[str] = []
    address = ""
    iterator = caret.block().begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        here = fragment.charFormat().anchorHref()
        if here and start <= fragment.position() < end:
            if here == address and found:
                found[-1] += fragment.text()
            else:
                found.append(f"Link {fragment.text()}")
        address = here
        iterator += 1
    return found


def _pictures(caret: QtGui.QTextCursor) -> list[str]:
    """The pictures in the line, each by its words."""
    start, end = _line(caret)
    captions = picture_captions(caret.block())
    return [f"Picture: {words}" if words else "Picture" for at, words in captions if start <= at < end]
