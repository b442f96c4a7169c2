"""The contrast of every pair of colours that meet on the screen, after WCAG 2.2."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.theme import DARK, HIGH_CONTRAST, LIGHT, TYPOGRAPHY, Colours, ThemeName, luminance
from tests.contrast import contrast

THEMES = {"light": LIGHT, "dark": DARK, "high contrast": HIGH_CONTRAST}
THEME = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)

TEXT_ON = [
    *(
        (words, ground)
        for words in ("text", "quiet", "heading", "link", "error")
        for ground in ("page", "panel")
    ),
    ("text", "match"),
    ("text", "current_match"),
    ("text", "inserted"),
    ("text", "deleted"),
    ("badge_text", "badge"),
    ("page", "heading"),  # selected words, and a chosen item
]
CONTROLS_ON = [(edge, ground) for edge in ("border", "focus") for ground in ("page", "panel")]


@THEME
@pytest.mark.parametrize(("words", "ground"), TEXT_ON)
def test_text_stands_out_from_its_ground(theme, words, ground):
    least = 7.0 if theme is HIGH_CONTRAST else 4.5
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= least


# High contrast draws a border under the pointer instead.
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("words", ["text", "heading"])
def test_a_row_under_the_pointer_is_readable(theme, words):
    assert contrast(getattr(theme, words), theme.badge) >= 4.5


@THEME
@pytest.mark.parametrize(("edge", "ground"), CONTROLS_ON)
def test_borders_of_controls_and_the_focus_ring_are_seen(theme, edge, ground):
    assert contrast(getattr(theme, edge), getattr(theme, ground)) >= 3


@THEME
def test_what_cannot_be_used_is_seen_and_looks_otherwise_than_what_can(theme):
    assert contrast(theme.disabled, theme.page) >= 3
    assert contrast(theme.disabled, theme.text) >= 2.5


@THEME
def test_what_came_and_what_went_have_grounds_of_their_own_where_colour_is_to_tell(theme):
    grounds = {theme.page, theme.inserted, theme.deleted}
    assert len(grounds) == (1 if theme.bordered else 3)


@THEME
def test_a_match_differs_from_the_page_and_the_current_one_from_the_others(theme):
    grounds = {theme.page, theme.match, theme.current_match}
    assert len(grounds) == 3


@THEME
def test_every_colour_is_written_with_six_digits(theme):
    for name in Colours.__annotations__:
        value = getattr(theme, name)
        if isinstance(value, str):
            assert re.fullmatch("#[0-9a-f]{6}", value), name


@THEME
def test_a_dark_theme_says_so(theme):
    assert theme.dark == (luminance(theme.page) < luminance(theme.text))


def test_high_contrast_draws_borders():
    assert HIGH_CONTRAST.bordered
    assert contrast(HIGH_CONTRAST.line, HIGH_CONTRAST.page) == pytest.approx(21)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_agrees_with_published_values(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


COLOUR = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(COLOUR, COLOUR)
def test_contrast_is_symmetric_and_between_1_and_21(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


def test_themes_follow_each_other_in_a_ring():
    name, seen = ThemeName.SYSTEM, []
    for _ in ThemeName:
        seen.append(name)
        name = name.following
    assert name is ThemeName.SYSTEM
    assert sorted(seen) == sorted(ThemeName)


def test_the_menu_s_names():
    assert [name.label for name in ThemeName] == ["System", "Light", "Dark", "High contrast"]


@pytest.mark.parametrize(
    ("level", "size"), [(1, 15.5), (2, 15.5), (3, 12.5), (4, 11.0), (5, 11.0), (6, 11.0)]
)
def test_heading_sizes(level, size):
    assert TYPOGRAPHY.heading_size(level) == size
