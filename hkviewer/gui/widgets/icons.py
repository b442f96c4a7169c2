"""Lucide's line icons in a theme's colours."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtGui

_SIZE = 16
"""Logical pixels of an icon in a menu or on a button, where the interface has its usual size."""
_LUCIDE_SIZE = 24
"""The width and height that each of Lucide's drawings states."""


class Icons:
    """The icons in `folder`, drawn in `colour` and, where disabled, in `disabled_colour`.

    `ratio` is the screen's device pixels to a logical one, `scale` the interface's size against its
    usual one.

    They are read by Qt's image plug-in: that costs 2 ms once, importing QtSvg would cost 10.
    """

    def __init__(
        self, folder: Path, colour: str, disabled_colour: str, ratio: float, scale: float = 1.0
    ) -> None:
        self._folder = folder
        self._colour = colour
        self._disabled_colour = disabled_colour
        self._ratio = ratio
        self.scale = scale
        self._size = round(_SIZE * scale)

    def icon(self, name: str, *, can_be_disabled: bool = True) -> QtGui.QIcon:
        """The icon called `name`. Raises OSError where there is none."""
        result = QtGui.QIcon(self.pixmap(name, self._colour, self._size))
        if can_be_disabled:
            disabled = self.pixmap(name, self._disabled_colour, self._size)
            result.addPixmap(disabled, QtGui.QIcon.Mode.Disabled)
        return result

    def pixmap(self, name: str, colour: str, size: int) -> QtGui.QPixmap:
        """A picture of `size` logical pixels. Raises OSError where there is none of that name."""
        drawing = (self._folder / f"{name}.svg").read_bytes()
        result = draw_lucide(drawing, colour, round(size * self._ratio))
        result.setDevicePixelRatio(self._ratio)
        return result


def draw_lucide(drawing: bytes, colour: str, pixels: int) -> QtGui.QPixmap:
    """One of Lucide's SVGs in `colour` (“#rrggbb”), `pixels` wide and high."""
    drawing = drawing.replace(b"currentColor", colour.encode())
    for name in (b"width", b"height"):
        drawing = drawing.replace(b'%s="%d"' % (name, _LUCIDE_SIZE), b'%s="%d"' % (name, pixels), 1)
    return draw_svg(drawing)


def draw_svg(drawing: bytes) -> QtGui.QPixmap:
    """The SVG `drawing` at the width and height that it names."""
    # Not by QImageReader, which scales: with the classes that it takes Python 2 ms to make, of 110.
    result = QtGui.QPixmap()
    result.loadFromData(drawing, "svg")
    return result
