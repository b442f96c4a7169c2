"""Lists whose items begin with letters, Roman numbers, brackets or `(@)`, as Pandoc and Word write them.

They become lists of HTML. A letter alone is words (`A. Smith wrote`): two items must follow one another.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hkviewer.content.markdown.containers import FENCE_OPENS, find_containers, indent_of
from hkviewer.content.markdown.drawn_table import as_element
from hkviewer.content.markdown.drawn_tables import with_drawn_tables
from hkviewer.content.numerals import NUMERALS, numeral

_ORDINAL = r"[A-Za-z]|[ivxlc]{2,7}|[IVXLC]{2,7}"
_BRACKETED = rf"{_ORDINAL}|\d{{1,3}}|@[\w-]*"
SIGN = rf"(?:(?:{_ORDINAL}|\#)[.)]|\((?:{_BRACKETED})\))[ ]+[^ ]"
"""A pattern of what begins an item."""
_ITEM = re.compile(rf"[ ]*(?:(?P<word>{_ORDINAL}|\#)(?P<end>[.)])|\((?P<inner>{_BRACKETED})\))[ ]+(?=[^ ])")
_QUOTED = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
_OTHER_BLOCK = re.compile(r"[ ]*(?:#{1,6}[ ]|>|[*+-][ ]|\d{1,9}[.)][ ]|[-*_=]{3})")
_EXAMPLE = re.compile(r"\(@([\w-]+)\)|(?<![\w`\[@])@([\w-]+)")
_DEEPEST = 10
"""Such lists in such lists."""
_HIGHEST = 999


class _Marker(NamedTuple):
    """What begins an item: the blanks before it, what ends its `word`, where the words behind begin."""

    indent: int
    form: str
    word: str
    column: int

    def number(self, style: str) -> int | None:
        """The number that it states, if it is written in `style`, one of `NUMERALS`."""
        return 1 if self.word[0] in "#@" and style == "1" else _numbers(style).get(self.word)

    def follows(self, first: _Marker, style: str, number: int) -> bool:
        """Whether it is the item of that `number` in the list whose `first` is in `style`."""
        if first.word[0] in "#@":
            return style == "1" and self.word[0] == first.word[0]
        return self.form == first.form and self.word == numeral(number, style)


class _List(NamedTuple):
    """The lines that its items begin on, the line behind it, its style, and its first number."""

    items: Sequence[int]
    end: int
    style: str
    start: int


def with_lettered_lists(lines: list[str]) -> list[str]:
    """`lines` with such lists as HTML; as many as before, but one may hold several. Code is not touched."""
    examples: dict[str, int] = {}
    reader = _Reader(lines, examples, 0)
    out = reader.read()
    if not examples:
        return out
    return [
        line if number in reader.fenced or "@" not in line else _EXAMPLE.sub(_number_in(examples), line)
        for number, line in enumerate(out)
    ]


class _Reader:
    def __init__(self, lines: list[str], examples: dict[str, int], depth: int) -> None:
        self._out = list(lines)
        self.fenced, self._columns = find_containers(lines)
        quoted = [_QUOTED.match(line) if ">" in line else None for line in lines]
        self._before = [match[0] if match else "" for match in quoted]
        self._texts = [line[len(before) :] for line, before in zip(lines, self._before, strict=True)]
        self._examples = examples  # of each label the number, and of "" the last
        self._depth = depth
        self._done = 0

    def read(self) -> list[str]:
        """The lines; a list's first holds all of it, the others are blank."""
        for number in range(len(self._texts)):
            if (
                number >= self._done
                and (first := self._marker(number))
                and (found := self._list(number, first))
            ):
                self._put(number, first, found)
                self._done = found.end
        return self._out

    def _marker(self, number: int) -> _Marker | None:
        text = self._texts[number]
        match = _ITEM.match(text) if number not in self.fenced else None
        if not match:
            return None
        word = match["word"] or match["inner"]
        column = match.end() if match.end() - len(match[0].rstrip(" ")) < 5 else len(match[0].rstrip(" ")) + 1
        return _Marker(indent_of(text), match["end"] or "()", word, column)

    def _list(self, number: int, first: _Marker) -> _List | None:
        """The list that begins on line `number`, if one does."""
        starts = {style: start for style in NUMERALS if (start := first.number(style))}
        if first.indent - self._columns.get(number, 0) >= 4:
            return None
        before = self._texts[number - 1].strip(" ") if number > self._done else ""
        if before and not _OTHER_BLOCK.match(before):
            is_loud = first.word.isupper() and first.column - len(first.word) - first.indent < 3
            starts = {} if is_loud else {style: start for style, start in starts.items() if start == 1}
        items, end = [number], number + 1
        for line, marker in self._lines_of(number, first):
            if marker:
                going_on = {
                    style: start
                    for style, start in starts.items()
                    if marker.follows(first, style, start + len(items))
                }
                if first.word.isdecimal() and not self._texts[line - 1].strip(" "):
                    going_on = {}  # paragraphs with their numbers, as in law
                if not going_on:
                    break
                starts = going_on
                items.append(line)
            end = line + 1
        if not starts or (len(items) < 2 and first.word[0] != "@"):
            return None
        style, start = next(iter(starts.items()))
        return _List(items, end, style, start)

    def _lines_of(self, number: int, first: _Marker) -> Iterator[tuple[int, _Marker | None]]:
        """The lines that may belong to the list, and the markers of those that begin items."""
        is_lazy = True
        for line in range(number + 1, len(self._texts)):
            text = self._texts[line]
            if self._before[line].count(">") != self._before[number].count(">"):
                return
            if not text.strip(" "):
                is_lazy = False
                continue
            if (marker := self._marker(line)) and marker.indent < min(first.column, first.indent + 2):
                yield line, marker
            else:
                is_code = line in self.fenced and FENCE_OPENS not in self.fenced[line]
                is_inside = is_code or indent_of(text) >= first.indent + 2
                if not is_inside and (not is_lazy or line in self.fenced or _OTHER_BLOCK.match(text)):
                    return
                yield line, None
            is_lazy = True

    def _put(self, number: int, first: _Marker, found: _List) -> None:
        quotes = self._before[number]
        margin = quotes or " " * self._columns.get(number, 0)
        start = found.start
        if first.word.startswith("@"):
            start = self._examples.get("", 0) + 1
            labels = (marker.word[1:] for line in found.items if (marker := self._marker(line)))
            self._examples.update({label: start + place for place, label in enumerate(labels) if label})
            self._examples[""] = start + len(found.items) - 1
        html = [f'<ol type="{found.style}" start="{start}">']
        for line, end in zip(found.items, [*found.items[1:], found.end], strict=True):
            html += as_element("li", "", self._content(line, end), holds_blocks=True)
        blank = margin.rstrip(" ")
        self._out[number : found.end] = [blank] * (found.end - number)
        self._out[number] = f"{blank}\n{margin}" + f"\n{margin}".join([*html, "</ol>", ""])

    def _content(self, first: int, end: int) -> list[str]:
        """The lines of an item, in which there may be tables and such lists again."""
        marker = self._marker(first)
        column = marker.column if marker else 0
        lines = [self._texts[first][column:]]
        lines += (text[min(column, indent_of(text)) :] for text in self._texts[first + 1 : end])
        if self._depth < _DEEPEST and len(lines) > 1:
            lines = with_drawn_tables(_Reader(lines, self._examples, self._depth + 1).read())
        return "\n".join(lines).split("\n")


@functools.cache
def _numbers(style: str) -> Mapping[str, int]:
    """What a number is written as in `style`, with the number."""
    return {numeral(number, style): number for number in range(1, _HIGHEST + 1)}


def _number_in(examples: Mapping[str, int]) -> Callable[[re.Match[str]], str]:
    def number(match: re.Match[str]) -> str:
        found = examples.get(match[1] or match[2])
        return match[0] if found is None else f"({found})" if match[1] else str(found)

    return number
