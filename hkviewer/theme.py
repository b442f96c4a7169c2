"""Colour and type as values: the tokens that the window is drawn from.

The contrast of every pair that meets on the screen is computed and tested, after WCAG 2.2 (success
criteria 1.4.3 and 1.4.11): 4.5:1 for text, 3:1 for control borders, 7:1 throughout High contrast.
"""

from __future__ import annotations

import enum

from hkviewer.system.values import Value


class ThemeName(enum.StrEnum):
    """What the reader may choose; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"

    @property
    def label(self) -> str:
        """The name as the menu shows it."""
        return self.value.replace("-", " ").capitalize()

    @property
    def following(self) -> ThemeName:
        """The next theme in the menu's order, after the last the first."""
        names = list(ThemeName)
        return names[(names.index(self) + 1) % len(names)]


class Colours(Value):
    """One theme's colours, each "#rrggbb".

    `line` only decorates; `border` bounds a control; `disabled` draws the icon of one that cannot be
    used. `match` and `current_match` lie under words in `text`, whatever colour those have elsewhere; so do
    `inserted` and `deleted`, which are the page's own where the theme is `bordered`.
    """

    page: str
    panel: str
    line: str
    border: str
    text: str
    quiet: str
    heading: str
    link: str
    match: str
    current_match: str
    inserted: str
    deleted: str
    badge: str
    badge_text: str
    error: str
    focus: str
    disabled: str
    dark: bool = False
    bordered: bool = False
    """Borders stand where other themes use shade."""


LIGHT = Colours(
    page="#ffffff",
    panel="#f5f6f7",
    line="#c6cace",
    border="#83888e",
    text="#1b1b1b",
    quiet="#565c65",
    heading="#1a4480",
    link="#005ea2",
    match="#fff1a8",
    current_match="#ffbe2e",
    inserted="#d3f0db",
    deleted="#fbdcdc",
    badge="#d9e8f6",
    badge_text="#1a4480",
    error="#b50909",
    focus="#0b6fcc",
    disabled="#83888e",
)
DARK = Colours(
    page="#171a1f",
    panel="#1e2228",
    line="#3d4551",
    border="#6f7a88",
    text="#e6e6e6",
    quiet="#a9aeb1",
    heading="#a1c4ea",
    link="#73b3e7",
    match="#5c4a00",
    current_match="#7a5d00",
    inserted="#174a2c",
    deleted="#642a30",
    badge="#2b3a4f",
    badge_text="#c3dbf3",
    error="#ff8f85",
    focus="#58b4ff",
    disabled="#6f7a88",
    dark=True,
)
HIGH_CONTRAST = Colours(
    page="#000000",
    panel="#000000",
    line="#ffffff",
    border="#ffffff",
    text="#ffffff",
    quiet="#ffffff",
    heading="#ffff00",
    link="#8cd3ff",
    match="#003a5c",
    current_match="#7a3e00",
    inserted="#000000",
    deleted="#000000",
    badge="#ffffff",
    badge_text="#000000",
    error="#ffb3ad",
    focus="#ffff00",
    disabled="#8a8a8a",
    dark=True,
    bordered=True,
)


class Typography(Value):
    """Font families, and sizes in points at 100 %.

    `headings` are the sizes of heading levels 2, 3 and 4; deeper ones take the last.
    """

    interface: str = "Public Sans"
    text: str = "Source Serif 4"
    fixed: str = "Source Code Pro"
    interface_size: float = 10.0
    caption_size: float = 8.0
    text_size: float = 12.0
    title_size: float = 25.0
    headings: tuple[float, ...] = (15.5, 12.5, 11.0)
    line_height: float = 1.5
    """In sizes of the text."""
    text_natural_height: float = 1.371
    """What Source Serif 4 asks for itself: ascender 1.036 and descender 0.335 (its hhea table)."""
    paragraph_space: float = 0.8
    """In lines of text."""

    def heading_size(self, level: int) -> float:
        """The size of a heading of `level` (1 to 6); a level-1 section looks like level 2."""
        return self.headings[min(max(level - 2, 0), len(self.headings) - 1)]


TYPOGRAPHY = Typography()


def luminance(colour: str) -> float:
    """The relative luminance, 0 to 1, of "#rrggbb" (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
