"""The pages of a copy, one below the other, as pictures of the very PDF that is exported."""

from __future__ import annotations

import bisect
import itertools
from typing import Literal

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.export.pdf.page_images import page_sizes, pictures
from hkviewer.theme import LIGHT, Colours

Fit = Literal["width", "page"]
ZOOMS = (25, 33, 50, 67, 75, 90, 100, 125, 150, 200, 300)
"""Per cent of the paper's size."""
GAP = 16
"""Logical pixels around each page."""
_SHADOW = 6
_KEPT = 6
"""Pictures kept, if no more are in view; one at 300 % on a screen of two pixels to a point takes 60 MB."""


class PageView(QtWidgets.QAbstractScrollArea):
    """Shows a PDF's pages; PageUp, PageDown, Home, End and Ctrl with plus and minus work in it.

    Signals:
        page_changed: the number of the page looked at, from 1, and how many there are.
        zoom_changed: how large the pages now are, in per cent.
    """

    page_changed = QtCore.Signal(int, int)
    zoom_changed = QtCore.Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._pdf = b""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._tops: tuple[float, ...] = (GAP,)
        """The top of each page from the top of all, and last where another one would begin."""
        self._pictures: dict[int, QtGui.QPixmap] = {}
        self._earlier: dict[int, QtGui.QPixmap] = {}
        self._others = QtCore.QTimer(self, singleShot=True, interval=0)
        self._others.timeout.connect(self._draw_next)
        self._fit: Fit | None = "width"
        self._zoom = 1.0
        self._page = 1
        self.setObjectName("pages")
        self.setAccessibleName("Pages")
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.recolour(LIGHT)
        self.verticalScrollBar().valueChanged.connect(self._follow_scroll)

    # What is shown

    def show_pdf(self, pdf: bytes) -> None:
        """Show `pdf` in place of what was shown; the page last looked at stays in view."""
        known = {**self._earlier, **self._pictures}
        self._earlier = {index: known[index] for index in self._in_view() if index in known}
        self._pictures = {}
        self._pdf = pdf
        self._sizes = page_sizes(pdf)
        self._place_again()
        self.viewport().update()
        self._report_page()

    def rest(self) -> None:
        """Let go of all pictures; they are drawn again when they are seen."""
        self._others.stop()
        self._pictures.clear()
        self._earlier.clear()

    @property
    def page(self) -> int:
        """The number of the page looked at, from 1."""
        return self._page

    @property
    def page_count(self) -> int:
        """How many pages there are; 0 before the first copy."""
        return len(self._sizes)

    @property
    def zoom(self) -> int:
        """How large the pages are, in per cent of the paper."""
        return round(100 * self._zoom)

    @property
    def fitting(self) -> Fit | None:
        """What fills the view; None where a size was chosen."""
        return self._fit

    def recolour(self, colours: Colours) -> None:
        """Draw ground and edges in `colours` from now on; paper stays white."""
        self._ground = QtGui.QColor(colours.panel if colours.bordered else colours.line)
        if colours.dark and not colours.bordered:
            self._ground = QtGui.QColor(colours.page)
        self._edge = QtGui.QColor(colours.border)
        self._focus_colour = QtGui.QColor(colours.focus)
        self._casts_shadow = not colours.bordered
        self.viewport().update()

    # Going and zooming

    def go_to(self, page: int) -> None:
        """Bring the top of `page` to the top; the nearest page where there is no such one."""
        if self._sizes:
            page = min(max(page, 1), len(self._sizes))
            self.verticalScrollBar().setValue(round(self._tops[page - 1]) - GAP)
            self._turn_to(page)

    def fit(self, fit: Fit) -> None:
        """Let the page's width, or the whole page, fill the view, now and when that is resized."""
        self._fit = fit
        self._place_again()

    def zoom_to(self, per_cent: int) -> None:
        """Show the pages at `per_cent` of the paper's size."""
        self._fit = None
        self._set_zoom(min(max(per_cent, ZOOMS[0]), ZOOMS[-1]) / 100)

    def zoom_by(self, step: int) -> None:
        """Take the next size of ZOOMS above or below the one shown."""
        larger = [zoom for zoom in ZOOMS if zoom > self.zoom]
        smaller = [zoom for zoom in ZOOMS if zoom < self.zoom]
        following = larger[:1] if step > 0 else smaller[-1:]
        if following:
            self.zoom_to(following[0])

    def _place_again(self) -> None:
        """Fit the pages again and keep the same spot of the same page at the top."""
        if self._sizes:
            self._set_zoom(self._fitting_zoom() if self._fit else self._zoom)

    def _fitting_zoom(self) -> float:
        width, height = (max(size[n] for size in self._sizes) * self._points() for n in (0, 1))
        # As if the scroll bar were always there: a page that fits without would flicker.
        room = self.maximumViewportSize()
        bar = self.style().pixelMetric(QtWidgets.QStyle.PixelMetric.PM_ScrollBarExtent)
        across = max(room.width() - bar - 2 * GAP, 40) / width
        down = max(room.height() - 2 * GAP, 40) / height
        fitting = across if self._fit == "width" else min(across, down)
        return min(max(fitting, 0.1), ZOOMS[-1] / 100)

    def _set_zoom(self, zoom: float) -> None:
        page, share = self._spot()
        if zoom != self._zoom:
            self._zoom = zoom
            self._pictures.clear()
            self._earlier.clear()
        self._set_ranges()
        page = min(page, len(self._sizes))
        if page:
            top, following = self._tops[page - 1 : page + 1]
            self.verticalScrollBar().setValue(round(top - GAP + share * (following - top)))
        self.viewport().update()
        self.zoom_changed.emit(self.zoom)

    def _spot(self) -> tuple[int, float]:
        """The page at the view's top, and how much of it is above, in parts of its height."""
        value = self.verticalScrollBar().value() + GAP
        page = bisect.bisect_right(self._tops, value, hi=len(self._tops) - 1)
        if not page:
            return 1, 0.0
        top, following = self._tops[page - 1 : page + 1]
        return page, (value - top) / (following - top)

    # Geometry, in logical pixels

    def _points(self) -> float:
        """Logical pixels of a point at 100 %."""
        return self.logicalDpiX() / 72

    def _size(self, index: int) -> QtCore.QSizeF:
        width, height = self._sizes[index]
        return QtCore.QSizeF(width, height) * (self._points() * self._zoom)

    def _set_ranges(self) -> None:
        sizes = [self._size(index) for index in range(len(self._sizes))]
        self._tops = tuple(itertools.accumulate((size.height() + GAP for size in sizes), initial=float(GAP)))
        room = self.viewport().size()
        # Before the first copy there is none, but a key may ask for another size already.
        wide = max((size.width() for size in sizes), default=0) + 2 * GAP
        for bar, whole, shown in (
            (self.verticalScrollBar(), self._tops[-1], room.height()),
            (self.horizontalScrollBar(), wide, room.width()),
        ):
            bar.setRange(0, max(0, round(whole - shown)))
            bar.setPageStep(shown)
            bar.setSingleStep(24)

    def _rect(self, index: int) -> QtCore.QRectF:
        """Where a page stands on the viewport."""
        size = self._size(index)
        room = self.viewport().width()
        left = max((room - size.width()) / 2, GAP) - self.horizontalScrollBar().value()
        top = self._tops[index] - self.verticalScrollBar().value()
        return QtCore.QRectF(QtCore.QPointF(round(left), round(top)), size)

    def _in_view(self) -> list[int]:
        room = QtCore.QRectF(self.viewport().rect())
        return [n for n in range(len(self._sizes)) if self._rect(n).intersects(room)]

    # The page looked at

    def _follow_scroll(self) -> None:
        """The page looked at is the one that takes the most of the view."""
        room = QtCore.QRectF(self.viewport().rect())
        shown = {n: self._rect(n).intersected(room).height() for n in self._in_view()}
        if shown:
            self._turn_to(max(shown, key=lambda n: shown[n]) + 1)

    def _turn_to(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self._report_page()

    def _report_page(self) -> None:
        self._page = min(self._page, len(self._sizes)) or 1
        self.setAccessibleDescription(f"Page {self._page} of {len(self._sizes)}")
        self.page_changed.emit(self._page, len(self._sizes))

    # Events

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Fit the pages to the new size."""
        super().resizeEvent(event)
        self._place_again()

    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        """Draw the pages in view: the one looked at as it now is, the others as soon as may be."""
        painter = QtGui.QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._ground)
        for index in self._in_view():
            self._paint_page(painter, index)
        if self.hasFocus():
            painter.setPen(QtGui.QPen(self._focus_colour, 2))
            painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -1, -1), 6, 6)

    def _paint_page(self, painter: QtGui.QPainter, index: int) -> None:
        rect = self._rect(index)
        if self._casts_shadow:
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            for grown in range(_SHADOW, 0, -1):
                painter.setBrush(QtGui.QColor(0, 0, 0, 9))
                painter.drawRoundedRect(rect.adjusted(-grown, 1 - grown, grown, grown + 1), grown, grown)
        painter.fillRect(rect, QtCore.Qt.GlobalColor.white)
        if index == self._page - 1 or index in self._pictures:
            painter.drawPixmap(rect.topLeft(), self._picture(index))
        else:
            # A page takes some 12 ms: the others may stay as they were until the first one is seen.
            if index in self._earlier:
                painter.drawPixmap(rect.topLeft(), self._earlier[index])
            self._others.start()
        if not self._casts_shadow:
            painter.setPen(self._edge)
            painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    def _draw_next(self) -> None:
        """Draw one of the pages in view that are not yet as they now are."""
        missing = [index for index in self._in_view() if index not in self._pictures]
        if missing:
            self._picture(missing[0])
            self.viewport().update()
        else:
            self._earlier.clear()

    def _picture(self, index: int) -> QtGui.QPixmap:
        """The page's picture, in the screen's own pixels."""
        if index not in self._pictures:
            ratio = self.devicePixelRatioF()
            dpi = self.logicalDpiX() * self._zoom * ratio
            image = page_image(self._pdf, dpi, index + 1)
            image.setDevicePixelRatio(ratio)
            self._make_room()
            self._pictures[index] = QtGui.QPixmap.fromImage(image)
        return self._pictures[index]

    def _make_room(self) -> None:
        """Let go of pictures out of view where there are many."""
        in_view = self._in_view()
        for index in [index for index in self._pictures if index not in in_view]:
            if len(self._pictures) >= _KEPT:
                del self._pictures[index]

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Page by page, to the first and the last, larger and smaller."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QtGui.QKeyEvent) -> bool:
        """Do what a key asks for; whether it was one of the pages' own."""
        key = event.key()
        keys = QtCore.Qt.Key
        control = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier)
        if control and key in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            self.zoom_by(-1 if key == keys.Key_Minus else 1)
        elif control and key == keys.Key_0:
            self.fit("width")
        elif key in (keys.Key_PageDown, keys.Key_PageUp):
            self.go_to(self._page + (1 if key == keys.Key_PageDown else -1))
        elif key in (keys.Key_Home, keys.Key_End):
            self.go_to(1 if key == keys.Key_Home else len(self._sizes))
        else:
            return False
        return True

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """The wheel with Ctrl zooms."""
        if event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)


def page_image(pdf: bytes, dpi: float, number: int) -> QtGui.QImage:
    """Page `number`, from 1, of `pdf` as a picture of `dpi` pixels to an inch."""
    picture = next(pictures(pdf, dpi, [number]))
    shown = QtGui.QImage(
        picture.pixels, picture.width, picture.height, picture.stride, QtGui.QImage.Format.Format_RGB32
    )
    # A copy of its own: Qt would go on to read Python's bytes after they are gone.
    return shown.copy()
