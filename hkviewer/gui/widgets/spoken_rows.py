"""Rows of lists and trees for a screen reader: which one has the focus, and how many there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.announce import is_heard
from hkviewer.gui.widgets.at_spi import hears_announcements

_NAMED_IN_MILLISECONDS = 500
"""By then a screen reader knows that the view has the focus. Orca from version 46 on leaves out what it is
about to say of the view where it is told of the row before that; earlier ones must know the row at once, for
what is said next is said of it."""

_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex
if TYPE_CHECKING:
    _View = QtWidgets.QAbstractItemView
    _Model = QtCore.QAbstractItemModel
else:
    _View = _Model = object  # a class can inherit from one of Qt's only


class DescribedRows(_Model):
    """To be inherited before a model: a row may be described, for a moment, by words to be said.

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


class FocusedRow(_View):
    """To be inherited before a view: its current row is one for Qt only while the view has the focus.

    Qt tells screen readers of every current row that it has the focus, whatever has it in truth: one that
    starts while the window is open, and looks for what has it, would take the first that it comes to.
    Meanwhile the row is remembered.
    """

    _row = QtCore.QPersistentModelIndex()
    selects_rows = True

    def currentIndex(self) -> QtCore.QModelIndex:
        """The row; an invalid index for none."""
        return super().currentIndex() if self.hasFocus() else self._remembered()

    def setCurrentIndex(self, index: _INDEX) -> None:
        """Let `index` be the row, and select it where rows are selected."""
        if self.hasFocus():
            super().setCurrentIndex(index)
            return
        self._row = QtCore.QPersistentModelIndex(index)
        if self.selects_rows:
            self.selectionModel().select(index, self.selectionCommand(index))

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """The row is the current one before Qt makes the first so; a screen reader says it after the view."""
        if (index := self._remembered()).isValid():
            self._make_current(index)
        super().focusInEvent(event)
        tell_row(self, is_new=True)

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        """Remember the row, but for a menu over it, which gives the focus back."""
        super().focusOutEvent(event)
        if not self.selects_rows:
            self.selectionModel().clearSelection()
        if event.reason() != QtCore.Qt.FocusReason.PopupFocusReason:
            self._row = QtCore.QPersistentModelIndex(super().currentIndex())
            self._make_current(QtCore.QModelIndex())

    def currentChanged(self, current: _INDEX, previous: _INDEX) -> None:
        """The row with the focus is selected, where anybody hears it: else it is called “not selected”."""
        # Who reads has not the focus here; at the start nothing may ask Qt for screen readers.
        if self.hasFocus() and is_heard():
            self.selectionModel().select(current, QtCore.QItemSelectionModel.SelectionFlag.ClearAndSelect)
        super().currentChanged(current, previous)

    def _remembered(self) -> QtCore.QModelIndex:
        model, row = self.model(), self._row
        is_here = row.isValid() and row.model() is model
        return model.index(row.row(), row.column(), row.parent()) if is_here else QtCore.QModelIndex()

    def _make_current(self, index: QtCore.QModelIndex) -> None:
        """To whoever follows the rows nothing has changed."""
        selection = self.selectionModel()
        with QtCore.QSignalBlocker(selection):
            selection.setCurrentIndex(index, QtCore.QItemSelectionModel.SelectionFlag.NoUpdate)
        self.viewport().update()


def with_position(words: str, number: int, count: int) -> str:
    """What is said of row `number`, counted from 0, of `count`: “Economic Relations, 3 of 5”."""
    return f"{words}, {number + 1:,} of {count:,}"


def tell_row(
    view: QtWidgets.QAbstractItemView, *, is_new: bool, then: Callable[[], None] | None = None
) -> None:
    """Let a screen reader know which row of `view` has the focus, after it knows that `view` has it.

    Qt tells so only when another row becomes the current one. `is_new` says whether `view` gets the focus
    now; `then` is called when the row is told.
    """
    if is_heard():
        tell = partial(_tell, view, then)
        # Counted from when what is due now is done, as all of a dialog that opens.
        wait = partial(QtCore.QTimer.singleShot, _NAMED_IN_MILLISECONDS, view, tell)
        QtCore.QTimer.singleShot(0, view, wait if is_new and hears_announcements() else tell)


def _tell(view: QtWidgets.QAbstractItemView, then: Callable[[], None] | None) -> None:
    current = view.currentIndex()
    if view.hasFocus() and current.isValid():
        # Else it is called “not selected”.
        view.selectionModel().select(current, QtCore.QItemSelectionModel.SelectionFlag.ClearAndSelect)
        view.currentChanged(current, QtCore.QModelIndex())
        if then is not None:
            then()
