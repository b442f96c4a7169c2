"""Instructions to the program that made a page from a file: Liquid, Hugo's shortcodes, Jinja, ERB.

Here they do nothing. Alone on its lines an instruction is left out, but for words that it states, such as a
caption, and so are comments; within a line it stays as it is written, in fixed width; a link to one has no
address.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Mapping, Sequence

from hkviewer.content.markdown.containers import VOID, indent_of, without_marks
from hkviewer.content.markdown.marked_code import MARGIN, RAW_FROM, RAW_TO
from hkviewer.content.markdown.paired_instructions import without_pairs
from hkviewer.content.markdown.shortcodes import FindFile, words_of

_LIQUID = r"\{%(?:(?!\{%|%\})[\s\S])*+%\}"
# `{{</* … */>}}` is how Hugo's own manual shows one.
# `{{%segment outline}}` is of a course of mdBook's.
_SHORTCODE = r"\{\{%[a-z][^{}%]*\}\}|\{\{[<%](?!/\*)(?:(?!\{\{[<%]|[>%]\}\})[\s\S])*+[>%]\}\}"
# What a name, a text or a call begins with; `{{1, 2}}`, `{{a, b}}` and `{{a}, {b}}` are sets.
_EXPRESSION = (
    r"""(?<!\{)\{\{(?![{<%])(?=[\s&#/^>~*-]*+[^\W\d]|[\s-]*+["'(.$\[])(?!\s*\w+(?:\s*,\s*\w+)++\s*\}\})"""
    r"(?:[^{}]|\{[^{}]*+\})++\}\}(?!\})"
)
_JINJA_COMMENT = r"\{#(?:(?!\{#|#\})[\s\S])*+#\}"
# `<%= … %>` of Middleman and others; `<%%` is how it shows one.
_ERB = r"<%(?![%>])(?:(?!<%|%>)[\s\S])*+%>"
INSTRUCTION = f"{_LIQUID}|{_SHORTCODE}|{_EXPRESSION}|{_JINJA_COMMENT}|{_ERB}"
"""A pattern of one instruction, which may take several lines."""
COMMENT = r"\{%-?\s*comment\b[^%]*+%\}(?:(?!\{%-?\s*comment\b)[\s\S])*?\{%-?\s*endcomment\s*-?%\}"
"""A pattern of what Liquid and Django hide."""

_ONE = re.compile(INSTRUCTION)
_ALONE = re.compile(rf"\s*+(?:{INSTRUCTION}|<!--(?:(?!--).)*+-->)\s*+")
_OPENS = re.compile(r"\{[%{#]|<%")
_CLOSES = {"{%": "%}", "{{": "}}", "{#": "#}", "<%": "%>"}
_COMMENT_BEGINS = re.compile(r"\{%-?\s*comment\b[^%]*+%\}")
_COMMENT_ENDS = re.compile(r"\{%-?\s*endcomment\s*-?%\}\s*")
_RAW_BEGINS, _RAW_ENDS = re.compile(rf"{RAW_FROM}\s*"), re.compile(rf"{RAW_TO}\s*")
_RAW = re.compile(rf"{RAW_FROM}((?:(?!{RAW_FROM}).)*?){RAW_TO}")
_MOST_LINES = 100
"""An instruction takes no more; only a comment may have blank lines in it."""
_LONGEST = 20_000
"""Characters that it takes at most."""


def without_instructions(
    lines: Sequence[str],
    code: Collection[int],
    columns: Mapping[int, int],
    find_file: FindFile | None = None,
) -> list[str]:
    """`lines` without comments and what instructions stand alone; as many, but one may hold several.

    Args:
        lines: what follows the front matter.
        code: the numbers of the lines that are code, from 0; they are not touched.
        columns: where in each line of a list's item its text begins.
        find_file: what finds the file in the document's folder that a picture's address means.
    """
    lines = without_pairs(lines, code, find_file)
    return _joined(_set_out(_Reader(lines, code, find_file).read(), code, columns))


class _Reader:
    def __init__(self, lines: Sequence[str], code: Collection[int], find_file: FindFile | None) -> None:
        self._lines: list[str | None] = list(lines)
        self._code = code
        self._find_file = find_file
        self._with: dict[str, list[int]] = {}

    def read(self) -> list[str | None]:
        """The lines; None for each that is left out."""
        number = 0
        while number < len(self._lines):
            words = self._words(number)
            if "raw" in words and number not in self._code and (after := self._after_raw(number, words)):
                number = after
            elif number not in self._code and words.startswith(("{", "%%", "<%")):
                number = self._read(number, words)
            elif words.endswith("%%") and without_marks(words) == "%%" and number not in self._code:
                number = self._after_mark(number)
            else:
                number += 1
        return self._lines

    def _after_raw(self, number: int, words: str) -> int | None:
        """Take off the marks around what is no instruction; the line to go on with, None without marks."""
        if _RAW.search(words):
            self._lines[number] = self._margin(number) + _RAW.sub(r"\1", words)
            return number + 1
        end = self._next_with("endraw", number) if _RAW_BEGINS.fullmatch(words) else None
        if end is None or not _RAW_ENDS.fullmatch(self._words(end)):
            return None
        self._leave_out(number, number)
        return self._leave_out(end, end)

    def _after_mark(self, number: int) -> int:
        """Leave out a comment that begins behind an item's mark; the line to go on with."""
        end = self._hidden_until(number)
        if end is None:
            return number + 1
        self._lines[number] = (self._lines[number] or "").removesuffix("%%")
        return self._leave_out(number + 1, end)

    def _read(self, number: int, words: str) -> int:
        """Read what begins on line `number`; the line to go on with."""
        end: int | None
        if words.startswith("%%"):
            end = None if "%%" in words[2:] else self._hidden_until(number)
        elif _COMMENT_BEGINS.match(words):
            return self._after_comment(number)
        else:
            end = self._alone_until(number, words)
            if end is not None:
                return self._replace(number, end)
        return number + 1 if end is None else self._leave_out(number, end)

    def _hidden_until(self, number: int) -> int | None:
        """The last line of a comment between `%%` and `%%`, which begin and end lines."""
        end = self._next_with("%%", number + 1)
        line = self._words(end).rstrip(" ") if end is not None else ""
        return end if line.endswith("%%") and line.count("%%") == 1 else None

    def _after_comment(self, number: int) -> int:
        end = self._next_with("endcomment", number)
        closing = _COMMENT_ENDS.search(self._words(end)) if end is not None else None
        if end is None or closing is None:
            return self._leave_out(number, number) if _ALONE.fullmatch(self._words(number)) else number + 1
        rest = self._words(end)[closing.end() :]
        self._leave_out(number, end)
        if not rest:
            return end + 1
        self._lines[end] = rest
        return end

    def _alone_until(self, number: int, words: str) -> int | None:
        """The last line of the instructions that begin line `number`, or None if words stand beside them."""
        start = 0
        for end in range(number, min(number + _MOST_LINES, len(self._lines))):
            if end > number:
                if end in self._code:
                    return None
                words += "\n" + self._words(end)
            while instruction := _ALONE.match(words, start):
                start = instruction.end()
            if start == len(words):
                return end
            opening = words[start : start + 2]
            if not _OPENS.match(opening) or _CLOSES[opening] in words[start:]:
                return None
            if words.count(opening, start) > 1 or (opening != "{#" and words.endswith("\n")):
                return None
            if len(words) > _LONGEST:
                return None
        return None

    def _replace(self, first: int, last: int) -> int:
        """Leave the instructions on these lines out but for their words."""
        margin = self._margin(first)
        text = "\n".join(map(self._words, range(first, last + 1)))
        said = [margin + words for words in words_of(text, _ONE, self._find_file)]
        self._leave_out(first, last)
        if said:
            blank = margin.rstrip(" ")
            self._lines[first] = "\n".join([blank, *(line for words in said for line in (words, blank))])
        return last + 1

    def _leave_out(self, first: int, last: int) -> int:
        for number in range(first, last + 1):
            margin = self._margin(number)
            self._lines[number] = margin if ">" in margin else None  # the quotation goes on
        return last + 1

    def _words(self, number: int) -> str:
        """A line without what stands before its words: blanks, marks of quotation, of what a term means."""
        line = self._lines[number] or ""
        margin = MARGIN.match(line)
        return line[margin.end() :] if margin else line

    def _margin(self, number: int) -> str:
        """What `_words` leaves out."""
        line = self._lines[number] or ""
        return line[: len(line) - len(self._words(number))]

    def _next_with(self, words: str, start: int) -> int | None:
        """The first line from `start` on that `words` stand in, if any."""
        if words not in self._with:
            self._with[words] = [n for n, line in enumerate(self._lines) if line and words in line]
        found = self._with[words]
        position = bisect.bisect_left(found, start)
        return found[position] if position < len(found) else None


def _set_out(lines: list[str | None], code: Collection[int], columns: Mapping[int, int]) -> list[str | None]:
    """`lines`, with less before those that only what is left out kept from being indented code."""
    is_below = False
    for number, line in enumerate(lines):
        if line is None:
            is_below = True
        elif not line.strip(" ") or number in code:
            is_below = False
        elif is_below and indent_of(line) - (column := columns.get(number, 0)) >= 4:
            lines[number] = " " * column + line.lstrip(" ")
    return lines


def _joined(lines: Sequence[str | None]) -> list[str]:
    """`lines` with blank ones for those left out; between the rows of a table a mark, which parts no rows."""
    out: list[str] = []
    row_before = False
    for number, line in enumerate(lines):
        if line is not None:
            row_before = "|" in line
            out.append(line)
            continue
        out.append("")
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if row_before and following and "|" in following:
            first = number
            while first and lines[first - 1] is None:
                first -= 1
            out[first:] = [VOID] * (number + 1 - first)
    return out
