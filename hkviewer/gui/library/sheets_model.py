"""The sheets of the library for Qt: one row each, and below it its other editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6 import QtCore

from hkviewer.gui.library.listed import ListedSheet, SheetRow, edition_row, sheet_row
from hkviewer.gui.widgets.spoken_rows import DescribedRows, with_position

_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex
_NONE = QtCore.QModelIndex()


class SheetsModel(DescribedRows, QtCore.QAbstractItemModel):
    """Rows of `sheets`, in that order.

    An index's number is 0 for a sheet; for an edition it is that of its sheet's row, counted from 1.
    """

    def __init__(
        self, sheets: Sequence[ListedSheet], matches: Mapping[str, int], parent: QtCore.QObject
    ) -> None:
        super().__init__(parent)
        self.sheets = sheets
        self._matches = matches
        self._open: set[int] = set()

    # What Qt asks for

    def rowCount(self, parent: _INDEX = _NONE) -> int:
        """The sheets, or the other editions of the one at `parent`."""
        if not parent.isValid():
            return len(self.sheets)
        return 0 if parent.internalId() else len(self.sheets[parent.row()].others)

    def columnCount(self, _parent: _INDEX = _NONE) -> int:
        """One."""
        return 1

    def index(self, row: int, column: int = 0, parent: _INDEX = _NONE) -> QtCore.QModelIndex:
        """The row of that number in the list, or below the sheet at `parent`."""
        if not self.hasIndex(row, column, parent):
            return QtCore.QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: _INDEX = _NONE) -> QtCore.QModelIndex:  # type: ignore[override]  # Qt's own has two forms
        """The sheet that an edition belongs to."""
        number = child.internalId() if child.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QtCore.QModelIndex()

    def data(self, index: _INDEX, role: int = 0) -> object:
        """Words; the delegate takes the rest from `row`."""
        roles = QtCore.Qt.ItemDataRole
        if role == roles.DisplayRole:
            return self.row(index).title
        if role == roles.AccessibleTextRole:
            return with_position(self.row(index).said, index.row(), self.rowCount(index.parent()))
        if role == roles.AccessibleDescriptionRole:
            return self.description
        if role == roles.ToolTipRole:
            row = self.row(index)
            return "\n".join(filter(None, (row.title, row.details, row.edition.path)))
        return None

    # What the list asks for

    def row(self, index: _INDEX) -> SheetRow:
        """What is drawn and said of the row at `index`."""
        number = index.internalId()
        if number:
            return edition_row(self.sheets[number - 1].others[index.row()], self._matches)
        return sheet_row(self.sheets[index.row()], self._matches, is_open=index.row() in self._open)

    def show_matches(self, matches: Mapping[str, int]) -> None:
        """Count the matches of each edition, by its name, from now on."""
        self._matches = matches

    def turn(self, index: _INDEX, *, is_open: bool) -> None:
        """Know whether the editions below the sheet at `index` are shown."""
        (self._open.add if is_open else self._open.discard)(index.row())

    def index_of(self, name: str) -> QtCore.QModelIndex:
        """The row that opens `name`; an invalid index where there is none."""
        for number, sheet in enumerate(self.sheets):
            for place, edition in enumerate(sheet.editions):
                if edition.name == name:
                    top = self.index(number)
                    return top if place == 0 else self.index(place - 1, 0, top)
        return QtCore.QModelIndex()

    @property
    def has_others(self) -> bool:
        """Whether any sheet has editions to fold."""
        return any(sheet.others for sheet in self.sheets)
