"""What stands behind the words of a list's row."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.theme import Colours


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
