"""Places in documents: where reading stopped, and how it is found again in another text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hkviewer.content.identity import DocumentKey
from hkviewer.content.model import FactSheet
from hkviewer.content.place import Place
from hkviewer.content.ranges import BODY, TextRange
from hkviewer.system import paths
from hkviewer.system.state_file import StateFile

_DOCUMENTS_MAXIMUM = 500
_WORDS_LENGTH = 60
"""Code points of text kept with a place: enough to be unique in a sheet, short in the file."""
_HEADING_OFFSET = -1
"""What the file has for a heading's position, since version 0.1.0."""


class PlaceStore:
    """Remembers one place for each document, in a small file of its own.

    The words that stood at the place are kept with it, so that it is found again after the text
    before it has changed.

    The file has a record for each document, the last one written last. It is named as version 0.1.0
    named it, by the path or the id, and that version reads it; where another edition of the same name
    is read, the record of the one before gets a longer name. 0.1.0 had no "key" in a record, and none
    at all for the very top.
    """

    def __init__(self, file: StateFile | None = None) -> None:
        self._file = file or StateFile(paths.data_folder() / "places.json")

    def load(self, key: DocumentKey, sheet: FactSheet) -> Place | None:
        """The place kept for the document `key`, as near as `sheet` still has it; None where none is kept.

        Without one of its own that of another edition: at the same path, under the same id among the
        bundled sheets, or else of the same work.
        """
        stored = {name: record for name, record in self._file.load().items() if isinstance(record, dict)}
        last = stored.get(key.name)
        own = last if last and _key_of(key.name, last).edition == key.edition else None
        record = own or stored.get(_long_name(key)) or last or _same_work(key, stored)
        return None if record is None else Place(key, restored(record, sheet))

    def save(self, place: Place, sheet: FactSheet) -> None:
        """Keep `place`, which is in `sheet`, for its document.

        Raises:
            OutputError: the file cannot be written.
        """
        key = place.document
        record = {"key": key.as_dict(), **record_of(sheet, place.at)}

        def put(stored: dict[str, Any]) -> dict[str, Any]:
            last = stored.get(key.name)
            if last == record:
                return stored
            kept = {name: value for name, value in stored.items() if name not in (key.name, _long_name(key))}
            if isinstance(last, dict) and "key" in last:
                before = _key_of(key.name, last)
                kept |= {_long_name(before): last} if before.edition != key.edition else {}
            return dict([*kept.items(), (key.name, record)][-_DOCUMENTS_MAXIMUM:])

        self._file.change(put)

    def forget_documents(self) -> None:
        """Forget the places in all documents but the bundled ones.

        Raises:
            OutputError: the file cannot be written.
        """
        self._file.change(
            lambda stored: {name: record for name, record in stored.items() if not Path(name).is_absolute()}
        )


def _long_name(key: DocumentKey) -> str:
    """A name for each edition; no path has two slashes in a row within it, and no id any."""
    return f"{key.name}//{key.edition}"


def _key_of(name: str, record: dict[str, Any]) -> DocumentKey:
    """The document of a record; one that version 0.1.0 wrote knows no edition and no work."""
    match record.get("key"):
        case {"id": str(id_), "edition": str(edition), "path": str(path), "is_stated": bool(is_stated)}:
            return DocumentKey(id_, edition, path, is_stated)
    return DocumentKey("", "", name) if Path(name).is_absolute() else DocumentKey(name, "", "")


def _same_work(key: DocumentKey, stored: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """The last record of a document of the same work."""
    records = reversed(stored.items())
    return next((record for name, record in records if _key_of(name, record).is_same_work(key)), None)


def record_of(sheet: FactSheet, at: TextRange | None) -> dict[str, Any]:
    """What `restored` finds the beginning of `at` by, once the text has changed; {} for the very top."""
    if at is None:
        return {}
    start = at.start if at.part == BODY else 0
    words = sheet.section(at.section_id).text[start : start + _WORDS_LENGTH]
    offset = start if at.part == BODY else _HEADING_OFFSET
    return {"section": at.section_id, "offset": offset, "words": words}


def restored(record: dict[str, Any], sheet: FactSheet) -> TextRange | None:
    """The point of `record`, as near as `sheet` has it; None, the very top, where nothing of it is left."""
    section_id, offset, words = (record.get(name) for name in ("section", "offset", "words"))
    if not (isinstance(section_id, str) and isinstance(offset, int) and isinstance(words, str)):
        return None
    try:
        text = sheet.section(section_id).text
    except KeyError:
        return _find_words(sheet, words)
    if offset < 0 or not text:
        return TextRange.heading(section_id)
    if words and text[offset : offset + len(words)] == words:
        return TextRange.point(section_id, offset)
    if words and words in text:
        return TextRange.point(section_id, text.index(words))
    return _find_words(sheet, words) or TextRange.point(section_id, min(offset, len(text) - 1))


def _find_words(sheet: FactSheet, words: str) -> TextRange | None:
    """Where `words` now stand, if they do."""
    starts = ((section.id, section.text.find(words)) for section in sheet.sections if words)
    return next((TextRange.point(section_id, start) for section_id, start in starts if start >= 0), None)
