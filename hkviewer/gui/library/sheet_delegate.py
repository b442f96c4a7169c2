"""Draws the rows of the library's list."""

from __future__ import annotations

from typing import Protocol

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.library.listed import SheetRow
from hkviewer.gui.widgets.badges import Badges
from hkviewer.gui.widgets.labels import elide
from hkviewer.gui.widgets.row_ground import paint_ground
from hkviewer.theme import Colours

_PADDING = 8
_MOST_LINES, _MOST_OF_DETAILS = 3, 5
"""Lines of a title, and of what stands below it: no age is to be cut off."""
_FEW = 1, 2
"""The same where there are so many rows that all have one height."""
_LEAST_HEIGHT = 28
_SLACK = 4
"""Pixels: a line that was cut to its width in whole ones must not break."""
_USUAL_BADGE = 99
_BAR = 3
_DETAILS_SIZE = 0.9
_MOST_LAYOUTS = 400
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class SheetsView(Protocol):
    """The list, as far as its rows are drawn by it."""

    colours: Colours
    badges: Badges

    def sheet_row(self, index: _INDEX) -> SheetRow:
        """What is to be drawn."""

    def uniformRowHeights(self) -> bool:
        """Whether there are so many rows that all have one height."""

    def is_read(self, index: _INDEX) -> bool:
        """Whether the reader has that sheet before them."""

    def words_width(self, index: _INDEX) -> int:
        """The pixels that a row's words and its badge may take."""

    def font(self) -> QtGui.QFont:
        """The interface's font."""


class SheetDelegate(QtWidgets.QStyledItemDelegate):
    """Draws a title and below it quiet details, each in some lines, and the badge."""

    def __init__(self, view: SheetsView, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._laid_out: dict[tuple[str, int, str], QtGui.QTextLayout] = {}
        self._heights: dict[tuple[str, str, int, bool], int] = {}

    def forget(self) -> None:
        """Forget how words were laid out: font or width are others now."""
        self._laid_out.clear()
        self._heights.clear()

    def sizeHint(self, _option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> QtCore.QSize:
        if self._view.uniformRowHeights():
            title, details = map(_spacing, (self._view.font(), self._details_font()))
            return QtCore.QSize(self._room(index), _FEW[0] * title + _FEW[1] * details + _PADDING)
        row, room, is_read = self._view.sheet_row(index), self._room(index), self._view.is_read(index)
        key = row.title, row.details, room, is_read
        if key not in self._heights:
            height = sum(_height(layout) for layout in self._layouts(row, room, is_read=is_read))
            self._heights[key] = max(height + _PADDING, _LEAST_HEIGHT)
        return QtCore.QSize(room, self._heights[key])

    def paint(self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> None:
        row, rect, colours = self._view.sheet_row(index), QtCore.QRect(option.rect), self._view.colours
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        is_framed = bool(option.state & QtWidgets.QStyle.StateFlag.State_HasFocus)
        paint_ground(painter, option, rect, self._view.colours, is_framed=is_framed)
        if row.matches:
            self._view.badges.paint(painter, rect.adjusted(0, 0, -_PADDING // 2, 0), row.matches)
        words = rect.adjusted(_PADDING, _PADDING // 2, -_PADDING, -_PADDING // 2)
        is_read = self._view.is_read(index)
        if is_read:
            bar = QtCore.QRect(rect.left() + 2, words.top(), _BAR, words.height())
            painter.fillRect(bar, QtGui.QColor(colours.link))
        named = colours.quiet if not row.edition.is_here else colours.heading if is_read else colours.text
        top = QtCore.QPointF(words.topLeft())
        layouts = self._layouts(row, self._room(index), is_read=is_read)
        for layout, colour in zip(layouts, (named, colours.quiet), strict=False):
            painter.setPen(QtGui.QColor(colour))
            layout.draw(painter, top)
            top += QtCore.QPointF(0, _height(layout))
        painter.restore()

    def _room(self, index: _INDEX) -> int:
        """The pixels that a row's words may take beside a badge, whether there is one or not.

        Else a key would have all rows laid out anew, and the words in them move.
        """
        return max(self._view.words_width(index) - self._view.badges.width(_USUAL_BADGE), 1)

    def _layouts(self, row: SheetRow, room: int, *, is_read: bool) -> list[QtGui.QTextLayout]:
        """The title in its lines and, where there are any, the details in theirs."""
        title, details = QtGui.QFont(self._view.font()), self._details_font()
        title.setBold(is_read)
        lines = _FEW if self._view.uniformRowHeights() else (_MOST_LINES, _MOST_OF_DETAILS)
        pieces = [(row.title, title, lines[0])]
        # A sign between two facts ends a line, and begins none.
        facts = row.details.replace(" · ", "\u00a0· ")
        pieces += [(facts, details, lines[1])] if facts else []
        return [self._layout(text, font, room, most) for text, font, most in pieces]

    def _layout(self, text: str, font: QtGui.QFont, width: int, most: int) -> QtGui.QTextLayout:
        key = text, width, font.key()
        if key not in self._laid_out:
            if len(self._laid_out) > _MOST_LAYOUTS:
                self._laid_out.clear()
            self._laid_out[key] = _laid_out(text, font, width, most)
        return self._laid_out[key]

    def _details_font(self) -> QtGui.QFont:
        font = QtGui.QFont(self._view.font())
        font.setPointSizeF(font.pointSizeF() * _DETAILS_SIZE)
        return font


def _height(layout: QtGui.QTextLayout) -> int:
    return layout.lineCount() * _spacing(layout.font())


def _spacing(font: QtGui.QFont) -> int:
    return QtGui.QFontMetrics(font).lineSpacing()


def _laid_out(text: str, font: QtGui.QFont, width: int, most: int) -> QtGui.QTextLayout:
    """`text` in lines of `width` pixels, the last of `most` cut where there would be more."""
    layout = _in_lines(text, font, width, most)
    if layout.lineCount() <= most:
        return layout
    # In UTF-16, as Qt counts.
    start = layout.lineAt(most - 1).textStart()
    units = text.encode("utf-16-le", "surrogatepass")
    head, rest = (part.decode("utf-16-le", "replace") for part in (units[: 2 * start], units[2 * start :]))
    return _in_lines(head + elide(rest, QtGui.QFontMetrics(font), width - _SLACK), font, width, most)


def _in_lines(text: str, font: QtGui.QFont, width: int, most: int) -> QtGui.QTextLayout:
    layout = QtGui.QTextLayout(text, font)
    option = QtGui.QTextOption()
    option.setWrapMode(QtGui.QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    spacing = _spacing(font)
    layout.beginLayout()
    top = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QtCore.QPointF(0, top))
        top += spacing
        if layout.lineCount() > most:
            break
    layout.endLayout()
    return layout
