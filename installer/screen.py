"""An X server without a screen, whose picture can be looked at."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import time
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self

FEWEST_COLOURS = 60
"""A screen that shows the window has hundreds, from the smoothed edges of letters; an empty one has one."""
_WIDTH, _HEIGHT = 1280, 900
_LOOK_SECONDS = 0.2


class Screen:
    """A running Xvfb; use it in a `with` block.

    Attributes:
        display: what DISPLAY is set to, to show a window on it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.display = ""

    def __enter__(self) -> Self:
        reader, writer = os.pipe()
        size = ("-screen", "0", f"{_WIDTH}x{_HEIGHT}x24")
        command = ("Xvfb", "-displayfd", str(writer), *size, "-nolisten", "tcp", "-fbdir", str(self._folder))
        self._server = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as number:
            self.display = f":{number.readline().strip()}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.terminate()
        self._server.wait()

    def wait_for_colours(self, fewest: int, seconds: float) -> int:
        """How many colours the screen shows, as soon as these are `fewest`, or after `seconds`."""
        end = time.monotonic() + seconds
        while (shown := self.colours()) < fewest and time.monotonic() < end:
            time.sleep(_LOOK_SECONDS)
        return shown

    def try_window(self, process: subprocess.Popen[str], seconds: float) -> tuple[int, str]:
        """How many colours the screen shows once the window of `process` is painted, and all that it prints.

        It is asked to close as soon as it listens, and waited for; `seconds` are for each of these.
        """
        self.wait_for_colours(FEWEST_COLOURS, seconds)
        end = time.monotonic() + seconds
        while process.poll() is None and not _listens(process.pid) and time.monotonic() < end:
            time.sleep(_LOOK_SECONDS)
        colours = self.colours()
        process.terminate()
        try:
            return colours, "".join(process.communicate(timeout=seconds))
        except subprocess.TimeoutExpired:
            process.kill()
            return colours, "".join(process.communicate())

    def colours(self) -> int:
        """How many colours the screen shows now."""
        return len(set(self._pixels().cast("I")))

    def save_picture(self, file: Path) -> None:
        """Write what the screen shows now to `file`, as PNG."""
        pixels = self._pixels()
        rows = bytearray()
        for top in range(0, len(pixels), 4 * _WIDTH):
            row = pixels[top : top + 4 * _WIDTH]
            colours = bytearray(3 * _WIDTH)
            # Blue comes first, and a byte that means nothing last.
            colours[0::3], colours[1::3], colours[2::3] = row[2::4], row[1::4], row[0::4]
            rows += b"\0" + colours  # 0: no filter
        header = struct.pack(">2I5B", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
        file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(*chunk) for chunk in chunks))

    def _pixels(self) -> memoryview:
        """Four bytes for each pixel, row by row from the top."""
        # X Window Dump, XWDFile.h: the header's length comes first, and the twentieth number is how
        # many colour entries of 12 bytes follow it; then come four bytes for each pixel.
        dump = (self._folder / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">20I", dump[:80])
        start = header[0] + 12 * header[19]
        return memoryview(dump)[start : start + 4 * _WIDTH * _HEIGHT]


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file (its specification, 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _listens(process: int) -> bool:
    """Whether a process does something of its own when it is asked to end (SigCgt in proc(5)).

    The program does once its first page is painted.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return False
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
