"""How a choice that the organisation has made is shown: out of reach, and saying so in words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.actions import Actions
from hkviewer.gui.labels import label
from hkviewer.policy import SET_BY, Policy
from hkviewer.theme import ThemeName


def lock_actions(actions: Actions, policy: Policy) -> None:
    """Put what `policy` has decided in the menus out of reach."""
    if policy.is_locked("theme"):
        _disable(actions[name] for name in ("next_theme", *(f"theme_{theme}" for theme in ThemeName)))
        actions.theme_menu.addSeparator()
        add_note(actions.theme_menu)
    if not policy.browser_copy:
        action = actions["read_in_browser"]
        action.setText(f"Read in my &browser: {SET_BY.lower()}")
        _disable([action])


def add_note(menu: QtWidgets.QMenu) -> None:
    """Say at the end of `menu` whose choice stands there."""
    menu.addAction(SET_BY).setEnabled(False)


def note(words: str) -> QtWidgets.QLabel:
    """A quiet line below a field; it never makes the column wider."""
    result = label(words, "quiet")
    result.setWordWrap(True)
    # Near its field, even where the layout has kept room for a second line.
    result.setAlignment(QtCore.Qt.AlignmentFlag.AlignTop)
    return result


def lock_widget(widget: QtWidgets.QWidget) -> None:
    """Show what `widget` holds, and let it be."""
    widget.setEnabled(False)
    widget.setToolTip(SET_BY)
    widget.setAccessibleDescription(SET_BY)


def _disable(actions: Iterable[QtGui.QAction]) -> None:
    for action in actions:
        action.setEnabled(False)
        action.setToolTip(SET_BY)
        action.setStatusTip(SET_BY)
