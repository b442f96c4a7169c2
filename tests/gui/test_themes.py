"""Themes switch live, keep the place, and draw all text legibly."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from hkviewer.gui.looks import system_colours
from hkviewer.gui.window import MainWindow
from hkviewer.theme import DARK, HIGH_CONTRAST, LIGHT, Colours, ThemeName
from tests.contrast import contrast
from tests.gui.doors import menu_of
from tests.gui.places import go_to

OWN = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.HIGH_CONTRAST: HIGH_CONTRAST}
LISTENED = [ThemeName.DARK, ThemeName.HIGH_CONTRAST, ThemeName.LIGHT]


def foregrounds(window: MainWindow) -> set[str]:
    """The colours of all text in the pane."""
    found = set()
    block = window.pane.document().begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            found.add(iterator.fragment().charFormat().foreground().color().name())
            iterator += 1
        block = block.next()
    return found


def checked_themes(window: MainWindow) -> list[str]:
    """What the menu shows as chosen when it is opened."""
    menu_of(window, "Theme").aboutToShow.emit()
    return [action.objectName() for action in menu_of(window, "Theme").actions() if action.isChecked()]


@pytest.mark.parametrize("theme", OWN)
def test_the_pane_takes_the_colours_of_the_theme_at_once_links_and_quiet_words_too(
    make_window, hard_sheet, theme
):
    window = make_window(hard_sheet)
    window.looks.choose_theme(theme)
    c = OWN[theme]
    assert foregrounds(window) == {c.text, c.heading, c.link, c.quiet}


@pytest.mark.parametrize("theme", OWN)
def test_what_is_painted_has_the_page_s_colour_around_the_text(window, theme):
    window.looks.choose_theme(theme)
    picture = window.pane.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    corner = picture.pixelColor(round(5 * ratio), round(200 * ratio))
    assert corner.name() == OWN[theme].page


def test_switching_themes_keeps_the_scroll_value_exactly(window):
    bar = window.pane.verticalScrollBar()
    for value in (0, 1, 137, 803, bar.maximum()):
        bar.setValue(value)
        place = window.pane.place
        for theme in (*LISTENED, ThemeName.SYSTEM):
            window.looks.choose_theme(theme)
            assert bar.value() == value
            assert window.pane.place == place


def test_switching_themes_keeps_caret_and_selection(window):
    pane = window.pane
    go_to(pane, "economic-relations")
    cursor = pane.textCursor()
    cursor.setPosition(cursor.position() + 40, cursor.MoveMode.KeepAnchor)
    pane.setTextCursor(cursor)
    words = cursor.selectedText()
    window.looks.choose_theme(ThemeName.DARK)
    assert pane.textCursor().selectedText() == words


def test_the_next_theme_key_goes_round_and_the_menu_follows(qtbot, window):
    seen = []
    for _ in range(4):
        qtbot.keyClick(
            window.pane,
            Qt.Key.Key_T,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
        seen.append(window.preferences.value.theme)
        assert checked_themes(window) == [f"theme_{seen[-1]}"]
    assert seen == [ThemeName.LIGHT, ThemeName.DARK, ThemeName.HIGH_CONTRAST, ThemeName.SYSTEM]


def test_the_theme_is_kept_for_the_next_window(window, make_window):
    window.looks.choose_theme(ThemeName.DARK)
    window.close()
    again = make_window()
    assert DARK.heading in foregrounds(again)
    assert checked_themes(again) == ["theme_dark"]


@pytest.fixture
def turn_desktop(window, monkeypatch):
    """Turns the desktop dark or light, which offscreen it never does by itself."""

    def turn(scheme: Qt.ColorScheme) -> None:
        is_dark = scheme is Qt.ColorScheme.Dark
        palette = QPalette(QColor("#202020" if is_dark else "#f0f0f0"))
        monkeypatch.setattr(window.looks, "_desktop_palette", lambda: palette)
        window.looks._hints.colorSchemeChanged.emit(scheme)

    return turn


def test_system_follows_the_desktop_live_without_losing_the_place(window, turn_desktop):
    window.looks.choose_theme(ThemeName.SYSTEM)
    window.pane.verticalScrollBar().setValue(500)
    turn_desktop(Qt.ColorScheme.Dark)
    assert DARK.heading in foregrounds(window)
    assert window.pane.verticalScrollBar().value() == 500
    turn_desktop(Qt.ColorScheme.Light)
    assert LIGHT.heading in foregrounds(window)


def test_a_chosen_theme_does_not_follow_the_desktop(window, turn_desktop):
    window.looks.choose_theme(ThemeName.LIGHT)
    turn_desktop(Qt.ColorScheme.Dark)
    assert LIGHT.heading in foregrounds(window)


def test_a_contrast_theme_of_the_desktop_lends_its_own_colours():
    desktop = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Base: "#000000",
        roles.Window: "#000000",
        roles.Text: "#00ff00",
        roles.Link: "#ffff00",
        roles.Highlight: "#00ffff",
        roles.HighlightedText: "#000000",
    }.items():
        desktop.setColor(role, QColor(colour))
    desktop.setColor(QPalette.ColorGroup.Disabled, roles.Text, QColor("#808080"))
    found = system_colours(desktop)
    assert isinstance(found, Colours)
    assert (found.page, found.text, found.link, found.badge) == ("#000000", "#00ff00", "#ffff00", "#00ffff")
    assert found.bordered
    assert found.dark
    assert found.disabled == "#808080"
    assert contrast(found.text, found.match) >= 4.5


def test_links_are_underlined_so_that_colour_is_not_the_only_sign(make_window, hard_sheet):
    pane = make_window(hard_sheet).pane
    block = pane.document().begin()
    links = []
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            format_ = iterator.fragment().charFormat()
            if format_.anchorHref():
                links.append(format_.fontUnderline())
            iterator += 1
        block = block.next()
    assert len(links) == 4
    assert all(links)


def test_the_current_section_is_marked_by_more_than_colour(window, find):
    """An accent bar and bold words: the row's picture differs in width of its ink, not only in tint."""
    tree = find("Sections")
    model = tree.model()

    def ink(row: int) -> int:
        picture = tree.viewport().grab(tree.visualRect(model.index(row, 0))).toImage()
        ground = picture.pixel(picture.width() - 1, 0)
        return sum(picture.pixel(x, y) != ground for x in range(8) for y in range(picture.height()))

    assert ink(0) > 0
    assert ink(1) == 0


@pytest.mark.parametrize("theme", OWN)
def test_the_prompt_of_the_search_field_is_legible(window, find, theme):
    """Qt's own prompt is half transparent, which on white gives 3.5:1."""
    window.looks.choose_theme(theme)
    field = find("Search")
    prompt = field.palette().color(QPalette.ColorRole.PlaceholderText)
    assert prompt.alpha() == 255
    assert contrast(prompt.name(), OWN[theme].page) >= (7 if theme is ThemeName.HIGH_CONTRAST else 4.5)
