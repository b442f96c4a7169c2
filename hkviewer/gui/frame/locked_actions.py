"""Menu entries that the organisation has decided: out of reach, and saying so."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6 import QtGui

from hkviewer.gui.actions import Actions
from hkviewer.gui.widgets.policy_lock import add_note
from hkviewer.preferences.policy import SET_BY, Policy
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


def _disable(actions: Iterable[QtGui.QAction]) -> None:
    for action in actions:
        action.setEnabled(False)
        action.setToolTip(SET_BY)
        action.setStatusTip(SET_BY)
