"""The lines and areas that a page has besides its words: few, and of few kinds, in a copy.

Words may be drawn with them, which no program reads, or struck out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pypdfium2 as pdfium
from pypdfium2 import raw

_THIN, _SHORT = 3.5, 20.0
"""Points: no line of a copy is thicker, and none but those under words is shorter."""
_OF_LINE, _AROUND_LINE = 2, 7.0
"""The segments of a line's path, and the points that the bounds of our thickest are high."""
_MOST_SEGMENTS = 12
"""A rectangle with round corners has nine."""
_RULE, _BAR, _MARK, _AREA, _FIGURE = "rule", "bar", "mark", "area", "figure"
_STRUCK = "through words"
_GROUND = "ground"
"""Of highlighted words: it says nothing itself, and whether it covers them is seen elsewhere."""
_RULES_A_PAGE = 4
"""Those of head and foot, and of notes at the foot."""
_FOR_NOTES = 34
"""Ruled lines that a page has room for."""


Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the page's lower left."""


def shape(piece: pdfium.PdfObject, lines: Iterable[Box]) -> str:
    """The kind of a page's path or shading; what has many corners may be letters.

    Args:
        piece: the path or shading.
        lines: where the page's words are drawn.
    """
    segments = raw.FPDFPath_CountSegments(piece.raw) if piece.type == raw.FPDF_PAGEOBJ_PATH else -1
    if not _OF_LINE <= segments <= _MOST_SEGMENTS:
        return _FIGURE
    left, bottom, right, top = box = piece.get_bounds()
    if segments > _OF_LINE and any(_is_under(box, line) for line in lines):
        return _GROUND
    wide, high = right - left, top - bottom
    if high <= _AROUND_LINE and any(_is_through(box, line) for line in lines):
        return _STRUCK
    if max(wide, high) < _SHORT:
        return _MARK
    # The bounds of a line are further out than it is drawn.
    thin = _THIN if segments > _OF_LINE else _AROUND_LINE
    return _RULE if high <= thin else _BAR if wide <= thin else _AREA


def _is_under(box: Box, line: Box) -> bool:
    middle = (line[1] + line[3]) / 2
    return box[0] < line[2] and line[0] < box[2] and box[1] < middle < box[3]


def _is_through(box: Box, line: Box) -> bool:
    """Whether a line runs where the letters of a line of words are, not below them."""
    middle, high = (box[1] + box[3]) / 2, line[3] - line[1]
    return box[0] < line[2] and line[0] < box[2] and line[1] + 0.25 * high < middle < line[3] - 0.15 * high


def differences_in_shapes(
    want: Mapping[str, int], have: Mapping[str, int], pages: int, *, notes: bool, own: bool
) -> Iterator[str]:
    """Whether a copy has lines or areas that it would not have, set again.

    Another program may break lines and pages elsewhere, and so have some more of those that there are.

    Args:
        want: how many of each kind there are in a copy that is set again.
        have: how many of each kind the copy has.
        pages: of the copy.
        notes: the rest of the last page is ruled.
        own: there are words of the preparer's, with lists, tables and quotations, that are not in `want`.
    """
    # How much is highlighted, no copy of version 0.1.0 tells.
    for kind in (_MARK, _FIGURE) if own else sorted(have.keys() - {_GROUND}):
        there = want.get(kind, 0)
        most = there + pages + there // 2 if there else 0
        if kind == _RULE:
            most += _RULES_A_PAGE * pages + _FOR_NOTES * notes
        if have.get(kind, 0) > most:
            yield "Lines or areas are drawn that belong in no copy: they may be words, or cover them."
            return
