"""PDF bytes -> pictures of the pages, for the screen and the printer."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium

# PDFium may run in one thread at a time, whatever the documents.
_LOCK = threading.RLock()


@dataclass(frozen=True)
class PagePicture:
    """A page as pixels.

    Attributes:
        number: of the page, from 1.
        width, height: in pixels.
        stride: bytes from one row to the next.
        pixels: four bytes a pixel, blue, green, red and one unused: QImage's Format_RGB32.
    """

    number: int
    width: int
    height: int
    stride: int
    pixels: bytes


@contextmanager
def opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    """`pdf` as PDFium reads it, with the lock on PDFium held. Raises PdfiumError for what is no PDF."""
    with _LOCK, closing(pdfium.PdfDocument(pdf)) as document:
        yield document


def page_count(pdf: bytes) -> int:
    """How many pages `pdf` has."""
    with opened(pdf) as document:
        return len(document)


def metadata(pdf: bytes, name: str) -> str:
    """What `pdf` says of itself under `name`, such as "Keywords"; "" for nothing."""
    with opened(pdf) as document:
        return str(document.get_metadata_dict().get(name, ""))


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points."""
    with opened(pdf) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


def pictures(pdf: bytes, dpi: float, pages: Sequence[int] | None = None) -> Iterator[PagePicture]:
    """The pages' pictures, one at a time, the first page first.

    Args:
        pdf: the copy.
        dpi: pixels to an inch.
        pages: numbers from 1 of the pages wanted, in this order; all where left out.
    """
    for number in pages if pages is not None else range(1, page_count(pdf) + 1):
        yield _picture(pdf, dpi, number)


def _picture(pdf: bytes, dpi: float, number: int) -> PagePicture:
    with opened(pdf) as document, closing(document[number - 1]) as page:
        # A hair less: 11 inches at 150 dpi must not come out as 1651 pixels by rounding up.
        scale = dpi / 72 * (1 - 1e-9)
        with closing(page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)) as bitmap:
            return PagePicture(number, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
