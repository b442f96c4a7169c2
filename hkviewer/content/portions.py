"""Cuts a section's blocks into portions of a size that can be shown, packed or unpacked in an instant.

A section may be a whole document, and a list, a table, a text in fixed width or a word a whole section: these
are cut within, at whatever depth, so that what is laid out portion by portion has the words of the whole in
their order. What is cut is shown so: an item's further blocks stand without its mark, a very wide row goes on
below. The whole blocks are kept beside the portions.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hkviewer.content.model import (
    Block,
    CodeBlock,
    CodeSpan,
    Definition,
    DefinitionList,
    Emphasis,
    Inline,
    LaidOut,
    Leaf,
    Link,
    ListBlock,
    Note,
    Notes,
    Paragraph,
    Quotation,
    Section,
    Strong,
    Styled,
    Table,
    Text,
    lay_out,
    lay_out_each,
    plain_text,
)
from hkviewer.content.wide_rows import Row, rows_of_few, shown_cells, tables_of

MOST = 20_000
"""What a portion weighs, about; a picture's words, or what is nested very deep, may weigh more."""
_LEAF = 100
"""Code points that take as long to lay out as a leaf without any."""
_LONGEST_WORD = 2_000
"""Code points of a word without a blank, for which Qt takes the square of the time."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of a section's blocks, one after the other, or of what they were cut into.

    Attributes:
        offset: where the first leaf begins, code points of `Section.text`.
        weight: what it costs to lay the blocks out; see `weight`.
        blocks: the blocks.
        starts: where each leaf begins; () where that is as if the blocks alone were laid out at `offset`.
    """

    offset: int
    weight: int
    blocks: tuple[Block, ...]
    starts: tuple[int, ...] = ()

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves of the blocks at their places in `Section.text`; `block` counts from the first here."""
        leaves = lay_out(self.blocks, self.offset)[1]
        if not self.starts:
            return leaves
        return tuple(leaf.replace(offset=start) for leaf, start in zip(leaves, self.starts, strict=True))


def weight(text: str, leaves: Sequence[Leaf]) -> int:
    """What it costs to lay out blocks of that text and those leaves, in code points of running text."""
    return len(text) + _LEAF * len(leaves)


def leaf_count(length: int, weighs: int) -> int:
    """About how many leaves a text of `length` code points has, that weighs so much."""
    return max(weighs - length, 0) // _LEAF


def cut(section: Section, most: int = MOST, laid_out: LaidOut | None = None) -> Iterator[Portion]:
    """The blocks of `section` in portions that weigh about `most`; at least one, be it without blocks.

    `laid_out` is made of the blocks where there is none yet.
    """
    laid_out = laid_out or LaidOut(section.blocks)
    if (whole := len(laid_out.text) + _LEAF * len(laid_out.starts)) <= most:
        yield Portion(0, whole, section.blocks)
        return
    places = _Places(laid_out)
    pieces = (piece for block in section.blocks for piece in _pieces(block, most))
    for blocks in _runs(pieces, most, lambda piece: _weight((piece,))):
        yield places.portion(blocks)


def runs_of_blocks(blocks: Sequence[Block], most: int = MOST) -> Iterator[tuple[Block, ...]]:
    """`blocks`, none of which is cut, in runs that weigh about `most`."""
    return _runs(blocks, most, lambda block: _weight((block,)))


class _Places:
    """Finds where the leaves of pieces, which come in reading order, stand in the section."""

    def __init__(self, section: LaidOut) -> None:
        self._starts, self._lengths = section.starts, section.lengths
        self._number = self._within = 0
        """The leaf that comes next, and how many of its code points came already."""
        self._end = 0
        """Where the last one ends."""

    def portion(self, blocks: tuple[Block, ...]) -> Portion:
        """The portion of those `blocks`, which come next."""
        text, leaves = lay_out(blocks)
        end = self._end
        starts = tuple(self._start(leaf.text) for leaf in leaves)
        weighs = weight(text, leaves)
        offset = starts[0] - leaves[0].offset if starts else end
        if all(start == leaf.offset + offset for start, leaf in zip(starts, leaves, strict=True)):
            return Portion(offset, weighs, blocks)
        return Portion(starts[0], weighs, blocks, starts)

    def _start(self, text: str) -> int:
        """Where `text` begins, which is the next leaf or what comes next of it."""
        start = self._starts[self._number] + self._within
        self._end = start + len(text)
        self._within += len(text)
        if self._within >= self._lengths[self._number]:
            self._number, self._within = self._number + 1, 0
        return start


def _pieces(block: Block, most: int) -> Iterator[Block]:
    """`block` in pieces that weigh about `most`, which have its leaves, some of them cut, in their order."""
    if _weight((block,)) <= most:
        yield block
        return
    match block:
        case Paragraph(content):
            parts = (part for inline in content for part in _short(inline, most))
            for words in _runs(parts, most, lambda inline: _inline_length(inline, most)):
                yield Paragraph(words)
        case CodeBlock(text, language):
            yield from _lines(text, language, most)
        case ListBlock(_, all_items, start):
            for number, items in _numbered_runs(all_items, most, _weight):
                run = block.replace(start=start + number)
                yield from _headed(items, most, lambda some, run=run: run.replace(items=some))  # type: ignore[misc]  # a default holds the loop's value
        case Quotation(quoted):
            for blocks in _runs(_each(quoted, most), most, lambda inner: _weight((inner,))):
                yield Quotation(blocks)
        case Notes(all_notes):
            for notes in _runs(all_notes, most, lambda note: _weight(note.blocks)):
                numbers = [note.number for note in notes]
                yield from _headed(
                    tuple(note.blocks for note in notes),
                    most,
                    lambda some, numbers=numbers: Notes(tuple(map(Note, numbers, some))),  # type: ignore[misc]  # as above
                )
        case DefinitionList(all_entries):
            for entries in _runs(all_entries, most, lambda entry: _weight((DefinitionList((entry,)),))):
                yield from _entries(entries, most)
        case Table():
            yield from _tables(block, most)
        case _:
            yield block


def _each(blocks: Iterable[Block], most: int) -> Iterator[Block]:
    return (piece for block in blocks for piece in _pieces(block, most))


def _headed(
    items: tuple[tuple[Block, ...], ...], most: int, wrapped: Callable[[tuple[tuple[Block, ...], ...]], Block]
) -> Iterator[Block]:
    """`items` as one block; a single one that weighs more begins as one and goes on without its mark."""
    if len(items) > 1 or _weight(items[0]) <= most:
        yield wrapped(items)
        return
    first, *others = _each(items[0], most)
    yield wrapped(((first,),))
    yield from others


def _entries(entries: tuple[Definition, ...], most: int) -> Iterator[Block]:
    """`entries` as one block; a single one that weighs more is cut between and within its descriptions."""
    if len(entries) > 1 or _weight((DefinitionList(entries),)) <= most:
        yield DefinitionList(entries)
        return
    yield DefinitionList((Definition(entries[0].terms, ()),))
    for description in entries[0].descriptions:
        for blocks in _runs(_each(description, most), most, lambda inner: _weight((inner,))):
            yield DefinitionList((Definition((), (blocks,)),))


def _lines(text: str, language: str, most: int) -> Iterator[Block]:
    """Lines in fixed width; one that weighs more is cut within."""
    for lines in _runs(text.split("\n"), most, lambda line: len(line) + _LEAF):
        if len(lines) > 1 or len(lines[0]) <= most:
            yield CodeBlock("\n".join(lines), language)
        else:
            for piece in _short_text(lines[0], most):
                yield CodeBlock(piece, language)


def _tables(table: Table, most: int) -> Iterator[Block]:
    """`table` cut between rows that no cell joins; a row that weighs more goes on below."""
    rows = list(enumerate((table.header, *table.rows)))[0 if table.header else 1 :]
    joined = {row for span in table.spans for row in range(span.row + 1, span.row + span.rows)}
    groups = [list(group) for group in _groups(rows, lambda row: row[0] in joined)]
    for some in _runs(groups, most, lambda group: sum(_row_weight(cells) for _, cells in group)):
        kept = [row for group in some for row in group]
        first = kept[0][0]
        if len(kept) > 1 or _row_weight(kept[0][1]) <= most:
            yield _some_rows(table, kept, first)
        else:
            yield from _wrapped(shown_cells(table, first), most)


def _groups(parts: Iterable[T], goes_on: Callable[[T], bool]) -> Iterator[list[T]]:
    group: list[T] = []
    for part in parts:
        if group and not goes_on(part):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _some_rows(table: Table, rows: Sequence[tuple[int, Row]], first: int) -> Table:
    """A table of `rows` of `table`, the numbered ones from `first` on."""
    header, body = ((), rows) if first else (rows[0][1], rows[1:])
    back = max(first - 1, 0)
    numbers = range(first, first + len(rows))
    spans = (span.replace(row=span.row - back) for span in table.spans if span.row in numbers)
    return Table(header, tuple(cells for _, cells in body), table.alignments, tuple(spans))


def _wrapped(cells: Row, most: int) -> Iterator[Block]:
    """The cells of one row in rows of a few each; one that weighs more is cut within."""
    for run in _groups(cells, lambda cell: _cell_weight(cell) <= most):
        if _cell_weight(run[0]) > most:
            yield from _pieces(Paragraph(run.pop(0)), most)
        for rows in _runs(rows_of_few(run), most, _row_weight):
            yield from tables_of(rows)


def _row_weight(cells: Row) -> int:
    return sum(map(_cell_weight, cells))


def _cell_weight(cell: tuple[Inline, ...]) -> int:
    return len(plain_text(cell)) + _LEAF


def _weight(blocks: Sequence[Block]) -> int:
    leaves = itertools.count()
    text = lay_out_each(blocks, lambda _: next(leaves))
    return len(text) + _LEAF * next(leaves)


def _runs(parts: Iterable[T], most: int, length: Callable[[T], int]) -> Iterator[tuple[T, ...]]:
    """`parts` in runs of about `most`, by their `length`; one run for none."""
    return (run for _, run in _numbered_runs(parts, most, length))


def _numbered_runs(
    parts: Iterable[T], most: int, length: Callable[[T], int]
) -> Iterator[tuple[int, tuple[T, ...]]]:
    """The same, each with the number of its first part."""
    first = taken = 0
    run: list[T] = []
    for part in parts:
        size = length(part)
        if run and taken + size > most:
            yield first, tuple(run)
            first, taken, run = first + len(run), 0, []
        taken += size
        run.append(part)
    yield first, tuple(run)


def _short(inline: Inline, most: int) -> Iterator[Inline]:
    """Words in pieces of `most` code points; a piece of a link leads where all of it does."""
    if len(plain_text((inline,))) <= _LONGEST_WORD:
        yield inline
        return
    match inline:
        case Text(text):
            yield from map(Text, _short_text(text, most))
        case CodeSpan(text):
            yield from map(CodeSpan, _short_text(text, most))
        case Emphasis(content):
            yield from (Emphasis((part,)) for whole in content for part in _short(whole, most))
        case Strong(content):
            yield from (Strong((part,)) for whole in content for part in _short(whole, most))
        case Link(address, content):
            yield from (Link(address, (part,)) for whole in content for part in _short(whole, most))
        case Styled(style, content, meaning):
            yield from (Styled(style, (part,), meaning) for whole in content for part in _short(whole, most))
        case _:
            yield inline


def _inline_length(inline: Inline, most: int) -> int:
    """The code points of `inline`; `most` where a word is cut, whose pieces are to stand apart."""
    text = plain_text((inline,))
    return most if len(text) >= _LONGEST_WORD and " " not in text else len(text)


def _short_text(text: str, most: int) -> Iterator[str]:
    """`text` in pieces of `most` code points, cut behind a blank where there is one, else smaller."""
    start = 0
    while start < len(text):
        end = start + most
        blank = text.rfind(" ", start, end) + 1
        if not blank:
            end = start + min(most, _LONGEST_WORD)
        elif end < len(text):
            end = blank
        yield text[start:end]
        start = end
