"""Sections with words that are related to those that stand nowhere: offers, not hits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hkviewer.search.index.plan import Planner
from hkviewer.search.index.streams import SectionStream, Streams
from hkviewer.search.index.suggestions import as_node
from hkviewer.search.query.terms import Node, Phrase, Term, replaced
from hkviewer.search.result import Span
from hkviewer.search.text import equivalents
from hkviewer.search.text.related import related_words

MOST_RELATED = 5
_MOST_WORDS = 3
"""Words of a query whose relations are looked up."""


class Related(NamedTuple):
    """A section with a related word: its tokens, and where the word stands in them."""

    section: SectionStream
    spans: Sequence[Span]


class RelatedFinder:
    """Finds related words in one index."""

    def __init__(self, streams: Streams, planner: Planner) -> None:
        self._streams = streams
        self._planner = planner

    def find(self, nodes: Sequence[Node], missing: Sequence[Term]) -> list[Related]:
        """The sections with words related to `missing`, five at most.

        First those that have all the rest of the query; where there are none, any.
        """
        others = [(term, other) for term in missing[:_MOST_WORDS] for other in self._words(term)]
        whole = (self._sections([replaced(n, {term: other}) for n in nodes], other) for term, other in others)
        alone = (self._sections([other], other) for _, other in others)
        found = {each.section.row: each for each in itertools.chain.from_iterable(whole)}
        found = found or {each.section.row: each for each in itertools.chain.from_iterable(alone)}
        return list(found.values())[:MOST_RELATED]

    def _words(self, term: Term) -> Iterator[Term | Phrase]:
        if len(term.parts) == 1:
            terms = (Term((word,), word) for word in related_words(term.parts[0]))
            yield from filter(self._planner.occurs, terms)
        yield from filter(self._occurs, map(as_node, equivalents.close(term.typed)))

    def _occurs(self, node: Term | Phrase) -> bool:
        return bool(self._planner.plan([node]).candidates)

    def _sections(self, nodes: Sequence[Node], other: Term | Phrase) -> Iterator[Related]:
        plan = self._planner.plan(nodes)
        (word,) = self._planner.plan([other]).asked.matchers
        for section in self._streams.candidates(plan.candidates):
            if plan.asked.find(section) and (spans := word.find(section)):
                yield Related(section, spans)
