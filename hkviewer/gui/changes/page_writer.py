"""Writes the page of changes into a Qt document, and knows where in it each change stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import NamedTuple

from PySide6 import QtGui

from hkviewer.compare.editions import DELETED, INSERTED, SAME
from hkviewer.export.redline.told import by_cell
from hkviewer.gui.changes.passages import FIGURES, HEADING, LINE, Fold, Head, Item, Passage, Piece
from hkviewer.gui.reading.pane_html import PaneStyle

FOLD, PART = "fold:", "part:"
"""What the addresses of links begin with that open a fold, and turn to another part."""
_SMALLER = 0.85
_GAP = "\u2009"
"""Between what went and what took its place: seen or read aloud, “0.9” and “1” were 0.91 without it."""
_SIGNS = {INSERTED: ("[+", "+]"), DELETED: ("[−", "−]")}
"""Around what came and went, where no colour tells."""
_STEP = 10_000
"""Characters that are written in one step: 20 ms."""
_NEAR = 2
"""Points between a block and what is said of its figures."""
_SPACES = {"item": 4, "row": 4}
"""Points below such a block; below others it is the space between paragraphs."""


class Place(NamedTuple):
    """Where in the document a passage of a change stands."""

    start: int
    end: int
    change: int
    is_moved: bool


class Mark(NamedTuple):
    """Where words that came or went stand, outlined where no colour tells; `next` is behind a gap."""

    start: int
    end: int
    kind: str
    next: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a page is to be shown.

    Attributes:
        head: stands above it.
        items: those of this part.
        first: the number of the first of them among all.
        part: the part's number from 0.
        parts: how many there are.
        opened: the numbers of the folds that are open.
    """

    head: Head
    items: Sequence[Item]
    first: int = 0
    part: int = 0
    parts: int = 1
    opened: frozenset[int] = frozenset()


