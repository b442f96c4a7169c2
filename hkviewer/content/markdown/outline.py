"""The lines of a Markdown file, cut at its headings, with each heading's line number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hkviewer.system.characters import without_harmful

# Marks that `cut_at_headings` leaves for the block parser; `clean_lines` lets none through from a file.
FENCE_OPENS = "\x0e"
FENCE_CLOSES = "\x0f"
# A blank line within fenced code: Python-Markdown cuts text at blank lines, and code must stay whole.
BLANK = "\x10"
MARKS = FENCE_OPENS + FENCE_CLOSES + BLANK

_LINE_END = re.compile("\r\n?|\n")
_ATX = re.compile(r"(#{1,6})(?:[ ]+(.*))?")
_ATX_END = re.compile(r"(?:^|[ ]+)#+[ ]*$")
_SETEXT = re.compile(r"(=+|-+)[ ]*")
# What stands before a setext underline must be plain words: no list, quotation, rule, code, table.
_NOT_A_TITLE = re.compile(r"[ ]{4}|[ ]{0,3}(?:[*+-][ ]|\d+\.[ ]|>|\||(?:[*_-][ ]*){3,}$|[=-]+[ ]*$)")
_FENCE_OPEN = re.compile(r"([ >]*(?:(?:[*+-]|\d{1,9}\.)[ ]+)*)(`{3,}|~{3,})[^`]*")
_FENCE_CLOSE = re.compile(r"[ >]*(`{3,}|~{3,})[ ]*")


@dataclass(slots=True)
class Piece:
    """A heading (level 0: none, the text before the first one) and the lines under it.

    `line` is the heading's line in the file, from 1; `start` that of the first line of `body`.
    """

    level: int
    heading: str
    line: int
    start: int
    body: list[str] = field(default_factory=list)


def clean_lines(text: str) -> list[str]:
    """The lines of `text`, tabs as spaces, control characters as U+FFFD.

    A form feed is a space.
    """
    lines = _LINE_END.split(without_harmful(text.removeprefix("\ufeff").replace("\f", " ")))
    return [line.expandtabs(4) if "\t" in line else line for line in lines]


def cut_at_headings(lines: list[str], first_line: int) -> list[Piece]:
    """Cut `lines` at their headings; the first of them is line `first_line` of the file.

    A heading begins at the margin: `# Words`, or words with a line of = or - under them. What is
    in fenced code, or indented into a list, is no heading of the sheet.
    """
    pieces = [Piece(0, "", 0, first_line)]
    ended = 0  # the line after the last heading
    fenced = _fenced_lines(lines)
    number = 0
    while number < len(lines):
        line = lines[number]
        heading = None if number in fenced else _heading(lines, number, fenced, ended)
        if heading:
            level, words, taken = heading
            pieces.append(Piece(level, words, first_line + number, first_line + number + taken))
            number = ended = number + taken
            continue
        pieces[-1].body.append(fenced.get(number, line))
        number += 1
    return pieces


def _heading(
    lines: list[str], number: int, fenced: dict[int, str], ended: int
) -> tuple[int, str, int] | None:
    """Level, words and count of lines of the heading on line `number`, if there is one."""
    line = lines[number]
    if atx := _ATX.fullmatch(line.rstrip(" ")):
        return len(atx[1]), _ATX_END.sub("", atx[2] or "").strip(" "), 1
    if number + 1 == len(lines) or not line.strip() or number + 1 in fenced:
        return None
    under = _SETEXT.fullmatch(lines[number + 1])
    begins = number in (0, ended) or not lines[number - 1].strip() or number - 1 in fenced
    if not under or _NOT_A_TITLE.match(line) or not begins:
        return None
    return 1 if under[1][0] == "=" else 2, line.strip(" "), 2


def _fenced_lines(lines: list[str]) -> dict[int, str]:
    """The lines in fenced code, the fences included, as the block parser is to see them.

    A fence that is never closed is text, as otherwise one stray ``` would swallow the headings.
    """
    closings = [(n, closing[1]) for n, line in enumerate(lines) if (closing := _fence(_FENCE_CLOSE, line))]
    fenced: dict[int, str] = {}
    # The length of the shortest fence of each kind that is never closed: no longer one is, either.
    unclosed: dict[str, int] = {}
    number = following = 0
    while number < len(lines):
        opening = _fence(_FENCE_OPEN, lines[number])
        if not opening or len(opening[2]) >= unclosed.get(opening[2][0], len(opening[2]) + 1):
            number += 1
            continue
        while following < len(closings) and closings[following][0] <= number:
            following += 1
        end = _first_match(closings, following, opening[2])
        if end is None:
            unclosed[opening[2][0]] = len(opening[2])
            number += 1
            continue
        fenced |= _marked(lines, number, end, opening)
        number = end + 1
    return fenced


def _fence(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    return pattern.fullmatch(line) if "```" in line or "~~~" in line else None


def _first_match(closings: list[tuple[int, str]], start: int, fence: str) -> int | None:
    """The line of the first closing fence from position `start` on that closes `fence`."""
    following = (closings[n] for n in range(start, len(closings)))
    return next((line for line, mark in following if mark.startswith(fence)), None)


def _marked(lines: list[str], start: int, end: int, opening: re.Match[str]) -> dict[int, str]:
    """Lines `start` to `end` of fenced code, such that none is blank and the fences are marked."""
    indent = "".join(c if c in " >" else " " for c in opening[1])
    marked = {n: _not_blank(lines[n], indent) for n in range(start + 1, end)}
    marked[start] = opening[1] + FENCE_OPENS + lines[start][len(opening[1]) :]
    closing = lines[end].lstrip(" >")
    marked[end] = lines[end][: len(lines[end]) - len(closing)] + FENCE_CLOSES + closing
    return marked


def _not_blank(line: str, indent: str) -> str:
    if line.strip(" >"):
        return line
    return (line if line.strip(" ") else indent) + BLANK
