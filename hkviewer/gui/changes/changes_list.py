"""The list of changes in the sidebar, in the place of results."""

from __future__ import annotations

from typing import NamedTuple

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.changes.change_words import row_words
from hkviewer.gui.changes.passages import Change, ChangesPage
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.labels import FittingButton, label
from hkviewer.gui.widgets.layouts import have_room, in_column, in_row
from hkviewer.gui.widgets.panel import Panel
from hkviewer.gui.widgets.spoken_rows import DescribedRows, FocusedRow, with_position

_BATCH = 200
_MANY = 1_000
"""Rows that are laid out at once in 50 ms."""
_AROUND = 12
"""Pixels that the style leaves free or draws on both sides of a row's words."""
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class Row(NamedTuple):
    """A row: the title of a section, a change of it, or one of its figures.

    Its words are made when they are shown: of a hundred thousand rows hardly any are.

    Attributes:
        change: the number of the change that it leads to.
        of: the title, the change, or the sentence on the figure.
    """

    change: int
    of: str | Change
    is_heading: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return self.of if isinstance(self.of, str) else row_words(self.of)

    @property
    def spoken(self) -> str:
        """What is read aloud of it."""
        return self.of if isinstance(self.of, str) else row_words(self.of, is_said=True)


def rows_of(page: ChangesPage, *, figures_only: bool) -> list[Row]:
    """The rows of all changes below the titles of their sections, or of figures alone, one for each."""
    if figures_only:
        return [Row(n, figure) for n, change in enumerate(page.changes) for figure in change.figures]
    rows: list[Row] = []
    section = ""
    for number, change in enumerate(page.changes):
        if change.section != section:
            section = change.section
            rows.append(Row(number, section, is_heading=True))
        rows.append(Row(number, change))
    return rows


