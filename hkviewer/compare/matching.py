"""Two editions brought together: which sections and blocks belong to each other, with their runs and figures.

What is found does not depend on which of the two is called the old one; `Matches.mirrored` turns it round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from hkviewer.compare.block_alignment import Pair, aligned
from hkviewer.compare.changes import all_of_both, differing, ends_apart
from hkviewer.compare.editions import (
    A_TABLE,
    ADDED,
    DELETED,
    INSERTED,
    MIRRORED,
    REMOVED,
    SAME,
    Runs,
    mirrored_runs,
)
from hkviewer.compare.effort import Effort
from hkviewer.compare.figure_pairs import FigurePair, changed_figures, is_reordered
from hkviewer.compare.figures import Found
from hkviewer.compare.form import changed_kinds, changed_styles, changed_table
from hkviewer.compare.likeness import RELATED, likeness
from hkviewer.compare.moves import moved
from hkviewer.compare.outside import (
    Pictures,
    changed_mentions,
    changed_metadata,
    has_more_than_words,
    mentions_in,
)
from hkviewer.compare.pieces import Piece, pieces_of
from hkviewer.compare.replacements import is_kept, took_place
from hkviewer.compare.reshaped import Placed, stayed
from hkviewer.compare.section_alignment import Outline, SectionPairs
from hkviewer.compare.tables import TablePairs
from hkviewer.compare.word_runs import flowing_runs, row_runs, whole_runs
from hkviewer.content.model import FactSheet, Section
from hkviewer.content.notes import notes_in_order


class Side:
    """One edition, read for comparing.

    Attributes:
        sheet: the sheet.
        name: that of its file, without the ending.
        sections: its sections as `show` prints them.
        pieces: the pieces of each.
        outline: what sections are recognised by.
        pictures: those of its folder.
        exact: whether typography counts.
    """

    def __init__(self, sheet: FactSheet, path: Path, *, exact: bool) -> None:
        self.sheet = sheet
        self.name = path.stem
        self.exact = exact
        self.sections: list[Section] = [notes_in_order(section) for section in sheet.sections]
        self.pieces = [pieces_of(section, n, exact=exact) for n, section in enumerate(self.sections)]
        self.outline = Outline(self.sections, self.pieces)
        self.pictures = Pictures(path.parent)

    def is_behind(self, other: Side) -> bool:
        """Whether it stands behind another in an order of texts, which does not ask which is older."""
        pairs = zip(self._texts(), other._texts(), strict=False)
        here = len(self.sections), self.sheet.digest
        is_behind = here > (len(other.sections), other.sheet.digest)
        return next((one > two for one, two in pairs if one != two), is_behind)

    def _texts(self) -> Iterator[tuple[str, str]]:
        return ((s.title if s.heading_shown else "", s.text) for s in self.sections)

    @cached_property
    def headers(self) -> dict[tuple[int, int], Piece]:
        """For each section's number and that of a table in it the row that names the columns."""
        pieces = chain.from_iterable(self.pieces)
        return {(piece.n, piece.table.table): piece for piece in pieces if piece.table and piece.is_header}

    def header(self, piece: Piece) -> Piece | None:
        """The row that names the columns of a row's table."""
        return self.headers.get((piece.n, piece.table.table)) if piece.table else None


class Block(NamedTuple):
    """Pieces that belong together: their runs, and what became of their figures."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    is_moved: bool
    runs: Runs
    figures: tuple[FigurePair, ...]
    is_reordered: bool
    has_other_columns: bool = False

    def mirrored(self) -> Block:
        """The same from the new text to the old one."""
        figures = tuple(FigurePair(MIRRORED.get(f.kind, f.kind), f.new, f.old) for f in self.figures)
        return self._replace(old=self.new, new=self.old, runs=mirrored_runs(self.runs), figures=figures)


class Column(NamedTuple):
    """A table's column that came or went, or whose unit `became` another, in old section `i`, now `j`."""

    i: int
    j: int
    title: str
    kind: str
    became: str = ""

    @property
    def mirrored(self) -> Column:
        """The same from the new edition to the old one."""
        titles = (self.became, self.title) if self.became else (self.title, "")
        return Column(self.j, self.i, titles[0], MIRRORED.get(self.kind, self.kind), titles[1])


