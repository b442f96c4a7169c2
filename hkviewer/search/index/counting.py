"""Counting matches without finding where they stand: most sections are counted, and never shown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from hkviewer.search.index.asked import Asked
from hkviewer.search.index.match import Matcher, Words
from hkviewer.search.index.section_match import Match
from hkviewer.search.index.streams import SectionStream

_BEHIND = "(?=[ -])"


def counter(asked: Asked) -> Counter | None:
    """What counts the matches of a query; None where they have to be found."""
    if asked.sole is not None:
        return SoleCounter(asked, asked.sole)
    shown = [asked.matchers[number] for number in asked.shown]
    words = [each for each in shown if isinstance(each, Words) and each.forms]
    return WordsCounter(asked, words) if len(words) == len(shown) > 1 else None


class SoleCounter:
    """Counts the matches of words or of a phrase that alone are shown."""

    def __init__(self, asked: Asked, words: Words) -> None:
        self._asked = asked
        self._count = words.count

    def match(self, section: SectionStream) -> Match | None:
        """A section with its matches; None where it does not satisfy the query."""
        hits = self._count(section.text)
        if not hits or not _hold(self._asked.conditions, section):
            return None
        return Match(section, self._asked, hits)


class WordsCounter:
    """Counts the matches of several plain words in sections that have all of them.

    Each token is a match, and two words side by side are one.
    """

    def __init__(self, asked: Asked, words: Sequence[Words]) -> None:
        """Count `words`, which are all that is shown, and of which each has `forms`."""
        self._asked = asked
        self._each = [word.pattern for word in words]
        self._any = re.compile(f" (?:{'|'.join(word.forms for word in words)}){_BEHIND}")
        joined = [word.joined for word in words if word.joined]
        self._joined = re.compile(f" (?:{'|'.join(joined)}){_BEHIND}") if joined else None
        forms = dict(zip(asked.shown, (word.forms for word in words), strict=True))
        pairs = [
            f"{forms[first]}(?=-? {''.join(f'{re.escape(word)}-? ' for word in asking)}{forms[second]}[ -])"
            for first, asking, second in asked.runs.neighbours
        ]
        self._beside = re.compile(f" ({'|'.join(pairs)})") if pairs else None
        self._is_pair = asked.runs.is_pair and len(words) == 2

    def match(self, section: SectionStream) -> Match | None:
        """A section with its matches; None where it has to be looked at more closely."""
        text = section.text
        for pattern in self._each:
            if pattern.search(text) is None:
                return None
        if self._joined is not None and self._joined.search(text) is not None:
            return None
        runs = 0
        if self._beside is not None and (found := [each.span(1) for each in self._beside.finditer(text)]):
            if not self._is_pair or any(b[0] <= a[1] + 2 for a, b in itertools.pairwise(found)):
                return None
            runs = sum(not section.breaks.between(end, end + 1) for _, end in found)
        if not _hold(self._asked.conditions, section):
            return None
        return Match(section, self._asked, len(self._any.findall(text)) - runs, is_together=runs > 0)


Counter = SoleCounter | WordsCounter


def _hold(conditions: Sequence[Matcher], section: SectionStream) -> bool:
    return not conditions or all(condition.find(section) is not None for condition in conditions)
