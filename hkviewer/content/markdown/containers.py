"""Which lines of a Markdown file stand in fenced code, and which in list items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

# Marks for the block parser; `outline.clean_lines` lets none through from a file.
FENCE_OPENS = "\x0e"
FENCE_CLOSES = "\x0f"
# A blank line within fenced code: Python-Markdown cuts text at blank lines, and code must stay whole.
BLANK = "\x10"
# Between two lists, or two quotations, that Python-Markdown would take for one.
SEPARATOR = "\x11"
# A line of a table that is none: what stood there is left out.
VOID = "\x12"
# Begins a line that is HTML as a whole, and stands for each new line in it.
HTML = "\x13"
NEWLINE = "\x14"
# Before and after the number of a tag in running text.
TAG = "\x15"
MARKS = FENCE_OPENS + FENCE_CLOSES + BLANK + VOID + HTML + NEWLINE

DEEPEST = 100
"""Lists and quotations are nested so deep at most; what stands deeper is shown as if it stood there."""
_MAY_OPEN = re.compile(r"[ >`~]|(?:[*+-]|[0-9]{1,9}[.)])(?:[ ]|$)")
"""What a line begins with that may open an item, a quotation or a fence."""
_ITEM = re.compile(r"[ ]{0,3}(?:[*+-]|\d{1,9}[.)])(?:[ ]{1,4}(?=[^ ])|[ ]|$)")
RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})")
_ATX = re.compile(r"[ ]{0,3}#{1,6}(?:[ ]|$)")
# What owns the lines behind it that are indented by four; elsewhere those are code.
_OWNER = re.compile(r"[ ]{0,3}(?:\[\^[^\]]+\]:|:[ ]|!!!|\?\?\?|===[!+]?[ ]+\")")
# A chunk of R Markdown may have code in its caption.
_FENCE_OPEN = re.compile(
    r"((?:[ >]|(?:[*+-]|\d{1,9}[.)])[ ]+)*+)(?:(`{3,})(?:[^`]*|[ ]*\{[A-Za-z][^{}]*\}[ ]*)|(~{3,}).*)"
)
# The marks of lists and quotations that a line begins with, as many as may be nested, and those behind them.
_MARK = r"[ ]{0,4}(?:>|(?:[*+-]|\d{1,9}[.)])(?=[ ]))"
_MARKS = re.compile(rf"\s*(?:{_MARK})*[ ]*")
_QUOTATION = re.compile(r"[ ]*(?:>[ ]{0,3})*>[ ]?")
_FENCE_CLOSE = re.compile(r"([ >]*)(`{3,}|~{3,})[ ]*")


def find_containers(lines: list[str]) -> tuple[dict[int, str], dict[int, int]]:
    """The lines in fenced code, the fences included, as the block parser is to see them; and those in items.

    Of the latter the column that the text of the innermost item begins at. A fence that is never closed
    ends with its item or quotation. Outside them it is text, as otherwise one stray ``` would swallow
    the headings.
    """
    closings = [(n, closing[2]) for n, line in enumerate(lines) if (closing := _fence(_FENCE_CLOSE, line))]
    fenced: dict[int, str] = {}
    in_items: dict[int, int] = {}
    items: list[int] = []  # the columns that the texts of the open items begin at
    quoted, quoted_items = 0, list[int]()  # how deep the quotation is, and the same of the items in it
    # The length of the shortest fence of each kind that is never closed: no longer one is, either.
    unclosed: dict[str, int] = {}
    number = following = 0
    while number < len(lines):
        line = lines[number]
        if not items and not _MAY_OPEN.match(line):
            number += 1
            continue
        _follow_items(items, line, lazy=number > 0 and bool(lines[number - 1].strip(" ")))
        marks = _QUOTATION.match(line) if ">" in line else None
        if number == 0 or not lines[number - 1].strip(" ") or quoted != (marks[0].count(">") if marks else 0):
            quoted, quoted_items = marks[0].count(">") if marks else 0, []
        if marks:
            _follow_items(quoted_items, line[marks.end() :], lazy=bool(lines[number - 1].strip(" >")))
        if items and (indent := indent_of(line)) >= items[0]:
            in_items[number] = next(column for column in reversed(items) if column <= indent)
        opening = _fence(_FENCE_OPEN, line)
        fence = (opening[2] or opening[3]) if opening else ""
        end: int | None = None
        if opening and (container := _container(opening[1], items, quoted_items)):
            end = _end_within(lines, number, container, fence)
        elif opening and len(fence) < unclosed.get(fence[0], len(fence) + 1):
            while following < len(closings) and closings[following][0] <= number:
                following += 1
            end = _first_match(closings, following, fence)
            if end is None:
                unclosed[fence[0]] = len(fence)
        if opening and end is not None:
            fenced.update(_marked(lines, number, end, opening[1], fence))
            number = end
        number += 1
    return fenced, in_items


def fences_whole(lines: Iterable[str]) -> Iterator[tuple[str | None, list[str]]]:
    """Each of `lines` alone, and those of fenced code, as `find_containers` marks it, in one list.

    With the latter comes what stands before the fence that opens it, with the others None.
    """
    left = iter(lines)
    for line in left:
        prefix, opening, _ = line.partition(FENCE_OPENS)
        whole = [line]
        while opening and FENCE_CLOSES not in whole[-1] and (code := next(left, None)) is not None:
            whole.append(code)
        yield prefix if opening else None, whole


def indented_code(lines: Sequence[str], columns: Mapping[int, int]) -> set[int]:
    """The lines that are code because they are indented by four, or by eight below what takes four itself.

    Those of `columns` by so many more: there the text of their item begins.
    """
    code: set[int] = set()
    inside = 4
    may_begin = True
    for number, line in enumerate(lines):
        indent = indent_of(line) - columns.get(number, 0)
        if not line.strip(" "):
            may_begin = True
        elif indent < 4:
            inside = 8 if _OWNER.match(line) else 4
            may_begin = _ATX.match(line) is not None
        elif may_begin := may_begin and indent >= inside:
            code.add(number)
    return code


def _follow_items(items: list[int], line: str, *, lazy: bool) -> None:
    """Close and open `items` as `line` does; a `lazy` one may continue a paragraph from the margin."""
    if not line.strip(" "):
        return
    indent = indent_of(line)
    rule = RULE.fullmatch(line)
    begins = rule or _ATX.match(line) or _ITEM.match(line.lstrip(" "))
    while items and indent < items[-1] and (begins or not lazy):
        items.pop()
    start = items[-1] if items else 0
    while not rule and len(items) < DEEPEST and (item := _ITEM.match(line, start)):
        start = item.end()
        items.append(start)


def _container(prefix: str, items: list[int], quoted_items: list[int]) -> int | tuple[int, int]:
    """What a fence stands in: the column of its item, or the depth of its quotation with that in there."""
    if depth := prefix.count(">"):
        prefix, items = prefix.rpartition(">")[2].removeprefix(" "), quoted_items
    column = max((column for column in items if column <= len(prefix)), default=0)
    return (depth, column) if depth else column


def _end_within(lines: list[str], start: int, container: int | tuple[int, int], fence: str) -> int | None:
    """The last line of the fenced code that begins on line `start`, or None if it has no line of its own."""
    end = start
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if isinstance(container, tuple):
            depth, column = container
            if line[: len(line) - len(line.lstrip(" >"))].count(">") < depth:
                break
            words = line.split(">", depth)[-1].removeprefix(" ") if column else ""
            if words.strip(" ") and indent_of(words) < column:
                break
        elif line.strip(" ") and indent_of(line) < container:
            break
        closing = _fence(_FENCE_CLOSE, line)
        if closing and closing[2].startswith(fence):
            return number
        if line.strip(" "):
            end = number
    # Several words behind a fence that stays open are a sentence rather than a language.
    is_sentence = len(lines[start].rpartition(fence)[2].split()) > 1
    return end if end > start and not is_sentence else None


def _fence(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    return pattern.fullmatch(line) if "```" in line or "~~~" in line else None


