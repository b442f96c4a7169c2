"""Places in a sheet: where reading stopped, and the way back and forward between jumps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hkviewer.content.model import FactSheet
from hkviewer.system import paths
from hkviewer.system.state_file import StateFile
from hkviewer.system.values import Value

_DOCUMENTS_MAXIMUM = 500
_WORDS_LENGTH = 60
"""Code points of text kept with a place: enough to be unique in a sheet, short in the file."""


class Place(Value):
    """A character of a sheet: `offset` code points into the text of the section `section_id`.

    An offset of -1 is the section's heading.
    """

    section_id: str
    offset: int = -1


class PlaceStore:
    """Remembers one place for each document, in a small file of its own.

    The words that stood at the place are kept with it, so that it is found again after the text
    before it has changed.
    """

    def __init__(self, file: StateFile | None = None) -> None:
        self._file = file or StateFile(paths.data_folder() / "places.json")

    def load(self, key: str, sheet: FactSheet) -> Place | None:
        """The place kept for the document `key`, as near as `sheet` still has it."""
        found = self._file.load().get(key)
        return _restore(found, sheet) if isinstance(found, dict) else None

    def save(self, key: str, sheet: FactSheet, place: Place | None) -> None:
        """Keep `place` for the document `key`; None, the very top, forgets the place before.

        Raises:
            OutputError: the file cannot be written.
        """
        record = _record(sheet, place) if place else None

        def put(stored: dict[str, Any]) -> dict[str, Any]:
            if stored.get(key) == record:
                return stored
            kept = [(name, value) for name, value in stored.items() if name != key]
            return dict([*kept, (key, record)][-_DOCUMENTS_MAXIMUM:] if record else kept)

        self._file.change(put)

    def forget_documents(self) -> None:
        """Forget the places in all documents but the bundled ones, whose names are no paths.

        Raises:
            OutputError: the file cannot be written.
        """
        self._file.change(
            lambda stored: {key: place for key, place in stored.items() if not Path(key).is_absolute()}
        )


def _record(sheet: FactSheet, place: Place) -> dict[str, Any]:
    start = max(place.offset, 0)
    words = sheet.section(place.section_id).text[start : start + _WORDS_LENGTH]
    return {"section": place.section_id, "offset": place.offset, "words": words}


def _restore(record: dict[str, Any], sheet: FactSheet) -> Place | None:
    """The place that `record` tells of; None where nothing of it is left."""
    section_id, offset, words = (record.get(name) for name in ("section", "offset", "words"))
    if not (isinstance(section_id, str) and isinstance(offset, int) and isinstance(words, str)):
        return None
    try:
        text = sheet.section(section_id).text
    except KeyError:
        return _find_words(sheet, words)
    if offset < 0 or not text:
        return Place(section_id)
    if words and text[offset : offset + len(words)] == words:
        return Place(section_id, offset)
    if words and words in text:
        return Place(section_id, text.index(words))
    return _find_words(sheet, words) or Place(section_id, min(offset, len(text) - 1))


def _find_words(sheet: FactSheet, words: str) -> Place | None:
    """Where `words` now stand, if they do."""
    found = ((section.id, section.text.find(words)) for section in sheet.sections if words)
    return next((Place(section_id, at) for section_id, at in found if at >= 0), None)


class History:
    """The places left by jumping, as a browser keeps its pages; None is the top of the sheet."""

    def __init__(self) -> None:
        self._back: list[Place | None] = []
        self._forward: list[Place | None] = []

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place to go forward to."""
        return bool(self._forward)

    def leave(self, place: Place | None) -> None:
        """Note that the reader jumps away from `place`; what lay forward is forgotten."""
        if not self._back or self._back[-1] != place:
            self._back.append(place)
        self._forward.clear()

    def back(self, place: Place | None) -> Place | None:
        """The place before, on leaving `place`. Raises IndexError where there is none."""
        before = self._back.pop()
        self._forward.append(place)
        return before

    def forward(self, place: Place | None) -> Place | None:
        """The place gone back from, on leaving `place`. Raises IndexError where there is none."""
        after = self._forward.pop()
        self._back.append(place)
        return after
