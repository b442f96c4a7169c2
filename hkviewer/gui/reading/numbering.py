"""The numbers of paragraphs in the pane's margin."""

from __future__ import annotations

from PySide6 import QtCore, QtGui

from hkviewer.content.model import FactSheet
from hkviewer.content.ranges import TextRange
from hkviewer.export.paragraph_numbers import paragraph_numbers
from hkviewer.gui.reading.overlays import Margin
from hkviewer.gui.widgets.labels import ALIGN_RIGHT_MIDDLE

_GAP = 8
"""Pixels between a number and the column."""


class ParagraphNumbers:
    """Draws the numbers of a sheet's paragraphs; see `paragraph_numbers`.

    `points` has for each number where its paragraph begins.
    """

    def __init__(self, sheet: FactSheet) -> None:
        numbers = paragraph_numbers(sheet)
        self.points = {
            number: TextRange.point(section.id, leaf.offset)
            for section in sheet.sections
            for leaf in section.leaves
            if (number := numbers.get((section.id, leaf.block)))
        }

    def paint(self, painter: QtGui.QPainter, margin: Margin) -> None:
        """Draw the numbers of the paragraphs in view to the left of the column."""
        for number, at in self.points.items():
            line = margin.line(at)
            if -line.height() < line.top() < margin.height:
                where = QtCore.QRect(0, line.top(), margin.width - _GAP, line.height())
                painter.drawText(where, ALIGN_RIGHT_MIDDLE, str(number))
