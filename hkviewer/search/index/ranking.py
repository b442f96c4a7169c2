"""Which sections come first: in steps, each of which decides only what those before it leave open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hkviewer.search.index.asked import Asked, holds
from hkviewer.search.index.match import BAR, Matcher, SectionStream
from hkviewer.search.index.runs import Breaks, Run
from hkviewer.search.result import Span
from hkviewer.search.text.word_lists import is_asking

IS_QUERY, _SIDE_BY_SIDE, _ALL, _SOME = range(4)
_NONE = 1_000_000
"""What of a query a heading has; the first: nothing else stands there."""
_SENTENCE, _PARAGRAPH, _FARTHER = range(3)
"""The smallest piece of a section that holds all of a query."""
_DENSE = 300
"""Characters of a stream for each match up to which a section is full of them."""
_NEAR_THE_DENSEST, _SPARSE = 3, 5
"""How many times longer a section may be for each match than the densest, and than a full one."""


class Match(NamedTuple):
    """A section that satisfies a query.

    Attributes:
        row: its row in the store.
        stream: its tokens.
        outer: those of the titles above, as `SectionStream` has them.
        hits: how many matches it has.
        spans: the matches in the tokens, in order; None where they were only counted.
        found: for each node of the query where it stands, overlapping or not; () where they were counted.
        runs: the words side by side.
        breaks: the ends of sentences and of runs of text.
    """

    row: int
    stream: str
    outer: str
    hits: int
    spans: Sequence[Span] | None
    found: Sequence[Sequence[Span]] = ()
    runs: Sequence[Run] = ()
    breaks: Breaks = Breaks(b"")


class Ranking:
    """Ranks the matches of one query.

    First the section whose heading is the query, then those whose heading has all of it, side by side
    before scattered, then most of it, then the others; in each of these classes the heading without text
    of its own comes last. Then the smallest piece that holds all of the query decides, then how many
    matches there are for the length, and then the order of reading.

    What the title of the sheet has is set aside in all of this, where something else is asked for, too.
    """

    def __init__(self, asked: Asked, *, by_rarity: bool, begun: Matcher | None = None) -> None:
        """Rank for `asked`.

        Args:
            asked: the query.
            by_rarity: rare words count for more, as they do among many sheets.
            begun: what is still typed and may be left out; sections that have it come before all others.
        """
        self._begun = begun
        self._asked = asked
        self._topics: dict[str, tuple[int, ...]] = {}
        self._sole = asked.sole_words
        self._weights = asked.weights if by_rarity else ()
        self._steps: tuple[Callable[[Sequence[Match]], Iterable[int]], ...] = (
            lambda matches: map(self._lacks_begun, matches),
            lambda matches: map(self._heading, matches),
            lambda matches: map(_is_empty, matches),
            lambda matches: map(self._is_apart, matches),
            lambda matches: map(self._piece, matches),
            self._sparseness,
        )

    def best(self, matches: Sequence[Match], limit: int | None) -> list[Match]:
        """The best `limit` matches, all for None, the best first; `matches` stand in reading order."""
        return self._best(matches, len(matches) if limit is None else limit, 0)

    def _best(self, matches: Sequence[Match], limit: int, step: int) -> list[Match]:
        """The best of `matches`, which the steps before this one do not tell apart."""
        if len(matches) < 2 or limit < 1 or step == len(self._steps):
            return [*matches[: max(limit, 0)]]
        classes: dict[int, list[Match]] = {}
        for value, match in zip(self._steps[step](matches), matches, strict=True):
            classes.setdefault(value, []).append(match)
        best: list[Match] = []
        for value in sorted(classes):
            best += self._best(classes[value], limit - len(best), step + 1)
        return best

    def is_query(self, match: Match) -> bool:
        """Whether the heading of a section is the query."""
        return self._heading(match) == IS_QUERY

    def _lacks_begun(self, match: Match) -> bool:
        return self._begun is not None and self._begun.find(SectionStream(match.stream)) is None

    def _topic(self, match: Match) -> tuple[int, ...]:
        """The numbers of the nodes that are not only what the sheet is about."""
        title = match.outer.partition(BAR)[2]
        if title not in self._topics:
            shown = self._asked.shown
            section = SectionStream("", title)
            about = [n for n in shown if self._asked.plain[n] and holds(section, self._asked.matchers[n])]
            self._topics[title] = tuple(n for n in shown if n not in about) or shown
        return self._topics[title]

    def _heading(self, match: Match) -> int:
        """What of the query the heading has, and how much it lacks; the titles above are set aside."""
        bar = match.stream.index(BAR)
        if not match.found:
            spans = self._sole[0].find_within(match.stream, bar) if self._sole else []
            return _NONE if not spans else IS_QUERY if _is_all(match.stream[:bar], spans) else _SIDE_BY_SIDE
        if not match.spans or match.spans[0][0] > bar:
            return _NONE
        own = [number for number in self._topic(match) if match.found[number]]
        within = {n for n in own if any(start < bar for start, _ in match.found[n])}
        if len(within) < len(own):
            return _SOME + len(own) - len(within) if within else _NONE
        if _is_all(match.stream[:bar], [span for span in match.spans if span[0] < bar]):
            return IS_QUERY
        is_together = len(within) == 1 or any(r.words >= within for r in match.runs if r.start < bar)
        return _SIDE_BY_SIDE if is_together else _ALL

    def _is_apart(self, match: Match) -> bool:
        """Whether the words of the query never stand side by side."""
        words = frozenset(self._topic(match) if match.found else ())
        return len(words) > 1 and not any(run.words >= words for run in match.runs)

    def _piece(self, match: Match) -> int:
        """The smallest piece that holds all of a query whose words stand apart."""
        found = [match.found[number] for number in self._topic(match)] if match.found else []
        if len(found) < 2 or not all(found):
            return _FARTHER
        for piece, pieces in ((_SENTENCE, match.breaks.sentences), (_PARAGRAPH, match.breaks.paragraphs)):
            if set.intersection(*map(pieces, found)):
                return piece
        return _FARTHER

    def _sparseness(self, matches: Sequence[Match]) -> Iterable[int]:
        """In three steps how few matches there are for each section's length."""
        lengths = [len(match.stream) / max(self._hits(match), 0.01) for match in matches]
        full = max(_DENSE, _NEAR_THE_DENSEST * min(lengths))
        return (bisect_left((full, _SPARSE * full), length) for length in lengths)

    def _hits(self, match: Match) -> float:
        """How many matches there are; among many sheets those of rare words count for more."""
        topic = self._topic(match) if len(match.found) > 1 else ()
        if self._weights and topic:
            whole = sum(self._weights[n] for n in topic) or 1.0
            return sum(self._weights[n] * len(match.found[n]) for n in topic) / whole
        return (
            match.hits
            if topic == self._asked.shown
            else sum(len(match.found[n]) for n in topic) or match.hits
        )


def _is_empty(match: Match) -> bool:
    """Whether a heading has no text of its own."""
    return match.stream.endswith(f"{BAR} ")


def best_sentence(match: Match) -> int:
    """The number of the first match in the sentence that holds most of the query, counted in the body."""
    bar = match.stream.index(BAR)
    held: dict[int, int] = {}
    for spans in match.found:
        for sentence in match.breaks.sentences([span for span in spans if span[0] > bar]):
            held[sentence] = held.get(sentence, 0) + 1
    if len(held) < 2 or match.spans is None:
        return 0
    best = min(held, key=lambda sentence: (-held[sentence], sentence))
    within = [span for span in match.spans if span[0] > bar]
    return next((n for n, span in enumerate(within) if max(match.breaks.sentences([span])) >= best), 0)


def _is_all(heading: str, spans: Sequence[Span]) -> bool:
    """Whether nothing stands in a heading besides `spans`, in order, and words of asking."""
    reached, rest = 0, []
    for start, end in spans:
        rest.append(heading[reached:start])
        reached = end
    rest.append(heading[reached:])
    return all(is_asking(token.rstrip("-")) for token in " ".join(rest).split())
