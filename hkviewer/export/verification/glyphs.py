"""How the letters of a copy are drawn: a typeface can show an 8 for what is read as a 2."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from hkviewer.export.pdf.page_images import opened

_SIZE = 1000.0
_IN_NO_FONT = "\ue000"
"""What a typeface draws for this letter of private use it draws for all that it lacks."""
_MOST_SEGMENTS = 2000
_MOST_LETTERS = 20_000
Outline = tuple[tuple[int, float, float], ...]
"""The segments of a letter's outline: kind and end, in thousandths of the type's size."""


def outlines(pdf: bytes) -> Mapping[Outline, frozenset[str]]:
    """The letters and figures that each outline in a file stands for.

    Args:
        pdf: a file that can be opened.
    """
    found: dict[Outline, set[str]] = {}
    with opened(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            for font, words in _words_by_font(page):
                absent = _outline(font, _IN_NO_FONT)
                for letter in sorted(words)[:_MOST_LETTERS]:
                    outline = _outline(font, letter)
                    if outline and outline != absent:
                        found.setdefault(outline, set()).add(letter)
            page.close()
    return {outline: frozenset(letters) for outline, letters in found.items()}


def drawn_as_others(
    want: Mapping[Outline, frozenset[str]], have: Mapping[Outline, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """The letters of a copy that look like others do in it when it is set again: both, in pairs.

    Typefaces of another look have other outlines: nothing is said of them.
    """
    for outline, letters in have.items():
        other = want.get(outline, letters)
        yield from ((letter, min(other)) for letter in sorted(letters - other))


def _words_by_font(page: pdfium.PdfPage) -> Iterator[tuple[Any, set[str]]]:
    text_page = page.get_textpage()
    fonts: dict[int, Any] = {}
    words: dict[int, set[str]] = {}
    for index in range(text_page.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text_page.raw, index))
        piece = raw.FPDFText_GetTextObject(text_page.raw, index)
        if piece and letter.isalnum():
            font = raw.FPDFTextObj_GetFont(piece)
            name = ctypes.cast(font, ctypes.c_void_p).value or 0
            fonts[name] = font
            words.setdefault(name, set()).add(letter)
    yield from ((fonts[name], letters) for name, letters in words.items() if name)
    text_page.close()


def _outline(font: object, letter: str) -> Outline:
    path = raw.FPDFFont_GetGlyphPath(font, ord(letter), _SIZE)
    count = raw.FPDFGlyphPath_CountGlyphSegments(path) if path else 0
    x, y = ctypes.c_float(), ctypes.c_float()
    segments = []
    for number in range(min(count, _MOST_SEGMENTS)):
        segment = raw.FPDFGlyphPath_GetGlyphPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        segments.append((raw.FPDFPathSegment_GetType(segment), round(x.value, 1), round(y.value, 1)))
    return tuple(segments)
