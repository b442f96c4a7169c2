"""Looking up: a query's sections with their matches, counted, and listed in an order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from hkviewer.preferences.schema import ResultOrder
from hkviewer.search.index.best_sentence import best_sentence
from hkviewer.search.index.counting import matcher
from hkviewer.search.index.match import Matcher
from hkviewer.search.index.plan import Plan, Planner
from hkviewer.search.index.positions import originals
from hkviewer.search.index.ranking import Ranking
from hkviewer.search.index.section_match import Match, matched
from hkviewer.search.index.store import SECTION_BITS, StoredSheet
from hkviewer.search.index.stored_sections import StoredSection, StoredSections
from hkviewer.search.index.streams import SectionStream, Streams
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import Node, Term, replaced
from hkviewer.search.result import SearchResult, SectionMatches, Span
from hkviewer.search.snippets import snippets

MOST_SECTIONS = 2000
"""Counting stops at so many sections; beyond, nothing is ranked either."""
_MANY = 25
"""Of more sections matches are first only counted: to prepare that takes as long as to find so many."""


class SearchInterrupted(Exception):  # noqa: N818  it is no error: a newer query was typed
    """The search was stopped by `SearchIndex.interrupt`, or the index is closed."""


class Listing(NamedTuple):
    """How many sections are listed at most, in which order, and whether a figure is to be shown."""

    limit: int | None = None
    order: ResultOrder = "best"
    has_figure: bool = False


class Lookup:
    """Looks up queries in one database.

    Args:
        streams: of the database.
        planner: plans queries over its vocabulary.
        is_stopped: asked now and then; where it says so, SearchInterrupted is raised.
        sheets: those that are searched; among several it counts for more how rare a word is.
    """

    def __init__(
        self,
        streams: Streams,
        planner: Planner,
        is_stopped: Callable[[], bool],
        sheets: Sequence[StoredSheet],
    ) -> None:
        self._streams = streams
        self._stored = StoredSections(streams.connection)
        self._planner = planner
        self._is_stopped = is_stopped
        self._documents = {sheet.id: sheet.document for sheet in sheets} if len(sheets) > 1 else {}
        places = {sheet.id: (sheet.place, sheet.id) for sheet in sheets}
        in_order = sorted(places, key=places.__getitem__)
        self._order = {} if in_order == sorted(places) else {sheet: n for n, sheet in enumerate(in_order)}

    def result(
        self,
        query: SearchQuery,
        nodes: Sequence[Node],
        listing: Listing,
        substitutes: Mapping[Term, Node] = MappingProxyType({}),
        leads: Sequence[Matcher] = (),
    ) -> SearchResult:
        """What `nodes` of the query find, with other nodes in the place of some words.

        Sections in which `leads` find something come before all others, the earlier ones counting for more.
        """
        nodes, sequence = ([replaced(n, substitutes) for n in each] for each in (nodes, query.sequence))
        plan = self._planner.plan(nodes, sequence)
        matches = list(itertools.islice(self._matches(plan), MOST_SECTIONS + 1))
        capped = len(matches) > MOST_SECTIONS
        matches = self._in_order(matches[:MOST_SECTIONS])
        listed = self._listed(matches, plan, listing, leads or self._begun(query), capped=capped)
        return SearchResult(
            query.text,
            total=sum(match.hits for match in matches),
            section_count=len(matches),
            capped=capped,
            message=query.notice,
            sections=tuple(self.shown(listed, listing)),
            documents=self._by_document(matches),
        )

    def _in_order(self, matches: list[Match]) -> list[Match]:
        """Matches as their sheets are listed; they stand as the sheets were added."""
        order = self._order
        return sorted(matches, key=lambda m: order[m.section.row >> SECTION_BITS]) if order else matches

    def _by_document(self, matches: Sequence[Match]) -> tuple[tuple[str, int], ...]:
        """How many matches each of several sheets has."""
        if not self._documents:
            return ()
        counts: dict[int, int] = {}
        for match in matches:
            sheet = match.section.row >> SECTION_BITS
            counts[sheet] = counts.get(sheet, 0) + match.hits
        return tuple((self._documents[sheet], count) for sheet, count in counts.items())

    def has(self, query: SearchQuery, *nodes: Node) -> bool:
        """Whether a section has all of `nodes`; where none are given, all of those of the query."""
        return any(True for _ in self._matches(self._planner.plan(nodes or query.nodes, query.sequence)))

    def _listed(
        self,
        matches: Sequence[Match],
        plan: Plan,
        listing: Listing,
        leads: Sequence[Matcher],
        *,
        capped: bool,
    ) -> Sequence[Match]:
        """Those of `matches` that are shown, in their order.

        Of more than are counted the section whose heading is the query leads, wherever it stands; the
        others stand as they are.
        """
        if listing.order == "reading":
            return matches[: listing.limit]
        by_rarity, has_figure = bool(self._documents), listing.has_figure
        ranking = Ranking(plan.asked, by_rarity=by_rarity, leads=leads, has_figure=has_figure)
        if not capped:
            return ranking.best(matches, listing.limit)
        most = MOST_SECTIONS if listing.limit is None else listing.limit
        headings = filter(ranking.may_be_query, self._sections(plan.of_headings))
        found = (match for section in headings if (match := matched(plan.asked, section)))
        first = {m.section.row: m for m in itertools.islice(filter(ranking.is_query, found), most)}
        return [*first.values(), *(match for match in matches if match.section.row not in first)][:most]

    def _begun(self, query: SearchQuery) -> tuple[Matcher, ...]:
        """What finds words that begin with a last word of asking, as long as it may be half typed."""
        last = query.sequence[-1] if query.sequence else None
        if not (isinstance(last, Term) and last.asking and last.prefix):
            return ()
        return tuple(self._planner.plan([replace(last, asking=False)]).asked.matchers)

    def _sections(self, plan: Plan) -> Iterator[SectionStream]:
        """The sections that may satisfy a plan."""
        return self._streams.candidates(plan.candidates, self._check)

    def _check(self) -> None:
        if self._is_stopped():
            raise SearchInterrupted

    def _matches(self, plan: Plan) -> Iterator[Match]:
        """The sections that satisfy a plan; where there are many, matches are counted rather than found."""
        asked = plan.asked
        sections = self._sections(plan)
        for section in itertools.islice(sections, _MANY):
            if (match := matched(asked, section)) is not None:
                yield match
        for number, section in enumerate(sections):
            if number == 0:
                match_of = matcher(asked)
            if (match := match_of(section)) is not None:
                yield match

    def shown(self, matches: Sequence[Match], listing: Listing) -> Iterator[SectionMatches]:
        """Matches as they are shown."""
        stored = self._stored.all([match.section.row for match in matches])
        for match, kept in zip(matches, stored, strict=True):
            self._check()
            is_best = listing.order == "best"
            best = best_sentence(match, has_figure=listing.has_figure) if is_best else 0
            yield _section(kept, match.section, match.spans, best)

    def section(self, section: SectionStream, spans: Sequence[Span]) -> SectionMatches:
        """A section with some places."""
        return _section(self._stored.get(section.row), section, spans, 0)


def _section(
    stored: StoredSection, section: SectionStream, spans: Sequence[Span], best: int
) -> SectionMatches:
    """A section with its matches, of which number `best` is shown first."""
    heading, body = originals(stored, section, spans)
    return SectionMatches(
        document=stored.document,
        section=stored.section,
        title=stored.title,
        path=stored.path,
        spans=tuple(body),
        heading_spans=tuple(heading),
        snippets=snippets(stored.body, body, best),
    )
