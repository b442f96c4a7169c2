"""The streams of an index: what its sections are matched by, read from the database as they are looked at."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence

from hkviewer.search.index.breaks import Breaks
from hkviewer.search.index.store import SECTION_BITS

BAR = "|"
"""Stands between heading and body, so that nothing matches across."""
_AT_ONCE = 100
MOST_KEPT = 1 << 23
"""Characters of streams that are kept: the next key looks at the same sections again, and reading one takes
longer than looking at it. A sheet has up to 100,000 characters, 261 have 6,000,000."""


class SectionStream:
    """The tokens that a section is matched by, and those of the titles above.

    Attributes:
        text: those of the heading, a bar, those of the body (see `tokens`).
        outer: those of all outer headings, a bar, and those of the sheet's title.
        row: its row in the database.
        bar: where in `text` the bar is; -1 in what is no whole section.
        breaks: the ends of sentences and of runs of text.
    """

    __slots__ = ("bar", "breaks", "outer", "row", "text")

    def __init__(self, text: str, outer: str = BAR, row: int = 0, breaks: bytes = b"") -> None:
        self.text = text
        self.outer = outer
        self.row = row
        self.bar = text.find(BAR)
        self.breaks = Breaks(breaks)

    @property
    def is_empty(self) -> bool:
        """Whether the heading has no text of its own."""
        return len(self.text) == self.bar + 2


class Streams:
    """The streams of one database, which does not change meanwhile; usable by one thread at a time."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        most_kept: int = MOST_KEPT,
        unwanted: Collection[int] = (),
    ) -> None:
        """So many characters of streams are kept at most; of the sheets `unwanted` none is found."""
        self.connection = connection
        self._most_kept = most_kept
        self._unwanted = frozenset(unwanted)
        self._kept: dict[int, SectionStream] = {}
        self._length = 0
        self._above: dict[str, str] = {}

    def candidates(self, query: str, check: Callable[[], object] = lambda: None) -> Iterator[SectionStream]:
        """The sections that an FTS5 query finds, as they were added; none for "".

        `check` is called now and then; what it raises ends the work.
        """
        if not query:
            return
        sql = "SELECT rowid FROM tokens WHERE tokens MATCH ? ORDER BY rowid"
        found = self.connection.execute(sql, [query])
        kept = self._kept
        while rows := [row for (row,) in found.fetchmany(_AT_ONCE)]:
            if self._unwanted:
                rows = [row for row in rows if row >> SECTION_BITS not in self._unwanted]
            new = self._read([row for row in rows if row not in kept])
            sections = [kept.get(row) or new[row] for row in rows]
            self._keep(new)
            check()
            yield from sections

    def _read(self, rows: Sequence[int]) -> dict[int, SectionStream]:
        if not rows:
            return {}
        marks = ",".join("?" * len(rows))
        sql = f"SELECT id, text, outer, breaks FROM stream WHERE id IN ({marks})"  # noqa: S608  only marks
        above = self._above
        return {
            row: SectionStream(text, above.setdefault(outer, outer), row, breaks)
            for row, text, outer, breaks in self.connection.execute(sql, rows)
        }

    def _keep(self, new: dict[int, SectionStream]) -> None:
        """Keep what was read, and let go of what was read long ago."""
        self._kept.update(new)
        self._length += sum(len(section.text) for section in new.values())
        while self._length > self._most_kept:
            oldest = next(iter(self._kept))
            self._length -= len(self._kept.pop(oldest).text)
