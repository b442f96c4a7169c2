"""Whether a reader of a page sees the words that a program reads there, each where its text goes on.

A page is drawn three times: as it is, without its words, and its words alone, in black. What the first two
differ by is what is seen of the words, and the third is what there would be to see.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from hkviewer.export.pdf.page_images import opened

_SCALE = 2.0
"""Pixels to a point: a figure of the small print is eight pixels high."""
_DARK_ON_PAGE = bytes(1 if grey < 190 else 0 for grey in range(256))
"""Our quietest ink is a third of white, our highlights are nine tenths of it."""
_DARK_ALONE = bytes(1 if grey < 128 else 0 for grey in range(256))
_ENOUGH = 0.6
"""The share of a letter's ink that has to be seen, so that it can be read."""
_SMALLEST = 1.5
"""Points: no letter or figure of a copy is lower, not an "x" in a note's mark."""
_CELL = 16.0
"""Points: letters whose middles are further apart are not drawn over each other, but in titles."""
_SHOWN = 60
_LONGEST_SIDE = 4000.0
_LAST_OF_EUROPE = "\u052f"


@dataclass(frozen=True)
class _Letter:
    """A letter or figure: its text object, and the box of what is drawn, in points from below."""

    words: str
    of: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def covers(self, other: _Letter) -> bool:
        """Whether the middle of `other` is within its box."""
        x, y = other.middle
        return self.left < x < self.right and self.bottom < y < self.top

    @property
    def is_single(self) -> bool:
        """Whether it is drawn by itself; letters that are joined share their ink."""
        return self.words <= _LAST_OF_EUROPE and self.words.isalnum()


