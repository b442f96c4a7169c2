"""The section tree: the sheet's headings, where the reader is, and how many matches each holds.

Rows are drawn by Qt from the model's data (bold and coloured where the reader is, with an accent bar
as their icon); only badges are painted here. `properties` says why painting is avoided at start.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.factsheet.model import FactSheet
from hkviewer.gui.icons import draw_svg
from hkviewer.gui.labels import ALIGN_CENTRE, elide
from hkviewer.gui.properties import set_properties
from hkviewer.theme import Colours

# Qt::UserRole + 1 and + 2, and Qt's own roles: see `properties` on why they are numbers.
_ID, _MATCHES = 0x101, 0x102
_ICON, _FONT, _COLOUR, _SPOKEN = 1, 6, 9, 11
_MOST_LINES = 3
_ROW = 28
_PADDING = 8
_BAR = QtCore.QSize(3, 16)
_INDENT = 14
_OPEN_AT_MOST = 60
"""A sheet of more sections opens with its outermost alone, to be surveyed at a glance."""
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class SectionTree(QtWidgets.QTreeView):
    """Shows the sections of one sheet.

    `chosen` carries the id of a section that the reader clicked or pressed Enter on.
    """

    chosen = QtCore.Signal(str)
    search_requested = QtCore.Signal()

    def __init__(self, colours: Colours, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QtGui.QStandardItem] = {}
        self._reading = ""
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
        self._delegate = _SectionDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(QtGui.QStandardItemModel(self))
        self.clicked.connect(self._choose)

    def show_sheet(self, sheet: FactSheet) -> None:
        """Show the sections of `sheet`; a sheet without any gets a line that says so."""
        model = QtGui.QStandardItemModel(self)
        # Hidden, but screen readers find it: without a name it is called "1".
        model.setHorizontalHeaderLabels(["Sections"])
        self._items = {}
        self._reading = ""
        above: list[tuple[int, QtGui.QStandardItem]] = [(0, model.invisibleRootItem())]
        for section in sheet.sections:
            item = QtGui.QStandardItem(section.title)
            item.setData(section.id, _ID)
            item.setData(section.title, _SPOKEN)
            while above[-1][0] >= section.level:
                above.pop()
            above[-1][1].appendRow(item)
            above.append((section.level, item))
            self._items[section.id] = item
        if not sheet.sections:
            nothing = QtGui.QStandardItem("This sheet has no sections.")
            nothing.setEnabled(False)
            model.appendRow(nothing)
        old = self.model()
        self.setModel(model)
        old.deleteLater()
        # Nothing may be indented that has no branches to show.
        flat = all(section.level == sheet.sections[0].level for section in sheet.sections)
        self.setRootIsDecorated(not flat)
        self._mark_all()
        self.expandToDepth(0 if len(self._items) > _OPEN_AT_MOST else 9)

    def show_reading(self, section_id: str) -> None:
        """Mark the section that the reader is in; "" for none."""
        if section_id == self._reading:
            return
        before, self._reading = self._reading, section_id
        for changed in (before, section_id):
            self._mark(changed)
        item = self._items.get(section_id)
        if item is not None:
            index = self._visible_ancestor(item)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def show_matches(self, counts: Mapping[str, int]) -> None:
        """Badge every section with its own matches, a collapsed one with its descendants' too."""
        for section_id, item in self._items.items():
            count = counts.get(section_id, 0)
            item.setData(count, _MATCHES)
            said = f"{item.text()}, {matches_text(count)}" if count else item.text()
            item.setData(said, _SPOKEN)
        self.scheduleDelayedItemsLayout()

    def recolour(self, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        if colours != self._colours:
            self._colours = colours
            self._mark_all()
            self.scheduleDelayedItemsLayout()

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return self._colours

    def badge_count(self, index: _INDEX) -> int:
        """The number on the badge at `index`: its matches and those of the descendants it hides."""
        count = int(index.data(_MATCHES) or 0)
        model = self.model()
        own = model.index(index.row(), 0, index.parent())
        if not self.isExpanded(own):
            for row in range(model.rowCount(own)):
                count += self.badge_count(model.index(row, 0, own))
        return count

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Enter chooses, “/” searches."""
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.text() == "/" and self.slash_searches:
            self.search_requested.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Titles wrap anew."""
        self._delegate.room = event.size().width()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        """The marked row's bold font follows the tree's."""
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.FontChange:
            self._mark_all()

    def _choose(self, index: QtCore.QModelIndex) -> None:
        section_id = index.data(_ID)
        if section_id:
            self.chosen.emit(section_id)

    def _visible_ancestor(self, item: QtGui.QStandardItem) -> QtCore.QModelIndex:
        """The index of `item`, or of the collapsed section that hides it."""
        shown = index = item.index()
        while (index := index.parent()).isValid():
            if not self.isExpanded(index):
                shown = index
        return shown

    def _mark_all(self) -> None:
        for section_id in self._items:
            self._mark(section_id)

    def _mark(self, section_id: str) -> None:
        """Give a row the look of the one the reader is in, or the usual one."""
        item = self._items.get(section_id)
        if item is None:
            return
        is_reading = section_id == self._reading
        font = QtGui.QFont(self.font())
        font.setBold(is_reading)
        item.setData(font, _FONT)
        colour = self._colours.heading if is_reading else self._colours.text
        item.setData(QtGui.QColor(colour), _COLOUR)
        item.setData(_bar(self._colours.link if is_reading else "none"), _ICON)


def matches_text(count: int) -> str:
    """A count in words: “4 matches”, “1 match”."""
    return f"{count:,} match{'' if count == 1 else 'es'}"


def _bar(colour: str) -> QtGui.QPixmap:
    """The accent bar, or the room for it, which keeps the titles in line."""
    width, height = _BAR.width(), _BAR.height()
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="{colour}"/></svg>'
    )
    return draw_svg(drawing.encode(), _BAR)


