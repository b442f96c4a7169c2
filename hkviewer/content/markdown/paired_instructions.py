"""Instructions that stand around words, on the words' own lines: `{{< note >}}Words.{{< /note >}}`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from hkviewer.content.markdown.shortcodes import FindFile, is_statement, words_of

_MARGIN = r"(?P<margin>(?:[ ]|>(?!\}\}))*+)"
_OPENS = re.compile(
    _MARGIN + r"(?P<all>\{\{[<%][ ]*+(?P<name>[A-Za-z][\w-]*+)(?:(?!\{\{[<%]|[>%]\}\}).)*+[>%]\}\}"
    r"|\{%-?[ ]*+(?P<tag>[A-Za-z][\w-]*+)(?:(?!\{%|%\}).)*+%\})[ ]*+(?P<rest>.*)"
)
_CLOSES = re.compile(
    r"(?:\{\{[<%][ ]*+/[ ]*+(?P<name>[A-Za-z][\w-]*+)[ ]*+[>%]\}\}"
    r"|\{%-?[ ]*+end[_-]?(?P<tag>[A-Za-z][\w-]*+)[ ]*+-?%\})\Z"
)
_ALL = re.compile(".+")
_OTHERS = frozenset(("comment", "raw", "highlight", "codeblock", "code", "configuration"))
"""What is read elsewhere."""


def without_pairs(lines: Sequence[str], code: Collection[int], find_file: FindFile | None) -> list[str]:
    """`lines` without pairs of which one begins a line and the other ends one, and words stand beside them.

    What the first states, such as a box's title, is kept. Those that stand alone stay, and so do conditions
    and loops: what would be shown, no one knows.
    """
    kept = list(lines)
    opened: list[tuple[str, int]] = []
    names: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if "{" not in line or number in code:
            continue
        if (opening := _OPENS.fullmatch(line)) and (name := _name(opening)):
            opened.append((name, number))
            names[name] += 1
        closing = _CLOSES.search(line.rstrip(" "))
        if closing and (name := _name(closing)) and names[name]:
            last, first = opened.pop()
            while last != name:
                names[last] -= 1
                last, first = opened.pop()
            names[name] -= 1
            _take_off(kept, first, number, find_file)
    return kept


def _name(instruction: re.Match[str]) -> str:
    """What an instruction is called that may stand around words, else ""."""
    name = instruction["name"] or instruction["tag"]
    return "" if name in _OTHERS or is_statement(name) else str(name)


def _take_off(kept: list[str], first: int, last: int, find_file: FindFile | None) -> None:
    """Take the opening off line `first`, and the closing off line `last`, where words stand beside them."""
    line = kept[last].rstrip(" ")
    closing = _CLOSES.search(line)
    if closing and (before := line[: closing.start()].rstrip(" ")).strip(" >"):
        kept[last] = before
    opening = _OPENS.fullmatch(kept[first])
    if opening and opening["rest"]:
        margin = opening["margin"]
        said = [margin + words for words in words_of(opening["all"], _ALL, find_file)]
        kept[first] = f"\n{margin.rstrip(' ')}\n".join([*said, margin + opening["rest"]])
