"""What the first bytes of a picture tell: its size, which way it lies, and how its colours are written.

So that pixels are counted before anything is unpacked: a file of some kilobytes may hold billions.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hkviewer.content.sizes import LARGEST_PICTURE
from hkviewer.system.files import read_ordinary

_HEAD = 1_048_576
"""Bytes that are read: what stands before a picture's size, as a preview and colours, is not longer."""
_PNG, _GIF = b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a")
# ITU-T T.81, table B.1: the start of a frame in all its kinds; of these three numbers other marks.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE_MARKS = frozenset((0x01, *range(0xD0, 0xD9)))
_ORIENTATION = 0x0112


@dataclass(frozen=True)
class PictureHeader:
    """What a picture says of itself.

    Attributes:
        width, height: in pixels, as they are stored.
        orientation: from 1 to 8, as EXIF has it; 1 is upright.
        is_cmyk: its colours are written for print.
    """

    width: int
    height: int
    orientation: int = 1
    is_cmyk: bool = False

    @property
    def is_too_large(self) -> bool:
        """Whether it is not to be unpacked."""
        return self.width * self.height > LARGEST_PICTURE


def picture_header(file: Path) -> PictureHeader | None:
    """The header of a PNG, JPEG, GIF or WebP picture; None for anything else, and what cannot be read."""
    try:
        return header_of(read_ordinary(file, _HEAD))
    except (OSError, ValueError):
        return None


def header_of(data: bytes) -> PictureHeader | None:
    """The same of a picture's bytes, of which the first ones are enough."""
    try:
        return _header(data[:_HEAD])
    except (ValueError, struct.error, LookupError):
        return None


def _header(data: bytes) -> PictureHeader | None:
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(_GIF):
        return PictureHeader(*struct.unpack_from("<HH", data, 6))
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _png(data: bytes) -> PictureHeader:
    width, height = struct.unpack_from(">II", data, 16)
    exif = next((chunk for name, chunk in _chunks(data, 8, ">I4s", 4) if name == b"eXIf"), b"")
    return PictureHeader(width, height, _orientation(exif))


def _chunks(data: bytes, start: int, form: str, after: int) -> Iterator[tuple[bytes, bytes]]:
    """Name and contents of each chunk of a file that is made of them; `after` bytes follow the contents."""
    while start + 8 <= len(data):
        first, second = struct.unpack_from(form, data, start)
        length, name = (first, second) if isinstance(first, int) else (second, first)
        yield name, data[start + 8 : start + 8 + length]
        start += 8 + length + after + (length % 2 if form == "<4sI" else 0)


def _jpeg(data: bytes) -> PictureHeader | None:
    start, orientation = 2, 1
    while start + 4 <= len(data):
        sign, mark = data[start], data[start + 1]
        if sign != 0xFF:
            return None
        if mark == 0xFF or mark in _BARE_MARKS:
            start += 1 if mark == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, start + 2)
        segment = data[start + 4 : start + 2 + length]
        if mark in _FRAMES:
            height, width, components = struct.unpack_from(">xHHB", segment)
            return PictureHeader(width, height, orientation, components == 4)
        if mark == 0xE1 and segment.startswith(b"Exif\0\0"):
            orientation = _orientation(segment[6:])
        start += 2 + max(length, 2)
    return None


def _webp(data: bytes) -> PictureHeader | None:
    size: tuple[int, int] | None = None
    orientation = 1
    for name, chunk in _chunks(data, 12, "<4sI", 0):
        if name == b"VP8X":
            size = 1 + int.from_bytes(chunk[4:7], "little"), 1 + int.from_bytes(chunk[7:10], "little")
        elif name == b"VP8L" and not size:
            (bits,) = struct.unpack_from("<I", chunk, 1)
            size = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        elif name == b"VP8 " and not size:
            width, height = struct.unpack_from("<HH", chunk, 6)
            size = width & 0x3FFF, height & 0x3FFF
        elif name == b"EXIF":
            orientation = _orientation(chunk.removeprefix(b"Exif\0\0"))
    return PictureHeader(*size, orientation) if size else None


def _orientation(exif: bytes) -> int:
    """The orientation that a block of EXIF (a TIFF header and its first directory) states; else 1."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, directory)
        entries = (struct.unpack_from(f"{order}HHIH", exif, directory + 2 + 12 * n) for n in range(count))
        stated = next((value for tag, _, _, value in entries if tag == _ORIENTATION), 1)
    except struct.error:
        return 1
    return stated if stated in range(1, 9) else 1
