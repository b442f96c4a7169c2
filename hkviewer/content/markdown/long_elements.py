"""Reads the inline markup of an element tree in runs of some hundred elements.

Python-Markdown keeps a dictionary of all elements of the tree that it is given, and a list that it takes them
off the front of: of a million items, a hundred megabytes and hours.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

import markdown
from markdown.util import INLINE_PLACEHOLDER_PREFIX, AtomicString

_TOGETHER = 500
"""Elements of a run."""
_MOST_KEPT = 10_000
"""Different words that one value each stands for, however often they come."""
_HIGHEST_COST = 100_000_000
"""A paragraph whose length times its count of marks is above this would take minutes to read."""
_ALWAYS_READ = 1000
"""Characters of a paragraph whose cost cannot be too high."""
_BACKTICK_COST = 10
"""Against one of the other marks: for each backtick Markdown looks for a partner to the end."""
_DEEPEST_PLACEHOLDER = 10
"""Levels of placeholders within placeholders that are replaced."""


def read_words(tree: ET.Element, md: markdown.Markdown, marks: re.Pattern[str]) -> None:
    """Let `md` read what stands within the words of `tree`, of which `marks` finds what it may begin with."""
    _leave_as_written(tree, marks)
    for run in _runs(tree):
        md.treeprocessors["inline"].run(run)
        _fill_left_over(run, md.inlinePatterns["link"].unescape)


def _runs(tree: ET.Element) -> Iterator[ET.Element]:
    """Trees that have the elements of `tree` between them; they are in it again when all were taken."""
    long = [(element, list(element)) for element in tree.iter() if len(element) > _TOGETHER]
    for element, _ in long:
        del element[:]
    yield tree
    for element, children in long:
        for start in range(0, len(children), _TOGETHER):
            run = ET.Element(element.tag)
            run[:] = children[start : start + _TOGETHER]
            yield run
            element.extend(run)


def _leave_as_written(tree: ET.Element, marks: re.Pattern[str]) -> None:
    """Exempt from inline markup what has no marks, and what has more of them than a person writes."""
    kept: dict[str, AtomicString] = {}
    for element in tree.iter():
        text = element.text or ""
        found = len(marks.findall(text))
        if found and len(text) > _ALWAYS_READ:
            found += _BACKTICK_COST * text.count("`")
        if not found or len(text) * found > _HIGHEST_COST:
            if text not in kept:
                if len(kept) == _MOST_KEPT:
                    kept.clear()
                kept[text] = AtomicString(text)
            element.text = kept[text]


def _fill_left_over(tree: ET.Element, fill: Callable[[str], str]) -> None:
    """Replace the placeholders that Markdown leaves behind in links within links with their words."""
    for element in tree.iter():
        element.text, element.tail = _filled(element.text, fill), _filled(element.tail, fill)
        for key, value in element.items():
            element.set(key, _filled(value, fill))


def _filled(text: str | None, fill: Callable[[str], str]) -> str:
    text = text or ""
    for _ in range(_DEEPEST_PLACEHOLDER):
        if INLINE_PLACEHOLDER_PREFIX not in text:
            break
        text = fill(text)
    return text
