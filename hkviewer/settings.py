"""What the reader has chosen, kept from one start to the next in one small JSON file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hkviewer import paths
from hkviewer.statefile import StateFile
from hkviewer.theme import ThemeName
from hkviewer.values import Value

VERSION = 1
"""Raised when an older program could no longer read what a newer one writes."""
ZOOM_STEPS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""Per cent."""
RECENT_MAXIMUM = 10
CITATION_FORMS = ("plain", "chicago", "apa")
SIDEBAR_WIDTHS = (220, 460)
SHORT = 200
"""Characters that a remembered line of text may have."""


class Settings(Value):
    """The reader's choices.

    Attributes:
        theme: the colours.
        zoom: the text's size, one of ZOOM_STEPS.
        window: the window's size and position as Qt saves it, in hexadecimal digits; "" at first.
        sidebar_width: pixels, within SIDEBAR_WIDTHS.
        sidebar_visible: whether the section tree is shown.
        recent: paths of documents opened lately, the last first.
        slash_searches: whether “/” in the tree and the pane goes to the search field.
        search_history: the last searches, the last first.
        keep_search_history: whether searches are remembered.
        paragraph_numbers: whether the pane numbers the paragraphs.
        citation_form: how “Copy with citation” words it: "plain", "chicago" or "apa".
        copy_…: what was last chosen for a briefing copy, as `hkviewer.briefing.briefing.Choices` has
            it; a paper of "" is the one that the reader's country uses.
    """

    theme: ThemeName = ThemeName.SYSTEM
    zoom: int = 100
    window: str = ""
    sidebar_width: int = 300
    sidebar_visible: bool = True
    recent: tuple[str, ...] = ()
    slash_searches: bool = True
    search_history: tuple[str, ...] = ()
    keep_search_history: bool = True
    paragraph_numbers: bool = False
    citation_form: str = "plain"
    copy_paper: str = ""
    copy_layout: str = "standard"
    copy_contents: str = "auto"
    copy_marking: str = ""
    copy_prepared_for: str = ""
    copy_prepared_by: str = ""
    copy_paragraph_numbers: bool = False
    copy_notes: bool = False

    def with_recent(self, path: str) -> Settings:
        """These settings with `path` at the head of the recent documents."""
        others = [known for known in self.recent if known != path]
        return self.replace(recent=(path, *others)[:RECENT_MAXIMUM])

    def zoomed(self, steps: int) -> Settings:
        """These settings with the zoom moved by `steps` of ZOOM_STEPS, as far as they reach."""
        nearest = min(ZOOM_STEPS, key=lambda step: abs(step - self.zoom))
        number = ZOOM_STEPS.index(nearest) + steps
        return self.replace(zoom=ZOOM_STEPS[min(max(number, 0), len(ZOOM_STEPS) - 1)])

    def with_search(self, text: str) -> Settings:
        """These settings with `text` at the head of the last searches."""
        others = [known for known in self.search_history if known != text]
        return self.replace(search_history=(text, *others)[:RECENT_MAXIMUM])


class SettingsStore:
    """Loads and changes the settings file.

    Whatever in the file is missing, damaged or out of range takes its default. A file of a newer
    version is read as far as it is understood and never written; keys of others are kept.
    """

    def __init__(self, file: StateFile | None = None) -> None:
        self._file = file or StateFile(paths.settings_folder() / "settings.json")

    def load(self) -> Settings:
        """The settings as they now stand; never fails."""
        return _from_json(self._file.load())

    def change(self, change: Callable[[Settings], Settings]) -> Settings:
        """Apply `change` to the settings in the file and return the result.

        Raises:
            OutputError: the file cannot be written.
        """
        result = self.load()

        def apply(stored: dict[str, Any]) -> dict[str, Any]:
            nonlocal result
            before = _from_json(stored)
            result = change(before)
            if _is_newer(stored) or result == before:
                return stored
            return {**stored, **_to_json(result), "version": VERSION}

        self._file.change(apply)
        return result


def _is_newer(stored: dict[str, Any]) -> bool:
    version = stored.get("version", 0)
    return isinstance(version, int) and version > VERSION


def _to_json(settings: Settings) -> dict[str, Any]:
    return settings.as_dict()


def _from_json(stored: dict[str, Any]) -> Settings:
    """Settings from the values of `stored` that make sense."""
    good = {
        name: value
        for name, read in _READERS.items()
        if name in stored and (value := read(stored[name])) is not None
    }
    return Settings(**good)


def _theme(value: Any) -> ThemeName | None:
    return ThemeName(value) if isinstance(value, str) and value in set(ThemeName) else None


def _boolean(value: Any) -> bool | None:
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


_READERS: dict[str, Callable[[Any], Any]] = {
    "theme": _theme,
    "zoom": _between(ZOOM_STEPS[0], ZOOM_STEPS[-1]),
    "window": _hexadecimal,
    "sidebar_width": _between(*SIDEBAR_WIDTHS),
    "sidebar_visible": _boolean,
    "recent": _strings,
    "slash_searches": _boolean,
    "search_history": _strings,
    "keep_search_history": _boolean,
    "paragraph_numbers": _boolean,
    "citation_form": _one_of(*CITATION_FORMS),
    "copy_paper": _one_of("letter", "a4"),
    "copy_layout": _one_of("standard", "compact", "large"),
    "copy_contents": _one_of("auto", "yes", "no"),
    "copy_marking": _short,
    "copy_prepared_for": _short,
    "copy_prepared_by": _short,
    "copy_paragraph_numbers": _boolean,
    "copy_notes": _boolean,
}
