"""Pictures beside a document, read with care: the file may be anyone's."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtCore, QtGui


def load_picture(folder: Path, name: str, width: int, ratio: float) -> QtGui.QImage | None:
    """The picture `name` in `folder` or below it, at most `width` device pixels wide.

    Args:
        folder: the document's folder.
        name: the path as the document writes it.
        width: device pixels.
        ratio: device pixels to a logical one.

    Returns:
        The picture, or None where it is elsewhere, missing, too large or no picture at all.
    """
    try:
        root = folder.resolve()
        file = (root / name).resolve()
        is_beside = file.is_relative_to(root) and file.is_file()
    except (OSError, ValueError):
        # A name too long, or with a NUL in it: no file has it.
        is_beside = False
    if not is_beside:
        return None
    reader = QtGui.QImageReader(str(file))
    size = reader.size()
    if size.isValid() and size.width() * ratio > width:
        reader.setScaledSize(QtCore.QSize(width, max(1, round(size.height() * width / size.width()))))
    picture = reader.read()
    if picture.isNull():
        return None
    if picture.width() > width:
        picture = picture.scaledToWidth(width)
    if size.width() * ratio > width:
        picture.setDevicePixelRatio(ratio)
    return picture
