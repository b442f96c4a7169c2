"""Which sections come first: in steps, each of which decides only what those before it leave open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from hkviewer.search.index.asked import Asked, holds
from hkviewer.search.index.best_sentence import has_figure_beside
from hkviewer.search.index.breaks import have_piece_in_common
from hkviewer.search.index.match import Matcher, Words, merged, smallest_window
from hkviewer.search.index.section_match import Match
from hkviewer.search.index.streams import BAR, SectionStream
from hkviewer.search.result import Span
from hkviewer.search.text.word_lists import is_asking

IS_QUERY, _SIDE_BY_SIDE, _ALL, _SOME = range(4)
_NONE = 1_000_000
"""What of a query a heading has; the first: nothing else stands there."""
_CLAUSE, _SENTENCE, _PARAGRAPH, _FARTHER = range(4)
"""The smallest piece of a section that holds all of a query."""
_LONGEST_CLAUSE = 60
"""Characters of a stream: eight words or so."""
_DENSE, _DENSE_IN_BODY = 300, 150
"""Characters of a stream for each match up to which a section is full of them, in its heading too or not."""
_NEAR_THE_DENSEST, _SPARSE = 2, 5
"""How many times longer a section may be for each match than the densest, and than a full one."""


class Ranking:
    """Ranks the matches of one query.

    First the section whose heading is the query, then those whose heading has all of it, side by side
    before scattered, then most of it, then the others; in each of these classes the heading without text
    of its own comes last. Then the smallest piece that holds all of the query decides, then how many
    matches there are for the length, and then the order of reading.

    What the title of the sheet has is set aside in all of this, where something else is asked for, too.
    """

    def __init__(
        self, asked: Asked, *, by_rarity: bool, leads: Sequence[Matcher] = (), has_figure: bool = False
    ) -> None:
        """Rank for `asked`.

        Args:
            asked: the query.
            by_rarity: rare words count for more, as they do among many sheets.
            leads: sections in which these find something come before all others, the earlier ones counting
                for more: a field that is meant, or a word that is still typed and may be left out.
            has_figure: a figure is asked for: sections that have one beside a word come first in their class.
        """
        self._leads = leads
        self._asked = asked
        self._topics: dict[str, tuple[int, ...]] = {}
        self._sole_headings: dict[str, int] = {}
        self._plain_headings: dict[tuple[str, tuple[int, ...]], int] = {}
        self._parents: dict[str, set[int]] = {}
        self._parent_headings: dict[str, dict[int, list[Span]]] = {}
        self._may_be_query: dict[str, bool] = {}
        self._has_words: dict[str, bool] = {}
        shown = [asked.matchers[number] for number in asked.shown]
        self._words = [each for each in shown if isinstance(each, Words)]
        self._is_plain = len(self._words) == len(shown)
        self._weights = asked.weights if by_rarity else ()
        steps: tuple[Callable[[Sequence[Match]], Iterable[int]], ...] = (
            self._headings,
            lambda matches: (match.section.is_empty for match in matches),
            *((self._lacks_figure,) if has_figure else ()),
            lambda matches: map(self._is_apart, matches),
            lambda matches: map(self._piece, matches),
            self._sparseness,
            lambda matches: map(self._whole, matches),
        )
        self._steps = (lambda matches: map(self._lacks_leads, matches), *steps) if leads else steps

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

    def may_be_query(self, section: SectionStream) -> bool:
        """Whether a heading may be the query: nothing else stands in it."""
        heading = section.text[: section.bar]
        if heading not in self._may_be_query:
            spans = sorted(span for each in self._words for span in each.find_within(heading))
            self._may_be_query[heading] = not self._is_plain or _is_all(heading, merged(spans))
        return self._may_be_query[heading]

    def _lacks_leads(self, match: Match) -> int:
        lacks = 0
        for lead in self._leads:
            lacks = 2 * lacks + (lead.find(match.section) is None)
        return lacks

    def _topic(self, match: Match) -> tuple[int, ...]:
        """The numbers of the nodes that are not only what the sheet is about."""
        outer = match.section.outer
        topic = self._topics.get(outer)
        if topic is None:
            title = outer.partition(BAR)[2]
            topic = self._topics[outer] = self._topics.get(title) or self._without_title(title)
            self._topics[title] = topic
        return topic

    def _without_title(self, title: str) -> tuple[int, ...]:
        shown = self._asked.shown
        section = SectionStream("", title)
        about = [n for n in shown if holds(section, self._asked.matchers[n])]
        return tuple(n for n in shown if n not in about) or shown

    def _headings(self, matches: Sequence[Match]) -> Iterable[int]:
        if len(self._asked.shown) < 2:
            return map(self._heading, matches)
        return map(min, map(self._heading, matches), map(self._under_query, matches))

    def _heading(self, match: Match) -> int:
        """What of the query the heading has, and how much it lacks; the titles above are set aside."""
        section = match.section
        heading = section.text[: section.bar]
        if self._asked.sole is not None:
            if heading not in self._sole_headings:
                self._sole_headings[heading] = _heading_of_sole(self._asked.sole, heading)
            return self._sole_headings[heading]
        if self._is_plain and not self._has_any(heading):
            return _NONE
        own = tuple(number for number in self._topic(match) if match.count(number))
        if match.counts is None or section.breaks.places[0] < 2 * section.bar:
            return self._of_heading(match, own)
        known = self._plain_headings
        if (heading, own) not in known:
            known[heading, own] = self._of_heading(self._heading_alone(heading), own)
        return known[heading, own]

    def _under_query(self, match: Match) -> int:
        """The same for a section right under a heading that has words of the query alone: “Area › total”."""
        outer = match.section.outer
        within = self._parents.get(outer)
        if within is None:
            within = self._parents[outer] = self._words_of_parent(outer, self._topic(match))
        if not within:
            return _NONE
        own = {number for number in self._topic(match) if match.count(number)}
        return _SOME + 2 * len(own - within) if not own <= within else _NONE

    def _words_of_parent(self, outer: str, topic: Sequence[int]) -> set[int]:
        """Those of `topic` that the heading right above has, if it has nothing else."""
        above = outer.partition(BAR)[0].rstrip()
        if not above or len(topic) < 2:
            return set()
        parent = f"{above[above.rfind('  ') + 1 :]} "
        if parent not in self._parent_headings:
            matchers, section = self._asked.matchers, SectionStream(parent)
            self._parent_headings[parent] = {n: matchers[n].find(section) or [] for n in self._asked.shown}
        found = {n: spans for n in topic if (spans := self._parent_headings[parent][n])}
        is_query = found and _is_all(parent, merged([span for spans in found.values() for span in spans]))
        return {*found} if is_query else set()

    def _has_any(self, heading: str) -> bool:
        """Whether a heading has one of the words."""
        has_any = self._has_words.get(heading)
        if has_any is None:
            has_any = self._has_words[heading] = any(word.stands_in(heading) for word in self._words)
        return has_any

    def _heading_alone(self, heading: str) -> Match:
        """A heading without sentences in it, as a section with no text of its own."""
        section = SectionStream(f"{heading}{BAR} ")
        shown, matchers = self._asked.shown, self._asked.matchers
        found = [(each.find(section) or []) if n in shown else [] for n, each in enumerate(matchers)]
        return Match.of(section, self._asked, found)

    def _of_heading(self, match: Match, own: Sequence[int]) -> int:
        """The same for a section that has the nodes `own` of those that count."""
        bar = match.section.bar
        if not match.spans or match.spans[0][0] > bar:
            return _NONE
        within = {n for n in own if any(start < bar for start, _ in match.found[n])}
        if not within:
            return _NONE
        # In which unit something is asked for need not stand in its heading: “area in km²”.
        is_lacking = not within.union(self._asked.units).issuperset(own)
        own_spans = [span for span in match.spans if span[0] < bar]
        has_more = not _is_all(match.section.text[:bar], own_spans)
        if not is_lacking and not has_more:
            return IS_QUERY
        if len(within) < len(own):
            return _SOME + 2 * (len(own) - len(within)) + has_more
        is_together = len(within) == 1 or any(r.words >= within for r in match.runs if r.start < bar)
        return _SIDE_BY_SIDE if is_together else _ALL

    def _is_apart(self, match: Match) -> bool:
        """Whether the words of the query never stand side by side."""
        if len(self._asked.shown) < 2 or len(topic := self._topic(match)) < 2:
            return False
        if match.is_together is not None:
            return not match.is_together
        return not any(run.words.issuperset(topic) for run in match.runs)

    def _whole(self, match: Match) -> int:
        """The length of the smallest piece with the whole query, what the sheet is about too; 0 for a run."""
        shown = self._asked.shown
        if len(shown) == len(self._topic(match)) or any(r.words.issuperset(shown) for r in match.runs):
            return 0
        found = [match.found[number] for number in shown]
        return smallest_window(found) if all(found) else _NONE

    def _lacks_figure(self, matches: Sequence[Match]) -> Iterable[bool]:
        return (not has_figure_beside(match, self._topic(match)) for match in matches)

    def _piece(self, match: Match) -> int:
        """The smallest piece that holds all of a query whose words stand apart."""
        if len(self._asked.shown) < 2 or len(topic := self._topic(match)) < 2:
            return _FARTHER
        if match.is_together:
            return _CLAUSE
        if not all(map(match.count, topic)):
            return _FARTHER
        found = [match.found[number] for number in topic]
        breaks = match.section.breaks
        if have_piece_in_common(breaks.places, found):
            return _CLAUSE if smallest_window(found) <= _LONGEST_CLAUSE else _SENTENCE
        return _PARAGRAPH if have_piece_in_common(breaks.run_ends, found) else _FARTHER

    def _sparseness(self, matches: Sequence[Match]) -> Iterable[int]:
        """In three steps how few matches there are for each section's length."""
        lengths = [len(match.section.text) / max(self._hits(match), 0.01) for match in matches]
        least = _DENSE if self._heading(matches[0]) < _NONE else _DENSE_IN_BODY
        full = max(least, _NEAR_THE_DENSEST * min(lengths))
        return (bisect_left((full, _SPARSE * full), length) for length in lengths)

    def _hits(self, match: Match) -> float:
        """How many matches there are; among many sheets those of rare words count for more."""
        if self._asked.sole is not None or len(self._asked.matchers) < 2:
            return match.hits
        topic = self._topic(match)
        if self._weights and topic:
            whole = sum(self._weights[n] for n in topic) or 1.0
            return sum(self._weights[n] * match.count(n) for n in topic) / whole
        return match.hits if topic == self._asked.shown else sum(map(match.count, topic)) or match.hits


def _heading_of_sole(words: Words, heading: str) -> int:
    """What `Ranking` finds of words in a heading if they are the whole query."""
    spans = words.find_within(heading)
    return _NONE if not spans else IS_QUERY if _is_all(heading, spans) else _SIDE_BY_SIDE


def _is_all(heading: str, spans: Sequence[Span]) -> bool:
    """Whether nothing stands in a heading besides `spans`, in order, and words of asking."""
    reached, rest = 0, []
    for start, end in spans:
        rest.append(heading[reached:start])
        reached = end
    rest.append(heading[reached:])
    return all(is_asking(token.rstrip("-")) for token in " ".join(rest).split())
