"""How much work it is to show a picture, as far as its bytes tell without drawing it.

What is little work may be done at once, where somebody waits. Of anything else only a process that can be
ended finds out: a small file may take hours.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from hkviewer.content.picture_faults import DAMAGED, HUGE, UNREADABLE
from hkviewer.content.picture_header import PictureHeader, header_of
from hkviewer.content.svg.screening import UnfitDrawingError, looks_like_svg, screened, stated_size
from hkviewer.system.files import read_ordinary

_MOST_BYTES = 2_000_000
_MOST_OF_DRAWING = 32_768
"""Bytes of a drawing that is looked through at once."""
_COSTLY = re.compile(
    rb"filter|mask|clip|pattern|marker|dash|opacity|[<:]use|image|[&\\\0]"
    rb"|(?<![#.\d])\d{6}|(?<![#.\da-f])\d+e\+?\d",
    re.IGNORECASE,
)
"""What takes longer than it is long, in a drawing, or may stand for such a word; and enormous numbers."""
_PAINTED = 10
"""Pixels that are painted while one is unpacked."""
_MOST_PAINTED = 1_000_000
"""Pixels of a drawing in a window."""
_NUMBER = re.compile(rb"\d*\.?\d+")
_MOST_ROWS = 1000
"""Pixels that a drawing is high in a window."""
_CROSSED = 20
"""Pixels that are unpacked while one number of a line takes it across a row of pixels that others cross."""
_SCAN = b"\xff\xda"
_MOST_SCANS = 20
"""Passes of a JPEG picture over its pixels (ITU-T T.81, B.2.3): usual are up to ten, allowed any number."""
_MOST_WITHIN = 1_000_000
"""Pixels of pictures in an icon."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PACKED_WORDS = re.compile(rb"zTXt|iTXt|iCCP")
_MOST_PACKED_WORDS = 2
"""In a PNG picture (ISO 15948, 11.3.3): each may be 8 MB of words, in a few kilobytes, which Qt unpacks."""
_KNOWN_TO_QT_ALONE = (b"BM", b"\0\0\1\0", b"P1", b"P2", b"P3", b"P4", b"P5", b"P6")
"""The beginnings of BMP, ICO and PNM pictures."""


class Effort(NamedTuple):
    """What is known of a picture.

    Attributes:
        size: its width and height in pixels, as it is shown; None where only its reader can tell.
        pixels: how many are unpacked, or as long; None where nobody knows.
        data: its bytes where they may be drawn at once.
        is_drawing: whether they are an SVG drawing.
        may_wait: whether a process of its own can draw it.
    """

    size: tuple[float, float] | None
    pixels: int | None
    data: bytes = b""
    is_drawing: bool = False
    may_wait: bool = True


def effort_of(file: Path) -> Effort:
    """How much work it is to show `file`.

    Raises:
        UnfitDrawingError: it is not to be shown; the message says why, as the end of a sentence.
    """
    try:
        data = read_ordinary(file, _MOST_BYTES + 1)
    except (OSError, ValueError):
        raise UnfitDrawingError(UNREADABLE) from None
    if looks_like_svg(data):
        return _of_drawing(data)
    header = header_of(data)
    if header is None:
        return _of_others(data)
    if header.is_too_large:
        raise UnfitDrawingError(HUGE)
    if not header.width * header.height:
        raise UnfitDrawingError(DAMAGED)
    if len(data) > _MOST_BYTES or data.count(_SCAN) > _MOST_SCANS or _has_packed_words(data):
        return Effort(_upright(header), None)
    return Effort(_upright(header), header.width * header.height, data)


def _has_packed_words(data: bytes) -> bool:
    found = _PACKED_WORDS.finditer(data) if data.startswith(_PNG) else ()
    return len(list(islice(found, _MOST_PACKED_WORDS + 1))) > _MOST_PACKED_WORDS


def _upright(header: PictureHeader) -> tuple[float, float]:
    on_side = header.orientation > 4
    return (header.height, header.width) if on_side else (header.width, header.height)


def _of_drawing(data: bytes) -> Effort:
    if len(data) > _MOST_OF_DRAWING:
        return Effort(stated_size(data[:_MOST_OF_DRAWING]), None)
    drawing = screened(data)
    painted = drawing.data.count(b"<") * min(drawing.width * drawing.height, _MOST_PAINTED) / _PAINTED
    crossed = sum(1 for _ in _NUMBER.finditer(drawing.data)) * min(drawing.height, _MOST_ROWS) * _CROSSED
    is_costly = drawing.has_filters or _COSTLY.search(drawing.data)
    size = drawing.width, drawing.height
    return (
        Effort(size, None)
        if is_costly
        else Effort(size, int(painted + crossed), drawing.data, is_drawing=True)
    )


def _of_others(data: bytes) -> Effort:
    """Of a picture that no copy shows, and its reader alone knows: it is shown if that is little work."""
    if len(data) > _MOST_BYTES or not data.startswith(_KNOWN_TO_QT_ALONE):
        raise UnfitDrawingError(DAMAGED)
    # An icon may hold PNG pictures.
    starts = (match.start() for match in re.finditer(re.escape(_PNG), data))
    headers = [header_of(data[start : start + 64]) for start in starts]
    pixels = sum(header.width * header.height for header in headers if header)
    if pixels > _MOST_WITHIN:
        raise UnfitDrawingError(DAMAGED)
    return Effort(None, pixels, data, may_wait=False)
