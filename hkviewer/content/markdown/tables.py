"""The tables of an element tree -> the model's; a cell may take several rows and columns."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markdown.extensions.tables import TableProcessor

from hkviewer.content import model
from hkviewer.content.markdown.html_tags import Marks
from hkviewer.content.model import Block, Inline
from hkviewer.content.numerals import numeral

_MOST_COLUMNS = 1000
"""That a cell takes, as in HTML."""
_MOST_PLACES = 200_000
"""Grid positions: a table of more, most of them empty, was written by no person."""
_ALIGNMENTS = ("left", "right", "center")
_PARTS = ("thead", "tbody", "tfoot")


@dataclass(slots=True)
class _Cell:
    """A cell at its place in the grid; row 0 is the first of the head, or of the body if there is no head."""

    row: int
    column: int
    rows: int
    columns: int
    content: tuple[Inline, ...]
    alignment: str


class EscapedBars(TableProcessor):
    r"""Reads tables of rows between bars; an escaped bar is a bar in every cell, in code and addresses too.

    As in GitHub's tables `\\|` in code, where Markdown has no escapes, is a backslash and a bar. A row of
    tags alone, such as one that ends right below the table, has the attribute "tags".
    """

    def _split(self, row: str) -> list[str]:
        cells: list[str] = super()._split(row)  # type: ignore[misc]
        return [cell.replace("\\|", "|") for cell in cells]

    # The published types of Python-Markdown leave this method out, too.
    def _build_row(self, row: str, parent: ET.Element, align: Any) -> None:
        super()._build_row(row, parent, align)  # type: ignore[misc]
        if row and not Marks.FORM.sub("", row).strip(" "):
            parent[-1].set("tags", "")


def read_table(table: ET.Element, read_blocks: Callable[[ET.Element], Sequence[Block]]) -> Iterator[Block]:
    """A table, below its caption; nothing if it has no words.

    The first row of a head is the heading row, but one without words; without a head it is the first row if
    that holds <th> alone.
    Further rows of a head begin the body, in strong words as all <th> there. No cell reaches from a head
    into the body proper. Of a table of one cell, or with too many empty places, the words stand.
    """
    for caption in table:
        if caption.tag == "caption":
            yield from read_blocks(caption)
    rows = sorted(_rows(table), key=lambda row: _PARTS.index(row[1]))
    if not rows:
        return
    has_head = rows[0][1] == "thead" or (len(rows) > 1 and all(cell.tag == "th" for cell in rows[0][0]))
    if not has_head and len(rows) == len(rows[0][0]) == 1:
        yield from read_blocks(rows[0][0][0])
        return
    yield from _in_grid(_placed(rows, read_blocks, has_head=has_head), has_head=has_head)


def in_lines(blocks: Sequence[Block]) -> tuple[Inline, ...]:
    """The words of `blocks` as a cell or term can hold them: each paragraph, item or row on a line.

    An ordered list's numbers are words there.
    """
    content: list[Inline] = []
    for line in _lines(blocks):
        for inline in (model.LineBreak(), *line) if content else line:
            if isinstance(inline, model.Text) and content and isinstance(content[-1], model.Text):
                content[-1] = model.Text(content[-1].text + inline.text)
            else:
                content.append(inline)
    match blocks:
        case (model.Paragraph(words),) if words == (*content,):
            return words  # which may stand in a million cells
    return tuple(content)


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        match block:
            case model.Paragraph(content):
                yield content
            case model.ListBlock(ordered, items, start, style):
                for number, item in enumerate(items, start):
                    lines = [*_lines(item)]
                    if ordered and lines:
                        lines[0] = (model.Text(f"{numeral(number, style)}. "), *lines[0])
                    yield from lines
            case model.Quotation(inner):
                yield from _lines(inner)
            case model.CodeBlock(text, _):
                yield from ((model.CodeSpan(line),) for line in text.split("\n"))
            case model.Table(header, rows, _, _):
                for row in (header, *rows):
                    words = [inline for cell in row if cell for inline in (model.Text(" "), *cell)]
                    yield tuple(words[1:])
            case model.DefinitionList(entries):
                for entry in entries:
                    yield from entry.terms
                    for description in entry.descriptions:
                        yield from _lines(description)


def _rows(table: ET.Element) -> Iterator[tuple[ET.Element, str]]:
    for part in table:
        if part.tag == "tr" and _is_row(part):
            yield part, "tbody"
        elif part.tag in _PARTS:
            yield from ((row, part.tag) for row in part if _is_row(row))


def _is_row(row: ET.Element) -> bool:
    """Whether a row has cells, and is not of tags alone that have no words."""
    has_words = "tags" not in row.attrib or "".join(row.itertext()).strip() or row.find(".//img") is not None
    return len(row) > 0 and bool(has_words)


def _placed(
    rows: list[tuple[ET.Element, str]],
    read_blocks: Callable[[ET.Element], Sequence[Block]],
    *,
    has_head: bool,
) -> Iterator[_Cell]:
    """The cells of `rows`, each behind those beside and above it."""
    taken: set[tuple[int, int]] = set()
    in_head = sum(kind == "thead" for _, kind in rows)
    for number, (row, kind) in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            columns = _count(cell.get("colspan"), _MOST_COLUMNS)
            if taken:
                columns = next((n for n in range(1, columns) if (number, column + n) in taken), columns)
            height = _count(cell.get("rowspan"), (in_head if number < in_head else len(rows)) - number)
            if len(taken) + height * columns > _MOST_PLACES:
                height = 1
            if height > 1:
                places = range(column, column + columns)
                taken |= {(below, place) for below in range(number, number + height) for place in places}
            content = in_lines(read_blocks(cell))
            if content and has_head and number and (cell.tag == "th" or kind == "thead"):
                content = (model.Strong(content),)
            alignment = (cell.get("align") or row.get("align") or "").lower()
            yield _Cell(number, column, height, columns, content, alignment)
            column += columns
        row.clear()  # a long table takes as much memory in the tree as in the model


def _count(written: str | None, most: int) -> int:
    """A count of rows or columns, 1 where there is none; 0 in HTML means all."""
    text = (written or "").strip()
    if not (text.isascii() and text.isdecimal()):
        return 1
    return min(int(text[:6]) or most, most)


def _in_grid(cells: Iterable[_Cell], *, has_head: bool) -> Iterator[Block]:
    # For each row where its cells begin, and what they hold: there may be millions.
    rows: list[tuple[tuple[int, ...], tuple[tuple[Inline, ...], ...]]] = []
    shapes: dict[tuple[int, ...], tuple[int, ...]] = {}
    aligned: dict[int, str] = {}
    large: list[_Cell] = []
    for _, of_row in itertools.groupby(cells, lambda cell: cell.row):
        row = list(of_row)
        shape = tuple([cell.column for cell in row])
        rows.append((shapes.setdefault(shape, shape), tuple([cell.content for cell in row])))
        large += (cell for cell in row if cell.rows > 1 or cell.columns > 1)
        for cell in row:
            if cell.alignment in _ALIGNMENTS:
                aligned.setdefault(cell.column, cell.alignment)
    if not any(itertools.chain.from_iterable(contents for _, contents in rows)):
        return
    # A column that no cell begins in is one only by a number that is too high.
    starts = sorted({*itertools.chain.from_iterable(shapes)})
    if len(rows) * len(starts) > _MOST_PLACES + 10 * sum(len(contents) for _, contents in rows):
        yield from (model.Paragraph(content) for _, contents in rows for content in contents if content)
        return
    columns = {start: number for number, start in enumerate(starts)}
    spans: list[model.Span] = []
    for cell in large:
        column = columns[cell.column]
        width = sum(start < cell.column + cell.columns for start in starts[column : column + cell.columns])
        if width > 1 or cell.rows > 1:
            spans.append(model.Span(cell.row + (not has_head), column, cell.rows, width))
    body = [_whole_row(contents, map(columns.__getitem__, shape), len(starts)) for shape, contents in rows]
    header = body.pop(0) if has_head else ()
    if not any(map(_says, header)):  # where no column has a name Markdown asks for a row all the same
        header, spans = (), [below for span in spans if (below := _below_head(span))]
    if len(body) == 1 and not any(body[0]):  # Python-Markdown adds it where a table has none
        body = []
    alignments = tuple([aligned.get(start, "") for start in starts])
    yield model.Table(header, tuple(body), alignments, tuple(spans))


def _below_head(span: model.Span) -> model.Span | None:
    """What a cell takes below row 0; None for one place or none."""
    if span.row:
        return span
    below = model.Span(1, span.column, span.rows - 1, span.columns)
    return below if below.rows * below.columns > 1 else None


def _says(cell: tuple[Inline, ...]) -> bool:
    """Whether a cell has words or a picture."""
    is_pictured = any(isinstance(inline, model.Image) for inline in cell)
    return is_pictured or bool(model.plain_text(cell).strip())


def _whole_row(
    contents: tuple[tuple[Inline, ...], ...], places: Iterable[int], columns: int
) -> tuple[tuple[Inline, ...], ...]:
    """A row of so many `columns`, with `contents` at their `places`."""
    if len(contents) == columns:
        return contents
    row: list[tuple[Inline, ...]] = [()] * columns
    for place, content in zip(places, contents, strict=True):
        row[place] = content
    return tuple(row)
