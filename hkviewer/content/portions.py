"""Cuts a section's blocks into portions of a size that can be shown, packed or unpacked in an instant.

A section may be a whole document, and a list, a table or a text in fixed width a whole section: these are
cut within, so that what is laid out portion by portion has the words and the places of the whole.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hkviewer.content.model import (
    Block,
    CodeBlock,
    DefinitionList,
    Inline,
    Leaf,
    ListBlock,
    Notes,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Table,
    Text,
    lay_out,
    plain_text,
)

MOST = 20_000
"""What a portion weighs, about; one that weighs more is a single thing, as a row of a table."""
_LEAF = 100
"""Code points that take as long to lay out as a leaf without any."""
_BETWEEN_BLOCKS, _BETWEEN_LINES = 2, 1
"""Code points that part two blocks, and two items, rows or lines, in `Section.text`."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of a section's blocks, one after the other.

    Attributes:
        offset: where the first begins, code points of `Section.text`.
        continues: the first goes on with the block that the portion before ends with.
        weight: what it costs to lay the blocks out; see `weight`.
        blocks: the blocks.
    """

    offset: int
    continues: bool
    weight: int
    blocks: tuple[Block, ...]


def weight(text: str, leaves: Sequence[Leaf]) -> int:
    """What it costs to lay out blocks of that text and those leaves, in code points of running text."""
    return len(text) + _LEAF * len(leaves)


def cut(section: Section, most: int = MOST) -> Iterator[Portion]:
    """The blocks of `section` in portions that weigh about `most`; at least one, be it without blocks."""
    if (whole := weight(section.text, section.leaves)) <= most:
        yield Portion(0, False, whole, section.blocks)
        return
    taken = _Taken(0, False)
    end, has_words = 0, False
    for block in section.blocks:
        for number, (piece, gap) in enumerate(_pieces(block, most)):
            text, leaves = lay_out((piece,))
            is_shown = not isinstance(piece, Rule)
            start = end + (gap if number else _BETWEEN_BLOCKS if has_words and is_shown else 0)
            if taken.blocks and taken.weight + weight(text, leaves) > most:
                yield taken.portion
                taken = _Taken(start, bool(number))
            taken.add(piece, weight(text, leaves), continues=bool(number))
            has_words = has_words or is_shown
            end = start + len(text)
    yield taken.portion


class _Taken:
    """The blocks of a portion that is being made."""

    def __init__(self, offset: int, continues: bool) -> None:  # noqa: FBT001  the fields of a portion
        self._offset, self._continues = offset, continues
        self.weight = 0
        self.blocks: list[list[Block]] = []
        """For each block its pieces."""

    def add(self, piece: Block, weight: int, *, continues: bool) -> None:
        """Add a piece of a block, which `continues` the one that was added last, if any."""
        self.weight += weight
        if continues and self.blocks:
            self.blocks[-1].append(piece)
        else:
            self.blocks.append([piece])

    @property
    def portion(self) -> Portion:
        return Portion(self._offset, self._continues, self.weight, tuple(map(_joined, self.blocks)))


def join(portions: Iterable[Portion]) -> tuple[Block, ...]:
    """The blocks that `cut` made `portions` of."""
    runs: list[list[Block]] = []
    for portion in portions:
        first, *others = portion.blocks or (None,)
        if first is None:
            continue
        if portion.continues:
            runs[-1].append(first)
        else:
            runs.append([first])
        runs += [[block] for block in others]
    return tuple(map(_joined, runs))


def _pieces(block: Block, most: int) -> Iterator[tuple[Block, int]]:
    """`block` in pieces that weigh about `most`, each with the code points that part it from the last."""
    match block:
        case ListBlock(ordered, items, start):
            for number, some in _runs(items, most, _weight):
                yield ListBlock(ordered, some, start + number), _BETWEEN_LINES
        case Table(header, rows, alignments, ()) if rows:
            for number, cells in _runs(rows, most, lambda row: _weight(tuple(map(Paragraph, row)))):
                yield Table(() if number else header, cells, alignments), _BETWEEN_LINES
        case Quotation(quoted) if not any(isinstance(inner, Rule) for inner in quoted):
            for _, blocks in _runs(quoted, most, lambda inner: _weight((inner,))):
                yield Quotation(blocks), _BETWEEN_LINES
        case CodeBlock(text, language):
            for _, lines in _runs(text.split("\n"), most, lambda line: len(line) + _LEAF):
                yield CodeBlock("\n".join(lines), language), _BETWEEN_LINES
        case DefinitionList(all_entries):
            for _, entries in _runs(all_entries, most, lambda entry: _weight((DefinitionList((entry,)),))):
                yield DefinitionList(entries), _BETWEEN_LINES
        case Notes(all_notes):
            for _, notes in _runs(all_notes, most, lambda note: _weight(note.blocks)):
                yield Notes(notes), _BETWEEN_LINES
        case Paragraph(content):
            parts = [part for inline in content for part in _short(inline, most)]
            for _, words in _runs(parts, most, lambda inline: len(plain_text((inline,)))):
                yield Paragraph(words), 0
        case _:
            yield block, 0


def _weight(blocks: Sequence[Block]) -> int:
    return weight(*lay_out(blocks))


def _runs(parts: Sequence[T], most: int, length: Callable[[T], int]) -> Iterator[tuple[int, tuple[T, ...]]]:
    """`parts` in runs of about `most`, each with the number of its first part; one run for none."""
    first = taken = 0
    for number, part in enumerate(parts):
        size = length(part)
        if number > first and taken + size > most:
            yield first, tuple(parts[first:number])
            first, taken = number, 0
        taken += size
    yield first, tuple(parts[first:])


def _short(inline: Inline, most: int) -> Iterator[Inline]:
    """Plain words in pieces of `most` code points, cut behind a blank where there is one."""
    if not isinstance(inline, Text) or len(inline.text) <= most:
        yield inline
        return
    text, start = inline.text, 0
    while start < len(text):
        end = start + most
        if end < len(text):
            end = text.rfind(" ", start, end) + 1 or end
        yield Text(text[start:end])
        start = end


def _joined(pieces: Sequence[Block]) -> Block:
    """The block that `_pieces` cut into `pieces`."""
    first = pieces[0]
    if len(pieces) == 1:
        return first
    match first:
        case ListBlock(ordered, _, start):
            return ListBlock(ordered, _together(piece.items for piece in pieces), start)  # type: ignore[union-attr]  # pieces of one block are of one kind; so below
        case Table(header, _, alignments, spans):
            return Table(header, _together(piece.rows for piece in pieces), alignments, spans)  # type: ignore[union-attr]  # one kind
        case Quotation():
            return Quotation(_together(piece.blocks for piece in pieces))  # type: ignore[union-attr]  # one kind
        case CodeBlock(_, language):
            return CodeBlock("\n".join(piece.text for piece in pieces), language)  # type: ignore[union-attr]  # one kind
        case DefinitionList():
            return DefinitionList(_together(piece.entries for piece in pieces))  # type: ignore[union-attr]  # one kind
        case Notes():
            return Notes(_together(piece.notes for piece in pieces))  # type: ignore[union-attr]  # one kind
        case _:  # a paragraph
            return Paragraph(_words(piece.content for piece in pieces))  # type: ignore[union-attr]  # one kind


def _together(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(itertools.chain.from_iterable(parts))


def _words(contents: Iterable[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """The words of a paragraph, with plain ones in one piece again."""
    words: list[Inline] = []
    for inline in _together(contents):
        before = words[-1] if words else None
        if isinstance(inline, Text) and isinstance(before, Text):
            words[-1] = Text(before.text + inline.text)
        else:
            words.append(inline)
    return tuple(words)
