"""Which figure of a block became which: by the words before it, its unit, and its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from hkviewer.compare.editions import ADDED, REDATED, REMOVED, VALUE
from hkviewer.compare.figure_labels import are_of_others
from hkviewer.compare.figures import OF_TIME, Found
from hkviewer.compare.likeness import likeness
from hkviewer.compare.ordering import best_pairs
from hkviewer.compare.tokens import folded

_MOST_PAIRS = 10_000
"""Of figures that are each compared with each; more are taken in their order."""


class FigurePair(NamedTuple):
    """A figure that changed; None on a side that has none."""

    kind: str
    old: Found | None
    new: Found | None


class _Names(NamedTuple):
    label: str
    context: str
    kind: str


def changed_figures(old: Sequence[Found], new: Sequence[Found]) -> list[FigurePair]:
    """What became of the figures of two blocks that belong together, in the new block's order."""
    pairs = dict(_paired(old, new))
    changed: list[FigurePair] = []
    partner = {j: i for i, j in pairs.items()}
    gone = [i for i in range(len(old)) if i not in pairs]
    for j, other in enumerate(new):
        i = partner.get(j)
        if i is None:
            changed.append(FigurePair(ADDED, None, other))
        elif old[i].same_value != other.same_value and not (old[i].is_mere_year and other.is_mere_year):
            changed.append(FigurePair(VALUE, old[i], other))
        elif (
            old[i].same_value != other.same_value
            or old[i].when != other.when
            or old[i].figure.year != other.figure.year
        ):
            changed.append(FigurePair(REDATED, old[i], other))
    return [*changed, *(FigurePair(REMOVED, old[i], None) for i in gone)]


def is_reordered(old: Sequence[Found], new: Sequence[Found]) -> bool:
    """Whether both have the same figures of the same names, in another order."""
    one, other = ([(_names(found), found.same_value) for found in figures] for figures in (old, new))
    return len(one) > 1 and one != other and Counter(one) == Counter(other)


def _names(found: Found) -> _Names:
    return _Names(folded(found.label).casefold(), folded(found.context).casefold(), found.kind)


def _paired(old: Sequence[Found], new: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers: equal names and values first, then equal names, then the likeliest."""
    one, other = [_names(found) for found in old], [_names(found) for found in new]
    left, right = list(range(len(old))), list(range(len(new)))
    keys: list[Callable[[_Names, Found], Hashable]] = [
        lambda names, found: (names, found.same_value, found.figure.year),
        lambda names, found: (names, found.same_value),
        lambda names, _: names,
        lambda names, _: (names.label, names.context) if names.label or names.context else None,
    ]
    for key in keys:
        places: defaultdict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(right):
            places[key(other[j], new[j])].append(j)
        pairs = {}
        for i in left:
            wanted = key(one[i], old[i])
            if wanted is not None and places[wanted]:
                pairs[i] = places[wanted].pop()
        yield from pairs.items()
        taken = set(pairs.values())
        left = [i for i in left if i not in pairs]
        right = [j for j in right if j not in taken]

    def is_other(i: int, j: int) -> bool:
        before, after = old[i], new[j]
        if before.is_mere_year or after.is_mere_year:
            return before.is_mere_year != after.is_mere_year  # a list's year is of no one name in it
        return before.same_value != after.same_value and are_of_others(before.label, after.label)

    yield from _likeliest(left, right, (one, other), is_other)


def _likeliest(
    left: Sequence[int],
    right: Sequence[int],
    names: tuple[Sequence[_Names], Sequence[_Names]],
    is_other: Callable[[int, int], bool],
) -> Iterator[tuple[int, int]]:
    """Of what is left, in one order: those of one kind whose words are like each other, or lone ones.

    Never those that are of others: who holds an office "since 2017" is not who held it "since 2011".
    """
    one, other = names
    kinds = Counter(one[i].kind for i in left), Counter(other[j].kind for j in right)
    lone = {kind for kind in kinds[0] if kinds[0][kind] == kinds[1][kind] == 1}
    if len(left) * len(right) > _MOST_PAIRS:
        return
    if len(left) == len(right) == 1 and {one[left[0]].kind, other[right[0]].kind}.isdisjoint(OF_TIME):
        if not is_other(left[0], right[0]):
            yield left[0], right[0]
        return

    def score(i: int, j: int) -> float:
        a, b = one[i], other[j]
        if a.kind != b.kind or is_other(i, j):
            return 0.0
        if not a.label or not b.label or a.kind in lone:
            return 1.0
        like = likeness(a.label.split(), b.label.split())
        return like if like >= 0.5 else 0.0

    scores = [[score(i, j) for j in right] for i in left]
    yield from ((left[a], right[b]) for a, b in best_pairs(scores))
