"""Which figure of a block became which: by the words before it, its unit, and its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from hkviewer.compare.editions import ADDED, REDATED, REMOVED, RENAMED, VALUE, Figure
from hkviewer.compare.figure_labels import are_of_others, naming_words
from hkviewer.compare.figure_names import have_one_name, is_other_spelling, is_short_for
from hkviewer.compare.figures import OF_TIME, Found
from hkviewer.compare.likeness import likeness
from hkviewer.compare.ordering import best_pairs
from hkviewer.compare.replacements import IsKept, TookPlace
from hkviewer.compare.tokens import folded
from hkviewer.compare.units import is_known, measured

_MOST_PAIRS = 2_500
"""Of figures that are each compared with each; of more, those of other names have no partner."""
_SUREST = 2
"""Of the ways to pair figures those that come before the places where they stand."""
_NEAR = 0.05
"""By how much of its value a figure may have changed whose name is spelled otherwise."""

Value = tuple[object, ...]

_YEARS = ("date", "of a year")


class FigurePair(NamedTuple):
    """A figure that changed, or (RENAMED) what it is of alone; None on a side that has none."""

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


class _Known(NamedTuple):
    """A figure, and what it is paired by.

    Attributes:
        value: that of `Found.same_value`.
        bare: the same, whatever words follow it that are no unit everywhere.
        naming: the words before it that name something, as `naming_words` has them.
        noun: the words behind it that do.
        measure: what its unit is one of, as `measured` has it.
    """

    found: Found
    names: _Names
    value: Value
    bare: Hashable
    naming: dict[str, bool]
    noun: frozenset[str]
    measure: str

    @property
    def is_item(self) -> bool:
        """Whether it is one of a list, a name with a number, and no word more."""
        found = self.found
        if not found.named or found.behind or found.kind in OF_TIME or not found.named.endswith(found.label):
            return False
        return len(found.named.split()) == len(naming_words(found.named))

    @property
    def last_word(self) -> str | None:
        """The last word before it that names something."""
        return next(reversed(self.naming), None)


_Key = Callable[[_Known], Hashable]


def changed_figures(
    old: Sequence[Found], new: Sequence[Found], took_place: TookPlace, is_kept: IsKept
) -> list[FigurePair]:
    """What became of the figures of two blocks that belong together, in the new block's order."""
    one, other = list(map(_known, old)), list(map(_known, new))
    pairs = dict(_paired(one, other, took_place, is_kept))
    changed: list[FigurePair] = []
    partner = {j: i for i, j in pairs.items()}
    gone = [i for i in range(len(old)) if i not in pairs]
    for j, after in enumerate(new):
        i = partner.get(j)
        if i is None:
            changed.append(FigurePair(ADDED, None, after))
            continue
        before = old[i]
        if before.named != after.named and _are_renamed_items(one[i], other[j]):
            changed.append(FigurePair(RENAMED, before, after))
        is_same = one[i].value == other[j].value or _is_one_number(before.figure, after.figure)
        if is_same and _is_moved_year(before, after, old, new):
            continue
        if not is_same and not (before.is_mere_year and after.is_mere_year):
            changed.append(FigurePair(VALUE, before, after))
        elif not is_same or before.when != after.when or before.figure.year != after.figure.year:
            changed.append(FigurePair(REDATED, before, after))
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


def is_reordered(old: Sequence[Found], new: Sequence[Found]) -> bool:
    """Whether both have the same figures of the same names, in another order."""
    if len(old) != len(new) or len(old) == 1:
        return False
    one, other = ([(_names(found), found.same_value) for found in figures] for figures in (old, new))
    return one != other and Counter(one) == Counter(other)


def _names(found: Found) -> _Names:
    label = "" if found.kind in _YEARS and not naming_words(found.label) else found.label  # "in 2014"
    return _Names(folded(label).casefold(), folded(found.context).casefold(), found.kind)


def _known(found: Found) -> _Known:
    value, figure = found.same_value, found.figure
    has_words = figure.value is not None and figure.unit and not is_known(figure.unit)
    return _Known(
        found,
        _names(found),
        value,
        (figure.value, "") if has_words else value,
        naming_words(folded(found.label)),
        frozenset(naming_words(found.behind)),
        measured(figure.unit),
    )


