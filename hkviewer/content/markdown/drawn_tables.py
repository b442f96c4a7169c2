"""Tables drawn with lines and blanks, as Pandoc makes them of Word's, as tables of HTML.

Columns stand under a line of dashes (`column_tables`) or in a grid (`grid_tables`). What seems to be one
and cannot be read for certain is code: it stays as it was drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from hkviewer.content.markdown.column_tables import COLUMNS, read_columns
from hkviewer.content.markdown.containers import VOID, find_containers, indent_of
from hkviewer.content.markdown.drawn_table import Drawn, as_html
from hkviewer.content.markdown.grid_tables import BORDER, read_grid

SIGN = re.compile(
    r"(?:[ ]*>)*[ ]*+(?:(?:[*+-]|\d{1,9}[.)])[ ]++)?"
    r"(?:(?:-{2,}[ ]+)+-{2,}[ ]*$|(?:={2,}[ ]+)+={2,}[ ]*$|(?<=  )-{3,}[ ]*$"
    r"|\+[-=:]+\+|\|?[ ]*:?[-=][-=:| ]*+\+[-=+:| ]+$)"
)
"""What stands in a line that may draw one."""
_QUOTED = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
_LINE = re.compile(r"(?:[ ]*>)*[ ]*[-=]{3,}[ ]*")
_ITEM = re.compile(r"[ ]*(?:[*+-]|\d{1,9}[.)])[ ]+(?=\+[-=:])")
_EDGES = re.compile(r"\+-[-+=: ]*")
_CAPTION = re.compile(r"[ ]*(?::|[Tt]able:)[ ]+(?=[^ ])")
# Of kramdown's and Org's, between the rows of a table with bars; psql leaves the outer ones out.
_PARTS = re.compile(r"[ ]*\|?[ ]*:?[-=]+:?[ ]*(?:[|+][ ]*:?[-=]+:?[ ]*)*[|+]?[ ]*")
_MOST_IN_CAPTION = 10
"""Lines."""


def with_drawn_tables(lines: list[str]) -> list[str]:
    """`lines` with such tables as HTML; as many as before, but one may hold several. Code is not touched."""
    fenced, columns = find_containers(lines)
    return _Reader(lines, fenced, columns).read()


class _Reader:
    def __init__(self, lines: list[str], fenced: Mapping[int, str], columns: Mapping[int, int]) -> None:
        self._out = list(lines)
        self._lines = lines
        self._fenced = fenced
        self._columns = columns
        self._done = 0  # the line behind the last table
        self._signs = [
            n
            for n, line in enumerate(lines)
            if n not in fenced and (SIGN.match(line) or _LINE.fullmatch(line))
        ]

    def read(self) -> list[str]:
        for position, number in enumerate(self._signs):
            text = self._text(number)
            if number < self._done:
                continue
            if _ITEM.sub("", text).lstrip(" ").startswith("+"):
                self._read_grid(number)
            elif COLUMNS.fullmatch(text):
                indent = indent_of(text) - self._columns.get(number, 0)
                found = read_columns(self._text, number, self._done, self._signs[position + 1 : position + 3])
                if found and indent < 4 and (indent > 1 or " " in text.strip(" ")):
                    self._put(number, *found)
            elif "+" in text:
                self._read_parted(number)
        return self._out

    def _text(self, number: int) -> str:
        """A line without the marks of quotations before it; "" where there is none, and in fenced code."""
        if not 0 <= number < len(self._lines) or number in self._fenced:
            return ""
        return _QUOTED.sub("", self._lines[number], count=1)

    def _put(self, number: int, lines: range, table: Drawn | None, item: str = "") -> None:
        """Let `table`, whose columns line `number` shows, stand in the place of its lines; None is code."""
        quoted = _QUOTED.match(self._lines[number])
        margin = (
            quoted[0] if quoted and ">" in quoted[0] else " " * (len(item) or self._columns.get(number, 0))
        )
        first, last = lines.start, lines.stop - 1
        caption = ""
        if table:
            first, caption = self._caption_above(first)
            last, caption = (last, caption) if caption else self._caption_below(last)
        drawn = [self._text(line)[0 if ">" in margin else len(margin) :] for line in lines]
        inner = [*as_html(table, caption)] if table else ["~~~~", *drawn, "~~~~"]
        blank = margin.rstrip(" ")
        self._out[first : last + 1] = [blank] * (last + 1 - first)
        before = item or f"{blank}\n{margin}"
        self._out[first] = before + f"\n{margin}".join([*inner, ""])
        self._done = last + 1

    def _caption_below(self, last: int) -> tuple[int, str]:
        """The last line of the caption of a table that ends on line `last`, and its words."""
        end = next((n for n in (last + 1, last + 2, last + 3) if self._text(n).strip(" ")), last)
        begins = _CAPTION.match(self._text(end)) if end > last else None
        if not begins:
            return last, ""
        words = [self._text(end)[begins.end() :]]
        while self._text(end + 1).strip(" ") and len(words) < _MOST_IN_CAPTION:
            end += 1
            words.append(self._text(end))
        return end, " ".join(line.strip(" ") for line in words)

    def _caption_above(self, first: int) -> tuple[int, str]:
        """The first line of the caption of a table that begins on line `first`, and its words."""
        end = next((n for n in (first - 1, first - 2) if self._text(n).strip(" ")), self._done - 1)
        for start in range(end, max(self._done - 1, end - _MOST_IN_CAPTION), -1):
            begins = _CAPTION.match(self._text(start))
            if begins and not self._text(start - 1).strip(" "):
                words = [self._text(start)[begins.end() :], *map(self._text, range(start + 1, end + 1))]
                return start, " ".join(line.strip(" ") for line in words)
            if not self._text(start).strip(" "):
                break
        return first, ""

    def _read_grid(self, first: int) -> None:
        item = _ITEM.match(self._lines[first])
        indent = item.end() if item else indent_of(self._text(first))
        if not item and indent - self._columns.get(first, 0) >= 4:
            return
        rows = [self._text(first)[indent:].rstrip(" ")]
        while (text := self._text(first + len(rows))[indent:]).startswith(("+", "|")):
            rows.append(text.rstrip(" "))
        if len(rows) < 3 or not (_EDGES.fullmatch(rows[0]) and _EDGES.fullmatch(rows[-1])):
            self._done = first + len(rows)
            return
        is_grid = BORDER.fullmatch(rows[0]) and BORDER.fullmatch(rows[-1])
        table = read_grid(rows) if is_grid else None
        self._put(first, range(first, first + len(rows)), table, item[0] if item else "")

    def _read_parted(self, number: int) -> None:
        """Read a rule such as `|---+---|`, and those between the rows below it."""
        first = last = number
        while first > self._done and "|" in self._text(first - 1):
            first -= 1
        while "|" in (text := self._text(last + 1)) or _PARTS.fullmatch(text):
            last += 1
        rules = [line for line in range(first, last + 1) if _PARTS.fullmatch(self._text(line))]
        if len(rules) > last - first:
            return
        self._done = last + 1
        if len(rules) > 1 and rules[0] == first:
            self._out[rules.pop(0)] = ""
        for count, rule in enumerate(rules):
            self._out[rule] = VOID if count else self._lines[rule].replace("+", "|").replace("=", "-")