class _SectionDelegate(QtWidgets.QStyledItemDelegate):
    """Gives a title up to three lines, and paints the badges.

    `room` is the width of the tree's rows in pixels.
    """

    def __init__(self, tree: SectionTree) -> None:
        super().__init__(tree)
        self.room = 0
        self._tree = tree

    def paint(self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> None:
        count = self._tree.badge_count(index)
        if not count:
            super().paint(painter, option, index)
            return
        # A copy: what is given to the option below would change it too.
        row = QtCore.QRect(option.rect)
        taken = self._badge_width(count)
        option.rect = row.adjusted(0, 0, -taken, 0)
        super().paint(painter, option, index)
        self._paint_badge(painter, row, count)

    def sizeHint(self, _option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> QtCore.QSize:
        if not self.room:
            return QtCore.QSize(0, _ROW)
        font = index.data(_FONT) or self._tree.font()
        lines = _wrap(index.data(), font, self._words_width(index))
        line_height = QtGui.QFontMetrics(font).lineSpacing()
        return QtCore.QSize(self.room, max(_ROW, len(lines) * line_height + 16))

    def helpEvent(
        self,
        event: QtGui.QHelpEvent,
        view: QtWidgets.QAbstractItemView,
        _option: QtWidgets.QStyleOptionViewItem,
        index: _INDEX,
    ) -> bool:
        """The whole title where it is cut off, and what the badge's number means."""
        if event.type() != QtCore.QEvent.Type.ToolTip or not index.isValid():
            return False
        count = self._tree.badge_count(index)
        lines = _wrap(index.data(), self._tree.font(), self._words_width(index))
        facts = [index.data()] if lines[-1].endswith("…") else []
        facts += [matches_text(count)] if count else []
        QtWidgets.QToolTip.showText(event.globalPos(), "\n".join(facts), view)
        return True

    def _words_width(self, index: _INDEX) -> int:
        """The pixels that a title may take."""
        depth, parent = int(self._tree.rootIsDecorated()), index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        count = self._tree.badge_count(index)
        badge = self._badge_width(count) if count else 0
        return self.room - depth * _INDENT - badge - _BAR.width() - 3 * _PADDING

    def _paint_badge(self, painter: QtGui.QPainter, row: QtCore.QRect, count: int) -> None:
        """Draw the badge at the row's end."""
        colours, font = self._tree.colours, self._badge_font()
        height = QtGui.QFontMetrics(font).height() + 4
        width = self._badge_width(count)
        top = row.top() + (row.height() - height) // 2
        badge = QtCore.QRect(row.right() - width + 1, top, width - _PADDING, height)
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(QtGui.QColor(colours.badge))
        painter.setBrush(QtGui.QColor(colours.badge))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QtGui.QColor(colours.badge_text))
        painter.setFont(font)
        painter.drawText(badge, ALIGN_CENTRE, f"{count:,}")
        painter.restore()

    def _badge_width(self, count: int) -> int:
        words = QtGui.QFontMetrics(self._badge_font()).horizontalAdvance(f"{count:,}")
        return max(words + 2 * _PADDING, 24) + _PADDING

    def _badge_font(self) -> QtGui.QFont:
        font = QtGui.QFont(self._tree.font())
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        return font


def _wrap(text: str, font: QtGui.QFont, width: int) -> list[str]:
    """`text` in lines of at most `width` pixels, three at most; the last one elided where needed."""
    layout = QtGui.QTextLayout(text, font)
    option = QtGui.QTextOption()
    option.setWrapMode(QtGui.QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while len(lines) < _MOST_LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1))
        start = line.textStart()
        is_last = len(lines) == _MOST_LINES - 1
        # Qt counts UTF-16 units; Python's slices would not, so the text is cut as Qt counts it.
        rest = _from(text, start)
        lines.append(
            elide(rest, QtGui.QFontMetrics(font), width) if is_last else _to(rest, line.textLength()).rstrip()
        )
    layout.endLayout()
    return lines or [""]


def _from(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[2 * units :].decode("utf-16-le", "surrogatepass")


def _to(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")
