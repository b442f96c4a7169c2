"""The section tree: the sheet's headings, where the reader is, and how many matches each holds.

Rows are drawn by Qt from the model's data (bold and coloured where the reader is, with an accent bar
as their icon); only badges are painted here. `properties` says why painting is avoided at start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.model import FactSheet, Section
from hkviewer.content.writing_direction import is_right_to_left
from hkviewer.gui.widgets.announce import is_heard
from hkviewer.gui.widgets.icons import draw_svg
from hkviewer.gui.widgets.labels import matches_text
from hkviewer.gui.widgets.qt_numbers import set_properties
from hkviewer.gui.widgets.spoken_rows import FocusedRow, with_position
from hkviewer.theme import Colours

if TYPE_CHECKING:
    from hkviewer.gui.reading.badges import BadgeDelegate
    from hkviewer.gui.widgets.step_runner import StepRunner

# Qt::UserRole + 1, Qt's own roles, and Qt::TextWordWrap: see `properties` on why they are numbers.
_ID = 0x101
_ICON, _TOOLTIP, _FONT, _COLOUR, _SPOKEN, _SIZE = 1, 3, 6, 9, 11, 13
_TEXT_WORD_WRAP = 0x1000
_ENDLESS = 100_000
_MOST_LINES = 3
_ROW = 28
_PADDING = 8
_BAR = QtCore.QSize(3, 16)
_BAR_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="3" height="16">
<rect width="3" height="16" fill="{}"/></svg>"""
_INDENT = 14
_OPEN_AT_MOST = 60
"""A sheet of more sections opens with those of the two outermost levels alone."""
_TWO_LEVELS_AT_MOST = 500
"""A sheet of still more opens with its outermost alone, to be surveyed at a glance."""
_ONE_LINE_ABOVE = 5_000
"""Of a sheet of more sections each row takes one line: Qt asks for the height of every row that is open."""
_MADE_AT_ONCE = 200
"""Rows that are made in one step: some milliseconds."""
_BATCH = 12
"""Rows that are fitted at once: 0.5 to 1 ms."""
_MOST_AT_ONCE = 100
"""Of more rows, only those in view follow the sidebar's edge; the others wait until it comes to rest."""
_REST_MILLISECONDS = 150
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class SectionTree(FocusedRow, QtWidgets.QTreeView):
    """Shows the sections of one sheet.

    `chosen` carries the id of a section that the reader clicked or pressed Enter on; `heights_changed`
    says that the rows take another height than before.
    """

    chosen = QtCore.Signal(str)
    heights_changed = QtCore.Signal()
    search_requested = QtCore.Signal()
    selects_rows = False

    def __init__(self, colours: Colours, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._styled = QtCore.QTimer(self, singleShot=True, interval=0)
        self._styled.timeout.connect(self.doItemsLayout)
        self._items: dict[str, QtGui.QStandardItem] = {}
        self._prepared: _Rows | None = None
        self._has_one_line = False
        self._reading = ""
        self._follows = False
        self._bars: dict[str, QtGui.QPixmap] = {}
        self._colours = colours
        self.slash_searches = True
        self.setObjectName("sections")
        self.setAccessibleName("Sections")
        self.setHeaderHidden(True)
        self.setIndentation(_INDENT)
        self.setIconSize(_BAR)
        self.setWordWrap(True)
        set_properties(
            self,
            editTriggers="NoEditTriggers",
            horizontalScrollBarPolicy="ScrollBarAlwaysOff",
            verticalScrollMode="ScrollPerPixel",
            selectionMode="NoSelection",
        )
        self.setExpandsOnDoubleClick(False)
        self._room = 0
        self._counts: Mapping[str, int] = {}
        self._sums: Mapping[str, int] = {}
        self._fitted: dict[str, tuple[int, int]] = {}
        self._widths: dict[str, int] = {}
        self._metrics: QtGui.QFontMetrics | None = None
        self._has_new_heights = False
        self._runner: StepRunner | None = None
        self._rest = QtCore.QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._fit_rest)
        self._badges: BadgeDelegate | None = None
        self.setModel(QtGui.QStandardItemModel(self))
        self.clicked.connect(self._choose)
        self.expanded.connect(self._fit_rows)
        self.collapsed.connect(self._fit_rows)
        # Only what a person does to the scroll bar.
        self.verticalScrollBar().actionTriggered.connect(self._stop_following)

    def prepare(self, sheet: FactSheet) -> Iterator[None]:
        """Make the rows of a large `sheet`, which `show_sheet` then shows at once, in steps."""
        self._prepared = rows = _Rows(sheet, self._make_row, self)
        try:
            yield from rows.made()
        finally:
            if not rows.are_whole:  # stopped
                self._prepared = None
                rows.model.deleteLater()

    def show_sheet(self, sheet: FactSheet) -> None:
        """Show the sections of `sheet`; a sheet without any gets a line that says so."""
        rows, self._prepared = self._prepared, None
        if rows is not None and rows.sheet is not sheet:
            rows.model.deleteLater()
            rows = None
        if rows is None:
            rows = _Rows(sheet, self._make_row, self)
            for _ in rows.made():
                pass
        before = self._rows_before()
        self._forget()
        self._items = rows.items
        self._has_one_line = len(rows.items) > _ONE_LINE_ABOVE
        self.setUniformRowHeights(self._has_one_line)
        self.setWordWrap(not self._has_one_line)
        self._take(rows.model, before)
        if rows.run_left:
            self._begin_badges()  # they draw rows in both directions
        # Nothing may be indented that has no branches to show.
        self.setRootIsDecorated(not rows.are_flat)
        # Qt tells of each row that opens; fitting all of them so often would take a minute for thousands.
        self.blockSignals(True)
        if len(self._items) <= _TWO_LEVELS_AT_MOST:
            self._open_to(0 if len(self._items) > _OPEN_AT_MOST else 9, QtCore.QModelIndex())
        self.blockSignals(False)
        self._fit_rows()

    def _open_to(self, depth: int, parent: QtCore.QModelIndex) -> None:
        """Open the rows below `parent` that have others below them, `depth` levels down.

        Qt's own way opens the others too, and screen readers would be told so.
        """
        model = self.model()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if model.hasChildren(index):
                self.setExpanded(index, True)
                if depth:
                    self._open_to(depth - 1, index)

    def show_note(self, words: str) -> None:
        """Show no sections, but `words` in their place."""
        model = QtGui.QStandardItemModel(self)
        before = self._rows_before()
        self._forget()
        model.appendRow(_note(words))
        self._take(model, before)

    def _forget(self) -> None:
        """Know nothing of the sheet that was shown."""
        self._rest.stop()
        self._spread(iter(()))
        self._items, self._fitted, self._widths = {}, {}, {}
        self._counts, self._sums = {}, {}
        self._reading, self._follows = "", False

    def _rows_before(self) -> list[QtGui.QStandardItem]:
        """The rows of a large sheet, which are not to go all at once; none of another."""
        return list(self._items.values()) if self._has_one_line else []

    def _take(self, model: QtGui.QStandardItemModel, rows: list[QtGui.QStandardItem]) -> None:
        """Show `model`; the one before goes, its `rows` in steps where there are many."""
        before = self.model()
        self.setModel(model)
        if not rows or not isinstance(before, QtGui.QStandardItemModel):
            before.deleteLater()
            return
        from hkviewer.gui.widgets.step_runner import StepRunner

        StepRunner(before).replace(_removed(before, rows))

    def show_reading(self, section_id: str) -> None:
        """Mark the section that the reader is in; "" for none."""
        if section_id == self._reading:
            return
        before, self._reading = self._reading, section_id
        for changed in (before, section_id):
            self._mark(changed)
        index = self._reading_row()
        self._follows = index.isValid()
        if self._follows:
            self.setCurrentIndex(index)
            self.scrollTo(index)

    @QtCore.Slot(object, object)
    def show_matches(self, counts: Mapping[str, int], sums: Mapping[str, int]) -> None:
        """Badge every section with its own matches, a collapsed one with its descendants' too.

        Args:
            counts: the matches of each section that has any, by its id.
            sums: the same with those of all sections below it.
        """
        before, self._counts = self._counts, counts
        sums_before, self._sums = self._sums, sums
        if counts and self.itemDelegate() is not self._badges:
            self._begin_badges()
        if self._runner is None or self._runner.is_done:
            fitted = self._items.keys() if self._has_one_line else self._fitted.keys()
            touched = fitted & sums_before.keys() | fitted & sums.keys()
            changed = [
                each
                for each in touched
                if before.get(each) != counts.get(each) or sums_before.get(each) != sums.get(each)
            ]
            self._spread(self._fit(self._items[each].index() for each in changed))
        else:
            self._fit_rows()
        self.viewport().update()

    def prepare_badges(self) -> None:
        """Make what the first badges need, before a key waits for it."""
        from hkviewer.gui.reading.badges import BadgeDelegate

        self._badges = BadgeDelegate(self, self.badge_count, self._colours)
        self._badges.prepare()

    def _begin_badges(self) -> None:
        """Paint badges from now on; without them rows are drawn by Qt alone, and fitted at once."""
        if self._badges is None:
            self.prepare_badges()
        assert self._badges is not None
        self._make_runner()
        self.setItemDelegate(self._badges)

    def _make_runner(self) -> None:
        from hkviewer.gui.widgets.step_runner import StepRunner

        if self._runner is None:
            self._runner = StepRunner(self)

    def recolour(self, colours: Colours) -> None:
        """Draw in `colours`, and in the font now in force, from now on."""
        self._colours = colours
        self._fitted, self._widths, self._metrics = {}, {}, None
        if self._badges is not None:
            self._badges.recolour(colours)
        if self._has_one_line:
            self._make_runner()
            self._spread(self._mark_in_steps())
            self.viewport().update()
            return
        self._mark_all()
        self._fit_rows()

    def badge_count(self, index: _INDEX) -> int:
        """The number on the badge at `index`: its matches and those of the descendants it hides."""
        return (self._counts if self.isExpanded(index) else self._sums).get(index.data(_ID), 0)

    def whole_height(self, most: int) -> int | None:
        """The pixels that all rows take; None where that is more than `most`."""
        height = 2 * self.frameWidth()
        for index in self._open_rows(QtCore.QModelIndex()):
            size = index.data(_SIZE)
            height += size.height() if size else _ROW
            if height > most:
                return None
        return height

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Enter chooses, “/” searches."""
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.text() == "/" and self.slash_searches:
            self.search_requested.emit()
        else:
            self._stop_following()
            super().keyPressEvent(event)

    def currentChanged(self, current: _INDEX, previous: _INDEX) -> None:
        """The row that gets the focus says its number too, where anybody hears it."""
        # Who reads has not the focus here; at the start nothing may ask Qt for screen readers.
        if self.hasFocus() and is_heard() and (item := self._items.get(current.data(_ID))) is not None:
            count = self.model().rowCount(current.parent())
            item.setData(with_position(self._words(item), current.row(), count), _SPOKEN)
        super().currentChanged(current, previous)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Titles wrap again; the row that the reader is in stays in view."""
        has_new_width = self._room != event.size().width()
        self._room = event.size().width()
        super().resizeEvent(event)
        if has_new_width and len(self._fitted) > _MOST_AT_ONCE:
            self._spread(self._fit(list(self._rows_in_view())))
            self._rest.start()
        elif has_new_width:
            self._fit_rows()
        self._follow_reading()

    def event(self, event: QtCore.QEvent) -> bool:
        """Lay the rows of a long sheet out once all is styled: Qt does so eight times on the way."""
        if event.type() == QtCore.QEvent.Type.StyleChange and self._has_one_line:
            self._styled.start()
            return QtWidgets.QAbstractScrollArea.event(self, event)
        return super().event(event)

    def doItemsLayout(self) -> None:
        """Lay the rows out; the one at the top stays there, however high those above it become."""
        if self._styled.isActive():
            return
        top = self.indexAt(QtCore.QPoint(0, 0))
        before = self.visualRect(top).top()
        super().doItemsLayout()
        if top.isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(top).top() - before)

    def drawBranches(self, painter: QtGui.QPainter, rect: QtCore.QRect, index: _INDEX) -> None:
        """A small triangle before a section with others below it."""
        if self.model().hasChildren(index):
            from hkviewer.gui.widgets.row_ground import paint_arrow  # the bundled sheet has none

            paint_arrow(painter, rect, self._colours, _INDENT, is_open=self.isExpanded(index))

    def _choose(self, index: QtCore.QModelIndex) -> None:
        section_id = index.data(_ID)
        if section_id:
            self.chosen.emit(section_id)

    def _reading_row(self) -> QtCore.QModelIndex:
        """The row of the section that the reader is in, or of the collapsed one that hides it."""
        item = self._items.get(self._reading)
        shown = index = item.index() if item is not None else QtCore.QModelIndex()
        while (index := index.parent()).isValid():
            if not self.isExpanded(index):
                shown = index
        return shown

    def _follow_reading(self) -> None:
        """Keep the row in view that the reader is in, unless the tree was scrolled elsewhere."""
        if self._follows:
            self.scrollTo(self._reading_row())

    def _stop_following(self) -> None:
        self._follows = False

    def _mark_all(self) -> None:
        for section_id in self._items:
            self._mark(section_id)

    def _mark_in_steps(self) -> Iterator[None]:
        """Give the rows of a large sheet their looks, those in view first."""
        self.model().blockSignals(True)
        for index in self._rows_in_view():
            self._mark(index.data(_ID))
        self.model().blockSignals(False)
        yield
        for number, section_id in enumerate(list(self._items), 1):
            self.model().blockSignals(True)
            self._mark(section_id)
            self.model().blockSignals(False)
            if not number % _MADE_AT_ONCE:
                yield

    def _make_row(self, section: Section) -> QtGui.QStandardItem:
        item = QtGui.QStandardItem(section.title)
        item.setData(section.id, _ID)
        item.setData(section.title, _SPOKEN)
        self._look(item, is_reading=False)
        return item

    def _mark(self, section_id: str) -> None:
        """Give a row the look of the one the reader is in, or the usual one."""
        item = self._items.get(section_id)
        if item is None:
            return
        self._look(item, is_reading=section_id == self._reading)

    def _look(self, item: QtGui.QStandardItem, *, is_reading: bool) -> None:
        item.setData(self._font(is_bold=is_reading), _FONT)
        colour = self._colours.heading if is_reading else self._colours.text
        item.setData(QtGui.QColor(colour), _COLOUR)
        item.setData(self._bar(self._colours.link if is_reading else "none"), _ICON)

    def _bar(self, colour: str) -> QtGui.QPixmap:
        """The accent bar, or the room for it, which keeps the titles in line."""
        if colour not in self._bars:
            self._bars[colour] = draw_svg(_BAR_DRAWING.format(colour).encode())
        return self._bars[colour]

    def _fit_rows(self) -> None:
        """Give every row that is not hidden what its title and badge need."""
        if self._room and not self._has_one_line:
            self._spread(self._fit(self._open_rows(QtCore.QModelIndex())))

    def _fit_rest(self) -> None:
        """Fit the rows that did not follow the sidebar's edge while it moved."""
        self._make_runner()
        self._fit_rows()

    def _rows_in_view(self) -> Iterator[QtCore.QModelIndex]:
        index = self.indexAt(QtCore.QPoint(0, 0))
        while index.isValid() and self.visualRect(index).top() < self.viewport().height():
            yield index
            index = self.indexBelow(index)

    def _spread(self, steps: Iterator[None]) -> None:
        """Take `steps` instead of those that are left, all at once where there is no `_runner` yet."""
        if self._runner is not None:
            self._runner.replace(steps)
            return
        for _ in steps:
            pass

    def _fit(self, indices: Iterable[QtCore.QModelIndex]) -> Iterator[None]:
        """Fit rows, a batch in each step."""
        for number, index in enumerate(indices, 1):
            self.model().blockSignals(True)
            self._fit_row(index)
            self.model().blockSignals(False)
            if not number % _BATCH:
                yield
        if self._has_new_heights:
            self._has_new_heights = False
            self.scheduleDelayedItemsLayout()
            self.heights_changed.emit()
            self._follow_reading()

    def _open_rows(self, parent: QtCore.QModelIndex) -> Iterator[QtCore.QModelIndex]:
        """The rows below `parent` that no collapsed section hides."""
        model = self.model()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            yield index
            if self.isExpanded(index):
                yield from self._open_rows(index)

    def _fit_row(self, index: QtCore.QModelIndex) -> None:
        """The height, the tooltip with what is not shown, and what is spoken, where they changed."""
        section_id = index.data(_ID)
        count = self.badge_count(index)
        facts = (self._room, count)
        if not section_id or self._fitted.get(section_id) == facts:
            return
        self._fitted[section_id] = facts
        item = self._items[section_id]
        lines, height = self._lines(item, self._words_width(item, count))
        size = QtCore.QSize(0, height)
        if not self._has_one_line and item.data(_SIZE) != size:
            item.setData(size, _SIZE)
            self._has_new_heights = True
        matches = [matches_text(count)] if count else []
        item.setData("\n".join([item.text(), *matches] if lines > _MOST_LINES else matches), _TOOLTIP)
        item.setData(self._words(item), _SPOKEN)

    def _words(self, item: QtGui.QStandardItem) -> str:
        """What a screen reader says of a row: its title, and its badge in words."""
        count = self.badge_count(item.index())
        return f"{item.text()}, {matches_text(count)}" if count else item.text()

    def _lines(self, item: QtGui.QStandardItem, room: int) -> tuple[int, int]:
        """The lines that a title takes in `room` pixels, and the height of its row.

        Measured in bold, in which the reader's section is set: rows do not move as one reads on.
        """
        if self._metrics is None:
            self._metrics = QtGui.QFontMetrics(self._font(is_bold=True))
        title = item.text()
        if title not in self._widths:
            self._widths[title] = self._metrics.horizontalAdvance(title)
        lines, spacing = 1, self._metrics.lineSpacing()
        if self._widths[title] > room:
            rect = self._metrics.boundingRect(QtCore.QRect(0, 0, room, _ENDLESS), _TEXT_WORD_WRAP, title)
            lines = round(rect.height() / spacing)
        return lines, max(_ROW, min(max(lines, 1), _MOST_LINES) * spacing + 16)

    def _words_width(self, item: QtGui.QStandardItem, count: int) -> int:
        """The pixels that a title may take."""
        depth, index = int(self.rootIsDecorated()), item.index().parent()
        while index.isValid():
            depth, index = depth + 1, index.parent()
        badge = self._badges.width(count) if self._badges else 0
        return self._room - depth * _INDENT - badge - _BAR.width() - 3 * _PADDING

    def _font(self, *, is_bold: bool) -> QtGui.QFont:
        font = QtGui.QFont(self.font())
        font.setBold(is_bold)
        return font


