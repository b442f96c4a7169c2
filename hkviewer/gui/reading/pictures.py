"""Pictures for the pane: those that are little work are read at once, and each suits its column and page."""

from __future__ import annotations

from typing import NamedTuple

from PySide6 import QtCore, QtGui

from hkviewer.content.picture_effort import Effort
from hkviewer.content.picture_header import header_of

MOST_SHOWN = 8_000_000
"""Pixels of a picture as the pane holds it: some screens of it, 32 MB."""
_MOST_READ_HERE = 2_000_000
"""Pixels of a picture that no process of its own can draw."""
_SAMPLE = 48
"""Pixels of a side of the small picture that a transparent one is judged by."""
_CLEAR = 64
"""Of 255: what is fainter is seen as nothing."""
_LEAST_CONTRAST = 2.0
_TURNS = {
    2: (-1, 0, 0, 1),
    3: (-1, 0, 0, -1),
    4: (1, 0, 0, -1),
    5: (0, 1, 1, 0),
    6: (0, 1, -1, 0),
    7: (0, -1, -1, 0),
    8: (0, -1, 1, 0),
}
"""What sets a picture of each orientation of EXIF upright: across to across and down, down to the same."""
_DRAWINGS = (b"svg", b"svgz", b"pdf")


class Column(NamedTuple):
    """What pictures stand in: its width in device pixels, `ratio` to a logical one, and the page's colour."""

    width: int
    ratio: float
    page: str = "#ffffff"


def size_in(column: Column, size: tuple[float, float]) -> QtCore.QSize:
    """How many device pixels a picture of `size` has in `column`."""
    across, down = max(size[0], 1), max(size[1], 1)
    scale = min(1, column.width / across, (MOST_SHOWN / (across * down)) ** 0.5)
    width = max(1, round(across * scale))
    return QtCore.QSize(width, min(max(1, round(down * scale)), MOST_SHOWN // width))


def read_here(effort: Effort, column: Column) -> QtGui.QImage | None:
    """The picture that the bytes of `effort` are; None where they are none."""
    buffer = QtCore.QBuffer()
    buffer.setData(QtCore.QByteArray(effort.data))
    # A function of its own: what reads must be gone before what it reads from.
    return _read(buffer, effort, column)


def _read(device: QtCore.QIODevice, effort: Effort, column: Column) -> QtGui.QImage | None:
    reader = QtGui.QImageReader(device, QtCore.QByteArray(b"svg" if effort.is_drawing else b""))
    if not effort.is_drawing and bytes(reader.format().data()) in _DRAWINGS:
        return None  # one that is not seen to be a drawing is not drawn as one
    reader.setAutoTransform(True)
    stored = reader.size()
    if not effort.may_wait and stored.width() * stored.height() not in range(1, _MOST_READ_HERE + 1):
        return None
    header = header_of(effort.data)
    orientation = header.orientation if header else 1
    on_side = orientation > 4
    size = stored.transposed() if on_side else stored
    wanted = size_in(column, (size.width(), size.height()))
    if size.isValid() and size != wanted:
        reader.setScaledSize(wanted.transposed() if on_side else wanted)
    is_turned = reader.transformation() != QtGui.QImageIOHandler.Transformation.TransformationNone
    picture = reader.read()
    if orientation > 1 and not is_turned:  # Qt's readers turn JPEG pictures alone
        picture = picture.transformed(QtGui.QTransform(*_TURNS[orientation], 0, 0))
    return None if picture.isNull() else dressed(picture, (size.width(), size.height()), column)


def stand_in(size: tuple[float, float], column: Column) -> QtGui.QImage:
    """An invisible picture that keeps the room for one of `size`."""
    room = QtGui.QImage(size_in(column, size), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    room.fill(0)
    return _dense(room, size, column)


def dressed(picture: QtGui.QImage, size: tuple[float, float], column: Column) -> QtGui.QImage:
    """`picture`, which states `size`, as it is shown in `column`.

    A transparent one that could not be seen on the page gets a white ground.
    """
    if picture.hasAlphaChannel() and _vanishes(picture, QtGui.QColor(column.page)):
        picture = _on_white(picture)
    if picture.width() > column.width:
        picture = picture.scaledToWidth(column.width)
    return _dense(picture, size, column)


def _dense(picture: QtGui.QImage, size: tuple[float, float], column: Column) -> QtGui.QImage:
    """Let a picture that is wider than the column have all of the screen's pixels."""
    if size[0] * column.ratio > column.width:
        picture.setDevicePixelRatio(column.ratio)
    return picture


def _vanishes(picture: QtGui.QImage, page: QtGui.QColor) -> bool:
    """Whether more of what is seen of `picture` is lost on `page` than on white."""
    ground = _luminance(page)
    if ground > 0.5:
        return False  # a light page, for which its author drew it
    size = QtCore.QSize(min(_SAMPLE, picture.width()), min(_SAMPLE, picture.height()))
    sample = picture.scaled(size).convertToFormat(QtGui.QImage.Format.Format_ARGB32)
    colours = [sample.pixelColor(x, y) for x in range(size.width()) for y in range(size.height())]
    if all(colour.alpha() == 255 for colour in colours):
        return False
    lights = [_luminance(colour) for colour in colours if colour.alpha() > _CLEAR]
    lost = sum(_contrast(light, ground) < _LEAST_CONTRAST for light in lights)
    return lost > sum(_contrast(light, 1) < _LEAST_CONTRAST for light in lights)


def _on_white(picture: QtGui.QImage) -> QtGui.QImage:
    ground = QtGui.QImage(picture.size(), QtGui.QImage.Format.Format_RGB32)
    ground.fill(QtCore.Qt.GlobalColor.white)
    painter = QtGui.QPainter(ground)
    painter.drawImage(0, 0, picture)
    painter.end()
    return ground


def _luminance(colour: QtGui.QColor) -> float:
    """The relative luminance of a colour, from 0 to 1 (WCAG 2.2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    """The contrast of two luminances, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)
