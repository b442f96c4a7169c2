"""The index of one sheet or of a library, and searching in it."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from hkviewer.content.model import FactSheet, Paragraph, Section, Text
from hkviewer.preferences.schema import ResultOrder
from hkviewer.search.index import store
from hkviewer.search.index.answering import Answering
from hkviewer.search.index.lookup import Listing, Lookup, SearchInterrupted
from hkviewer.search.index.offers import Offers
from hkviewer.search.index.plan import Planner
from hkviewer.search.index.streams import Streams
from hkviewer.search.index.vocabulary import Vocabulary
from hkviewer.search.query import asking
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import FrontMatch, SearchResult, SectionMatches
from hkviewer.search.text.word_lists import spellings

MOST_FRONTS = 5
"""Titles and fields of front matter that are offered at most."""


class SearchIndex:
    """Finds the places of a query in one sheet or in a library.

    One search runs at a time, in any thread; `interrupt` may be called from any other.
    """

    def __init__(
        self,
        sources: Iterable[store.SheetSource],
        file: Path | None = None,
        *,
        is_front: bool = False,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        """Index `sources`; the other arguments are those of `of_sheet` and `of_library`.

        Args:
            sources: the sheets.
            file: where the index is kept.
            is_front: it holds front matter, and so has none of its own.
            is_over: whether nobody needs it any more.
        """
        self._sources = {source.document: source for source in sources}
        self._file = file
        self._is_front = is_front
        self._is_over = is_over
        self._stopped = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._closed = False
        self._open(rebuild=False)

    @classmethod
    def of_sheet(cls, sheet: FactSheet, is_over: Callable[[], bool] = lambda: False) -> SearchIndex:
        """An index of one sheet, in memory.

        Args:
            sheet: the sheet.
            is_over: whether nobody needs it any more; asked now and then while it is made.

        Raises:
            SearchInterrupted: so it was.
            SearchUnavailable: SQLite has no full-text search.
        """
        source = store.SheetSource(sheet.id, sheet.digest, lambda: sheet)
        return cls([source], is_over=is_over)

    @classmethod
    def of_library(cls, sources: Iterable[store.SheetSource], file: Path | None = None) -> SearchIndex:
        """An index of several sheets.

        Args:
            sources: the sheets.
            file: where the index is kept; what is already in it is not read again. One that is
                damaged or of another version is rebuilt. Left out, or where it cannot be written,
                the index is in memory.

        Raises:
            SearchUnavailable: SQLite has no full-text search.
            DocumentError: a sheet cannot be read.
        """
        return cls(sources, file)

    def close(self) -> None:
        """Close the database; a search that runs is interrupted."""
        self._closed = True
        self.interrupt()
        with self._one_at_a_time:
            self._connection.close()
            if self._front is not None:
                self._front.close()

    def interrupt(self) -> None:
        """Stop the search that runs, if any: it raises SearchInterrupted. From any thread."""
        self._stopped.set()
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed meanwhile
            self._connection.interrupt()

    def search(
        self, query: SearchQuery | str, limit: int | None = None, order: ResultOrder = "best"
    ) -> SearchResult:
        """The places of `query`, with at most `limit` sections in that order.

        Raises:
            SearchInterrupted: `interrupt` was called meanwhile, or the index is closed.
        """
        asked = SearchQuery.parse(query) if isinstance(query, str) else query
        listing = Listing(limit, order, asking.asks_figure(asked.text))
        with self._one_at_a_time:
            self._stopped.clear()
            try:
                result = self._answering.answer(asked, listing)
            except (sqlite3.Error, ValueError):  # interrupted, or what is stored is damaged
                if self._closed or self._stopped.is_set():
                    raise SearchInterrupted from None
                self._connection.close()
                self._open(rebuild=True)
                result = self._answering.answer(asked, listing)
        return replace(result, left_out=asked.left_out, order=order)

    def _open(self, *, rebuild: bool) -> None:
        self._connection = store.open_index(self._sources, self._file, self._check, rebuild=rebuild)
        vocabulary = Vocabulary(self._connection)
        tokens, self.section_count = store.extent(self._connection)
        planner = Planner(vocabulary, spellings(), tokens)
        several = len(self._sources) > 1
        streams = Streams(self._connection)
        self._lookup = Lookup(streams, planner, self._stopped.is_set, of_many=several)
        offers = Offers(streams, vocabulary, planner, self._lookup, len(self._sources))
        self._answering = Answering(streams, vocabulary, planner, offers, self._in_front)
        self._front: SearchIndex | None = None

    def _check(self) -> None:
        if self._is_over():
            raise SearchInterrupted

    def _in_front(self, query: SearchQuery) -> tuple[FrontMatch, ...]:
        """The titles and fields of front matter that match."""
        if self._is_front:
            return ()
        if self._front is None:
            self._front = SearchIndex(_fronts(self._connection), is_front=True)
        result = self._front._lookup.result(query, query.nodes, Listing(MOST_FRONTS))  # noqa: SLF001  it is of the same class
        # An address runs words together: it answers only those who type one.
        hidden = "" if {".", "/"} & {*query.text} else "source"
        return tuple(_front_match(section) for section in result.sections if section.section != hidden)


def _fronts(connection: sqlite3.Connection) -> Iterator[store.SheetSource]:
    """The titles and front matter of the sheets in a database: of each a sheet whose sections are fields."""
    for document, fields in store.sheet_fronts(connection):
        paragraphs = {field: Paragraph((Text(value),)) for field, value in fields.items() if value}
        sections = tuple(Section(field, "", 1, (), (value,)) for field, value in paragraphs.items())
        yield store.SheetSource(document, "", functools.partial(FactSheet, document, "", sections, ""))


def _front_match(section: SectionMatches) -> FrontMatch:
    """A field that has matches; it was indexed as a section."""
    value = " ".join(snippet.text for snippet in section.snippets)
    return FrontMatch(section.document, section.section, value)
