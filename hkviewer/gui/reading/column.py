"""The column of readable width that text stands in, centred in the view."""

from __future__ import annotations

from PySide6 import QtCore, QtGui

from hkviewer.gui.reading.pane_html import PaneStyle

COLUMN_CHARACTERS = 68
"""Bringhurst, The Elements of Typographic Style, 2.1.2: 66 characters are ideal, 75 the most. A
ragged right edge leaves some of the room free, so the column is a little wider."""
LEAST_MARGIN = 24
"""Pixels free on each side of the column."""
TOP_MARGIN = 32
_SAMPLE = "The United States maintains substantial economic and political interests in Hong Kong "


def column_width(style: PaneStyle, room: int) -> float:
    """The column's width in a view of `room` pixels."""
    font = QtGui.QFont(style.typography.text)
    font.setPointSizeF(style.typography.text_size * style.zoom)
    each = QtGui.QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
    return min(each * COLUMN_CHARACTERS, room - 2 * LEAST_MARGIN)


def fit_column(document: QtGui.QTextDocument, style: PaneStyle, room: int) -> None:
    """Centre the column in `room` pixels by the root frame's margins: the wheel works on them too."""
    frame = document.rootFrame()
    side = max((room - column_width(style, room)) / 2, LEAST_MARGIN)
    margins = frame.frameFormat()
    if margins.leftMargin() == side and margins.topMargin() == TOP_MARGIN:
        return
    margins.setLeftMargin(side)
    margins.setRightMargin(side)
    margins.setTopMargin(TOP_MARGIN)
    margins.setBottomMargin(TOP_MARGIN)
    # To a screen reader all of the text would be new, and read.
    with QtCore.QSignalBlocker(document):
        frame.setFrameFormat(margins)
