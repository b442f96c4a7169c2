"""How the window looks: colours, sizes, fonts and icons, by the reader's choice or the desktop's."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.qt_numbers import set_properties
from hkviewer.gui.widgets.style import interface_font, interface_scale, limits, palette, style_sheet
from hkviewer.gui.widgets.window_size import first_size
from hkviewer.preferences.preferences import Preferences
from hkviewer.system import paths
from hkviewer.theme import DARK, HIGH_CONTRAST, LIGHT, TYPOGRAPHY, Colours, ThemeName, luminance

_ANY_SIZE = QtCore.QSize(100_000, 100_000)
_OWN = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.HIGH_CONTRAST: HIGH_CONTRAST}


class Recoloured(Protocol):
    """A part that draws something by itself, in colours and with icons that it is given."""

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""


@cache
def _style_hints(application: QtWidgets.QApplication) -> QtGui.QStyleHints:
    """The application's hints, whose wrapper lives as long as the process.

    Were it garbage together with what its accessibility() returned, PySide could delete that, and Qt
    would go on to use it: the next window would crash (PySide 6.11).
    """
    return application.styleHints()


class Looks(QtCore.QObject):
    """Follows the settings and the desktop, and applies palette, font and style sheet to `application`.

    `changed` says that what is drawn by itself has to be drawn again. Widgets made before these looks do
    not get their font.

    Args:
        application: the running application.
        preferences: which theme and zoom are in force.
        window: the looks are for the screen that it is on.
    """

    changed = QtCore.Signal()

    def __init__(
        self, application: QtWidgets.QApplication, preferences: Preferences, window: QtWidgets.QWidget
    ) -> None:
        super().__init__(window)
        self._application = application
        self._preferences = preferences
        self._window = window
        self._hints = _style_hints(application)
        self._wants_contrast = False
        self._colours = LIGHT
        self._set_colour_scheme()
        self._style_application()
        preferences.subscribe(self._follow_preferences)

    def follow_desktop(self) -> None:
        """Begin to follow the desktop; called after the first page is on the screen.

        Asking the desktop costs 23 ms (see `qt_numbers`). Colours change now only where it asks for
        contrast.
        """
        self._hints.colorSchemeChanged.connect(self._desktop_changed)
        # Qt reports the desktop's wish for contrast from 6.10 on.
        if hasattr(self._hints, "accessibility"):
            self._accessibility = self._hints.accessibility()
            self._accessibility.contrastPreferenceChanged.connect(self._contrast_changed)
            self._contrast_changed()

    def theme_changed(self) -> None:
        """Take our fonts again: the system has changed its theme, which gives some widgets its own."""
        font = self._set_font()
        # Tells all widgets, though the font is the same. PySide takes a str here, though its types say bytes.
        self._application.setFont(font, "QWidget")  # type: ignore[arg-type]
        if self._wants_contrast:
            self._desktop_changed()  # from one contrast theme to another

    # What is in force

    @property
    def theme(self) -> ThemeName:
        """The reader's choice."""
        return self._preferences.value.theme

    @property
    def zoom(self) -> int:
        """The text's size in per cent."""
        return self._preferences.value.zoom

    @property
    def colours(self) -> Colours:
        """The colours in force now."""
        return self._colours

    @property
    def scale(self) -> float:
        """The interface's size against its usual one."""
        return interface_scale(self.zoom)

    @property
    def icons(self) -> Icons:
        """The icons in these colours, for the screen that the window is on."""
        folder = paths.resources_folder() / "icons" / "lucide"
        ratio = self._window.devicePixelRatioF()
        return Icons(folder, self._colours.text, self._colours.disabled, ratio, self.scale)

    @property
    def pixels_per_point(self) -> float:
        """Of the screen that the window is on, at 100 %."""
        return self._window.logicalDpiY() / 72

    def apply(self, draw: Callable[[Looks], object]) -> None:
        """Call `draw` with these looks, now and after each change."""
        draw(self)
        self.changed.connect(lambda: draw(self))

    def recolour(self, part: Recoloured) -> None:
        """Let `part` draw in these colours, now and after each change."""
        self.apply(lambda looks: part.recolour(looks.icons, looks.colours))

    # Choosing

    def choose_theme(self, theme: ThemeName) -> None:
        """Take `theme` from now on."""
        self._preferences.change(lambda settings: settings.replace(theme=theme))

    def change_zoom(self, steps: int) -> None:
        """Zoom by `steps`; 0 returns to the usual size."""
        self._preferences.change(
            lambda settings: settings.zoomed(steps) if steps else settings.replace(zoom=100)
        )

    # Following

    def _follow_preferences(self, names: frozenset[str]) -> None:
        if "theme" in names:
            self._set_colour_scheme()
        if names & {"theme", "zoom"}:
            self._refresh()

    def _refresh(self) -> None:
        self._style_application()
        self.changed.emit()

    def _style_application(self) -> None:
        """Palette, font and style sheet of every widget."""
        self._colours = self._colours_of_theme()
        self._application.setPalette(palette(self._colours))
        room = first_size(_ANY_SIZE, self._application.primaryScreen())
        # Before the style sheet, which keeps for each widget the font that it finds.
        self._set_font()
        sheet = style_sheet(self._colours, self.scale) + limits(room)
        if sheet != self._application.styleSheet():  # setting the same one styles every widget again
            self._application.setStyleSheet(sheet)
        # And afterwards: with the first style sheet a system's theme (Windows') sets fonts for menus, trees
        # and other kinds of widgets, which stand above the application's font until that is set again.
        self._set_font()

    def _set_font(self) -> QtGui.QFont:
        """Set every widget in the program's own face, those with a font from the system's theme too."""
        font = interface_font(TYPOGRAPHY, self.scale)
        self._application.setFont(font)
        return font

    def _colours_of_theme(self) -> Colours:
        if self.theme in _OWN:
            return _OWN[self.theme]
        desktop = self._desktop_palette()
        if self._wants_contrast:
            return system_colours(desktop)
        roles = QtGui.QPalette.ColorRole
        is_dark = desktop.color(roles.Window).lightness() < desktop.color(roles.WindowText).lightness()
        return DARK if is_dark else LIGHT

    def _set_colour_scheme(self) -> None:
        """Let the desktop draw window frames and native dialogs to match."""
        theme = self.theme
        scheme = "Unknown" if theme is ThemeName.SYSTEM else "Dark" if _OWN[theme].dark else "Light"
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
        if self.theme is ThemeName.SYSTEM:
            self._refresh()


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
        inserted=page,
        deleted=page,
        badge=name(roles.Highlight),
        badge_text=name(roles.HighlightedText),
        error=text,
        focus=name(roles.Highlight),
        disabled=QtGui.QColor(palette.color(QtGui.QPalette.ColorGroup.Disabled, roles.Text)).name(),
        dark=luminance(page) < luminance(text),
        bordered=True,
    )
