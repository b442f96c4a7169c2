"""What is offered first where no section has all of a query: what says much the same, or a field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from hkviewer.search.index.lookup import Listing, Lookup
from hkviewer.search.index.nearest import MOST_NEAREST, Meant
from hkviewer.search.index.offers import Offers
from hkviewer.search.index.rewording import Reworded, Rewording
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import Term
from hkviewer.search.result import NearSection, SearchResult, SectionMatches

Substituted = Callable[[SearchQuery, SearchResult], SearchResult]
"""Gives a result with something else for each word that stands nowhere."""

_MOST_WORDS = 12
"""Words of a query for which close ones are looked for: a sentence that was pasted is not meant otherwise."""
_FIGURES = frozenset(
    "share percent percentage proportion rate ratio number total amount figure level".split()
)
"""Words that say only that a figure is asked for."""


class NearMisses:
    """Finds near sections for plain queries in other words, over one index.

    Args:
        lookup: looks queries up.
        offers: makes empty results with what is nearest.
        rewording: gives other words.
        missing: gives the words of a query that stand nowhere.
    """

    def __init__(
        self,
        lookup: Lookup,
        offers: Offers,
        rewording: Rewording,
        missing: Callable[[SearchQuery], list[Term]],
    ) -> None:
        self._lookup = lookup
        self._offers = offers
        self._rewording = rewording
        self._missing = missing

    def find(
        self,
        query: SearchQuery,
        result: SearchResult,
        listing: Listing,
        substituted: Substituted,
        *,
        is_lacking: bool,
    ) -> SearchResult:
        """The empty `result` with other words for some that stand somewhere: hits only where one is absent.

        Where each word stands in some section, no section that has other ones is a hit: it is near. So is one
        that has something close to what is asked for, but not the same; `substituted` reads it otherwise.
        """
        if (unnamed := self._rewording.unnamed(query)) is not query:
            query, result = unnamed, replace(result, nearest=self._offers.nearest(unnamed, ()))
        telling = self._telling(query, listing)
        if telling and len(query.nodes) == 1 + len(telling[1].exchanged):
            return _led(result, *telling)  # the only word that tells something stands there itself
        if len(query.nodes) <= _MOST_WORDS:
            fields = [*(meant := self._rewording.meant(query)), *self._rewording.hinted(query)]
            if near := self._offers.nearest(query, query.nodes, fields) if fields else ():
                return _in_fields(result, near, meant)
        reworded = self._rewording.words(query, all_runs=True)
        if reworded and (other := self._reworded(reworded, listing)).section_count:
            if is_lacking:
                return replace(other, alias=reworded.alias)
            return _led(result, other.sections, reworded)
        if telling:
            return _led(result, *telling)
        if len(query.nodes) > _MOST_WORDS:
            return result
        if close := self._in_meaning(query, listing, substituted):
            return _led(result, *close)
        return result if result.nearest else self._near_in_meaning(query, result, listing)

    def _near_in_meaning(self, query: SearchQuery, result: SearchResult, listing: Listing) -> SearchResult:
        """The empty `result` with sections that are near a query with close words for some."""
        if whole := self._rewording.joined(query):
            return replace(result, nearest=self._offers.nearest(whole, ()))
        reworded = self._rewording.words(query, all_runs=True, is_near=True)
        if reworded is None or not 0 < len(reworded.close) < len(query.nodes):
            return result
        if found := self._reworded(reworded, listing).sections:
            return _led(result, found, replace(reworded, exchanged=reworded.close))
        other = reworded.query
        nearest = self._offers.nearest(other, other.nodes)
        lacking = (_also_without(near, reworded.close) for near in nearest)
        return replace(result, nearest=tuple(lacking))

    def _telling(
        self, query: SearchQuery, listing: Listing
    ) -> tuple[Sequence[SectionMatches], Reworded] | None:
        """The sections that have all but words such as “rate”, which may stand beside anything.

        A single word tells enough only where nothing but a figure is asked of it.
        """
        rest, left_out = self._rewording.telling(query)
        if not 0 < 2 * len(left_out) <= len(query.nodes) or not self._offers.rare(rest.nodes):
            return None
        if len(rest.nodes) == 1 and not _FIGURES.issuperset(map(str.casefold, left_out)):
            return None
        for each in (Reworded(rest, ""), self._rewording.words(rest, all_runs=True)):
            if each and (found := self._reworded(each, listing).sections):
                return found, replace(each, exchanged=left_out)
        return None

    def _in_meaning(
        self, query: SearchQuery, listing: Listing, substituted: Substituted
    ) -> tuple[Sequence[SectionMatches], Reworded] | None:
        """The sections with something close to what is asked for, perhaps without words such as “rate”."""
        for each, left_out in ((query, ()), self._rewording.telling(query)):
            reworded = self._rewording.words(each, all_runs=True, is_near=True)
            is_near = reworded and 0 < 2 * (len(reworded.close) + len(left_out)) <= len(query.nodes)
            if (
                reworded
                and is_near
                and (found := substituted(reworded.query, self._reworded(reworded, listing)).sections)
            ):
                return found, replace(reworded, exchanged=(*left_out, *reworded.close))
        return None

    def _reworded(self, reworded: Reworded, listing: Listing) -> SearchResult:
        return self._lookup.result(reworded.query, reworded.query.nodes, listing)


def _also_without(near: NearSection, words: tuple[str, ...]) -> NearSection:
    """A near section that has something close to some words, but not these."""
    return NearSection(near.found, tuple(dict.fromkeys((*near.missing, *words))))


def _near(sections: Sequence[SectionMatches], missing: tuple[str, ...]) -> tuple[NearSection, ...]:
    return tuple(NearSection(each, missing) for each in sections[:MOST_NEAREST])


def _led(result: SearchResult, sections: Sequence[SectionMatches], reworded: Reworded) -> SearchResult:
    """An empty result whose nearest sections are led by some that a reworded query found."""
    near = _near(sections, reworded.exchanged)
    known = {(each.found.document, each.found.section) for each in near}
    rest = [each for each in result.nearest if (each.found.document, each.found.section) not in known]
    led = replace(result, nearest=(*near, *rest)[:MOST_NEAREST])
    if not reworded.alias:
        return led
    message = " ".join(filter(None, (result.message, reworded.query.notice)))
    return replace(led, message=message, alias=reworded.alias)


def _in_fields(
    result: SearchResult, nearest: tuple[NearSection, ...], fields: Sequence[Meant]
) -> SearchResult:
    """An empty result with `nearest`, and what its first one is called otherwise."""
    first = nearest[0].found.title if nearest else ""
    told = next((each.told for each in fields if each.told and each.name.casefold() in first.casefold()), "")
    message = " ".join(filter(None, (result.message, told)))
    return replace(result, nearest=nearest, message=message)