class PageWriter:
    """Writes once, in `steps`, of which `share` is done.

    `places` and `marks` are in order, `folds` where their lines are.
    """

    def __init__(self, document: QtGui.QTextDocument, style: PaneStyle) -> None:
        self._cursor = QtGui.QTextCursor(document)
        self._style = style
        self._is_empty = True
        self.share = 0.0
        self.places: list[Place] = []
        self.marks: list[Mark] = []
        self.folds: dict[int, int] = {}

    def steps(self, shown: Shown) -> Iterator[None]:
        """Write what is shown into the document, which is empty, in steps, each of a moment."""
        pieces = list(self._pieces_of(shown))
        written, in_step, whole = 0, 0, sum(length for length, _ in pieces)
        self._cursor.beginEditBlock()
        for length, write in pieces:
            if in_step > _STEP:
                self.share = written / whole
                self._cursor.endEditBlock()
                yield
                self._cursor.beginEditBlock()
                in_step = 0
            write()
            in_step += length
            written += length
        self.share = 1
        self._cursor.endEditBlock()

    def _pieces_of(self, shown: Shown) -> Iterator[tuple[int, Callable[[], None]]]:
        """What is to be written, piece by piece, with how long each takes."""
        if shown.part == 0:
            yield 0, lambda: self._write_head(shown.head)
        else:
            yield 0, lambda: self._turning(shown, shown.part - 1, "Previous part")
        number = shown.first
        for is_row, group in groupby(shown.items, key=_is_row):
            items = list(group)
            if is_row:
                yield from self._passages([item for item in items if isinstance(item, Passage)])
            else:
                for at, item in enumerate(items, number):
                    yield from self._item(item, at, is_open=at in shown.opened)
            number += len(items)
        if shown.part + 1 < shown.parts:
            yield 0, lambda: self._turning(shown, shown.part + 1, "Next part")

    # Places, whatever the theme

    @property
    def sign(self) -> int:
        """How many characters stand before and behind words that came or went."""
        return len(_SIGNS[INSERTED][0]) if self._style.colours.bordered else 0

    def without_signs(self, position: int) -> int:
        """Where `position` would be if no signs stood around what came and went."""
        sign, found = self.sign, position
        for mark in self.marks:
            if mark.start >= position or not sign:
                break
            found -= min(position - mark.start, sign) + max(0, min(position - mark.end + sign, sign))
        return found

    def with_signs(self, position: int) -> int:
        """The other way round, as far as is written."""
        sign, found = self.sign, position
        for mark in self.marks:
            if mark.start >= found or not sign:
                break
            found += sign
            found += sign if found > mark.end - sign else 0
        return found

    # The parts of a page

    def _write_head(self, head: Head) -> None:
        type_ = self._style.typography
        self._block(below=6, level=1, line_height=0.9)
        self._cursor.insertText(head.title, self._format(type_.text, type_.title_size, is_bold=True))
        self._block(below=type_.text_size)
        self._cursor.insertText(head.editions, self._quiet())
        self._block(below=self._between)
        self._cursor.insertText(head.summary, self._text())
        for number, line in enumerate(head.further, 1):
            self._block(below=4 if number < len(head.further) else self._between, indent=18)
            self._cursor.insertText(line, self._text())

    def _turning(self, shown: Shown, to: int, words: str) -> None:
        self._block(below=self._between)
        self._cursor.insertText(words, self._link(f"{PART}{to}"))
        self._cursor.insertText(f" · part {shown.part + 1:,} of {shown.parts:,}", self._quiet())

    def _item(self, item: Item, number: int, *, is_open: bool) -> Iterator[tuple[int, Callable[[], None]]]:
        if isinstance(item, Passage):
            yield from self._passages([item])
            return
        yield LINE, lambda: self._fold(item, number, is_open=is_open)
        if is_open:
            yield from self._passages(item.passages)

    def _fold(self, fold: Fold, number: int, *, is_open: bool) -> None:
        self._block(above=self._between / 2, below=self._between)
        self.folds[number] = self._cursor.position()
        self._cursor.insertText(f"{'▾' if is_open else '▸'} {fold.words}", self._link(f"{FOLD}{number}"))

    def _passages(self, passages: Sequence[Passage]) -> Iterator[tuple[int, Callable[[], None]]]:
        """Passages one below the other; rows of a table in as many tables as there are steps."""
        for is_row, group in groupby(passages, key=_is_row):
            if not is_row:
                yield from ((each.effort, partial(self._passage, each)) for each in group)
                continue
            rows: list[Passage] = []
            length = 0
            for row in group:
                rows.append(row)
                length += row.effort
                if length > _STEP:
                    yield length, partial(self._rows, rows, goes_on=True)
                    rows, length = [], 0
            yield length, partial(self._rows, rows)

    def _passage(self, passage: Passage) -> None:
        if passage.kind == HEADING:
            size = self._style.typography.heading_size(passage.level)
            self._block(above=size * 1.5, below=size * 0.45, level=passage.level, line_height=0.9)
            look = self._format(self._style.typography.interface, size, is_bold=True)
            look.setForeground(QtGui.QColor(self._style.colours.heading))
        elif passage.kind == FIGURES:
            self._draw_near()
            self._block(below=self._between, indent=18)
            look = self._quiet()
        else:
            words = "".join(piece.text for piece in passage.pieces[:1]).lstrip("\n")
            indent = 9 * (len(words) - len(words.lstrip(" "))) if passage.kind == "item" else 0
            aside = 18 if passage.kind in ("item", "quotation") else 0
            self._block(below=_SPACES.get(passage.kind, self._between), indent=indent + aside)
            look = self._code() if passage.kind == "code" else self._text()
        self._words(passage, look)

    def _draw_near(self) -> None:
        """Let what is written next stand close below what stands there."""
        form = self._cursor.blockFormat()
        form.setBottomMargin(self._pixels(_NEAR))
        self._cursor.setBlockFormat(form)

    def _rows(self, rows: Sequence[Passage], *, goes_on: bool = False) -> None:
        """Rows of a table that stand one below the other; others of it may follow."""
        cells = [_cells(row) for row in rows]
        if not cells:
            return
        self._block(below=0)
        form = QtGui.QTextTableFormat()
        form.setBorderCollapse(True)
        form.setBorder(1)
        form.setBorderBrush(QtGui.QColor(self._style.colours.border))
        form.setCellPadding(self._pixels(4))
        form.setCellSpacing(0)
        form.setBottomMargin(0 if goes_on else self._pixels(self._between))
        table = self._cursor.insertTable(len(rows), max(map(len, cells)), form)
        type_ = self._style.typography
        for number, (row, its_cells) in enumerate(zip(rows, cells, strict=True)):
            look = self._format(type_.interface, type_.interface_size, is_bold=row.level > 0)
            start = table.cellAt(number, 0).firstCursorPosition().position()
            for column, pieces in enumerate(its_cells):
                self._cursor = table.cellAt(number, column).firstCursorPosition()
                if column == 0:
                    self._note(row)
                self._pieces(pieces, look)
            self._keep(row, start)
        self._cursor = table.lastCursorPosition()
        self._cursor.movePosition(QtGui.QTextCursor.MoveOperation.End)

    # Words

    def _words(self, passage: Passage, look: QtGui.QTextCharFormat) -> None:
        start = self._cursor.position()
        self._note(passage)
        self._pieces(_trimmed(passage.pieces), look)
        self._keep(passage, start)

    def _note(self, passage: Passage) -> None:
        if passage.note:
            self._cursor.insertText(f"[{passage.note}] ", self._quiet())

    def _keep(self, passage: Passage, start: int) -> None:
        if passage.change >= 0:
            self.places.append(Place(start, self._cursor.position(), passage.change, passage.is_moved))

    def _pieces(self, pieces: Sequence[Piece], usual: QtGui.QTextCharFormat) -> None:
        groups = [(kind, list(group)) for kind, group in groupby(pieces, key=lambda piece: piece.kind)]
        nothing: tuple[str, list[Piece]] = (SAME, [])
        for (kind, group), behind in zip(groups, [*groups[1:], nothing], strict=True):
            if kind == SAME:
                self._insert(group, usual)
                continue
            before, words, after = _blanks_apart(group)
            self._cursor.insertText(before, usual)
            start = self._cursor.position()
            signs = _SIGNS[kind] if self._style.colours.bordered else ("", "")
            self._cursor.insertText(signs[0], usual)
            self._insert(words, self._marked(usual, kind))
            self._cursor.insertText(signs[1], usual)
            end = self._cursor.position()
            if not after and _is_to_be_parted(kind, *behind):
                self._cursor.insertText(_GAP, usual)
            self.marks.append(Mark(start, end, kind, self._cursor.position()))
            self._cursor.insertText(after, usual)

    def _insert(self, pieces: Iterable[Piece], look: QtGui.QTextCharFormat) -> None:
        for piece in pieces:
            figure = QtGui.QTextCharFormat(look)
            if piece.is_figure:
                figure.setFontWeight(QtGui.QFont.Weight.Bold)
            self._cursor.insertText(_shown_text(piece), figure)

    def _marked(self, usual: QtGui.QTextCharFormat, kind: str) -> QtGui.QTextCharFormat:
        """Underlined on a green ground, or struck on a red one and smaller."""
        look = QtGui.QTextCharFormat(usual)
        colours = self._style.colours
        look.setBackground(QtGui.QColor(colours.inserted if kind == INSERTED else colours.deleted))
        look.setForeground(QtGui.QColor(colours.text))
        if kind == INSERTED:
            look.setFontUnderline(True)
        else:
            look.setFontStrikeOut(True)
            look.setFontPointSize(usual.fontPointSize() * _SMALLER)
        return look

    # Looks

    @property
    def _between(self) -> float:
        """Points between paragraphs."""
        type_ = self._style.typography
        return type_.text_size * type_.line_height * type_.paragraph_space

    def _pixels(self, points: float) -> int:
        return round(points * self._style.zoom * self._style.pixels_per_point)

    def _block(
        self, *, above: float = 0, below: float, level: int = 0, indent: float = 0, line_height: float = 1
    ) -> None:
        """Begin a paragraph; distances in points."""
        form = QtGui.QTextBlockFormat()
        form.setTopMargin(self._pixels(above))
        form.setBottomMargin(self._pixels(below))
        form.setLeftMargin(self._pixels(indent))
        form.setHeadingLevel(min(level, 6))
        type_ = self._style.typography
        height = 100 * line_height * type_.line_height / type_.text_natural_height
        form.setLineHeight(round(height), QtGui.QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._is_empty:
            self._cursor.setBlockFormat(form)
            self._is_empty = False
        else:
            self._cursor.insertBlock(form, QtGui.QTextCharFormat())

    def _format(self, family: str, points: float, *, is_bold: bool = False) -> QtGui.QTextCharFormat:
        look = QtGui.QTextCharFormat()
        look.setFontFamilies([family])
        look.setFontPointSize(points * self._style.zoom)
        look.setForeground(QtGui.QColor(self._style.colours.text))
        if is_bold:
            look.setFontWeight(QtGui.QFont.Weight.Bold)
        return look

    def _text(self) -> QtGui.QTextCharFormat:
        return self._format(self._style.typography.text, self._style.typography.text_size)

    def _code(self) -> QtGui.QTextCharFormat:
        return self._format(self._style.typography.fixed, self._style.typography.text_size * _SMALLER)

    def _quiet(self) -> QtGui.QTextCharFormat:
        look = self._format(self._style.typography.interface, self._style.typography.interface_size)
        look.setForeground(QtGui.QColor(self._style.colours.quiet))
        return look

    def _link(self, address: str) -> QtGui.QTextCharFormat:
        look = self._quiet()
        look.setForeground(QtGui.QColor(self._style.colours.link))
        look.setFontUnderline(True)
        look.setAnchor(True)
        look.setAnchorHref(address)
        return look


def _is_row(item: Item) -> bool:
    return isinstance(item, Passage) and item.kind == "row"


def _shown_text(piece: Piece) -> str:
    """The words of a piece; a mere break that came or went is seen as a sign."""
    if piece.kind != SAME and piece.text and not piece.text.strip():
        return piece.text.replace("\n\n", "\n").replace("\n", "¶\u2028") if "\n" in piece.text else piece.text
    return piece.text.replace("\n", "\u2028")


def _is_to_be_parted(kind: str, next_kind: str, behind: Sequence[Piece]) -> bool:
    """Whether words of that kind and those right behind them would be read as one."""
    first = "".join(piece.text for piece in behind)[:1]
    if next_kind == SAME:
        return kind == DELETED and first.isalnum()
    return bool(first.strip())


def _blanks_apart(pieces: list[Piece]) -> tuple[str, list[Piece], str]:
    """The blanks before and after the words of `pieces`, which are no words, and the rest of them."""
    if not "".join(piece.text for piece in pieces).strip():
        return "", pieces, ""
    first, last = pieces[0].text, pieces[-1].text
    before = first[: len(first) - len(first.lstrip(" "))]
    after = last[len(last.rstrip(" ")) :]
    pieces[-1] = pieces[-1]._replace(text=last.rstrip(" "))
    pieces[0] = pieces[0]._replace(text=pieces[0].text.lstrip(" "))
    return before, pieces, after


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Without what parts the block from the one before it, and the blanks that set an item in."""
    kept = list(pieces)
    for at, cut in ((0, str.lstrip), (-1, str.rstrip)):
        while kept:
            text = cut(kept[at].text, "\n ") if at == 0 else cut(kept[at].text, "\n")
            if text:
                kept[at] = kept[at]._replace(text=text)
                break
            kept.pop(at)
    return kept


def _cells(row: Passage) -> list[list[Piece]]:
    """The pieces of a row by its cells."""
    cells: list[list[Piece]] = [[]]
    pieces = _trimmed(row.pieces)
    for column, number, text in by_cell((piece.kind, piece.text) for piece in pieces):
        cells += [[] for _ in range(column + 1 - len(cells))]
        cells[column].append(pieces[number]._replace(text=text))
    return cells
