"""A section that satisfies a query, and its matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from hkviewer.search.index.asked import Asked
from hkviewer.search.index.match import merged
from hkviewer.search.index.runs import Run
from hkviewer.search.index.streams import SectionStream
from hkviewer.search.result import Span


class Match:
    """A section that satisfies a query: its matches are counted, and found once it is asked where they are.

    Attributes:
        section: its tokens.
        asked: the query.
        hits: how many matches it has.
        counts: how often each word of the query stands there, where nothing else is asked for.
        is_together: whether the words stand side by side somewhere; None where nobody has looked.
    """

    __slots__ = (
        "_found",
        "_runs",
        "_spans",
        "asked",
        "counts",
        "hits",
        "is_together",
        "section",
    )

    def __init__(
        self, section: SectionStream, asked: Asked, hits: int, *, is_together: bool | None = None
    ) -> None:
        """A section of which is only known how many matches it has."""
        self.section = section
        self.asked = asked
        self.hits = hits
        self.is_together = is_together
        self.counts: Mapping[int, int] | None = None
        self._found: Sequence[Sequence[Span]] | None = None
        self._runs: Sequence[Run] | None = None
        self._spans: Sequence[Span] | None = None

    @classmethod
    def of(cls, section: SectionStream, asked: Asked, found: Sequence[Sequence[Span]]) -> Match:
        """A section with the places of each node of the query; words side by side are one match."""
        match = cls(section, asked, 0)
        match._found = found
        match.hits = len(match.spans)
        return match

    @property
    def found(self) -> Sequence[Sequence[Span]]:
        """For each node of the query where it stands, overlapping or not."""
        if self._found is None:
            self._found = self.asked.find(self.section) or ()
        return self._found

    def count(self, number: int) -> int:
        """How often a node of the query stands there."""
        return len(self.found[number]) if self.counts is None else self.counts[number]

    @property
    def runs(self) -> Sequence[Run]:
        """The words side by side."""
        if self._runs is None:
            is_possible = (
                len(self.found) > 1 and self.asked.runs.is_possible and self.is_together is not False
            )
            section = self.section
            self._runs = self.asked.runs.find(section.text, self.found, section.breaks) if is_possible else ()
        return self._runs

    @property
    def spans(self) -> Sequence[Span]:
        """The matches in the tokens, in order."""
        if self._spans is None:
            together = [(start, end) for start, end, _ in self.runs]
            self._spans = merged([*chain.from_iterable(self.found), *together])
        return self._spans


def matched(asked: Asked, section: SectionStream) -> Match | None:
    """A section with the places of its matches; None where it does not satisfy the query."""
    found = asked.find(section)
    return None if found is None else Match.of(section, asked, found)
