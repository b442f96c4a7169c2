"""Draws the rows of the results' list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.search.result_rows import ResultRow
from hkviewer.gui.search.snippet_layout import MOST_LINES, Look, SnippetLayout, lay_out_snippet
from hkviewer.gui.widgets.labels import ALIGN_LEFT_MIDDLE, elide
from hkviewer.gui.widgets.row_ground import paint_ground
from hkviewer.theme import Colours

PADDING = 8
"""Pixels on both sides of a row's words."""
_CAPTION_SIZE = 0.8
"""Of the interface's type."""
_ONE_LINE = 10_000
"""Pixels: the samples of a script fit."""
_MOST_LAYOUTS = 200
"""Several screens of snippets; each layout takes some 5 KB."""
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class ResultsView(Protocol):
    """The list, as far as its rows are drawn by it."""

    @property
    def colours(self) -> Colours:
        """The colours in force."""

    @property
    def current_match(self) -> int:
        """The number of the current match, -1 for none."""

    def row(self, number: int) -> ResultRow:
        """Row `number`, from the top."""

    def words_width(self) -> int:
        """The pixels that a row's words may take."""

    def font(self) -> QtGui.QFont:
        """The interface's font."""

    def viewport(self) -> QtWidgets.QWidget:
        """Where rows are drawn."""


