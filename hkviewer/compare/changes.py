"""Two texts compared word by word: the one engine that every comparison in the program runs on.

Passages that are the same in both texts are aligned first, then the words between them. Both steps
edit as little as can be (the longest common subsequence), and what can stand together does: a
sentence left out is one change, not two around a word that it shares with its neighbour.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz.distance import Indel

MOST_PAIRS = 2**30
"""Of a word of the old text and one of the new; each pair takes a bit of memory, all together 128 MB."""
_MOST_BOTH_WAYS = 2**26
"""Of such pairs that are aligned in both directions."""

Words = Sequence[str]
Where_co = TypeVar("Where_co", covariant=True)
Old = TypeVar("Old")
New = TypeVar("New")
Item = TypeVar("Item", str, tuple[str, ...])


class Passage(NamedTuple, Generic[Where_co]):
    """A heading, paragraph, cell or line: its words, and where it stands.

    `where` is the speaker's own: a range in a sheet, or nothing for a text that has no places.
    """

    words: tuple[str, ...]
    where: Where_co


class Change(NamedTuple):
    """The old text's words `old_start` to `old_end` became the new text's `new_start` to `new_end`.

    Positions count the words of all passages from 0; the ends are not included. Words were only
    inserted where the first two are equal, and only deleted where the last two are.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    def words(self, old: Sequence[Item], new: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
        """What it took out of `old`, and what it put into `new`."""
        return old[self.old_start : self.old_end], new[self.new_start : self.new_end]

    def shifted(self, old: int, new: int) -> Change:
        """The same change in texts with `old` and `new` more words before it."""
        return Change(self.old_start + old, self.old_end + old, self.new_start + new, self.new_end + new)

    def mirrored(self) -> Change:
        """The change from the new text to the old one."""
        return Change(self.new_start, self.new_end, self.old_start, self.old_end)


def _never_same(_old: Words, _new: Words) -> bool:
    return False


class Comparison(Generic[Old, New]):
    """How one text became another.

    Attributes:
        old: the words of the old text.
        new: the words of the new text.
        changes: what differs, in order. They never touch each other, and what lies between two of
            them is the same in both texts, or `same` says so. The changes from `new` to `old` are
            these, mirrored.
    """

    def __init__(
        self,
        old: Iterable[Passage[Old]],
        new: Iterable[Passage[New]],
        same: Callable[[Words, Words], bool] = _never_same,
    ) -> None:
        """Compare `old` with `new`.

        Args:
            old: the old text's passages in reading order.
            new: the new text's.
            same: whether words that are written differently count as the same, nevertheless.
        """
        self._old = _Text(old)
        self._new = _Text(new)
        self.old, self.new = self._old.words, self._new.words
        # However they are cut into passages, the same words are the same text.
        self.changes = tuple(self._compared(same)) if self.old != self.new else ()

    def deleted(self, change: Change) -> tuple[str, ...]:
        """The words of the old text that `change` took out."""
        return self.old[change.old_start : change.old_end]

    def inserted(self, change: Change) -> tuple[str, ...]:
        """The words of the new text that `change` put in."""
        return self.new[change.new_start : change.new_end]

    def old_place(self, change: Change) -> Old | None:
        """Where in the old text `change` begins; None in a text without words.

        Words that were put in behind others of their passage stand where those do.
        """
        behind = not self.deleted(change) and change.new_start not in self._new.starts
        return self._old.where(change.old_start - behind)

    def new_place(self, change: Change) -> New | None:
        """Where in the new text `change` begins, or what it took out would stand; as `old_place`."""
        behind = not self.inserted(change) and change.old_start not in self._old.starts
        return self._new.where(change.new_start - behind)

    @cached_property
    def moves(self) -> dict[Change, Change]:
        """Each deletion whose very words were inserted elsewhere, with that insertion; no two share one."""
        inserted: dict[tuple[str, ...], list[Change]] = {}
        for change in reversed(self.changes):
            if not self.deleted(change):
                inserted.setdefault(self.inserted(change), []).append(change)
        pairs = ((change, inserted.get(self.deleted(change))) for change in self.changes)
        return {change: places.pop() for change, places in pairs if places and not self.inserted(change)}

    def is_doubled(self, change: Change) -> bool:
        """Whether inserted words only say again what stands right before or behind them."""
        words, length = self.inserted(change), change.new_end - change.new_start
        before = self.new[max(0, change.new_start - length) : change.new_start]
        return not self.deleted(change) and words in (before, self.new[change.new_end :][:length])

    def _compared(self, same: Callable[[Words, Words], bool]) -> Iterator[Change]:
        for stretch in differing(self._old.by_passage, self._new.by_passage):
            old_start, new_start = self._old.starts[stretch.old_start], self._new.starts[stretch.new_start]
            old = self.old[old_start : self._old.starts[stretch.old_end]]
            new = self.new[new_start : self._new.starts[stretch.new_end]]
            if not same(old, new):
                for change in differing(old, new):
                    if not same(*change.words(old, new)):
                        yield change.shifted(old_start, new_start)


class _Text(Generic[Where_co]):
    """The passages of a text that have words.

    Attributes:
        by_passage: the words of each.
        words: the words of all.
        starts: the position in `words` of each passage's first one, and at the end their number.
    """

    def __init__(self, passages: Iterable[Passage[Where_co]]) -> None:
        self._passages = [passage for passage in passages if passage.words]
        self.by_passage = [passage.words for passage in self._passages]
        self.words = tuple(chain.from_iterable(self.by_passage))
        self.starts = list(accumulate(map(len, self.by_passage), initial=0))

    def where(self, position: int) -> Where_co | None:
        """Where the word at `position` stands, or the one nearest to it; None if there is none."""
        if not self._passages:
            return None
        number = bisect_right(self.starts, max(0, position)) - 1
        return self._passages[min(number, len(self._passages) - 1)].where


def differing(old: Sequence[Item], new: Sequence[Item]) -> list[Change]:
    """The changes that make one sequence of words or passages into another, the fewest that there are.

    What differs between sequences so long that this would take too much memory is one change.
    """
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if not old and not new:
        return []
    if len(old) * len(new) > MOST_PAIRS or _is_one_change(old, new):
        return [Change(0, len(old), 0, len(new)).shifted(start, start)]
    # The alignment that is found depends on the direction; of both the better, the same both ways.
    # Long texts are aligned in one, the same both ways, too.
    backwards = list(old) > list(new)
    one, other = (new, old) if backwards else (old, new)
    best = _gathered(one, other)
    if len(best) > 1 and len(old) * len(new) <= _MOST_BOTH_WAYS:
        back = [change.mirrored() for change in _gathered(other, one)]
        best = min(best, back, key=lambda changes: (_marked(changes, one, other), len(changes)))
    return [(change.mirrored() if backwards else change).shifted(start, start) for change in best]


def all_of_both(old: Sequence[Item], new: Sequence[Item]) -> list[Change]:
    """All of `old` became all of `new`; nothing where one has no words, which is plain then."""
    return [Change(0, len(old), 0, len(new))] if old and new else differing(old, new)


def ends_apart(old: Sequence[Item], new: Sequence[Item]) -> list[Change]:
    """All between what both begin and end with as one change."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    change = Change(start, len(old) - end, start, len(new) - end)
    return [] if len(old) == len(new) == start else [change]


def _is_one_change(old: Sequence[Item], new: Sequence[Item]) -> bool:
    """Whether it is plain that they have nothing in common: one is empty, or a word that the other lacks."""
    if not old or not new:
        return True
    return old[0] not in new if len(old) == 1 else len(new) == 1 and new[0] not in old


def _marked(changes: Iterable[Change], old: Sequence[Item], new: Sequence[Item]) -> int:
    """How many words are taken out and put in."""
    items = chain.from_iterable(chain(*change.words(old, new)) for change in changes)
    return sum(1 if isinstance(item, str) else len(item) for item in items)


def _common(old: Sequence[Item], new: Sequence[Item]) -> int:
    """How many items both begin with."""
    for n, (a, b) in enumerate(zip(old, new, strict=False)):
        if a != b:
            return n
    return min(len(old), len(new))


def _gathered(old: Sequence[Item], new: Sequence[Item]) -> list[Change]:
    """The changes between two sequences; those that can slide together are one."""
    changes: list[Change] = []
    for change in _shortest(old, new):
        while changes and _slides_back(change, gap := change.old_start - changes[-1].old_end, old, new):
            first = changes.pop()
            change = Change(  # noqa: PLW2901  it may join the one before, too
                first.old_start, change.old_end - gap, first.new_start, change.new_end - gap
            )
        changes.append(change)
    return changes


def _slides_back(change: Change, by: int, old: Sequence[Item], new: Sequence[Item]) -> bool:
    """Whether words that were only put in or only taken out may as well stand `by` words before.

    Taking "b a" out of "a b a b" behind the first "a", or "a b" before it, is the same.
    """
    deleted, inserted = change.words(old, new)
    items, (start, end) = (old, change[:2]) if deleted else (new, change[2:])
    return not (deleted and inserted) and items[start - by : start] == items[end - by : end]


def _shortest(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Change]:
    # rapidfuzz compares hashes; those of small numbers never collide.
    numbers: dict[Item, int] = {}
    one, other = ([numbers.setdefault(item, len(numbers)) for item in items] for items in (old, new))
    old_end = new_end = 0
    for same in Indel.editops(one, other).as_matching_blocks():
        if same.a > old_end or same.b > new_end:
            yield Change(old_end, same.a, new_end, same.b)
        old_end, new_end = same.a + same.size, same.b + same.size
