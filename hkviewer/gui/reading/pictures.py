"""Pictures beside a document, read with care: the file may be anyone's."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtCore, QtGui

from hkviewer.content.attachments import file_in


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
    file = file_in(folder, name)
    if file is None:
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
