"""Two texts compared word by word: the one engine that every comparison in the program runs on.

Passages that are the same in both texts are aligned first, then the words between them. Both steps
edit as little as can be (the longest common subsequence), and what can stand together does: a
sentence left out is one change, not two around a word that it shares with its neighbour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz.distance import Indel

_MOST_PAIRS = 2**31
"""Of a word of the old text and one of the new; each pair takes a bit of memory, all together 256 MB."""

Words = Sequence[str]
Where_co = TypeVar("Where_co", covariant=True)
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

    def shifted(self, old: int, new: int) -> Change:
        """The same change in texts with `old` and `new` more words before it."""
        return Change(self.old_start + old, self.old_end + old, self.new_start + new, self.new_end + new)

    def mirrored(self) -> Change:
        """The change from the new text to the old one."""
        return Change(self.new_start, self.new_end, self.old_start, self.old_end)


def _never_same(_old: Words, _new: Words) -> bool:
    return False


class Comparison:
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
        old: Sequence[Passage[object]],
        new: Sequence[Passage[object]],
        same: Callable[[Words, Words], bool] = _never_same,
    ) -> None:
        """Compare `old` with `new`.

        Args:
            old: the old text's passages in reading order.
            new: the new text's.
            same: whether words that are written differently count as the same, nevertheless.
        """
        self.old = tuple(word for passage in old for word in passage.words)
        self.new = tuple(word for passage in new for word in passage.words)
        # However they are cut into passages, the same words are the same text.
        self.changes = tuple(self._compared(old, new, same)) if self.old != self.new else ()

    def deleted(self, change: Change) -> tuple[str, ...]:
        """The words of the old text that `change` took out."""
        return self.old[change.old_start : change.old_end]

    def inserted(self, change: Change) -> tuple[str, ...]:
        """The words of the new text that `change` put in."""
        return self.new[change.new_start : change.new_end]

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

    def _compared(
        self,
        old: Sequence[Passage[object]],
        new: Sequence[Passage[object]],
        same: Callable[[Words, Words], bool],
    ) -> Iterator[Change]:
        old, new = ([passage for passage in text if passage.words] for text in (old, new))
        old_starts, new_starts = _starts(old), _starts(new)
        for stretch in differing([p.words for p in old], [p.words for p in new]):
            old_at, new_at = old_starts[stretch.old_start], new_starts[stretch.new_start]
            old_words = self.old[old_at : old_starts[stretch.old_end]]
            new_words = self.new[new_at : new_starts[stretch.new_end]]
            if not same(old_words, new_words):
                for change in differing(old_words, new_words):
                    moved = change.shifted(old_at, new_at)
                    if not same(self.deleted(moved), self.inserted(moved)):
                        yield moved


def _starts(passages: Sequence[Passage[object]]) -> list[int]:
    """The position of each passage's first word, and at the end the number of words."""
    starts = [0]
    for passage in passages:
        starts.append(starts[-1] + len(passage.words))
    return starts


def differing(old: Sequence[Item], new: Sequence[Item]) -> list[Change]:
    """The changes that make one sequence into another: as few items as can be, in few places.

    What differs between sequences so long that this would take too much memory is one change.
    """
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if not old and not new:
        return []
    if len(old) * len(new) > _MOST_PAIRS:
        return [Change(0, len(old), 0, len(new)).shifted(start, start)]
    # Several alignments may be equally short, and which one is taken depends on the direction.
    backwards = list(old) > list(new)
    one, other = (new, old) if backwards else (old, new)
    changes = _gathered(one, other)
    return [(change.mirrored() if backwards else change).shifted(start, start) for change in changes]


def _common(old: Sequence[Item], new: Sequence[Item]) -> int:
    """How many items both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))


def _gathered(old: Sequence[Item], new: Sequence[Item]) -> list[Change]:
    """The changes between two sequences; those that can slide together are one."""
    changes: list[Change] = []
    for change in _shortest(old, new):
        while changes and (joined := _joined(changes[-1], change, old, new)):
            changes.pop()
            change = joined  # noqa: PLW2901  it may join the one before, too
        changes.append(change)
    return changes


def _shortest(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Change]:
    # rapidfuzz compares hashes; those of small numbers never collide.
    numbers: dict[Item, int] = {}
    one, other = ([numbers.setdefault(item, len(numbers)) for item in items] for items in (old, new))
    old_end = new_end = 0
    for same in Indel.editops(one, other).as_matching_blocks():
        if same.a > old_end or same.b > new_end:
            yield Change(old_end, same.a, new_end, same.b)
        old_end, new_end = same.a + same.size, same.b + same.size


def _joined(first: Change, second: Change, old: Sequence[Item], new: Sequence[Item]) -> Change | None:
    """Two neighbours as one change of as many items, if one of them can slide to the other.

    Whether "b a" is taken out of "a b a b" behind the first "a" or before the last "b" is the same.
    """
    gap = second.old_start - first.old_end
    if _slides(second, -gap, old, new):
        return Change(first.old_start, second.old_end - gap, first.new_start, second.new_end - gap)
    if _slides(first, gap, old, new):
        return Change(first.old_start + gap, second.old_end, first.new_start + gap, second.new_end)
    return None


def _slides(change: Change, by: int, old: Sequence[Item], new: Sequence[Item]) -> bool:
    """Whether an insertion or deletion may as well stand `by` items further on, or back if negative."""
    if change.new_start == change.new_end:
        items, start, end = old, change.old_start, change.old_end
    elif change.old_start == change.old_end:
        items, start, end = new, change.new_start, change.new_end
    else:
        return False
    back = min(by, 0)
    return items[start + back :][: abs(by)] == items[end + back :][: abs(by)]