class Other(NamedTuple):
    """What changed outside the text of old section `i`, now `j`; both None for front matter."""

    kind: str
    i: int | None
    j: int | None
    old: str | int | None
    new: str | int | None


@dataclass(frozen=True, slots=True)
class Matches:
    """What belongs together in two editions.

    Attributes:
        new_of: for old sections their number in the new edition.
        moved: the old sections that stand elsewhere.
        blocks: each piece of either edition in exactly one.
        columns: tables' columns that came or went, or have another unit.
        others: what changed outside the text.
        passed_over: how many blocks changed that were not looked at closely: there were too many.
    """

    new_of: dict[int, int]
    moved: frozenset[int]
    blocks: tuple[Block, ...]
    columns: tuple[Column, ...]
    others: tuple[Other, ...]
    passed_over: int

    def mirrored(self) -> Matches:
        """The same from the new edition to the old one."""
        return Matches(
            {j: i for i, j in self.new_of.items()},
            frozenset(self.new_of[i] for i in self.moved),
            tuple(block.mirrored() for block in self.blocks),
            tuple(column.mirrored for column in self.columns),
            tuple(Other(o.kind, o.j, o.i, o.new, o.old) for o in self.others),
            self.passed_over,
        )


def matched(old: Side, new: Side) -> Matches:
    """What belongs together in two editions."""
    pairs = SectionPairs(old.outline, new.outline)
    effort = Effort()
    blocks: list[Block] = []
    columns: list[Column] = []
    left: tuple[list[Piece], list[Piece]] = ([], [])
    for i, j in sorted(pairs.new_of.items()):
        if _is_unchanged(old.pieces[i], new.pieces[j]):  # as most are
            blocks += map(_unchanged_block, old.pieces[i], new.pieces[j])
            continue
        tables = TablePairs(old.pieces[i], new.pieces[j])
        found = aligned(old.pieces[i], new.pieces[j], tables)
        blocks += (_block(pair, old, new, tables, effort) for pair in found)
        columns += (Column(i, j, *column) for column in tables.changed_columns())
        rest = (
            _without([pair.old for pair in found], old.pieces[i]),
            _without([pair.new for pair in found], new.pieces[j]),
        )
        rows = [Pair((one,), (other,), is_moved=True) for one, other in tables.moved_rows(*rest)]
        blocks += (_block(pair, old, new, tables, effort) for pair in rows)
        left[0].extend(_without([pair.old for pair in rows], rest[0]))
        left[1].extend(_without([pair.new for pair in rows], rest[1]))
    left[0].extend(chain.from_iterable(p for i, p in enumerate(old.pieces) if i not in pairs.new_of))
    left[1].extend(chain.from_iterable(p for j, p in enumerate(new.pieces) if j not in pairs.old_of))
    blocks += _left_over(left, old, new, pairs, effort)
    kinds = list(_kinds(blocks, pairs.new_of))
    blocks = _without_stayed(blocks, kinds)
    others = (*_outside(old, new, pairs.new_of), *kinds)
    return Matches(
        pairs.new_of, frozenset(pairs.moved()), tuple(blocks), tuple(columns), others, effort.passed_over
    )


def _is_unchanged(old: Sequence[Piece], new: Sequence[Piece]) -> bool:
    """Whether two sections have the same blocks, and no table, of which more is told than its rows."""
    return len(old) == len(new) and all(
        one.table is None and one.is_written_as(other) and one.has_words_of(other)
        for one, other in zip(old, new, strict=True)
    )


def _unchanged_block(old: Piece, new: Piece, *, is_moved: bool = False) -> Block:
    return Block((old,), (new,), is_moved, whole_runs(new, SAME), (), False)


