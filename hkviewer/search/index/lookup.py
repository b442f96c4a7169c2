"""Looking up: a query's sections with their matches, counted, and listed in an order."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from hkviewer.preferences.schema import ResultOrder
from hkviewer.search.index import store
from hkviewer.search.index.asked import Asked
from hkviewer.search.index.match import Matcher, SectionStream, merged
from hkviewer.search.index.plan import Plan, Planner
from hkviewer.search.index.positions import originals
from hkviewer.search.index.ranking import Match, Ranking, best_sentence
from hkviewer.search.index.runs import Breaks, Run
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import Node, Term, replaced
from hkviewer.search.result import SearchResult, SectionMatches, Span
from hkviewer.search.snippets import snippets

MOST_SECTIONS = 2000
"""Counting stops at so many sections; beyond, nothing is ranked either."""


class SearchInterrupted(Exception):  # noqa: N818  it is no error: a newer query was typed
    """The search was stopped by `SearchIndex.interrupt`, or the index is closed."""


class Listing(NamedTuple):
    """How many sections are listed at most, and in which order."""

    limit: int | None = None
    order: ResultOrder = "best"


class Lookup:
    """Looks up queries in one database.

    Args:
        connection: to the database.
        planner: plans queries over its vocabulary.
        is_stopped: asked for every section; where it says so, SearchInterrupted is raised.
        of_many: several sheets are searched, so that it counts for more how rare a word is.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        planner: Planner,
        is_stopped: Callable[[], bool],
        *,
        of_many: bool,
    ) -> None:
        self._connection = connection
        self._planner = planner
        self._is_stopped = is_stopped
        self._of_many = of_many

    def result(
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
        listed = self._listed(matches, plan, listing, self._begun(query), capped=capped)
        return SearchResult(
            query.text,
            total=sum(match.hits for match in matches),
            section_count=len(matches),
            capped=capped,
            message=query.notice,
            sections=tuple(self.shown(match, plan, listing) for match in listed),
        )

    def has(self, query: SearchQuery, *nodes: Node) -> bool:
        """Whether a section has all of `nodes`; where none are given, all of those of the query."""
        return self.result(query, nodes or query.nodes, Listing(0)).section_count > 0

    @staticmethod
    def match(
        row: int, section: SectionStream, found: Sequence[Sequence[Span]], breaks: bytes, asked: Asked
    ) -> Match:
        """A section with the matches of each node, words side by side as one."""
        places = Breaks(breaks)
        runs: Sequence[Run] = ()
        if len(found) > 1 and asked.runs.is_possible:
            runs = asked.runs.find(section.text, found, places)
        spans = merged([*itertools.chain.from_iterable(found), *((start, end) for start, end, _ in runs)])
        return Match(row, *section, len(spans), spans, found, runs, places)

    def _listed(
        self, matches: Sequence[Match], plan: Plan, listing: Listing, begun: Matcher | None, *, capped: bool
    ) -> Sequence[Match]:
        """Those of `matches` that are shown, in their order.

        Of more than are counted the section whose heading is the query leads, wherever it stands; the
        others stand as they are.
        """
        if listing.order == "reading":
            return matches[: listing.limit]
        ranking = Ranking(plan.asked, by_rarity=self._of_many, begun=begun)
        if not capped:
            return ranking.best(matches, listing.limit)
        only_counted = listing.limit is not None
        most = MOST_SECTIONS if listing.limit is None else listing.limit
        headings = self._matches(plan.of_headings, only_counted=only_counted)
        first = {m.row: m for m in itertools.islice(filter(ranking.is_query, headings), most)}
        return [*first.values(), *(match for match in matches if match.row not in first)][:most]

    def _begun(self, query: SearchQuery) -> Matcher | None:
        """What finds words that begin with a last word of asking, as long as it may be half typed."""
        last = query.sequence[-1] if query.sequence else None
        if not (isinstance(last, Term) and last.asking and last.prefix):
            return None
        (begun,) = self._planner.plan([replace(last, asking=False)]).asked.matchers
        return begun

    def _matches(self, plan: Plan, *, only_counted: bool) -> Iterator[Match]:
        """The sections that satisfy a plan.

        Where one word alone is shown its matches may be only counted, in half the time.
        """
        if not plan.candidates:
            return
        asked, is_stopped = plan.asked, self._is_stopped
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
                yield self.match(row, SectionStream(text, outer), found, breaks, asked)

    def shown(self, match: Match, plan: Plan, listing: Listing) -> SectionMatches:
        """A match as it is shown."""
        if self._is_stopped():
            raise SearchInterrupted
        spans = match.spans
        if spans is None:
            ((words, _),) = filter(None, [plan.asked.sole_words])
            spans = words.find(SectionStream(match.stream)) or ()
        best = best_sentence(match) if listing.order == "best" else 0
        return self.section(match.row, match.stream, spans, best)

    def section(self, row: int, stream: str, spans: Sequence[Span], best: int = 0) -> SectionMatches:
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


def _hold(conditions: Sequence[Matcher], section: SectionStream) -> bool:
    return all(condition.find(section) is not None for condition in conditions)
