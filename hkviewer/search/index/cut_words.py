"""Words that are cut short, where a heading has them whole beside others: “pop growth”, “gov type”."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hkviewer.search.index.plan import Planner, in_headings
from hkviewer.search.index.rewriting import Rewriting
from hkviewer.search.index.streams import SectionStream, Streams
from hkviewer.search.index.suggestions import as_node
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import AnyOf, Node, Term
from hkviewer.search.result import Span
from hkviewer.search.text.word_lists import is_listed, written_out

_SHORTEST, _LONGEST = 3, 7
"""Letters of a word that is cut short."""
_MOST_HEADINGS = 500


class CutWords:
    """Writes out words that are cut short, by the headings of one index."""

    def __init__(self, streams: Streams, planner: Planner) -> None:
        self._streams = streams
        self._planner = planner

    def whole(self, query: SearchQuery) -> Rewriting | None:
        """The query with the words of the heading that has most of it; None where none is cut short.

        The heading has at least two of the words, so that it is no accident that one begins so.
        """
        cut: dict[Node, list[Node]] = {
            node: _ways(node) for node in query.nodes if isinstance(node, Term) and self._is_cut(node)
        }
        if not cut or len(query.nodes) < 2:
            return None
        best: tuple[tuple[int, int], dict[Node, str]] | None = None
        for heading in self._headings([way for ways in cut.values() for way in ways]):
            found = {node: self._word(heading, cut.get(node, [node])) for node in query.nodes}
            words = {node: word for node, (word, _) in found.items() if word}
            if len(words) > 1 and not words.keys().isdisjoint(cut):
                rest = len(heading.text) - sum(b - a for _, (a, b) in found.values())
                rank = (-len(words), rest)
                best = min(best or (rank, words), (rank, words), key=lambda each: each[0])
        return _written_out(query, {n: w for n, w in best[1].items() if n in cut}) if best else None

    def _is_cut(self, term: Term) -> bool:
        """Whether a word may be cut short: no heading has it as it is."""
        word = term.parts[0]
        if len(term.parts) > 1 or term.exact or not word.isalpha():
            return False
        if not written_out(word) and not (_SHORTEST <= len(word) <= _LONGEST and not is_listed(word)):
            return False
        return next(self._headings([term]), None) is None

    def _headings(self, nodes: Sequence[Node]) -> Iterator[SectionStream]:
        """The different headings that have any of `nodes`, as streams without a text."""
        query = in_headings(self._planner.plan([AnyOf(tuple(nodes))]).candidates)
        seen: set[str] = set()
        for section in itertools.islice(self._streams.candidates(query), _MOST_HEADINGS):
            heading = section.text[: section.bar]
            if heading not in seen:
                seen.add(heading)
                yield SectionStream(heading)

    def _word(self, heading: SectionStream, ways: Sequence[Node]) -> tuple[str, Span]:
        """The word of a heading that is one of `ways`, and where it stands; "" for none."""
        for matcher in self._planner.plan(ways).asked.matchers:
            if spans := matcher.find(heading):
                start, end = spans[0]
                return heading.text[start:end].rstrip(" -"), spans[0]
        return "", (0, 0)


def _ways(term: Term) -> list[Node]:
    """What a word that is cut short may be: what it is known to be short for, else what begins so."""
    known: list[Node] = [as_node(name) for name in written_out(term.parts[0])]
    is_long = len(term.parts[0]) >= _SHORTEST
    return [*known, *([replace(term, prefix=True)] if is_long else [])]


def _written_out(query: SearchQuery, words: dict[Node, str]) -> Rewriting:
    others = {node: as_node(word) for node, word in words.items()}
    sequence = tuple(others.get(node, node) for node in query.sequence)
    nodes = tuple(dict.fromkeys(others.get(node, node) for node in query.nodes))
    told = [f"{node.typed} = {word}" for node, word in words.items() if isinstance(node, Term)]
    notice = " ".join(filter(None, (*(f"{each}." for each in told), query.notice)))
    return Rewriting(replace(query, nodes=nodes, sequence=sequence, notice=notice), "; ".join(told))
