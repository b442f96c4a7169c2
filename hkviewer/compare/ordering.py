"""The heaviest set of pairs that keeps its order: whatever is not in it has moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise


def in_order(places: Sequence[int], weights: Sequence[float]) -> set[int]:
    """Of `places`, all different, the numbers of the heaviest subsequence that rises.

    In n log n steps; each weighs something.
    """
    if all(one < other for one, other in pairwise(places)):  # as a rule
        return set(range(len(places)))
    rank = {place: number for number, place in enumerate(sorted(places), start=1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(places) + 1)  # a Fenwick tree of maxima
    before: list[int] = []
    for number, place in enumerate(places):
        at, found = rank[place] - 1, (0.0, -1)
        while at:
            found = max(found, best[at])
            at &= at - 1
        before.append(found[1])
        reached, at = (found[0] + weights[number], number), rank[place]
        while at <= len(places):
            best[at] = max(best[at], reached)
            at += at & -at
    last = max(best, default=(0.0, -1))[1]
    kept = set()
    while last >= 0:
        kept.add(last)
        last = before[last]
    return kept


def best_pairs(scores: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    """The pairs of rows and columns with the largest sum of `scores` that keeps their order; none of score 0.

    In as many steps as there are scores.
    """
    rows, columns = len(scores), len(scores[0]) if scores else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for a in range(rows - 1, -1, -1):
        row, below, own = best[a], best[a + 1], scores[a]
        for b in range(columns - 1, -1, -1):
            paired = own[b] + below[b + 1] if own[b] else 0.0
            row[b] = max(paired, below[b], row[b + 1])
    a = b = 0
    while a < rows and b < columns:
        if scores[a][b] and best[a][b] == scores[a][b] + best[a + 1][b + 1]:
            yield a, b
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
