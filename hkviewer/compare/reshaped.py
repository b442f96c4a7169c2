"""Figures that stayed where a table became a list, or a list a table: equal ones are no news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from hkviewer.compare.figure_labels import naming_words
from hkviewer.compare.figures import Found
from hkviewer.compare.pieces import Piece
from hkviewer.compare.tokens import folded

_MOST = 10_000
"""Names of rows that are looked for before figures, all in all."""


class Placed(NamedTuple):
    """A figure and the row, item or paragraph that it stands in."""

    piece: Piece
    found: Found


def stayed(rows: Sequence[Placed], lines: Sequence[Placed]) -> Iterator[tuple[Found, Found]]:
    """The figures of a table's `rows` and of `lines` elsewhere that are one.

    They say the same, and the line names the row, no other one behind it, and its column if any.
    """
    names = {name for name in map(_row_name, rows) if name}
    if len(names) * len(lines) > _MOST:
        return
    places: defaultdict[tuple[str, Hashable], list[Found]] = defaultdict(list)
    for line in lines:
        places[_nearest(names, line), _said(line.found)].append(line.found)
    for row in rows:
        several = places.get((_row_name(row), _said(row.found)), [])
        partner = next((found for found in several if _may_be(row.found, found)), None)
        if partner and row.found.context:
            several.remove(partner)
            yield row.found, partner


def _row_name(row: Placed) -> str:
    return folded(row.piece.text[slice(*row.piece.cells[0])]).casefold()


def _nearest(names: set[str], line: Placed) -> str:
    """The name that stands last before a figure in its line; "" for none."""
    before = folded(line.piece.text[line.piece.body : line.found.figure.span.start]).casefold()
    ends = [(at + len(name), len(name), name) for name in names if (at := before.rfind(name)) >= 0]
    return max(ends)[2] if ends else ""


def _said(found: Found) -> Hashable:
    figure = found.figure
    return figure.bare if figure.value is None else figure.value, figure.year


def _may_be(row: Found, line: Found) -> bool:
    """Whether a line names what a row and its column do, and no other unit."""
    said = naming_words(f"{row.context} {row.figure.unit or ''}".replace("(", " "))
    unit = naming_words(line.figure.unit or "") if "(" in row.context or row.figure.unit else {}
    return naming_words(line.named).keys() | unit.keys() <= said.keys()
