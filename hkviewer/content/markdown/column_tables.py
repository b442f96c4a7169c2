"""Tables whose columns stand under a line of dashes, or between lines of equals signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from hkviewer.content.markdown.containers import indent_of
from hkviewer.content.markdown.drawn_table import Cell, Drawn, in_columns

COLUMNS = re.compile(r"[ ]*(?:(?:-{2,}[ ]+)+-{2,}|(?:={2,}[ ]+)+={2,}|(?<=  )-{3,})[ ]*")
"""A line that says where the columns stand; only of a table that is set in it is one."""
_GROUP = re.compile("-+|=+")
_FULL = re.compile(r"[ ]*-{3,}[ ]*")
_DRAWN = re.compile(r"[ ]*[-=][-= ]*")
_MOST_IN_HEAD = 10
"""Lines."""

Text = Callable[[int], str]
"""A line by its number, "" where there is none."""
Found = tuple[range, Drawn | None]
_Row = list[str]


def read_columns(text: Text, number: int, start: int, signs: Sequence[int]) -> Found | None:
    """The lines of the table with the columns of line `number`, and what they draw; None if it is none.

    Of what seems to be a table and cannot be read for certain the lines alone.

    Args:
        text: gives the lines.
        number: of the line that says where the columns are.
        start: the first line that may belong to it.
        signs: the next two lines of signs alone.
    """
    drawn = text(number).rstrip(" ")
    above = number
    while above > max(start, number - _MOST_IN_HEAD) and _is_head(text(above - 1), drawn):
        above -= 1
    closing = signs[0] if signs and _closes(text(signs[0]), drawn) else None
    if above == number and closing is not None and text(number + 1).strip(" "):
        end = signs[1] if len(signs) > 1 and text(closing + 1).strip(" ") else None
        is_simple = len(_GROUP.findall(drawn)) == 1 or "=" in drawn
        if is_simple and end is not None and text(end).rstrip(" ") == text(closing).rstrip(" ") == drawn:
            return _table(
                drawn, _lines(text, number, closing), _lines(text, closing, end), range(number, end + 1)
            )
        return _table(drawn, [], _lines(text, number, closing), range(number, closing + 1))
    head = _lines(text, above - 1, number)
    if closing is not None and head and above > start and _closes(text(above - 1), drawn):
        return _table(drawn, head, _lines(text, number, closing), range(above - 1, closing + 1))
    if len(head) != 1 or "=" in drawn:
        return None
    end = number + 1
    while text(end).strip(" ") and not _DRAWN.fullmatch(text(end)):
        end += 1
    return _table(drawn, head, _lines(text, number, end), range(above, end + _closes(text(end), drawn)))


def _lines(text: Text, before: int, after: int) -> list[str]:
    """The lines between two."""
    return [text(number) for number in range(before + 1, after)]


def _is_head(line: str, drawn: str) -> bool:
    """Whether a line may belong to the head above the columns that are `drawn`."""
    return bool(line.strip(" ")) and indent_of(line) >= indent_of(drawn) and not _DRAWN.fullmatch(line)


def _closes(line: str, drawn: str) -> bool:
    """Whether a line may open or close a table with the columns that are `drawn`."""
    is_full = "-" in drawn and _FULL.fullmatch(line) and len(line.rstrip(" ")) >= len(drawn)
    return line.rstrip(" ") == drawn or bool(is_full and indent_of(line) == indent_of(drawn))


def _table(drawn: str, head: list[str], body: list[str], lines: range) -> Found | None:
    groups = [group.span() for group in _GROUP.finditer(drawn)]
    starts = [start for start, _ in groups]
    names = [_cut(line, starts) for line in head]
    rows = [_cut(line, starts) for line in body]
    read = [row for row in rows if row is not None]
    if not any(sum(map(bool, row)) >= min(2, len(groups)) for row in read):
        return None
    if len(groups) == 1 and any(len(in_columns(line)) > len(drawn) for line in (*head, *body)):
        return None
    if len(read) < len(rows) or None in names:
        return (lines, None) if 2 * sum(map(any, read)) >= sum(map(bool, body)) else None
    if all(map(any, read)) and "=" not in drawn:
        parts = [[row] for row in read]
    else:
        parts = [list(part) for is_row, part in groupby(read, any) if is_row]
        parts = [piece for part in parts for piece in _records(part)] if "=" in drawn else parts
    first = [in_columns(line) for line in head or [line for line in body if line.strip(" ")][:1]]
    bounds = zip(groups, [*starts[1:], None], strict=True)
    alignments = [
        _alignment([line[start:after] for line in first], end - start) for (start, end), after in bounds
    ]
    return lines, Drawn([_row(names)] if names else [], [_row(part) for part in parts], alignments)


def _cut(line: str, starts: Sequence[int]) -> _Row | None:
    """What `line` has in each column; None if something stands across their borders."""
    signs = in_columns(line)
    is_cut = any(
        start <= len(signs) and "".join(signs[start - 1 : start]).strip(" ") for start in starts if start
    )
    if (
        is_cut
        or "".join(signs[: starts[0]]).strip(" ")
        or (_DRAWN.fullmatch(line) and "  " in line.strip(" "))
    ):
        return None
    return [
        "".join(signs[start:end]).strip(" ") for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]


def _records(rows: list[_Row]) -> list[list[_Row]]:
    """`rows` in groups: what has nothing in its first column goes on the row above."""
    groups: list[list[_Row]] = []
    for row in rows:
        if row[0] or not groups:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _row(lines: Sequence[_Row | None]) -> list[Cell]:
    """The cells of a row that takes several lines."""
    return [Cell([word for word in words if word]) for words in zip(*filter(None, lines), strict=True)]


def _alignment(name: Sequence[Sequence[str]], width: int) -> str:
    """How a column is set under its name, which begins or ends where the dashes do."""
    lines = ["".join(sign or "\0" for sign in line).rstrip(" ") for line in name]
    if any(line and not line.startswith(" ") for line in lines):
        return ""
    return "right" if any(len(line) >= width for line in lines) else "center" if any(lines) else ""
