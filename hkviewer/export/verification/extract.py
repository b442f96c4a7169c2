"""The words of a tagged PDF in reading order, without running heads, feet and other artifacts.

PDFium gives for each page the tree of tags and, for each piece of text, the number of the mark that
its tag refers to; so the order is the one in which a screen reader reads.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from hkviewer.errors import DocumentError
from hkviewer.export.pdf.page_images import opened
from hkviewer.export.pdf.typst_input import PART_BEGINS

_DEEPEST = 60
_LEAVES = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Code", "TH", "TD", "LBody", "Caption"})
# PDFium gives a hyphen at a line's end as U+0002; zero-width spaces only let long words break.
_ODD_CHARACTERS = {0x02: "-", 0xAD: None, 0x200B: None, 0xFEFF: None}
# Typst puts a destination so many points above its heading; no neighbour is as near to that as this.
_ABOVE = 10
_NEAR = 5
_Marked = dict[int, tuple[str, int]]
"""For each mark its text, and the number of the part that begins with it."""


@dataclass(frozen=True)
class TaggedText:
    """The words under one tag; a paragraph over two pages is two of them.

    `part` is the number, from 1, of the sheet's part that begins with them; 0 for none. `note` says that
    they stand in a footnote, which comes behind the paragraph or cell that mentions it.
    """

    tag: str
    text: str
    part: int = 0
    note: bool = False


@dataclass(frozen=True)
class _Start:
    """The upper left corner, in points, of the heading that a part begins with; `page` counts from 0."""

    part: int
    page: int
    x: float
    y: float

    def is_beside(self, left: float, top: float) -> bool:
        """Whether letters with these edges stand at its height, and not left of it."""
        return abs(top - self.y) < _NEAR and left > self.x - _NEAR


def tagged_texts(pdf: bytes, path: Path) -> list[TaggedText]:
    """The texts of a PDF file in reading order; [] for a PDF without tags.

    Args:
        pdf: the file's bytes.
        path: the file, for messages.

    Raises:
        DocumentError: it is no PDF.
    """
    try:
        with opened(pdf) as document:
            return list(_document_texts(document))
    except pdfium.PdfiumError as error:
        raise DocumentError(
            f"“{path}” is no PDF, or it is damaged or locked.", "Choose another file."
        ) from error


def _document_texts(document: pdfium.PdfDocument) -> Iterator[TaggedText]:
    starts = list(_part_starts(document))
    for number in range(len(document)):
        yield from _page_texts(document[number], [start for start in starts if start.page == number])


def _part_starts(document: pdfium.PdfDocument) -> Iterator[_Start]:
    """Where the copy's parts begin; nothing in a copy of version 0.1.0."""
    for part in count(1):
        place = raw.FPDF_GetNamedDestByName(document.raw, PART_BEGINS.format(part).encode())
        if not place:
            return
        x, y, zoom, given = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_int()
        raw.FPDFDest_GetLocationInPage(place, given, given, given, x, y, zoom)
        page = raw.FPDFDest_GetDestPageIndex(document.raw, place)
        yield _Start(part, page, x.value, y.value - _ABOVE)


def _page_texts(page: pdfium.PdfPage, starts: Sequence[_Start]) -> list[TaggedText]:
    marked = _marked_texts(page, starts)
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return []
    try:
        numbers = range(raw.FPDF_StructTree_CountChildren(tree))
        tops = (raw.FPDF_StructTree_GetChildAtIndex(tree, number) for number in numbers)
        return _joined(text for top in tops for text in _element_texts(top, marked, _Above(), 0))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _marked_texts(page: pdfium.PdfPage, starts: Sequence[_Start]) -> _Marked:
    """For each mark of the page its text; several pieces of one mark are lines or faces."""
    texts: dict[int, str] = defaultdict(str)
    edges: list[tuple[float, float, int]] = []
    text_page = page.get_textpage()
    for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
        mark = raw.FPDFPageObj_GetMarkedContentID(piece.raw)
        if mark >= 0:
            texts[mark] += _object_text(piece.raw, text_page.raw)
            if starts:
                left, _, _, top = piece.get_bounds()
                edges.append((left, top, mark))
    text_page.close()
    # No other words of the heading's column are at its height, and those of the next are further right.
    begins = {
        min(beside)[1]: start.part
        for start in starts
        if (beside := [(left, mark) for left, top, mark in edges if start.is_beside(left, top)])
    }
    return {mark: (text, begins.get(mark, 0)) for mark, text in texts.items()}


def _object_text(piece: object, text_page: object) -> str:
    size = raw.FPDFTextObj_GetText(piece, text_page, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(piece, text_page, buffer, size)
    text = bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")
    return text.translate(_ODD_CHARACTERS)


@dataclass(frozen=True)
class _Above:
    """What stands above a tag: the nearest one that stands for a paragraph or the like, and a note."""

    leaf: str = ""
    note: bool = False


def _element_texts(element: object, marked: _Marked, above: _Above, depth: int) -> Iterator[TaggedText]:
    """The texts below a tag."""
    if not element or depth > _DEEPEST:
        return
    tag = _tag(element)
    count = raw.FPDF_StructElement_CountChildren(element)
    # The mark of a note is a label too: one that holds a link.
    is_label = tag == "Lbl" and not any(
        _tag(raw.FPDF_StructElement_GetChildAtIndex(element, number)) == "Link" for number in range(count)
    )
    is_leaf = tag in _LEAVES or tag == "Note"
    leaf = tag if is_leaf else above.leaf
    here = _Above(leaf, above.note or tag == "Note")
    if is_leaf or is_label:
        yield TaggedText(tag, "", note=here.note)  # a new one begins
    for number in range(count):
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, number)
        if mark >= 0:
            text, part = marked.get(mark, ("", 0))
            if text:
                yield TaggedText("Lbl" if is_label else leaf, text, part, note=here.note)
        else:
            child = raw.FPDF_StructElement_GetChildAtIndex(element, number)
            yield from _element_texts(child, marked, here, depth + 1)


def _tag(element: object) -> str:
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _joined(texts: Iterable[TaggedText]) -> list[TaggedText]:
    """Pieces of one tag as one text; an empty one marks where the next begins.

    A note in the midst of a paragraph comes behind it.
    """
    result: list[TaggedText] = []
    notes: list[TaggedText] = []
    for piece in texts:
        if piece.note:
            _join(notes, piece)
        elif not _join(result, piece) and notes:
            result[-1:] = [*notes, piece]
            notes = []
    return [text for text in (*result, *notes) if text.text.strip()]


def _join(texts: list[TaggedText], piece: TaggedText) -> bool:
    """Add `piece` to the last of `texts`, or as the next one; whether it was the former."""
    last = texts[-1] if texts else None
    if last is None or not piece.text or last.tag != piece.tag:
        texts.append(piece)
        return False
    texts[-1] = TaggedText(last.tag, last.text + piece.text, last.part or piece.part, last.note)
    return True
