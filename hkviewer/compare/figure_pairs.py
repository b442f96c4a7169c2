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
from hkviewer.compare.units import is_known, is_share

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


_Key = Callable[[_Names, Hashable, Found], Hashable]


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
        if is_same and _is_moved_year(old[i], other, old, new):
            continue
        if not is_same and not (old[i].is_mere_year and other.is_mere_year):
            changed.append(FigurePair(VALUE, old[i], other))
        elif not is_same or old[i].when != other.when or old[i].figure.year != other.figure.year:
            changed.append(FigurePair(REDATED, old[i], other))
    return [*changed, *(FigurePair(REMOVED, old[i], None) for i in gone)]


def _is_moved_year(one: Found, other: Found, old: Sequence[Found], new: Sequence[Found]) -> bool:
    """Whether the bracket with a figure's year only stands behind another one of its block now, or did."""
    year = one.figure.year or other.figure.year
    if not year or (one.figure.year and other.figure.year):
        # Words behind a number that has no year are no other figure.
        return not year and not other.is_mere_year
    return any(found.figure.year == year for found in (new if one.figure.year else old))


def _is_one_number(old: Figure, new: Figure) -> bool:
    """Whether two figures differ in the words behind them alone: "100 items", "100 items in the queue"."""
    units = filter(None, (old.unit, new.unit))
    return old.value == new.value is not None and old.unit != new.unit and not any(map(is_known, units))


