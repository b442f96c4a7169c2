"""The text of both editions as one Word text with tracked changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement, serialize_for_reading

from hkviewer.compare.editions import DELETED, INSERTED, SAME, Run, SheetChanges
from hkviewer.export.formats.docx_xml import element
from hkviewer.export.redline.docx_order import Item, Order, Part, Piece, items_of
from hkviewer.export.redline.docx_sheet import Atom, Line, SheetWriter, WrittenSheet
from hkviewer.export.redline.docx_tracking import (
    AUTHOR,
    DEL,
    INS,
    KEPT,
    MOVE_FROM,
    MOVE_TO,
    WRITING,
    Tracking,
)

_SHOWN = (qn("w:r"), qn("w:hyperlink"))
_SPANNING = (qn("w:gridSpan"), qn("w:vMerge"))
_NO_LOOK = (qn("w:spacing"), qn("w:rPr"))
"""What a paragraph's look is not told apart by: the space behind a table is that of the text around."""


class Shown(NamedTuple):
    """Words with what became of them; `piece` is that of the old text (-1: none) and of the new one."""

    atom: Atom
    kind: str
    author: str
    piece: tuple[int, int]


class ChangedText:
    """Puts two editions into one text.

    Args:
        changes: how the one became the other.
        writer: writes the words of both.
        tracking: marks what changed.
        put: puts a paragraph or table behind what stands there already.
    """

    def __init__(
        self,
        changes: SheetChanges,
        writer: SheetWriter,
        tracking: Tracking,
        put: Callable[[BaseOxmlElement], object],
    ) -> None:
        self._old = WrittenSheet(changes.old.sheet, writer)
        self._new = WrittenSheet(changes.new.sheet, writer)
        self._tracking = tracking
        self._put_behind = put
        self._last: tuple[bool, str] = (False, KEPT)
        self._order = Order(list(self._with_tables(items_of(changes))))
        self._list_ids = dict(self._lists())

    def write(self) -> None:
        """Put everything there."""
        self._between(-1, 0, 0)
        for number, item in enumerate(self._order.kept):
            if item.rows:
                self._put(self._kept_table(item), KEPT)
            else:
                self._kept(item, number)
            self._between(number, len(item.old) - 1, len(item.new) - 1)

    def _between(self, number: int, old_piece: int, new_piece: int) -> None:
        """Put what is only in one text behind a piece of each of kept item `number`."""
        self._only(self._order.gone.get((number, old_piece), ()), is_new=False)
        self._only(self._order.come.get((number, new_piece), ()), is_new=True)

    def _only(self, pieces: Sequence[Piece], *, is_new: bool) -> None:
        """Put what stands in one text alone."""
        for piece in pieces:
            self._one_sided(piece, self._new if is_new else self._old, is_new=is_new)

    def _put(self, made: BaseOxmlElement, kind: str) -> None:
        is_table = made.tag == qn("w:tbl")
        if is_table and self._last[0]:
            # Word makes one table of two that touch.
            between = element("p")
            self._tracking.end(between, kind or self._last[1])
            self._put_behind(between)
        # lxml takes the square of what it moves from one tree to another at a time.
        rows = list(made.iterchildren(qn("w:tr")))
        for row in rows:
            made.remove(row)
        self._put_behind(made)
        made.extend(rows)
        self._last = is_table, kind

    # ---- What stands in one text alone

    def _one_sided(self, piece: Piece, sheet: WrittenSheet, *, is_new: bool) -> None:
        item, number = piece
        kind = INS if is_new else DEL
        if item.rows:
            table = self._table_of(item, is_new=is_new)
            for row in table.iterchildren(qn("w:tr")):
                self._tracking.row(row, kind)
            self._put(table, kind)
            return
        moved = id(item) if id(item) in self._order.moved else None
        same = kind if moved is None else MOVE_TO if is_new else MOVE_FROM
        if moved is not None and number == 0:
            self._put(self._tracking.bound(same, moved, is_end=False), same)
        for made in self._paragraphs(item, number, sheet, same, kind, is_new=is_new):
            self._put(made, same)
        if moved is not None and number == len(item.new if is_new else item.old) - 1:
            self._put(self._tracking.bound(same, moved, is_end=True), same)

    def _paragraphs(
        self, item: Item, number: int, sheet: WrittenSheet, same: str, changed: str, *, is_new: bool
    ) -> Iterator[BaseOxmlElement]:
        """A piece of one text as paragraphs: what both texts have marked as `same`, the rest as `changed`."""
        line = self._line(item, number, is_new=is_new)
        for above in line.before:
            self._tracking.add_all(above, same)
            yield above
        made = self._paragraph(line)
        for shown in line.lead:
            self._tracking.add(made, shown, same)
        for run, old, new in item.parts():
            for part in new if is_new else old:
                if part.piece == number:
                    kind = same if run.kind == SAME else changed
                    for atom in sheet.atoms(part.span, heading=item.is_heading):
                        self._tracking.add(made, atom.element, kind)
        self._tracking.end(made, same)
        yield made

    def _line(self, item: Item, number: int, *, is_new: bool) -> Line:
        sheet, spans = (self._new, item.new) if is_new else (self._old, item.old)
        return sheet.headings[spans[number].n] if item.is_heading else sheet.line(spans[number])

    def _paragraph(self, line: Line) -> BaseOxmlElement:
        """An empty paragraph that looks like a line."""
        properties = self._look(line)
        return element("p", *([] if properties is None else [properties]))

    # ---- What is in both

    def _shown(self, item: Item) -> Iterator[Shown]:
        """The words of an item, deleted ones before those in their place."""
        for run, old, new in item.parts():
            yield from self._of_run(run, old, new, is_heading=item.is_heading)

    def _of_run(
        self, run: Run, old: Sequence[Part], new: Sequence[Part], *, is_heading: bool
    ) -> Iterator[Shown]:
        is_written_alike = run.kind == SAME and run.old_text is None
        if not is_written_alike:
            author = WRITING if run.kind == SAME else AUTHOR
            if run.kind != INSERTED:
                yield from _all(self._old, old, DEL, author, is_heading=is_heading)
            if run.kind != DELETED:
                yield from _all(self._new, new, INS, author, is_heading=is_heading)
            return
        # Both go on piece by piece, but never in the same run.
        before, now = (old[0].piece if old else -1), (new[0].piece if new else -1)
        for each in _all(self._new, new, KEPT, AUTHOR, is_heading=is_heading):
            yield each._replace(piece=(before, now))

    def _kept(self, item: Item, number: int) -> None:
        """Put a heading or block that stays; where it was split or joined, with what stands between."""
        old = [self._line(item, n, is_new=False) for n in range(len(item.old))]
        new = [self._line(item, n, is_new=True) for n in range(len(item.new))]
        lines, kind = (new, INS) if len(new) > 1 else ([*old[:-1], new[0]], DEL)
        self._above(old[0], new[0])
        by_line: list[list[Shown]] = [[] for _ in lines]
        at = 0
        for shown in self._shown(item):
            at = max(at, shown.piece[len(new) > 1])
            by_line[at].append(shown)
        for at, (line, own) in enumerate(zip(lines, by_line, strict=True)):
            made = self._paragraph(line)
            self._lead(made, *((old[0], new[0]) if at == 0 else (None, line)[:: -1 if kind == DEL else 1]))
            for shown in own:
                self._tracking.add(made, shown.atom.element, shown.kind, shown.author)
            if at < len(lines) - 1:
                self._tracking.end(made, kind)
                self._put(made, KEPT)
                self._between_pieces(number, at, is_split=kind == INS)
        before, now = self._look(old[-1]), self._look(new[-1])
        if _without(before) != _without(now):
            self._tracking.looked(made, before)
        self._tracking.end(made, KEPT)
        self._put(made, KEPT)

    def _lead(self, made: BaseOxmlElement, old: Line | None, new: Line | None) -> None:
        """Add what stands before the words: the number of a note."""
        sides = [line.lead if line else [] for line in (old, new)]
        if _words(sides[0]) != _words(sides[1]):
            for shown in sides[0]:
                self._tracking.add(made, shown, DEL, WRITING)
        for shown in sides[1]:
            same = _words(sides[0]) == _words(sides[1])
            self._tracking.add(made, shown, KEPT if same else INS, WRITING)

    def _between_pieces(self, number: int, piece: int, *, is_split: bool) -> None:
        pieces = self._order.come if is_split else self._order.gone
        self._only(pieces.get((number, piece), ()), is_new=is_split)

    def _above(self, old: Line, new: Line) -> None:
        for above in new.before:
            if not old.before:
                self._tracking.add_all(above, INS)
            self._put(above, KEPT)

    def _look(self, line: Line) -> BaseOxmlElement | None:
        """A paragraph's properties; an old list is that which became of it."""
        properties = line.paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        copy: BaseOxmlElement = deepcopy(properties)
        for id_ in copy.iter(qn("w:numId")):
            own = id_.get(qn("w:val"))
            id_.set(qn("w:val"), self._list_ids.get(own, own))
        return copy

    def _lists(self) -> Iterator[tuple[str, str]]:
        """For lists of the old text which of the new one they became."""
        known: set[str] = set()
        for item in self._order.kept:
            if not item.rows and not item.is_heading:
                old, new = (_list_id(self._line(item, 0, is_new=is_new)) for is_new in (False, True))
                if old and new and old not in known:
                    known.add(old)
                    yield old, new

    # ---- Tables

    def _with_tables(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items, with the rows of each table as one."""
        by_tables: defaultdict[tuple[int, int], list[Item]] = defaultdict(list)
        tables: dict[int, BaseOxmlElement] = {}
        rows: list[tuple[Item, int, int]] = []
        for item in items:
            old, new = (None if item.is_heading else self._table(item, is_new=n) for n in (False, True))
            if old is None and new is None:
                yield item
                continue
            for table in (old, new):
                if table is not None:
                    tables[id(table)] = table
            rows.append((item, id(old) if old is not None else 0, id(new) if new is not None else 0))
            if old is not None and new is not None:
                by_tables[id(old), id(new)].append(item)
        yield from self._tables(rows, tables, by_tables)

    def _tables(
        self,
        rows: Sequence[tuple[Item, int, int]],
        tables: dict[int, BaseOxmlElement],
        by_tables: dict[tuple[int, int], list[Item]],
    ) -> Iterator[Item]:
        partners: dict[int, int] = {}
        for (old, new), own in sorted(by_tables.items(), key=lambda each: -len(each[1])):
            if old not in partners and new not in partners and self._fit(tables[old], tables[new], own):
                partners |= {old: new, new: old}
        sides: defaultdict[int, list[Item]] = defaultdict(list)
        for item, old, new in rows:
            if old and new and partners.get(old) == new:
                sides[new].append(item)
                continue
            if old:
                sides[partners.get(old, old)].append(Item(item.old, (), _only(item, DELETED)))
            if new:
                sides[new].append(Item((), item.new, _only(item, INSERTED)))
        for own in sides.values():
            old_rows = sorted((row for row in own if row.old), key=lambda row: row.old[0])
            new_rows = sorted((row for row in own if row.new), key=lambda row: row.new[0])
            yield Item(
                old_rows[0].old if old_rows else (), new_rows[0].new if new_rows else (), rows=tuple(own)
            )

    def _table(self, item: Item, *, is_new: bool) -> BaseOxmlElement | None:
        spans = item.new if is_new else item.old
        return self._line(item, 0, is_new=is_new).table if spans else None

    def _table_of(self, item: Item, *, is_new: bool) -> BaseOxmlElement:
        tables = (self._table(row, is_new=is_new) for row in item.rows)
        return next(table for table in tables if table is not None)

    def _fit(self, old: BaseOxmlElement, new: BaseOxmlElement, rows: Sequence[Item]) -> bool:
        """Whether the cells of two tables stand below each other, so that one can show both."""
        widths = {len(row.findall(qn("w:tc"))) for table in (old, new) for row in table.iter(qn("w:tr"))}
        spanned = any(True for table in (old, new) for _ in table.iter(*_SPANNING))
        return len(widths) == 1 and not spanned and all(map(self._fits, rows))

    def _fits(self, row: Item) -> bool:
        """Whether the words that two rows have in common stand in the same cells."""
        for run, old, new in row.parts():
            if run.kind == SAME and run.old_text is None:
                cells = [
                    [(_cell(atom.line), atom.end - atom.start) for p in parts for atom in sheet.atoms(p.span)]
                    for sheet, parts in ((self._old, old), (self._new, new))
                ]
                if _summed(cells[0]) != _summed(cells[1]):
                    return False
        return True

    def _kept_table(self, item: Item) -> BaseOxmlElement:
        """A table that shows the rows of both."""
        table = self._table_of(item, is_new=True)
        order = Order(item.rows)
        for row in list(table.iterchildren(qn("w:tr"))):
            table.remove(row)
        for number in range(-1, len(order.kept)):
            if number >= 0:
                table.append(self._kept_row(order.kept[number]))
            for pieces, is_new in ((order.gone, False), (order.come, True)):
                for piece in pieces.get((number, 0), ()):
                    row = self._line(piece.item, 0, is_new=is_new).row
                    assert row is not None
                    self._tracking.row(row, INS if is_new else DEL)
                    table.append(row)
        return table

    def _kept_row(self, item: Item) -> BaseOxmlElement:
        row = self._line(item, 0, is_new=True).row
        assert row is not None
        if item.is_same:
            return row
        cells: defaultdict[int, list[Shown]] = defaultdict(list)
        for shown in self._shown(item):
            cells[_cell(shown.atom.line)].append(shown)
        for number, paragraph in enumerate(row.iter(qn("w:p"))):
            for each in list(paragraph.iterchildren(*_SHOWN)):
                paragraph.remove(each)
            for shown in cells[number]:
                self._tracking.add(paragraph, shown.atom.element, shown.kind, shown.author)
        return row


def _all(
    sheet: WrittenSheet, parts: Sequence[Part], kind: str, author: str, *, is_heading: bool
) -> Iterator[Shown]:
    is_new = kind == INS
    for part in parts:
        piece = (-1, part.piece) if is_new else (part.piece, -1)
        for atom in sheet.atoms(part.span, heading=is_heading):
            yield Shown(atom, kind, author, piece)


def _cell(line: Line) -> int:
    """The number of the cell that a line stands in."""
    cell = line.paragraph.getparent()
    return sum(1 for _ in cell.itersiblings(qn("w:tc"), preceding=True))


def _summed(cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """How many code points are in each cell, in order."""
    lengths: Counter[int] = Counter()
    for cell, length in cells:
        lengths[cell] += length
    return sorted(lengths.items())


def _only(item: Item, kind: str) -> tuple[Run, ...]:
    """The runs of one side of an item, all of them of that kind."""
    texts = (run.old if kind == DELETED else run.new for run in item.runs)
    return tuple(Run(kind, text) for text in texts if text)


def _words(runs: Sequence[BaseOxmlElement]) -> str:
    return "".join(text.text or "" for run in runs for text in run.iter(qn("w:t"), qn("w:delText")))


def _list_id(line: Line) -> str:
    id_ = next(line.paragraph.iter(qn("w:numId")), None)
    return "" if id_ is None else str(id_.get(qn("w:val")))


def _without(properties: BaseOxmlElement | None) -> list[str]:
    """A paragraph's look, as text."""
    shown = [] if properties is None else [each for each in properties if each.tag not in _NO_LOOK]
    return [serialize_for_reading(each) for each in shown]
