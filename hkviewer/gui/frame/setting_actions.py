"""The menu entries that change a setting: what each does, which are checked, which are locked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hkviewer.gui.actions import Actions
from hkviewer.gui.looks import Looks
from hkviewer.preferences.policy import SET_BY, Policy
from hkviewer.preferences.preferences import Preferences
from hkviewer.preferences.schema import CITATION_FORMS
from hkviewer.theme import ThemeName

_TOGGLED = ("slash_searches", "paragraph_numbers")
"""Actions that are called like the setting that they switch on and off."""


class SettingActions:
    """Hands out the handlers for `Actions`, and keeps the checks in step with `preferences`."""

    def __init__(self, preferences: Preferences, looks: Looks) -> None:
        self._preferences = preferences
        self._looks = looks

    def handlers(self) -> dict[str, Callable[[], object]]:
        """For each of these actions, by its name, what it does."""
        return {
            "zoom_in": partial(self._looks.change_zoom, 1),
            "zoom_out": partial(self._looks.change_zoom, -1),
            "zoom_reset": partial(self._looks.change_zoom, 0),
            "next_theme": lambda: self._looks.choose_theme(self._looks.theme.following),
            **{f"theme_{name}": partial(self._choose, theme=name) for name in ThemeName},
            **{f"cite_{form}": partial(self._choose, citation_form=form) for form in CITATION_FORMS},
            **{name: partial(self._toggle, name) for name in _TOGGLED},
        }

    def complete(self, actions: Actions) -> None:
        """Check what is in force, from now on; put out of reach what the organisation has set."""
        self._actions = actions
        self._lock(self._preferences.policy)
        self._check()
        self._preferences.subscribe(lambda _names: self._check())

    def _lock(self, policy: Policy) -> None:
        if policy.is_locked("theme"):
            self._disable("next_theme", *(f"theme_{theme}" for theme in ThemeName))
            self._actions.menu("Theme").addSeparator()
            self._actions.menu("Theme").addAction(SET_BY).setEnabled(False)
        if not policy.browser_copy:
            self._actions["read_in_browser"].setText(f"Read in my &browser: {SET_BY.lower()}")
            self._disable("read_in_browser")

    def _disable(self, *names: str) -> None:
        for action in map(self._actions.__getitem__, names):
            action.setEnabled(False)
            action.setToolTip(SET_BY)
            action.setStatusTip(SET_BY)

    def _choose(self, **values: object) -> None:
        self._preferences.change(lambda settings: settings.replace(**values))
        # Qt has unchecked the one that was in force already, or that the organisation has set.
        self._check()

    def _toggle(self, name: str) -> None:
        self._choose(**{name: not getattr(self._preferences.value, name)})

    def _check(self) -> None:
        settings = self._preferences.value
        checked = {
            **{f"theme_{name}": name is settings.theme for name in ThemeName},
            **{f"cite_{form}": form == settings.citation_form for form in CITATION_FORMS},
            **{name: getattr(settings, name) for name in _TOGGLED},
        }
        for name, is_checked in checked.items():
            self._actions[name].setChecked(is_checked)
