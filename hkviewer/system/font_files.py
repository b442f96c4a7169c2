"""What a font file tells of itself: which letters it has, and whether it may be part of a document.

The tables are those of OpenType 1.9: “cmap” in the formats 4 and 12, of which every font has one, and “OS/2”.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from hkviewer.system import paths

# OS/2, fsType: the low bits say what a document may do with the font; 2 alone forbids all, and these two
# that it is taken in part (as a PDF takes it) and that its outlines are taken.
_USAGE, _FORBIDDEN, _NOT_IN_PART = 0x000E, 0x0002, 0x0300
_UNICODE_TABLES = {(3, 10), (0, 6), (0, 4), (3, 1), (0, 3)}
_MOST_FACES = 100
_FIRST = ("NotoSerif", "NotoSansCJK")
_LAST = ("NotoEmoji", "NotoSansSymbols2", "NotoSansSymbols", "NotoSansMath", "NotoMusic")
"""The order of the fallback faces: Latin, then Chinese with its stops, then each script's own, serif ones
before others, then symbols of all kinds."""
Ranges = tuple[tuple[int, int], ...]
"""First and last code points, rising."""


class FontFile(NamedTuple):
    """What all faces of a file have in common.

    Attributes:
        ranges: the code points that its first face has a glyph for.
        may_be_embedded: none of its faces forbids to be embedded in part, and all of them state it.
        is_variable: a face has axes, which Typst does not know.
    """

    ranges: Ranges
    may_be_embedded: bool
    is_variable: bool

    def has_all(self, letters: str) -> bool:
        """Whether there is a glyph for each of `letters`."""
        return all(map(self.has, letters))

    def has(self, letter: str) -> bool:
        """Whether there is a glyph for `letter`."""
        code = ord(letter)
        position = bisect_right(self.ranges, (code, 0x110000)) - 1
        return position >= 0 and code <= self.ranges[position][1]


_NOTHING = FontFile((), may_be_embedded=False, is_variable=False)


@lru_cache(maxsize=4096)
def font_file(path: Path) -> FontFile:
    """What the font file at `path` tells; that it has nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            faces = [_tables(file, offset) for offset in _faces(file)]
            ranges = tuple(_ranges(_table(file, faces[0], b"cmap")))
            may = all(_may_be_embedded(_table(file, face, b"OS/2")) for face in faces)
            return FontFile(ranges, may, any(b"fvar" in face for face in faces))
    except (OSError, struct.error, LookupError, ValueError):
        return _NOTHING


def fallback_folder() -> Path:
    """Where the bundled fallback typefaces are."""
    return paths.resources_folder() / "fallback-fonts"


def fallback_files() -> tuple[Path, ...]:
    """The bundled fallback typefaces of usual weight, in the order in which they are asked.

    tools/make_fallback_fonts.py makes them.
    """

    def order(file: Path) -> tuple[int, str]:
        name = file.stem.removesuffix("-Regular")
        if name in _FIRST:
            return _FIRST.index(name) - len(_FIRST), name
        return (_LAST.index(name) + 1 if name in _LAST else 0), name.replace("NotoSerif", " ")

    return tuple(sorted(fallback_folder().glob("*-Regular.*tf"), key=order))


def take_faces(wanted: set[str], faces: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    """The first ones of `faces`, names and files, that have some of what is `wanted`, which is taken away."""
    for name, file in faces:
        if not wanted:
            return
        if found := {item for item in wanted if font_file(file).has_all(item)}:
            wanted -= found
            yield name, file


def _faces(file: BinaryIO) -> tuple[int, ...]:
    """Where the faces of a file, or collection, begin."""
    tag, _, count = struct.unpack(">4sII", file.read(12))
    if tag != b"ttcf":
        return (0,)
    count = min(count, _MOST_FACES)
    return struct.unpack(f">{count}I", file.read(4 * count))


def _tables(file: BinaryIO, offset: int) -> dict[bytes, tuple[int, int]]:
    """Where each of a face's tables begins, and its length."""
    file.seek(offset + 4)
    (count,) = struct.unpack(">H6x", file.read(8))
    records = (struct.unpack(">4s4xII", file.read(16)) for _ in range(count))
    return {tag: (start, length) for tag, start, length in records}


def _table(file: BinaryIO, face: dict[bytes, tuple[int, int]], tag: bytes) -> bytes:
    start, length = face[tag]
    file.seek(start)
    return file.read(length)


def _may_be_embedded(table: bytes) -> bool:
    (kind,) = struct.unpack_from(">H", table, 8)
    return kind & _USAGE != _FORBIDDEN and not kind & _NOT_IN_PART


def _ranges(table: bytes) -> Iterator[tuple[int, int]]:
    """The code points of a “cmap” table that have a glyph."""
    (count,) = struct.unpack_from(">2xH", table)
    records = [struct.unpack_from(">HHI", table, 4 + 8 * number) for number in range(count)]
    usable = [offset for platform, encoding, offset in records if (platform, encoding) in _UNICODE_TABLES]
    formats = {struct.unpack_from(">H", table, offset)[0]: offset for offset in usable}
    if 12 in formats:
        yield from _groups(table, formats[12])
    elif 4 in formats:
        yield from _segments(table, formats[4])


def _groups(table: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Of a table of format 12."""
    (count,) = struct.unpack_from(">I", table, start + 12)
    for first, last, glyph in struct.iter_unpack(">III", table[start + 16 : start + 16 + 12 * count]):
        if last >= first + (not glyph):
            yield first + (not glyph), last


def _segments(table: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Of a table of format 4."""
    (double,) = struct.unpack_from(">H", table, start + 6)
    count = double // 2
    words = struct.unpack_from(f">{4 * count + 1}H", table, start + 14)
    ends, starts = words[:count], words[count + 1 : 2 * count + 1]
    deltas, offsets = words[2 * count + 1 : 3 * count + 1], words[3 * count + 1 :]
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if not offset:
            holes = {(0x10000 - delta) & 0xFFFF}
        else:
            # The glyphs' numbers stand `offset` bytes behind the place where `offset` itself stands.
            at = start + 16 + 2 * (3 * count + number) + offset
            glyphs = struct.unpack_from(f">{last - first + 1}H", table, at)
            holes = {first + place for place, glyph in enumerate(glyphs) if not glyph}
        yield from _without(first, last, holes)


def _without(first: int, last: int, holes: set[int]) -> Iterator[tuple[int, int]]:
    """The runs from `first` to `last` that hold no `holes`; U+FFFF only ends a table."""
    for hole in sorted(hole for hole in holes | {0xFFFF} if first <= hole <= last):
        if first < hole:
            yield first, hole - 1
        first = hole + 1
    if first <= last:
        yield first, last
