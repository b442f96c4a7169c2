"""The library in the sidebar: a filter above the list of sheets, and what is being read of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.library.filtered_sheets import FilteredSheets
from hkviewer.gui.library.listed import ListedSheet
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import FullLabel
from hkviewer.gui.widgets.layouts import in_column, in_row
from hkviewer.gui.widgets.panel import Panel
from hkviewer.gui.widgets.progress_line import ProgressLine
from hkviewer.theme import Colours

_ROOM_FOR_BOTH = 24
"""Lines of the interface's type below which sheets and results would hold a row or two each."""

_ROOM_FOR_FILTER = 14
"""The same for results below the filter, and for the bar that shows progress."""


class LibraryPage(Panel):
    """Shows sheets, as far as they fit what is typed above them.

    Signals:
        opened: the path of the edition that the reader wants to read.
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
        self._is_reading = False
        self._wanted = 0
        self.sheets = FilteredSheets(colours)
        self.field, self.list = self.sheets.field, self.sheets.list
        self.manage = QtWidgets.QToolButton()
        self.manage.setProperty("quiet", True)
        self.manage.setAccessibleName("Add or remove")
        self.manage.setToolTip("Add files or folders to the library, or remove them")
        self._faults = FullLabel()
        self._faults.setProperty("role", "quiet")
        self._faults.hide()
        self.progress = ProgressLine(is_narrow=True)
        head = in_row(self.field, self.manage, growing=self.field, spacing=4)
        self._column = in_column(head, self.progress, self._faults, self.sheets, growing=self.sheets)
        self.setLayout(self._column)
        self._results: QtWidgets.QWidget | None = None
        self.manage.clicked.connect(
            lambda: self.manage_requested.emit(self.manage.mapToGlobal(self.manage.rect().bottomLeft()))
        )
        self.sheets.chosen.connect(self.opened)
        self.list.menu_requested.connect(self.menu_requested)
        self.progress.cancelled.connect(self.cancelled)

    def show_sheets(self, sheets: Sequence[ListedSheet], faults: str = "") -> None:
        """List `sheets`; `faults` is a sentence on what could not be read of the library, "" for nothing."""
        self._faults.show_words(faults)
        self._faults.setVisible(bool(faults))
        self.sheets.show_sheets(sheets)

    def show_matches(self, matches: Mapping[str, int]) -> None:
        """Badge each edition, by its path, with its matches, those sheets first; {} ends that."""
        self.sheets.show_matches(matches)

    def show_read(self, name: str) -> None:
        """Mark what is read now, "" for none."""
        self.list.show_read(name)

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self.manage.setIcon(icons.icon("plus"))
        self.sheets.recolour(icons, colours)

    def add_found(
        self,
        count: QtWidgets.QWidget,
        message: QtWidgets.QWidget,
        shared: QtWidgets.QWidget,
        results: QtWidgets.QWidget,
    ) -> None:
        """Show what is found: how much, what is said of it, and `shared`, which has sheets and `results`."""
        for number, part in enumerate((count, message)):
            self._column.insertWidget(number, part)
        self._column.addWidget(shared, 1)
        self._results = results
        for part in (results, self.progress):
            part.installEventFilter(self)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Make room when results come or progress is told, give it back when they go."""
        if event.type() in (QtCore.QEvent.Type.ShowToParent, QtCore.QEvent.Type.HideToParent):
            self._share_room()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Share the new height out."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Where there is little height, results take the place of the sheets; in still less all of it."""
        line = self.fontMetrics().lineSpacing()
        lines = self.height() / line
        beside = 0 if self.progress.isHidden() else self.progress.sizeHint().height() / line
        has_results = self._results is not None and not self._results.isHidden()
        self.sheets.setVisible(lines - beside >= _ROOM_FOR_BOTH or not has_results)
        for part in (self.field, self.manage):
            part.setVisible(lines >= _ROOM_FOR_FILTER or not has_results)
        self.progress.show_bar(is_shown=lines >= _ROOM_FOR_FILTER)

    def show_indexed(self, done: int, wanted: int) -> None:
        """Say how many files, one for each edition, can be searched already; of 0 nothing more."""
        self._wanted = wanted
        if wanted:
            self._tell(f"Indexed {done:,} of {wanted:,} files", done, wanted)
        else:
            self.end_progress()

    def end_indexed(self) -> None:
        """Show no more that files are being indexed, and say that all are where that was said before."""
        count = self._wanted if self.progress.isVisible() else 0
        self.show_indexed(0, 0)
        if count:
            announce(self, f"All {count:,} files are indexed")

    def show_progress(self, done: int, total: int) -> None:
        """Say how many files of those that are to be read were read."""
        self._tell(f"Reading {done:,} of {total:,} files", done, total)

    def _tell(self, words: str, done: int, total: int) -> None:
        if not self._is_reading and not self.isVisible():
            return  # who reads elsewhere did not ask
        if self._is_reading:
            self.progress.show_words(words)
        else:
            self._is_reading = True
            self.progress.begin(words)
        self.progress.show_progress(1000 * done // max(total, 1))

    def end_progress(self) -> None:
        """Say nothing of it any more."""
        self._is_reading = False
        self.progress.end(self.list)

    # In the sidebar

    @property
    def first(self) -> QtWidgets.QWidget:
        """The filter."""
        return self.field

    @property
    def stops(self) -> list[QtWidgets.QWidget]:
        """What Tab stops at, in order."""
        return [self.field, self.manage, self.progress.cancel, self.list]

    def give_way(self, *, is_crowded: bool) -> None:
        """Where there is little room leave out the caption."""
        self.sheets.give_way(is_crowded=is_crowded)
