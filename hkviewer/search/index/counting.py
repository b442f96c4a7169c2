"""Counting matches without finding where they stand: most sections are counted, and never shown."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from hkviewer.search.index.asked import Asked
from hkviewer.search.index.forms import Forms
from hkviewer.search.index.match import Matcher, Words
from hkviewer.search.index.section_match import Match, matched
from hkviewer.search.index.streams import SectionStream


def matcher(asked: Asked) -> Callable[[SectionStream], Match | None]:
    """What gives a section with its matches, or None where it does not satisfy the query."""
    if asked.sole is not None:
        return SoleCounter(asked, asked.sole).match
    shown = [asked.matchers[number] for number in asked.shown]
    words = [each for each in shown if isinstance(each, Words)]
    forms = [each.forms for each in words if each.forms is not None]
    if len(forms) == len(shown) > 1:
        return WordsCounter(asked, words, forms).match
    return functools.partial(matched, asked)


class SoleCounter:
    """Counts the matches of words or of a phrase that alone are shown."""

    def __init__(self, asked: Asked, words: Words) -> None:
        self._asked = asked
        self._conditions = asked.conditions
        self._count = words.count

    def match(self, section: SectionStream) -> Match | None:
        """A section with its matches; None where it does not satisfy the query."""
        hits = self._count(section.text)
        if not hits or not _hold(self._conditions, section):
            return None
        return Match(section, self._asked, hits)


class WordsCounter:
    """Counts the matches of several plain words, of which some may stand only in the titles above.

    Each token is a match, but words side by side are one.
    """

    def __init__(self, asked: Asked, words: Sequence[Words], forms: Sequence[Forms]) -> None:
        """Count `words`, which are all that is shown, and which have these `forms`."""
        self._asked = asked
        self._conditions = asked.conditions
        self._words = words
        self._each = [word.pattern.findall for word in words]
        self._held: dict[str, list[bool]] = {}
        joined = [each.several_tokens for each in forms]
        self._joined = _pattern("|".join(filter(None, joined))) if any(joined) else None
        spelt = dict(zip(asked.shown, (each.one_token for each in forms), strict=True))
        self._beside = [
            _pattern(f"{spelt[first]}(?=({_between(asking)}){spelt[second]}[ -])")
            for first, asking, second in asked.runs.neighbours
            if spelt[first] and spelt[second]
        ]
        share = any(a.shares_words_with(b) for a, b in itertools.combinations(forms, 2))
        self._any = _pattern("|".join(filter(None, spelt.values()))) if share else None
        self._can_count_runs = not share and asked.runs.has_each_word_once
        self._is_pair = len(words) == 2

    def match(self, section: SectionStream) -> Match | None:
        """A section with its matches; None where it does not satisfy the query."""
        text = section.text
        counts = [len(find(text)) for find in self._each]
        if (0 in counts and not self._is_match(counts, section.outer)) or not _hold(
            self._conditions, section
        ):
            return None
        runs = sum(self._pairs(section))
        if (runs and not self._can_count_runs) or (self._joined is not None and self._joined.search(text)):
            return matched(self._asked, section)
        hits = sum(counts) if self._any is None else len(self._any.findall(text))
        is_together = bool(runs) if self._is_pair or not runs else None
        match = Match(section, self._asked, hits - runs, is_together=is_together)
        match.counts = dict(zip(self._asked.shown, counts, strict=True))
        return match

    def _pairs(self, section: SectionStream) -> Iterator[int]:
        """How often each two words that follow each other in the query stand side by side."""
        for pattern in self._beside:
            ends = [(each.end(1), each.end(2)) for each in pattern.finditer(section.text)]
            yield sum(not section.breaks.between(end, start) for end, start in ends)

    def _is_match(self, counts: Sequence[int], outer: str) -> bool:
        """Whether the titles hold what the section lacks, and it has something that they do not hold."""
        if outer not in self._held:
            self._held[outer] = [word.stands_in(outer) for word in self._words]
        held = self._held[outer]
        both = list(zip(counts, held, strict=True))
        return all(count or is_held for count, is_held in both) and any(
            count and not is_held for count, is_held in both
        )


def _hold(conditions: Sequence[Matcher], section: SectionStream) -> bool:
    return not conditions or all(condition.find(section) is not None for condition in conditions)


def _between(asking: Sequence[str]) -> str:
    """A pattern for what stands between two words side by side."""
    return "-? " + "".join(f"{re.escape(word)}-? " for word in asking)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(f" ({words})(?=[ -])")
