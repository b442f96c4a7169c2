"""The line at the window's foot: what is read, where in it, how large."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.edition import plain_date
from hkviewer.content.model import FactSheet
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.labels import ElidedLabel, elide, label
from hkviewer.gui.widgets.layouts import in_row

_LEAST_PLACE = 190
"""Pixels that the place may take in the narrowest window."""


class StatusLine(QtWidgets.QFrame):
    """Left the source and edition of the sheet, right the place and the zoom."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._title, self._progress = "", 0
        self._facts, self._search = "", ""
        self._comparison, self._change, self._change_progress = "", "", 0
        self._source = ElidedLabel()
        self._source.setProperty("role", "quiet")
        self._place = label("", "quiet")
        self._place.setAccessibleName("Place")
        # Else its text of now would keep the window from being made narrower.
        self._place.setMinimumWidth(1)
        self._zoom = label("", "quiet")
        self._zoom.setAccessibleName("Zoom")
        parts = (self._source, self._place, self._zoom)
        self.setLayout(in_row(*parts, growing=self._source, margins=(12, 4, 12, 4), spacing=16))

    def show_sheet(self, sheet: FactSheet, on: dt.date) -> None:
        """Tell source, edition with its age on the day `on`, and date received."""
        facts = [
            "Offline copy",
            _site(sheet.source),
            f"edition {sheet.edition.describe(on)}" if sheet.edition else sheet.describe_edition(on),
            f"received {plain_date(sheet.received)}" if sheet.received else "",
        ]
        self._facts = " · ".join(fact for fact in facts if fact)
        self._show_source()

    def show_search(self, words: str) -> None:
        """Tell of a search in the place of the source; "" gives it back."""
        # Else a sentence that was said there would be gone.
        if words != self._search:
            self._search = words
            self._show_source()

    def show_comparison(self, words: str) -> None:
        """Tell of two texts whose changes are shown, in the place of the sheet; "" gives that back."""
        self._comparison = words
        self._show_source()
        self.show_change("", 0)

    @QtCore.Slot(str, int)
    def show_change(self, section: str, progress: int) -> None:
        """Where in the changes the reader is: in which section, after how much of them in per cent."""
        self._change, self._change_progress = section, progress
        self._fit_place()

    def _show_source(self) -> None:
        self._source.show_words(self._comparison or self._search or self._facts)

    def show_section(self, title: str) -> None:
        """Name the section that the reader is in; "" for none."""
        if title != self._title:
            self._title = title
            self._fit_place()

    def show_progress(self, progress: int) -> None:
        """Give how much of the sheet has been scrolled past, in per cent."""
        self._progress = progress
        self._fit_place()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Fit the section's title anew."""
        super().resizeEvent(event)
        self._fit_place()

    def _fit_place(self) -> None:
        title, progress = self._title, self._progress
        if self._comparison:
            title, progress = self._change, self._change_progress
        fitting = elide(title, self.fontMetrics(), max(self.width() // 3, _LEAST_PLACE))
        self._place.setText(f"{fitting} · {progress} %" if title else f"{progress} %")

    def show_zoom(self, per_cent: int) -> None:
        """Tell the zoom."""
        self._zoom.setText(f"{per_cent} %")

    def say(self, sentence: str) -> None:
        """Say something once, in the place of the source; the next sheet replaces it."""
        self._source.show_words(sentence)
        announce(self._source, sentence)


def _site(address: str) -> str:
    """The name of the computer that a web address leads to; "" where it is no such address."""
    try:
        return urlsplit(address).netloc.removeprefix("www.")
    except ValueError:
        return ""
