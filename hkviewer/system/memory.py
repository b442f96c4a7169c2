"""Memory that the program does not need, or no longer."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable

_SHORT = 8
"""Characters of strings of which there cannot be many different ones."""


def shared(strings: Iterable[str]) -> list[str]:
    """`strings`, equal short ones as one value: of a list of small items each line takes 8 bytes, not 60."""
    kept: dict[str, str] = {}
    return [kept.setdefault(each, each) if len(each) < _SHORT else each for each in strings]


def give_back() -> None:
    """Let the system have the memory that was freed, where the C library would keep it (glibc's malloc_trim).

    macOS and Windows take it back by themselves.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # another C library has no such function
        ctypes.CDLL(None).malloc_trim(0)
