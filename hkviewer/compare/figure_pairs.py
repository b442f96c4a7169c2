"""Which figure of a block became which: by the words before it, its unit, and its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from hkviewer.compare.editions import ADDED, REDATED, REMOVED, VALUE, Figure
from hkviewer.compare.figure_labels import are_of_others, naming_words
from hkviewer.compare.figures import OF_TIME, Found
from hkviewer.compare.likeness import likeness
from hkviewer.compare.ordering import best_pairs
from hkviewer.compare.replacements import TookPlace
from hkviewer.compare.tokens import folded
from hkviewer.compare.units import is_known

_MOST_PAIRS = 2_500
"""Of figures that are each compared with each; of more, those of other names have no partner."""


Value = tuple[object, ...]

_YEARS = ("date", "of a year")


class FigurePair(NamedTuple):
    """A figure that changed; None on a side that has none."""

    kind: str
    old: Found | None
    new: Found | None

    @property
    def is_named(self) -> bool:
        """Whether the words before it say what it is of."""
        return any(found.named for found in (self.old, self.new) if found)


class _Names(NamedTuple):
    label: str
    context: str
    kind: str


def changed_figures(old: Sequence[Found], new: Sequence[Found], took_place: TookPlace) -> list[FigurePair]:
    """What became of the figures of two blocks that belong together, in the new block's order."""
    values = [found.same_value for found in old], [found.same_value for found in new]
    pairs = dict(_paired(old, new, values, took_place))
    changed: list[FigurePair] = []
    partner = {j: i for i, j in pairs.items()}
    gone = [i for i in range(len(old)) if i not in pairs]
    for j, other in enumerate(new):
        i = partner.get(j)
        if i is None:
            changed.append(FigurePair(ADDED, None, other))
            continue
        is_same = values[0][i] == values[1][j] or _is_one_number(old[i].figure, other.figure)
        if not is_same and not (old[i].is_mere_year and other.is_mere_year):
            changed.append(FigurePair(VALUE, old[i], other))
        elif not is_same or old[i].when != other.when or old[i].figure.year != other.figure.year:
            changed.append(FigurePair(REDATED, old[i], other))
    return [*changed, *(FigurePair(REMOVED, old[i], None) for i in gone)]


def _is_one_number(old: Figure, new: Figure) -> bool:
    """Whether two figures differ in the words behind them alone: "100 items", "100 items in the queue"."""
    units = {old.unit, new.unit} - {None}
    return (
        old.value == new.value is not None
        and len(units) == 1
        and old.unit != new.unit
        and not any(map(is_known, filter(None, units)))
    )


def is_reordered(old: Sequence[Found], new: Sequence[Found]) -> bool:
    """Whether both have the same figures of the same names, in another order."""
    one, other = ([(_names(found), found.same_value) for found in figures] for figures in (old, new))
    return len(one) > 1 and one != other and Counter(one) == Counter(other)


def _names(found: Found) -> _Names:
    label = "" if found.kind in _YEARS and not naming_words(found.label) else found.label  # "in 2014"
    return _Names(folded(label).casefold(), folded(found.context).casefold(), found.kind)


def _paired(
    old: Sequence[Found],
    new: Sequence[Found],
    values: tuple[Sequence[Value], Sequence[Value]],
    took_place: TookPlace,
) -> Iterator[tuple[int, int]]:
    """Pairs of numbers: equal names and values first, then equal names, then the likeliest."""
    if not old or not new:
        return
    one, other = [_names(found) for found in old], [_names(found) for found in new]
    left, right = list(range(len(old))), list(range(len(new)))
    keys: list[Callable[[_Names, Value, Found], Hashable]] = [
        lambda names, value, found: (names, value, found.figure.year),
        lambda names, value, _: (names, value),
        lambda names, *_: names if names.label or names.kind not in _YEARS else None,
        lambda names, *_: (names.label, names.context) if names.label or names.context else None,
    ]
    if len(old) == len(new) == 1:
        keys = keys[-2:]
    for key in keys:
        places: defaultdict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(right):
            places[key(other[j], values[1][j], new[j])].append(j)
        pairs = {}
        for i in left:
            wanted = key(one[i], values[0][i], old[i])
            if wanted is not None and places[wanted]:
                pairs[i] = places[wanted].pop()
        yield from pairs.items()
        taken = set(pairs.values())
        left = [i for i in left if i not in pairs]
        right = [j for j in right if j not in taken]

    if not left or not right:
        return
    years = [found.is_mere_year for found in old], [found.is_mere_year for found in new]
    naming = [naming_words(found.label) for found in old], [naming_words(found.label) for found in new]

    def is_other(i: int, j: int) -> bool:
        if years[0][i] or years[1][j]:
            return years[0][i] != years[1][j]  # a list's year is of no one name in it
        if values[0][i] == values[1][j]:
            return False
        if one[i].kind in _YEARS and not _label_likeness(one[i], other[j]):
            return not took_place(old[i].figure, new[j].figure)  # a text has many years, of nothing in common
        return are_of_others(naming[0][i], naming[1][j])

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
    if len(left) * len(right) > _MOST_PAIRS:
        return
    kinds = Counter(one[i].kind for i in left), Counter(other[j].kind for j in right)
    lone = {kind for kind in kinds[0] if kinds[0][kind] == kinds[1][kind] == 1}
    if len(left) == len(right) == 1 and {one[left[0]].kind, other[right[0]].kind}.isdisjoint(OF_TIME):
        if not is_other(left[0], right[0]):
            yield left[0], right[0]
        return

    def score(i: int, j: int) -> float:
        a, b = one[i], other[j]
        if (a.kind != b.kind and not {a.kind, b.kind}.issubset(_YEARS)) or is_other(i, j):
            return 0.0
        if not a.label or not b.label or a.kind in lone:
            return 1.0
        return _label_likeness(a, b)

    scores = [[score(i, j) for j in right] for i in left]
    yield from ((left[a], right[b]) for a, b in best_pairs(scores))


def _label_likeness(old: _Names, new: _Names) -> float:
    """How like each other the words before two figures are; 0 for too little, or where one has none."""
    if not old.label or not new.label:
        return 0.0
    like = likeness(old.label.split(), new.label.split())
    return like if like >= 0.5 else 0.0
