"""All that a query asks for, matched node by node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from hkviewer.search.index.match import (
    Close,
    Every,
    First,
    Lacking,
    Matcher,
    Some,
    Titled,
    Words,
)
from hkviewer.search.index.runs import Runs
from hkviewer.search.index.streams import SectionStream
from hkviewer.search.result import Span


class Asked:
    """The matchers of a query's nodes, and which of them make one match where they stand side by side.

    A plain word is one that the titles above a section, the sheet's own among them, may hold for it: what
    a sheet is about need not be repeated in each section. It is shown only where the section has it.
    """

    def __init__(
        self,
        matchers: Sequence[Matcher],
        plain: Sequence[bool],
        runs: Runs,
        units: frozenset[int] = frozenset(),
    ) -> None:
        """Of each matcher `plain` says whether it is a plain word; `units` are the numbers of bare units."""
        self.units = units
        self.matchers = matchers
        self.plain = plain
        self.runs = runs

    def find(self, section: SectionStream) -> list[list[Span]] | None:
        """For each matcher where it stands, nowhere if the titles above hold it; None for no hit.

        What the titles above hold makes no hit by itself: where they hold all of it, the section has to
        have all of it.
        """
        if len(self.matchers) == 1:
            alone = self.matchers[0].find(section)
            return None if alone is None else [alone]
        found: list[list[Span]] = []
        is_held = False
        for matcher, plain in zip(self.matchers, self.plain, strict=True):
            spans = matcher.find(section)
            if spans is None:
                if not (plain and holds(section, matcher)):
                    return None
                is_held, spans = True, []
            found.append(spans)
        return found if not is_held or self._has_its_own(section, found) else None

    def _has_its_own(self, section: SectionStream, found: list[list[Span]]) -> bool:
        """Whether the section has something that the titles above it do not hold."""
        return any(
            spans and not (plain and holds(section, matcher))
            for matcher, plain, spans in zip(self.matchers, self.plain, found, strict=True)
        )

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """For each matcher the weight of the rarest word in it, 1 where it has none."""
        return tuple(
            max((words.weight for words in _wanted_words(matcher)), default=1.0) for matcher in self.matchers
        )

    @cached_property
    def sole(self) -> Words | None:
        """The words that alone give all matches; None where more do."""
        shown = [self.matchers[number] for number in self.shown]
        return shown[0] if len(shown) == 1 and isinstance(shown[0], Words) else None

    @cached_property
    def conditions(self) -> tuple[Matcher, ...]:
        """The matchers that give no matches."""
        return tuple(filter(_is_silent, self.matchers))

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """The numbers of the matchers that give matches: not those of exclusions and titles."""
        return tuple(number for number, each in enumerate(self.matchers) if not _is_silent(each))


def holds(section: SectionStream, matcher: Matcher) -> bool:
    """Whether the titles above a section have a word."""
    return isinstance(matcher, Words) and matcher.stands_in(section.outer)


def _is_silent(matcher: Matcher) -> bool:
    """Whether nothing of it is ever shown."""
    return isinstance(matcher, Lacking) or (isinstance(matcher, Titled) and not matcher.alone)


def _wanted_words(matcher: Matcher) -> Iterator[Words]:
    """The words and phrases that a section is to have."""
    match matcher:
        case Words():
            yield matcher
        case Every(matchers) | Some(matchers) | First(matchers):
            for inner in matchers:
                yield from _wanted_words(inner)
        case Close(left, right, _):
            yield from _wanted_words(left)
            yield from _wanted_words(right)
