"""Leaving the program by a link."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6 import QtCore, QtGui


def open_outside(address: str) -> bool:
    """Hand an address to the desktop; whether it was taken."""
    with _system_libraries():
        return QtGui.QDesktopServices.openUrl(QtCore.QUrl(address))


@contextmanager
def _system_libraries() -> Iterator[None]:
    """Let the programs started meanwhile find their own libraries, not those of a frozen bundle.

    PyInstaller sets LD_LIBRARY_PATH, and keeps what it was before, if it was set, in
    LD_LIBRARY_PATH_ORIG.
    """
    ours = os.environ.get("LD_LIBRARY_PATH") if getattr(sys, "frozen", False) else None
    if ours is None:
        yield
        return
    if original := os.environ.get("LD_LIBRARY_PATH_ORIG"):
        os.environ["LD_LIBRARY_PATH"] = original
    else:
        del os.environ["LD_LIBRARY_PATH"]
    try:
        yield
    finally:
        os.environ["LD_LIBRARY_PATH"] = ours
