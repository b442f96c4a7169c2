"""The line under the title: where it breaks between two facts, no sign is seen between them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6 import QtCore, QtGui

SIGN = " ·\u00a0"
"""Stands between two facts; it goes to the next line with the one it leads to."""
_NO_ROOM = 0.5
"""Per cent: the room that a sign takes that begins a line; 0 would be all of it."""


def set_title_line(block: QtGui.QTextBlock, width: float | None) -> None:
    """Hide the signs that lines begin with when the line stands in a column of `width` pixels.

    For None none is hidden.
    """
    text = block.text()
    if SIGN not in text:
        return
    usual = _format_at(block, 0)
    hidden = () if width is None else _at_line_starts(block, usual, width)
    cursor = QtGui.QTextCursor(block)
    cursor.beginEditBlock()
    place = text.find(SIGN)
    while place >= 0:
        hides = place in hidden
        if hides != (_format_at(block, place + 1).fontLetterSpacing() == _NO_ROOM):
            for start, length, look in _looks(place, usual, hides=hides):
                cursor.setPosition(block.position() + start)
                cursor.setPosition(block.position() + start + length, QtGui.QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(look)
        place = text.find(SIGN, place + 1)
    # To a screen reader the line would be new, and read.
    with QtCore.QSignalBlocker(block.document()):
        cursor.endEditBlock()


def _format_at(block: QtGui.QTextBlock, place: int) -> QtGui.QTextCharFormat:
    cursor = QtGui.QTextCursor(block)
    cursor.setPosition(block.position() + place + 1)
    return cursor.charFormat()


def _at_line_starts(block: QtGui.QTextBlock, usual: QtGui.QTextCharFormat, width: float) -> list[int]:
    """The places of the signs that begin lines, each when those before it are hidden."""
    width -= block.blockFormat().leftMargin() + block.blockFormat().rightMargin()
    document, text = block.document(), block.text()
    hidden: list[int] = []
    while True:
        layout = QtGui.QTextLayout(text, document.defaultFont())
        layout.setTextOption(document.defaultTextOption())
        looks = [look for place in hidden for look in _looks(place, usual, hides=True)]
        layout.setFormats([_run(0, len(text), usual), *(_run(*look) for look in looks)])
        signs = (start - 1 for start in _line_starts(layout, width) if text.startswith(SIGN, start - 1))
        place = next((sign for sign in signs if sign >= 0 and sign not in hidden), None)
        if place is None:
            return hidden
        hidden.append(place)


def _line_starts(layout: QtGui.QTextLayout, width: float) -> list[int]:
    starts = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts


def _run(start: int, length: int, look: QtGui.QTextCharFormat) -> QtGui.QTextLayout.FormatRange:
    run = QtGui.QTextLayout.FormatRange()
    run.start, run.length, run.format = start, length, look
    return run


def _looks(
    place: int, usual: QtGui.QTextCharFormat, *, hides: bool
) -> Iterator[tuple[int, int, QtGui.QTextCharFormat]]:
    """The formats of the sign at `place`, hidden or not, each with its start and length.

    The blank before a hidden one takes as much more room as the sign takes less: so the line breaks there
    still, and the blank is not seen, as it ends a line.
    """
    blank, sign = QtGui.QTextCharFormat(usual), QtGui.QTextCharFormat(usual)
    if hides:
        room = QtGui.QFontMetricsF(usual.font()).horizontalAdvance(SIGN[1:])
        blank.setFontLetterSpacingType(QtGui.QFont.SpacingType.AbsoluteSpacing)
        blank.setFontLetterSpacing(room)
        sign.setFontLetterSpacingType(QtGui.QFont.SpacingType.PercentageSpacing)
        sign.setFontLetterSpacing(_NO_ROOM)
        # To find that a colour is a brush, PySide makes the classes of all Qt's enumerations: for a sign that
        # the first page may hold, a gradient is quicker.
        unseen = QtGui.QLinearGradient()
        unseen.setColorAt(0, QtGui.QColor(0, 0, 0, 0))
        sign.setForeground(QtGui.QBrush(unseen))
    yield place, 1, blank
    yield place + 1, len(SIGN) - 1, sign
