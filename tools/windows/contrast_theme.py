"""Answers as a Windows with a contrast theme does, in this process alone; for Wine, which knows of none.

Qt asks SystemParametersInfoW and GetSysColor. The second Wine answers with the colours that it is given; of
the first, what Qt's plug-in for Windows calls is replaced where it is bound: in its table of imports.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PAGE, TEXT, LINK, CHOSEN = 0x2D3236, 0xFFFFFF, 0x75E9FC, 0x8EE3F0
"""Colours of the theme “Dusk”, as red, green and blue."""
_COLOURS = {5: PAGE, 8: TEXT, 13: CHOSEN, 14: PAGE, 15: PAGE, 17: 0xA6A6A6, 18: TEXT, 26: LINK}
"""By the numbers that GetSysColor has for windows, text, selection, buttons, grey text and links."""
_GET_HIGH_CONTRAST = 0x42
_IS_ON = 1
_READ_WRITE = 4


@contextmanager
def put_on(plugin: Path, *, contrast: bool = True) -> Iterator[None]:
    """Let `plugin`, Qt's for Windows, be answered so; without `contrast` the colours alone.

    The colours are the whole Wine's: the former ones are back at the end.
    """
    windows: Any = ctypes.__dict__["windll"]
    numbers = (ctypes.c_int * len(_COLOURS))(*_COLOURS)
    before = (ctypes.c_uint32 * len(_COLOURS))(*map(windows.user32.GetSysColor, _COLOURS))
    colours = (ctypes.c_uint32 * len(_COLOURS))(*map(_swapped, _COLOURS.values()))
    windows.user32.SetSysColors(len(_COLOURS), numbers, colours)
    try:
        if contrast:
            windows.kernel32.LoadLibraryW.restype = ctypes.c_void_p
            base = windows.kernel32.LoadLibraryW(str(plugin))
            for slot in _slots(base, b"SystemParametersInfoW"):
                _replace(windows, slot)
        yield
    finally:
        windows.user32.SetSysColors(len(_COLOURS), numbers, before)


def _replace(windows: Any, slot: int) -> None:
    """Put an answer of ours before the function that `slot` holds."""
    kind = ctypes.__dict__["WINFUNCTYPE"](
        ctypes.c_int, ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_uint
    )
    usual = kind(ctypes.c_uint64.from_address(slot).value)

    def answer(action: int, size: int, data: int, changes: int) -> int:
        if action != _GET_HIGH_CONTRAST:
            return int(usual(action, size, data, changes))
        # HIGHCONTRASTW: its size, its flags, the theme's name.
        ctypes.c_uint32.from_address(data + 4).value = _IS_ON
        ctypes.c_uint64.from_address(data + 8).value = 0
        return 1

    _kept.append(kind(answer))
    before = ctypes.c_uint32()
    windows.kernel32.VirtualProtect(ctypes.c_void_p(slot), 8, _READ_WRITE, ctypes.byref(before))
    ctypes.c_uint64.from_address(slot).value = ctypes.cast(_kept[-1], ctypes.c_void_p).value or 0


_kept: list[Any] = []
"""What the plug-in calls must stay as long as the process."""


def _slots(base: int, name: bytes) -> Iterator[int]:
    """Where the library at `base` holds the address of the imported function `name`.

    Microsoft's “PE Format”: the second entry of the optional header's directories leads to a row of 20 bytes
    for each library that is asked for, the first number of it to the names, the last to the addresses.
    """

    def at(address: int, layout: str) -> tuple[int, ...]:
        return struct.unpack(layout, ctypes.string_at(base + address, struct.calcsize(layout)))

    (header,) = at(0x3C, "<I")
    (row,) = at(header + 24 + 112 + 8, "<I")
    while any(numbers := at(row, "<5I")):
        for number in range(1 << 16):
            (entry,) = at(numbers[0] + 8 * number, "<Q")
            if not entry:
                break
            if not entry >> 63 and ctypes.string_at(base + entry + 2) == name:
                yield base + numbers[4] + 8 * number
        row += 20


def _swapped(colour: int) -> int:
    """Red, green and blue as Windows has them: blue first."""
    return int.from_bytes(colour.to_bytes(3, "big"), "little")
