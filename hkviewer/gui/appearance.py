"""Which colours are in force: the reader's choice, or the desktop's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from hkviewer.theme import DARK, HIGH_CONTRAST, LIGHT, Colours, ThemeName, luminance

_OWN = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.HIGH_CONTRAST: HIGH_CONTRAST}


class Appearance(QObject):
    """Turns a theme's name into colours and tells when the desktop's choice changes them."""

    changed = Signal()

    def __init__(self, application: QGuiApplication, theme: ThemeName) -> None:
        super().__init__(application)
        self._application = application
        self._theme = theme
        # Held, because PySide deletes what accessibility() returned together with the hints' wrapper.
        self._hints = application.styleHints()
        self._hints.colorSchemeChanged.connect(self._desktop_changed)
        # Qt tells of the desktop's wish for contrast from 6.10 on.
        self._accessibility = self._hints.accessibility() if hasattr(self._hints, "accessibility") else None
        if self._accessibility is not None:
            self._accessibility.contrastPreferenceChanged.connect(self._desktop_changed)
        self._follow()

    @property
    def theme(self) -> ThemeName:
        """The reader's choice."""
        return self._theme

    def choose(self, theme: ThemeName) -> None:
        """Take `theme` from now on."""
        if theme == self._theme:
            return
        self._theme = theme
        self._follow()
        self.changed.emit()

    def colours(self) -> Colours:
        """The colours in force now."""
        if self._theme in _OWN:
            return _OWN[self._theme]
        if self._desktop_wants_contrast():
            return system_colours(self._desktop_palette())
        scheme = self._hints.colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT

    def _follow(self) -> None:
        """Let the desktop draw window frames and native dialogs to match."""
        if self._theme is ThemeName.SYSTEM:
            self._hints.unsetColorScheme()
        else:
            is_dark = _OWN[self._theme].dark
            self._hints.setColorScheme(Qt.ColorScheme.Dark if is_dark else Qt.ColorScheme.Light)

    def _desktop_wants_contrast(self) -> bool:
        if self._accessibility is None:
            return False
        return self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast

    def _desktop_palette(self) -> QPalette:
        """The desktop's palette, from under ours."""
        ours = self._application.palette()
        self._application.setPalette(QPalette())
        desktop = self._application.palette()
        self._application.setPalette(ours)
        return desktop

    def _desktop_changed(self) -> None:
        if self._theme is ThemeName.SYSTEM:
            self.changed.emit()


def system_colours(palette: QPalette) -> Colours:
    """A contrast theme's own colours, taken from the desktop's palette."""

    def name(role: QPalette.ColorRole) -> str:
        return QColor(palette.color(role)).name()

    roles = QPalette.ColorRole
    page, text = name(roles.Base), name(roles.Text)
    return Colours(
        page=page,
        panel=name(roles.Window),
        line=text,
        border=text,
        text=text,
        quiet=text,
        heading=text,
        link=name(roles.Link),
        match=page,
        current_match=page,
        badge=name(roles.Highlight),
        badge_text=name(roles.HighlightedText),
        error=text,
        focus=name(roles.Highlight),
        dark=luminance(page) < luminance(text),
        bordered=True,
    )
