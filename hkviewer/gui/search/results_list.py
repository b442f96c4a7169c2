"""The list of matches in their contexts, grouped by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.search.folded_rows import FoldedRows
from hkviewer.gui.search.result_rows import ResultRow, ResultRows
from hkviewer.gui.search.script_samples import script_samples
from hkviewer.gui.search.snippet_layout import MOST_LINES, Look, SnippetLayout, lay_out_snippet
from hkviewer.gui.widgets.labels import ALIGN_LEFT_MIDDLE, elide
from hkviewer.gui.widgets.step_runner import StepRunner
from hkviewer.theme import Colours

_PADDING = 8
_CAPTION_SIZE = 0.8
"""Of the interface's type."""
_ONE_LINE = 10_000
"""Pixels: the samples of a script fit."""
_BATCH = 6
"""Rows that are laid out at once: 1 to 3 ms."""
_MOST_LAYOUTS = 200
"""Several screens of snippets; each layout takes some 5 KB."""
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class _ResultsModel(QtCore.QAbstractListModel):
    """The rows for Qt."""

    def __init__(self, rows: ResultRows, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self.rows = FoldedRows(rows)

    def rowCount(self, _parent: _INDEX | None = None) -> int:
        return len(self.rows)

    def data(self, index: _INDEX, role: int = 0) -> object:
        row = self.rows[index.row()]
        if role == QtCore.Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == QtCore.Qt.ItemDataRole.AccessibleTextRole:
            return row.said
        if role == QtCore.Qt.ItemDataRole.ToolTipRole and row.note and row.place is not None:
            # What a section lacks may not have the room to be read.
            return row.said
        return None

    def unfold(self, number: int) -> None:
        """Let the snippets that row `number` stands for take its place."""
        section, last = self.rows[number].folded, number
        last += self.rows.rows_to_unfold(section) - 1
        if last > number:
            self.beginInsertRows(QtCore.QModelIndex(), number + 1, last)
        self.rows.unfold(section)
        if last > number:
            self.endInsertRows()
        self.dataChanged.emit(self.index(number), self.index(last))

    def flags(self, index: _INDEX) -> QtCore.Qt.ItemFlag:
        flags = QtCore.Qt.ItemFlag
        if not index.isValid() or self.rows[index.row()].is_caption:
            return flags.NoItemFlags
        return flags.ItemIsEnabled | flags.ItemIsSelectable


class ResultsList(QtWidgets.QListView):
    """Shows a result, and below it what is offered.

    Signals:
        chosen: the number of the match that the reader picked.
        place_chosen: the TextRange that something offered leads to.
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
        self._delegate = _ResultDelegate(self)
        self.setItemDelegate(self._delegate)
        self._model = _ResultsModel(ResultRows(), self)
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
        return self.width() - 2 * self.frameWidth() - bar - 2 * _PADDING

    def expect(self, texts: Iterable[str]) -> None:
        """Be ready for snippets of `texts`, as soon as nothing else is to be done."""
        self._scripts = script_samples(texts)
        self._prepare()

    def _prepare(self) -> None:
        self._preparing.replace(self._delegate.prepare(self._scripts))

    def show_rows(self, rows: ResultRows) -> None:
        """Show `rows` instead of those before."""
        if not rows and not self._model.rows:
            return
        self._delegate.forget()
        self._top_row = -1
        before, self._model = self._model, _ResultsModel(rows, self)
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
        """Enter chooses, or unfolds."""
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def row(self, number: int) -> ResultRow:
        """Row `number`, from the top."""
        return self._model.rows[number]

    def _choose(self, index: QtCore.QModelIndex) -> None:
        row = self.row(index.row()) if index.isValid() else None
        if row is not None and row.folded >= 0:
            self._unfold(index.row())
        elif row is not None and row.place is not None:
            self.place_chosen.emit(row.place)
        elif row is not None and not row.is_caption:
            self.chosen.emit(row.match)

    def _unfold(self, number: int) -> None:
        """Show the snippets that row `number` stands for; what stands above them stays where it is."""
        self._keep_top_row()
        self._delegate.forget()
        self._model.unfold(number)
        self.setCurrentIndex(self._model.index(number))


class _ResultDelegate(QtWidgets.QStyledItemDelegate):
    """Draws a heading with its count, two lines of a snippet with its matches marked, or a caption."""

    def __init__(self, view: ResultsList) -> None:
        super().__init__(view)
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
        is_one_line = row.note or row.is_caption or row.folded >= 0
        lines = 1 if is_one_line else self._layout(index.row(), self._view.words_width()).lines
        height = QtGui.QFontMetrics(self._view.font()).lineSpacing()
        return QtCore.QSize(width, lines * height + _PADDING)

    def paint(self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, index: _INDEX) -> None:
        rect: QtCore.QRect = option.rect
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, rect)
        words = rect.adjusted(_PADDING, _PADDING // 2, -_PADDING, -_PADDING // 2)
        row = self._view.row(index.row())
        if row.is_caption:
            self._paint_caption(painter, row, words)
        elif row.note:
            self._paint_heading(painter, index.row(), words)
        elif row.folded >= 0:
            painter.setPen(QtGui.QColor(self._view.colours.link))
            painter.drawText(words, ALIGN_LEFT_MIDDLE, row.text)
        else:
            painter.setPen(QtGui.QColor(self._view.colours.text))
            self._paint_matches(painter, index.row(), words, self._view.words_width())
        painter.restore()

    def _paint_ground(
        self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, rect: QtCore.QRect
    ) -> None:
        """Shade the row under the pointer, frame the one of the current match."""
        colours, state = self._view.colours, QtWidgets.QStyle.StateFlag
        row = rect.adjusted(1, 1, -2, -2)
        if option.state & state.State_MouseOver:
            painter.setBrush(QtGui.QColor(colours.panel if colours.bordered else colours.badge))
            painter.setPen(QtGui.QColor(colours.border if colours.bordered else colours.badge))
            painter.drawRoundedRect(row, 5, 5)
        if option.state & state.State_Selected:
            focused = bool(option.state & state.State_HasFocus)
            pen = QtGui.QPen(QtGui.QColor(colours.focus if focused else colours.border))
            pen.setWidth(2 if focused else 1)
            painter.setPen(pen)
            painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row, 5, 5)

    def _paint_caption(self, painter: QtGui.QPainter, row: ResultRow, rect: QtCore.QRect) -> None:
        """Below a thin line, as captions of the sidebar are."""
        colours, font = self._view.colours, QtGui.QFont(self._view.font())
        painter.setPen(QtGui.QColor(colours.line))
        painter.drawLine(rect.left(), rect.top(), rect.right(), rect.top())
        font.setPointSizeF(font.pointSizeF() * _CAPTION_SIZE)
        font.setBold(True)
        font.setLetterSpacing(QtGui.QFont.SpacingType.AbsoluteSpacing, 1)
        painter.setFont(font)
        painter.setPen(QtGui.QColor(colours.quiet))
        painter.drawText(rect, ALIGN_LEFT_MIDDLE, row.text)

    def _paint_heading(self, painter: QtGui.QPainter, number: int, rect: QtCore.QRect) -> None:
        row = self._view.row(number)
        colours, font = self._view.colours, QtGui.QFont(self._view.font())
        note = elide(row.note, QtGui.QFontMetrics(font), rect.width() // 2)
        note_width = QtGui.QFontMetrics(font).horizontalAdvance(note)
        painter.setPen(QtGui.QColor(colours.quiet))
        painter.drawText(rect, QtCore.Qt.AlignmentFlag.AlignRight, note)
        room = rect.width() - note_width - _PADDING
        painter.setPen(QtGui.QColor(colours.heading))
        if row.spans:
            self._paint_matches(painter, number, rect, room)
            return
        font.setBold(True)
        painter.setFont(font)
        title = elide(row.text, QtGui.QFontMetrics(font), room)
        painter.drawText(rect, QtCore.Qt.AlignmentFlag.AlignLeft, title)

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
        return lay_out_snippet(row.text, row.spans, shown, width, Look(font, look, 1))

    def _match_look(self) -> QtGui.QTextCharFormat:
        """Bold besides coloured: colour is never the only sign."""
        look = QtGui.QTextCharFormat()
        look.setFontWeight(QtGui.QFont.Weight.Bold)
        look.setBackground(QtGui.QColor(self._view.colours.match))
        look.setForeground(QtGui.QColor(self._view.colours.text))
        return look
