"""Where a link leads, and leaving the program by one."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PySide6 import QtCore, QtGui

_OUTSIDE = ("http", "https", "mailto")


class LinkKind(enum.Enum):
    """What following a link would do."""

    SECTION = enum.auto()
    DOCUMENT = enum.auto()
    OUTSIDE = enum.auto()
    REFUSED = enum.auto()


def classify(address: str, folder: Path) -> tuple[LinkKind, str]:
    """What the link `address` in a document in `folder` leads to.

    Returns:
        The kind, and a section's id, a Markdown file's path, or the address itself. Anything that
        is none of these, such as file: or javascript:, is refused.
    """
    if address.startswith("#"):
        return LinkKind.SECTION, unquote(address[1:])
    try:
        parts = urlsplit(address)
    except ValueError:
        return LinkKind.REFUSED, address
    if parts.scheme.lower() in _OUTSIDE and (parts.netloc or parts.scheme.lower() == "mailto"):
        return LinkKind.OUTSIDE, address
    if not parts.scheme and not parts.netloc and parts.path.lower().endswith((".md", ".markdown")):
        return LinkKind.DOCUMENT, str(folder / unquote(parts.path))
    return LinkKind.REFUSED, address


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
