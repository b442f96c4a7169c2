"""Comments of HTML taken out of a text, and the lines of an element joined that is to be read as a whole.

Both may go on over blank lines, and hold what looks like headings, lists and code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from hkviewer.content.markdown.containers import HTML, NEWLINE, find_containers, indent_of
from hkviewer.content.markdown.html_tags import HEADINGS, NOTHING, CodeSpans

_MOST_RESTARTS = 20
"""Comments that hide one end of fenced code only; behind more of them code is taken as it was first found."""
_LONGEST_HEADING = 20
"""Lines."""
_TITLES = (*HEADINGS, "summary")
_MARKERS = re.compile(r"(?:[ ]*(?:>[ ]?|(?:[*+-]|\d{1,9}[.)])(?:[ ]{1,4}(?=[^ ])|[ ])))*[ ]*")
_BLANK = re.compile(r"\n[ >]*\n")
ATX = re.compile(r"[ ]{0,3}(#{1,6})[ ]+(.*?)[ #]*$")
_OPENING = re.compile(
    r"\\.|(?P<code>`+)|(?P<comment><!--)"
    r"|<(?P<name>pre|script|style|template|textarea|svg|summary|h[1-6])(?=[\s/>])[^<>]*(?<!/)>",
    re.IGNORECASE | re.DOTALL,
)
"""What may go on over the end of a line, and of a paragraph."""
_COMMENT_END = re.compile("--!?>")
_NOTHING = re.compile(
    rf"<({'|'.join(sorted(NOTHING))})(?=[\s>])[^<>]*>(?:(?!</?\1[\s>]).)*+</\1\s*>", re.IGNORECASE | re.DOTALL
)


class Joiner:
    """Takes comments out of a text, and joins the lines of an element that is to be read as a whole."""

    def __init__(self, lines: list[str]) -> None:
        self.parts: list[str] = []
        self.numbers = [0]
        self._lines = lines
        self._text = "\n".join(lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self._spans = CodeSpans(self._text)
        self._last_comment = max(map(self._text.rfind, ("-->", "--!>")))
        self._code: dict[int, int] = {}  # each line of code with the first one behind it
        self._columns: dict[int, int] = {}
        self._find_code(0)
        self._restarts = 0
        self._line_is_blank = True

    def run(self) -> None:
        """Fill `parts`, and `numbers` with that of the line, from 0, for each of their lines."""
        position = done = 0
        while opening := _OPENING.search(self._text, position):
            start, position = opening.span()
            line = self._line_of(start)
            if line in self._code:
                position = self._starts[self._code[line]]
            elif opening["code"]:
                end = self._spans.end(start, position - start)
                position = end if end and not _BLANK.search(self._text, start, end) else position
            elif opening["comment"] or opening["name"]:
                self._keep(done, start)
                done = start
                if end := self._element_end(opening, line) if opening["name"] else self._comment_end(start):
                    done = position = end
                    self._find_code_again(line, self._line_of(end))
        self._keep(done, len(self._text))

    def _line_of(self, position: int) -> int:
        return min(bisect_right(self._starts, position), len(self._lines)) - 1

    def _find_code(self, first: int) -> None:
        """Note the fenced and indented code from line `first` on."""
        lines = self._lines[first:]
        fenced, columns = find_containers(lines)
        self._columns.update((number + first, column) for number, column in columns.items())
        code: list[int] = []
        words_before = False
        for number, line in enumerate(lines):
            indented = indent_of(line) - columns.get(number, 0) >= 4 and not words_before and line.strip(" ")
            if number in fenced or indented:
                code.append(number + first)
            is_code = code[-1:] == [number + first]
            words_before = bool(line.strip(" ")) and not is_code and not ATX.match(line)
        behind = -1
        for number in reversed(code):
            behind = behind if self._code.get(number + 1) == behind else number + 1
            self._code[number] = behind

    def _find_code_again(self, first: int, last: int) -> None:
        """Look for code again if what began on line `first` and ends on `last` holds one end of it."""
        behind = self._code.get(last, 0)
        if last > first and behind > last + 1 and self._restarts < _MOST_RESTARTS:
            self._restarts += 1
            self._code = {}
            self._find_code(last + 1)

    def _comment_end(self, start: int) -> int | None:
        """Leave out a comment; where reading goes on, None if it stays open."""
        if start + 2 > self._last_comment:
            return None
        closing = _COMMENT_END.search(self._text, start + 2)
        if not closing or (not self._line_is_blank and self._line_of(closing.start()) in self._code):
            return None
        return self._cut(closing.end())

    def _element_end(self, opening: re.Match[str], line: int) -> int | None:
        """Join an element, or leave out one that shows nothing; where reading goes on.

        None if the next tag of its kind does not close it, or words of it stand outside its container.
        """
        name = opening["name"].lower()
        kind = "h[1-6]" if name in HEADINGS else name
        following = re.compile(rf"<(/?){kind}(?=[\s/>])[^<>]*>", re.IGNORECASE).search(
            self._text, opening.end()
        )
        if not following or following[1] != "/":
            return None
        end = following.end()
        if name in NOTHING:
            return self._cut(end)
        first, *others = self._text[opening.start() : end].split("\n")
        within = container(markers(self._lines[line]), self._columns.get(line, 0))
        matches = [within.match(other) for other in others]
        if not all(matches) or (name in _TITLES and len(others) > _LONGEST_HEADING):
            return None
        inner = (other[match.end() :] for other, match in zip(others, matches, strict=True) if match)
        if name in _TITLES:  # in which people write headings
            inner = (ATX.sub(r"\2", line) for line in inner)
        self.parts.append(_NOTHING.sub("", NEWLINE.join((first, *inner))))
        self._line_is_blank = False
        return end

    def _cut(self, end: int) -> int:
        """Leave out what ends at `end`, and blanks beside it; where reading goes on."""
        line_end = self._text.find("\n", end)
        rest = self._text[end : line_end if line_end >= 0 else len(self._text)]
        if not rest.strip(" "):
            if self._line_is_blank:
                self.parts.append(HTML)
            elif self.parts:
                self.parts[-1] = self.parts[-1].rstrip(" ")
            return end + len(rest)
        return end + len(rest) - len(rest.lstrip(" ")) if self._line_is_blank else end

    def _keep(self, start: int, end: int) -> None:
        part = self._text[start:end]
        self.parts.append(part)
        line = self._line_of(start)
        self.numbers.extend(range(line + 1, line + 1 + part.count("\n")))
        last = part.rpartition("\n")[2]
        is_blank = len(markers(last)) == len(last)
        self._line_is_blank = is_blank and (self._line_is_blank or "\n" in part)


def markers(line: str) -> str:
    """What a line begins with: blanks, and the marks of quotations and items."""
    match = _MARKERS.match(line)
    return match[0] if match else ""


def container(markers: str, column: int) -> re.Pattern[str]:
    """What the lines begin with that stand in the same quotation or item as one with such `markers`."""
    if ">" in markers:
        return re.compile(f"(?:[ ]*>[ ]?){{{markers.count('>')}}}")
    column = len(markers) if markers.strip(" ") else column
    return re.compile(rf"[ ]{{{column}}}|[ ]*$")
