"""Tables that fit the page: the type's size and, at need, breaks within words.

Typst gives every column what it would like to have, or an equal share of what is left; a word that
is wider than its column would be printed over the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hkviewer.export.line_breaks import BREAK, HYPHENS

# Widths in em of the table's own type, on the safe side of Public Sans and Source Serif 4.
_LETTER = 0.58
_WIDE_LETTER = 1.05
_INSETS = 0.9
# By the count of columns: the type's size, in em of the text.
_SIZES = ((5, 0.86), (8, 0.72))
_SMALLEST_USUAL = 0.62
_SMALLEST = 0.55
_STEP = 0.05
# Lines of a row that surely stand on one page; in the large layout it has some 40 of the largest type.
_MOST_LINES = 20
# What a list or quotation takes from the measure, in em of the text.
_INDENT = 1.4

# Text width of a page or column over the text's size, of the narrower paper; see resources/briefing.typ.
MEASURES = {"standard": 37.5, "compact": 21.5, "large": 25.0}


def fit_tables(nodes: Sequence[dict[str, Any]], measure: float) -> None:
    """Give each table among the template's `nodes` a `size` and, if it must be, breaks in words and rows.

    `measure` is the width that there is, in em of the text.
    """
    for node in nodes:
        match node["t"]:
            case "grid":
                _fit(node, measure)
            case "items":
                for item in node["items"]:
                    fit_tables(item, measure - _INDENT)
            case "quote":
                fit_tables(node["nodes"], measure - _INDENT)
            case "terms":
                for entry in node["entries"]:
                    for description in entry["descriptions"]:
                        fit_tables(description, measure - _INDENT)
            case "notes":
                for note in node["notes"]:
                    fit_tables(note["nodes"], measure - _INDENT)
            case _:
                pass


def _fit(grid: dict[str, Any], measure: float) -> None:
    rows = [*([grid["header"]] if grid["header"] else []), *grid["rows"]]
    narrow = _without_wide_cells(grid) if grid.get("extents") else rows
    columns = [_column(cells) for cells in zip(*narrow, strict=True)]
    size = next((size for most, size in _SIZES if len(columns) <= most), _SMALLEST_USUAL)
    whole = sum(wish for wish, _ in columns)
    # Many columns of few words need no small type.
    size = next((larger for _, larger in _SIZES if larger > size and whole <= measure / larger), size)
    while (room := _room(columns, measure / size)) is not None and size > _SMALLEST:
        size = max(_SMALLEST, size - _STEP)
    grid["size"] = round(size, 2)
    # A row that is too high for a page would run off it.
    share = max(measure / size / len(columns) - _INSETS, _LETTER)
    grid["breakable"] = max(wish for wish, _ in columns) / share > _MOST_LINES
    if room is not None:
        longest = max(1, int((room - _INSETS) / _LETTER))
        for cell in (cell for row in rows for cell in row):
            for run in _texts(cell):
                run["text"] = _broken(run["text"], longest)


def _without_wide_cells(grid: dict[str, Any]) -> list[list[list[dict[str, Any]]]]:
    """The rows without the words of cells over several columns, which have more room than one."""
    rows = zip((grid["header"], *grid["rows"]), grid["extents"], strict=True)
    return [
        [cell if extent and extent[1] == 1 else [] for cell, extent in zip(row, extents, strict=True)]
        for row, extents in rows
        if row
    ]


def _column(cells: Sequence[list[dict[str, Any]]]) -> tuple[float, float]:
    """The width that a column would like to have, and the least that its words take."""
    texts = ["".join(run["text"] for run in _texts(cell)) for cell in cells]
    lines = [_width(line) for text in texts for line in text.split("\n")]
    words = [_width(word) for text in texts for word in text.replace(BREAK, " ").split()]
    return max(lines, default=0) + _INSETS, max(words, default=0) + _INSETS


def _width(text: str) -> float:
    return sum(_LETTER if char < "\u1100" else _WIDE_LETTER for char in text)


def _room(columns: Sequence[tuple[float, float]], measure: float) -> float | None:
    """The share of a column that its words do not fit; None where all words fit."""
    rest, left = sorted(columns), measure
    while rest and rest[0][0] <= left / len(rest):
        left -= rest.pop(0)[0]
    if not rest:
        return None
    share = left / len(rest)
    return share if any(words > share for _, words in rest) else None


def _texts(cell: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The runs of a cell that are words."""
    for run in cell:
        yield from run.get("whole", (run,) if "text" in run else ())


def _broken(text: str, longest: int) -> str:
    """`text` with `BREAK`, where a line may end, in words longer than `longest`."""
    return " ".join(BREAK.join(_pieces(word, longest)) for word in text.split(" "))


def _pieces(word: str, longest: int) -> Iterator[str]:
    for piece in word.split(BREAK):
        # A line ends before an address's hyphen, and never behind it.
        hyphens = len(piece) - len(piece.lstrip(HYPHENS))
        end = max(longest, hyphens + 1 if hyphens else 0)
        yield piece[:end]
        yield from (piece[at : at + longest] for at in range(end, len(piece), longest))
