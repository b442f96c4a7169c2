"""Badges: how many matches a row stands for."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.labels import ALIGN_CENTRE
from hkviewer.theme import Colours

_PADDING = 8
_MOST_DRAWN = 500


class Badges:
    """Draws numbers in the font of `view`, each once: hundreds of rows show the same few."""

    def __init__(self, view: QtWidgets.QAbstractItemView, colours: Colours) -> None:
        self._view = view
        self._colours = colours
        self._drawn: dict[int, QtGui.QPixmap] = {}
        self._metrics: QtGui.QFontMetrics | None = None

    def recolour(self, colours: Colours) -> None:
        """Draw in `colours`, and in the font now in force, from now on."""
        self._colours = colours
        self._drawn.clear()
        self._metrics = None

    def paint(self, painter: QtGui.QPainter, row: QtCore.QRect, count: int) -> None:
        """Draw `count` at the end of `row`, in the middle of its height."""
        top = row.top() + (row.height() - self._height()) // 2
        painter.drawPixmap(row.right() - self.width(count) + 1, top, self.drawn(count))

    def drawn(self, count: int) -> QtGui.QPixmap:
        """The badge with `count`."""
        if count not in self._drawn:
            if len(self._drawn) > _MOST_DRAWN:
                self._drawn.clear()
            self._drawn[count] = self._draw(count)
        return self._drawn[count]

    def _draw(self, count: int) -> QtGui.QPixmap:
        scale, colours = self._view.devicePixelRatioF(), self._colours
        badge = QtCore.QRect(0, 0, self.width(count) - _PADDING, self._height())
        drawn = QtGui.QPixmap(badge.size() * scale)
        drawn.setDevicePixelRatio(scale)
        drawn.fill(QtCore.Qt.GlobalColor.transparent)
        painter = QtGui.QPainter(drawn)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtGui.QColor(colours.badge))
        painter.setBrush(QtGui.QColor(colours.badge))
        painter.drawRoundedRect(badge.adjusted(0, 0, -1, -1), 4, 4)
        painter.setPen(QtGui.QColor(colours.badge_text))
        painter.setFont(self._font())
        painter.drawText(badge, ALIGN_CENTRE, f"{count:,}")
        painter.end()
        return drawn

    def width(self, count: int) -> int:
        """The pixels that a badge with `count` takes; 0 for none."""
        if not count:
            return 0
        words = self._font_metrics().horizontalAdvance(f"{count:,}")
        return max(words + 2 * _PADDING, 24) + _PADDING

    def _height(self) -> int:
        return self._font_metrics().height() + 4

    def _font_metrics(self) -> QtGui.QFontMetrics:
        if self._metrics is None:
            self._metrics = QtGui.QFontMetrics(self._font())
        return self._metrics

    def _font(self) -> QtGui.QFont:
        font = QtGui.QFont(self._view.font())
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        return font
