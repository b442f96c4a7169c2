"""Menus of what is remembered of the reader: clearing it, and whether more is remembered."""

from __future__ import annotations

from PySide6 import QtWidgets

from hkviewer.gui.widgets.policy_lock import add_note
from hkviewer.preferences.preferences import Preferences


def add_switch(menu: QtWidgets.QMenu, words: str, preferences: Preferences, name: str) -> None:
    """Add a row to `menu` that switches the setting `name` on and off, unless the organisation has set it."""
    switch = menu.addAction(words)
    switch.setCheckable(True)
    switch.setChecked(getattr(preferences.value, name))
    switch.toggled.connect(lambda is_on: change_at_once(preferences, **{name: is_on}))
    if preferences.policy.is_locked(name):
        switch.setEnabled(False)
        add_note(menu)


def change_at_once(preferences: Preferences, **values: object) -> None:
    """Change settings; what they forget is gone from the file when this returns."""
    preferences.change(lambda settings: settings.replace(**values))
    preferences.flush()
