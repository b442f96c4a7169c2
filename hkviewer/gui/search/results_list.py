"""The list of matches in their contexts, grouped by section."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.search.folded_rows import FoldedRows
from hkviewer.gui.search.result_delegate import PADDING, ResultDelegate
from hkviewer.gui.search.result_rows import ResultRow, ResultRows
from hkviewer.gui.search.script_samples import script_samples
from hkviewer.gui.search.sheet_rows import SheetRows
from hkviewer.gui.widgets.spoken_rows import DescribedRows, FocusedRow, with_position
from hkviewer.gui.widgets.step_runner import StepRunner
from hkviewer.theme import Colours

_BATCH = 6
"""Rows that are laid out at once: 1 to 3 ms."""
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex
Titles = Sequence[tuple[int, ResultRow]]
"""For each of several sheets the number of its first row, and the row with its title."""


class _ResultsModel(DescribedRows, QtCore.QAbstractListModel):
    """The rows for Qt."""

    def __init__(self, rows: FoldedRows | SheetRows, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self.rows = rows

    def rowCount(self, _parent: _INDEX | None = None) -> int:
        return len(self.rows)

    def data(self, index: _INDEX, role: int = 0) -> object:
        row = self.rows[index.row()]
        if role == QtCore.Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == QtCore.Qt.ItemDataRole.AccessibleTextRole:
            return with_position(self.rows.said(index.row()), index.row(), len(self.rows))
        if role == QtCore.Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.description
        if role == QtCore.Qt.ItemDataRole.ToolTipRole and row.note and row.place is not None:
            # What a section lacks may not have the room to be read.
            return row.said
        return None

    def turn(self, section: int) -> None:
        """Show all snippets of a section, or where all are shown its first alone."""
        fold, count = self.rows.fold_row(section), self.rows.foldable(section)
        if self.rows.is_open(section):
            self.beginRemoveRows(QtCore.QModelIndex(), fold + 1, fold + count)
            self.rows.turn(section)
            self.endRemoveRows()
        else:
            self.beginInsertRows(QtCore.QModelIndex(), fold + 1, fold + count)
            self.rows.turn(section)
            self.endInsertRows()
        self.dataChanged.emit(self.index(fold), self.index(fold))

    def flags(self, index: _INDEX) -> QtCore.Qt.ItemFlag:
        flags = QtCore.Qt.ItemFlag
        if not index.isValid() or self.rows[index.row()].is_caption:
            return flags.NoItemFlags
        return flags.ItemIsEnabled | flags.ItemIsSelectable


class ResultsList(FocusedRow, QtWidgets.QListView):
    """Shows a result, and below it what is offered.

    Signals:
        chosen: the number of the match that the reader picked.
        place_chosen: the place that something offered leads to.
    """

    chosen = QtCore.Signal(int)
    place_chosen = QtCore.Signal(object)

    def __init__(self, colours: Colours, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._laid_out_width = 0
        self._top_row, self._top_shift = -1, 0
        self.setObjectName("results")
        self.setAccessibleName("Results")
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        # In batches, so that thousands of rows never hold the window.
        self.setLayoutMode(QtWidgets.QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self._delegate = ResultDelegate(self, self)
        self.setItemDelegate(self._delegate)
        self._model = _ResultsModel(FoldedRows(ResultRows()), self)
        self.setModel(self._model)
        self._current = -1
        self._marking = QtCore.QTimer(self, singleShot=True, interval=0)
        self._marking.timeout.connect(self._mark_current)
        self._scripts: Sequence[str] = ()
        self._preparing = StepRunner(self)
        self.clicked.connect(self._choose)

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return self._colours

    @property
    def current_match(self) -> int:
        """The number of the current match, -1 for none."""
        return self._current

    def words_width(self) -> int:
        """The pixels that a row's words may take, the same with and without a scroll bar.

        Rows change their heights with the width: a bar that came with the heights and took from the width
        would have all rows laid out twice, and might come and go for ever.
        """
        bar = self.verticalScrollBar().sizeHint().width()
        return self.width() - 2 * self.frameWidth() - bar - 2 * PADDING

    def expect(self, letters: str) -> None:
        """Be ready for snippets that have those `letters`, as soon as nothing else is to be done."""
        self._scripts = script_samples(letters)
        self._prepare()

    def _prepare(self) -> None:
        self._preparing.replace(self._delegate.prepare(self._scripts))

    def show_rows(self, rows: ResultRows, titles: Titles = ()) -> None:
        """Show `rows` instead of those before, of several sheets those of each below its title."""
        if not rows and not self._model.rows:
            return
        self._delegate.forget()
        self._top_row = -1
        folded = SheetRows(rows, titles) if titles else FoldedRows(rows)
        before, self._model = self._model, _ResultsModel(folded, self)
        self.setModel(self._model)
        before.deleteLater()
        self.scrollToTop()

    def show_current(self, match: int) -> None:
        """Mark the row that holds match `match`, when what is due now has been drawn; -1 marks none."""
        self._current = match
        self._marking.start()

    def _mark_current(self) -> None:
        # The row may have to be cut around another of its matches.
        self.viewport().update()
        number = self._model.rows.row_of(self._current)
        if number < 0:
            if self.currentIndex().isValid():
                self.setCurrentIndex(QtCore.QModelIndex())
            return
        index = self._model.index(number)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def recolour(self, colours: Colours) -> None:
        """Draw in `colours`, and in the font now in force, from now on."""
        self._colours = colours
        self._delegate.forget()
        self._prepare()
        self.viewport().update()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Rows get other heights with another width: Qt would keep those they have."""
        is_wider_or_narrower = self._laid_out_width != self.words_width()
        if is_wider_or_narrower:
            self._keep_top_row()
        super().resizeEvent(event)
        if is_wider_or_narrower:
            self._laid_out_width = self.words_width()
            self.scheduleDelayedItemsLayout()

    def doItemsLayout(self) -> None:
        """The first batch of rows is given its place."""
        super().doItemsLayout()
        self._return_to_top_row()

    def timerEvent(self, event: QtCore.QTimerEvent) -> None:
        """Another batch may have been given its place."""
        super().timerEvent(event)
        self._return_to_top_row()

    def _keep_top_row(self) -> None:
        """Know which row stands at the top, where the list is scrolled: rows are laid out anew."""
        if self._top_row < 0 < self.verticalScrollBar().value():
            top = self.indexAt(QtCore.QPoint(0, 0))
            self._top_row, self._top_shift = top.row(), self.visualRect(top).top()

    def _return_to_top_row(self) -> None:
        """When all rows have their places, go back to where the list was scrolled."""
        if self._top_row < 0 or self.visualRect(self._model.index(len(self._model.rows) - 1)).isEmpty():
            return
        index, self._top_row = self._model.index(self._top_row), -1
        self.scrollTo(index, QtWidgets.QAbstractItemView.ScrollHint.PositionAtTop)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - self._top_shift)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Enter chooses, unfolds or folds; Right unfolds, Left folds the section of the current row."""
        keys = QtCore.Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self._choose(self.currentIndex())
        elif event.key() in (keys.Key_Left, keys.Key_Right):
            self._turn_current(is_opening=event.key() == keys.Key_Right)
        else:
            super().keyPressEvent(event)

    def row(self, number: int) -> ResultRow:
        """Row `number`, from the top."""
        return self._model.rows[number]

    def _choose(self, index: QtCore.QModelIndex) -> None:
        row = self.row(index.row()) if index.isValid() else None
        if row is not None and row.folded >= 0:
            self._turn(row.folded)
        elif row is not None and row.place is not None:
            self.place_chosen.emit(row.place)
        elif row is not None and not row.is_caption:
            self.chosen.emit(row.match)

    def _turn_current(self, *, is_opening: bool) -> None:
        rows, index = self._model.rows, self.currentIndex()
        section = rows.section_of(index.row()) if index.isValid() else -1
        if section >= 0 and rows.foldable(section) and rows.is_open(section) is not is_opening:
            self._turn(section)

    def _turn(self, section: int) -> None:
        """Unfold a section, or fold it; what stands above its folded rows stays where it is."""
        rows = self._model.rows
        self._keep_top_row()
        if rows.is_open(section) and self._top_row > (fold := rows.fold_row(section)):
            # What stood at the top is folded now, or moves up: the row that stands for it is to be seen.
            self._top_row, self._top_shift = max(fold, self._top_row - rows.foldable(section)), 0
        self._delegate.forget()
        self._model.turn(section)
        self.setCurrentIndex(self._model.index(rows.fold_row(section)))
