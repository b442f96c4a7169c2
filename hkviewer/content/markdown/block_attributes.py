"""Attributes of MyST that a reader sees: whose words a quotation is, and how a list is numbered.

`{attribution="A. Author"}` and `{style=lower-alpha}` stand in a line above; other attributes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from hkviewer.content.markdown.containers import indent_of
from hkviewer.content.numerals import numeral

SIGN = re.compile(r"\{[^{}]*\b(?:attribution|style)=")
"""What stands in such a line."""
_ALONE = re.compile(r"[ >]*\{[^{}]*\}[ ]*")
_ATTRIBUTION = re.compile(r"""\battribution=(?:"([^"]+)"|'([^']+)'|([^\s"'{}]+))""")
_STYLE = re.compile(r"""\bstyle=["']?(lower|upper)-(alpha|latin|roman)\b""")
_STYLES = {("lower", "roman"): "i", ("upper", "roman"): "I", ("lower", ""): "a", ("upper", ""): "A"}
_ITEM = re.compile(r"([ >]*)(\d{1,3})([.)])(?=[ ]+[^ ])")
_QUOTED = re.compile(r"([ ]*(?:>[ ]*)*?[ ]{0,3})>")
_MOST_LINES = 10
"""Lines of attributes above one block."""


def with_block_attributes(lines: list[str], code: Collection[int]) -> list[str]:
    """`lines` with what these say; as many as before, but one may hold several.

    Args:
        lines: what follows the front matter.
        code: the numbers of the lines that are code, from 0; they are not touched.
    """
    out = list(lines)
    for number, line in enumerate(lines):
        if "{" not in line or number in code or not (SIGN.search(line) and _ALONE.fullmatch(line)):
            continue
        block = _below(lines, number)
        if words := _ATTRIBUTION.search(line):
            _attribute(lines, out, block, words[1] or words[2] or words[3])
        elif style := _STYLE.search(line):
            kind = style[2] if style[2] == "roman" else ""
            _number(lines, out, block, _STYLES[style[1], kind], code)
    return out


def _below(lines: Sequence[str], number: int) -> int:
    """The first line below that is none of attributes."""
    following = range(number + 1, min(number + 1 + _MOST_LINES, len(lines)))
    return next((n for n in following if not _ALONE.fullmatch(lines[n])), len(lines))


def _attribute(lines: Sequence[str], out: list[str], start: int, words: str) -> None:
    """Let the quotation that begins on line `start` end with whose `words` it has."""
    quoted = _QUOTED.match(lines[start]) if start < len(lines) else None
    if not quoted:
        return
    end = start
    while end < len(lines) and lines[end].startswith(quoted[0]):
        end += 1
    said = f"{quoted[0]}\n{quoted[0]} — {words}"
    if end < len(lines) and not lines[end].strip(" >"):  # else a fence that ends the quotation were none
        out[end] = f"{said}\n{lines[end]}"
    else:
        out[end - 1] += f"\n{said}"


def _number(lines: Sequence[str], out: list[str], start: int, style: str, code: Collection[int]) -> None:
    """Write the numbers of the list that begins on line `start` in `style`, if it has several."""
    first = _ITEM.match(lines[start]) if start < len(lines) else None
    if not first:
        return
    items: list[int] = []
    for number in range(start, len(lines)):
        line = lines[number]
        item = _ITEM.match(line) if number not in code else None
        is_apart = not lines[number - 1].strip(" >") and line.strip(" >") != ""
        if item and (item[1], item[3]) == (first[1], first[3]):
            items.append(number)
        elif _ALONE.fullmatch(line) or (is_apart and indent_of(line) <= len(first[1])):
            break
    for place, number in enumerate(items) if len(items) > 1 else ():
        ordinal = numeral(int(first[2]) + place, style)
        out[number] = _ITEM.sub(rf"\g<1>{ordinal}\g<3>", lines[number], count=1)
