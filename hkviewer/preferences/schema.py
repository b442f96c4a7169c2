"""What each setting may be, as JSON has it: a reader for each, and the ranges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hkviewer.theme import ThemeName

ZOOM_STEPS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""Per cent."""
RECENT_MAXIMUM = 10
CITATION_FORMS = ("plain", "chicago", "apa")
SIDEBAR_WIDTHS = (220, 460)
SHORT = 200
"""Characters that a remembered line of text may have."""

Reader = Callable[[Any], Any]
"""Gives the value that JSON's one stands for, or None where it makes no sense."""


def _theme(value: Any) -> ThemeName | None:
    return ThemeName(value) if isinstance(value, str) and value in set(ThemeName) else None


def boolean(value: Any) -> bool | None:
    """True or false."""
    return value if isinstance(value, bool) else None


def _between(lowest: int, highest: int) -> Callable[[Any], int | None]:
    def read(value: Any) -> int | None:
        fits = isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
        return value if fits else None

    return read


def _hexadecimal(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        bytes.fromhex(value)
    except ValueError:
        return None
    return value


def _one_of(*allowed: str) -> Callable[[Any], str | None]:
    return lambda value: value if value in allowed else None


def _short(value: Any) -> str | None:
    return value if isinstance(value, str) and len(value) <= SHORT else None


def _strings(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(item for item in value if isinstance(item, str))[:RECENT_MAXIMUM]


READERS: dict[str, Reader] = {
    "theme": _theme,
    "zoom": _between(ZOOM_STEPS[0], ZOOM_STEPS[-1]),
    "window": _hexadecimal,
    "sidebar_width": _between(*SIDEBAR_WIDTHS),
    "sidebar_visible": boolean,
    "recent": _strings,
    "keep_recent": boolean,
    "slash_searches": boolean,
    "search_history": _strings,
    "keep_search_history": boolean,
    "paragraph_numbers": boolean,
    "citation_form": _one_of(*CITATION_FORMS),
    "copy_paper": _one_of("letter", "a4"),
    "copy_layout": _one_of("standard", "compact", "large"),
    "copy_contents": _one_of("auto", "yes", "no"),
    "copy_marking": _short,
    "copy_prepared_for": _short,
    "copy_prepared_by": _short,
    "copy_paragraph_numbers": boolean,
    "copy_notes": boolean,
}
"""For each setting, by its name in `hkviewer.preferences.settings.Settings`."""
