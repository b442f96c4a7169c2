"""Which libraries a program or library for Windows asks for, read from its file.

Source: “PE Format”, https://learn.microsoft.com/windows/win32/debug/pe-format
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from installer.errors import BuildError

_PE32_PLUS = 0x20B
_IMPORTS, _DELAYED_IMPORTS = 1, 13
"""Places in the table of data directories."""


class _Section(NamedTuple):
    """A row of the section table, in its order; sizes and addresses in memory first."""

    size: int
    address: int
    size_in_file: int
    offset: int


class _Table(NamedTuple):
    """A table with a row for each library: how long a row is, and where in it the name's address stands."""

    address: int
    row: int
    name: int


def needed(file: Path) -> frozenset[str] | None:
    """The names, in small letters, of the libraries that the 64-bit program or library `file` asks for.

    Those count too that are loaded only when they are first called. None of a file of another kind.

    Raises:
        BuildError: the file is damaged.
    """
    with file.open("rb") as stream:
        if stream.read(2) != b"MZ":
            return None
    data = file.read_bytes()
    try:
        return frozenset(name.decode("ascii").lower() for name in _names(data))
    except (struct.error, ValueError, RuntimeError):
        raise BuildError(f"“{file}” is a damaged program or library.") from None


def _names(data: bytes) -> Iterator[bytes]:
    (start,) = struct.unpack_from("<I", data, 0x3C)
    sections, header = struct.unpack_from("<2xH12xH", data, start + 4)
    (magic,) = struct.unpack_from("<H", data, start + 24)
    if data[start : start + 4] != b"PE\0\0" or magic != _PE32_PLUS:
        return
    layout = [
        _Section(*struct.unpack_from("<8x4I", data, start + 24 + header + 40 * number))
        for number in range(sections)
    ]
    directories = start + 24 + 112
    for place, row, name in ((_IMPORTS, 20, 12), (_DELAYED_IMPORTS, 32, 4)):
        (address,) = struct.unpack_from("<I", data, directories + 8 * place)
        if address:
            yield from _rows(data, layout, _Table(address, row, name))


def _rows(data: bytes, layout: list[_Section], table: _Table) -> Iterator[bytes]:
    at = _offset(layout, table.address)
    while True:
        (address,) = struct.unpack_from("<I", data, at + table.name)
        if not address:  # the last row is empty
            return
        begin = _offset(layout, address)
        yield data[begin : data.index(b"\0", begin)]
        at += table.row


def _offset(layout: list[_Section], address: int) -> int:
    """Where in the file what is loaded to `address` stands."""
    section = next(one for one in layout if one.address <= address < one.address + one.size)
    return address - section.address + section.offset
