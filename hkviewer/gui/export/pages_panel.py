"""The pages with the line below them: page number, zoom."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.export.buttons import combo_box, icon_button
from hkviewer.gui.export.page_view import ZOOMS, PageView
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import label
from hkviewer.gui.widgets.layouts import have_room, in_column, in_row
from hkviewer.theme import Colours

_FIT_WIDTH, _FIT_PAGE = "Page width", "Whole page"


class PagesPanel(QtWidgets.QFrame):
    """Shows a PDF and what can be done to see it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pages-panel")
        self.setAccessibleName("Copy")
        self.view = PageView()
        self._where = label("", "quiet")
        self._where.setAccessibleName("Page number")
        self._place = 0, 0
        self._buttons = {
            "chevron-up": icon_button("Previous page (PageUp)", lambda: self.view.go_to(self.view.page - 1)),
            "chevron-down": icon_button("Next page (PageDown)", lambda: self.view.go_to(self.view.page + 1)),
            "zoom-out": icon_button("Smaller (Ctrl+-)", lambda: self.view.zoom_by(-1)),
            "zoom-in": icon_button("Larger (Ctrl++)", lambda: self.view.zoom_by(1)),
        }
        self._size = combo_box("Size of the pages")
        # Also after the first showing: the interface may have grown since.
        self._size.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._size.addItems([_FIT_WIDTH, _FIT_PAGE, *(f"{zoom} %" for zoom in ZOOMS)])
        self._size.textActivated.connect(self._take_size)
        up, down, smaller, larger = self._buttons.values()
        parts = (up, down, self._where, None, smaller, self._size, larger)
        self._row = in_row(*parts, margins=(12, 4, 12, 4), spacing=4)
        self.setLayout(in_column(self.view, self._row, growing=self.view, spacing=0))
        self.view.page_changed.connect(self._show_page)
        self.view.zoom_changed.connect(self._show_zoom)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Take out of the line below what it has no room for."""
        super().resizeEvent(event)
        self._fit_line()

    def _fit_line(self) -> None:
        """Where there is little room, the list of sizes does what the buttons beside it do."""
        page, count = self._place
        self._where.setText(f"Page {page} of {count}" if count else "")
        shown = (*self._buttons.values(), self._where, self._size)
        margins = self._row.contentsMargins()
        has_room = have_room(shown, self._row.spacing(), self.width() - margins.left() - margins.right())
        for name in ("zoom-out", "zoom-in"):
            self._buttons[name].setVisible(has_room)
        if count and not has_room:
            self._where.setText(f"{page} / {count}")

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self.view.recolour(colours)
        for name, button in self._buttons.items():
            button.setIcon(icons.icon(name))

    def _take_size(self, words: str) -> None:
        if words == _FIT_WIDTH:
            self.view.fit("width")
        elif words == _FIT_PAGE:
            self.view.fit("page")
        else:
            self.view.zoom_to(int(words.removesuffix(" %")))

    def _show_page(self, page: int, count: int) -> None:
        self._place = page, count
        self._where.setAccessibleDescription(f"Page {page} of {count}")
        self._fit_line()
        up, down, *_ = self._buttons.values()
        up.setEnabled(page > 1)
        down.setEnabled(page < count)

    def _show_zoom(self, zoom: int) -> None:
        fit = self.view.fitting
        with QtCore.QSignalBlocker(self._size):
            if fit is not None:
                self._size.setCurrentText(_FIT_WIDTH if fit == "width" else _FIT_PAGE)
            else:
                self._size.setCurrentText(f"{zoom} %")
        self._size.setAccessibleDescription(f"{zoom} %")
