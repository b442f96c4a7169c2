"""The matches of a search, marked in the text: all of them, the current one more strongly."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.ranges import TextRange
from hkviewer.gui.reading.pane_map import PaneMap
from hkviewer.gui.reading.text_geometry import block_at, line_rects
from hkviewer.theme import Colours

_MOST_SELECTIONS = 60
"""More matches are highlighted only around the view: each takes Qt and Python 20 µs, at every change."""
_NONE = -1


class MatchMarks:
    """Marks matches in a text widget by extra selections, never in the document itself."""

    def __init__(self, view: QtWidgets.QTextEdit, text: Callable[[], PaneMap], colours: Colours) -> None:
        """Mark nothing yet.

        Args:
            view: shows the document.
            text: gives the map of the document that is shown at the time.
            colours: to draw in.
        """
        self._view = view
        self._text = text
        self._colours = colours
        self._matches: Sequence[TextRange] = ()
        self._current = _NONE
        self._marked = (0, 0)

    @property
    def current_position(self) -> int | None:
        """The document position that the current match begins at; None without one."""
        match = self._current_match
        return None if match is None else self._text().spans(match)[0][0]

    def forget(self) -> None:
        """Know nothing of the matches: another sheet is shown."""
        self._matches = ()
        self._current = _NONE

    def show(self, matches: Sequence[TextRange]) -> None:
        """Mark `matches`; () marks none."""
        if matches or self._matches:
            self._matches = matches
            self._current = _NONE
            self.draw()

    def show_current(self, number: int) -> None:
        """Mark match `number` more strongly; -1 marks none so."""
        if number != self._current:
            self.choose(number)
            self.draw()

    def choose(self, number: int) -> None:
        """Let match `number` be the current one, without drawing it so yet."""
        self._current = number

    def recolour(self, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self._colours = colours

    def draw(self) -> None:
        """Mark anew; where matches are many, only those in view and a screen above and below it."""
        if not self._matches and not self._view.extraSelections():
            return
        text = self._text()
        numbers = range(len(self._matches))
        if self._are_many:
            height = self._view.viewport().height()
            self._marked = self._ends_of_block(-height)[0], self._ends_of_block(2 * height)[1]
            numbers = self._between(*self._marked)
        usual, current = (self._look(is_current=is_current) for is_current in (False, True))
        caret = QtGui.QTextCursor(self._view.document())
        self._view.setExtraSelections(
            [
                _selection(caret, start, end, current if number == self._current else usual)
                for number in numbers
                for start, end in text.spans(self._matches[number])
            ]
        )

    def follow_view(self) -> None:
        """Mark what scrolled into the view, where not all is marked."""
        if self._are_many:
            first, last = self._marked
            bottom = self._view.viewport().height()
            if self._ends_of_block(0)[0] < first or self._ends_of_block(bottom)[1] > last:
                self.draw()

    def paint_outline(self) -> None:
        """Outline the current match: extra selections cannot."""
        match = self._current_match
        if match is None:
            return
        painter = QtGui.QPainter(self._view.viewport())
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        pen = QtGui.QPen(QtGui.QColor(self._colours.text))
        pen.setWidthF(1.5)
        painter.setPen(pen)
        for start, end in self._text().spans(match):
            for line in line_rects(self._view, start, end):
                painter.drawRoundedRect(line.adjusted(-2, 0, 2, 0), 3, 3)

    def pixels_out_of_view(self, height: int) -> int:
        """How far below the top of a view of `height` pixels the current match is; 0 where it is in view."""
        position = self.current_position
        if position is None:
            return 0
        caret = QtGui.QTextCursor(self._view.document())
        caret.setPosition(position)
        rect: QtCore.QRect = self._view.cursorRect(caret)
        is_in_view = rect.top() >= 0 and rect.bottom() <= height - rect.height()
        return 0 if is_in_view else rect.top()

    @property
    def _are_many(self) -> bool:
        return len(self._matches) > _MOST_SELECTIONS

    @property
    def _current_match(self) -> TextRange | None:
        return self._matches[self._current] if 0 <= self._current < len(self._matches) else None

    def _ends_of_block(self, y: int) -> tuple[int, int]:
        """Start and end of the block at `y` pixels below the view's top."""
        block = block_at(self._view, y)
        return block.position(), block.position() + block.length() - 1

    def _between(self, first: int, last: int) -> range:
        """The numbers of the matches that begin in the blocks from position `first` to `last`."""
        text = self._text()
        start, end = text.point(self._view.document().findBlock(first).position()), text.point(last)
        number = 0 if start is None else text.sheet.first_from(start, self._matches)
        # One more at the start: it may begin in the block before.
        beyond = 0 if end is None else text.sheet.first_from(end, self._matches) + 1
        return range(max(number - 1, 0), min(beyond, len(self._matches)))

    def _look(self, *, is_current: bool) -> QtGui.QTextCharFormat:
        look = QtGui.QTextCharFormat()
        look.setBackground(QtGui.QColor(self._colours.current_match if is_current else self._colours.match))
        look.setForeground(QtGui.QColor(self._colours.text))
        # Colour is never the only sign.
        look.setUnderlineStyle(QtGui.QTextCharFormat.UnderlineStyle.DotLine)
        look.setUnderlineColor(QtGui.QColor(self._colours.text))
        return look


def _selection(
    caret: QtGui.QTextCursor, start: int, end: int, look: QtGui.QTextCharFormat
) -> QtWidgets.QTextEdit.ExtraSelection:
    """The text from `start` to `end` in `look`; `caret` is moved, and copied."""
    found = QtWidgets.QTextEdit.ExtraSelection()
    caret.setPosition(start)
    caret.setPosition(end, QtGui.QTextCursor.MoveMode.KeepAnchor)
    found.cursor = caret
    found.format = look
    return found
