"""The pane that shows what changed: the newest text to read, with what came and went marked in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import chain

from PySide6 import QtCore, QtGui

from hkviewer.compare.editions import DELETED
from hkviewer.gui.changes.change_words import marks_of
from hkviewer.gui.changes.copied import copied
from hkviewer.gui.changes.page_writer import FOLD, PART, PageWriter, Place, Shown
from hkviewer.gui.changes.passages import ChangesPage, Fold, Head
from hkviewer.gui.reading.column import column_width, fit_column
from hkviewer.gui.reading.pane_html import PaneStyle
from hkviewer.gui.reading.text_geometry import block_at, caret_rect, line_rects
from hkviewer.gui.reading.text_pane import TextPane
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.fonts import load_faces_for
from hkviewer.gui.widgets.step_runner import StepRunner

_BAR = 12
"""Pixels from the column's left edge to the bar beside what moved."""


class ChangesPane(TextPane):
    """Shows a page of changes, a long one part by part.

    Signals:
        current_changed: the number of the change that the reader has come to.
        progress_changed: how much of the page has been scrolled past, in per cent.
    """

    current_changed = QtCore.Signal(int)
    progress_changed = QtCore.Signal(int)

    def __init__(self, style: PaneStyle) -> None:
        super().__init__("What changed")
        self._style = style
        self._head = Head("", "", "", ())
        self._page = ChangesPage((), ())
        self._part = 0
        self._opened: set[int] = set()
        self._writer: PageWriter | None = None
        self._filled: QtGui.QTextDocument | None = None
        self._writing: Iterator[None] = iter(())
        self._steps = StepRunner(self)
        self._current = -1
        self._inside = -1
        self._is_led = False
        self.cursorPositionChanged.connect(self._follow_caret)
        bar = self.verticalScrollBar()
        for changed in (bar.valueChanged, bar.rangeChanged):
            changed.connect(lambda *_: self.progress_changed.emit(self.progress))

    # What is shown

    def show_page(self, head: Head, page: ChangesPage) -> None:
        """Show `page` below `head`, from its top, its folds closed."""
        self._head, self._page = head, page
        self._part, self._current, self._inside = 0, -1, -1
        self._opened = set()
        self._render()
        self._put_caret(0)
        self.verticalScrollBar().setValue(0)

    @property
    def page(self) -> ChangesPage:
        """What is shown."""
        return self._page

    @property
    def current(self) -> int:
        """The number of the change that the reader is at; -1 before the first."""
        return self._current

    @property
    def progress(self) -> int:
        """How much of the page has been scrolled past, in per cent."""
        bar = self.verticalScrollBar()
        view = self.viewport().height()
        share = self._writer.share if self._writer is not None else 1
        # What is not yet written counts too, or a page that is drawn anew would be passed in leaps.
        end = (bar.maximum() + view) / (share or 1) - view
        of_part = min(1, bar.value() / end) if end > 0 else 1
        return round(100 * (self._part + of_part) / len(self._page.parts))

    def restyle(self, style: PaneStyle) -> None:
        """Draw in `style` from now on; the line at the top and the caret stay."""
        self._style = style
        if self._page.items or self._head.title:
            self._render_again()

    def go_to(self, number: int) -> None:
        """Bring change `number` into the view, with the caret at its beginning."""
        self._turn_to(self._page.part_of[number])
        self._write_until(lambda: bool(self._places) and self._places[-1].change >= number)
        start = next((place.start for place in self._places if place.change == number), 0)
        is_other = number != self._current
        self._current = self._inside = number
        self._put_caret(start)
        rect = caret_rect(self, start)
        # What stands above it is to be seen as well: Qt has brought the caret alone into view.
        if rect.top() < 2 * rect.height() or rect.bottom() > self.viewport().height() - 3 * rect.height():
            self._scroll_by(rect.top() - self.viewport().height() // 4)
        self.viewport().update()
        if is_other:
            self.current_changed.emit(number)

    def step(self, step: int) -> int:
        """The number of the change that is `step` on, round at the ends; -1 where there is none."""
        count = len(self._page.changes)
        if not count:
            return -1
        if self._current >= 0:
            return (self._current + step) % count
        return self._first_from_caret() if step > 0 else count - 1

    def _first_from_caret(self) -> int:
        caret = self.textCursor().position()
        self._write_until(lambda: bool(self._places) and self._places[-1].start >= caret)
        after = (place.change for place in self._places if place.start >= caret)
        return next(after, 0)

    # Folds and parts

    def turn_fold(self, number: int) -> None:
        """Open the fold of that number, or close it; its line stays where it is, with the caret on it."""
        self._opened ^= {number}
        before = self._fold_top(number)
        self._render()
        self._write_until(lambda: number in self._folds)
        self._scroll_by(self._fold_top(number) - before)
        self._put_caret(self._folds[number])
        said = self.textCursor().block().text()[2:]
        announce(self, f"{said}, {'unfolded' if number in self._opened else 'folded'}")

    def _fold_top(self, number: int) -> int:
        return caret_rect(self, self._folds[number]).top()

    def _turn_to(self, part: int) -> None:
        if part != self._part:
            self._part = part
            self._render()
            self._put_caret(0)
            self.verticalScrollBar().setValue(0)

    def _render(self) -> None:
        numbers = self._page.parts[self._part]
        shown = Shown(
            self._head,
            self._page.items[numbers.start : numbers.stop],
            numbers.start,
            self._part,
            len(self._page.parts),
            frozenset(self._opened),
        )
        filled = QtGui.QTextDocument(self)
        filled.setUndoRedoEnabled(False)
        filled.setDefaultFont(
            QtGui.QFont(self._style.typography.text, round(self._style.typography.text_size))
        )
        self._writer = PageWriter(filled, self._style)
        self._writing = self._writer.steps(shown)
        load_faces_for(_words_of(shown))
        next(self._writing, None)
        self._is_led = True
        fit_column(filled, self._style, self.viewport().width())
        self.setDocument(filled)
        self._is_led = False
        if self._filled is not None:
            self._filled.deleteLater()
        self._filled = filled
        self._steps.replace(chain((None,), self._writing))  # the next step in the next turn

    def _write_until(self, is_there: Callable[[], bool]) -> None:
        """Write on, now, until what is wanted is there, or all is."""
        while not is_there() and next(self._writing, self) is not self:
            pass

    def _scroll_by(self, pixels: int) -> None:
        """Scroll on as far as that, for which enough of the page must be written."""
        bar = self.verticalScrollBar()
        value = bar.value() + pixels
        self._write_until(lambda: bar.maximum() >= value)
        bar.setValue(value)

    def _render_again(self) -> None:
        """Render, and keep the change or paragraph at the top of the view, and the words at the caret."""
        assert self._writer is not None
        caret = self._writer.without_signs(self.textCursor().position())
        top = block_at(self, 0).blockNumber()
        is_top = self.verticalScrollBar().value() == 0
        self._render()
        writer, written = self._writer, self.document()
        self._write_until(
            lambda: written.characterCount() > writer.with_signs(caret) + 1 and written.blockCount() > top + 1
        )
        self._put_caret(min(writer.with_signs(caret), written.characterCount() - 1))
        if is_top:
            self.verticalScrollBar().setValue(0)
        else:
            self._scroll_by(caret_rect(self, written.findBlockByNumber(top).position()).top())

    # The caret

    @property
    def _places(self) -> list[Place]:
        return self._writer.places if self._writer is not None else []

    @property
    def _folds(self) -> dict[int, int]:
        return self._writer.folds if self._writer is not None else {}

    def _put_caret(self, position: int) -> None:
        caret = self.textCursor()
        caret.setPosition(position)
        self._is_led = True
        self.setTextCursor(caret)
        self._is_led = False

    def _follow_caret(self) -> None:
        """The change that a key or the mouse brings the caret into is current, and said each time."""
        if self._is_led:
            return
        position = self.textCursor().position()
        number = bisect_right(self._places, position, key=lambda place: place.start) - 1
        is_inside = number >= 0 and position <= self._places[number].end
        before, self._inside = self._inside, self._places[number].change if is_inside else -1
        if self._inside in (-1, before):
            return
        announce(self, marks_of(self._page.changes[self._inside]))
        if self._inside != self._current:
            self._current = self._inside
            self.viewport().update()
            self.current_changed.emit(self._current)

    # Drawing

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Keep the column's width, and the line at the top."""
        top = block_at(self, 0).position()
        is_top = self.verticalScrollBar().value() == 0
        super().resizeEvent(event)
        fit_column(self.document(), self._style, event.size().width())
        bar = self.verticalScrollBar()
        bar.setValue(0 if is_top else bar.value() + caret_rect(self, top).top())

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """Draw bars beside what moved and beside the current change; where no colour tells, outlines too."""
        super().paintEvent(event)
        if self._writer is None:
            return
        painter = QtGui.QPainter(self.viewport())
        first, last = block_at(self, 0).position(), block_at(self, self.viewport().height())
        end = last.position() + last.length()
        room = self.viewport().width()
        left = (room - column_width(self._style, room)) / 2 - _BAR
        for place in self._places:
            if place.end < first or place.start > end:
                continue
            if place.is_moved or place.change == self._current:
                self._paint_bar(painter, place, left)
        if self._style.colours.bordered:
            self._paint_outlines(painter, first, end)

    def _paint_bar(self, painter: QtGui.QPainter, place: Place, left: float) -> None:
        top, bottom = caret_rect(self, place.start).top(), caret_rect(self, place.end).bottom()
        is_current = place.change == self._current
        colours = self._style.colours
        pen = QtGui.QPen(QtGui.QColor(colours.focus if is_current else colours.link))
        pen.setWidth(4 if is_current else 3)
        if place.is_moved:
            pen.setStyle(QtCore.Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(QtCore.QPointF(left, top), QtCore.QPointF(left, bottom))

    def _paint_outlines(self, painter: QtGui.QPainter, first: int, last: int) -> None:
        assert self._writer is not None
        for mark in self._writer.marks:
            if mark.end < first or mark.start > last:
                continue
            pen = QtGui.QPen(QtGui.QColor(self._style.colours.text))
            if mark.kind == DELETED:
                pen.setStyle(QtCore.Qt.PenStyle.DashLine)
            painter.setPen(pen)
            for line in line_rects(self, mark.start, mark.end):
                painter.drawRect(line.adjusted(-1, 1, 1, -1))

    # Copying

    def createMimeDataFromSelection(self) -> QtCore.QMimeData:
        """What is selected as plain text, what went as [-…-] and what came as {+…+}: as the command does."""
        caret = self.textCursor()
        start, end = caret.selectionStart(), caret.selectionEnd()
        data = QtCore.QMimeData()
        if self._writer is not None:
            marks, sign = self._writer.marks, self._writer.sign
            data.setText(copied(self.document(), marks, sign, start, end))
        return data

    # Keys and links

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Space pages; Enter follows the link that the caret is on."""
        keys, held = QtCore.Qt.Key, event.modifiers()
        if event.key() == keys.Key_Space:
            back = bool(held & QtCore.Qt.KeyboardModifier.ShiftModifier)
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + (-1 if back else 1) * round(0.9 * self.viewport().height()))
        elif event.key() in (keys.Key_Return, keys.Key_Enter) and self._link_at_caret():
            self._follow(self._link_at_caret())
        else:
            super().keyPressEvent(event)

    def _select_link(self, caret: QtGui.QTextCursor) -> None:
        super()._select_link(caret)
        announce(self, f"{caret.selectedText()[2:]}, link")

    def _follow(self, address: str) -> None:
        if address.startswith(FOLD):
            self.turn_fold(int(address.removeprefix(FOLD)))
        elif address.startswith(PART):
            self._turn_to(int(address.removeprefix(PART)))
            announce(self, f"Part {self._part + 1:,} of {len(self._page.parts):,}")


def _words_of(shown: Shown) -> str:
    """All that may be seen of what is shown."""
    passages = (
        passage for item in shown.items for passage in (item.passages if isinstance(item, Fold) else (item,))
    )
    words = (piece.text for passage in passages for piece in passage.pieces)
    return "".join((shown.head.title, *shown.head.further, *words))
