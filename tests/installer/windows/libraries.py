"""Makes the smallest library for Windows that asks for others."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_ADDRESS, _OFFSET = 0x1000, 0x400


def library(needed: Sequence[str], delayed: Sequence[str] = ()) -> bytes:
    """A file that asks for `needed`, and for `delayed` when they are first called; nothing in it runs."""
    body = bytearray()

    def place(names: Sequence[str], row: int, at: int) -> int:
        addresses = []
        for name in names:
            addresses.append(_ADDRESS + len(body))
            body.extend(name.encode() + b"\0")
        table = bytearray(row * (len(names) + 1))
        for number, address in enumerate(addresses):
            struct.pack_into("<I", table, number * row + at, address)
        start = _ADDRESS + len(body)
        body.extend(table)
        return start

    directories = [0] * 16
    if needed:
        directories[1] = place(needed, 20, 12)
    if delayed:
        directories[13] = place(delayed, 32, 4)
    optional = struct.pack("<H", 0x20B).ljust(112, b"\0")
    optional += b"".join(struct.pack("<II", address, 0) for address in directories)
    file = struct.pack("<2xH12xH2x", 1, len(optional))
    section = b".rdata\0\0" + struct.pack("<4I", len(body), _ADDRESS, len(body), _OFFSET)
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40) + b"PE\0\0" + file + optional + section
    return head.ljust(_OFFSET, b"\0") + bytes(body)
