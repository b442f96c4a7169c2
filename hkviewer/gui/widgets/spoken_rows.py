"""Rows of lists and trees for a screen reader: which one has the focus, and how many there are."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.widgets.announce import is_heard

_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class DescribedRows(QtCore.QAbstractListModel):
    """Rows one of which may be described, for a moment, by something that a screen reader is to say.

    Attributes:
        description: the words for `AccessibleDescriptionRole`, which whoever inherits gives for every row.
    """

    description = ""

    def setData(self, index: _INDEX, value: object, role: int = 0) -> bool:
        """Take the words to be said; nothing else of a row is to be changed."""
        if role != QtCore.Qt.ItemDataRole.AccessibleDescriptionRole:
            return False
        self.description = str(value)
        self.dataChanged.emit(index, index, [role])
        return True


def with_position(words: str, number: int, count: int) -> str:
    """What is said of row `number`, counted from 0, of `count`: “Economic Relations, 3 of 5”."""
    return f"{words}, {number + 1:,} of {count:,}"


def tell_row(view: QtWidgets.QAbstractItemView) -> None:
    """Let a screen reader know which row of `view` has the focus, after it knows that `view` has it.

    Qt tells so only when another row becomes the current one.
    """
    if is_heard():
        QtCore.QTimer.singleShot(0, view, lambda: _tell(view))


def _tell(view: QtWidgets.QAbstractItemView) -> None:
    current = view.currentIndex()
    if view.hasFocus() and current.isValid():
        # Else it is called “not selected”.
        view.selectionModel().select(current, QtCore.QItemSelectionModel.SelectionFlag.ClearAndSelect)
        view.currentChanged(current, QtCore.QModelIndex())