class ResultDelegate(QtWidgets.QStyledItemDelegate):
    """Draws a heading with its count, some lines of a snippet with its matches marked, or a caption."""

    def __init__(self, view: ResultsView, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._laid_out: dict[tuple[int, int, int], SnippetLayout] = {}

    def forget(self) -> None:
        """Forget how rows were laid out: rows, colours or font are others now."""
        self._laid_out.clear()

    def prepare(self, scripts: Iterable[str]) -> Iterator[None]:
        """Have Qt find the fonts for some letters of each script, regular and, as where they match, bold."""
        for letters in scripts:
            for spans in ((), ((0, len(letters)),)):
                yield
                self._lay_out(ResultRow(letters, spans, 0), _ONE_LINE)

    def sizeHint(self, _option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> QtCore.QSize:
        width = self._view.viewport().width()
        row = self._view.row(index.row())
        # Those of its usual layout: the row keeps its height when another match of it is shown.
        is_one_line = row.is_caption or row.folded >= 0
        laid_out = None if is_one_line else self._layout(index.row(), self._view.words_width())
        lines = 1 if laid_out is None else laid_out.lines
        if laid_out and row.note:
            lines += self._has_note_below(row, laid_out)
        height = QtGui.QFontMetrics(self._view.font()).lineSpacing()
        return QtCore.QSize(width, lines * height + PADDING)

    def helpEvent(
        self,
        event: QtGui.QHelpEvent,
        view: QtWidgets.QAbstractItemView,
        option: QtWidgets.QStyleOptionViewItem,
        index: _INDEX,
    ) -> bool:
        """A heading that is cut is said whole, as what has a tooltip of its own is."""
        row = self._view.row(index.row()) if index.isValid() else None
        if event.type() == QtCore.QEvent.Type.ToolTip and row is not None and row.note:
            laid_out = self._layout(index.row(), self._view.words_width())
            if laid_out.end < len(row.text) or laid_out.first:
                QtWidgets.QToolTip.showText(event.globalPos(), row.said, view)
                return True
        return super().helpEvent(event, view, option, index)

    def _has_note_below(self, row: ResultRow, laid_out: SnippetLayout) -> bool:
        """Whether the note of a heading needs a line of its own: beside the last words there is no room."""
        note = QtGui.QFontMetrics(self._view.font()).horizontalAdvance(row.note)
        last = laid_out.layout.lineAt(laid_out.lines - 1).naturalTextWidth()
        return bool(last + PADDING + note > self._view.words_width())

    def paint(self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> None:
        rect: QtCore.QRect = option.rect
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        is_framed = bool(option.state & QtWidgets.QStyle.StateFlag.State_Selected)
        paint_ground(painter, option, rect, self._view.colours, is_framed=is_framed)
        words = rect.adjusted(PADDING, PADDING // 2, -PADDING, -PADDING // 2)
        row = self._view.row(index.row())
        if row.is_caption:
            self._paint_caption(painter, row, words, is_first=index.row() == 0)
        elif row.note:
            if row.is_sheet and index.row():
                painter.setPen(QtGui.QColor(self._view.colours.line))
                painter.drawLine(rect.left() + PADDING, rect.top(), rect.right() - PADDING, rect.top())
            self._paint_heading(painter, index.row(), words)
        elif row.folded >= 0:
            painter.setPen(QtGui.QColor(self._view.colours.link))
            painter.drawText(words, ALIGN_LEFT_MIDDLE, row.text)
        else:
            painter.setPen(QtGui.QColor(self._view.colours.text))
            self._paint_matches(painter, index.row(), words, self._view.words_width())
        painter.restore()

    def _paint_caption(
        self, painter: QtGui.QPainter, row: ResultRow, rect: QtCore.QRect, *, is_first: bool
    ) -> None:
        """As captions of the sidebar are, below a thin line where something stands above."""
        colours, font = self._view.colours, QtGui.QFont(self._view.font())
        painter.setPen(QtGui.QColor(colours.line))
        if not is_first:
            painter.drawLine(rect.left(), rect.top(), rect.right(), rect.top())
        font.setPointSizeF(font.pointSizeF() * _CAPTION_SIZE)
        font.setBold(True)
        font.setLetterSpacing(QtGui.QFont.SpacingType.AbsoluteSpacing, 1)
        painter.setFont(font)
        painter.setPen(QtGui.QColor(colours.quiet))
        painter.drawText(rect, ALIGN_LEFT_MIDDLE, row.text)

    def _paint_heading(self, painter: QtGui.QPainter, number: int, rect: QtCore.QRect) -> None:
        """The heading in as many lines as it needs, and its note behind the last or below it."""
        row, width = self._view.row(number), self._view.words_width()
        metrics, sides = QtGui.QFontMetrics(self._view.font()), QtCore.Qt.AlignmentFlag
        laid_out = self._layout(number, width, self._shown(number, width))
        is_below = self._has_note_below(row, laid_out)
        above = (laid_out.lines - 1 + is_below) * metrics.lineSpacing()
        painter.setPen(QtGui.QColor(self._view.colours.quiet))
        side = sides.AlignLeft if is_below else sides.AlignRight
        painter.drawText(rect.adjusted(0, above, 0, 0), side, elide(row.note, metrics, rect.width()))
        painter.setPen(QtGui.QColor(self._view.colours.text if row.is_sheet else self._view.colours.heading))
        laid_out.layout.draw(painter, QtCore.QPointF(rect.topLeft()))

    def _paint_matches(self, painter: QtGui.QPainter, number: int, rect: QtCore.QRect, width: int) -> None:
        """The words of row `number` with its matches marked."""
        laid_out = self._layout(number, width, self._shown(number, width))
        laid_out.layout.draw(painter, QtCore.QPointF(rect.topLeft()))

    def _shown(self, number: int, width: int) -> int:
        """Which match row `number` has to show: the current one if it is in it, else the first."""
        row = self._view.row(number)
        current = self._view.current_match - row.match
        if row.match < 0 or not 0 < current < len(row.spans):
            return 0
        return 0 if self._layout(number, width).shows(row.spans[current]) else current

    def _layout(self, number: int, width: int, shown: int = 0) -> SnippetLayout:
        """The words of row `number` in lines of `width` pixels, with match `shown` seen; made once."""
        key = number, width, shown
        if key not in self._laid_out:
            if len(self._laid_out) > _MOST_LAYOUTS:
                self._laid_out.clear()
            self._laid_out[key] = self._lay_out(self._view.row(number), width, shown)
        return self._laid_out[key]

    def _lay_out(self, row: ResultRow, width: int, shown: int = 0) -> SnippetLayout:
        """The words in lines of `width` pixels around match `shown`; what does not fit is left out."""
        font, look = QtGui.QFont(self._view.font()), self._match_look()
        if not row.note:
            return lay_out_snippet(row.text, row.spans, shown, width, Look(font, look, MOST_LINES))
        # All of a heading is bold already.
        font.setBold(True)
        look.setUnderlineStyle(QtGui.QTextCharFormat.UnderlineStyle.SingleUnderline)
        return lay_out_snippet(row.text, row.spans, shown, width, Look(font, look, MOST_LINES))

    def _match_look(self) -> QtGui.QTextCharFormat:
        """Bold besides coloured: colour is never the only sign."""
        look = QtGui.QTextCharFormat()
        look.setFontWeight(QtGui.QFont.Weight.Bold)
        look.setBackground(QtGui.QColor(self._view.colours.match))
        look.setForeground(QtGui.QColor(self._view.colours.text))
        return look