class _Rows:
    """The rows of `sheet`, made beside the view in steps.

    `model` holds them, `items` has them by the ids of their sections.
    """

    def __init__(
        self, sheet: FactSheet, make: Callable[[Section], QtGui.QStandardItem], parent: QtCore.QObject
    ) -> None:
        self.sheet = sheet
        self._make = make
        self.model = QtGui.QStandardItemModel(parent)
        # Hidden, but screen readers find it: without a name it is called "1".
        self.model.setHorizontalHeaderLabels(["Sections"])
        self.items: dict[str, QtGui.QStandardItem] = {}
        self.run_left = False
        """Whether some title runs from right to left."""
        self.are_flat = True
        """Whether all sections are of one level."""
        self.are_whole = False

    def made(self) -> Iterator[None]:
        """Make the rows, some of them in each step."""
        sheet = self.sheet
        if not sheet.sections:
            self.model.appendRow(_note("This sheet has no sections."))
        above: list[tuple[int, QtGui.QStandardItem]] = [(0, self.model.invisibleRootItem())]
        for number, section in enumerate(sheet.sections, 1):
            item = self._make(section)
            while above[-1][0] >= section.level:
                above.pop()
            above[-1][1].appendRow(item)
            above.append((section.level, item))
            self.items[section.id] = item
            self.run_left = self.run_left or is_right_to_left(section.title)
            self.are_flat = self.are_flat and section.level == sheet.sections[0].level
            if not number % _MADE_AT_ONCE:
                yield
        self.are_whole = True


def _removed(model: QtGui.QStandardItemModel, rows: list[QtGui.QStandardItem]) -> Iterator[None]:
    """Remove `rows`, which are all of `model` in their order, some in each step, and then the model."""
    yield
    while rows:
        for item in reversed(rows[-_MADE_AT_ONCE:]):
            above = item.parent() or model.invisibleRootItem()
            # Those below it, and those after, are gone: it is the last.
            above.removeRow(above.rowCount() - 1)
        del rows[-_MADE_AT_ONCE:]
        yield
    model.deleteLater()


def _note(words: str) -> QtGui.QStandardItem:
    """A row that says something and can not be chosen."""
    row = QtGui.QStandardItem(words)
    row.setEnabled(False)
    return row
