"""The library in the sidebar: a filter above the list of sheets, and what is being read of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.library.listed import Filter, ListedEdition, ListedSheet
from hkviewer.gui.library.sheets_list import SheetsList
from hkviewer.gui.widgets.announce import announce, is_heard
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import FullLabel, label
from hkviewer.gui.widgets.layouts import in_column, in_row
from hkviewer.gui.widgets.panel import Panel
from hkviewer.gui.widgets.progress_line import ProgressLine
from hkviewer.theme import Colours

_REST_MILLISECONDS = 600
"""Who types nothing for so long hears how many sheets are left."""


class LibraryPage(Panel):
    """Shows sheets, as far as they fit what is typed above them.

    Signals:
        opened: the name of the edition that the reader wants to read.
        menu_requested: the ListedEdition whose commands the reader asks for, and where on the screen.
        manage_requested: the reader wants to add or remove something; where on the screen.
        cancelled: the reader stops what is being read.
    """

    opened = QtCore.Signal(str)
    menu_requested = QtCore.Signal(object, QtCore.QPoint)
    manage_requested = QtCore.Signal(QtCore.QPoint)
    cancelled = QtCore.Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setAccessibleName("Library")
        self._sheets: Sequence[ListedSheet] = ()
        self._filter = Filter(())
        self._is_reading = False
        self.field = QtWidgets.QLineEdit()
        self.field.setAccessibleName("Filter sheets")
        self.field.setPlaceholderText("Filter sheets")
        self._clear = QtGui.QAction("Clear the filter (Esc)", self.field)
        self._clear.triggered.connect(self.field.clear)
        self._clear.setVisible(False)
        self.field.addAction(self._clear, QtWidgets.QLineEdit.ActionPosition.TrailingPosition)
        self.manage = QtWidgets.QToolButton()
        self.manage.setProperty("quiet", True)
        self.manage.setAccessibleName("Add or remove")
        self.manage.setToolTip("Add files or folders to the library, or remove them")
        self._count = label("", "quiet")
        self._count.setAccessibleName("Count of sheets")
        self._faults = FullLabel()
        self._faults.setProperty("role", "quiet")
        self._faults.hide()
        self.list = SheetsList(colours)
        self.progress = ProgressLine()
        self._caption = label("SHEETS", "caption")
        head = in_row(self.field, self.manage, growing=self.field, spacing=4)
        caption = in_row(self._caption, None, self._count)
        sheets = QtWidgets.QWidget()
        sheets.setLayout(in_column(caption, self.list, growing=self.list))
        self.sheets = sheets
        self.column = in_column(head, self.progress, self._faults, sheets, growing=sheets)
        self.setLayout(self.column)
        self._rest = QtCore.QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._say_count)
        self._connect()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._follow_filter)
        self.field.installEventFilter(self)
        self.manage.clicked.connect(
            lambda: self.manage_requested.emit(self.manage.mapToGlobal(self.manage.rect().bottomLeft()))
        )
        self.list.chosen.connect(self.opened)
        self.list.menu_requested.connect(self.menu_requested)
        self.list.left.connect(self.field.setFocus)
        self.progress.cancelled.connect(self.cancelled)

    # What is shown

    def show_sheets(self, sheets: Sequence[ListedSheet], faults: str = "") -> None:
        """List `sheets`; `faults` is a sentence on what could not be read of the library, "" for nothing."""
        self._sheets, self._filter = sheets, Filter(sheets)
        self._faults.show_words(faults)
        self._faults.setVisible(bool(faults))
        self._pick()

    def show_matches(self, matches: Mapping[str, int]) -> None:
        """Badge each edition, by its name, with its matches; {} ends that."""
        self.list.show_matches(matches)

    def show_read(self, name: str) -> None:
        """Mark what is read now, "" for none."""
        self.list.show_read(name)

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self.manage.setIcon(icons.icon("plus"))
        self._clear.setIcon(icons.icon("x", can_be_disabled=False))
        self.list.recolour(colours)

    def give_way(self, *, is_crowded: bool) -> None:
        """Where there is little room leave out the caption."""
        self._caption.setVisible(not is_crowded)
        self._count.setVisible(not is_crowded)

    @property
    def first(self) -> QtWidgets.QWidget:
        """The filter."""
        return self.field

    @property
    def stops(self) -> list[QtWidgets.QWidget]:
        """What Tab stops at, in order."""
        return [self.field, self.manage, self.progress.cancel, self.list]

    @property
    def count_words(self) -> str:
        """How many sheets are listed: “261 sheets”, “3 of 261 sheets”."""
        shown, all_ = self.list.model().rowCount(), len(self._sheets)
        of = f"{shown:,} of " if self.field.text().strip() else ""
        return f"{of}{all_:,} sheet{'' if all_ == 1 else 's'}"

    def show_progress(self, done: int, total: int) -> None:
        """Say how many files of those that are to be read were read."""
        words = f"Reading {done:,} of {total:,} files"
        if self._is_reading:
            self.progress.show_words(words)
        else:
            self._is_reading = True
            self.progress.begin(words)
        self.progress.show_progress(1000 * done // max(total, 1))

    def end_progress(self) -> None:
        """Say nothing of it any more."""
        self._is_reading = False
        had_focus = self.progress.isAncestorOf(self.focusWidget() or self)
        self.progress.end()
        if had_focus:
            self.list.setFocus()

    # The filter

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """In the filter Down leads to the list, Enter opens its first row, Esc clears it."""
        if watched is not self.field or not isinstance(event, QtGui.QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() != QtCore.QEvent.Type.KeyPress:
            return False
        keys = QtCore.Qt.Key
        if event.key() == keys.Key_Down:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
            self.list.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        elif event.key() in (keys.Key_Return, keys.Key_Enter):
            self._open_first()
        elif event.key() == keys.Key_Escape and self.field.text():
            self.field.clear()
        else:
            return False
        return True

    def _open_first(self) -> None:
        edition: ListedEdition | None = self.list.edition_at(self.list.model().index(0, 0))
        if edition is not None and self.field.text().strip():
            self.opened.emit(edition.name)

    def _follow_filter(self) -> None:
        self._clear.setVisible(bool(self.field.text()))
        self._pick()
        self._rest.start()

    def _pick(self) -> None:
        self.list.show_sheets(self._filter.picked(self.field.text()))
        words = self.count_words
        self._count.setText(words.rpartition(" ")[0])
        self._count.setAccessibleDescription(words)

    def _say_count(self) -> None:
        if is_heard() and self.field.hasFocus():
            announce(self, self.count_words)
