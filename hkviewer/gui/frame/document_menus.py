"""The menus of documents: the bundled sheets, and those opened lately."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document, has_several_sheets
from hkviewer.gui.actions import Actions
from hkviewer.preferences.preferences import Preferences
from hkviewer.system import paths

if TYPE_CHECKING:
    from hkviewer.library.catalogue import Catalogue
    from hkviewer.library.entries import LibraryFile


class DocumentMenus(QtCore.QObject):
    """Fills the menus and follows what the reader does in them.

    Args:
        preferences: which documents are remembered, and whether they are.
        parent: the window.

    `opened` carries the path of a document that the reader chose.
    """

    opened = QtCore.Signal(str)

    def __init__(self, preferences: Preferences, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._catalogue: Catalogue | None = None
        preferences.subscribe(self._follow)

    def complete(self, actions: Actions) -> None:
        """Follow the settings; show the edition's name, and a menu where it has several sheets."""
        self._keep_file_dialogs()
        actions.menu("Sheets").menuAction().setVisible(has_several_sheets())
        if not paths.product().is_own:
            actions["about"].setText(f"&About {paths.product().name}")

    def fill_sheets(self, menu: QtWidgets.QMenu, shown: Document | None) -> None:
        """Show the bundled sheets in `menu`, the one that is `shown` with a mark."""
        menu.clear()
        for entry in self._sheets():
            action = menu.addAction(
                entry.title.replace("&", "&&"), partial(self.opened.emit, str(entry.path))
            )
            action.setCheckable(True)
            action.setChecked(shown is not None and shown.bundled and shown.sheet.id == entry.id)

    def _sheets(self) -> list[LibraryFile]:
        if self._catalogue is None:
            from hkviewer.library.catalogue import Catalogue

            self._catalogue = Catalogue()
        return self._catalogue.entries()

    def fill_recent(self, menu: QtWidgets.QMenu) -> None:
        """Show the documents opened lately, in another window too, in `menu`."""
        from hkviewer.gui.widgets.remembering import add_switch, change_at_once  # not at the start

        self._preferences.refresh()
        self._preferences.flush()
        settings = self._preferences.value
        menu.clear()
        for path in settings.recent:
            menu.addAction(path.replace("&", "&&"), partial(self.opened.emit, path))
        if not settings.recent:
            words = "No documents yet" if settings.keep_recent else "Documents are not remembered"
            menu.addAction(words).setEnabled(False)
        menu.addSeparator()
        add_switch(menu, "Remember documents", self._preferences, "keep_recent")
        if settings.recent:
            menu.addAction("Clear this list", partial(change_at_once, self._preferences, recent=()))

    def _follow(self, names: frozenset[str]) -> None:
        if "keep_recent" in names:
            self._keep_file_dialogs()

    def _keep_file_dialogs(self) -> None:
        """Let the file dialogs remember folders only where documents are remembered."""
        from hkviewer.gui.widgets.file_dialogs import keep_file_dialogs

        keep_file_dialogs(paths.settings_folder(), remembers=self._preferences.value.keep_recent)