class _Rows(DescribedRows, QtCore.QAbstractListModel):
    """The rows for Qt."""

    def __init__(self, rows: list[Row], parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self.rows = rows

    def rowCount(self, _parent: _INDEX | None = None) -> int:
        return len(self.rows)

    def data(self, index: _INDEX, role: int = 0) -> object:
        roles, row = QtCore.Qt.ItemDataRole, self.rows[index.row()]
        if role == roles.DisplayRole:
            return row.text
        if role == roles.AccessibleTextRole:
            return with_position(row.spoken, index.row(), len(self.rows))
        if role == roles.AccessibleDescriptionRole:
            return self.description
        if role == roles.FontRole and row.is_heading:
            font = QtWidgets.QApplication.font()
            font.setBold(True)
            return font
        return None


class _RowDelegate(QtWidgets.QStyledItemDelegate):
    """Gives a row the height of all of its words: Qt measures them as if nothing stood around them."""

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> QtCore.QSize:
        narrow = QtWidgets.QStyleOptionViewItem(option)
        narrow.rect = option.rect.adjusted(0, 0, -_AROUND, 0)
        return super().sizeHint(narrow, index)


class _List(FocusedRow, QtWidgets.QListView):
    """The rows; Enter and a click choose one."""

    chosen = QtCore.Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("changes")
        self.setAccessibleName("Changes")
        self.setWordWrap(True)
        self.setItemDelegate(_RowDelegate(self))
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        # In batches, so that thousands of rows never hold the window.
        self.setBatchSize(_BATCH)
        self.clicked.connect(self._choose)

    def show_rows(self, rows: list[Row]) -> None:
        """Show `rows` instead of those before."""
        modes = QtWidgets.QListView.LayoutMode
        before = self.model()
        self.setLayoutMode(modes.Batched if len(rows) > _MANY else modes.SinglePass)
        self.setModel(_Rows(rows, self))
        self.scrollToTop()  # with another model Qt leaves it where it is
        if before is not None:
            before.deleteLater()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Rows get other heights with another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Enter chooses."""
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QtCore.QModelIndex) -> None:
        model = self.model()
        if index.isValid() and isinstance(model, _Rows):
            self.chosen.emit(model.rows[index.row()].change)


class ChangesPanel(Panel):
    """The list with its caption, how many there are, and the choice of figures only.

    Signals:
        chosen: the number of the change that the reader picked.
        left: the reader wants to read on where he was.
        save_requested: the reader wants a file of the redline.
    """

    chosen = QtCore.Signal(int)
    left = QtCore.Signal()
    save_requested = QtCore.Signal()

    def __init__(self) -> None:
        super().__init__()
        self._page = ChangesPage((), ())
        self._current = -1
        self._steps: list[int] = []
        self._count = label("", "quiet")
        self._count.setAccessibleName("Count of changes")
        self.figures_only = QtWidgets.QToolButton()
        self.figures_only.setText("Figures only")
        self.figures_only.setObjectName("order")
        self.figures_only.setAccessibleName("Figures only")
        self.figures_only.setCheckable(True)
        self.figures_only.toggled.connect(self._list_others)
        self.list = _List()
        self.list.chosen.connect(self.chosen)
        self._back = QtWidgets.QPushButton("Back to reading")
        self._back.clicked.connect(self.left)
        self._back.setMinimumWidth(1)
        self._save = FittingButton("Save the redline…")
        self._save.clicked.connect(self.save_requested)
        self._caption = label("CHANGES", "caption")
        head = in_row(self._caption, self._count, None, self.figures_only, spacing=8)
        self.setLayout(in_column(head, self.list, self._save, self._back, growing=self.list))

    def show_page(self, page: ChangesPage) -> None:
        """List the changes of `page`."""
        self._page, self._current = page, -1
        self._fill()

    def show_current(self, change: int) -> None:
        """Mark the row of that change; of several the one that is marked already, else the first."""
        self._current = change
        model, index = self.list.model(), self.list.currentIndex()
        if not isinstance(model, _Rows):
            return
        rows = model.rows
        if not index.isValid() or rows[index.row()].change != change:
            number = next((n for n, r in enumerate(rows) if r.change == change and not r.is_heading), -1)
            index = model.index(number) if number >= 0 else QtCore.QModelIndex()
            self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index)
        self._show_count()

    def step_within(self, step: int) -> str:
        """Mark the next row of the same change, or with -1 the one before.

        Returns:
            What it says; "" where there is none.
        """
        rows, at = self.rows, self.list.currentIndex().row()
        if not self.figures_only.isChecked() or at < 0 or not 0 <= at + step < len(rows):
            return ""
        row = rows[at + step]
        if not rows[at].change == row.change == self._current:
            return ""
        index = self.list.model().index(at + step, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._show_count()
        return row.text

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        """Rows that were hidden had no places: now the current one comes into view."""
        super().showEvent(event)
        QtCore.QTimer.singleShot(0, self, lambda: self.list.scrollTo(self.list.currentIndex()))

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """In large letters the caption makes room for the button's words."""
        super().resizeEvent(event)
        self._fit_caption()

    def _fit_caption(self) -> None:
        parts = (self._caption, self._count, self.figures_only)
        self._caption.setVisible(have_room(parts, 12, self.width()))

    def give_way(self, *, is_crowded: bool) -> None:
        """Where there is little room leave out the buttons: Esc and Back, and the menu, do what they do."""
        self._back.setVisible(not is_crowded)
        self._save.setVisible(not is_crowded)

    @property
    def first(self) -> QtWidgets.QWidget:
        """The list."""
        return self.list

    @property
    def stops(self) -> list[QtWidgets.QWidget]:
        """What Tab stops at, in order."""
        return [self.figures_only, self.list, self._save, self._back]

    @property
    def rows(self) -> list[Row]:
        """What is listed."""
        model = self.list.model()
        return model.rows if isinstance(model, _Rows) else []

    @property
    def steps(self) -> list[int]:
        """The changes that are listed, in order, each once."""
        return self._steps

    @property
    def place(self) -> str:
        """Which of what is listed is the current one, as the head says it: “3 of 14”, “2 of 9 figures”."""
        return self._count.text()

    @property
    def listed(self) -> str:
        """What is listed, in words: “14 changes”, “1 figure”, “No figures changed”."""
        of_figures = self.figures_only.isChecked()
        if not self.steps:
            return "No figures changed" if of_figures else "No changes"
        count = len(self.rows) if of_figures else len(self.steps)
        return f"{count:,} {'figure' if of_figures else 'change'}{'' if count == 1 else 's'}"

    def _list_others(self) -> None:
        self._fill()
        announce(self.figures_only, self.listed)

    def _fill(self) -> None:
        rows = rows_of(self._page, figures_only=self.figures_only.isChecked())
        self._steps = list(dict.fromkeys(row.change for row in rows))
        self.list.show_rows(rows)
        self._show_count()
        if self._current >= 0:
            self.show_current(self._current)

    def _show_count(self) -> None:
        counted, number, what = len(self.steps), -1, ""
        if self._current in self.steps:
            number = self.steps.index(self._current)
        if self.figures_only.isChecked():
            # One change may have several: what is counted are the rows.
            counted, number = len(self.rows), self.list.currentIndex().row()
            what = " figure" if counted == 1 else " figures"
        at = f"{number + 1:,} of " if number >= 0 else ""
        self._count.setText(f"{at}{counted:,}{what}")
        self._count.setAccessibleDescription(self._count.text())
        self._fit_caption()
