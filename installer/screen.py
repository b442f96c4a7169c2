"""An X server without a screen, whose picture can be looked at."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import time
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
        # X Window Dump, XWDFile.h: the header's length comes first, and the twentieth number is how
        # many colour entries of 12 bytes follow it; then come four bytes for each pixel.
        dump = (self._folder / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">20I", dump[:80])
        start = header[0] + 12 * header[19]
        pixels = memoryview(dump)[start : start + 4 * _WIDTH * _HEIGHT].cast("I")
        return len(set(pixels))


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
