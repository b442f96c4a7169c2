"""The index of one sheet or of a library, and searching in it."""

from __future__ import annotations

import contextlib
import functools
import itertools
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from hkviewer.content.model import FactSheet, Paragraph, Section, Text
from hkviewer.preferences.schema import ResultOrder
from hkviewer.search.index import messages, store, suggestions
from hkviewer.search.index.asked import Asked
from hkviewer.search.index.match import Matcher, SectionStream, merged
from hkviewer.search.index.nearest import MOST_NEAREST, NearestFinder
from hkviewer.search.index.other_figure import OtherFigureFinder
from hkviewer.search.index.places import Places
from hkviewer.search.index.plan import Plan, Planner
from hkviewer.search.index.positions import originals
from hkviewer.search.index.ranking import Match, Ranking, best_sentence
from hkviewer.search.index.related import RelatedFinder
from hkviewer.search.index.rewriting import Rewriter
from hkviewer.search.index.runs import Breaks, Run
from hkviewer.search.index.vocabulary import Vocabulary
from hkviewer.search.query import amounts
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import InTitle, Node, Phrase, Term, replaced, wanted_terms
from hkviewer.search.result import FrontMatch, NearSection, RelatedSection, SearchResult, SectionMatches, Span
from hkviewer.search.snippets import snippets
from hkviewer.search.text.word_lists import curated_aliases, spellings

MOST_SECTIONS = 2000
"""Counting stops at so many sections; beyond, nothing is ranked either."""
LAST_LATIN = "\u024f"
MOST_FRONTS = 5
"""Titles and fields of front matter that are offered at most."""


class Listing(NamedTuple):
    """How many sections are listed at most, and in which order."""

    limit: int | None = None
    order: ResultOrder = "best"


_COUNTED = Listing(0)


