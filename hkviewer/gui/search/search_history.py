"""The last searches: offered in the field, and remembered while the settings allow it."""

from __future__ import annotations

from PySide6 import QtCore

from hkviewer.gui.search.search_field import SearchField
from hkviewer.preferences.preferences import Preferences


class SearchHistory(QtCore.QObject):
    """Offers in `field` the searches that `preferences` hold, and keeps there what is searched next."""

    def __init__(self, field: SearchField, preferences: Preferences, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._field = field
        self._preferences = preferences
        field.history_cleared.connect(self.clear)
        field.history_kept.connect(self.keep)
        preferences.subscribe(self._follow)
        self._offer()

    def remember(self, text: str) -> None:
        """Offer `text` first from now on."""
        self._preferences.change(lambda settings: settings.with_search(text))

    def clear(self) -> None:
        """Forget all searches; they are gone from the file when this returns."""
        self._preferences.change(lambda settings: settings.replace(search_history=()))
        self._preferences.flush()

    def keep(self, keeps: bool) -> None:  # noqa: FBT001  a signal's argument
        """Remember searches from now on, or forget them all and remember none; the file says so at once."""
        self._preferences.change(lambda settings: settings.replace(keep_search_history=keeps))
        self._preferences.flush()

    def _follow(self, names: frozenset[str]) -> None:
        if names & {"search_history", "keep_search_history"}:
            self._offer()

    def _offer(self) -> None:
        settings = self._preferences.value
        is_locked = self._preferences.policy.is_locked("keep_search_history")
        self._field.set_history(
            settings.search_history, keeps=settings.keep_search_history, is_locked=is_locked
        )
