"""Which block of a section became which: the same ones, changed ones, those that were split or joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from hkviewer.compare.changes import differing
from hkviewer.compare.likeness import RELATED, are_quick, candidates, common_words, rough_likeness
from hkviewer.compare.ordering import best_pairs, in_order
from hkviewer.compare.pieces import FLOWING, Piece
from hkviewer.compare.tables import TablePairs

_MOST_PAIRS = 3_000
"""Of blocks that are each compared with each; more are looked up."""
_SHARE = 0.6
"""Of a block's words that a part must share with the whole which it was split from."""
_LEAST_PART = 2
"""Words of such a part."""
_MOST_BETWEEN = 2
"""Blocks without a partner between two such parts."""


class Pair(NamedTuple):
    """Blocks that belong together: one of each text, or several of one where they were split or joined.

    `is_moved` tells that they stand elsewhere; one side is empty where a block was added or removed.
    """

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    is_moved: bool = False


def aligned(old: Sequence[Piece], new: Sequence[Piece], tables: TablePairs) -> list[Pair]:
    """The pieces of two sections that belong together, in their common order; the others are left out."""
    return list(_with_parts(list(_matched(old, new, tables)), old, new))


def _matched(old: Sequence[Piece], new: Sequence[Piece], tables: TablePairs) -> Iterator[tuple[int, int]]:
    """Pairs of numbers of pieces: what lies between equal ones is compared with each other."""
    start, end = _common_ends(old, new)
    yield from ((number, number) for number in range(start))
    last, new_last = len(old) - end, len(new) - end
    if (last - start) * (new_last - start) <= _MOST_PAIRS:
        yield from _best(old, new, (start, last, start, new_last), tables)
    else:
        one, other = ([piece.key for piece in pieces] for pieces in (old[start:last], new[start:new_last]))
        at = start, start
        for change in differing(one, other):
            i, k, j, m = (place + start for place in change)
            yield from ((at[0] + number, at[1] + number) for number in range(i - at[0]))
            yield from _best(old, new, (i, k, j, m), tables)
            at = k, m
        yield from ((at[0] + number, at[1] + number) for number in range(last - at[0]))
    yield from ((last + number, new_last + number) for number in range(end))


def _common_ends(old: Sequence[Piece], new: Sequence[Piece]) -> tuple[int, int]:
    """How many pieces both begin with, and how many of the others both end with."""
    most, start = min(len(old), len(new)), 0
    while start < most and _is_same(old[start], new[start]):
        start += 1
    end = 0
    while end < most - start and _is_same(old[-1 - end], new[-1 - end]):
        end += 1
    return start, end


def _is_same(old: Piece, new: Piece) -> bool:
    return old.kind == new.kind and old.has_words_of(new)


def _best(
    old: Sequence[Piece], new: Sequence[Piece], bounds: tuple[int, int, int, int], tables: TablePairs
) -> Iterator[tuple[int, int]]:
    """The pairs within `bounds` that are most like each other in all, in their order."""
    i, k, j, m = bounds
    if i == k or j == m:
        return
    one, other = old[i:k], new[j:m]
    if len(one) == len(other) == 1:
        if _score(one[0], other[0], tables):
            yield i, j
        return
    # Of many, words are looked at where they may have a partner.
    if len(one) * len(other) > _MOST_PAIRS or not are_quick(product(_words(one), _words(other))):
        yield from _looked_up(old, new, bounds, tables)
        return
    kept = _kept(one, other)
    # What is there once in both is no other block, though that be much alike: "Rice 5 t" is not "Tea 3 t".
    scores = [
        [0.0 if a.key != b.key and (a.key in kept or b.key in kept) else _score(a, b, tables) for b in other]
        for a in one
    ]
    yield from ((i + a, j + b) for a, b in best_pairs(scores))


def _kept(old: Sequence[Piece], new: Sequence[Piece]) -> set[str]:
    """The keys of blocks that both have once, but for rows, which their first cells name."""
    counts = [Counter(piece.key for piece in pieces if not piece.table) for pieces in (old, new)]
    return {key for key, count in counts[0].items() if count == 1 == counts[1][key] and key}


def _words(pieces: Sequence[Piece]) -> list[tuple[str, ...]]:
    return [piece.words for piece in pieces]


