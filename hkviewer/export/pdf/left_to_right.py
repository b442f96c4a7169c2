"""Numbers and Latin words in brackets, and addresses, within words from right to left, such as "(800)".

In such a line a PDF's reader takes the signs at the edges of a group for part of the line and turns them
round: copied, it reads ")800(". Set as a box that runs from left to right, a group looks the same and is
copied as it is; an address besides keeps its outer signs on its own side. How a reader orders other Latin
words with signs within them stays its own affair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from hkviewer.export.line_breaks import BREAK, HYPHENS, is_address

# Short ones, as a box ends no line of the text around it; an address has lines of its own in it.
_GROUP = re.compile(r"\([^()\n]{1,24}\)|\[[^][\n]{1,24}\]|(?<![\w.,])[+−-]\d[\d.,]*%?")
_ADDRESS = re.compile(
    rf"(?<![!-~{BREAK}])(?:[(\[{{<]{BREAK}?)?(?P<address>[A-Za-z0-9][!-~{BREAK}]{{3,400}})"
    r"(?<![.,;:!?)\]}>])(?=[.,;:!?)\]}>]*(?![!-~]))"
)
_HYPHEN_BREAK = re.compile(rf"{BREAK}(?=[{re.escape(HYPHENS)}])")
# At the end of a line readers' programs take these for signs of the words from right to left.
_TURNED_BREAK = re.compile(rf"(?<=[^\w/.:?]){BREAK}(?![{re.escape(HYPHENS)}])")
_ENDS = ("note", "footnote")
"""What stands behind a run's words."""


def with_groups(runs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The template's runs of words from right to left, with groups cut out as runs with "ltr"."""
    text = "".join(run.get("text", "\n") for run in runs)
    groups = list(_groups(text))
    result: list[dict[str, Any]] = []
    start = 0
    for run in runs:
        end = start + len(run.get("text", "\n"))
        result.extend(_cut(run, start, [group for group in groups if start <= group[0] < group[1] <= end]))
        start = end
    return result


def without_boxes(text: str) -> str:
    """`text` without breaks before hyphens, which the template would keep in boxes: each runs left here."""
    return _HYPHEN_BREAK.sub("", text)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each group that Unicode's algorithm (UAX #9) shows as a box does."""
    addresses = (match for match in _ADDRESS.finditer(text) if is_address(match[1].replace(BREAK, "")))
    found = [match.span(1) for match in addresses]
    found += (match.span() for match in _GROUP.finditer(text))
    end = 0
    for group in sorted(_shown_as_boxes(text, found)):
        if group[0] >= end:
            yield group
            end = group[1]


def _shown_as_boxes(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    ways = [unicodedata.bidirectional(char) for char in text]
    before, after = _nearest(ways), _nearest(ways[::-1])[::-1]
    for start, end in spans:
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
        yield run | {"text": without_boxes(run["text"])} if "text" in run else run
        return
    text, at = run["text"], 0
    pieces: list[tuple[str, bool]] = []
    for start, end in groups:
        pieces += [(text[at : start - offset], False), (text[start - offset : end - offset], True)]
        at = end - offset
    pieces.append((text[at:], False))
    shown = [
        (_TURNED_BREAK.sub("", words) if is_group else without_boxes(words), is_group)
        for words, is_group in pieces
        if words
    ]
    for number, (words, is_group) in enumerate(shown, 1):
        looks = run if number == len(shown) else {k: v for k, v in run.items() if k not in _ENDS}
        yield {**looks, "text": words, **({"ltr": True} if is_group else {})}
