"""Numbers and Latin words in brackets within words from right to left, such as "(800)".

In such a line a PDF's reader takes the signs at the edges of a group for part of the line and turns them
round: copied, it reads ")800(". Set as a box that runs from left to right, a group looks the same and is
copied as it is. How a reader orders Latin words with signs within them stays its own affair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

# Short ones, as a box ends no line.
_GROUP = re.compile(r"\([^()\n]{1,24}\)|\[[^][\n]{1,24}\]|(?<![\w.,])[+−-]\d[\d.,]*%?")
_ENDS = ("note", "footnote")
"""What stands behind a run's words."""


def with_groups(runs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The template's runs of words from right to left, with groups cut out as runs with "ltr"."""
    text = "".join(run.get("text", "\n") for run in runs)
    groups = list(_groups(text))
    if not groups:
        return list(runs)
    result: list[dict[str, Any]] = []
    start = 0
    for run in runs:
        end = start + len(run.get("text", "\n"))
        result.extend(_cut(run, start, [group for group in groups if start <= group[0] < group[1] <= end]))
        start = end
    return result


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each group that Unicode's algorithm (UAX #9) shows as a box does."""
    ways = [unicodedata.bidirectional(char) for char in text]
    before, after = _nearest(ways), _nearest(ways[::-1])[::-1]
    for match in _GROUP.finditer(text):
        start, end = match.span()
        is_left = any(way in ("R", "AL", "AN") for way in ways[start:end])
        says_something = any(way in ("L", "EN") for way in ways[start:end])
        # Beside Latin letters it would run along with them.
        is_beside_latin = "L" in (before[start], after[end])
        if says_something and not is_left and not is_beside_latin:
            yield start, end


def _nearest(ways: Sequence[str]) -> list[str]:
    """For each place in a text, and its end, the way of the last letter before it."""
    letters = ("L", "R", "AL")
    return list(accumulate(ways, lambda last, way: way if way in letters else last, initial=""))


def _cut(run: dict[str, Any], offset: int, groups: Sequence[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """`run`, which begins at `offset`, in pieces; what stands behind it follows the last one."""
    if not groups or "reference" in run:
        yield run
        return
    text, at = run["text"], 0
    pieces: list[tuple[str, bool]] = []
    for start, end in groups:
        pieces += [(text[at : start - offset], False), (text[start - offset : end - offset], True)]
        at = end - offset
    pieces.append((text[at:], False))
    shown = [(words, is_group) for words, is_group in pieces if words]
    for number, (words, is_group) in enumerate(shown, 1):
        looks = run if number == len(shown) else {k: v for k, v in run.items() if k not in _ENDS}
        yield {**looks, "text": words, **({"ltr": True} if is_group else {})}
