"""What stands behind and before the words of a row."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.theme import Colours

_ARROW = [QtCore.QPointF(x, y) for x, y in ((-2, -4), (2.5, 0), (-2, 4))]
_OPEN_ARROW = [QtCore.QPointF(-point.y(), point.x()) for point in _ARROW]


def paint_ground(
    painter: QtGui.QPainter,
    option: QtWidgets.QStyleOptionViewItem,
    rect: QtCore.QRect,
    colours: Colours,
    *,
    is_framed: bool,
) -> None:
    """Shade the row under the pointer; frame one that is framed, strongly while it has the focus."""
    state, row = QtWidgets.QStyle.StateFlag, rect.adjusted(1, 1, -2, -2)
    if option.state & state.State_MouseOver:
        painter.setBrush(QtGui.QColor(colours.panel if colours.bordered else colours.badge))
        painter.setPen(QtGui.QColor(colours.border if colours.bordered else colours.badge))
        painter.drawRoundedRect(row, 5, 5)
    if is_framed:
        focused = bool(option.state & state.State_HasFocus)
        pen = QtGui.QPen(QtGui.QColor(colours.focus if focused else colours.border))
        pen.setWidth(2 if focused else 1)
        painter.setPen(pen)
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(row, 5, 5)


def paint_arrow(
    painter: QtGui.QPainter, rect: QtCore.QRect, colours: Colours, indent: int, *, is_open: bool
) -> None:
    """A triangle in the last `indent` pixels of `rect`: sideways where rows are folded, downwards open."""
    colour = QtGui.QColor(colours.quiet)
    painter.save()
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.setPen(colour)
    painter.setBrush(colour)
    painter.translate(rect.right() - indent / 2, rect.center().y() + 0.5)
    painter.drawPolygon(_OPEN_ARROW if is_open else _ARROW)
    painter.restore()
