"""A section's text as the pieces that are aligned: paragraphs, items, rows, quotations, code, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from hkviewer.compare.tokens import FRACTION_SIGN, Token, folded, likeness_words, tokens
from hkviewer.content.model import (
    Block,
    CodeBlock,
    DefinitionList,
    Image,
    Leaf,
    ListBlock,
    Notes,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Table,
)
from hkviewer.content.numerals import numeral

_DIGIT = re.compile(rf"\d|{FRACTION_SIGN}")
FLOWING = ("paragraph", "item", "quotation")
"""The kinds whose pieces may become each other, be split and be joined."""


class TablePlace(NamedTuple):
    """Where a row stands: its table's number in the section, its number, and its cells' columns.

    `has_header` tells whether row 0 names the columns.
    """

    table: int
    row: int
    columns: tuple[int, ...]
    has_header: bool


class Form(NamedTuple):
    """How a block is set: what such ones are called, "" where nothing is told of it; how deep in lists."""

    name: str
    depth: int = 0


_NO_FORM, _PARAGRAPHS = Form(""), Form("paragraphs")
_NUMERALS = {
    "1": "numbers",
    "a": "letters",
    "A": "capital letters",
    "i": "small Roman numerals",
    "I": "Roman numerals",
}
"""What the items of lists are numbered by."""


class Piece:
    """A block of a section, or a part of one, that is compared as a whole.

    Attributes:
        kind: "paragraph", "item", "row", "quotation", "code" or "picture".
        form: how it is set.
        n: the section's number.
        index: its own number in the section.
        text: the section's text, which all offsets count in.
        start: where the piece before it ends; what parts them and the mark of a list belong to it.
        body: where its words begin.
        end: where they end, and what else stands behind those of the section's last piece.
        cells: the leaves that it is made of, with their starts and ends.
        table: of a row its place; else None.
        notes: where the numbers of notes begin that its words mention.
    """

    def __init__(  # its parts, each by name
        self,
        *,
        kind: str,
        form: Form,
        section: tuple[int, int],
        text: str,
        bounds: tuple[int, int, int],
        cells: Sequence[tuple[int, int]],
        table: TablePlace | None,
        notes: frozenset[int],
        exact: bool,
    ) -> None:
        """Of the section and with the number in it that `section` says; `bounds` are start, body and end."""
        self.kind = kind
        self.form = form
        self.n, self.index = section
        self.text = text
        self.start, self.body, self.end = bounds
        self.cells = tuple(cells)
        self.table = table
        self.notes = notes
        self._exact = exact

    @cached_property
    def by_cell(self) -> list[list[Token]]:
        """The tokens of each cell."""
        how = {"exact": self._exact, "is_code": self.kind == "code"}
        return [tokens(self.text, start, end, **how) for start, end in self.cells]

    @cached_property
    def tokens(self) -> list[Token]:
        """Its tokens in order, without marks of lists and signs between cells."""
        by_cell = self.by_cell
        return by_cell[0] if len(by_cell) == 1 else list(chain.from_iterable(by_cell))

    @cached_property
    def key(self) -> str:
        """Its text, with typography folded away where that does not count: equal for equal pieces."""
        text = self.text[self.body : self.end]
        return text if self._exact else folded(text)

    def has_words_of(self, other: Piece) -> bool:
        """Whether both have the same words."""
        one, two = self.text[self.body : self.end], other.text[other.body : other.end]
        return one == two or self.key == other.key

    def is_written_as(self, other: Piece) -> bool:
        """Whether both are the same, what stands before their words too."""
        return self.kind == other.kind and (
            self.text[self.start : self.end] == other.text[other.start : other.end]
        )

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words with a placeholder for each number, which likeness is measured by."""
        return likeness_words(self.tokens)

    @cached_property
    def first_cell(self) -> tuple[str, ...]:
        """The words of a row's first cell."""
        # Of most rows nothing else is looked at, where there are many.
        return tuple(token.key for token in tokens(self.text, *self.cells[0], exact=self._exact))

    @property
    def has_digits(self) -> bool:
        """Whether there may be a figure in it."""
        return _DIGIT.search(self.text, self.body, self.end) is not None

    @property
    def is_header(self) -> bool:
        """Whether it is the row that names a table's columns."""
        return self.table is not None and self.table.has_header and self.table.row == 0


