"""What a screen reader says of settings that the reader changes by key or in a menu."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.widgets.announce import announce, is_heard
from hkviewer.preferences.preferences import Preferences

_SWITCHES = {
    "paragraph_numbers": "Paragraph numbers",
    "slash_searches": "“/” goes to the search field",
}
_FORMS = {"plain": "Plain", "chicago": "Chicago note", "apa": "APA"}


class SpokenSettings(QtCore.QObject):
    """Says how zoom, theme and what is switched on and off stand now, in the window that is used."""

    def __init__(self, preferences: Preferences, window: QtWidgets.QWidget) -> None:
        super().__init__(window)
        self._preferences = preferences
        self._window = window
        preferences.subscribe(self._follow)

    def _follow(self, names: frozenset[str]) -> None:
        if is_heard() and self._window.isActiveWindow():
            announce(self._window, ", ".join(filter(None, map(self._words, sorted(names)))))

    def _words(self, name: str) -> str:
        settings = self._preferences.value
        if name == "zoom":
            return f"{settings.zoom} %"
        if name == "theme":
            return settings.theme.label
        if name == "citation_form":
            return f"Citations: {_FORMS[settings.citation_form]}"
        if name in _SWITCHES:
            return f"{_SWITCHES[name]}: {'on' if getattr(settings, name) else 'off'}"
        return ""
