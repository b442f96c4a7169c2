"""Which sections of a library come first: BM25 over the matcher's own counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from hkviewer.search.index.match import BAR, Words
from hkviewer.search.result import Span

HEADING_WEIGHT = 4.5
"""How much more a match in a heading counts than one in the body."""
_K1, _B = 1.2, 0.75  # as in SQLite's own bm25()


class Match(NamedTuple):
    """A section that satisfies a query.

    Attributes:
        row: its row in the store.
        stream: its tokens.
        hits: how many matches it has.
        spans: the matches in the tokens, in order; None where they were only counted.
    """

    row: int
    stream: str
    hits: int
    spans: Sequence[Span] | None


def best(
    matches: Sequence[Match], words: Sequence[Words], mean_length: float, limit: int | None
) -> list[Match]:
    """The best `limit` matches; those that are equally good stay in order.

    Args:
        matches: all of them.
        words: the words of the query.
        mean_length: of a stream of the library, in characters.
        limit: how many are wanted; None for all.
    """
    scored = [(-_score(match, words, mean_length), number) for number, match in enumerate(matches)]
    return [matches[number] for _, number in sorted(scored)[:limit]]


def _score(match: Match, words: Sequence[Words], mean_length: float) -> float:
    length = _K1 * (1 - _B + _B * len(match.stream) / mean_length)
    score = 0.0
    for count, weight in _counts(match, words):
        score += weight * count * (_K1 + 1) / (count + length)
    return score


def _counts(match: Match, words: Sequence[Words]) -> list[tuple[float, float]]:
    """How often each word stands in a section, a heading's matches weighted."""
    if len(words) == 1:
        return [(match.hits + (HEADING_WEIGHT - 1) * _heading_hits(match, words[0]), words[0].weight)]
    heading, _, body = match.stream.partition(BAR)
    return [(each.count(body) + HEADING_WEIGHT * each.count(heading), each.weight) for each in words]


def _heading_hits(match: Match, words: Words) -> int:
    """How many of the matches stand in the heading."""
    bar = match.stream.index(BAR)
    return words.count(match.stream[:bar]) if match.spans is None else bisect_left(match.spans, (bar, 0))
