"""The section tree: the sheet's headings, where the reader is, and how many matches each holds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QTreeView,
    QWidget,
)

from hkviewer.factsheet.model import FactSheet
from hkviewer.theme import Colours

_ID, _MATCHES, _TITLE = (Qt.ItemDataRole.UserRole + number for number in (1, 2, 3))
_MOST_LINES = 3
_ROW = 28
_PADDING = 8
_BAR = 3
_INDENT = 14
_INDEX = QModelIndex | QPersistentModelIndex


class SectionTree(QTreeView):
    """Shows the sections of one sheet.

    `chosen` carries the id of a section that the reader clicked or pressed Enter on.
    """

    chosen = Signal(str)
    search_requested = Signal()

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QStandardItem] = {}
        self._reading = ""
        self.slash_searches = True
        self.setAccessibleName("Sections")
        self.setHeaderHidden(True)
        self.setIndentation(_INDENT)
        self.setUniformRowHeights(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)
        self._delegate = _SectionDelegate(colours, self)
        self.setItemDelegate(self._delegate)
        self.setModel(QStandardItemModel(self))
        self.clicked.connect(self._choose)

    def show_sheet(self, sheet: FactSheet) -> None:
        """Show the sections of `sheet`; a sheet without any gets a line that says so."""
        model = QStandardItemModel(self)
        self._items = {}
        self._reading = ""
        above: list[tuple[int, QStandardItem]] = [(0, model.invisibleRootItem())]
        for section in sheet.sections:
            item = QStandardItem(section.title)
            item.setData(section.id, _ID)
            item.setData(section.title, Qt.ItemDataRole.AccessibleTextRole)
            while above[-1][0] >= section.level:
                above.pop()
            above[-1][1].appendRow(item)
            above.append((section.level, item))
            self._items[section.id] = item
        if not sheet.sections:
            nothing = QStandardItem("This sheet has no sections.")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            model.appendRow(nothing)
        old = self.model()
        self.setModel(model)
        old.deleteLater()
        # Nothing may be indented that has no branches to show.
        flat = all(item.parent() is None for item in self._items.values())
        self.setRootIsDecorated(not flat)
        self.expandToDepth(0 if len(self._items) > 60 else 9)

    def show_reading(self, section_id: str) -> None:
        """Mark the section that the reader is in; "" for none."""
        if section_id == self._reading:
            return
        self._reading = section_id
        self._delegate.reading = section_id
        item = self._items.get(section_id)
        if item is not None:
            index = self._visible_ancestor(item)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self.doItemsLayout()

    def show_matches(self, counts: Mapping[str, int]) -> None:
        """Badge every section with its own matches, a collapsed one with its descendants' too."""
        for section_id, item in self._items.items():
            count = counts.get(section_id, 0)
            item.setData(count, _MATCHES)
            said = f"{item.text()}, {matches_text(count)}" if count else item.text()
            item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
        self.doItemsLayout()

    def recolour(self, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self._delegate.colours = colours
        self.viewport().update()

    def badge_count(self, index: _INDEX) -> int:
        """The number on the badge at `index`: its matches and those of the descendants it hides."""
        count = int(index.data(_MATCHES) or 0)
        model = self.model()
        own = model.index(index.row(), 0, index.parent())
        if not self.isExpanded(own):
            for row in range(model.rowCount(own)):
                count += self.badge_count(model.index(row, 0, own))
        return count

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, “/” searches."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.text() == "/" and self.slash_searches:
            self.search_requested.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Titles wrap anew."""
        super().resizeEvent(event)
        self.doItemsLayout()

    def _choose(self, index: QModelIndex) -> None:
        section_id = index.data(_ID)
        if section_id:
            self.chosen.emit(section_id)

    def _visible_ancestor(self, item: QStandardItem) -> QModelIndex:
        """The index of `item`, or of the collapsed section that hides it."""
        shown = index = item.index()
        while (index := index.parent()).isValid():
            if not self.isExpanded(index):
                shown = index
        return shown


def matches_text(count: int) -> str:
    """A count in words: “4 matches”, “1 match”."""
    return f"{count:,} match{'' if count == 1 else 'es'}"


class _SectionDelegate(QStyledItemDelegate):
    """Draws a row: an accent bar where the reader is, the title on up to three lines, a badge."""

    def __init__(self, colours: Colours, tree: SectionTree) -> None:
        super().__init__(tree)
        self.colours = colours
        self.reading = ""
        self._tree = tree

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        rect: QRect = option.rect
        is_reading = bool(index.data(_ID)) and index.data(_ID) == self.reading
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, rect)
        if is_reading:
            bar = QRect(rect.left() + 3, rect.top() + 6, _BAR, rect.height() - 12)
            painter.fillRect(bar, QColor(self.colours.link))
        count = self._tree.badge_count(index)
        badge_width = self._paint_badge(painter, rect, count) if count else 0
        font = self._font(bold=is_reading)
        painter.setFont(font)
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        tint = self.colours.heading if is_reading else self.colours.text if enabled else self.colours.quiet
        painter.setPen(QColor(tint))
        words = self._words_rect(rect, badge_width)
        lines = _wrap(index.data(), font, words.width())
        top = words.top() + (words.height() - len(lines) * _line_height(font)) // 2
        ascent = QFontMetrics(font).ascent()
        for number, line in enumerate(lines):
            painter.drawText(words.left(), top + number * _line_height(font) + ascent, line)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: _INDEX) -> QSize:
        depth, parent = 1 if self._tree.rootIsDecorated() else 0, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        width = self._tree.viewport().width() - depth * _INDENT
        count = self._tree.badge_count(index)
        font = self._font(bold=index.data(_ID) == self.reading)
        inner = self._words_rect(QRect(0, 0, width, _ROW), self._badge_width(count) if count else 0)
        lines = _wrap(index.data(), font, inner.width())
        return QSize(width, max(_ROW, len(lines) * _line_height(font) + 10))

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _INDEX
    ) -> bool:
        """The whole title where it is cut off, and what the badge's number means."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        count = self._tree.badge_count(index)
        rect: QRect = option.rect
        font = self._font(bold=False)
        words = self._words_rect(rect, self._badge_width(count) if count else 0)
        is_cut = "".join(_wrap(index.data(), font, words.width())).endswith("…")
        facts = [index.data()] if is_cut else []
        facts += [matches_text(count)] if count else []
        QToolTip.showText(event.globalPos(), "\n".join(facts), view)
        return True

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        """Shade the row under the pointer; ring the current one while the tree has the focus."""
        state = option.state
        row = rect.adjusted(1, 1, -2, -2)
        if state & QStyle.StateFlag.State_MouseOver and state & QStyle.StateFlag.State_Enabled:
            painter.setPen(QColor(self.colours.border) if self.colours.bordered else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colours.panel if self.colours.bordered else self.colours.badge))
            painter.drawRoundedRect(row, 5, 5)
        if state & QStyle.StateFlag.State_HasFocus:
            pen = painter.pen()
            pen.setColor(QColor(self.colours.focus))
            pen.setWidth(2)
            pen.setStyle(Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row, 5, 5)

    def _paint_badge(self, painter: QPainter, rect: QRect, count: int) -> int:
        """Draw the badge at the row's end and return the width it takes."""
        width = self._badge_width(count)
        font = self._badge_font()
        height = QFontMetrics(font).height() + 2
        badge = QRect(
            rect.right() - width + 1, rect.top() + (rect.height() - height) // 2, width - _PADDING, height
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.badge))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QColor(self.colours.badge_text))
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, f"{count:,}")
        return width

    def _badge_width(self, count: int) -> int:
        words = QFontMetrics(self._badge_font()).horizontalAdvance(f"{count:,}")
        return max(words + 2 * _PADDING, 24) + _PADDING

    def _words_rect(self, rect: QRect, badge_width: int) -> QRect:
        right = badge_width or _PADDING
        return rect.adjusted(_BAR + 3 + _PADDING, 4, -right, -4)

    def _font(self, *, bold: bool) -> QFont:
        font = QFont(self._tree.font())
        font.setBold(bold)
        return font

    def _badge_font(self) -> QFont:
        font = self._font(bold=True)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        return font


def _line_height(font: QFont) -> int:
    return QFontMetrics(font).height() + 1


def _wrap(text: str, font: QFont, width: int) -> list[str]:
    """`text` in lines of at most `width` pixels, three at most; the last one elided where needed."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
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
            QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
            if is_last
            else _to(rest, line.textLength()).rstrip()
        )
    layout.endLayout()
    return lines or [""]


def _from(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[2 * units :].decode("utf-16-le", "surrogatepass")


def _to(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")
