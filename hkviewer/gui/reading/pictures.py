"""Pictures beside a document, read with care: the file may be anyone's."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtCore, QtGui

from hkviewer.content.attachments import file_in
from hkviewer.content.sizes import LARGEST_PICTURE
from hkviewer.errors import HkviewerError
from hkviewer.system.files import read_ordinary

_SAMPLE = 48
"""Pixels of a side of the small picture that a transparent one is judged by."""
_CLEAR = 64
"""Of 255: what is fainter is seen as nothing."""
_LEAST_CONTRAST = 2.0
_HEAD = 8192
"""Bytes by which a drawing is told from other pictures."""
_DRAWINGS = (b"svg", b"svgz", b"pdf")


def load_picture(
    folder: Path, name: str, width: int, ratio: float, page: str = "#ffffff"
) -> QtGui.QImage | None:
    """The picture `name` in `folder` or below it, at most `width` device pixels wide.

    Args:
        folder: the document's folder.
        name: the path as the document writes it.
        width: device pixels.
        ratio: device pixels to a logical one.
        page: the colour of what it stands on; a transparent picture that could not be seen on it
            gets a white ground.

    Returns:
        The picture, or None where it is elsewhere, missing, too large, too much work or no picture at all.
    """
    file = file_in(folder, name)
    source = _source(file) if file else None
    if source is None:
        return None
    device, form = source
    # A function of its own: what reads must be gone before what it reads from.
    return _read(device, form, width, ratio, page)


def _read(device: QtCore.QIODevice, form: str, width: int, ratio: float, page: str) -> QtGui.QImage | None:
    reader = QtGui.QImageReader(device, QtCore.QByteArray(form.encode()))
    if not form and bytes(reader.format().data()) in _DRAWINGS:
        return None  # one that is not seen to be a drawing is not drawn as one
    reader.setAutoTransform(True)
    stored = reader.size()
    if stored.isValid() and stored.width() * stored.height() > LARGEST_PICTURE:
        return None
    on_side = reader.transformation() & QtGui.QImageIOHandler.Transformation.TransformationRotate90
    size = stored.transposed() if on_side else stored
    if size.isValid() and size.width() * ratio > width:
        scaled = QtCore.QSize(width, max(1, round(size.height() * width / size.width())))
        reader.setScaledSize(scaled.transposed() if on_side else scaled)
    picture = reader.read()
    if picture.isNull():
        return None
    if picture.hasAlphaChannel() and _vanishes(picture, QtGui.QColor(page)):
        picture = _on_white(picture)
    if picture.width() > width:
        picture = picture.scaledToWidth(width)
    if size.width() * ratio > width:
        picture.setDevicePixelRatio(ratio)
    return picture


def _source(file: Path) -> tuple[QtCore.QIODevice, str] | None:
    """What a picture is read from, and its form, "" where that is seen by itself.

    None for a drawing that may do harm. Qt judges by the contents, whatever the file is called.
    """
    # Few sheets have pictures; they bring along what the start does without.
    from hkviewer.content.document import read_bytes
    from hkviewer.content.svg.screening import UnfitDrawingError, looks_like_svg, screened

    try:
        if not looks_like_svg(read_ordinary(file, _HEAD)):
            return QtCore.QFile(str(file)), ""
        drawing = QtCore.QBuffer()
        drawing.setData(QtCore.QByteArray(screened(read_bytes(file)).data))
    except (OSError, ValueError, HkviewerError, UnfitDrawingError):
        return None
    return drawing, "svg"


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
