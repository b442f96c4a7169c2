"""Rows and columns of widgets, stated by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6 import QtWidgets

from hkviewer.gui.widgets.labels import label

Part = QtWidgets.QWidget | QtWidgets.QLayout
_Box = TypeVar("_Box", bound=QtWidgets.QBoxLayout)


def in_row(
    *parts: Part | None,
    growing: Part | None = None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QtWidgets.QHBoxLayout:
    """`parts` side by side.

    Args:
        parts: from left to right; None is free room, as much as there is.
        growing: the one of `parts` that takes what room the others leave.
        margins: pixels left, above, right and below.
        spacing: pixels between two parts.
    """
    return _filled(QtWidgets.QHBoxLayout(), parts, growing, margins, spacing)


def in_column(
    *parts: Part | None,
    growing: Part | None = None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QtWidgets.QVBoxLayout:
    """`parts` one below the other; the arguments are those of `in_row`."""
    return _filled(QtWidgets.QVBoxLayout(), parts, growing, margins, spacing)


def have_room(parts: Sequence[QtWidgets.QWidget], spacing: int, width: int) -> bool:
    """Whether `parts` side by side, each with `spacing` beside it, are whole within `width` pixels."""
    return sum(part.sizeHint().width() + spacing for part in parts) <= width


def captioned(
    caption: str, content: QtWidgets.QWidget, beside: QtWidgets.QWidget | None = None
) -> QtWidgets.QWidget:
    """`content` below its caption, which has something `beside` it at the end of its line."""
    whole = QtWidgets.QWidget()
    words = label(caption, "caption")
    head = words if beside is None else in_row(words, None, beside, spacing=4)
    whole.setLayout(in_column(head, content, growing=content))
    return whole


def _filled(
    box: _Box,
    parts: tuple[Part | None, ...],
    growing: Part | None,
    margins: tuple[int, int, int, int],
    spacing: int,
) -> _Box:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch()
        elif isinstance(part, QtWidgets.QLayout):
            box.addLayout(part, int(part is growing))
        else:
            box.addWidget(part, int(part is growing))
    return box
