"""How large a window may first be: no part of it, its title included, lies beyond the screen."""

from __future__ import annotations

from PySide6 import QtCore, QtGui

_FRAME = QtCore.QSize(16, 48)
"""Pixels that a desktop's title bar and borders take: Windows 11 16 by 39."""


def first_size(wanted: QtCore.QSize, screen: QtGui.QScreen) -> QtCore.QSize:
    """`wanted`, or as much of it as `screen` has room for beside its panels and the window's frame."""
    return wanted.boundedTo(screen.availableSize() - _FRAME)
