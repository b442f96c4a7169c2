"""Asks for a sheet: one of the library, or a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6 import QtWidgets

from hkviewer.gui.library.filtered_sheets import FilteredSheets
from hkviewer.gui.library.listed import ListedSheet
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.layouts import in_column
from hkviewer.theme import Colours


class PickDialog(QtWidgets.QDialog):
    """The library's list to pick from; `name` is then the path that was picked, "" before.

    Args:
        sheets: what is offered.
        ask_for_file: lets the reader pick a file of their own; its path, or "".
        colours: what it is drawn in.
        icons: the same.
        parent: the widget that it belongs to.
    """

    def __init__(
        self,
        sheets: Sequence[ListedSheet],
        ask_for_file: Callable[[QtWidgets.QWidget], str],
        *,
        colours: Colours,
        icons: Icons,
        parent: QtWidgets.QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add another sheet")
        self.name = ""
        self._ask_for_file = ask_for_file
        self.sheets = FilteredSheets(colours)
        self.sheets.show_sheets(sheets)
        self.sheets.recolour(icons, colours)
        roles = QtWidgets.QDialogButtonBox
        self.buttons = roles(roles.StandardButton.Cancel)
        add = self.buttons.addButton("&Add", roles.ButtonRole.AcceptRole)
        other = self.buttons.addButton("Choose a &file…", roles.ButtonRole.ActionRole)
        # Enter in the filter and in the list picks what stands there.
        for button in self.buttons.buttons():
            button.setProperty("autoDefault", False)
        self.sheets.chosen.connect(self._take)
        add.clicked.connect(self._take_current)
        other.clicked.connect(lambda: self._take(self._ask_for_file(self)))
        self.buttons.rejected.connect(self.reject)
        parts = (self.sheets.field, self.sheets, self.buttons)
        self.setLayout(in_column(*parts, growing=self.sheets, margins=(16, 16, 16, 12)))
        room = parent.window().size()
        self.resize(min(460, room.width()), min(520, room.height()))
        self.sheets.field.setFocus()

    def _take_current(self) -> None:
        edition = self.sheets.current
        self._take(edition.path if edition is not None else "")

    def _take(self, name: str) -> None:
        if name:
            self.name = name
            self.accept()
