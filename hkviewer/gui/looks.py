"""Which colours are in force: the reader's choice, or the desktop's."""

from __future__ import annotations

from PySide6 import QtCore, QtGui

from hkviewer.gui.widgets.qt_numbers import set_properties
from hkviewer.theme import DARK, HIGH_CONTRAST, LIGHT, Colours, ThemeName, luminance

_OWN = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.HIGH_CONTRAST: HIGH_CONTRAST}


class Appearance(QtCore.QObject):
    """Turns a theme's name into colours and tells when the desktop's choice changes them."""

    changed = QtCore.Signal()

    def __init__(self, application: QtGui.QGuiApplication, theme: ThemeName) -> None:
        super().__init__(application)
        self._application = application
        self._theme = theme
        # Held, because PySide deletes what accessibility() returned together with the hints' wrapper.
        self._hints = application.styleHints()
        self._wants_contrast = False
        self._follow()

    def follow_desktop(self) -> None:
        """Begin to follow the desktop; called after the first page is on the screen.

        Asking the desktop costs 23 ms (see `properties`). Colours change now only where it asks for
        contrast.
        """
        self._hints.colorSchemeChanged.connect(self._desktop_changed)
        # Qt tells of the desktop's wish for contrast from 6.10 on.
        if hasattr(self._hints, "accessibility"):
            self._accessibility = self._hints.accessibility()
            self._accessibility.contrastPreferenceChanged.connect(self._contrast_changed)
            self._contrast_changed()

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
        desktop = self._desktop_palette()
        if self._wants_contrast:
            return system_colours(desktop)
        roles = QtGui.QPalette.ColorRole
        is_dark = desktop.color(roles.Window).lightness() < desktop.color(roles.WindowText).lightness()
        return DARK if is_dark else LIGHT

    def _follow(self) -> None:
        """Let the desktop draw window frames and native dialogs to match."""
        scheme = (
            "Unknown" if self._theme is ThemeName.SYSTEM else "Dark" if _OWN[self._theme].dark else "Light"
        )
        set_properties(self._hints, colorScheme=scheme)

    def _contrast_changed(self) -> None:
        wanted = self._accessibility.contrastPreference() == QtCore.Qt.ContrastPreference.HighContrast
        if wanted != self._wants_contrast:
            self._wants_contrast = wanted
            self._desktop_changed()

    def _desktop_palette(self) -> QtGui.QPalette:
        """The desktop's palette, from under ours."""
        ours = self._application.palette()
        self._application.setPalette(QtGui.QPalette())
        desktop = self._application.palette()
        self._application.setPalette(ours)
        return desktop

    def _desktop_changed(self) -> None:
        if self._theme is ThemeName.SYSTEM:
            self.changed.emit()


def system_colours(palette: QtGui.QPalette) -> Colours:
    """A contrast theme's own colours, taken from the desktop's palette."""

    def name(role: QtGui.QPalette.ColorRole) -> str:
        return QtGui.QColor(palette.color(role)).name()

    roles = QtGui.QPalette.ColorRole
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
        disabled=QtGui.QColor(palette.color(QtGui.QPalette.ColorGroup.Disabled, roles.Text)).name(),
        dark=luminance(page) < luminance(text),
        bordered=True,
    )