def _without(taken: Iterable[Sequence[Piece]], pieces: Sequence[Piece]) -> list[Piece]:
    """Those of `pieces` that are not taken."""
    numbers = {piece.index for own in taken for piece in own}
    return [piece for piece in pieces if piece.index not in numbers]


def _left_over(
    left: tuple[list[Piece], list[Piece]], old: Side, new: Side, pairs: SectionPairs, effort: Effort
) -> Iterator[Block]:
    """What was moved, took another's place, was added or removed."""
    everything = list(chain.from_iterable(old.pieces)), list(chain.from_iterable(new.pieces))
    pieces = moved(
        left,
        everything,
        lambda one, other: pairs.new_of.get(one.n) == other.n,
        lambda piece, is_new: (new if is_new else old).outline.title_words(piece.n),
    )
    found = [Pair((one,), (other,), is_moved=True) for one, other in pieces]
    gone, came = _still_left(left[0], found), _still_left(left[1], found)
    replaced = list(_replaced(gone, came, old, new, pairs))
    yield from (_block(pair, old, new, None, effort) for pair in (*found, *replaced))
    for piece in _still_left(gone, replaced):
        (numbers,) = effort.figures(([piece], old.header(piece), None))
        figures = _told(piece, (FigurePair(REMOVED, each, None) for each in _without_name(piece, numbers)))
        yield Block((piece,), (), False, whole_runs(piece, DELETED), figures, False)
    for piece in _still_left(came, replaced):
        (numbers,) = effort.figures(([piece], new.header(piece), None))
        figures = _told(piece, (FigurePair(ADDED, None, each) for each in _without_name(piece, numbers)))
        yield Block((), (piece,), False, whole_runs(piece, INSERTED), figures, False)


def _without_name(piece: Piece, numbers: Sequence[Found]) -> Sequence[Found]:
    """The figures of a piece; of a row those behind its name, which they are told with."""
    if piece.table is None or piece.is_header:
        return numbers
    return [each for each in numbers if each.figure.span.start >= piece.cells[0][1]] or numbers


def _without_stayed(blocks: Sequence[Block], kinds: Sequence[Other]) -> list[Block]:
    """`blocks` without the figures that are the same where a table became a list, or a list a table."""
    dropped: set[int] = set()
    for other in kinds:
        if A_TABLE in (other.old, other.new):
            gone = [Placed(b.old[0], f.old) for b in blocks if not b.new for f in b.figures if f.old]
            came = [Placed(b.new[0], f.new) for b in blocks if not b.old for f in b.figures if f.new]
            sides = [p for p in gone if p.piece.n == other.i], [p for p in came if p.piece.n == other.j]
            rows, lines = sides if other.old == A_TABLE else sides[::-1]
            dropped.update(id(found) for pair in stayed(rows, lines) for found in pair)
    if not dropped:  # as a rule
        return list(blocks)
    return [
        block._replace(figures=tuple(f for f in block.figures if id(f.old or f.new) not in dropped))
        for block in blocks
    ]


def _still_left(pieces: Iterable[Piece], pairs: Iterable[Pair]) -> list[Piece]:
    """Those of `pieces` that are in none of `pairs`."""
    taken = {id(piece) for pair in pairs for piece in (*pair.old, *pair.new)}
    return [piece for piece in pieces if id(piece) not in taken]


def _replaced(
    gone: Sequence[Piece], came: Sequence[Piece], old: Side, new: Side, pairs: SectionPairs
) -> Iterator[Pair]:
    """What stands alone in its section for what stood alone there, whatever words they have."""
    alone = {piece.n: piece for piece in came if len(new.pieces[piece.n]) == 1 and piece.kind != "row"}
    for piece in gone:
        other = alone.get(pairs.new_of.get(piece.n, -1))
        if other is not None and len(old.pieces[piece.n]) == 1 and piece.kind != "row":
            yield Pair((piece,), (other,))


