"""The badges of the section tree: how many matches a section holds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.reading.row_direction import RowDelegate
from hkviewer.gui.widgets.badges import Badges
from hkviewer.theme import Colours

_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class BadgeDelegate(RowDelegate):
    """Draws a row as Qt does, and the badge at its end."""

    def __init__(
        self, view: QtWidgets.QAbstractItemView, count_at: Callable[[_INDEX], int], colours: Colours
    ) -> None:
        """Draw for `view`; `count_at` gives the number on the badge of a row, 0 for none."""
        super().__init__(view)
        self._count_at = count_at
        self._badges = Badges(view, colours)

    def prepare(self) -> None:
        """Draw a badge for nobody: the first one loads its font, and more."""
        self._badges.drawn(1)

    def recolour(self, colours: Colours) -> None:
        """Draw in `colours`, and in the font now in force, from now on."""
        self._badges.recolour(colours)

    def paint(self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> None:
        """Draw the row at `index` as Qt does, and its badge."""
        count = self._count_at(index)
        if not count:
            super().paint(painter, option, index)
            return
        # A copy: what is given to the option below would change it too.
        row = QtCore.QRect(option.rect)
        option.rect = row.adjusted(0, 0, -self.width(count), 0)
        super().paint(painter, option, index)
        self._badges.paint(painter, row, count)

    def width(self, count: int) -> int:
        """The pixels that a badge with `count` takes; 0 for none."""
        return self._badges.width(count)
