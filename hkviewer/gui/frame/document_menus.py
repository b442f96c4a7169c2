"""The menus of documents: the bundled sheets, and those opened lately."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document, has_several_sheets
from hkviewer.gui.actions import Actions
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.settings import Settings
from hkviewer.system import paths

if TYPE_CHECKING:
    from hkviewer.library.catalogue import Catalogue, CatalogueEntry

Change = Callable[[Settings], Settings]


class DocumentMenus(QtCore.QObject):
    """Fills the menus and follows what the reader does in them.

    Args:
        policy: what the organisation has set.
        change: applies a change to the settings, kept and in force, and gives what came of it.
        parent: the window.

    `opened` carries the path of a document that the reader chose.
    """

    opened = QtCore.Signal(str)

    def __init__(self, policy: Policy, change: Callable[[Change], Settings], parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._policy = policy
        self._change = change
        self._catalogue: Catalogue | None = None

    def complete(self, actions: Actions, settings: Settings) -> None:
        """Follow `settings`; show the edition's name, and the menu of its sheets where there are several."""
        self._follow(settings)
        actions.sheets_menu.menuAction().setVisible(has_several_sheets())
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

    def _sheets(self) -> list[CatalogueEntry]:
        if self._catalogue is None:
            from hkviewer.library.catalogue import Catalogue

            self._catalogue = Catalogue()
        return self._catalogue.entries()

    def fill_recent(self, menu: QtWidgets.QMenu, settings: Settings) -> None:
        """Show the documents of `settings` in `menu`."""
        menu.clear()
        for path in settings.recent:
            menu.addAction(path.replace("&", "&&"), partial(self.opened.emit, path))
        if not settings.recent:
            words = "No documents yet" if settings.keep_recent else "Documents are not remembered"
            menu.addAction(words).setEnabled(False)
        menu.addSeparator()
        keep = menu.addAction("Remember documents")
        keep.setCheckable(True)
        keep.setChecked(settings.keep_recent)
        keep.toggled.connect(self._keep_documents)
        if self._policy.is_locked("keep_recent"):
            from hkviewer.gui.widgets.policy_lock import add_note  # most machines have no policy

            keep.setEnabled(False)
            add_note(menu)
        if settings.recent:
            menu.addAction("Clear this list", self._clear_documents)

    def _keep_documents(self, keeps: bool) -> None:  # noqa: FBT001  a signal's argument
        changed = {"keep_recent": keeps, **({} if keeps else {"recent": ()})}
        self._follow(self._change(lambda settings: settings.replace(**changed)))

    def _follow(self, settings: Settings) -> None:
        """Let the file dialogs remember folders only where documents are remembered."""
        from hkviewer.gui.widgets.file_dialogs import keep_file_dialogs

        keep_file_dialogs(paths.settings_folder(), remembers=settings.keep_recent)

    def _clear_documents(self) -> None:
        self._change(lambda settings: settings.replace(recent=()))
