"""Ways into a window for tests: its parts by what they are, its commands by name."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from hkviewer.gui.search.search_controller import SearchController

Part = TypeVar("Part", bound=QObject)


def part_of(window: QObject, kind: type[Part]) -> Part:
    """The only one of this class in `window`."""
    (part,) = window.findChildren(kind)
    return part


def action_of(window: QObject, name: str) -> QAction:
    """The command of that name in the table of actions."""
    (action,) = window.findChildren(QAction, name)
    return action


def search_of(window: QObject) -> Any:
    """The search of a window that was painted."""
    return part_of(window, SearchController)


def copy_dialog_of(window: QObject) -> Any:
    """The dialog for a copy, which has been opened."""
    from hkviewer.gui.export.dialog import BriefingDialog

    return part_of(window, BriefingDialog)
