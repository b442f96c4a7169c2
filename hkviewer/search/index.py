"""The index of one sheet or of a library, and searching in it."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hkviewer.factsheet.model import FactSheet, Paragraph, Section, Text
from hkviewer.search import store
from hkviewer.search.match import BAR, merged
from hkviewer.search.places import originals
from hkviewer.search.plan import Plan, Planner
from hkviewer.search.query import SearchQuery
from hkviewer.search.result import FrontMatch, SearchResult, SectionMatches, Span
from hkviewer.search.snippets import snippets
from hkviewer.search.suggest import Ladder, Substitute
from hkviewer.search.terms import InTitle, Node, Term, replaced, wanted_terms
from hkviewer.search.vocabulary import Vocabulary
from hkviewer.search.words import curated_aliases, spellings

MOST_SECTIONS = 2000
"""Counting stops at so many sections; beyond, nothing is ranked either."""
MOST_FRONTS = 5
"""So many titles and fields of front matter are told."""
HEADING_WEIGHT = 4.5
"""How much more a match in a heading counts in the ranking of a library."""
LONGEST_QUOTED = 80
_SATURATION, _LENGTH = 1.2, 0.75  # k1 and b of BM25, as FTS5 has them


class SearchInterrupted(Exception):  # noqa: N818  it is no error: a newer query was typed
    """The search was stopped by `SearchIndex.interrupt`."""


@dataclass(frozen=True, slots=True)
class SheetSource:
    """A sheet of a library.

    Attributes:
        document: what its sections are said to be in; unique in the library.
        digest: of its file; a changed one is indexed anew.
        read: gives the sheet; called only where it is not in the index yet.
    """

    document: str
    digest: str
    read: Callable[[], FactSheet]


@dataclass(frozen=True, slots=True)
class _Match:
    row: int
    stream: str
    spans: Sequence[Span]

    @property
    def heading_hits(self) -> int:
        bar = self.stream.index(BAR)
        return bisect_left(self.spans, (bar, 0))


class SearchIndex:
    """Finds the places of a query in one sheet or in a library.

    One search runs at a time; `interrupt` may be called from any thread.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        aliases: Mapping[str, tuple[str, ...]] | None = None,
        *,
        ranked: bool = False,
        is_front: bool = False,
    ) -> None:
        """Search what the database of `connection` holds (see `store.open_store`).

        Args:
            connection: the database; the index closes it.
            aliases: curated abbreviations; left out, those beside the bundled sheets.
            ranked: the best sections come first, not those that stand first.
            is_front: it holds front matter, and so has none of its own.
        """
        self._connection = connection
        self._aliases = aliases
        self._ranked = ranked
        self._is_front = is_front
        self._stopped = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._vocabulary = Vocabulary(connection)
        self._front: SearchIndex | None = None
        tokens, characters, sections = connection.execute(
            "SELECT (SELECT total(count) FROM vocabulary), total(length(text)), count(*) FROM stream"
        ).fetchone()
        self._planner = Planner(self._vocabulary, spellings(), int(tokens))
        self._mean_length = max(1.0, characters / max(1, sections))
        self.section_count = int(sections)

    @classmethod
    def of_sheet(cls, sheet: FactSheet, aliases: Mapping[str, tuple[str, ...]] | None = None) -> SearchIndex:
        """An index of one sheet, in memory; its results stand in reading order.

        Raises:
            SearchUnavailable: SQLite has no full-text search.
        """
        connection = store.open_store()
        store.add_sheets(connection, [(sheet.id, sheet)])
        return cls(connection, aliases)

    @classmethod
    def of_library(
        cls,
        sources: Iterable[SheetSource],
        file: Path | None = None,
        aliases: Mapping[str, tuple[str, ...]] | None = None,
    ) -> SearchIndex:
        """An index of several sheets, the best results first.

        Args:
            sources: the sheets.
            file: where the index is kept; what is already in it is not read again. One that is
                damaged or of another version is made anew. Left out, it is in memory; so it is
                where the file cannot be written.
            aliases: curated abbreviations; left out, those beside the bundled sheets.

        Raises:
            SearchUnavailable: SQLite has no full-text search.
            DocumentError: a sheet cannot be read.
        """
        wanted = {source.document: source for source in sources}
        try:
            connection = _up_to_date(store.open_store(file), wanted)
        except (sqlite3.Error, OSError):
            connection = _up_to_date(store.open_store(), wanted)
        return cls(connection, aliases, ranked=True)

    @property
    def size(self) -> int:
        """How many bytes the index takes."""
        pages, size = (
            self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
        return int(pages * size)

    def close(self) -> None:
        """Close the database; a search that runs is interrupted."""
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

    def search(self, query: SearchQuery | str, limit: int | None = None) -> SearchResult:
        """The places of `query`, with at most `limit` sections.

        Raises:
            SearchInterrupted: `interrupt` was called meanwhile.
        """
        asked = SearchQuery.parse(query) if isinstance(query, str) else query
        with self._one_at_a_time:
            self._stopped.clear()
            try:
                return self._search(asked, limit)
            except sqlite3.OperationalError:
                if self._stopped.is_set():
                    raise SearchInterrupted from None
                raise

    def _search(self, query: SearchQuery, limit: int | None) -> SearchResult:
        if query.problem:
            return SearchResult(query.text, message=query.problem)
        result = self._found(query, query.nodes, limit)
        missing = self._missing(query)
        if not missing:
            return result if result.sections or result.section_count else self._nothing(query, missing)
        front = self._in_front(query)
        if front.front:
            return front
        ladder = Ladder(self._vocabulary, self._names)
        substitutes = {term: found for term in missing if (found := ladder.substitute(term))}
        if not substitutes:
            return result if result.section_count else self._nothing(query, missing)
        return self._instead(query, substitutes, limit)

    def _missing(self, query: SearchQuery) -> list[Term]:
        """The words of a committed query that stand nowhere."""
        if query.typing:
            return []
        wanted = dict.fromkeys(term for node in query.nodes for term in wanted_terms(node))
        return [term for term in wanted if not term.prefix and not self._planner.occurs(term)]

    def _found(self, query: SearchQuery, nodes: Sequence[Node], limit: int | None) -> SearchResult:
        plan = self._planner.plan(nodes)
        matches = list(self._matches(plan))
        capped = len(matches) > MOST_SECTIONS
        matches = matches[:MOST_SECTIONS]
        shown = self._best(matches, plan, limit) if self._ranked and not capped else matches[:limit]
        return SearchResult(
            query.text,
            total=sum(len(match.spans) for match in matches),
            section_count=len(matches),
            capped=capped,
            message=query.notice,
            sections=tuple(self._shown(match) for match in shown),
        )

    def _matches(self, plan: Plan) -> Iterator[_Match]:
        """The sections that satisfy a plan: at most one more than are counted."""
        if not plan.candidates:
            return
        count = 0
        for row, stream in store.candidates(self._connection, plan.candidates):
            if self._stopped.is_set():
                raise SearchInterrupted
            spans = plan.matcher.find(stream)
            if spans is not None:
                yield _Match(row, stream.text, merged(spans))
                count += 1
                if count > MOST_SECTIONS:
                    return

    def _best(self, matches: Sequence[_Match], plan: Plan, limit: int | None) -> list[_Match]:
        """The best matches by BM25, first things first where they are equally good."""
        weights = plan.words()
        scored = [(-self._score(match, weights), number) for number, match in enumerate(matches)]
        return [matches[number] for _, number in sorted(scored)[:limit]]

    def _score(self, match: _Match, words: Sequence[tuple[Callable[[str], list[str]], float]]) -> float:
        length = _SATURATION * (1 - _LENGTH + _LENGTH * len(match.stream) / self._mean_length)
        if len(words) == 1:
            heading_hits = match.heading_hits
            counts = [(len(match.spans) - heading_hits + HEADING_WEIGHT * heading_hits, words[0][1])]
        else:
            heading, _, body = match.stream.partition(BAR)
            counts = [(len(f(body)) + HEADING_WEIGHT * len(f(heading)), weight) for f, weight in words]
        scores = (weight * count * (_SATURATION + 1) / (count + length) for count, weight in counts)
        return float(sum(scores))

    def _shown(self, match: _Match) -> SectionMatches:
        section = store.stored_section(self._connection, match.row)
        heading, body = originals(section, match.stream, match.spans)
        return SectionMatches(
            document=section.document,
            section=section.section,
            title=section.title,
            path=section.path,
            spans=tuple(body),
            heading_spans=tuple(heading),
            snippets=snippets(section.body, body),
        )

    def _instead(
        self, query: SearchQuery, substitutes: Mapping[Term, Substitute], limit: int | None
    ) -> SearchResult:
        """What is found with other words in the place of those that stand nowhere."""
        nodes = {term: substitute.node for term, substitute in substitutes.items()}
        result = self._found(query, [replaced(node, nodes) for node in query.nodes], limit)
        corrections = _corrections(query, substitutes)
        if not result.section_count:
            return replace(self._nothing(query, list(substitutes)), suggestions=corrections)
        said = (*(s.message for s in substitutes.values()), query.notice)
        return replace(
            result,
            message=" ".join(filter(None, said)),
            corrected=corrections[0] if corrections else "",
            alias="; ".join(s.alias for s in substitutes.values() if s.alias),
            suggestions=corrections,
        )

    def _nothing(self, query: SearchQuery, missing: Sequence[Term]) -> SearchResult:
        """A plain word that there is nothing."""
        front = self._in_front(query)
        if front.front:
            return front
        titles = [node for node in query.nodes if isinstance(node, InTitle)]
        uncalled = next((t for t in titles if not self._found(query, [t], 0).section_count), None)
        if uncalled:
            message = f"No section is called “{_typed(uncalled.node)}”."
        elif missing:
            message = f"No section contains {_listed([term.typed for term in missing])}."
        elif len(query.nodes) > 1:
            message = f"No section contains all of “{_quoted(query)}”."
        else:
            message = f"No section contains “{_quoted(query)}”."
        return SearchResult(query.text, message=" ".join(filter(None, (message, query.notice))))

    def _in_front(self, query: SearchQuery) -> SearchResult:
        """Where titles and front matter have it, told and offered but not counted."""
        if self._is_front:
            return SearchResult(query.text)
        if self._front is None:
            self._front = _front_index(self._connection)
        found = self._front._found(query, query.nodes, MOST_FRONTS)  # noqa: SLF001  it is of the same class
        values = tuple(_front_match(section) for section in found.sections)
        if not values:
            return SearchResult(query.text)
        shown = _listed([match.value for match in values[:3]], "and")
        message = f"No section contains “{_quoted(query)}”, but the sheet’s title or details do: {shown}."
        return SearchResult(query.text, message=message, front=values)

    def _names(self, term: str) -> tuple[str, ...]:
        """The names that an abbreviation may stand for: the curated ones, then those the texts introduce."""
        curated = curated_aliases() if self._aliases is None else self._aliases
        return (*curated.get(term, ()), *store.stored_aliases(self._connection, term))


def _front_index(connection: sqlite3.Connection) -> SearchIndex:
    """An index of the titles and front matter of the sheets in another one."""
    fronts = store.open_store()
    sheets = []
    for document, fields in store.sheet_fronts(connection):
        sections = (
            Section(field, "", 1, (), (Paragraph((Text(value),)),))
            for field, value in fields.items()
            if value
        )
        sheets.append((document, FactSheet(document, "", tuple(sections), "")))
    store.add_sheets(fronts, sheets)
    return SearchIndex(fronts, {}, is_front=True)


def _front_match(section: SectionMatches) -> FrontMatch:
    """A field that has matches; it was indexed as a section."""
    return FrontMatch(
        section.document, section.section, " ".join(snippet.text for snippet in section.snippets)
    )


def _up_to_date(connection: sqlite3.Connection, wanted: Mapping[str, SheetSource]) -> sqlite3.Connection:
    """The database with exactly the sheets that are wanted."""
    stored = store.stored_documents(connection)
    gone = [d for d, digest in stored.items() if d not in wanted or wanted[d].digest != digest]
    if gone:
        store.remove_sheets(connection, gone)
    new = [source for d, source in wanted.items() if d in gone or d not in stored]
    if new:
        store.add_sheets(connection, ((source.document, source.read()) for source in new))
    return connection


def _corrections(query: SearchQuery, substitutes: Mapping[Term, Substitute]) -> tuple[str, ...]:
    """The query with its misspelt words corrected, in up to three ways."""
    texts = [query.text.strip()]
    for term, substitute in substitutes.items():
        if substitute.corrections:
            texts = [text.replace(term.typed, word, 1) for text in texts for word in substitute.corrections]
    return tuple(text for text in dict.fromkeys(texts) if text != query.text.strip())[:3]


def _quoted(query: SearchQuery) -> str:
    """What was typed, as it is named in a message."""
    text = " ".join(query.text.split()).strip('"“”')
    return text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED].rstrip() + "…"


def _typed(node: Node) -> str:
    return getattr(node, "typed", "")


def _listed(words: Sequence[str], conjunction: str = "or") -> str:
    quoted = [f"“{word}”" for word in dict.fromkeys(words)]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {conjunction} {quoted[-1]}"
