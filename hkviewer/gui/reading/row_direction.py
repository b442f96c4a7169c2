"""Rows of the section tree whose titles run from right to left: set, and cut off, from there."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.content.writing_direction import is_right_to_left

_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class RowDelegate(QtWidgets.QStyledItemDelegate):
    """Draws each row in the direction of its words."""

    def initStyleOption(self, option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> None:
        """As Qt does; a title from right to left begins at the right, and its mark stands there too."""
        super().initStyleOption(option, index)
        if is_right_to_left(index.data() or ""):
            option.direction = QtCore.Qt.LayoutDirection.RightToLeft