def _paired(
    old: Sequence[_Known], new: Sequence[_Known], took_place: TookPlace, is_kept: IsKept
) -> Iterator[tuple[int, int]]:
    """Pairs of numbers: equal names and values first, then equal names, then the likeliest."""
    if not old or not new:
        return
    both = _Both(old, new, took_place)
    series = _Series(old, new) if min(len(old), len(new)) > 1 else _Series((), ())
    yield from series.pairs
    left = [i for i in range(len(old)) if i not in series.old]
    right = [j for j in range(len(new)) if j not in series.new]
    ways = both.ways()
    for key in (*ways[:_SUREST], None, *ways[_SUREST:]):
        if not left or not right:
            return
        pairs = dict(both.equal(key, left, right) if key else both.kept(is_kept, left, right))
        yield from pairs.items()
        taken = set(pairs.values())
        left = [i for i in left if i not in pairs]
        right = [j for j in right if j not in taken]
    renamed = dict(_renamed(left, right, both)) if left and right else {}
    yield from renamed.items()
    left = [i for i in left if i not in renamed]
    right = [j for j in right if j not in renamed.values()]
    if left and right:
        yield from _likeliest(left, right, both)


class _Series:
    """The figures that both blocks have for several years each, under one name: paired by these alone.

    Attributes:
        old: the numbers of such figures in the old block.
        new: those in the new one.
        pairs: those of one year; where no year is in both, those of the newest.
    """

    def __init__(self, old: Sequence[_Known], new: Sequence[_Known]) -> None:
        one, other = _of_years(old), _of_years(new)
        self.old: set[int] = set()
        self.new: set[int] = set()
        self.pairs: list[tuple[int, int]] = []
        for name in one.keys() & other.keys():
            self.old.update(one[name].values())
            self.new.update(other[name].values())
            common = one[name].keys() & other[name].keys()
            if not common:
                self.pairs.append((one[name][max(one[name])], other[name][max(other[name])]))
            self.pairs += ((one[name][year], other[name][year]) for year in common)


def _of_years(side: Sequence[_Known]) -> dict[_Names, dict[str, int]]:
    """Under each name that has figures of several years, one of each, their numbers by the years."""
    found: defaultdict[_Names, dict[str, int]] = defaultdict(dict)
    dated = [(number, known) for number, known in enumerate(side) if known.found.figure.year]
    for number, known in dated:
        found[known.names][str(known.found.figure.year)] = number
    counts = Counter(known.names for _, known in dated)
    return {
        name: years
        for name, years in found.items()
        if len(years) == counts[name] > 1 and name.kind not in OF_TIME
    }


def _renamed(left: Sequence[int], right: Sequence[int], both: _Both) -> Iterator[tuple[int, int]]:
    """The figures that one other figure alone may be, by another name of the same thing."""
    if len(left) * len(right) > _MOST_PAIRS:
        return
    items = [i for i in left if both.old[i].is_item], [j for j in right if both.new[j].is_item]
    pairs = [(i, j) for i in items[0] for j in items[1] if both.has_other_name(i, j)]
    counts = Counter(i for i, _ in pairs), Counter(j for _, j in pairs)
    yield from ((i, j) for i, j in pairs if counts[0][i] == counts[1][j] == 1)


