"""What the reader has chosen, kept from one start to the next in one small JSON file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hkviewer.preferences.machine_policy import load_policy
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.schema import RECENT_MAXIMUM, REMEMBERED, ZOOM_STEPS, ResultOrder
from hkviewer.system import paths
from hkviewer.system.state_file import StateFile
from hkviewer.system.values import Value
from hkviewer.theme import ThemeName

VERSION = 1
"""Raised when an older program could no longer read what a newer one writes."""

_KEPT_WHERE = {"recent": "keep_recent", "search_history": "keep_search_history"}
"""Which setting says whether a list is kept."""


class Settings(Value):
    """The reader's choices.

    Attributes:
        theme: the colours.
        zoom: the text's size, one of `schema.ZOOM_STEPS`.
        window: the window's size and position as Qt saves it, in hexadecimal digits; "" at first.
        sidebar_width: pixels, within `schema.SIDEBAR_WIDTHS`.
        sidebar_visible: whether the section tree is shown.
        sections_share: thousandths of the room that sections and results share which the reader gave the
            sections, up to `schema.MOST_SHARE`; 0 for as much as they need.
        sheets_share: the same of the library's sheets; 0 for a third.
        recent: paths of documents opened lately, the last first.
        keep_recent: whether documents opened are remembered, with the places in them.
        slash_searches: whether “/” in the tree and the pane goes to the search field.
        search_history: the last searches, the last first.
        keep_search_history: whether searches are remembered.
        result_order: how the sections of a search stand: "best" first, or in "reading" order.
        paragraph_numbers: whether the pane numbers the paragraphs.
        citation_form: how “Copy with citation” words it: "plain", "chicago" or "apa".
        copy_…: what was last chosen for a briefing copy, as `hkviewer.export.briefing.Choices` has
            it; a paper of "" is the one that the reader's country uses.
    """

    theme: ThemeName = ThemeName.SYSTEM
    zoom: int = 100
    window: str = ""
    sidebar_width: int = 300
    sidebar_visible: bool = True
    sections_share: int = 0
    sheets_share: int = 0
    recent: tuple[str, ...] = ()
    keep_recent: bool = True
    slash_searches: bool = True
    search_history: tuple[str, ...] = ()
    keep_search_history: bool = True
    result_order: ResultOrder = "best"
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
    copy_profile: str = "standard"

    def with_recent(self, path: str) -> Settings:
        """These settings with `path` at the head of the recent documents, where they are kept."""
        if not self.keep_recent:
            return self
        return self.replace(recent=_with_first(path, self.recent))

    def zoomed(self, steps: int) -> Settings:
        """These settings with the zoom moved by `steps` of ZOOM_STEPS, as far as they reach."""
        nearest = min(ZOOM_STEPS, key=lambda step: abs(step - self.zoom))
        number = ZOOM_STEPS.index(nearest) + steps
        return self.replace(zoom=ZOOM_STEPS[min(max(number, 0), len(ZOOM_STEPS) - 1)])

    def with_search(self, text: str) -> Settings:
        """These settings with `text` at the head of the last searches, where they are kept."""
        if not self.keep_search_history:
            return self
        return self.replace(search_history=_with_first(text, self.search_history))


Change = Callable[[Settings], Settings]


def _with_first(item: str, kept: tuple[str, ...]) -> tuple[str, ...]:
    return (item, *(other for other in kept if other != item))[:RECENT_MAXIMUM]


class SettingsStore:
    """Loads and changes the settings file, within what the organisation has set.

    The policy's locks stand over what the file has, its defaults below. Only what the reader changes
    is written, never a default or a locked value, so that the reader's own choice is back when a lock
    is lifted. Lists that are not to be kept are taken out of the file with the next change.

    Whatever in the file is missing, damaged or out of range takes its default. A file of a newer
    version is read as far as it is understood and never written; keys of others are kept.

    Args:
        file: where the settings are; left out, in the reader's own folder.
        policy: what the organisation has set; left out, the machine's.
    """

    def __init__(self, file: StateFile | None = None, policy: Policy | None = None) -> None:
        self._file = file or StateFile(paths.settings_folder() / "settings.json")
        self.policy = load_policy() if policy is None else policy

    def load(self) -> Settings:
        """The settings as they now stand; never fails."""
        return self._from_json(self._file.load())

    def stored(self) -> Settings | None:
        """The same; None where there is no file, or none that can be read at this moment."""
        stored = self._file.load()
        return self._from_json(stored) if stored else None

    def change(self, change: Change) -> Settings:
        """Apply `change` to the settings in the file and return the result.

        Raises:
            OutputError: the file cannot be written.
        """
        result = self.load()

        def apply(stored: dict[str, Any]) -> dict[str, Any]:
            nonlocal result
            before = self._from_json(stored)
            result = self.within_locks(change(before))
            changed = _without_forgotten({**stored, **differences(before, result)}, result)
            if _is_newer(stored) or changed == stored:
                return stored
            return {**changed, "version": VERSION}

        self._file.change(apply)
        return result

    def within_locks(self, settings: Settings) -> Settings:
        """`settings` with the organisation's locked values, and without lists that are not kept."""
        return self._around(settings.as_dict())

    def _from_json(self, stored: dict[str, Any]) -> Settings:
        """Settings from the values of `stored` that make sense, between defaults and locks."""
        good = {
            name: value
            for name, row in REMEMBERED.items()
            if name in stored and (value := row.read_stored(stored[name])) is not None
        }
        return self._around(good)

    def _around(self, chosen: dict[str, Any]) -> Settings:
        values = self.policy.around(chosen)
        for name, switch in _KEPT_WHERE.items():
            if not values.get(switch, True):
                values[name] = ()
        return Settings(**values)


def _is_newer(stored: dict[str, Any]) -> bool:
    version = stored.get("version", 0)
    return isinstance(version, int) and version > VERSION


def differences(before: Settings, after: Settings) -> dict[str, Any]:
    """The settings that are not the same in `before` and `after`, as in `after`."""
    return {name: value for name, value in after.as_dict().items() if value != getattr(before, name)}


def _without_forgotten(stored: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """`stored` without the lists that `settings` say are not kept."""
    forgotten = {name for name, switch in _KEPT_WHERE.items() if not getattr(settings, switch)}
    return {name: value for name, value in stored.items() if name not in forgotten}
