"""The badges of the section tree: how many matches a section holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.labels import ALIGN_CENTRE

if TYPE_CHECKING:
    from hkviewer.gui.section_tree import SectionTree

_PADDING = 8
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class BadgeDelegate(QtWidgets.QStyledItemDelegate):
    """Draws a row as Qt does, and the badge at its end."""

    def __init__(self, tree: SectionTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def paint(self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> None:
        count = self._tree.badge_count(index)
        if not count:
            super().paint(painter, option, index)
            return
        # A copy: what is given to the option below would change it too.
        row = QtCore.QRect(option.rect)
        taken = self.width(count)
        option.rect = row.adjusted(0, 0, -taken, 0)
        super().paint(painter, option, index)
        self._paint_badge(painter, row, count)

    def _paint_badge(self, painter: QtGui.QPainter, row: QtCore.QRect, count: int) -> None:
        """Draw the badge at the row's end."""
        colours, font = self._tree.colours, self._font()
        height = QtGui.QFontMetrics(font).height() + 4
        width = self.width(count)
        top = row.top() + (row.height() - height) // 2
        badge = QtCore.QRect(row.right() - width + 1, top, width - _PADDING, height)
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtGui.QColor(colours.badge))
        painter.setBrush(QtGui.QColor(colours.badge))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QtGui.QColor(colours.badge_text))
        painter.setFont(font)
        painter.drawText(badge, ALIGN_CENTRE, f"{count:,}")
        painter.restore()

    def width(self, count: int) -> int:
        """The pixels that a badge with `count` takes; 0 for none."""
        if not count:
            return 0
        words = QtGui.QFontMetrics(self._font()).horizontalAdvance(f"{count:,}")
        return max(words + 2 * _PADDING, 24) + _PADDING

    def _font(self) -> QtGui.QFont:
        font = QtGui.QFont(self._tree.font())
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        return font
