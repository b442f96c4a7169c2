"""The one matcher: counts, highlights, snippets and badges all come from its spans.

It works on the stream of a section; a span is a pair of positions in that stream.
"""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hkviewer.search.index.forms import Forms
from hkviewer.search.index.streams import BAR, SectionStream
from hkviewer.search.result import Span
from hkviewer.search.text.tokens import SIGNS

_SPACE = re.compile(f" (?![{SIGNS}])")  # before a word: signs are none


@dataclass(frozen=True, slots=True)
class Anchor:
    """What every match of a long pattern has, such as a year: it is sooner found than the match.

    Attributes:
        pattern: finds it, from the space before it.
        most_before: tokens that a match may have before it.
    """

    pattern: re.Pattern[str]
    most_before: int

    def matches(self, wanted: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """The same matches as `wanted.finditer(text)`."""
        reached = 0
        for anchor in self.pattern.finditer(text):
            starts = [anchor.start()]
            while len(starts) <= self.most_before and (before := text.rfind(" ", 0, starts[-1])) >= reached:
                starts.append(before)
            for start in reversed(starts):
                if start >= reached and (found := wanted.match(text, start)):
                    yield found
                    reached = found.end()


@dataclass(frozen=True, slots=True)
class Words:
    """A word in all the forms that were asked for, or a phrase: the first group of a pattern.

    Attributes:
        pattern: finds it in a stream.
        weight: how much a match counts among many sheets.
        forms: those of a plain word; None for anything else.
        anchor: what it is looked for by, if the pattern takes long.
    """

    pattern: re.Pattern[str]
    weight: float = 1.0
    forms: Forms | None = None
    anchor: Anchor | None = None

    def find(self, section: SectionStream) -> list[Span] | None:
        """Where it stands; None where it does not."""
        return self.find_within(section.text) or None

    def find_within(self, text: str) -> list[Span]:
        """Where it stands in some tokens."""
        return [match.span(1) for match in self._matches(text)]

    def stands_in(self, text: str) -> bool:
        """Whether it stands in some tokens."""
        return self.pattern.search(text) is not None

    def count(self, text: str) -> int:
        """How often it stands in a section's tokens: in half the time of `find`."""
        if self.anchor is None:
            return len(self.pattern.findall(text))
        return sum(1 for _ in self._matches(text))

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        if self.anchor is None:
            return self.pattern.finditer(text)
        return self.anchor.matches(self.pattern, text)


@dataclass(frozen=True, slots=True)
class Parts:
    """Every word that has some letters in it; only they are shown."""

    pattern: re.Pattern[str]

    def find(self, section: SectionStream) -> list[Span] | None:
        """Where they stand; None where they do not."""
        return [match.span() for match in self.pattern.finditer(section.text)] or None


@dataclass(frozen=True)
class _Several:
    """What is made of several matchers."""

    matchers: tuple[Matcher, ...]


class Every(_Several):
    """All of several."""

    def find(self, section: SectionStream) -> list[Span] | None:
        """Where each of them stands; None where one does not."""
        spans: list[Span] = []
        for matcher in self.matchers:
            own = matcher.find(section)
            if own is None:
                return None
            spans += own
        return spans


class Some(_Several):
    """At least one of several; none at all matches nothing."""

    def find(self, section: SectionStream) -> list[Span] | None:
        """Where any of them stands; None where none does."""
        several = [spans for matcher in self.matchers if (spans := matcher.find(section)) is not None]
        return [span for spans in several for span in spans] if several else None


class First(_Several):
    """The first of several that stands in the section."""

    def find(self, section: SectionStream) -> list[Span] | None:
        """Where that one stands; None where there is none."""
        several = (matcher.find(section) for matcher in self.matchers)
        return next((spans for spans in several if spans is not None), None)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A section that another matcher finds nothing in."""

    matcher: Matcher

    def find(self, section: SectionStream) -> list[Span] | None:
        """No span, but None where the section has what it must not have."""
        return None if self.matcher.find(section) is not None else []


@dataclass(frozen=True, slots=True)
class Close:
    """Two that stand at most `distance` words apart, in either order."""

    left: Matcher
    right: Matcher
    distance: int

    def find(self, section: SectionStream) -> list[Span] | None:
        """Where each stands with the other near it."""
        left, right = self.left.find(section), self.right.find(section)
        if not left or not right:
            return None
        words = _words(section.text)
        return [
            *words.neighbours(merged(left), merged(right), self.distance),
            *words.neighbours(merged(right), merged(left), self.distance),
        ] or None


@dataclass(frozen=True, slots=True)
class Titled:
    """A section whose title, or that of a section it lies in, has something.

    With `alone` nothing else is wanted: then its places in the section's own title are shown.
    """

    matcher: Matcher
    alone: bool = False
    _known: dict[str, bool] = field(default_factory=dict, compare=False)
    """Whether it is in the headings above: hundreds of sections stand below the same ones."""
    _found: dict[str, list[Span] | None] = field(default_factory=dict, compare=False)
    """Where it is in a heading, which recurs in every country's sheet."""

    def find(self, section: SectionStream) -> list[Span] | None:
        """None where no title has it, else the spans to show."""
        outer = section.outer
        if not self.alone and self._is_above(outer):
            return []
        heading = section.text[: section.bar]
        if heading not in self._found:
            self._found[heading] = self.matcher.find(SectionStream(heading))
        spans = self._found[heading]
        if spans is None:
            return [] if self._is_above(outer) or self._is_above(_above(outer) + heading) else None
        return spans if self.alone else []

    def _is_above(self, outer: str) -> bool:
        if outer not in self._known:
            self._known[outer] = self.matcher.find(SectionStream(_above(outer))) is not None
        return self._known[outer]


def _above(outer: str) -> str:
    """The outer headings in `SectionStream.outer`."""
    return outer.partition(BAR)[0]


@dataclass(frozen=True, slots=True)
class Headed:
    """A section whose own heading has something."""

    matcher: Matcher

    def find(self, section: SectionStream) -> list[Span] | None:
        """Where that stands in the heading; None where it does not."""
        return self.matcher.find(SectionStream(section.text[: section.bar]))


Matcher = Words | Parts | Every | Some | First | Lacking | Close | Titled | Headed


class _Words:
    """Counts the words between spans of a stream."""

    def __init__(self, text: str) -> None:
        self._spaces = [space.start() for space in _SPACE.finditer(text)]
        self._bar = text.find(BAR)

    def neighbours(self, spans: Sequence[Span], others: Sequence[Span], distance: int) -> list[Span]:
        """Those of `spans` that have one of `others` at most `distance` words before or after them."""
        starts, ends = [start for start, _ in others], [end for _, end in others]
        near = []
        for span in spans:
            after, before = bisect_left(starts, span[1]), bisect_right(ends, span[0]) - 1
            if (after < len(others) and self._between(span, others[after]) <= distance) or (
                before >= 0 and self._between(others[before], span) <= distance
            ):
                near.append(span)
        return near

    def _between(self, earlier: Span, later: Span) -> float:
        """How many words stand between two spans; without end where heading and body meet there."""
        if earlier[1] <= self._bar < later[0]:
            return math.inf
        return bisect_left(self._spaces, later[0]) - bisect_left(self._spaces, earlier[1]) - 1


_words = functools.lru_cache(maxsize=1)(_Words)
"""The words of a section: a query may ask many times which of them are near each other."""


def merged(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, those that overlap made one."""
    if len(spans) < 2:
        return list(spans)
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def smallest_window(found: Sequence[Sequence[Span]]) -> int:
    """The length of the smallest piece of a stream that has something of each of several kinds of matches."""
    kinds = [spans for spans in found if spans]
    ends: dict[int, Span] = {}
    smallest = math.inf
    for (start, end), kind in sorted((span, number) for number, spans in enumerate(kinds) for span in spans):
        ends[kind] = start, end
        if len(ends) == len(kinds):
            first = min(start for start, _ in ends.values())
            smallest = min(smallest, max(end for _, end in ends.values()) - first)
    return 0 if smallest is math.inf else int(smallest)
