"""Counting matches without finding where they stand: most sections are counted, and never shown."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence

from hkviewer.search.index.asked import Asked
from hkviewer.search.index.forms import Forms
from hkviewer.search.index.match import Matcher, Titled, Words, merged
from hkviewer.search.index.section_match import Match, matched
from hkviewer.search.index.streams import SectionStream


def matcher(asked: Asked) -> Callable[[SectionStream], Match | None]:
    """What gives a section with its matches, or None where it does not satisfy the query."""
    if asked.sole is not None:
        return SoleCounter(asked, asked.sole).match
    shown = [asked.matchers[number] for number in asked.shown]
    if len(asked.matchers) == len(shown) == 1 and isinstance(shown[0], Titled):
        return TitledCounter(asked, shown[0]).match
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


class TitledCounter:
    """Counts the matches of what only titles are looked at for."""

    def __init__(self, asked: Asked, titled: Titled) -> None:
        self._asked = asked
        self._find = titled.find

    def match(self, section: SectionStream) -> Match | None:
        """A section with its matches; None where it does not satisfy the query."""
        spans = self._find(section)
        return None if spans is None else Match(section, self._asked, len(merged(spans)))


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
        self._satisfied: dict[tuple[str, tuple[bool, ...]], bool] = {}
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
        lacks = 0 in counts
        if (lacks and not self._is_match(counts, section.outer)) or not _hold(self._conditions, section):
            return None
        runs = 0 if lacks and self._is_pair else self._pairs(section)
        if (runs and not self._can_count_runs) or (self._joined is not None and self._joined.search(text)):
            return matched(self._asked, section)
        hits = sum(counts) if self._any is None else len(self._any.findall(text))
        is_together = bool(runs) if self._is_pair or not runs else None
        match = Match(section, self._asked, hits - runs, is_together=is_together)
        match.counts = dict(zip(self._asked.shown, counts, strict=True))
        return match

    def _pairs(self, section: SectionStream) -> int:
        """How often two words that follow each other in the query stand side by side."""
        runs = 0
        for pattern in self._beside:
            for each in pattern.finditer(section.text):
                runs += not section.breaks.between(each.end(1), each.end(2))
        return runs

    def _is_match(self, counts: Sequence[int], outer: str) -> bool:
        """Whether the titles hold what the section lacks, and it has something that they do not hold."""
        case = outer, tuple(map(bool, counts))
        known = self._satisfied.get(case)
        if known is None:
            known = self._satisfied[case] = self._satisfies(case[1], outer)
        return known

    def _satisfies(self, stand: Sequence[bool], outer: str) -> bool:
        """The same for words that stand in the section or not."""
        if outer not in self._held:
            self._held[outer] = [word.stands_in(outer) for word in self._words]
        both = list(zip(stand, self._held[outer], strict=True))
        return all(stands or held for stands, held in both) and any(
            stands and not held for stands, held in both
        )


def _hold(conditions: Sequence[Matcher], section: SectionStream) -> bool:
    return not conditions or all(condition.find(section) is not None for condition in conditions)


def _between(asking: Sequence[str]) -> str:
    """A pattern for what stands between two words side by side."""
    return "-? " + "".join(f"{re.escape(word)}-? " for word in asking)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(f" ({words})(?=[ -])")
