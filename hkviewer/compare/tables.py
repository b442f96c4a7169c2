"""Tables compared by their headers, then by each row's first cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from hkviewer.compare.changes import differing
from hkviewer.compare.editions import ADDED, MOVED, REMOVED, RENAMED
from hkviewer.compare.likeness import RELATED, likeness
from hkviewer.compare.pieces import Piece
from hkviewer.compare.tokens import folded

CellPair = tuple[int | None, int | None]
Columns = list[CellPair]
_MOST_TABLES = 2_500
"""Pairs of a section's tables that are compared; more are taken in their order."""

_WITH_UNIT = re.compile(r"(.*\w.*)\(([^()]+)\)")
"""A column's title with a bracket behind it, where the unit of its figures stands."""
_PROFILE = 400
"""Words that a table is recognised by."""


class TablePairs:
    """Which table of one section became which of another's, and which of its columns."""

    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]) -> None:
        self._old, self._new = _by_table(old), _by_table(new)
        self._partner = dict(self._pairs())
        self._mapped: dict[int, Columns] = {}
        self._cells: dict[tuple[int, tuple[int, ...], tuple[int, ...]], Columns] = {}

    def score(self, old: Piece, new: Piece) -> float:
        """How well two rows go together, 0 if they do not: their first cells are the same as a rule."""
        if not self.are_partners(old, new):
            return 0.0
        if old.is_header or new.is_header:
            return 1.0 if old.is_header and new.is_header else 0.0
        columns = self.columns(old, new)
        pairs = [(old.by_cell[i], new.by_cell[j]) for i, j in columns if i is not None and j is not None]
        if not pairs:
            return 0.0
        same = [[t.key for t in one] == [t.key for t in other] for one, other in pairs]
        rest = sum(same[1:])
        if same[0] and any(pairs[0]):
            return 0.6 + 0.3 * (rest + 1) / len(same)
        # The first cell was renamed while most of the others stayed, or is empty.
        words = any(is_same and any(pair) for is_same, pair in zip(same, pairs, strict=True))
        if words and rest * 2 > len(pairs) - 1:
            return 0.25 + 0.25 * rest / len(same)
        renamed = 0.0 if any(pairs[0]) else likeness(old.words, new.words, RELATED)
        return 0.5 * renamed if renamed else 0.25 * self._is_first_alike(pairs[0])

    def are_partners(self, old: Piece, new: Piece) -> bool:
        """Whether both are rows of tables that belong together."""
        if old.table is None or new.table is None:
            return False
        return self._partner.get(old.table.table) == new.table.table

    def moved_rows(self, old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
        """Of rows without a partner in their place those with the same first cell, if no other has it."""
        places: dict[tuple[int, tuple[str, ...]], list[Piece]] = {}
        for piece in new:
            if piece.table and not piece.is_header:
                places.setdefault((piece.table.table, piece.first_cell), []).append(piece)
        if not places:  # as a rule
            return
        keys = [(self._partner.get(p.table.table, -1), p.first_cell) if p.table else None for p in old]
        counts = Counter(keys)
        for piece, key in zip(old, keys, strict=True):
            found = places.get(key, ()) if key and key[1] and counts[key] == 1 else ()
            if len(found) == 1 and not piece.is_header:
                yield piece, found[0]

    def _is_first_alike(self, pair: tuple[Sequence[object], Sequence[object]]) -> float:
        one, other = (tuple(token.key for token in cell) for cell in pair)  # type: ignore[attr-defined]
        return float(bool(one) and likeness(one, other) > 0.5)

    def columns(self, old: Piece, new: Piece) -> Columns:
        """The cells of two rows that belong together, in their order."""
        assert old.table is not None
        assert new.table is not None
        key = old.table.table, old.table.columns, new.table.columns
        if key not in self._cells:
            self._cells[key] = list(self._cell_pairs(*key))
        return self._cells[key]

    def _cell_pairs(self, table: int, columns: tuple[int, ...], new: tuple[int, ...]) -> Iterator[CellPair]:
        at = {column: number for number, column in enumerate(columns)}
        new_at = {column: number for number, column in enumerate(new)}
        for column, other in self._columns_of(table):
            i = None if column is None else at.get(column)
            j = None if other is None else new_at.get(other)
            if i is not None or j is not None:
                yield i, j

    def changed_columns(self) -> Iterator[tuple[str, str, str]]:
        """Columns' titles, ADDED, REMOVED or MOVED, and ""; of another unit RENAMED and the new title."""
        for table, partner in self._partner.items():
            changed = list(self._changed_columns(table, partner))
            kinds: dict[str, set[str]] = {}
            for title, kind, _ in changed:
                kinds.setdefault(title, set()).add(kind)
            moved = {title for title, own in kinds.items() if title.strip() and own == {ADDED, REMOVED}}
            for title, kind, became in changed:
                if title not in moved:
                    yield title, kind, became
                elif kind == ADDED:
                    yield title, MOVED, ""

    def _changed_columns(self, table: int, partner: int) -> Iterator[tuple[str, str, str]]:
        """The same for one table; one that moved was removed, and added."""
        old, new = self._old[table], self._new[partner]
        for column, other in self._columns_of(table):
            if other is None and column is not None:
                yield _title(old, column), REMOVED, ""
            elif column is None and other is not None:
                yield _title(new, other), ADDED, ""
            elif column is not None and other is not None:
                titles = _title(old, column), _title(new, other)
                if _have_other_units(*titles):
                    yield titles[0], RENAMED, titles[1]

    def _columns_of(self, table: int) -> Columns:
        if table not in self._mapped:
            self._mapped[table] = _mapped(self._old[table], self._new[self._partner[table]])
        return self._mapped[table]

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """The tables that belong together: by their headers, the others in their order."""
        old, new = list(self._old), list(self._new)
        if len(old) == len(new) or len(old) * len(new) > _MOST_TABLES:
            yield from zip(old, new, strict=False)
            return
        profile = cache(lambda rows: tuple(key for row in rows for key in row)[:_PROFILE])
        scored = sorted(
            (-likeness(profile(_profile(self._old[i])), profile(_profile(self._new[j]))), i, j)
            for i in old
            for j in new
        )
        taken: set[int] = set()
        others: set[int] = set()
        for like, i, j in scored:
            if -like > RELATED and i not in taken and j not in others:
                taken.add(i)
                others.add(j)
                yield i, j


def _by_table(pieces: Sequence[Piece]) -> dict[int, list[Piece]]:
    tables: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.table is not None:
            tables.setdefault(piece.table.table, []).append(piece)
    return tables


def _profile(rows: Sequence[Piece]) -> tuple[tuple[str, ...], ...]:
    """The header's words and those of the first cells."""
    return tuple(row.words if row.is_header else row.first_cell for row in rows[:50])


def _title(rows: Sequence[Piece], column: int) -> str:
    """A column's name; its number from 1 where the table has no header."""
    first = rows[0]
    assert first.table is not None
    if first.is_header and column in first.table.columns:
        start, end = first.cells[first.table.columns.index(column)]
        return first.text[start:end]
    return str(column + 1)


def _have_other_units(old: str, new: str) -> bool:
    """Whether titles differ in the bracket at their end: "Trade (bn)", "Trade (mn)"."""
    one, other = (_WITH_UNIT.fullmatch(folded(title)) for title in (old, new))
    return one is not None and other is not None and one[1] == other[1] and one[2] != other[2]


def _mapped(old: Sequence[Piece], new: Sequence[Piece]) -> Columns:
    """The columns of two tables that belong together, in their order."""
    one, other = _names(old), _names(new)
    columns: Columns = []
    i = j = 0
    for change in differing(one, other):
        columns += ((i + number, j + number) for number in range(change.old_start - i))
        i, j = change.old_end, change.new_end
        came, went = range(change.new_start, j), range(change.old_start, i)
        if len(came) == len(went):
            columns += zip(went, came, strict=True)  # renamed
        elif not (old[0].is_header and new[0].is_header):
            columns += zip_longest(went, came)
        else:
            columns += [*((column, None) for column in went), *((None, column) for column in came)]
    columns += ((i + number, j + number) for number in range(len(one) - i))
    return columns


def _names(rows: Sequence[Piece]) -> list[tuple[str, ...]]:
    """What each column is known by: its header, else what stands in it."""
    first = rows[0]
    assert first.table is not None
    width = 1 + max(max(row.table.columns, default=0) for row in rows if row.table)
    if first.is_header:
        named = dict(zip(first.table.columns, first.by_cell, strict=True))
        return [tuple(token.key for token in named.get(column, ())) for column in range(width)]
    return [(str(column),) for column in range(width)]
