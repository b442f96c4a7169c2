"""Memory that the program no longer uses."""

from __future__ import annotations

import contextlib
import sys


def give_back() -> None:
    """Let the system have the memory that was freed, where the C library would keep it (glibc's malloc_trim).

    macOS and Windows take it back by themselves.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # another C library has no such function
        ctypes.CDLL(None).malloc_trim(0)
