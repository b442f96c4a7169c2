"""Whether there is a screen to open a window on.

Qt, asked for a window where there is none, aborts the process with a misleading word about a
missing plug-in; so the display is looked for first.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_X11_TCP_BASE = 6000
"""X11 display N listens on TCP port 6000 + N (X Window System protocol, appendix B)."""
_SECONDS = 3.0


def missing_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Why no window can be opened, in words that end a sentence; "" where one can.

    Only X11 and Wayland can be missing; a platform plug-in named in QT_QPA_PLATFORM other than
    these (offscreen, vnc) needs neither.
    """
    if platform in ("win32", "darwin", "cygwin"):
        return ""
    plugin = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if plugin and plugin != "xcb" and not plugin.startswith("wayland"):
        return ""
    wayland, x11 = environment.get("WAYLAND_DISPLAY", ""), environment.get("DISPLAY", "")
    if not wayland and not x11:
        return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    if (wayland and _answers_wayland(wayland, environment)) or (x11 and _answers_x11(x11)):
        return ""
    return f"the display “{wayland or x11}” does not answer"


def _answers_wayland(name: str, environment: Mapping[str, str]) -> bool:
    return _listens(str(Path(environment.get("XDG_RUNTIME_DIR", "")) / name))


def _answers_x11(display: str) -> bool:
    """Whether something listens at HOST:NUMBER.SCREEN; without a host it is this machine."""
    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdecimal():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108  the X Window System's fixed place
        return _listens(path) or _listens("\0" + path)
    return _connects((host, _X11_TCP_BASE + int(number)))


def _listens(path: str) -> bool:
    """Whether a local server listens at `path`; one that begins with NUL is in no folder.

    The kernel's list is looked at first, because importing `socket` costs the start 4 ms. It does
    not hold the sockets of other network namespaces, so a container's display is connected to.
    """
    shown = path.replace("\0", "@", 1)
    with contextlib.suppress(OSError):
        if f" {shown}\n" in Path("/proc/net/unix").read_text(encoding="utf-8", errors="replace"):
            return True
    return (path.startswith("\0") or Path(path).exists()) and _connects(path)


def _connects(address: str | tuple[str, int]) -> bool:
    import socket

    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(_SECONDS)
            probe.connect(address)
    except (OSError, OverflowError, ValueError):
        return False
    return True
