"""The menus of the library: what is added or removed, and what can be done with one sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6 import QtGui, QtWidgets

from hkviewer.gui.widgets.file_dialogs import DOCUMENTS, first_folder
from hkviewer.gui.widgets.labels import elide
from hkviewer.gui.widgets.policy_lock import add_note
from hkviewer.library.added import AddedPaths, holders

_MOST_SHOWN = 20
"""Paths that are offered to be removed; of more, the last that were added."""
_WIDTH = 400
"""Pixels of a path in a menu."""


def ask_for_files(parent: QtWidgets.QWidget) -> list[str]:
    """Let the reader pick files to be added."""
    title = "Add files to the library"
    names, _ = QtWidgets.QFileDialog.getOpenFileNames(parent, title, first_folder(), DOCUMENTS)
    return names


def ask_for_folder(parent: QtWidgets.QWidget) -> list[str]:
    """Let the reader pick a folder to be added."""
    title = "Add a folder to the library"
    name = QtWidgets.QFileDialog.getExistingDirectory(parent, title, first_folder())
    return [name] if name else []


def fill_places(
    menu: QtWidgets.QMenu,
    added: AddedPaths,
    add: Callable[[Sequence[str]], object],
    remove: Callable[[str], object],
    parent: QtWidgets.QWidget,
) -> None:
    """Offer in `menu` to add files and folders, and to remove each that the reader has added."""
    menu.clear()
    menu.addAction("Add &files…", lambda: add(ask_for_files(parent)))
    menu.addAction("Add a f&older…", lambda: add(ask_for_folder(parent)))
    own = added.own()
    if own:
        menu.addSeparator()
    for path in own[-_MOST_SHOWN:]:
        words = elide_middle(path, menu.fontMetrics())
        removing = menu.addAction(f"Remove “{words}”".replace("&", "&&"), partial(remove, path))
        removing.setToolTip(path)
    if added.by_policy:
        menu.addSeparator()
        for path in added.by_policy[:_MOST_SHOWN]:
            menu.addAction(elide_middle(path, menu.fontMetrics()).replace("&", "&&")).setEnabled(False)
        add_note(menu)


def removable(path: str, added: AddedPaths) -> str:
    """What of the reader's own has to be removed for the file at `path` to go; "" for nothing."""
    own = added.own()
    return next((holder for holder in holders(path) if holder in own), "")


def removing_words(path: str, root: str) -> str:
    """What the command that removes `root` for the file at `path` is called."""
    if path == root:
        return "&Remove from the library"
    return f"&Remove the folder “{Path(root).name}” from the library"


def elide_middle(path: str, metrics: QtGui.QFontMetrics) -> str:
    """`path` with its first and its last letters, where it is long: these tell paths apart."""
    if metrics.horizontalAdvance(path) <= _WIDTH:
        return path
    head = elide(path, metrics, _WIDTH // 3)
    tail = elide(path[::-1], metrics, _WIDTH - _WIDTH // 3)
    return head + tail[::-1].removeprefix("…")
