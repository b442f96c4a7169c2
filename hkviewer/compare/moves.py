"""Blocks that stand elsewhere in the new text: which of those left over on both sides are the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from hkviewer.compare.likeness import candidates, rough_likeness
from hkviewer.compare.pieces import FLOWING, Piece
from hkviewer.compare.tokens import MARK

_ENOUGH = 8
"""Words of a block that stands elsewhere by no chance; a shorter one must be the only one of its words."""
_ALIKE = 0.6
"""The likeness of a block that was moved and changed."""


def moved(
    left: tuple[Sequence[Piece], Sequence[Piece]],
    everything: tuple[Sequence[Piece], Sequence[Piece]],
    is_one_section: Callable[[Piece, Piece], bool],
    title: Callable[[Piece, bool], Sequence[str]],
) -> Iterator[tuple[Piece, Piece]]:
    """Pairs of pieces of the old and the new text.

    Args:
        left: those of both that have no partner in their place.
        everything: all pieces of both.
        is_one_section: whether two pieces stand in sections that belong together.
        title: the words of the heading above a piece of the old text, or of the new one where that is true.
    """
    places: defaultdict[tuple[str, str], list[Piece]] = defaultdict(list)
    for piece in reversed(left[1]):
        places[piece.kind, piece.key].append(piece)
    if not places.keys() & {(piece.kind, piece.key) for piece in left[0]}:  # as a rule
        yield from _changed(*left, title)
        return
    counts = tuple(Counter((piece.kind, piece.key) for piece in pieces) for pieces in everything)
    rest, taken = [], set()
    for piece in left[0]:
        key = piece.kind, piece.key
        found = places.get(key)
        is_only = counts[0][key] == counts[1][key] == 1
        # The words are looked at last: of many blocks hardly one has a partner.
        if found and _may_move(piece, is_only=is_only, stays_near=is_one_section(piece, found[-1])):
            taken.add(id(found[-1]))
            yield piece, found.pop()
        else:
            rest.append(piece)
    yield from _changed(rest, [piece for piece in left[1] if id(piece) not in taken], title)


def _may_move(piece: Piece, *, is_only: bool, stays_near: bool) -> bool:
    if not piece.words or piece.is_header:
        return False
    return len(piece.words) >= _ENOUGH or (is_only and (stays_near or _is_named(piece)))


def _is_named(piece: Piece) -> bool:
    """Whether it has a word that is no figure: figures are equal by chance."""
    return any(word != "#" for word in piece.words)


def _changed(
    old: Sequence[Piece], new: Sequence[Piece], title: Callable[[Piece, bool], Sequence[str]]
) -> Iterator[tuple[Piece, Piece]]:
    """Those of many words that are still much like each other, the most alike first.

    Of those as much alike, which differ in figures alone, those with the same figures under the same names.
    """

    def exact(i: int, j: int) -> float:
        before, after = (
            [*title(piece, is_new), *(token.key for token in piece.tokens if token.kind != MARK)]
            for piece, is_new in ((one[i], False), (other[j], True))
        )
        return rough_likeness([word.casefold() for word in before], [word.casefold() for word in after])

    one = [piece for piece in old if not piece.table and len(piece.words) >= _ENOUGH]
    other = [piece for piece in new if not piece.table and len(piece.words) >= _ENOUGH]
    scored = []
    for i, j in candidates([piece.words for piece in one], [piece.words for piece in other]):
        if one[i].kind == other[j].kind or (one[i].kind in FLOWING and other[j].kind in FLOWING):
            like = rough_likeness(one[i].words, other[j].words, _ALIKE)
            if like:
                scored.append((-like - exact(i, j), i, j))
    taken: set[int] = set()
    others: set[int] = set()
    for _, i, j in sorted(scored):
        if i not in taken and j not in others:
            taken.add(i)
            others.add(j)
            yield one[i], other[j]
