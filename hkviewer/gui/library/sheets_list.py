"""The list of the library's sheets, with their other editions folded below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.library.listed import ListedEdition, ListedSheet, SheetRow
from hkviewer.gui.library.sheet_delegate import SheetDelegate
from hkviewer.gui.library.sheets_model import SheetsModel
from hkviewer.gui.widgets.announce import announce, is_heard
from hkviewer.gui.widgets.badges import Badges
from hkviewer.gui.widgets.labels import counted
from hkviewer.gui.widgets.row_ground import paint_arrow
from hkviewer.gui.widgets.spoken_rows import FocusedRow, tell_row
from hkviewer.theme import Colours

_MANY = 500
"""More rows than these all have one height."""
_INDENT = 16
_LAID_OUT_IN = 50
"""Milliseconds after which rows that were unfolded have their places."""
_PADDING = 8
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class SheetsList(FocusedRow, QtWidgets.QTreeView):
    """Shows sheets; Enter and a click open one, Right unfolds its other editions and Left folds them.

    Signals:
        chosen: the path of what the reader wants to read.
        menu_requested: the ListedEdition whose commands the reader asks for, and where on the screen.
        left: the reader wants back to the field above the list.
    """

    chosen = QtCore.Signal(str)
    menu_requested = QtCore.Signal(object, QtCore.QPoint)
    left = QtCore.Signal()
    selects_rows = False

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.colours = colours
        self.badges = Badges(self, colours)
        self._read = ""
        self._follows = False
        """Whether the row of what is read is kept in view: the reader has not gone elsewhere in the list."""
        self._matches: Mapping[str, int] = {}
        self._laid_out_width = 0
        self.setObjectName("sheets")
        self.setAccessibleName("Sheets")
        self.setHeaderHidden(True)
        self.setIndentation(_INDENT)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(QtCore.Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self._delegate = SheetDelegate(self, self)
        self.setItemDelegate(self._delegate)
        self._model = SheetsModel((), {}, self)
        self.setModel(self._model)
        self.clicked.connect(self._choose)
        # Only what a person does to the scroll bar.
        self.verticalScrollBar().actionTriggered.connect(self._stop_following)
        self.expanded.connect(lambda index: self._turn(index, is_open=True))
        self.collapsed.connect(lambda index: self._turn(index, is_open=False))

    # What is shown

    def show_sheets(self, sheets: Sequence[ListedSheet]) -> None:
        """List `sheets`; what was unfolded, the current row and the one at the top stay as they were."""
        opened = {sheet.newest.name for n, sheet in enumerate(self._model.sheets) if self._is_open(n)}
        current, top = self._name_at(self.currentIndex()), self._name_at(self.indexAt(QtCore.QPoint(1, 1)))
        # Qt asks for the height of every row, but where all have the same.
        self.setUniformRowHeights(len(sheets) > _MANY)
        before, self._model = self._model, SheetsModel(sheets, self._matches, self)
        self.setModel(self._model)
        before.deleteLater()
        self.setRootIsDecorated(self._model.has_others)
        for number, sheet in enumerate(sheets):
            if sheet.newest.name in opened and sheet.others:
                self.setExpanded(self._model.index(number), True)
        if (index := self._model.index_of(current or self._read)).isValid():
            self.setCurrentIndex(index)
        if top and (index := self._model.index_of(top)).isValid():
            self.scrollTo(index, QtWidgets.QAbstractItemView.ScrollHint.PositionAtTop)

    def show_matches(self, matches: Mapping[str, int]) -> None:
        """Badge each edition with its matches, by its path; {} ends that."""
        self._matches = matches
        self._model.show_matches(matches)
        self.viewport().update()

    def show_read(self, name: str) -> None:
        """Mark the row of what is read now; "" for none."""
        if name == self._read:
            return
        self._read = name
        if (index := self._model.index_of(name)).isValid():
            self.setCurrentIndex(index)
            self._follows = True
        self.scheduleDelayedItemsLayout()
        self._follow()

    def follow_read(self, *, is_wanted: bool) -> None:
        """Keep the row of what is read in view, or show the first rows instead."""
        self._follows = is_wanted
        if is_wanted:
            self._follow()
        else:
            self.scrollToTop()

    def recolour(self, colours: Colours) -> None:
        """Draw in `colours`, and in the font now in force, from now on."""
        self.colours = colours
        self.badges.recolour(colours)
        self._delegate.forget()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    # What the delegate asks for

    def sheet_row(self, index: _INDEX) -> SheetRow:
        """What is to be drawn at `index`."""
        return self._model.row(index)

    def is_read(self, index: _INDEX) -> bool:
        """Whether that is read now; of a folded sheet also where one of its other editions is."""
        if not self._read:
            return False
        if index.parent().isValid() or self.isExpanded(index):
            return self._model.row(index).edition.name == self._read
        return any(edition.name == self._read for edition in self._model.sheets[index.row()].editions)

    def words_width(self, index: _INDEX) -> int:
        """The pixels that a row's words may take, the same with and without a scroll bar."""
        depth = int(self.rootIsDecorated()) + int(index.parent().isValid())
        bar = self.verticalScrollBar().sizeHint().width()
        return self.width() - 2 * self.frameWidth() - bar - depth * self.indentation() - 2 * _PADDING

    # Keys and looks

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Enter opens; Up on the first row, and Esc, lead back to the field above."""
        keys = QtCore.Qt.Key
        self._stop_following()
        is_first = not self.indexAbove(self.currentIndex()).isValid()
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self._choose(self.currentIndex())
        elif event.key() == keys.Key_Menu:
            self._ask_for_menu(self.visualRect(self.currentIndex()).center())
        elif event.key() == keys.Key_Escape or (event.key() == keys.Key_Up and is_first):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """Without a row that was the current one it is the first."""
        if not self.currentIndex().isValid():
            self._row = QtCore.QPersistentModelIndex(self._model.index(0))
        super().focusInEvent(event)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Rows get other heights with another width."""
        super().resizeEvent(event)
        if self._laid_out_width != self.width():
            self._laid_out_width = self.width()
            self._delegate.forget()
            self.scheduleDelayedItemsLayout()
        self._follow()

    def _follow(self) -> None:
        """Bring the row of what is read into view, unless the reader has gone elsewhere in the list."""
        if self._follows and (index := self._model.index_of(self._read)).isValid():
            self.scrollTo(index)

    def _stop_following(self) -> None:
        self._follows = False

    def drawBranches(self, painter: QtGui.QPainter, rect: QtCore.QRect, index: _INDEX) -> None:
        """A small triangle before a sheet with other editions."""
        if self._model.hasChildren(index):
            is_open = self.isExpanded(index)
            paint_arrow(painter, rect, self.colours, self.indentation(), is_open=is_open)

    def edition_at(self, index: _INDEX) -> ListedEdition | None:
        """The edition of the row at `index`."""
        return self._model.row(index).edition if index.isValid() else None

    def _choose(self, index: _INDEX) -> None:
        if edition := self.edition_at(index):
            self.chosen.emit(edition.path)

    def _ask_for_menu(self, at: QtCore.QPoint) -> None:
        index = self.indexAt(at)
        if edition := self.edition_at(index):
            self.setCurrentIndex(index)
            self.menu_requested.emit(edition, self.viewport().mapToGlobal(at))

    def _turn(self, index: _INDEX, *, is_open: bool) -> None:
        self._model.turn(index, is_open=is_open)
        self.viewport().update()
        if self.hasFocus() and is_heard():
            count = len(self._model.sheets[index.row()].others)
            words = f"{counted(count, 'other edition')} {'unfolded' if is_open else 'folded'}"
            # When the new rows have their places: before, Qt finds none for what it is to tell of. Then the
            # row is another object to a screen reader, which would not take it for what has the focus.
            tell = partial(tell_row, self, is_new=False, then=partial(announce, self, words))
            QtCore.QTimer.singleShot(_LAID_OUT_IN, self, tell)

    def _is_open(self, number: int) -> bool:
        return self.isExpanded(self._model.index(number))

    def _name_at(self, index: _INDEX) -> str:
        edition = self.edition_at(index)
        return edition.name if edition is not None else ""