class _Both:
    """The figures of two blocks, by their numbers there, and which may have become which."""

    def __init__(self, old: Sequence[_Known], new: Sequence[_Known], took_place: TookPlace) -> None:
        self.old, self.new, self._took_place = old, new, took_place
        self._are_alone = len(old) == len(new) == 1

    @cached_property
    def _counts(self) -> list[Counter[str]]:
        """How many figures of each block have each label."""
        return [Counter(one.names.label for one in side) for side in (self.old, self.new)]

    @cached_property
    def _dates(self) -> list[Counter[str]]:
        """How many of those are dates and years."""
        return [
            Counter(one.names.label for one in side if one.names.kind in _YEARS)
            for side in (self.old, self.new)
        ]

    def ways(self) -> Sequence[_Key]:
        """By what figures are paired, the surest first; of lone ones without their values."""
        keys: list[_Key] = [
            lambda one: (one.names, one.bare, one.found.figure.year),
            lambda one: (one.names, one.bare),
            lambda one: (one.bare, one.last_word, one.found.behind) if one.found.behind else None,
            lambda one: (
                (one.bare, one.found.behind) if one.found.behind and one.found.kind not in OF_TIME else None
            ),
            lambda one: None if one.naming else one.bare,
            lambda one: (one.names, self._shape(one)) if one.naming else None,
            lambda one: (one.bare, one.last_word),
            lambda one: (one.names[:2], self._shape(one)) if one.naming or one.names.context else None,
            lambda one: None if one.found.kind == "bracket" else one.bare,
            _number,
            lambda one: (
                (one.names, self._shape(one)) if one.names.label or one.names.kind not in _YEARS else None
            ),
        ]
        return keys[-6:] if self._are_alone else keys

    def _shape(self, one: _Known) -> Hashable:
        """What figures of one name must have in common to be paired for it alone."""
        found = one.found
        if not one.naming:
            return found.kind, found.behind
        if self._are_alone or max(counts[one.names.label] for counts in self._counts) < 2:
            return _sort(found)
        return found.kind, isinstance(found.figure.value, float)  # "A 5.1% … seats: A 3" or "A 5.1, A 3"

    def equal(self, key: _Key, left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The pairs with one key, but for those that are of other nouns."""
        places: defaultdict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(right):
            places[key(self.new[j])].append(j)
        for i in left:
            old = self.old[i]
            wanted = key(old)
            if wanted is None or not places[wanted]:
                continue
            new = self.new[places[wanted][-1]]
            is_named = old.names.label == new.names.label != ""
            if _is_of_other_measure(old, new) or self._is_unsure(old, new):
                continue
            if _are_other_items(old, new) and not self.has_other_name(i, places[wanted][-1]):
                continue
            if is_named or key is _number or not _is_of_other_noun(old, new):
                yield i, places[wanted].pop()

    def kept(self, is_kept: IsKept, left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The pairs that the words of both blocks have as one, unchanged: none of them became another."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for j in right:
            places[self.new[j].found.figure.bare].append(j)
        for i in left:
            old = self.old[i]
            for j in places[old.found.figure.bare]:
                new = self.new[j]
                if old.value != new.value or _is_of_other_noun(old, new):
                    continue
                if are_of_others(old.naming, new.naming):
                    continue
                if is_kept(old.found.figure, new.found.figure):
                    yield i, j
                    break

    def has_other_name(self, i: int, j: int) -> bool:
        """Whether two figures are of one thing that has another name: in short, or spelled otherwise.

        A name that differs in a letter may be another's (Gambia, Zambia): its figure stands in one place.
        """
        old, new = self.old[i].found.named, self.new[j].found.named
        if old == new or self.old[i].found.figure.unit != self.new[j].found.figure.unit:
            return False
        if is_short_for(old, new):
            return True
        is_in_place = i == j or len(self.old) - i == len(self.new) - j
        return is_in_place and is_other_spelling(old, new) and self._are_near(i, j)

    def _are_near(self, i: int, j: int) -> bool:
        old, new = (known.found.figure.value for known in (self.old[i], self.new[j]))
        if not isinstance(old, int | float) or not isinstance(new, int | float):
            return False
        return abs(old - new) <= _NEAR * max(abs(old), abs(new))

    def _is_unsure(self, old: _Known, new: _Known) -> bool:
        """Whether one of several dates of one name would be chosen: "last held on", told of two offices."""
        label = old.names.label
        if old.value == new.value or old.names.kind not in _YEARS or not label:
            return False
        return label == new.names.label and self._dates[0][label] != self._dates[1][label]

    def is_other(self, old: _Known, new: _Known) -> bool:
        """Whether two figures are surely not one."""
        one, other = old.found, new.found
        name, new_name = old.names, new.names
        if one.is_mere_year or other.is_mere_year:
            return one.is_mere_year != other.is_mere_year  # a list's year is of no one name in it
        if _are_other_items(old, new):
            return True
        if name.kind == "bracket" and old.naming.keys() - new.naming and new.naming.keys() - old.naming:
            return True  # "(since 2017)" behind another's name
        if old.value == new.value:
            return False
        if self._is_unsure(old, new) or _is_of_other_measure(old, new):
            return True
        if name.kind in _YEARS and not _label_likeness(name, new_name):
            # A text has many years, of nothing in common.
            return not self._took_place(one.figure, other.figure)
        if self._are_alone and not (name.label and new_name.label):
            return not _are_of_one_sort(one, other)
        if _is_of_other_noun(old, new) or are_of_others(old.naming, new.naming):
            return True
        return name.kind not in OF_TIME and _is_qualified(list(old.naming), list(new.naming))

    def may_be_one(self, old: _Known, new: _Known) -> bool:
        """Whether two may be one whatever their units are: those alone in their blocks, or of one name."""
        if _sort(old.found) == "time" or not _are_of_one_sort(old.found, new.found):
            return False
        label = old.names.label
        if self._are_alone or not label or label != new.names.label:
            return self._are_alone
        return all(side[label] == 1 for side in self._counts)


def _number(one: _Known) -> float | None:
    """The number alone, where it is hardly another's by chance: "16.5 years of age", "16.5 for others"."""
    value = one.found.figure.value
    return value if isinstance(value, float) and not value.is_integer() else None


def _are_other_items(old: _Known, new: _Known) -> bool:
    """Whether two figures are items of lists, and not of one name: "India 5%", "Vietnam 5%"."""
    return old.naming.keys().isdisjoint(new.naming) and old.is_item and new.is_item


def _are_renamed_items(old: _Known, new: _Known) -> bool:
    """Whether two figures are items of lists with one value, and names that one thing has."""
    are_same = old.value == new.value and old.is_item and new.is_item
    return are_same and have_one_name(old.found.named, new.found.named)


def _is_of_other_measure(old: _Known, new: _Known) -> bool:
    """Whether two figures are of units that nothing becomes another by: "5 km", "5 years"."""
    return "" != old.measure != new.measure != ""


def _is_of_other_noun(old: _Known, new: _Known) -> bool:
    """Whether the words behind two figures name different things."""
    one, other = old.noun, new.noun
    return bool(one and other) and not (one <= other or other <= one)


def _sort(found: Found) -> str:
    """What sort of thing a figure is; those of two sorts hardly ever become each other."""
    if found.kind in OF_TIME:
        return "time"
    if found.kind in ("telephone", "name"):
        return found.kind
    return "%" if measured(found.figure.unit) == "share" else "amount"


def _are_of_one_sort(old: Found, new: Found) -> bool:
    """Whether figures of one name may be the same; "37%" may have become "44.7", which is no count."""
    if _sort(old) == _sort(new):
        return True
    share, bare = (old, new) if _sort(old) == "%" else (new, old)
    return _sort(share) == "%" and bare.figure.unit is None and isinstance(bare.figure.value, float)


def _is_qualified(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a name is more or less than another: "general cargo", "cargo"; "none or other", "none"."""
    differing = set(old) ^ set(new)
    return bool(differing) and bool(old and new) and (old[0] != new[0] or "other" in differing)


def _likeliest(left: Sequence[int], right: Sequence[int], both: _Both) -> Iterator[tuple[int, int]]:
    """Of what is left, in one order: those of one kind whose words are like each other, or lone ones.

    Never those that are of others: who holds an office "since 2017" is not who held it "since 2011".
    """
    if len(left) * len(right) > _MOST_PAIRS:
        return
    old, new = [both.old[i] for i in left], [both.new[j] for j in right]
    kinds = Counter(one.names.kind for one in old), Counter(one.names.kind for one in new)
    lone = {kind for kind in kinds[0] if kinds[0][kind] == kinds[1][kind] == 1}

    def score(one: _Known, other: _Known) -> float:
        a, b = one.names, other.names
        if both.is_other(one, other):
            return 0.0
        if both.may_be_one(one, other):
            return 1.0
        if a.kind != b.kind and not {a.kind, b.kind}.issubset(_YEARS):
            return 0.0
        if not a.label or not b.label:
            return float(a.label == b.label or a.kind in OF_TIME)
        return 1.0 if a.kind in lone else _label_likeness(a, b)

    scores = [[score(one, other) for other in new] for one in old]
    yield from ((left[a], right[b]) for a, b in best_pairs(scores))


def _label_likeness(old: _Names, new: _Names) -> float:
    """How like each other the words before two figures are; 0 for too little, or where one has none."""
    if not old.label or not new.label:
        return 0.0
    like = likeness(old.label.split(), new.label.split())
    return like if like >= 0.5 else 0.0
