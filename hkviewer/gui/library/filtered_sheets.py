"""A filter, and the list of the sheets that fit it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.library.listed import Filter, ListedEdition, ListedSheet
from hkviewer.gui.library.sheets_list import SheetsList
from hkviewer.gui.widgets.announce import announce, is_heard
from hkviewer.gui.widgets.heard_field import HeardField
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import FullLabel, counted, label
from hkviewer.gui.widgets.layouts import in_column, in_row
from hkviewer.theme import Colours

_REST_MILLISECONDS = 600
"""Who types nothing for so long hears how many sheets are left."""
_ORDER_MILLISECONDS = 150
"""After so long without another answer the sheets with matches come first: not with each key."""


class FilterField(HeardField):
    """Where words are typed that a sheet must have; Esc clears it.

    Signals:
        entered: Enter was pressed.
        down_pressed: the reader wants to the list.
    """

    entered = QtCore.Signal()
    down_pressed = QtCore.Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Filter sheets")
        self.setPlaceholderText("Filter sheets")
        self._clear = QtGui.QAction("Clear the filter (Esc)", self)
        self._clear.triggered.connect(self.clear)
        self._clear.setVisible(False)
        self.addAction(self._clear, QtWidgets.QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def recolour(self, icons: Icons) -> None:
        """Draw with `icons` from now on."""
        self._clear.setIcon(icons.icon("x", can_be_disabled=False))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Down, Enter and Esc; all else edits."""
        keys = QtCore.Qt.Key
        if event.key() == keys.Key_Down:
            self.down_pressed.emit()
        elif event.key() in (keys.Key_Return, keys.Key_Enter):
            self.entered.emit()
        elif event.key() == keys.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class FilteredSheets(QtWidgets.QWidget):
    """The list below its caption; the field stands where whoever shows both wants it.

    `chosen` carries the path of the edition that the reader picked.
    """

    chosen = QtCore.Signal(str)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._sheets: Sequence[ListedSheet] = ()
        self._filter = Filter(())
        self._matches: Mapping[str, int] = {}
        self._found: frozenset[str] = frozenset()
        self.field = FilterField()
        self.list = SheetsList(colours)
        self._caption = label("SHEETS", "caption")
        self._count = label("", "quiet")
        self._count.setAccessibleName("Count of sheets")
        caption = in_row(self._caption, None, self._count)
        self._none = FullLabel()
        self._none.setProperty("role", "quiet")
        self._none.hide()
        self.setLayout(in_column(caption, self._none, self.list, growing=self.list))
        self._rest = QtCore.QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._say_count)
        self._order = QtCore.QTimer(self, singleShot=True, interval=_ORDER_MILLISECONDS)
        self._order.timeout.connect(self._put_in_order)
        self.field.textChanged.connect(self._pick)
        self.field.textChanged.connect(self._rest.start)
        self.field.entered.connect(self._choose_first)
        self.field.down_pressed.connect(self._go_to_list)
        self.list.chosen.connect(self.chosen)
        self.list.left.connect(self.field.setFocus)

    def show_sheets(self, sheets: Sequence[ListedSheet]) -> None:
        """List those of `sheets` that fit what is typed."""
        self._sheets, self._filter = sheets, Filter(sheets)
        self._pick()

    def show_matches(self, matches: Mapping[str, int]) -> None:
        """Badge each edition, by its path, with its matches, and list the sheets that have any first."""
        self._matches = matches
        self.list.show_matches(matches)
        self._order.start()

    def _put_in_order(self) -> None:
        found = frozenset(
            sheet.newest.path
            for sheet in self._sheets
            if any(self._matches.get(edition.path) for edition in sheet.editions)
        )
        if found != self._found and not self.list.hasFocus():
            self._found = found
            self._pick()
            self.list.follow_read(is_wanted=not found)

    @property
    def count_words(self) -> str:
        """How many sheets are listed: “261 sheets”, “3 of 261 sheets”."""
        shown, all_ = self.list.model().rowCount(), len(self._sheets)
        of = f"{shown:,} of " if self.field.text().strip() else ""
        return of + counted(all_, "sheet")

    @property
    def current(self) -> ListedEdition | None:
        """The edition of the current row; that of the first where there is none."""
        index = self.list.currentIndex()
        return self.list.edition_at(index if index.isValid() else self._first)

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self.field.recolour(icons)
        self.list.recolour(colours)

    def give_way(self, *, is_crowded: bool) -> None:
        """Where there is little room leave out the caption."""
        self._caption.setVisible(not is_crowded)
        self._count.setVisible(not is_crowded)

    @property
    def _first(self) -> QtCore.QModelIndex:
        return self.list.model().index(0, 0)

    def _pick(self) -> None:
        picked = self._filter.picked(self.field.text())
        if self._found:
            picked = sorted(picked, key=lambda sheet: sheet.newest.path not in self._found)
        self.list.show_sheets(picked)
        typed = self.field.text().strip()
        self._none.show_words(f"No title, publisher, edition or file name has “{typed}”.")
        self._none.setVisible(bool(typed) and not self.list.model().rowCount())
        words = self.count_words
        self._count.setText(words.rpartition(" ")[0])
        self._count.setAccessibleDescription(words)

    def _choose_first(self) -> None:
        edition = self.list.edition_at(self._first)
        if edition is not None and self.field.text().strip():
            self.chosen.emit(edition.path)

    def _go_to_list(self) -> None:
        self.list.setCurrentIndex(self._first)
        self.list.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)

    def _say_count(self) -> None:
        if is_heard() and self.field.hasFocus():
            announce(self, self.count_words if self._none.isHidden() else self._none.accessibleName())
