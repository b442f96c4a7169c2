"""The words of a tagged PDF in reading order, without running heads, feet and other artifacts.

PDFium tells for each page the tree of tags and, for each piece of text, the number of the mark that
its tag refers to; so the order is the one in which a screen reader reads.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from hkviewer.errors import DocumentError
from hkviewer.export.pdf.page_images import LOCK

_DEEPEST = 60
_LEAVES = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Code", "TH", "TD", "LBody", "Caption"})
# PDFium gives a hyphen at a line's end as U+0002; zero-width spaces only let long words break.
_ODD_CHARACTERS = {0x02: "-", 0xAD: None, 0x200B: None, 0xFEFF: None}


@dataclass(frozen=True)
class TaggedText:
    """The words under one tag; a paragraph over two pages is two of them."""

    tag: str
    text: str


def tagged_texts(pdf: bytes, path: Path) -> list[TaggedText]:
    """The texts of a PDF file in reading order; [] for a PDF without tags.

    Args:
        pdf: the file's bytes.
        path: the file, for messages.

    Raises:
        DocumentError: it is no PDF.
    """
    with LOCK:
        try:
            return _document_texts(pdf)
        except pdfium.PdfiumError as error:
            raise DocumentError(
                f"“{path}” is no PDF, or it is damaged or locked.", "Choose another file."
            ) from error


def _document_texts(data: bytes) -> list[TaggedText]:
    document = pdfium.PdfDocument(data)
    try:
        return [text for number in range(len(document)) for text in _page_texts(document[number])]
    finally:
        document.close()


def _page_texts(page: pdfium.PdfPage) -> list[TaggedText]:
    marked = _marked_texts(page)
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return []
    try:
        found: list[TaggedText] = []
        for number in range(raw.FPDF_StructTree_CountChildren(tree)):
            child = raw.FPDF_StructTree_GetChildAtIndex(tree, number)
            found.extend(_element_texts(child, marked, "", 0))
        return _joined(found)
    finally:
        raw.FPDF_StructTree_Close(tree)


def _marked_texts(page: pdfium.PdfPage) -> dict[int, str]:
    """For each mark of the page its text; several pieces of one mark are lines or faces."""
    texts: dict[int, str] = defaultdict(str)
    text_page = page.get_textpage()
    for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
        mark = raw.FPDFPageObj_GetMarkedContentID(piece.raw)
        if mark >= 0:
            texts[mark] += _object_text(piece.raw, text_page.raw)
    text_page.close()
    return texts


def _object_text(piece: object, text_page: object) -> str:
    size = raw.FPDFTextObj_GetText(piece, text_page, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(piece, text_page, buffer, size)
    text = bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")
    return text.translate(_ODD_CHARACTERS)


def _element_texts(element: object, marked: dict[int, str], leaf: str, depth: int) -> Iterator[TaggedText]:
    """The texts below a tag; `leaf` is the nearest tag above that stands for a paragraph or the like."""
    if not element or depth > _DEEPEST:
        return
    tag = _tag(element)
    leaf = tag if tag in _LEAVES else leaf
    if tag in _LEAVES or tag == "Lbl":
        yield TaggedText(tag, "")  # a new one begins
    for number in range(raw.FPDF_StructElement_CountChildren(element)):
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, number)
        if mark >= 0:
            yield TaggedText("Lbl" if tag == "Lbl" else leaf, marked.get(mark, ""))
        else:
            child = raw.FPDF_StructElement_GetChildAtIndex(element, number)
            yield from _element_texts(child, marked, leaf, depth + 1)


def _tag(element: object) -> str:
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _joined(texts: list[TaggedText]) -> list[TaggedText]:
    """Pieces of one tag as one text; an empty one marks where the next begins."""
    result: list[list[str]] = []
    for piece in texts:
        if not piece.text or not result or result[-1][0] != piece.tag:
            result.append([piece.tag, piece.text])
        else:
            result[-1][1] += piece.text
    return [TaggedText(tag, text) for tag, text in result if text.strip()]
