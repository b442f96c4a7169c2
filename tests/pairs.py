"""Every two values of every two factors together, in few rows: all-pairs testing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

Pair = frozenset[tuple[str, int]]


def pairwise(factors: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Rows of one value of each factor; each two values of different factors stand together in a row.

    Each row begins with a pair that is left, and takes of each other factor the value with most of them.
    """
    values = {name: [(name, number) for number in range(len(each))] for name, each in factors.items()}
    left: dict[Pair, None] = {
        frozenset((a, b)): None for one, other in combinations(values.values(), 2) for a in one for b in other
    }
    rows = []
    while left:
        row = dict(next(iter(left)))
        for name in (name for name in values if name not in row):
            row[name] = max(
                values[name], key=lambda value: sum(frozenset((value, had)) in left for had in row.items())
            )[1]
        for pair in combinations(row.items(), 2):
            left.pop(frozenset(pair), None)
        rows.append({name: factors[name][row[name]] for name in factors})
    return rows