def _bare_value(found: Found, value: Value) -> Hashable:
    """Its value, whatever words follow it that are no unit everywhere."""
    unit = found.figure.unit
    return (
        (found.figure.value, "") if found.figure.value is not None and unit and not is_known(unit) else value
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
    both = _Both(old, new, values, took_place)
    left, right = list(range(len(old))), list(range(len(new)))
    for key in both.ways():
        pairs = dict(both.equal(key, left, right))
        yield from pairs.items()
        taken = set(pairs.values())
        left = [i for i in left if i not in pairs]
        right = [j for j in right if j not in taken]
    if left and right:
        yield from _likeliest(left, right, both)


class _Both:
    """The figures of two blocks, by their numbers there, and which may have become which."""

    def __init__(
        self,
        old: Sequence[Found],
        new: Sequence[Found],
        values: tuple[Sequence[Value], Sequence[Value]],
        took_place: TookPlace,
    ) -> None:
        self._old, self._new, self._values, self._took_place = old, new, values, took_place
        self.names = [_names(found) for found in old], [_names(found) for found in new]
        self._naming = [naming_words(found.label) for found in old], [naming_words(f.label) for f in new]
        self._same = tuple(
            [_bare_value(found, value) for found, value in zip(side, own, strict=True)]
            for side, own in zip((old, new), values, strict=True)
        )
        self._counts = [Counter(names.label for names in side) for side in self.names]
        self._dates = [Counter(n.label for n in side if n.kind in _YEARS) for side in self.names]
        self._known: dict[str, dict[str, bool]] = {}
        self._are_alone = len(old) == len(new) == 1

    def _words(self, label: str) -> dict[str, bool]:
        if label not in self._known:
            self._known[label] = naming_words(label)
        return self._known[label]

    def ways(self) -> Sequence[_Key]:
        """By what figures are paired, the surest first; of lone ones without their values."""
        keys: list[_Key] = [
            lambda names, value, found: (names, value, found.figure.year),
            lambda names, value, _: (names, value),
            lambda names, value, found: (
                (value, next(reversed(self._words(names.label)), None), found.behind)
                if found.behind
                else None
            ),
            lambda _, value, found: (
                (value, found.behind) if found.behind and found.kind not in OF_TIME else None
            ),
            lambda names, value, _: None if self._words(names.label) else value,
            lambda names, _, found: (names, self._shape(names, found)) if self._words(names.label) else None,
            lambda names, value, _: (value, next(reversed(self._words(names.label)), None)),
            lambda names, _, found: (
                (names.label, names.context, self._shape(names, found))
                if self._words(names.label) or names.context
                else None
            ),
            lambda _, value, found: None if found.kind == "bracket" else value,
            lambda names, _, found: (
                (names, self._shape(names, found)) if names.label or names.kind not in _YEARS else None
            ),
        ]
        return keys[-5:] if self._are_alone else keys

    def _shape(self, names: _Names, found: Found) -> Hashable:
        """What figures of one name must have in common to be paired for it alone."""
        if not self._words(names.label):
            return found.kind, found.behind
        if max(counts[names.label] for counts in self._counts) < 2:
            return _sort(found)
        return found.kind, isinstance(found.figure.value, float)  # "A 5.1% … seats: A 3" or "A 5.1, A 3"

    def equal(self, key: _Key, left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The pairs with one key, but for those that are of other nouns."""
        places: defaultdict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(right):
            places[key(self.names[1][j], self._same[1][j], self._new[j])].append(j)
        for i in left:
            wanted = key(self.names[0][i], self._same[0][i], self._old[i])
            if wanted is None or not places[wanted]:
                continue
            j = places[wanted][-1]
            is_named = self.names[0][i].label == self.names[1][j].label != ""
            if not self._is_unsure(i, j) and (is_named or not self._is_of_other_noun(i, j)):
                yield i, places[wanted].pop()

    def _is_unsure(self, i: int, j: int) -> bool:
        """Whether one of several dates of one name would be chosen: "last held on", told of two offices."""
        name, other = self.names[0][i], self.names[1][j]
        if self._values[0][i] == self._values[1][j] or name.kind not in _YEARS or not name.label:
            return False
        return name.label == other.label and self._dates[0][name.label] != self._dates[1][name.label]

    def _is_of_other_noun(self, i: int, j: int) -> bool:
        """Whether the words behind two figures name different things."""
        one, other = self._words(self._old[i].behind).keys(), self._words(self._new[j].behind).keys()
        return bool(one and other) and not (one <= other or other <= one)

    def is_other(self, i: int, j: int) -> bool:
        """Whether two figures are surely not one."""
        old, new = self._old[i], self._new[j]
        name, other = self.names[0][i], self.names[1][j]
        if old.is_mere_year or new.is_mere_year:
            return old.is_mere_year != new.is_mere_year  # a list's year is of no one name in it
        if self._values[0][i] == self._values[1][j]:
            return False
        if self._is_unsure(i, j):
            return True
        if name.kind in _YEARS and not _label_likeness(name, other):
            return not self._took_place(old.figure, new.figure)  # a text has many years, of nothing in common
        if self._are_alone and not (name.label and other.label):
            return not _are_of_one_sort(old, new)
        if self._is_of_other_noun(i, j):
            return True
        naming = self._naming[0][i], self._naming[1][j]
        return are_of_others(*naming) or (
            name.kind not in OF_TIME and _is_qualified(list(naming[0]), list(naming[1]))
        )

    def may_be_one(self, i: int, j: int) -> bool:
        """Whether two may be one whatever their units are: those alone in their blocks, or of one name."""
        if _sort(self._old[i]) == "time" or not _are_of_one_sort(self._old[i], self._new[j]):
            return False
        label = self.names[0][i].label
        is_one = label == self.names[1][j].label != "" and all(side[label] == 1 for side in self._counts)
        return self._are_alone or is_one


def _sort(found: Found) -> str:
    """What sort of thing a figure is; those of two sorts hardly ever become each other."""
    if found.kind in OF_TIME:
        return "time"
    if found.kind in ("telephone", "name"):
        return found.kind
    return "%" if is_share(found.figure.unit) else "amount"


def _are_of_one_sort(old: Found, new: Found) -> bool:
    """Whether figures of one name may be the same; "37%" may have become "44.7", which is no count."""
    if _sort(old) == _sort(new):
        return True
    share, bare = (old, new) if is_share(old.figure.unit) else (new, old)
    return is_share(share.figure.unit) and bare.figure.unit is None and isinstance(bare.figure.value, float)


def _is_qualified(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a name is more or less than another: "general cargo", "cargo"; "none or other", "none"."""
    differing = set(old) ^ set(new)
    return bool(differing) and bool(old and new) and (old[0] != new[0] or "other" in differing)


def _likeliest(
    left: Sequence[int],
    right: Sequence[int],
    both: _Both,
) -> Iterator[tuple[int, int]]:
    """Of what is left, in one order: those of one kind whose words are like each other, or lone ones.

    Never those that are of others: who holds an office "since 2017" is not who held it "since 2011".
    """
    one, other = both.names
    if len(left) * len(right) > _MOST_PAIRS:
        return
    kinds = Counter(one[i].kind for i in left), Counter(other[j].kind for j in right)
    lone = {kind for kind in kinds[0] if kinds[0][kind] == kinds[1][kind] == 1}

    def score(i: int, j: int) -> float:
        a, b = one[i], other[j]
        if both.is_other(i, j):
            return 0.0
        if both.may_be_one(i, j):
            return 1.0
        if a.kind != b.kind and not {a.kind, b.kind}.issubset(_YEARS):
            return 0.0
        if not a.label or not b.label:
            return float(a.label == b.label or a.kind in OF_TIME)
        return 1.0 if a.kind in lone else _label_likeness(a, b)

    scores = [[score(i, j) for j in right] for i in left]
    yield from ((left[a], right[b]) for a, b in best_pairs(scores))


def _label_likeness(old: _Names, new: _Names) -> float:
    """How like each other the words before two figures are; 0 for too little, or where one has none."""
    if not old.label or not new.label:
        return 0.0
    like = likeness(old.label.split(), new.label.split())
    return like if like >= 0.5 else 0.0
