"""Lucide's line icons in a theme's colours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QIcon, QImageReader, QPixmap

_SIZES = (16, 32, 48)
"""Pixels; Qt picks the one that fits the screen's scale."""


class Icons:
    """The icons in `folder`, drawn in `colour` and, where disabled, in `disabled_colour`.

    They are read by Qt's image plug-in: that costs 2 ms once, importing QtSvg would cost 10.
    """

    def __init__(self, folder: Path, colour: str, disabled_colour: str) -> None:
        self._folder = folder
        self._colour = colour
        self._disabled_colour = disabled_colour

    def icon(self, name: str, colour: str = "") -> QIcon:
        """The icon called `name`, in `colour` if given. Raises OSError where there is none."""
        drawing = (self._folder / f"{name}.svg").read_bytes()
        result = QIcon()
        for size in _SIZES:
            result.addPixmap(_draw(drawing, colour or self._colour, size))
            result.addPixmap(_draw(drawing, self._disabled_colour, size), QIcon.Mode.Disabled)
        return result

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """A picture of `size` logical pixels for a screen of `ratio` pixels to a logical one."""
        drawing = (self._folder / f"{name}.svg").read_bytes()
        result = _draw(drawing, colour, round(size * ratio))
        result.setDevicePixelRatio(ratio)
        return result


def _draw(drawing: bytes, colour: str, size: int) -> QPixmap:
    buffer = QBuffer()
    buffer.setData(QByteArray(drawing.replace(b"currentColor", colour.encode())))
    reader = QImageReader(buffer, b"svg")
    reader.setScaledSize(QSize(size, size))
    return QPixmap.fromImage(reader.read())