class SearchInterrupted(Exception):  # noqa: N818  it is no error: a newer query was typed
    """The search was stopped by `SearchIndex.interrupt`, or the index is closed."""


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
        listing = Listing(limit, order)
        with self._one_at_a_time:
            self._stopped.clear()
            try:
                result = self._answer(asked, listing)
            except (sqlite3.Error, ValueError):  # interrupted, or what is stored is damaged
                if self._closed or self._stopped.is_set():
                    raise SearchInterrupted from None
                self._connection.close()
                self._open(rebuild=True)
                result = self._answer(asked, listing)
        return replace(result, left_out=asked.left_out, order=order)

    def _open(self, *, rebuild: bool) -> None:
        self._connection = store.open_index(self._sources, self._file, self._check, rebuild=rebuild)
        self._vocabulary = Vocabulary(self._connection)
        tokens, self.section_count = store.extent(self._connection)
        self._planner = Planner(self._vocabulary, spellings(), tokens)
        self._front: SearchIndex | None = None

    def _check(self) -> None:
        if self._is_over():
            raise SearchInterrupted

    def _answer(self, query: SearchQuery, listing: Listing) -> SearchResult:
        """The result, with an offer of the query that was meant by what looks like operators."""
        result = self._search(query, listing)
        offered = self._with_matches([query.meant] if query.meant else [])
        if not offered:
            return result
        return replace(
            result,
            suggestions=tuple(dict.fromkeys((*offered, *result.suggestions)))[: messages.MOST_OFFERED],
            message=" ".join(filter(None, (result.message, messages.meant(offered[0])))),
        )

    def _search(self, query: SearchQuery, listing: Listing) -> SearchResult:
        if query.problem:
            return SearchResult(query.text, message=query.problem)
        result = self._result(query, query.nodes, listing)
        if not result.section_count and (reread := self._read_otherwise(query, listing)):
            return reread
        if not result.section_count and (unnumbered := query.without_item_number()):
            return replace(self._search(unnumbered, listing), query=query.text)
        missing = self._missing(query)
        if result.section_count and not missing:
            return result
        if not result.section_count and (front := self._in_front(query)):
            return SearchResult(query.text, message=messages.only_in_front(query, front), front=front)
        if query.typing:
            return result if result.section_count else self._nothing(query, missing)
        return self._committed(query, result, listing)

    def _committed(self, query: SearchQuery, result: SearchResult, listing: Listing) -> SearchResult:
        """The result with other words for those that stand nowhere; `result` is the one without."""
        places = Places(self._connection, self._planner)
        finder = suggestions.SubstituteFinder(self._vocabulary, places, self._names)
        rewriter = Rewriter(self._planner, places, finder)
        alias = ""
        if rewritten := rewriter.named(query):
            query, alias = rewritten.query, rewritten.alias
            result = self._result(query, query.nodes, listing)
        if not result.section_count:
            readings = (each.query for each in rewriter.joined(query))
            results = (self._result(reading, reading.nodes, listing) for reading in readings)
            if joined := next((each for each in results if each.section_count), None):
                return joined
        result = self._with_substitutes(query, result, finder, listing)
        return replace(result, alias="; ".join(filter(None, (alias, result.alias))))

    def _with_substitutes(
        self,
        query: SearchQuery,
        result: SearchResult,
        finder: suggestions.SubstituteFinder,
        listing: Listing,
    ) -> SearchResult:
        """The result with something else for each single word that stands nowhere."""
        missing = self._missing(query)
        substitutes = {term: other for term in missing if (other := finder.substitute(term))}
        if substitutes:
            return self._instead(query, missing, substitutes, listing)
        return result if result.section_count else self._nothing(query, missing)

    def _read_otherwise(self, query: SearchQuery, listing: Listing) -> SearchResult | None:
        """The result with comma and point exchanged in figures that stand nowhere; None for none."""
        if query.typing:
            return None
        readings = amounts.other_readings(query.text)
        absent = {f: other for f, other in readings.items() if not self._with_matches([f])}
        if not absent:
            return None
        other = query.with_figures(absent)
        result = self._result(other, other.nodes, listing)
        return replace(result, query=query.text) if result.section_count else None

    def _missing(self, query: SearchQuery) -> list[Term]:
        """The words of a committed query that stand nowhere."""
        if query.typing:
            return []
        wanted = dict.fromkeys(term for node in query.nodes for term in wanted_terms(node))
        return [term for term in wanted if not term.prefix and not self._planner.occurs(term)]

    def _result(
        self,
        query: SearchQuery,
        nodes: Sequence[Node],
        listing: Listing,
        substitutes: Mapping[Term, Node] = MappingProxyType({}),
    ) -> SearchResult:
        """What `nodes` of the query find, with other nodes in the place of some words."""
        nodes, sequence = ([replaced(n, substitutes) for n in each] for each in (nodes, query.sequence))
        plan = self._planner.plan(nodes, sequence)
        only_counted = listing.limit is not None
        matches = list(itertools.islice(self._matches(plan, only_counted=only_counted), MOST_SECTIONS + 1))
        capped = len(matches) > MOST_SECTIONS
        matches = matches[:MOST_SECTIONS]
        listed = self._listed(matches, plan, listing, capped=capped)
        return SearchResult(
            query.text,
            total=sum(match.hits for match in matches),
            section_count=len(matches),
            capped=capped,
            message=query.notice,
            sections=tuple(self._shown(match, plan, listing) for match in listed),
        )

    def _listed(
        self, matches: Sequence[Match], plan: Plan, listing: Listing, *, capped: bool
    ) -> Sequence[Match]:
        """Those of `matches` that are shown, in their order.

        Of more than are counted the section whose heading is the query leads, wherever it stands; the
        others stand as they are.
        """
        if listing.order == "reading":
            return matches[: listing.limit]
        ranking = Ranking(plan.asked, by_rarity=len(self._sources) > 1)
        if not capped:
            return ranking.best(matches, listing.limit)
        only_counted = listing.limit is not None
        most = MOST_SECTIONS if listing.limit is None else listing.limit
        headings = self._matches(plan.of_headings, only_counted=only_counted)
        first = {m.row: m for m in itertools.islice(filter(ranking.is_query, headings), most)}
        return [*first.values(), *(match for match in matches if match.row not in first)][:most]

    def _matches(self, plan: Plan, *, only_counted: bool) -> Iterator[Match]:
        """The sections that satisfy a plan.

        Where one word alone is shown its matches may be only counted, in half the time.
        """
        if not plan.candidates:
            return
        asked, is_stopped = plan.asked, self._stopped.is_set
        sole = asked.sole_words if only_counted else None
        words, conditions = sole or (None, ())
        for row, text, outer, breaks in store.candidates(self._connection, plan.candidates):
            if is_stopped():
                raise SearchInterrupted
            if words is not None:
                hits = words.count(text)
                if hits and (not conditions or _hold(conditions, SectionStream(text, outer))):
                    yield Match(row, text, outer, hits, None)
            elif (found := asked.find(SectionStream(text, outer))) is not None:
                yield _match(row, SectionStream(text, outer), found, breaks, asked)

    def _shown(self, match: Match, plan: Plan, listing: Listing) -> SectionMatches:
        if self._stopped.is_set():
            raise SearchInterrupted
        spans = match.spans
        if spans is None:
            ((words, _),) = filter(None, [plan.asked.sole_words])
            spans = words.find(SectionStream(match.stream)) or ()
        best = best_sentence(match) if listing.order == "best" else 0
        return self._section(match.row, match.stream, spans, best)

    def _section(self, row: int, stream: str, spans: Sequence[Span], best: int = 0) -> SectionMatches:
        """A section with its matches, of which number `best` is shown first."""
        section = store.stored_section(self._connection, row)
        heading, body = originals(section, stream, spans)
        return SectionMatches(
            document=section.document,
            section=section.section,
            title=section.title,
            path=section.path,
            spans=tuple(body),
            heading_spans=tuple(heading),
            snippets=snippets(section.body, body, best),
        )

    def _instead(
        self,
        query: SearchQuery,
        missing: Sequence[Term],
        substitutes: Mapping[Term, suggestions.Substitute],
        listing: Listing,
    ) -> SearchResult:
        """The result with other words in the place of those that stand nowhere."""
        nodes = {term: substitute.node for term, substitute in substitutes.items()}
        result = self._result(query, query.nodes, listing, nodes)
        corrections = self._with_matches(suggestions.corrected_queries(query, substitutes))
        if not result.section_count:
            # Where the whole query has no match, a single corrected word may.
            words = dict.fromkeys(word for each in substitutes.values() for word in each.corrections)
            offered = corrections or self._with_matches([*words][: messages.MOST_OFFERED])
            return replace(self._nearly(query, missing, substitutes), suggestions=offered)
        sentences = (suggestions.searched_instead(substitutes), query.notice)
        return replace(
            result,
            message=" ".join(filter(None, sentences)),
            corrected=corrections[0] if corrections else "",
            alias="; ".join(s.alias for s in substitutes.values() if s.alias),
            suggestions=corrections,
        )

    def _nearly(
        self,
        query: SearchQuery,
        missing: Sequence[Term],
        substitutes: Mapping[Term, suggestions.Substitute],
    ) -> SearchResult:
        """An empty result, with the nearest sections: what a name is known for counts as held."""
        names = {term: substitute for term, substitute in substitutes.items() if substitute.alias}
        nodes = {term: name.node for term, name in names.items()}
        notice = " ".join(filter(None, (suggestions.searched_instead(names), query.notice)))
        named = replace(query, nodes=tuple(replaced(node, nodes) for node in query.nodes), notice=notice)
        result = self._nothing(named, [term for term in missing if term not in names])
        return replace(result, alias="; ".join(name.alias for name in names.values()))

    def _with_matches(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Those of the queries that match: corrected words may stand in different sections."""
        queries = map(SearchQuery.parse, texts)
        return tuple(
            query.text for query in queries if self._result(query, query.nodes, _COUNTED).section_count
        )

    def _nothing(self, query: SearchQuery, missing: Sequence[Term]) -> SearchResult:
        """An empty result, with the reason."""
        titles = [node for node in query.nodes if isinstance(node, InTitle)]
        absent_title = next((t for t in titles if not self._result(query, [t], _COUNTED).section_count), None)
        message = messages.no_match(query, missing, absent_title)
        offered: tuple[str, ...] = ()
        if phrases := self._absent_phrases(query):
            unquoted = suggestions.unquoted(query, phrases)
            offered = self._with_matches([unquoted] if unquoted else [])
            message = messages.no_phrase(phrases, offered)
        nearest = self._nearest(query)
        other = self._other_figure(query)
        if other:
            rest = [near for near in nearest if near.found.section != other.found.section]
            nearest = (other, *rest[: MOST_NEAREST - 1])
        related = self._related(query, missing)
        told = " ".join(
            filter(
                None,
                (
                    messages.in_english(len(self._sources)) if self._is_foreign(missing) else "",
                    messages.other_figure(_first_match(other.found) if other else ""),
                    messages.related([each.word for each in related]),
                ),
            )
        )
        return SearchResult(
            query.text,
            message=" ".join(filter(None, (message, told, query.notice))),
            suggestions=offered,
            nearest=nearest,
            related=related,
        )

    def _related(self, query: SearchQuery, missing: Sequence[Term]) -> tuple[RelatedSection, ...]:
        found = RelatedFinder(self._connection, self._planner).find(query.nodes, missing)
        sections = (self._section(each.row, each.stream, each.spans) for each in found)
        return tuple(RelatedSection(section, _first_match(section)) for section in sections)

    def _is_foreign(self, missing: Sequence[Term]) -> bool:
        """Whether words are in a script that no word of the sheets is in, and these are in English."""
        letters = {
            letter for term in missing for part in term.parts for letter in part if letter > LAST_LATIN
        }
        return (
            bool(letters)
            and store.languages(self._connection) == {"en"}
            and not self._vocabulary.entries(letters)
        )

    def _other_figure(self, query: SearchQuery) -> NearSection | None:
        """The section with another figure than one that stands nowhere."""
        finder = OtherFigureFinder(self._connection, self._planner, self._vocabulary)
        other = finder.find(query.nodes) if query.plain and not query.typing else None
        if other is None:
            return None
        return NearSection(self._section(other.row, other.stream, [other.span]), (other.instead_of,))

    def _absent_phrases(self, query: SearchQuery) -> list[Phrase]:
        """The phrases that stand nowhere."""
        phrases = (node for node in query.nodes if isinstance(node, Phrase) and len(node.terms) > 1)
        return [phrase for phrase in phrases if not self._result(query, [phrase], _COUNTED).section_count]

    def _nearest(self, query: SearchQuery) -> tuple[NearSection, ...]:
        """The sections that have most of a query's words; none where it has quotes or operators."""
        if not query.plain or query.typing:
            return ()
        plan = self._planner.plan(query.nodes, query.sequence)
        finder = NearestFinder(self._connection, self._planner, self.section_count)
        return tuple(
            NearSection(self._shown(_match(*near.match, plan.asked), plan, Listing()), near.missing)
            for near in finder.find(query.nodes)
        )

    def _in_front(self, query: SearchQuery) -> tuple[FrontMatch, ...]:
        """The titles and fields of front matter that match."""
        if self._is_front:
            return ()
        if self._front is None:
            self._front = SearchIndex(_fronts(self._connection), is_front=True)
        result = self._front._result(query, query.nodes, Listing(MOST_FRONTS))  # noqa: SLF001  it is of the same class
        # An address runs words together: it answers only those who type one.
        hidden = "" if {".", "/"} & {*query.text} else "source"
        return tuple(_front_match(section) for section in result.sections if section.section != hidden)

    def _names(self, term: str) -> tuple[str, ...]:
        """The names that an abbreviation may stand for: the curated ones, then those the texts introduce."""
        return (*curated_aliases().get(term, ()), *store.stored_aliases(self._connection, term))


def _hold(conditions: Sequence[Matcher], section: SectionStream) -> bool:
    return all(condition.find(section) is not None for condition in conditions)


def _first_match(section: SectionMatches) -> str:
    """The words of a section's first match."""
    if section.heading_spans:
        return section.title[slice(*section.heading_spans[0])]
    return section.snippets[0].text[slice(*section.snippets[0].spans[0])]


def _match(
    row: int, section: SectionStream, found: Sequence[Sequence[Span]], breaks: bytes, asked: Asked
) -> Match:
    """A section with the matches of each node, words side by side as one."""
    places = Breaks(breaks)
    runs: Sequence[Run] = ()
    if len(found) > 1 and asked.runs.is_possible:
        runs = asked.runs.find(section.text, found, places)
    spans = merged([*itertools.chain.from_iterable(found), *((start, end) for start, end, _ in runs)])
    return Match(row, *section, len(spans), spans, found, runs, places)


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
