"""Ways into a window for tests: its parts by what they are, its commands by name."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QTabBar, QWidget

from hkviewer.gui.frame.reading_area import ReadingArea
from hkviewer.gui.frame.sidebar import Sidebar
from hkviewer.gui.frame.status_line import StatusLine
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.search.match_count import MatchCount
from hkviewer.gui.search.search_controller import SearchController
from hkviewer.gui.search.search_field import SearchField

Part = TypeVar("Part", bound=QObject)


def part_of(window: QObject, kind: type[Part]) -> Part:
    """The only one of this class in `window`."""
    (part,) = window.findChildren(kind)
    return part


def by_name(whole: QWidget, name: str) -> Any:
    """The first widget within `whole` of that accessible name, but the label of one."""
    found = (widget for widget in whole.findChildren(QWidget) if widget.accessibleName() == name)
    return next(widget for widget in found if not (isinstance(widget, QLabel) and widget.buddy()))


def action_of(window: QObject, name: str) -> QAction:
    """The command of that name in the table of actions."""
    (action,) = window.findChildren(QAction, name)
    return action


def mnemonics_of(whole: QWidget) -> list[str]:
    """The letters, small, that lead with Alt to a part of `whole`, once for each part."""
    # A dialog's own dialogs are windows of their own.
    inner = [part for part in whole.findChildren(QWidget) if part.window() is whole.window()]
    texts = [button.text() for button in inner if isinstance(button, QAbstractButton)]
    texts += [label.text() for label in inner if isinstance(label, QLabel) and label.buddy() is not None]
    texts += [bar.tabText(n) for bar in inner if isinstance(bar, QTabBar) for n in range(bar.count())]
    sequences = (QKeySequence.mnemonic(text) for text in texts)
    return [keys.toString().removeprefix("Alt+").lower() for keys in sequences if not keys.isEmpty()]


def search_of(window: QObject) -> Any:
    """The search of a window that was painted."""
    return part_of(window, SearchController)


def copy_dialog_of(window: QObject) -> Any:
    """The dialog for a copy, which has been opened."""
    from hkviewer.gui.export.dialog import BriefingDialog

    return part_of(window, BriefingDialog)


def unfolded(window: QObject) -> list[Any]:
    """All rows of the results, after everything in them has been unfolded."""
    results = search_of(window).results
    rows = results._model.rows
    while folded := [n for n, row in enumerate(rows) if row.folded >= 0 and not rows.is_open(row.folded)]:
        results.clicked.emit(results.model().index(folded[0], 0))
    return [row for row in rows if row.folded < 0]


def field_of(window: QObject) -> SearchField:
    """The search field."""
    return part_of(window, SearchField)


def count_of(window: QObject) -> MatchCount:
    """The count of matches."""
    return part_of(window, MatchCount)


def tree_of(window: QObject) -> SectionTree:
    """The section tree."""
    return part_of(window, SectionTree)


def sidebar_of(window: QObject) -> Sidebar:
    """What stands beside the text."""
    return part_of(window, Sidebar)


def area_of(window: QObject) -> ReadingArea:
    """What lays out sidebar and text."""
    return part_of(window, ReadingArea)


def status_of(window: QObject) -> Any:
    """The line at the window's foot."""
    return part_of(window, StatusLine)


def menu_of(window: QObject, title: str) -> QMenu:
    """The menu within a menu that is called so in the table of actions: "Recent", "Sheets", "Theme"."""
    (menu,) = window.findChildren(QMenu, title)
    return menu
