"""A table as it was drawn, row for row, and the HTML that means the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_ZERO_WIDTH = ("Mn", "Me", "Cf")
_BLOCKS = re.compile(r"[ ]*(?:[*+-][ ]|\d{1,9}[.)][ ]|>|```|~~~|\||[ ]{4}|:[ ])")
"""What begins a line that is more than words."""
_LINE_END = re.compile(r"(\\?)\n")


class Cell(NamedTuple):
    """The lines of a cell, and how many rows and columns it takes."""

    lines: Sequence[str]
    rows: int = 1
    columns: int = 1


class Drawn(NamedTuple):
    """The rows of a table's head and of its body; for each column "left", "right", "center" or "".

    Cells may hold lists and several paragraphs if it `holds_blocks`.
    """

    head: Sequence[Sequence[Cell]]
    body: Sequence[Sequence[Cell]]
    alignments: Sequence[str]
    holds_blocks: bool = False


def in_columns(line: str) -> Sequence[str]:
    """What stands in each column of `line` in type of fixed width: a wide letter takes two of them."""
    if line.isascii():
        return line
    columns: list[str] = []
    for character in line:
        if columns and unicodedata.category(character) in _ZERO_WIDTH:
            columns[-1] += character
        else:
            is_wide = unicodedata.east_asian_width(character) in "WF"
            columns += (character, "") if is_wide else (character,)
    return columns


def as_html(table: Drawn, caption: str) -> Iterator[str]:
    """The lines of `table` in HTML, in whose cells the words are Markdown still."""
    yield "<table>"
    if caption:
        yield f"<caption>{caption}</caption>"
    for part, rows, name in (("thead", table.head, "th"), ("tbody", table.body, "td")):
        if not rows:
            continue
        yield f"<{part}>"
        for row in rows:
            yield "<tr>"
            for number, cell in enumerate(row):
                attributes = f' align="{table.alignments[number]}"' if table.alignments[number] else ""
                attributes += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
                attributes += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
                yield from as_element(name, attributes, cell.lines, holds_blocks=table.holds_blocks)
            yield "</tr>"
        yield f"</{part}>"
    yield "</table>"


def as_element(name: str, attributes: str, lines: Sequence[str], *, holds_blocks: bool) -> Iterator[str]:
    """An element with the Markdown of `lines`, which are words, or blocks too if it `holds_blocks`."""
    lines = _trimmed(lines)
    if holds_blocks and ("" in lines or any(map(_BLOCKS.match, lines))):
        yield from (f"<{name}{attributes}>", "", *lines, "", f"</{name}>")
    else:
        words = _LINE_END.sub(lambda end: "<br>" if end[1] else " ", "\n".join(lines))
        yield f"<{name}{attributes}>{words}</{name}>"


def _trimmed(lines: Sequence[str]) -> list[str]:
    """`lines` without blank ones at the ends, and without the blanks that all of them have in front."""
    kept = [line.rstrip(" ") for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    while kept and not kept[0]:
        del kept[0]
    indent = min((len(line) - len(line.lstrip(" ")) for line in kept if line), default=0)
    return [line[indent:] for line in kept]
