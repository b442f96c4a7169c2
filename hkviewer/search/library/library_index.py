"""Searching a library's index while it is being written, honestly."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hkviewer.preferences.schema import ResultOrder
from hkviewer.search.index import messages, store
from hkviewer.search.index.lookup import SearchInterrupted
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.index.streams import MOST_KEPT
from hkviewer.search.library.update import Report, bring_up_to_date, update_index
from hkviewer.search.library.wanted import Progress, WantedSheet, progress
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SearchResult, SectionMatches

_KEPT_BRIEFLY = 1 << 19
"""Characters of tokens that are kept while another process writes, whose memory counts too: with its next
part they are of no use any more."""


class LibraryIndex:
    """Finds the places of a query in the sheets of a library, as far as these are indexed.

    Another process may write the index meanwhile: each search sees what was written until it begins. One
    search runs at a time, in any thread; `interrupt` may be called from any other.
    """

    def __init__(self, file: Path, wanted: Sequence[WantedSheet], *, counts: bool = True) -> None:
        """Search the index in `file`, which may not be there yet, for the sheets that are `wanted`.

        `counts`: say of how many sheets an answer is while others are still to be indexed.
        """
        self._counts = counts
        self._file = file
        self._wanted = wanted
        self._connection: sqlite3.Connection | None = None
        self._index: SearchIndex | None = None
        self._seen: object = None
        self._known: dict[bool, Progress] = {}
        self._update: Callable[[], object] | None = None
        self._stopped = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._closed = False

    @classmethod
    def updated(
        cls, file: Path, wanted: Sequence[WantedSheet], report: Report = lambda _: None
    ) -> LibraryIndex:
        """The index of all of `wanted`, brought up to date first; in memory where the file cannot be written.

        Raises:
            SearchUnavailable: SQLite has no full-text search.
        """
        index = cls(file, wanted)
        index._update = functools.partial(update_index, file, wanted, report)
        try:
            index._update()
        except (sqlite3.Error, OSError):
            connection = store.open_memory()
            bring_up_to_date(connection, wanted, report)
            index._take(connection, None)
        return index

    def close(self) -> None:
        """Let go of the index; a search that runs is interrupted."""
        self._closed = True
        self.interrupt()
        with self._one_at_a_time:
            self._release()

    def interrupt(self) -> None:
        """Stop the search that runs, if any: it raises SearchInterrupted. From any thread."""
        self._stopped.set()
        if (index := self._index) is not None:
            index.interrupt()

    @property
    def progress(self) -> Progress:
        """How many of the sheets that are searched were indexed when something was last searched."""
        return self._progress(editions=False)

    def search(
        self, query: SearchQuery | str, limit: int | None = None, order: ResultOrder = "best"
    ) -> SearchResult:
        """The places of `query`, with at most `limit` sections in that order, in what is indexed so far.

        Raises:
            SearchInterrupted: `interrupt` was called meanwhile, or the index is closed.
        """
        asked = SearchQuery.parse(query) if isinstance(query, str) else query
        with self._one_at_a_time:
            self._stopped.clear()
            try:
                return self._search(asked, limit, order)
            except (sqlite3.Error, ValueError) as error:
                if self._closed or self._stopped.is_set():
                    raise SearchInterrupted from None
                self._release()
                self._repair(error)
                return self._search(asked, limit, order)
            finally:
                self._end_reading()

    def beginning(self, section: SectionMatches) -> str:
        """How the text of a section that was found begins; "" where that cannot be read any more.

        Raises:
            SearchInterrupted: as `search`.
        """
        if self._index is None:
            return ""
        try:
            return self._index.beginning(section)
        except sqlite3.Error:
            if self._closed or self._stopped.is_set():
                raise SearchInterrupted from None
            return ""  # another process has changed it since

    def sheets(self) -> list[store.StoredSheet]:
        """The sheets of the index, as they were when something was last searched."""
        return [*self._index.sheets] if self._index is not None else []

    @property
    def by_document(self) -> Mapping[str, store.StoredSheet]:
        """The same by the names that their sections are listed under."""
        return self._index.by_document if self._index is not None else {}

    def _repair(self, error: Exception) -> None:
        """Delete the index where it is damaged: whoever brings it up to date next makes it anew."""
        if isinstance(error, sqlite3.OperationalError):
            return  # another process has locked it, or the disk cannot be read now
        with contextlib.suppress(OSError):
            store.delete(self._file)
        if self._update is not None:
            with contextlib.suppress(OSError, sqlite3.Error):
                self._update()

    def _search(self, asked: SearchQuery, limit: int | None, order: ResultOrder) -> SearchResult:
        index = self._current()
        if index is None:
            return self._honest(SearchResult(asked.whole or asked.text, order=order), asked)
        return self._honest(index.search(asked, limit, order), asked)

    def _current(self) -> SearchIndex | None:
        """The index as it is now, and stays until the end of this search; None where there is none yet."""
        if self._seen is None and self._index is not None:
            return self._index  # it is in memory
        with contextlib.suppress(OSError, sqlite3.Error):
            state = self._file.stat()
            file = state.st_dev, state.st_ino
            if self._connection is not None and self._seen == (file, self._version()):
                return self._index
            self._release()
            connection = store.open_for_reading(self._file)
            connection.execute("PRAGMA query_only = ON")
            self._connection = connection
            version = self._version()
            self._take(connection, (file, version))
            return self._index
        self._release()
        return None

    def _version(self) -> int:
        """A number that changes when another process has written; from here on all is read of one state."""
        assert self._connection is not None
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM sheet").fetchone()
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _take(self, connection: sqlite3.Connection, seen: object) -> None:
        self._connection = connection
        stored = store.sheets(connection)
        is_complete = progress(self._wanted, stored, editions=True).is_complete
        most_kept = MOST_KEPT if is_complete else _KEPT_BRIEFLY
        keys = {sheet.path for sheet in self._wanted}  # what was removed goes with the next update
        known = {sheet.key for sheet in stored}
        gone = [sheet.unindexed() for sheet in self._wanted if not (sheet.is_here or sheet.path in known)]
        self._index = SearchIndex(
            connection, stopped=self._stopped, most_kept=most_kept, keys=keys, gone=gone
        )
        self._seen = seen
        self._known.clear()

    def _end_reading(self) -> None:
        """Let go of the state that was read; where that is interrupted too, the index is opened anew."""
        if self._connection is not None:
            try:
                self._connection.rollback()
            except sqlite3.Error:
                self._release()

    def _release(self) -> None:
        if self._index is not None:
            self._index.close()
        elif self._connection is not None:
            self._connection.close()
        self._index = self._connection = self._seen = None
        self._known.clear()

    def _progress(self, *, editions: bool) -> Progress:
        if editions not in self._known:
            self._known[editions] = progress(self._wanted, self.sheets(), editions=editions)
        return self._known[editions]

    def _honest(self, result: SearchResult, asked: SearchQuery) -> SearchResult:
        """A result that says what was not searched: while sheets are read, or where there is no match."""
        editions = any(one.kind == "edition" for group in asked.filters for one in group)
        done, wanted = self._progress(editions=editions)
        so_far = messages.so_far(done, wanted) if self._counts else messages.NOT_ALL_YET
        told = [so_far] if done < wanted else []
        if not result.section_count:
            told += self._not_searched()
        return replace(result, message=" ".join(filter(None, (result.message, *told))))

    def _not_searched(self) -> list[str]:
        faults = {sheet.key for sheet in self.sheets() if sheet.fault}
        newest = [sheet for sheet in self._wanted if sheet.is_newest]
        unread = sum(s.is_here and (not s.digest or s.path in faults) for s in newest)
        absent = sum(not sheet.is_here for sheet in newest)
        return [messages.unread(unread), messages.absent(absent)]