def _block(pair: Pair, old: Side, new: Side, tables: TablePairs | None, effort: Effort) -> Block:
    one, other = pair.old[0], pair.new[0]
    if len(pair.old) == len(pair.new) == 1 and one.is_written_as(other):
        return _unchanged_block(one, other, is_moved=pair.is_moved)
    same = False
    cells: tuple[frozenset[int] | None, frozenset[int] | None] = None, None
    if tables is not None and tables.are_partners(one, other):
        columns = tables.columns(one, other)
        runs = row_runs(one, other, columns, exact=old.exact)
        both = [(i, j) for i, j in columns if i is not None and j is not None]
        cells = frozenset(i for i, _ in both), frozenset(j for _, j in both)
        same = all(_is_equal(one, i, other, j) for i, j in both)
    else:
        is_one = len(pair.old) == len(pair.new) == 1
        if effort.is_spent:
            cut = ends_apart
        else:
            cut = all_of_both if is_one and likeness(one.words, other.words, RELATED) == 0 else differing
        runs = flowing_runs(pair.old, pair.new, cut, exact=old.exact)
    if all(run.kind == SAME for run in runs):
        return Block(pair.old, pair.new, pair.is_moved, runs, (), False)
    before, after = effort.figures(
        (pair.old, old.header(one), cells[0]), (pair.new, new.header(other), cells[1])
    )
    places = took_place(runs, pair.old, pair.new), is_kept(runs, pair.old, pair.new)
    changed = _told(other, changed_figures(before, after, *places))
    reordered = not changed and is_reordered(before, after)
    return Block(pair.old, pair.new, pair.is_moved, runs, changed, reordered, same)


def _told(piece: Piece, figures: Iterable[FigurePair]) -> tuple[FigurePair, ...]:
    """`figures` of a piece; of code those with a name or a partner, since `slice(2)` tells nothing."""
    return tuple(each for each in figures if piece.kind != "code" or each.is_named or (each.old and each.new))


def _is_equal(old: Piece, i: int, new: Piece, j: int) -> bool:
    """Whether two cells have the same words."""
    return [token.key for token in old.by_cell[i]] == [token.key for token in new.by_cell[j]]


def _outside(old: Side, new: Side, new_of: dict[int, int]) -> Iterator[Other]:
    for line, new_line in changed_metadata(old.sheet, new.sheet, (old.name, new.name)):
        yield Other("metadata", None, None, line, new_line)
    for i, j in sorted(new_of.items()):
        one, other = old.sections[i], new.sections[j]
        if one.level != other.level:
            yield Other("level", i, j, one.level, other.level)
        if not has_more_than_words(one) and not has_more_than_words(other):  # as a rule
            continue
        before, after = mentions_in(one, old.pictures), mentions_in(other, new.pictures)
        for link in changed_mentions(before.links, after.links):
            yield Other("link", i, j, *link)
        for picture in changed_mentions(before.pictures, after.pictures):
            yield Other("picture", i, j, *picture)
        for style in changed_styles(one, other):
            yield Other("form", i, j, *style)


def _kinds(blocks: Iterable[Block], new_of: dict[int, int]) -> Iterator[Other]:
    """Where blocks that belong together are set otherwise, each way once in a section."""
    by_section: dict[tuple[int, int], list[tuple[Piece, Piece]]] = {}
    alone: tuple[dict[int, list[Piece]], dict[int, list[Piece]]] = ({}, {})
    for block in blocks:
        if not block.old or not block.new:
            for own, pieces in zip(alone, (block.old, block.new), strict=True):
                if pieces:
                    own.setdefault(pieces[0].n, []).extend(pieces)
        elif len(block.old) == len(block.new) == 1 and block.old[0].form != block.new[0].form:
            one, other = block.old[0], block.new[0]
            if new_of.get(one.n) == other.n:
                by_section.setdefault((one.n, other.n), []).append((one, other))
    for (i, j), pairs in sorted(by_section.items()):
        yield from (Other("form", i, j, *change) for change in changed_kinds(pairs))
    for i, gone in sorted(alone[0].items()):
        j = new_of.get(i, -1)
        if change := changed_table(gone, alone[1].get(j, ())):
            yield Other("form", i, j, *change)
