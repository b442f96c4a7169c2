"""In which order the pieces of both editions stand in one text: what is in both once, as far as that can be.

Without what is marked as deleted it is the new text, without what is marked as inserted the old one.
"""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from hkviewer.compare.editions import MOVED, SAME, Run, Runs, SectionChange, SheetChanges, Span
from hkviewer.compare.ordering import in_order
from hkviewer.compare.word_runs import title_runs

TITLE = -1
"""The number of the section whose heading the sheet's title stands for."""
_LIGHT = 1e-6
"""What words weigh that moved: they stay where they stand only if nothing else has to give way."""


@dataclass(eq=False)
class Item:
    """A heading, block or table.

    Attributes:
        old: where its pieces stand in the old text; () if it is not there.
        new: where its pieces stand in the new one.
        runs: its words.
        is_heading: whether it is a heading: its spans are of a title.
        is_away: whether it is known to have moved.
        rows: a table's.
    """

    old: tuple[Span, ...]
    new: tuple[Span, ...]
    runs: Runs = ()
    is_heading: bool = False
    is_away: bool = False
    rows: tuple[Item, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether all its words are the same, and written so."""
        return all(run.kind == SAME and run.old_text is None for run in self.runs)

    @property
    def weight(self) -> float:
        """What it has in common."""
        weight = 1 + sum(len(run.text) for run in self.runs if run.kind == SAME)
        return (weight + sum(row.weight for row in self.rows)) * (_LIGHT if self.is_away else 1)

    def place(self, span: Span) -> tuple[int, int]:
        """What its places are ordered by: a heading stands above the text."""
        return span.n, -1 if self.is_heading else span.start

    def parts(self) -> Iterator[tuple[Run, list[Part], list[Part]]]:
        """Each run with the places of its words in either text, the number of their piece before each."""
        old, new = _Reader(self.old), _Reader(self.new)
        for run in self.runs:
            yield run, old.read(len(run.old)), new.read(len(run.new))


class Part(NamedTuple):
    """Words of one of an item's pieces."""

    piece: int
    span: Span


class Piece(NamedTuple):
    """A piece of an item that stands only on one side."""

    item: Item
    number: int


class Order:
    """What is in both texts, and what stands only in one behind which piece of it.

    Attributes:
        kept: the items that stay where they are, in their order.
        gone: what of the old text stands behind a piece of a kept item: by their numbers; behind nothing
            at -1, 0. What moved is there, too.
        come: what of the new text stands there.
        moved: those of them, by their identity, of which all pieces stand behind one, in either text.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        both = [item for item in items if item.old and item.new]
        both.sort(key=lambda item: item.place(item.new[0]))
        ranks = [item.place(item.old[0]) for item in both]
        ranked = {place: rank for rank, place in enumerate(sorted(ranks))}
        chosen = in_order([ranked[place] for place in ranks], [item.weight for item in both])
        kept = [item for number, item in enumerate(both) if number in chosen]
        self.kept = [item for item, after in zip_longest(kept, kept[1:]) if _is_apart(item, after)]
        stays = set(map(id, self.kept))
        others = [item for item in items if id(item) not in stays]
        self.gone = _behind([(item, item.old) for item in self.kept], [(item, item.old) for item in others])
        self.come = _behind([(item, item.new) for item in self.kept], [(item, item.new) for item in others])
        self.moved = (
            {id(item) for item in others if item.old and item.new} - _torn(self.gone) - _torn(self.come)
        )


def _is_apart(item: Item, following: Item | None) -> bool:
    """Whether all pieces of an item stand before the kept one that follows."""
    if min(len(item.old), len(item.new)) > 1:
        return False
    return following is None or (
        item.place(item.old[-1]) < following.place(following.old[0])
        and item.place(item.new[-1]) < following.place(following.new[0])
    )


def _behind(
    kept: Sequence[tuple[Item, Sequence[Span]]], others: Sequence[tuple[Item, Sequence[Span]]]
) -> dict[tuple[int, int], list[Piece]]:
    """The pieces of others by the piece of a kept item that they stand behind, in their order."""
    places = [(item.place(span), (k, p)) for k, (item, own) in enumerate(kept) for p, span in enumerate(own)]
    found: defaultdict[tuple[int, int], list[Piece]] = defaultdict(list)
    pieces = [(item.place(span), Piece(item, p)) for item, own in others for p, span in enumerate(own)]
    for place, piece in sorted(pieces, key=lambda each: each[0]):
        at = bisect.bisect(places, place, key=lambda each: each[0])
        found[places[at - 1][1] if at else (-1, 0)].append(piece)
    return found


def _torn(found: dict[tuple[int, int], list[Piece]]) -> set[int]:
    """The items, by their identity, that have something between their pieces that stays."""
    places = Counter(number for pieces in found.values() for number in {id(piece.item) for piece in pieces})
    return {number for number, count in places.items() if count > 1}


class _Reader:
    """Reads spans from their first to their last code point."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._piece = 0
        self._at = spans[0].start if spans else 0

    def read(self, length: int) -> list[Part]:
        parts: list[Part] = []
        while length and self._piece < len(self._spans):
            span = self._spans[self._piece]
            end = min(span.end, self._at + length)
            if end > self._at:
                parts.append(Part(self._piece, Span(span.n, self._at, end)))
            length -= end - self._at
            self._at = end
            if end == span.end and self._piece + 1 < len(self._spans):
                self._piece += 1
                self._at = self._spans[self._piece].start
            elif end == span.end:
                break
        return parts


def items_of(changes: SheetChanges) -> Iterator[Item]:
    """The headings and blocks of both editions; rows of tables are not put together yet."""
    titles = [edition.sheet.title if edition.sheet.sections else "" for edition in (changes.old, changes.new)]
    old, new = (((Span(TITLE, 0, len(title)),) if title else ()) for title in titles)
    if old or new:
        yield Item(old, new, title_runs(*titles, exact=False), is_heading=True)
    away = _away(changes.sections)
    for section in changes.sections:
        is_away = id(section) in away
        old, new = (
            (Span(name.n, 0, len(name.title)),) if name and name.heading_shown else ()
            for name in (section.old, section.new)
        )
        if old or new:
            yield Item(old, new, section.title_runs, is_heading=True, is_away=is_away)
        for block in section.blocks:
            yield Item(block.old, block.new, block.runs, is_away=block.status == MOVED or is_away)


def _away(sections: Sequence[SectionChange]) -> set[int]:
    """The sections, by their identity, that moved, or that stand under one that did."""
    away: set[int] = set()
    above: list[tuple[int, bool]] = []
    for section in sections:
        if section.new is None:
            continue
        while above and above[-1][0] >= section.new.level:
            above.pop()
        is_away = section.moved or bool(above and above[-1][1])
        above.append((section.new.level, is_away))
        if is_away:
            away.add(id(section))
    return away