def _first_match(closings: list[tuple[int, str]], start: int, fence: str) -> int | None:
    """The line of the first closing fence from position `start` on that closes `fence`."""
    following = (closings[n] for n in range(start, len(closings)))
    return next((line for line, mark in following if mark.startswith(fence)), None)


def _marked(lines: list[str], start: int, end: int, prefix: str, fence: str) -> Iterator[tuple[int, str]]:
    """Lines `start` to `end` of fenced code, such that none is blank and the ends are marked."""
    yield start, prefix + FENCE_OPENS + lines[start][len(prefix) :]
    indent = "".join(c if c in " >" else " " for c in prefix)
    for number in range(start + 1, end):
        yield number, _not_blank(lines[number], indent)
    closing = _fence(_FENCE_CLOSE, lines[end])
    if closing and closing[2].startswith(fence):
        yield end, closing[1] + FENCE_CLOSES + lines[end][len(closing[1]) :]
    else:
        yield end, _not_blank(lines[end], indent) + FENCE_CLOSES


def _not_blank(line: str, indent: str) -> str:
    if line.strip(" >"):
        return line
    return (line if line.strip(" ") else indent) + BLANK


def indent_of(line: str) -> int:
    """The count of blanks that `line` begins with."""
    return len(line) - len(line.lstrip(" "))


def without_marks(line: str) -> str:
    """`line` without the marks of lists and quotations that it begins with."""
    return _MARKS.sub("", line, count=1)