def _looked_up(
    old: Sequence[Piece], new: Sequence[Piece], bounds: tuple[int, int, int, int], tables: TablePairs
) -> Iterator[tuple[int, int]]:
    """As `_best` of many pieces: only those that share rare words are compared."""
    i, k, j, m = bounds
    words = [piece.first_cell or piece.words if piece.table else piece.words for piece in old[i:k]]
    others = [piece.first_cell or piece.words if piece.table else piece.words for piece in new[j:m]]
    scored = [(_score(old[i + a], new[j + b], tables), a, b) for a, b in candidates(words, others)]
    scored.sort(key=lambda each: (-each[0], each[1], each[2]))
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, a, b in scored:
        if score and a not in pairs and b not in taken:
            pairs[a] = b, score
            taken.add(b)
    order = sorted(pairs)
    kept = in_order([pairs[a][0] for a in order], [pairs[a][1] for a in order])
    yield from ((i + a, j + pairs[a][0]) for number, a in enumerate(order) if number in kept)


def _score(old: Piece, new: Piece, tables: TablePairs) -> float:
    """How well two pieces go together; 0 for those that do not. With equal likeness more words count more."""
    if _is_same(old, new):
        return 1.001 + min(len(old.words), 1000) * 1e-6
    if old.table or new.table:
        return tables.score(old, new)
    if old.kind != new.kind and not (old.kind in FLOWING and new.kind in FLOWING):
        return 0.0
    like = rough_likeness(old.words, new.words, RELATED)
    # Figures alone make no likeness, but where they stand in the same place.
    return like and like - (0.3 if old.kind != new.kind and like < 1 else 0) + len(new.words) * 1e-7


def _with_parts(
    found: Sequence[tuple[int, int]], old: Sequence[Piece], new: Sequence[Piece]
) -> Iterator[Pair]:
    """The pairs, with the unpaired neighbours that are parts of one of theirs."""
    if len(found) == len(old) == len(new):  # as a rule
        yield from (Pair((old[i],), (new[j],)) for i, j in found)
        return
    taken, new_taken = {i for i, _ in found}, {j for _, j in found}
    for i, j in found:
        one, other = old[i], new[j]
        if _is_same(one, other) or one.kind != other.kind or one.kind not in FLOWING:
            yield Pair((one,), (other,))
            continue
        numbers = _parts(one, new, j, new_taken)
        if len(numbers) > 1:
            new_taken.update(numbers)
            yield Pair((one,), tuple(new[number] for number in numbers))
            continue
        numbers = _parts(other, old, i, taken)
        taken.update(numbers)
        yield Pair(tuple(old[number] for number in numbers), (other,))


def _parts(whole: Piece, pieces: Sequence[Piece], at: int, taken: set[int]) -> list[int]:
    """The numbers of the pieces around number `at` whose words together are those of `whole`."""
    numbers = [at]
    while True:
        around = (*_free(pieces, numbers[-1], 1, taken), *_free(pieces, numbers[0], -1, taken))
        more = next((number for number in around if _adds(whole, pieces, numbers, number)), None)
        if more is None:
            return numbers
        numbers = [*numbers, more] if more > at else [more, *numbers]


def _free(pieces: Sequence[Piece], at: int, step: int, taken: set[int]) -> Iterator[int]:
    """The numbers next to `at` that have no partner; what stood between the parts may have moved away."""
    for number in range(at + step, at + step * (_MOST_BETWEEN + 2), step):
        if not 0 <= number < len(pieces) or number in taken:
            return
        yield number


def _adds(whole: Piece, pieces: Sequence[Piece], have: Sequence[int], more: int) -> bool:
    """Whether piece number `more` holds words of `whole` that those in `have` do not."""
    part = pieces[more]
    if part.kind != whole.kind or len(part.words) < _LEAST_PART or not whole.words:
        return False
    words = [token.key for token in whole.tokens]
    now = [token.key for number in have for token in pieces[number].tokens]
    added = [token.key for token in part.tokens]
    then = [*now, *added] if more > have[-1] else [*added, *now]
    gain = common_words(words, then) - common_words(words, now)
    return gain >= _SHARE * len(added)