def pieces_of(section: Section, n: int, *, exact: bool = False) -> list[Piece]:
    """The pieces of section number `n`; together they take up its whole text."""
    text, leaves = section.text, section.leaves
    if not text:
        return []
    groups = list(_grouped(section.blocks, leaves))
    if not groups:
        groups = [("paragraph", _NO_FORM, [Leaf(0, text, 0)], None)]
    made, start = [], 0
    for index, (kind, form, own, table) in enumerate(groups):
        cells = [(leaf.offset, leaf.offset + len(leaf.text)) for leaf in own]
        end = len(text) if index == len(groups) - 1 else cells[-1][1]
        mentions = [leaf.offset + at + len("[") for leaf in own for at, _ in leaf.mentions]
        made.append(
            Piece(
                kind=kind,
                form=form,
                section=(n, index),
                text=text,
                bounds=(start, own[0].offset, end),
                cells=cells,
                table=table,
                notes=frozenset(mentions),
                exact=exact,
            )
        )
        start = end
    return made


def _grouped(
    blocks: Sequence[Block], leaves: Sequence[Leaf]
) -> Iterator[tuple[str, Form, list[Leaf], TablePlace | None]]:
    reached = 0
    for kind, form, count, table in _kinds(blocks, "paragraph", _PARAGRAPHS, [0]):
        own = list(leaves[reached : reached + count])
        reached += count
        if own:
            place = table and table._replace(columns=tuple(leaf.column or 0 for leaf in own))
            yield kind, form, own, place


def _kinds(
    blocks: Sequence[Block], kind: str, form: Form, tables: list[int]
) -> Iterator[tuple[str, Form, int, TablePlace | None]]:
    """For each piece its kind, its form, how many leaves it has, and a row's place.

    Paragraphs are of the `kind` and `form` of what they stand in; `tables` counts the tables.
    """
    for block in blocks:
        match block:
            case Paragraph(content):
                is_picture = bool(content) and all(isinstance(inline, Image) for inline in content)
                yield *(("picture", _NO_FORM) if is_picture else (kind, form)), 1, None
            case ListBlock(_, items):
                own = Form(_called(block), form.depth + 1)
                for item in items:
                    yield from _kinds(item, "item", own, tables)
            case Table():
                yield from _rows(block, tables)
            case Quotation(inner):
                yield from _kinds(inner, "quotation", Form("quotations", form.depth), tables)
            case CodeBlock(text, language):
                name = f"code ({language})" if language else "code"
                yield "code", Form(name, form.depth), text.count("\n") + 1, None
            case DefinitionList(entries):
                own = Form("definitions", form.depth)
                for entry in entries:
                    yield from (("item", own, 1, None) for _ in entry.terms)
                    for description in entry.descriptions:
                        yield from _kinds(description, "item", own, tables)
            case Notes(notes):
                for note in notes:
                    yield from _kinds(note.blocks, "item", Form("notes", form.depth), tables)
            case Rule():
                pass


def _called(block: ListBlock) -> str:
    """What the items of a list are called: "items with numbers from 4"."""
    if not block.ordered:
        return "items without numbers"
    first = "" if block.start == 1 else f" from {numeral(block.start, block.style)}"
    return f"items with {_NUMERALS[block.style]}{first}"


def _rows(block: Table, tables: list[int]) -> Iterator[tuple[str, Form, int, TablePlace]]:
    number, first = tables[0], 0 if block.header else 1
    tables[0] += 1
    for row, cells in enumerate((block.header, *block.rows)[first:], start=first):
        covered = sum((row, column) in block.covered for column in range(len(cells))) if block.spans else 0
        place = TablePlace(number, row, (), bool(block.header))
        yield "row", _NO_FORM, len(cells) - covered, place
