"""What is offered where no section has all that was asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from hkviewer.search.index import messages, store, suggestions
from hkviewer.search.index.lookup import Listing, Lookup
from hkviewer.search.index.nearest import MOST_NEAREST, Meant, NearestFinder
from hkviewer.search.index.other_figure import OtherFigureFinder
from hkviewer.search.index.places import Places
from hkviewer.search.index.plan import Planner
from hkviewer.search.index.related import RelatedFinder
from hkviewer.search.index.section_match import Match
from hkviewer.search.index.streams import Streams
from hkviewer.search.index.vocabulary import Vocabulary
from hkviewer.search.query import asking
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import InTitle, Node, Phrase, Term, typed
from hkviewer.search.result import NearSection, RelatedSection, SearchResult, SectionMatches

LAST_LATIN = "\u024f"


class Offers:
    """Makes empty results with a reason and with what is offered, in one database."""

    def __init__(
        self,
        streams: Streams,
        vocabulary: Vocabulary,
        planner: Planner,
        lookup: Lookup,
        sheet_count: int,
    ) -> None:
        self._streams = streams
        self._vocabulary = vocabulary
        self._planner = planner
        self.lookup = lookup
        self._sheets = sheet_count

    def nothing(
        self,
        query: SearchQuery,
        missing: Sequence[Term],
        *,
        is_typed: bool = False,
        sure: Collection[Node] = (),
    ) -> SearchResult:
        """An empty result, with the reason.

        Args:
            query: what has no match.
            missing: its words that stand nowhere.
            is_typed: no word of the query is a guess.
            sure: what is no guess, though it was typed otherwise: what an abbreviation stands for.
        """
        titles = [node for node in query.nodes if isinstance(node, InTitle)]
        absent_title = next((t for t in titles if not self.lookup.has(query, t)), None)
        message = messages.no_match(query, missing, absent_title)
        offered: tuple[str, ...] = ()
        introduction = ""
        if phrases := self._absent_phrases(query):
            unquoted = suggestions.unquoted(query, phrases)
            offered = self.with_matches([unquoted] if unquoted else [])
            introduction = messages.without_quotes(offered[0]) if offered else ""
            message = " ".join(filter(None, (messages.no_phrase(phrases), introduction)))
        nearest = self.nearest(query, query.nodes if is_typed else sure)
        other = self._other_figure(query)
        if other:
            rest = [near for near in nearest if _place(near.found) != _place(other.found)]
            nearest = (other, *rest[: MOST_NEAREST - 1])
        related = self._related(query, missing)
        told = " ".join(
            filter(
                None,
                (
                    messages.in_english(self._sheets) if self._is_foreign(missing) else "",
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
            introduction=introduction,
        )

    def rare(self, nodes: Sequence[Node]) -> list[Node]:
        """Those of the nodes that stand somewhere, and not in most sections."""
        return NearestFinder(self._streams, self._planner).rare(nodes)

    def with_matches(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Those of the queries that match: corrected words may stand in different sections."""
        queries = map(SearchQuery.parse, texts)
        return tuple(query.text for query in queries if self.lookup.has(query))

    def with_rest(self, query: SearchQuery, result: SearchResult) -> SearchResult:
        """`result` with an offer of the rare words that do stand there, where nothing else leads on."""
        if result.section_count or result.nearest or result.suggestions or result.front:
            return result
        rare = self.rare(query.nodes)
        together = self.with_matches([" ".join(map(typed, rare))] if 1 < len(rare) < len(query.nodes) else [])
        offered = together or self.with_matches([typed(node) for node in rare[: messages.MOST_OFFERED]])
        return replace(result, suggestions=offered if len(query.nodes) > 1 else ())

    def _related(self, query: SearchQuery, missing: Sequence[Term]) -> tuple[RelatedSection, ...]:
        found = RelatedFinder(self._streams, self._planner).find(query.nodes, missing)
        sections = (self.lookup.section(each.section, each.spans) for each in found)
        return tuple(RelatedSection(section, _first_match(section)) for section in sections)

    def _is_foreign(self, missing: Sequence[Term]) -> bool:
        """Whether words are in a script that no word of the sheets is in, and these are in English."""
        letters = {
            letter for term in missing for part in term.parts for letter in part if letter > LAST_LATIN
        }
        return (
            bool(letters)
            and store.languages(self._streams.connection) == {"en"}
            and not self._vocabulary.entries(letters)
        )

    def _other_figure(self, query: SearchQuery) -> NearSection | None:
        """The section with another figure than one that stands nowhere."""
        places = Places(self._streams, self._planner)
        finder = OtherFigureFinder(self._streams, self._planner, places, self._vocabulary)
        other = finder.find(query.nodes) if query.plain and not query.typing else None
        if other is None:
            return None
        return NearSection(self.lookup.section(other.section, [other.span]), (other.instead_of,))

    def _absent_phrases(self, query: SearchQuery) -> list[Phrase]:
        """The phrases that stand nowhere."""
        phrases = (node for node in query.nodes if isinstance(node, Phrase) and len(node.terms) > 1)
        return [phrase for phrase in phrases if not self.lookup.has(query, phrase)]

    def nearest(
        self, query: SearchQuery, sure: Collection[Node], fields: Sequence[Meant] = ()
    ) -> tuple[NearSection, ...]:
        """The sections that have most of a query's words; none where it has quotes or operators.

        What was not typed so is a guess, but for what is `sure`; `fields` are what some words may mean.
        """
        if not query.plain or query.typing:
            return ()
        asked = self._planner.plan(query.nodes, query.sequence).asked
        text = query.text.casefold()
        guessed = [n for n in query.nodes if n not in sure and typed(n).casefold() not in text]
        nearest = NearestFinder(self._streams, self._planner).find(query.nodes, guessed, fields)
        matches = [Match.of(near.section, asked, near.found) for near in nearest]
        shown = self.lookup.shown(matches, Listing(has_figure=asking.asks_figure(query.text)))
        return tuple(NearSection(each, near.missing) for each, near in zip(shown, nearest, strict=True))


def _place(section: SectionMatches) -> tuple[str, str]:
    return section.document, section.section


def _first_match(section: SectionMatches) -> str:
    """The words of a section's first match."""
    if section.heading_spans:
        return section.title[slice(*section.heading_spans[0])]
    return section.snippets[0].text[slice(*section.snippets[0].spans[0])]
