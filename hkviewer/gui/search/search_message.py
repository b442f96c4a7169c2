"""The message of a search: what was searched instead, or that nothing matches, and what is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import FittingButton, FullLabel, label, matches_text
from hkviewer.gui.widgets.layouts import in_column, in_row
from hkviewer.theme import Colours

if TYPE_CHECKING:
    from hkviewer.search.result import SearchResult


class SearchMessage(QtWidgets.QWidget):
    """What was searched instead, or that nothing matches, and below a caption a link for each offer.

    `suggested` carries the query of the link that was pressed, `sheet_requested` the id of a sheet that has
    what was searched; `about_requested` asks for the page about the document, where the words stand in its
    front matter.
    """

    suggested = QtCore.Signal(str)
    sheet_requested = QtCore.Signal(str)
    about_requested = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Search message")
        self._has_room = True
        self._icon = QtWidgets.QLabel()
        self._words = FullLabel()
        self._before: QtWidgets.QWidget | None = None
        self._last: QtWidgets.QWidget | None = None
        self._words.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        row = in_row()
        row.addWidget(self._icon, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self._caption = label("OFFERED", "caption")
        self._links = in_column(spacing=0)
        self.setLayout(in_column(row, in_column(self._caption, self._links, spacing=4)))
        self.hide()

    def show_result(self, result: SearchResult | None) -> None:
        """Say what `result` has to say; nothing for None."""
        if self.isHidden() and (result is None or not (result.message or result.alias)):
            return
        for button in self.findChildren(QtWidgets.QPushButton):
            self._links.removeWidget(button)
            button.deleteLater()
        self._last = self._before
        if result is not None:
            for text in result.offers:
                self._add_link(FittingButton("Search for", f"“{text}”"), partial(self.suggested.emit, text))
            if result.front and not result.total:
                self._add_link(FittingButton("About this document"), self.about_requested.emit)
        self._show_caption()
        words, whole = ("", "") if result is None else (result.explanation, result.message)
        self._show(words or ("" if result is None or whole else result.alias), whole)

    def offer_sheets(self, titles: Mapping[str, str]) -> None:
        """Offer to open sheets, each by what names it, with its title."""
        for name, title in titles.items():
            self._add_link(FittingButton("Open", f"“{title}”"), partial(self.sheet_requested.emit, name))
        self._show_caption()

    def add_sheets(self, sheets: Sequence[tuple[str, str, int]]) -> None:
        """Offer other sheets, each by its id, its title and the matches in it, below what is said."""
        for name, title, matches in sheets:
            button = FittingButton(f"{matches_text(matches)} in", f"“{title}”")
            self._add_link(button, partial(self.sheet_requested.emit, name))
        self._show_caption()
        if sheets:
            announce(self, f"Offered: {'; '.join(f'{matches_text(n)} in {title}' for _, title, n in sheets)}")

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self._icon.setPixmap(icons.pixmap("info", colours.link, 16))

    def say(self, words: str) -> None:
        """Say why there was no search."""
        self.show_reason(words)
        announce(self, words)

    def show_reason(self, words: str) -> None:
        """The same, but not aloud."""
        self.show_result(None)
        self._show(words)

    def _show(self, words: str, whole: str = "") -> None:
        """Show `words`; `whole` says what is said where the links are not seen."""
        self._words.show_words(words)
        for part in (self._icon, self._words):
            part.setVisible(bool(words))
        self.setAccessibleDescription(whole or words)
        self.setVisible(bool(words) or bool(self._links.count()))

    def show_caption(self, *, is_shown: bool) -> None:
        """Show the caption above the links, or in little room leave it out."""
        self._has_room = is_shown
        self._show_caption()

    def _show_caption(self) -> None:
        self._caption.setVisible(self._has_room and bool(self._links.count()))

    def stand_after(self, before: QtWidgets.QWidget) -> None:
        """Let Tab come to the links from `before` on."""
        self._before = self._last = before

    def _add_link(self, button: QtWidgets.QPushButton, pressed: Callable[[], object]) -> None:
        button.setProperty("role", "link")
        button.setAccessibleDescription("Offered")
        button.clicked.connect(pressed)
        self._links.addWidget(button)
        if self._last is not None:
            self.setTabOrder(self._last, button)
            self._last = button
