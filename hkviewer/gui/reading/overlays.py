"""What is marked over the text and beside it, never in the document itself.

Layers mark ranges of the text; those of later names in `LAYERS` lie over the earlier ones. What stands
in the margin is drawn by painters that are registered here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.model import FactSheet
from hkviewer.content.ranges import TextRange
from hkviewer.gui.reading.pane_map import PaneMap
from hkviewer.gui.reading.text_geometry import block_at, line_rects, words_rect
from hkviewer.system.values import Value
from hkviewer.theme import Colours

LAYERS = ("changes", "notes", "search")
"""The names of the layers from the lowest to the topmost: what is searched for must be seen."""
_MOST_SELECTIONS = 60
"""More ranges are marked only around the view: each takes Qt and Python 20 µs, at every change."""
_NONE = -1

_Ends = tuple[TextRange | None, TextRange | None]
"""The first and the last point of a stretch of text; None above the first heading."""


class Layer(ABC):
    """Ranges in reading order that are marked alike, and perhaps a current one, which is outlined too."""

    name: ClassVar[str]
    """One of `LAYERS`."""

    def __init__(self) -> None:
        self.ranges: Sequence[TextRange] = ()
        self.number = _NONE
        """Which of `ranges` is the current one; -1 for none."""

    @property
    def current(self) -> TextRange | None:
        """The current range."""
        return self.ranges[self.number] if 0 <= self.number < len(self.ranges) else None

    def show(self, ranges: Sequence[TextRange]) -> None:
        """Mark `ranges` from now on, none of them as the current one."""
        self.ranges, self.number = ranges, _NONE

    @abstractmethod
    def look(self, colours: Colours, *, is_current: bool) -> QtGui.QTextCharFormat:
        """How its ranges, or the current one, are drawn."""

    def between(self, sheet: FactSheet, ends: _Ends) -> range:
        """The numbers of the ranges that begin in the stretch `ends` of `sheet`, and of the one before."""
        start, end = ends
        number = 0 if start is None else sheet.first_from(start, self.ranges)
        beyond = 0 if end is None else sheet.first_from(end, self.ranges) + 1
        return range(max(number - 1, 0), min(beyond, len(self.ranges)))


class SearchLayer(Layer):
    """The matches, in reading order, and the one that the reader is at."""

    name = "search"

    def look(self, colours: Colours, *, is_current: bool) -> QtGui.QTextCharFormat:
        """A ground of its own, and a dotted line below: colour is never the only sign."""
        look = QtGui.QTextCharFormat()
        look.setBackground(QtGui.QColor(colours.current_match if is_current else colours.match))
        look.setForeground(QtGui.QColor(colours.text))
        look.setUnderlineStyle(QtGui.QTextCharFormat.UnderlineStyle.DotLine)
        look.setUnderlineColor(QtGui.QColor(colours.text))
        return look


class Margin(Value):
    """The room at the left of the column.

    Attributes:
        width: in pixels, from the view's left edge.
        height: of the view, in pixels.
        line: gives the line that a range begins on, in the view's pixels, also where it is not in view.
    """

    width: int
    height: int
    line: Callable[[TextRange], QtCore.QRect]


MarginPainter = Callable[[QtGui.QPainter, Margin], object]
"""Draws in the margin; the painter has the colour and the font for small words beside the text."""


class Overlays:
    """Draws the layers over a text widget, and what is registered for its margin."""

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
        self._layers: list[Layer] = []
        self._margins: dict[str, MarginPainter] = {}
        self._marked = (0, 0)

    def add(self, layer: Layer) -> None:
        """Draw `layer` too. Raises ValueError where its name is none of `LAYERS`."""
        self._layers = sorted([*self._layers, layer], key=lambda each: LAYERS.index(each.name))

    def set_margin(self, name: str, painter: MarginPainter | None) -> None:
        """Let `painter` draw in the margin, instead of the one that had that name; None draws nothing."""
        before = self._margins.pop(name, None)
        if painter is not None:
            self._margins[name] = painter
        if painter or before:
            self._view.viewport().update()

    def forget(self) -> None:
        """Mark nothing more and leave the margin free: another sheet is shown."""
        self._margins.clear()
        for layer in self._layers:
            layer.show(())

    def recolour(self, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self._colours = colours

    def withdraw(self) -> None:
        """Take the marks off the document, which is about to be replaced; `draw` puts them on the next."""
        self._view.setExtraSelections([])

    def draw(self) -> None:
        """Mark what the layers have; of a layer of many ranges only those near the view."""
        shown = [layer for layer in self._layers if layer.ranges]
        if not shown and not self._view.extraSelections():
            return
        height = self._view.viewport().height()
        ends: _Ends = (None, None)
        if self._are_many:
            self._marked = self._ends_of_block(-height)[0], self._ends_of_block(2 * height)[1]
            ends = self._points(*self._marked)
        caret = QtGui.QTextCursor(self._view.document())
        self._view.setExtraSelections(
            [
                _selection(caret, start, end, look)
                for layer in shown
                for at, look in self._looks(layer, ends)
                for start, end in self._text().spans(at)
            ]
        )

    def follow_view(self) -> None:
        """Mark what scrolled into the view, where not all is marked."""
        if self._are_many:
            first, last = self._marked
            bottom = self._view.viewport().height()
            if self._ends_of_block(0)[0] < first or self._ends_of_block(bottom)[1] > last:
                self.draw()

    def paint_outlines(self) -> None:
        """Outline the current range of each layer: extra selections cannot."""
        currents = [layer.current for layer in self._layers if layer.current is not None]
        if not currents:
            return
        painter = QtGui.QPainter(self._view.viewport())
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        pen = QtGui.QPen(QtGui.QColor(self._colours.text))
        pen.setWidthF(1.5)
        painter.setPen(pen)
        for start, end in (span for current in currents for span in self._text().spans(current)):
            for line in line_rects(self._view, start, end):
                painter.drawRoundedRect(line.adjusted(-2, 0, 2, 0), 3, 3)

    def paint_margin(self, font: QtGui.QFont, width: int) -> None:
        """Let the registered painters draw in the margin of `width` pixels, in `font` and quiet colour."""
        if not self._margins:
            return
        painter = QtGui.QPainter(self._view.viewport())
        painter.translate(-self._view.horizontalScrollBar().value(), 0)
        margin = Margin(width, self._view.viewport().height(), self._line)
        for paint in self._margins.values():
            painter.setFont(font)
            painter.setPen(QtGui.QColor(self._colours.quiet))
            paint(painter, margin)

    @property
    def _are_many(self) -> bool:
        return any(len(layer.ranges) > _MOST_SELECTIONS for layer in self._layers)

    def _looks(self, layer: Layer, ends: _Ends) -> Iterator[tuple[TextRange, QtGui.QTextCharFormat]]:
        """The ranges of a layer that are to be marked, each with its look."""
        usual, current = (layer.look(self._colours, is_current=is_current) for is_current in (False, True))
        is_long = len(layer.ranges) > _MOST_SELECTIONS
        numbers = layer.between(self._text().sheet, ends) if is_long else range(len(layer.ranges))
        return ((layer.ranges[n], current if n == layer.number else usual) for n in numbers)

    def _ends_of_block(self, y: int) -> tuple[int, int]:
        """Start and end of the block at `y` pixels below the view's top."""
        block = block_at(self._view, y)
        return block.position(), block.position() + block.length() - 1

    def _points(self, first: int, last: int) -> _Ends:
        """The beginning of the block at position `first`, and position `last`."""
        text = self._text()
        return text.point(self._view.document().findBlock(first).position()), text.point(last)

    def _line(self, at: TextRange) -> QtCore.QRect:
        return words_rect(self._view, self._text().position(at))


def _selection(
    caret: QtGui.QTextCursor, start: int, end: int, look: QtGui.QTextCharFormat
) -> QtWidgets.QTextEdit.ExtraSelection:
    """The text from `start` to `end` in `look`; `caret` is moved, and copied."""
    selection = QtWidgets.QTextEdit.ExtraSelection()
    caret.setPosition(start)
    caret.setPosition(end, QtGui.QTextCursor.MoveMode.KeepAnchor)
    selection.cursor = caret
    selection.format = look
    return selection
