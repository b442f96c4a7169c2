"""Markdown as people write it -> as Python-Markdown reads it: the same words, other white space.

Python-Markdown nests lists by four spaces and begins a list, table or rule only after a blank line;
most writers indent to the item's own text and leave no blank lines, as CommonMark allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from hkviewer.content.markdown.containers import BLANK, DEEPEST, RULE, SEPARATOR, fences_whole, indent_of

_MARKER = re.compile(r"( *)([*+-]|\d{1,9}[.)])(?: ( *)(.*)|$)")
# A list's number has nine digits at most; longer ones are words.
_LONG_NUMBER = re.compile(r" *\d{10,}\. ")
_TABLE_RULE = re.compile(r" {0,3}(?=[^-]*-)(?=[^|]*\|)[ :|-]+")


def normalise(lines: Iterable[str]) -> tuple[list[str], bool]:
    """The lines of a piece, as Python-Markdown wants them, and whether it is nested too deeply.

    What is stands with the deepest that may be nested.
    """
    normaliser = _Normaliser()
    blocks = pairwise(chain(fences_whole(lines), [(None, [""])]))
    normal = [line for block, (_, following) in blocks for line in normaliser.read(*block, following[0])]
    return normal, normaliser.is_too_deep


@dataclass(frozen=True, slots=True)
class _Item:
    """An open list item: the column that its text begins at, and the end of its marker."""

    column: int
    mark: str


@dataclass(slots=True)
class _Normaliser:
    open: list[_Item] = field(default_factory=list)
    # What the previous line was: "blank", "text" (which this line may continue), "quoted", "code", or "item".
    before: str = "blank"
    # Whether the code that an item holds is set in as Python-Markdown asks for.
    code_stays: bool = False
    is_too_deep: bool = False

    def read(self, prefix: str | None, lines: list[str], following: str) -> Iterator[str]:
        """What becomes of one of `containers.fences_whole`, before the line that is `following`."""
        line = lines[0]
        if prefix is not None:
            yield from self._fence(prefix, lines, following)
        elif not line.strip(" "):
            self.before = "blank"
            yield ""
        elif RULE.fullmatch(line):
            self._close_items(indent_of(line))
            self.before = "blank"
            yield from ("", self._margin() + "---", "")
        elif (marker := _MARKER.fullmatch(line)) and self._is_item(marker):
            yield from self._item(marker)
        else:
            line = line.replace(".", "\\.", 1) if _LONG_NUMBER.match(line) else line
            yield from self._text(line, following)

    def _is_item(self, marker: re.Match[str]) -> bool:
        """Whether a marker begins an item here; else it is text that looks like one."""
        indent = len(marker[1])
        column = next((item.column for item in reversed(self.open) if indent >= item.column), 0)
        if self.open:
            return self.before not in ("blank", "code") or indent - column < 4
        interrupts = bool(marker[4]) and marker[2] in ("*", "+", "-", "1.", "1)")
        return indent < 4 and (self.before in ("blank", "quoted") or interrupts)

    def _item(self, marker: re.Match[str]) -> Iterator[str]:
        indent, mark = len(marker[1]), marker[2][-1]
        sibling: _Item | None = None
        depth = len(self.open)
        while self.open and indent < self.open[-1].column:
            sibling = self.open.pop()
        # An item with another mark begins a list; it and an item that ends a nested one, a block.
        if sibling is not None and sibling.mark != mark:
            yield from ("", self._margin() + SEPARATOR, "")
        elif self.before in ("text", "quoted", "code") or len(self.open) < depth - 1:
            yield ""
        if len(self.open) == DEEPEST:
            self.open.pop()
            self.is_too_deep = True
        yield f"{self._margin()}{marker[2].replace(')', '.')} {marker[4] or BLANK}"
        spaces = len(marker[3] or "")
        self.open.append(_Item(indent + len(marker[2]) + 1 + (spaces if spaces < 4 else 0), mark))
        self.before = "item"

    def _text(self, line: str, following: str) -> Iterator[str]:
        if self.before in ("blank", "code"):
            indent, depth = indent_of(line), len(self.open)
            self._close_items(indent)
            if self.before == "code" and len(self.open) < depth:  # code has no lines from the margin
                yield ""
            if self.open and indent - self.open[-1].column >= 4:
                yield self._code(line, indent)
                self.before = "code"
                return
            if line[indent] == ">" and indent - (self.open[-1].column if self.open else 0) < 4:
                yield from (self._margin() + SEPARATOR, "")
        elif "|" in line and _TABLE_RULE.fullmatch(following):
            yield ""
        yield self._margin() + line.lstrip(" ") if self.open else line
        self.before = "quoted" if line.lstrip(" ").startswith(">") else "text"

    def _code(self, line: str, indent: int) -> str:
        """A line of indented code in an open item: all of them are set in alike."""
        if self.before == "blank" or self.code_stays:
            self.code_stays = indent >= 4 * len(self.open) + 4
        return line if self.code_stays else self._margin() + line[self.open[-1].column :]

    def _fence(self, prefix: str, lines: list[str], following: str) -> Iterator[str]:
        """Fenced code as a block of its own, in the item or quotation that it stands in."""
        line = lines[0]
        is_quoted = ">" in prefix
        marker = _MARKER.fullmatch(line) if is_quoted else _MARKER.match(prefix)
        if marker:
            yield from self._item(marker)
            line = " " * len(prefix) + line[len(prefix) :]
        else:
            self._close_items(indent_of(line))
        if not is_quoted or (not marker and self.before not in ("text", "quoted")):
            yield ""
        # The item has written the first.
        for code in lines[1:] if is_quoted and marker else (line, *lines[1:]):
            indent = indent_of(code) if is_quoted else min(indent_of(line), indent_of(code))
            yield self._margin() + code[indent:] if self.open else code
        if not (is_quoted and following.lstrip(" ").startswith(">")):
            yield ""
        self.before = "text" if is_quoted else "blank"

    def _close_items(self, indent: int) -> None:
        while self.open and indent < self.open[-1].column:
            self.open.pop()

    def _margin(self) -> str:
        return "    " * len(self.open)
