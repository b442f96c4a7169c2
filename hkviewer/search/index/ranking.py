"""Which sections come first: in steps, each of which decides only what those before it leave open."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from hkviewer.search.index.asked import Asked
from hkviewer.search.index.match import BAR, merged
from hkviewer.search.index.runs import Breaks, Run
from hkviewer.search.result import Span
from hkviewer.search.text.word_lists import is_asking

IS_QUERY, _SIDE_BY_SIDE, _ALL, _SOME, _NONE = range(5)
"""What of a query a heading has; the first: nothing else stands there."""
_TOGETHER, _SENTENCE, _PARAGRAPH, _FARTHER = range(4)
"""The smallest piece of a section that holds all of a query."""
_DENSE = 300
"""Characters of a stream for each match up to which a section is full of them."""
_NEAR_THE_DENSEST, _SPARSE = 3, 5
"""How many times longer a section may be for each match than the densest, and than a full one."""


class Match(NamedTuple):
    """A section that satisfies a query.

    Attributes:
        row: its row in the store.
        stream: its tokens.
        hits: how many matches it has.
        spans: the matches in the tokens, in order; None where they were only counted.
        found: for each node of the query where it stands, overlapping or not; () where they were counted.
        runs: the words side by side.
        breaks: the ends of sentences and of runs of text.
    """

    row: int
    stream: str
    hits: int
    spans: Sequence[Span] | None
    found: Sequence[Sequence[Span]] = ()
    runs: Sequence[Run] = ()
    breaks: Breaks = Breaks(())


class Ranking:
    """Ranks the matches of one query.

    First the section whose heading is the query, then those whose heading has all of it, side by side
    before scattered, then some of it, then the others; in each of these classes the heading without text
    of its own comes last. Then the smallest piece that holds all of the query decides, then how many
    matches there are for the length, and then the order of reading.
    """

    def __init__(self, asked: Asked, *, by_rarity: bool) -> None:
        """`by_rarity`: rare words count for more, as they do among many sheets."""
        self._shown = asked.shown
        self._sole = asked.sole_words
        self._weights = asked.weights if by_rarity else ()

    def best(self, matches: Sequence[Match], limit: int | None) -> list[Match]:
        """The best `limit` matches, all for None, the best first."""
        lengths = [self._length(match) for match in matches]
        full = max(_DENSE, _NEAR_THE_DENSEST * min(lengths, default=0))
        steps = (full, _SPARSE * full)
        ranked = [
            (self._rank(match, bisect_left(steps, length)), match)
            for match, length in zip(matches, lengths, strict=True)
        ]
        if limit is None:
            return [match for _, match in sorted(ranked, key=itemgetter(0))]
        return [match for _, match in heapq.nsmallest(limit, ranked, key=itemgetter(0))]

    def is_query(self, match: Match) -> bool:
        """Whether the heading of a section is the query."""
        return self._heading(match, match.stream.index(BAR)) == IS_QUERY

    def _rank(self, match: Match, sparseness: int) -> tuple[int, bool, int, int, int]:
        bar = match.stream.index(BAR)
        is_empty = len(match.stream) <= bar + len(BAR) + 1
        return self._heading(match, bar), is_empty, self._window(match), sparseness, match.row

    def _heading(self, match: Match, bar: int) -> int:
        """What of the query the heading has, what the titles above hold aside."""
        if not match.found:
            spans = self._sole[0].find_within(match.stream, bar) if self._sole else []
            return _NONE if not spans else IS_QUERY if _is_all(match.stream[:bar], spans) else _SIDE_BY_SIDE
        own = [match.found[number] for number in self._shown if match.found[number]]
        within = [[span for span in spans if span[0] < bar] for spans in own]
        has = sum(map(bool, within))
        if not has or has < len(own):
            return _SOME if has else _NONE
        if _is_all(match.stream[:bar], merged([span for spans in within for span in spans])):
            return IS_QUERY
        is_together = has == 1 or any(run.words == has for run in match.runs if run.start < bar)
        return _SIDE_BY_SIDE if is_together else _ALL

    def _window(self, match: Match) -> int:
        """The smallest piece that holds all of the query."""
        found = [match.found[number] for number in self._shown] if match.found else []
        if len(found) < 2:
            return _TOGETHER
        if not all(found):
            return _FARTHER
        if any(run.words == len(found) for run in match.runs):
            return _TOGETHER
        for piece, number in ((_SENTENCE, match.breaks.sentence), (_PARAGRAPH, match.breaks.paragraph)):
            if set.intersection(*({number(start) for start, _ in spans} for spans in found)):
                return piece
        return _FARTHER

    def _length(self, match: Match) -> float:
        """How many characters of the section there are for each match."""
        hits = float(match.hits)
        if self._weights and len(match.found) > 1:
            whole = sum(self._weights) or 1.0
            hits = sum(
                weight / whole * len(spans) for weight, spans in zip(self._weights, match.found, strict=True)
            )
        return (len(match.stream) - match.stream.index(BAR)) / max(hits, 0.01)


def best_sentence(match: Match) -> int:
    """The number of the first match in the sentence that holds most of the query, counted in the body."""
    bar = match.stream.index(BAR)
    held: dict[int, set[int]] = {}
    for number, spans in enumerate(match.found):
        for start, _ in spans:
            if start > bar:
                held.setdefault(match.breaks.sentence(start), set()).add(number)
    if len(held) < 2 or match.spans is None:
        return 0
    best = min(held, key=lambda sentence: (-len(held[sentence]), sentence))
    within = [start for start, _ in match.spans if start > bar]
    return next((n for n, start in enumerate(within) if match.breaks.sentence(start) >= best), 0)


def _is_all(heading: str, spans: Sequence[Span]) -> bool:
    """Whether nothing stands in a heading besides `spans`, in order, and words of asking."""
    reached, rest = 0, []
    for start, end in spans:
        rest.append(heading[reached:start])
        reached = end
    rest.append(heading[reached:])
    return all(is_asking(token.rstrip("-")) for token in " ".join(rest).split())
