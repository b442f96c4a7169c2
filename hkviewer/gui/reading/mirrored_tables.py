"""What Qt has no form for: tables from right to left or very wide, and lists with bullets on some items only.

Qt puts a table's first column at the left always. So the pane shows such a table's columns in the other
order, and its cells come so in the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from hkviewer.content import model
from hkviewer.content.model import TASK_BOXES, Inline, Leaf, Table, plain_text
from hkviewer.content.table_spans import CellSpans
from hkviewer.content.writing_direction import table_runs_left
from hkviewer.export.formats import html_blocks
from hkviewer.export.formats.html_blocks import SheetWriter

_MOST_COLUMNS = 60
"""More columns than these are wider than any screen; Qt takes 5 s for 3,000 of them."""


class PaneWriter(SheetWriter):
    """Writes tables from right to left as they look there, and tasks among other items as lists."""

    def items(self, items: Iterable[str], start: int | None, style: str) -> str:
        """A list, or several, whose space between them is that between items."""
        parts = [list(part) for _, part in groupby(items, lambda item: item.startswith(TASK_BOXES))]
        if start is not None:
            return super().items(chain.from_iterable(parts), start, style)
        last = len(parts) - 1
        return "".join(
            html_blocks.list_block(self._dialect, part, None, _classes(part, goes_on=number < last))
            for number, part in enumerate(parts)
        )

    def table(self, block: model.Table) -> str:
        """A table, mirrored where its words run left; a very wide one with its rows in pieces."""
        if len(block.alignments) > _MOST_COLUMNS:
            from hkviewer.content.wide_rows import with_short_rows  # hardly any document has one

            return "".join(map(super().table, with_short_rows(block)))
        # Covered places hold no words.
        if table_runs_left(plain_text(cell) for row in (block.header, *block.rows) for cell in row):
            return self._from_right(_mirrored(block))
        return super().table(block)

    def _from_right(self, block: model.Table) -> str:
        header, *body = [[self.words(cell) for cell in row] for row in (block.header, *block.rows)]
        spans = CellSpans(block.spans, headed=bool(block.header))

        def side(_row: int, column: int) -> str:
            return f' align="{block.alignments[column] or "right"}"'

        # Aligned at the right, Qt puts a table beyond the column.
        whole = ' width="100%"'
        return html_blocks.table(self._dialect, header, body, block.alignments, spans, way=whole, side=side)


def _classes(items: Sequence[str], *, goes_on: bool) -> str:
    names = [*(["goes-on"] if goes_on else []), *(["tasks"] if items[0].startswith(TASK_BOXES) else [])]
    return f' class="{" ".join(names)}"' if names else ""


def _mirrored(block: Table) -> Table:
    """`block` with its columns in the other order."""
    width, widths = len(block.alignments), {(span.row, span.column): span.columns for span in block.spans}

    def mirrored(number: int, row: Sequence[tuple[Inline, ...]]) -> tuple[tuple[Inline, ...], ...]:
        """A cell stands at its first place, which is its last one before."""
        places = {
            width - column - widths.get((number, column), 1): cell for column, cell in enumerate(row) if cell
        }
        return tuple(places.get(column, ()) for column in range(len(row)))

    return Table(
        mirrored(0, block.header),
        tuple(mirrored(number, row) for number, row in enumerate(block.rows, 1)),
        block.alignments[::-1],
        tuple(span.replace(column=width - span.column - span.columns) for span in block.spans),
    )


def as_shown(leaves: Sequence[Leaf]) -> Iterator[Leaf]:
    """`leaves` in the order in which the pane shows them: a mirrored table's rows from their end."""
    for cells in _tables(leaves):
        if _is_cell(cells[0]) and _is_mirrored(cells):
            yield from sorted(cells, key=lambda cell: (_place(cell)[0], -_place(cell)[1]))
        else:
            yield from cells


def _is_mirrored(cells: Sequence[Leaf]) -> bool:
    is_wide = any(_place(cell)[1] >= _MOST_COLUMNS for cell in cells)
    return not is_wide and table_runs_left(cell.text for cell in cells)


def _tables(leaves: Sequence[Leaf]) -> Iterator[list[Leaf]]:
    """`leaves` in pieces: the cells of a table, or another leaf."""
    cells: list[Leaf] = []
    for leaf in leaves:
        if cells and not (_is_cell(cells[-1]) and _is_cell(leaf) and _place(cells[-1]) < _place(leaf)):
            yield cells
            cells = []
        cells.append(leaf)
    if cells:
        yield cells


def _is_cell(leaf: Leaf) -> bool:
    return leaf.row is not None


def _place(cell: Leaf) -> tuple[int, int]:
    """Row and column of `cell`, which is one of a table."""
    assert cell.row is not None
    assert cell.column is not None
    return cell.row, cell.column
