"""Parts and choices saved under a name, used again, deleted: the dialog's menu of recipes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document, open_document
from hkviewer.errors import HkviewerError
from hkviewer.export.briefing import Briefing
from hkviewer.export.recipes import delete_recipe, load_recipe, recipe_names, save_recipe
from hkviewer.gui.widgets.announce import is_heard
from hkviewer.gui.widgets.questions import ask_for_line, may
from hkviewer.library.library import Library
from hkviewer.library.naming import recipe_name, resolved
from hkviewer.system.characters import one_line

_SAVE = "Save a recipe"


class RecipesButton(QtWidgets.QPushButton):
    """A button with the menu of recipes, which is filled when it is opened.

    Args:
        current: the briefing that “Save as…” saves.

    Signals:
        loaded: a Briefing to show.
        done: what was done, in words.
        failed: the HkviewerError that states why nothing was saved, loaded or deleted.
    """

    loaded = QtCore.Signal(object)
    done = QtCore.Signal(str)
    failed = QtCore.Signal(object)

    def __init__(self, current: Callable[[], Briefing], parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__("&Recipes", parent)
        self._current = current
        self.setAccessibleName("Recipes")
        self.setToolTip("Save these parts and choices under a name, and use them again")
        self.setAutoDefault(False)
        menu = QtWidgets.QMenu(self)
        menu.aboutToShow.connect(self._fill)
        menu.aboutToShow.connect(self._begin)
        self.setMenu(menu)

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        menu.addAction("&Save as…", self._ask_for_name)
        names = recipe_names()
        menu.addSeparator()
        if not names:
            menu.addAction("No recipes yet").setEnabled(False)
            return
        for name in names:
            menu.addAction(name.replace("&", "&&"), partial(self.load, name))
        menu.addSeparator()
        deleting = menu.addMenu("&Delete")
        for name in names:
            deleting.addAction(name.replace("&", "&&"), partial(self.delete, name))

    def _begin(self) -> None:
        """Go to the first entry, when the menu is there: of one without a current entry nothing is said."""
        menu = self.menu()
        if is_heard():
            QtCore.QTimer.singleShot(0, menu, lambda: menu.setActiveAction(menu.actions()[0]))

    def _ask_for_name(self) -> None:
        if name := one_line(ask_for_line(_SAVE, "&Name of the recipe", self._may_be, self)):
            self.save(name)

    def _may_be(self, typed: str, asking: QtWidgets.QWidget) -> bool:
        name = one_line(typed)
        question = f"There is a recipe “{name}” already. Replace it?"
        return name not in recipe_names() or may(_SAVE, question, asking)

    def save(self, name: str) -> None:
        """Save the current parts and choices under `name`."""
        name_of = partial(recipe_name, library=Library())
        self._attempt([f"Recipe “{name}” saved."], save_recipe, name, self._current(), name_of)

    def load(self, name: str) -> None:
        """Let the dialog show the recipe of that name."""
        told, library = [f"Recipe “{name}” taken."], Library()

        def opened(named: str) -> Document:
            found, note = resolved(named, library, looks=False)  # the window does not wait for disks
            told.extend(filter(None, [note]))
            return open_document(found)

        self._attempt(told, lambda: self.loaded.emit(load_recipe(name, None, opened, told.append)))

    def delete(self, name: str) -> None:
        """Forget the recipe of that name."""
        self._attempt([f"Recipe “{name}” deleted."], delete_recipe, name)

    def _attempt(self, told: Sequence[str], work: Callable[..., object], *arguments: object) -> None:
        """Do `work` and emit what is `told` of it, or why it failed."""
        try:
            work(*arguments)
        except HkviewerError as error:
            self.failed.emit(error)
        else:
            self.done.emit(" ".join(told))
