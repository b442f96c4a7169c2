"""The sections of an index as they are shown, read from the database as they are listed."""

from __future__ import annotations

import functools
import json
import sqlite3
from collections.abc import Sequence

from hkviewer.search.index.breaks import unpack
from hkviewer.search.index.store import SECTION_BITS
from hkviewer.search.text.places import TokenPlaces

_STORED = (
    "SELECT section.id, document, section, section.title, body, path, runs"  # noqa: S608  a number
    f" FROM section JOIN sheet ON sheet.id = section.id >> {SECTION_BITS}"
)
_MOST_KEPT = 256
_AT_ONCE = 500


class StoredSection:
    """A section as it is kept.

    Attributes:
        document, section: the sheet's name in the index, and the section's id in the sheet.
        title, body, path: what is shown of it.
    """

    __slots__ = ("_places", "_runs", "body", "document", "path", "section", "title")

    def __init__(self, row: Sequence[str], path: tuple[str, ...], runs: bytes) -> None:
        """A row of the database; of each run of the body that has tokens `runs` has the place and length."""
        self.document, self.section, self.title, self.body = row
        self.path = path
        self._runs = runs
        self._places: dict[int, tuple[int, TokenPlaces]] = {}

    def places(self, run: int) -> tuple[int, TokenPlaces]:
        """Where a run of text begins, and its tokens in it: the title is number 0."""
        if run not in self._places:
            offset, text = 0, self.title
            if run:
                offset, length = unpack(self._runs)[2 * run - 2 : 2 * run]
                text = self.body[offset : offset + length]
            self._places[run] = offset, TokenPlaces(text)
        return self._places[run]


class StoredSections:
    """The stored sections of one database; the next key mostly lists the same ones, which are kept."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`connection` is to the database."""
        self._connection = connection
        self._kept: dict[int, StoredSection] = {}

    def get(self, row: int) -> StoredSection:
        """The section with that row id."""
        return self.all([row])[0]

    def all(self, rows: Sequence[int]) -> list[StoredSection]:
        """The sections with those row ids."""
        new: dict[int, StoredSection] = {}
        missing = [row for row in rows if row not in self._kept]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            sql = f"{_STORED} WHERE section.id IN ({','.join('?' * len(some))})"
            for row, *shown, path, runs in self._connection.execute(sql, some):
                new[row] = StoredSection(shown, _path(path), runs)
        sections = [self._kept.get(row) or new[row] for row in rows]
        self._kept.update(new)
        while len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return sections


@functools.lru_cache(maxsize=1024)
def _path(kept: str) -> tuple[str, ...]:
    """A path as it is kept; the same ones recur in every country's sheet."""
    return tuple(json.loads(kept))
