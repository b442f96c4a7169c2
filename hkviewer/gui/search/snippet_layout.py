"""Lays out a snippet or a heading in few lines, cut so that a match of it can be seen."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6 import QtCore, QtGui

MOST_LINES = 3
_NARROWEST = 2
"""Pixels: no letter of a text font is narrower at the sizes of an interface."""
_CUT = "…"
Span = tuple[int, int]


class Look(NamedTuple):
    """How a snippet is drawn: its font, the format of what matches, and the lines it may take."""

    font: QtGui.QFont
    match: QtGui.QTextCharFormat
    most_lines: int


class SnippetLayout(NamedTuple):
    """A piece of a snippet in lines: of the snippet, code points `first` to `end` can be seen."""

    layout: QtGui.QTextLayout
    lines: int
    first: int
    end: int

    def shows(self, span: Span) -> bool:
        """Whether all of `span` can be seen."""
        return self.first <= span[0] and span[1] <= self.end


class _Piece(NamedTuple):
    """Code points `first` to `end` of a snippet, and with them in `text` the signs that it is cut."""

    text: str
    first: int
    end: int

    def begin(self, spans: Sequence[Span], look: Look) -> QtGui.QTextLayout:
        """A layout that waits for its lines."""
        layout = QtGui.QTextLayout(self.text, look.font)
        # A word that is wider than the line must not run out of it.
        layout.setTextOption(_wrapping())
        seen = slice(
            bisect.bisect_right(spans, self.first, key=lambda span: span[1]),
            bisect.bisect_left(spans, self.end, key=lambda span: span[0]),
        )
        layout.setFormats([self._marked(look, span) for span in spans[seen]])
        layout.beginLayout()
        return layout

    def _marked(self, look: Look, span: Span) -> QtGui.QTextLayout.FormatRange:
        """The look of a match for what the piece has of `span`: Qt counts in UTF-16."""
        shift = len(_cut_before(self.first)) - self.first
        seen = max(span[0], self.first), min(span[1], self.end)
        start, end = (_utf16_length(self.text[: position + shift]) for position in seen)
        marked = QtGui.QTextLayout.FormatRange()
        marked.start, marked.length, marked.format = start, end - start, look.match
        return marked


def lay_out_snippet(text: str, spans: Sequence[Span], shown: int, width: int, look: Look) -> SnippetLayout:
    """The snippet `text` in lines of `width` pixels, from its beginning when match `shown` is then seen.

    Otherwise it begins later: with the line before that of the match, or with the match itself where that
    needs all of the room.
    """
    width = max(width, 1)
    laid_out = _lay_out_from(0, text, spans, width, look)
    if shown >= len(spans) or laid_out.shows(spans[shown]):
        return laid_out
    for start in _later_starts(text, spans, spans[shown], width, look):
        laid_out = _lay_out_from(start, text, spans, width, look)
        if laid_out.shows(spans[shown]):
            break
    return laid_out


def _later_starts(text: str, spans: Sequence[Span], match: Span, width: int, look: Look) -> Iterator[int]:
    """Where to begin, with most context first, so that `match` may be seen: at a line, or at the match."""
    beyond = _more_than_seen(width)
    first = max(0, match[0] - beyond // MOST_LINES)
    first = text.find(" ", first, match[0]) + 1 or first if first else 0
    end = min(match[0] + beyond, len(text))
    piece = _Piece(text[first:end], first, end)
    layout = piece.begin(spans, look)
    starts: list[int] = []
    own = 0
    while len(starts) < own + 2 and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(first + _code_points(piece.text, line.textStart()))
        own = len(starts) - 1 if starts[-1] <= match[0] else own
    layout.endLayout()
    # Near the snippet's end there is room for more of what stands before.
    earlier = min(own - 1, len(starts) - look.most_lines)
    yield from starts[max(0, earlier) : own + 1]
    yield match[0]


def _lay_out_from(first: int, text: str, spans: Sequence[Span], width: int, look: Look) -> SnippetLayout:
    """The snippet from code point `first` on, as far as there is room."""
    # A snippet of matches close together may be long: all of it would take 16 ms.
    end = min(first + _more_than_seen(width), len(text))
    before = _cut_before(first)
    piece = _Piece(before + text[first:end], first, end)
    layout = piece.begin(spans, look)
    room = width - QtGui.QFontMetrics(look.font).horizontalAdvance(_CUT) - 1
    lines, seen = _break_lines(layout, width, room, look)
    if seen == _utf16_length(piece.text) and end == len(text):
        return SnippetLayout(layout, lines, first, end)
    words = piece.text[: _code_points(piece.text, seen)].rstrip()
    cut = _Piece(words + _CUT, first, first + len(words) - len(before))
    layout = cut.begin(spans, look)
    lines, _seen = _break_lines(layout, width, width, look)
    return SnippetLayout(layout, lines, first, cut.end)


def _break_lines(layout: QtGui.QTextLayout, width: int, last_width: int, look: Look) -> tuple[int, int]:
    """Break into lines, the last within `last_width` when more would follow; their count and end, UTF-16."""
    height = QtGui.QFontMetrics(look.font).lineSpacing()
    lines = seen = 0
    whole = _utf16_length(layout.text())
    while lines < look.most_lines and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        if lines == look.most_lines - 1 and line.textStart() + line.textLength() < whole:
            line.setLineWidth(max(last_width, 1))
        line.setPosition(QtCore.QPointF(0, lines * height))
        seen = line.textStart() + line.textLength()
        lines += 1
    layout.endLayout()
    return lines, seen


def _utf16_length(text: str) -> int:
    """How many UTF-16 units Qt counts in `text`."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _code_points(text: str, units: int) -> int:
    """How many code points the first UTF-16 `units` of `text` are."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass"))


def _more_than_seen(width: int) -> int:
    """More code points than lines of `width` pixels show."""
    return MOST_LINES * width // _NARROWEST + 1


def _cut_before(first: int) -> str:
    """What stands before a piece from code point `first` on: nothing at the beginning."""
    return _CUT if first else ""


def _wrapping() -> QtGui.QTextOption:
    option = QtGui.QTextOption()
    option.setWrapMode(QtGui.QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
