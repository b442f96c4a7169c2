"""The index of one sheet or of several, and searching in it."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace

from hkviewer.content.model import FactSheet, Paragraph, Section, Text
from hkviewer.preferences.schema import ResultOrder
from hkviewer.search.index import scope, store, writing
from hkviewer.search.index.answering import Answering
from hkviewer.search.index.lookup import Listing, Lookup, SearchInterrupted
from hkviewer.search.index.messages import only_searched
from hkviewer.search.index.offers import Offers
from hkviewer.search.index.plan import Planner
from hkviewer.search.index.store import StoredSheet
from hkviewer.search.index.streams import MOST_KEPT, Streams
from hkviewer.search.index.vocabulary import Vocabulary
from hkviewer.search.query import asking
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.sheet_filters import told_of_blank
from hkviewer.search.result import FrontMatch, SearchResult, SectionMatches
from hkviewer.search.text.word_lists import spellings

MOST_FRONTS = 5
"""Titles and fields of front matter that are offered at most."""


class SearchIndex:
    """Finds the places of a query in the sheets of a database, which does not change meanwhile.

    One search runs at a time, in any thread; `interrupt` may be called from any other.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        is_front: bool = False,
        stopped: threading.Event | None = None,
        most_kept: int = MOST_KEPT,
        keys: Container[str] | None = None,
        gone: Sequence[StoredSheet] = (),
    ) -> None:
        """Search what `connection` leads to; it is closed with the index.

        Args:
            connection: to the database.
            is_front: it holds front matter, and so has none of its own.
            stopped: set while the search that runs is to stop, if another has a say in that.
            most_kept: characters of the sections' tokens that are kept for the next key.
            keys: what was added as one of these is searched; left out, all.
            gone: sheets that are known, but could not be indexed as their files are not there.
        """
        self._gone = gone
        self._connection = connection
        self._is_front = is_front
        self._has_own_event = stopped is None
        self._stopped = stopped or threading.Event()
        self._one_at_a_time = threading.Lock()
        self._closed = False
        self._scoped: tuple[tuple[int, ...], SearchIndex] | None = None
        self._front: SearchIndex | None = None
        stored = store.sheets(connection)
        self.sheets = [sheet for sheet in stored if keys is None or sheet.key in keys]
        self.by_document = {sheet.document: sheet for sheet in self.sheets}
        vocabulary = Vocabulary(connection)
        tokens, self.section_count = store.extent(connection)
        planner = Planner(vocabulary, spellings(), tokens)
        searched = [sheet for sheet in self.sheets if sheet.is_searched]
        streams = Streams(connection, most_kept, {s.id for s in stored}.difference(s.id for s in self.sheets))
        self._lookup = Lookup(streams, planner, self._stopped.is_set, searched)
        offers = Offers(streams, vocabulary, planner, self._lookup, len(searched))
        self._answering = Answering(streams, vocabulary, planner, offers, self._in_front)

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
        return cls.of_sheets([(sheet.id, sheet)], is_over=is_over)

    @classmethod
    def of_sheets(
        cls,
        sheets: Iterable[tuple[str, FactSheet]],
        *,
        is_front: bool = False,
        is_over: Callable[[], bool] = lambda: False,
    ) -> SearchIndex:
        """An index in memory of several sheets, each with the name that its sections are listed under.

        The other arguments, and what is raised, are those of `__init__` and `of_sheet`.
        """

        def check() -> None:
            if is_over():
                raise SearchInterrupted

        connection = store.open_memory()
        try:
            writing.add_sheets(connection, sheets, check)
        except BaseException:
            connection.close()  # nobody else will: the index is not there
            raise
        return cls(connection, is_front=is_front)

    def close(self) -> None:
        """Close the database; a search that runs is interrupted."""
        self._closed = True
        if self._has_own_event:
            self.interrupt()
        with self._one_at_a_time:
            self._connection.close()
            for other in (self._front, self._scoped and self._scoped[1]):
                if other is not None:
                    other.close()

    def interrupt(self) -> None:
        """Stop the search that runs, if any: it raises SearchInterrupted. From any thread."""
        self._stopped.set()
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed meanwhile
            self._connection.interrupt()
        if (scoped := self._scoped) is not None:
            scoped[1].interrupt()

    def search(
        self, query: SearchQuery | str, limit: int | None = None, order: ResultOrder = "best"
    ) -> SearchResult:
        """The places of `query`, with at most `limit` sections in that order.

        Raises:
            SearchInterrupted: `interrupt` was called meanwhile, or the index is closed.
            sqlite3.Error, ValueError: what is stored is damaged.
        """
        asked = SearchQuery.parse(query) if isinstance(query, str) else query
        with self._one_at_a_time:
            if self._has_own_event:
                self._stopped.clear()
            try:
                result = self._filtered(asked, limit, order)
            except (sqlite3.Error, ValueError):  # interrupted, or what is stored is damaged
                if self._closed or self._stopped.is_set():
                    raise SearchInterrupted from None
                raise
        blank = told_of_blank(asked.whole or asked.text, is_found=result.section_count > 0)
        told = " ".join(filter(None, (result.message, "" if asked.typing else blank)))
        return replace(result, message=told, left_out=asked.left_out, order=order)

    def beginning(self, section: SectionMatches) -> str:
        """How the text of a section that was found begins; "" where there is none."""
        found = self.by_document.get(section.document)
        if found is None:
            return ""
        sql = "SELECT substr(body, 1, 400) FROM section WHERE id BETWEEN ? AND ? AND section = ?"
        row = self._connection.execute(sql, [*store.rows_of(found.id), section.section]).fetchone()
        return str(row[0]) if row else ""

    def _filtered(self, asked: SearchQuery, limit: int | None, order: ResultOrder) -> SearchResult:
        """The result in the sheets that the query's filters let through."""
        listing = Listing(limit, order, asking.asks_figure(asked.text))
        if not asked.filters:
            return self._answering.answer(asked, listing)
        if asked.problem:
            return SearchResult(asked.whole, message=asked.problem)
        wanted = scope.in_scope(self.sheets, asked.filters)
        if not wanted:
            return SearchResult(
                asked.whole, message=scope.why_none([*self.sheets, *self._gone], asked.filters)
            )
        if [sheet.id for sheet in wanted] == [sheet.id for sheet in self.sheets if sheet.is_searched]:
            result = self._answering.answer(asked, listing)
        else:
            result = self._in_scope(wanted)._answering.answer(asked, listing)  # noqa: SLF001  of the same class
        return _with_filters(result, asked, wanted, sum(sheet.is_here for sheet in self.sheets))

    def _in_scope(self, wanted: Sequence[StoredSheet]) -> SearchIndex:
        """An index of some of the sheets, kept until others are wanted: it knows no word of the rest."""
        numbers = tuple(sheet.id for sheet in wanted)
        if self._scoped is None or self._scoped[0] != numbers:
            if self._scoped is not None:
                self._scoped[1].close()
                self._scoped = None
            connection = store.open_memory("")
            try:
                writing.copy_sheets(self._connection, connection, numbers, self._check)
            except BaseException:
                connection.close()
                raise
            self._scoped = numbers, SearchIndex(connection, stopped=self._stopped)
        return self._scoped[1]

    def _check(self) -> None:
        if self._stopped.is_set():
            raise SearchInterrupted

    def _in_front(self, query: SearchQuery) -> tuple[FrontMatch, ...]:
        """The titles and fields of front matter that match."""
        if self._is_front:
            return ()
        if self._front is None:
            self._front = SearchIndex.of_sheets(self._fronts(), is_front=True)
        result = self._front._lookup.result(query, query.nodes, Listing(MOST_FRONTS))  # noqa: SLF001  it is of the same class
        # An address runs words together: it answers only those who type one.
        hidden = "" if {".", "/"} & {*query.text} else "source"
        return tuple(_front_match(section) for section in result.sections if section.section != hidden)

    def _fronts(self) -> Iterator[tuple[str, FactSheet]]:
        """The titles and front matter of the sheets: of each a sheet whose sections are fields."""
        for document, fields in store.sheet_fronts(self._connection):
            if document in self.by_document:
                paragraphs = {field: Paragraph((Text(value),)) for field, value in fields.items() if value}
                sections = tuple(Section(field, "", 1, (), (value,)) for field, value in paragraphs.items())
                yield document, FactSheet(document, "", sections, "")


def _with_filters(
    result: SearchResult, asked: SearchQuery, wanted: Sequence[StoredSheet], every: int
) -> SearchResult:
    """A result in `wanted`, of `every` sheet that is here; its suggestions look in the same sheets."""
    filters = " ".join(one.typed for group in asked.filters for one in group)
    told = "" if result.section_count else only_searched([sheet.title for sheet in wanted], every)
    return replace(
        result,
        query=asked.whole,
        message=" ".join(filter(None, (result.message, told))),
        corrected=f"{filters} {result.corrected}" if result.corrected else "",
        suggestions=tuple(f"{filters} {text}" for text in result.suggestions),
    )


def _front_match(section: SectionMatches) -> FrontMatch:
    """A field that has matches; it was indexed as a section."""
    value = " ".join(snippet.text for snippet in section.snippets)
    return FrontMatch(section.document, section.section, value)
