"""Pictures that a style sheet draws inside controls: ticks, the dash of “some”, arrows."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtCore

from hkviewer.gui.widgets.icons import draw_svg, sized

_SIZE = 16
"""Logical pixels where the interface has its usual size."""
_RATIOS = (1, 2, 3)
"""Device pixels to a logical one; Qt takes “name@2x.png” by itself where the screen has two."""


class ControlImages:
    """Files for `url(…)`: a style sheet takes its pictures from nowhere else.

    Where no folder can be made, controls stay without their pictures.
    """

    def __init__(self, icons: Path) -> None:
        self._icons = icons
        self._folder = QtCore.QTemporaryDir()

    def url(self, name: str, colour: str, scale: float = 1.0) -> str:
        """`url("…")` of the picture called `name`, drawn in `colour` (“#rrggbb”), `scale` times as large.

        Raises:
            OSError: there is none of that name.
        """
        size = round(_SIZE * scale)
        file = Path(self._folder.path()) / f"{name}-{size}-{colour.removeprefix('#')}.png"
        if not file.exists():
            self._draw(file, (self._icons / f"{name}.svg").read_bytes(), colour, size)
        return f'url("{file.as_posix()}")'

    @staticmethod
    def _draw(file: Path, drawing: bytes, colour: str, size: int) -> None:
        coloured = drawing.replace(b"currentColor", colour.encode()).replace(
            b'stroke-width="2"', b'stroke-width="3"'
        )
        for ratio in _RATIOS:
            pixels = size * ratio
            ending = "" if ratio == 1 else f"@{ratio}x"
            picture = draw_svg(sized(coloured, pixels))
            picture.save(str(file.with_name(f"{file.stem}{ending}.png")))

    def close(self) -> None:
        """Remove the files."""
        self._folder.remove()
