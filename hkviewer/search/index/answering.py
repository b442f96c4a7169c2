"""The answer to a query: what is found, else what is found instead, else what is offered."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from hkviewer.search.index import messages, shortened, store, suggestions
from hkviewer.search.index.cut_words import CutWords
from hkviewer.search.index.lookup import Listing
from hkviewer.search.index.near_misses import NearMisses
from hkviewer.search.index.offers import Offers
from hkviewer.search.index.places import Places
from hkviewer.search.index.plan import Planner
from hkviewer.search.index.rewording import Reworded, Rewording
from hkviewer.search.index.rewriting import Rewriter, Rewriting
from hkviewer.search.index.streams import Streams
from hkviewer.search.index.vocabulary import Vocabulary
from hkviewer.search.query import amounts, number_words
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import Node, Term, replaced, wanted_terms
from hkviewer.search.result import FrontMatch, SearchResult
from hkviewer.search.text.word_lists import curated_aliases


class Answering:
    """Answers queries in one database.

    Args:
        streams: of the database.
        vocabulary: its words.
        planner: plans queries over them.
        offers: makes the results where nothing is found.
        in_front: gives the titles and fields of front matter that match a query.
    """

    def __init__(
        self,
        streams: Streams,
        vocabulary: Vocabulary,
        planner: Planner,
        offers: Offers,
        in_front: Callable[[SearchQuery], Sequence[FrontMatch]],
    ) -> None:
        self._streams = streams
        self._vocabulary = vocabulary
        self._planner = planner
        self._offers = offers
        self._lookup = offers.lookup
        self._in_front = in_front

    def answer(self, query: SearchQuery, listing: Listing) -> SearchResult:
        """The result, with an offer of the query that was meant by what looks like operators."""
        result = self._search(query, listing)
        offered = self._offers.with_matches([query.meant] if query.meant else [])
        if not offered:
            return result
        introduction = messages.meant(offered[0])
        return replace(
            result,
            suggestions=tuple(dict.fromkeys((*offered, *result.suggestions)))[: messages.MOST_OFFERED],
            message=" ".join(filter(None, (result.message, introduction))),
            introduction=introduction,
        )

    def _search(self, query: SearchQuery, listing: Listing) -> SearchResult:
        if query.problem:
            return SearchResult(query.text, message=query.problem)
        result = self._lookup.result(query, query.nodes, listing)
        if query.plain and not query.typing and (field := self._field(query, result, listing)):
            return field
        if not result.section_count and (whole := self._written_out(query)):
            found = self._search(whole.query, listing)
            return replace(found, alias="; ".join(filter(None, (whole.alias, found.alias))))
        if not result.section_count and (reread := self._read_otherwise(query)) and reread.text != query.text:
            return replace(self._search(reread, listing), query=query.text)
        if not result.section_count and (unnumbered := query.without_item_number()):
            return replace(self._search(unnumbered, listing), query=query.text)
        missing = self._missing(query)
        if result.section_count and not missing:
            return result
        if not result.section_count and (front := self._in_front(query)):
            return SearchResult(query.text, message=messages.only_in_front(query, front), front=tuple(front))
        if query.typing:
            return result if result.section_count else self._offers.nothing(query, missing)
        return self._committed(query, result, listing)

    def _field(self, query: SearchQuery, result: SearchResult, listing: Listing) -> SearchResult | None:
        """The result for the field that everyday words mean; None for none. `result` is the one without."""
        meant = self._rewording().field(query, has_hits=result.section_count > 0)
        return self._reworded(meant, listing) if meant else None

    def _reworded(self, reworded: Reworded, listing: Listing) -> SearchResult:
        query = reworded.query
        result = self._lookup.result(query, query.nodes, listing, leads=reworded.leads)
        return replace(result, alias=reworded.alias)

    def _written_out(self, query: SearchQuery) -> Rewriting | None:
        """A committed plain query with its words that are cut short as a heading has them; None for none."""
        if not query.plain or query.typing:
            return None
        return CutWords(self._streams, self._planner).whole(query)

    def _rewording(self) -> Rewording:
        return Rewording(self._streams, self._planner)

    def _committed(self, query: SearchQuery, result: SearchResult, listing: Listing) -> SearchResult:
        """The result with other words for those that stand nowhere; `result` is the one without."""
        places = Places(self._streams, self._planner)
        cut_off = shortened.cut_off(query.text)
        finder = suggestions.SubstituteFinder(self._vocabulary, places, self._names, cut_off)
        title = store.title_words(self._streams.connection)
        rewriter = Rewriter(self._planner, places, finder, title)
        asked, alias = query, ""
        if rewritten := rewriter.named(query):
            query, alias = rewritten.query, rewritten.alias
            result = self._lookup.result(query, query.nodes, listing)
            if query.plain and (field := self._field(query, result, listing)):
                return replace(field, alias=f"{alias}; {field.alias}")
        if not result.section_count:
            others = itertools.chain(rewriter.joined(query), rewriter.without_beginnings(query))
            readings = (each.query for each in others)
            results = (self._lookup.result(reading, reading.nodes, listing) for reading in readings)
            if joined := next((each for each in results if each.section_count), None):
                return joined
            if query.plain and (reworded := self._rewording().words(query, all_runs=False)):
                result = self._lookup.result(reworded.query, reworded.query.nodes, listing)
                query, alias = reworded.query, "; ".join(filter(None, (alias, reworded.alias)))
        sure = [node for node in query.nodes if node not in asked.nodes]
        result = self._with_substitutes(query, result, finder, listing, sure)
        if query.plain and not result.section_count:
            near = NearMisses(self._lookup, self._offers, self._rewording(), self._missing)
            result = near.find(
                query,
                result,
                listing,
                lambda other, found: (
                    found if found.section_count else self._with_substitutes(other, found, finder, listing)
                ),
                is_lacking=bool(self._missing(asked)),
            )
            result = self._offers.with_rest(asked, result)
        return replace(result, alias="; ".join(filter(None, (alias, result.alias))))

    def _with_substitutes(
        self,
        query: SearchQuery,
        result: SearchResult,
        finder: suggestions.SubstituteFinder,
        listing: Listing,
        sure: Sequence[Node] = (),
    ) -> SearchResult:
        """The result with something else for each single word that stands nowhere.

        What says the same as words that were typed is as `sure` as these.
        """
        missing, is_alone = self._missing(query), len(query.nodes) == 1
        substitutes = {
            term: other for term in missing if (other := finder.substitute(term, is_alone=is_alone))
        }
        if substitutes:
            return self._instead(query, missing, substitutes, listing, sure)
        return result if result.section_count else self._offers.nothing(query, missing, sure=sure)

    def _read_otherwise(self, query: SearchQuery) -> SearchQuery | None:
        """The query with figures that stand nowhere read otherwise, such as 12,8 as 12.8, where that stands.

        What else is asked for may stand nowhere: “1.300 Firmen” has a figure of the text. None for none.
        """
        if query.typing:
            return None
        readings = amounts.other_readings(query.text) | number_words.readings(query.text)
        absent = {f: other for f, other in readings.items() if not self._offers.with_matches([f])}
        for tried in (absent, readings):  # 31.000 stands there as 31, and 31.000 million do not
            if tried and self._lookup.has(other := query.with_figures(tried)):
                return other
        stand = {f: other for f, other in absent.items() if self._offers.with_matches([other])}
        return query.with_figures(stand) if stand else None

    def _missing(self, query: SearchQuery) -> list[Term]:
        """The words of a committed query that stand nowhere."""
        if query.typing:
            return []
        wanted = dict.fromkeys(term for node in query.nodes for term in wanted_terms(node))
        return [term for term in wanted if not term.prefix and not self._planner.occurs(term)]

    def _instead(
        self,
        query: SearchQuery,
        missing: Sequence[Term],
        substitutes: Mapping[Term, suggestions.Substitute],
        listing: Listing,
        sure: Sequence[Node],
    ) -> SearchResult:
        """The result with other words in the place of those that stand nowhere."""
        nodes = {term: substitute.node for term, substitute in substitutes.items()}
        result = self._lookup.result(query, query.nodes, listing, nodes)
        corrections = self._offers.with_matches(suggestions.corrected_queries(query, substitutes))
        if not result.section_count:
            # Where the whole query has no match, a single corrected word may.
            words = dict.fromkeys(word for each in substitutes.values() for word in each.corrections)
            offered = corrections or self._offers.with_matches([*words][: messages.MOST_OFFERED])
            return replace(self._nearly(query, missing, substitutes, sure), suggestions=offered)
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
        sure: Sequence[Node],
    ) -> SearchResult:
        """An empty result, with the nearest sections: what a name or a misspelt word means counts as held."""
        names = {t: substitute for t, substitute in substitutes.items() if substitute.is_meant}
        nodes = {term: name.node for term, name in names.items()}
        notice = " ".join(filter(None, (suggestions.searched_instead(names), query.notice)))
        named = replace(query, nodes=tuple(replaced(node, nodes) for node in query.nodes), notice=notice)
        absent = [term for term in missing if term not in names]
        meant = [name.node for name in names.values() if name.alias]
        result = self._offers.nothing(named, absent, sure=[*sure, *meant])
        return replace(result, alias="; ".join(name.alias for name in names.values() if name.alias))

    def _names(self, term: str) -> tuple[str, ...]:
        """The names that an abbreviation may stand for: the curated ones, then those the texts introduce."""
        return (*curated_aliases().get(term, ()), *store.stored_aliases(self._streams.connection, term))
