"""Draws the icon in every form that systems and installers ask for: `python dev.py icons`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
ICONS = ROOT / "resources" / "icons"
INSTALLER = ROOT / "installer" / "pictures"
# What desktops ask for (freedesktop.org's icon theme specification, Windows, macOS).
SIZES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_SIZES = (32, 64, 128, 256, 512, 1024)
# NSIS shows it at 164 by 314 pixels, and at twice that on a screen of twice the resolution.
SIDE = (328, 628)
_SHIPPED = (16, 32, 48, 64, 128, 256, 512)


def draw(svg: Path, size: int) -> Image.Image:
    """The picture `svg` drawn `size` pixels square."""
    canvas = QImage(size, size, QImage.Format.Format_ARGB32)
    canvas.fill(0)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, b"png").write(canvas):
        raise OSError(f"{svg} could not be drawn at {size} pixels")
    return Image.open(io.BytesIO(buffer.data().data()))


def side(icon: Image.Image) -> Image.Image:
    """The picture at the side of the first and last page of the setup for Windows."""
    picture = Image.new("RGB", SIDE, "#dce6f2")
    picture.paste(icon, ((SIDE[0] - icon.width) // 2, 96), icon)
    return picture.quantize(64)  # a file of 8 bits for each pixel


def main() -> int:
    """Write the files; 0."""
    application = QGuiApplication(["make_icons", "-platform", "offscreen"])
    pictures = {size: draw(ICONS / "hkviewer.svg", size) for size in SIZES}
    for size in _SHIPPED:
        pictures[size].save(ICONS / f"hkviewer-{size}.png", optimize=True)
    largest, *others = (pictures[size] for size in sorted(ICO_SIZES, reverse=True))
    largest.save(ICONS / "hkviewer.ico", append_images=others, sizes=[(s, s) for s in ICO_SIZES])
    largest, *others = (pictures[size] for size in sorted(ICNS_SIZES, reverse=True))
    largest.save(INSTALLER / "hkviewer.icns", append_images=others)
    side(pictures[128]).save(INSTALLER / "setup-side.bmp")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