def unseen(pdf: bytes) -> Iterator[str]:
    """What a reader does not see of a file's words though it can be read there: a sentence each.

    Args:
        pdf: a file that can be opened.
    """
    with opened(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            for what in _of_page(page):
                yield f"Page {number + 1}: {what}"
            page.close()


def _of_page(page: pdfium.PdfPage) -> Iterator[str]:
    left, bottom, right, top = page.get_mediabox()
    if page.get_rotation() or page.get_cropbox() != (left, bottom, right, top) or (left, bottom) != (0, 0):
        yield "it is cut or turned."
        return
    if max(right, top) > _LONGEST_SIDE:
        yield "it is larger than any paper."
        return
    if any(map(_is_turned, _objects(page))):
        yield "words on it are turned or mirrored."
    letters = list(_letters(page))
    yield from _told("“{}” cannot be read there: it is hidden, or hardly drawn.", _hidden(page, letters))
    yield from _told("“{}” is drawn over other words.", _over_others(letters))
    yield from _told("“{}” is drawn in another order than it is read.", _turned(letters))


def _told(sentence: str, found: Iterable[tuple[int, _Letter]]) -> Iterator[str]:
    """`sentence` with the first letters `found` that are neighbours."""
    runs = groupby(enumerate(found), lambda pair: pair[1][0] - pair[0])
    for _, run in runs:
        words = "".join(letter.words for _, (_, letter) in run)
        yield sentence.format(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")
        return


# ---- What is there ---------------------------------------------------------------------------


def _objects(page: pdfium.PdfPage) -> list[pdfium.PdfObject]:
    return list(page.get_objects(max_depth=1))


def _is_turned(piece: pdfium.PdfObject) -> bool:
    """Whether these are words of the page that do not run upright from the left."""
    if piece.type != raw.FPDF_PAGEOBJ_TEXT or piece.level:
        return False
    matrix = piece.get_matrix()
    return bool(matrix.a <= 0 or matrix.d <= 0 or abs(matrix.b) > 0.01 * matrix.a)


def _address(piece: object) -> int:
    return ctypes.cast(piece, ctypes.c_void_p).value or 0  # type: ignore[arg-type]  # a pointer


def _letters(page: pdfium.PdfPage) -> Iterator[_Letter]:
    """The letters of the page itself, in its order; those in a drawing are the drawing's."""
    text_page = page.get_textpage()
    box = [ctypes.c_double() for _ in range(4)]
    for index in range(text_page.count_chars()):
        words = chr(raw.FPDFText_GetUnicode(text_page.raw, index))
        if not (words.isalnum() or unicodedata.category(words)[0] in "PS"):
            continue
        raw.FPDFText_GetCharBox(text_page.raw, index, *box)
        left, right, bottom, top = (edge.value for edge in box)
        of = _address(raw.FPDFText_GetTextObject(text_page.raw, index))
        yield _Letter(words, of, left, bottom, right, top)
    text_page.close()


# ---- Ink ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Ink:
    """Which pixels of a page are ink: a byte each, 1 or 0, from its upper left."""

    pixels: bytes
    stride: int
    height: int

    def within(self, letter: _Letter, page_height: float) -> int:
        """How many pixels of the letter's box are ink."""
        left, right = max(0, int(letter.left * _SCALE)), max(0, int(letter.right * _SCALE) + 1)
        top = max(0, int((page_height - letter.top) * _SCALE))
        bottom = min(self.height, int((page_height - letter.bottom) * _SCALE) + 1)
        right = min(right, self.stride)
        rows = range(top * self.stride, bottom * self.stride, self.stride)
        return sum(self.pixels.count(1, row + left, row + right) for row in rows) if left < right else 0


def _hidden(page: pdfium.PdfPage, letters: Sequence[_Letter]) -> Iterator[tuple[int, _Letter]]:
    height = page.get_height()
    seen, alone = _drawn(page)
    for _, group in groupby(enumerate(letters), lambda pair: pair[1].of):
        of_object = list(group)
        inks = [(seen.within(one, height), alone.within(one, height)) for _, one in of_object]
        all_seen, all_alone = map(sum, zip(*inks, strict=True))
        is_hidden = all_seen < _ENOUGH * all_alone or not all_alone
        for (index, letter), (shown, there) in zip(of_object, inks, strict=True):
            is_tiny = letter.top - letter.bottom < _SMALLEST
            if is_hidden or (letter.is_single and (is_tiny or shown < _ENOUGH * there or not there)):
                yield index, letter


def _drawn(page: pdfium.PdfPage) -> tuple[_Ink, _Ink]:
    """What is seen of the page's words, and what there is of them; nothing else is left on the page."""
    as_it_is = _dark(page, _DARK_ON_PAGE)
    objects = _objects(page)
    words = [piece for piece in objects if piece.type == raw.FPDF_PAGEOBJ_TEXT]
    shown = [piece for piece in words if raw.FPDFTextObj_GetTextRenderMode(piece.raw) in _FILLED]
    for piece in words:
        raw.FPDFTextObj_SetTextRenderMode(piece.raw, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    without = _dark(page, _DARK_ON_PAGE)
    for piece in shown:
        raw.FPDFTextObj_SetTextRenderMode(piece.raw, raw.FPDF_TEXTRENDERMODE_FILL)
        raw.FPDFPageObj_SetFillColor(piece.raw, 0, 0, 0, 255)
    for piece in objects:
        if piece.type != raw.FPDF_PAGEOBJ_TEXT and not piece.level:
            raw.FPDFPage_RemoveObject(page.raw, piece.raw)
    alone = _dark(page, _DARK_ALONE)
    seen = int.from_bytes(as_it_is.pixels) ^ int.from_bytes(without.pixels)
    both = seen & int.from_bytes(alone.pixels)
    return _Ink(both.to_bytes(len(alone.pixels)), alone.stride, alone.height), alone


_FILLED = (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)


def _dark(page: pdfium.PdfPage, dark: bytes) -> _Ink:
    bitmap = page.render(scale=_SCALE, grayscale=True)
    pixels = bytes(bitmap.buffer).translate(dark)
    found = _Ink(pixels, bitmap.stride, bitmap.height)
    bitmap.close()
    return found


# ---- Places ------------------------------------------------------------------------------------


def _over_others(letters: Sequence[_Letter]) -> Iterator[tuple[int, _Letter]]:
    """Those whose middle another text's letter is drawn over."""
    cells: dict[tuple[int, int], list[_Letter]] = {}
    for index, letter in enumerate(letters):
        if not letter.is_single:
            continue
        column, row = (int(place // _CELL) for place in letter.middle)
        around = ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        others = (other for cell in around for other in cells.get(cell, ()))
        if any(other.of != letter.of and other.covers(letter) for other in others):
            yield index, letter
        cells.setdefault((column, row), []).append(letter)


def _turned(letters: Sequence[_Letter]) -> Iterator[tuple[int, _Letter]]:
    """Those that stand left of the letter before them in one text, though they are read from the left."""
    # Lines with words from right to left come word by word, in an order of their own.
    if any(unicodedata.bidirectional(one.words) in ("R", "AL") for one in letters):
        return
    for index, (before, letter) in enumerate(pairwise(letters)):
        are_one = before.of == letter.of and before.is_single and letter.is_single
        if are_one and letter.right < before.left + 0.1 * (before.top - before.bottom):
            yield index + 1, letter
