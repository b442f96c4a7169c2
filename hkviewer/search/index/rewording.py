"""Everyday words for what the sheets call otherwise: “military spending” for “Military expenditures”."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from hkviewer.search.index import store
from hkviewer.search.index.asked import Asked, holds
from hkviewer.search.index.known_words import KnownWords, tokens_of
from hkviewer.search.index.match import Headed, Matcher
from hkviewer.search.index.nearest import Meant
from hkviewer.search.index.plan import Planner, in_headings
from hkviewer.search.index.streams import SectionStream, Streams
from hkviewer.search.index.suggestions import as_node
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import AllOf, AnyOf, Node, Phrase, Term, typed
from hkviewer.search.text import equivalents
from hkviewer.search.text.tokens import groups
from hkviewer.search.text.word_lists import is_asking

_MOST_HINTED = 8
"""Fields that words hint at and that are looked for in headings: the likeliest."""
_NOWHERE, _HOLDS, _IS = range(3)
"""What headings have of something: no heading has it, one holds it among other words, one is it."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A query in other words.

    Attributes:
        query: the query.
        alias: which words are which.
        leads: sections in which these find something come first, the earlier ones for more.
        exchanged: the words, as they were typed.
        close: those of them for which something stands that is close to them, but not the same.
    """

    query: SearchQuery
    alias: str
    leads: tuple[Matcher, ...] = ()
    exchanged: tuple[str, ...] = ()
    close: tuple[str, ...] = ()


class _Exchange(NamedTuple):
    """A node to exchange a run of words for, and how that is told; "" for what is only close to them."""

    run: range
    node: Node
    told: str


class Rewording:
    """Rewords queries, over one index."""

    def __init__(self, streams: Streams, planner: Planner) -> None:
        self._streams = streams
        self._planner = planner
        self._title = store.title(streams.connection)
        self._names = frozenset(groups(self._title))

    def field(self, query: SearchQuery, *, has_hits: bool) -> Reworded | None:
        """The query for the field that it means, where a heading has that name; None for none.

        Where the query has hits, the heading has to say more of what was asked for than any that has the
        query's own words; these hits are kept.
        """
        words = KnownWords(query, self._names)
        own = self._level(query.nodes) if has_hits and words.has_field else _NOWHERE
        for run, is_asked, name in words.fields():
            node: Node = as_node(name)
            beside = words.beside(run, name)
            meant = words.exchanged(run, node, beside)
            level = self._level(meant.nodes, node, is_alone=not words.kept(run))
            other = None if level or has_hits else self._also(meant, node)
            if has_hits and level > (own - is_asked if own else _NOWHERE):
                either = AnyOf((_together(kept), node)) if (kept := words.kept(run)) else node
                meant = words.exchanged(run, either, beside)
            elif has_hits or not (level or other):
                continue
            meant = other or meant
            leads = (self._headed(node), *(self._typed(words.kept(run)) if has_hits else ()))
            return _told(meant, f"{words.typed(run)} = {name}", leads)
        return self._unnamed(words, has_hits=has_hits) or self._without_incidental(words, has_hits=has_hits)

    def unnamed(self, query: SearchQuery) -> SearchQuery:
        """The query without other names of what the sheet is about, where something else is asked for."""
        words = KnownWords(query, self._names)
        rest = words.without(words.names)
        return rest if words.names and rest.nodes else query

    def _unnamed(self, words: KnownWords, *, has_hits: bool) -> Reworded | None:
        """The query without another name of what the sheet is about: “German exports” in Germany's sheet.

        It counts as held by each section, as the name does. Where all words stand in some section, the
        others have to be a heading.
        """
        rest = words.without(words.names)
        if not words.names or not rest.nodes or all(map(self._is_name, rest.nodes)):
            return None
        if self._level(rest.nodes) != _IS if has_hits else not self._has_all(rest.nodes):
            return None
        name = " ".join(typed(words.query.sequence[number]) for number in sorted(words.names))
        return _told(rest, f"{name} = {self._title}")

    def _has_all(self, nodes: Sequence[Node]) -> bool:
        plan = self._planner.plan(nodes)
        return any(
            plan.asked.find(section) is not None for section in self._streams.candidates(plan.candidates)
        )

    def _also(self, query: SearchQuery, node: Node) -> SearchQuery | None:
        """The query with words that say the same as those beside a field's `node`; None where none help."""
        others = self.words(query, all_runs=True)
        return (
            others.query
            if others and node in others.query.nodes and self._level(others.query.nodes, node)
            else None
        )

    def meant(self, query: SearchQuery) -> list[Meant]:
        """The fields that words of the query mean and headings have, with these words."""
        words = KnownWords(query, self._names)
        meant: dict[str, Meant] = {}
        for numbers, names in words.scattered_fields():
            kept = words.kept(numbers)
            name = next((name for name in names if kept and self._level([as_node(name)], as_node(name))), "")
            if name and name not in meant:
                told = f"{words.typed(numbers)} = {name.rstrip('.')}."
                meant[name] = Meant(name, as_node(name), dict.fromkeys(kept, 1.0), told)
        return [*meant.values()]

    def hinted(self, query: SearchQuery) -> list[Meant]:
        """The fields that words of the query hint at and headings have, a few at most."""
        words = KnownWords(query, self._names)
        hinted: list[Meant] = []
        for names, says in itertools.islice(words.hinted_fields(), _MOST_HINTED):
            if name := next((name for name in names if self._level([as_node(name)], as_node(name))), ""):
                nodes = {words.query.sequence[n]: how_much for n, how_much in says.items()}
                hinted.append(Meant(name, as_node(name), nodes, ""))
        return hinted

    def words(self, query: SearchQuery, *, all_runs: bool, is_near: bool = False) -> Reworded | None:
        """The query with what says the same for some of its words; None for none.

        A word that is all of the query is none of those: what has it not would be no answer, but a guess.

        Args:
            query: the query.
            all_runs: also for words that stand somewhere; these are kept beside the others.
            is_near: also what is only close to what they say, and no answer.
        """
        if len(query.nodes) < 2:
            return None
        words, taken = KnownWords(query), set[int]()
        exchanges: list[_Exchange] = []
        for run, start, end in words.runs():
            if taken.isdisjoint(run) and (
                exchange := self._exchange(words, run, start, end, all_runs=all_runs, is_near=is_near)
            ):
                taken.update(run)
                exchanges.append(exchange)
        for run, node, _ in sorted(exchanges, key=lambda exchange: -exchange.run.start):
            query = KnownWords(query).exchanged(run, node)
        if not exchanges:
            return None
        told = _told(query, "; ".join(each.told for each in exchanges if each.told))
        return replace(
            told,
            exchanged=tuple(words.typed(each.run) for each in exchanges),
            close=tuple(words.typed(each.run) for each in exchanges if not each.told),
        )

    def telling(self, query: SearchQuery) -> tuple[SearchQuery, tuple[str, ...]]:
        """The query without words that may stand beside anything, and these as typed."""
        words = KnownWords(query, self._names)
        left_out = words.beside(range(0))
        typed_words = tuple(typed(query.sequence[n]) for n in sorted(left_out))
        return words.without(left_out), typed_words

    def joined(self, query: SearchQuery) -> SearchQuery | None:
        """The query with words that stand nowhere and mean one thing (“zip code”) made one; None for none."""
        for run, *_ in KnownWords(query).runs():
            own = [node for node in query.sequence[run.start : run.stop] if isinstance(node, Term)]
            if len(own) == len(run) > 1 and not any(map(self._planner.occurs, own)):
                phrase = Phrase(tuple(own), _typed(own))
                return KnownWords(query).exchanged(run, phrase)
        return None

    def _exchange(
        self, words: KnownWords, run: range, start: int, end: int, *, all_runs: bool, is_near: bool
    ) -> _Exchange | None:
        """What says the same as the words from key `start` to `end`; None for nothing."""
        own = words.kept(run)
        occur = all(isinstance(node, Term) and self._planner.occurs(node) for node in own)
        if not own or (occur and not all_runs):
            return None
        keys = words.keys[start:end]
        known = equivalents.equivalents()[keys]
        may_be_near = is_near and not occur
        rows = [row for row in known if not row.in_heading and (may_be_near or not row.is_near)]
        names = dict.fromkeys(name for row in rows for name in row.names if equivalents.keys(name) != keys)
        found = {name: node for name in names if self._has(node := as_node(name))}
        if not found:
            return None
        kept = [_together(own)] if occur and self._has(_together(own)) else []
        is_same = not any(row.is_near for row in rows)
        told = f"{words.typed(run)} = {', '.join(found)}" if is_same else ""
        return _Exchange(run, _any_of([*kept, *found.values()]), told)

    def _without_incidental(self, words: KnownWords, *, has_hits: bool) -> Reworded | None:
        """The query without words that may stand beside a heading: “literacy rate” for “Literacy”.

        The name of what the sheet is about is no heading: where “population” stands nowhere, “population of
        Kenya” has no match in each section on Kenya. Where all words stand in some section, but in no
        heading, the others have to be a heading: “world population”.
        """
        left_out = words.beside(range(0))
        query = words.without(left_out)
        if has_hits and (words.has_units or self._level(words.query.nodes)):
            return None
        if not query.nodes:  # all may stand beside anything, and one is a heading itself: “population”
            headings = tuple(node for node in words.query.nodes if self._level([node]) == _IS)
            query = replace(query, nodes=headings, sequence=headings)
        tells = not all(map(self._is_name, query.nodes))
        if not left_out or not tells or self._level(query.nodes) < (_IS if has_hits else _HOLDS):
            return None
        told = f"{_typed(words.kept(range(len(words.query.sequence))))} = {_typed(query.nodes)}"
        if has_hits:  # what stands where all words do is kept, with all of them
            either = AnyOf((_together(words.query.nodes), _together(query.nodes)))
            query = replace(query, nodes=(either,), sequence=(either,))
        return _told(query, told)

    def _level(self, nodes: Sequence[Node], name: Node | None = None, *, is_alone: bool = False) -> int:
        """What the headings of sections that have all of `nodes` have of `name`, or of all of them.

        Args:
            nodes: what is asked for.
            name: one of them; None for all.
            is_alone: all the others are what the sheet is about.
        """
        plan = self._planner.plan(nodes)
        matchers = plan.asked.matchers
        telling = [node for node in nodes if not self._is_name(node)] or nodes
        names = [name] if name else telling
        named = [m for m, n in zip(matchers, nodes, strict=True) if n in names]
        query = in_headings(self._planner.plan(names).candidates)
        best = _NOWHERE
        for section in self._streams.candidates(query):
            if plan.asked.find(section) is None or (is_alone and not _is_about(section, plan.asked, named)):
                continue
            best = max(best, _heading_level(section, named))
            if best == _IS:
                break
        return best

    def _is_name(self, node: Node) -> bool:
        """Whether a node says only what the sheet is about."""
        tokens = [*tokens_of(node)]
        return bool(tokens) and self._names.issuperset(tokens)

    def _has(self, node: Node) -> bool:
        plan = self._planner.plan([node])
        return bool(plan.candidates and store.candidate_count(self._streams.connection, plan.candidates))

    def _typed(self, nodes: Sequence[Node]) -> tuple[Matcher, ...]:
        """What finds the words of a query themselves."""
        return tuple(self._planner.plan([_together(nodes)]).asked.matchers) if nodes else ()

    def _headed(self, node: Node) -> Matcher:
        (matcher,) = self._planner.plan([node]).asked.matchers
        return Headed(matcher)


def _is_about(section: SectionStream, asked: Asked, named: Sequence[Matcher]) -> bool:
    """Whether the titles above hold all of `asked` but what is `named`."""
    return all(holds(section, matcher) for matcher in asked.matchers if matcher not in named)


def _heading_level(section: SectionStream, matchers: Sequence[Matcher]) -> int:
    """What a heading has of all of `matchers`."""
    heading = section.text[: section.bar]
    found = [Headed(matcher).find(section) for matcher in matchers]
    if not all(found):
        return _NOWHERE
    rest = heading
    for start, end in sorted((span for spans in found for span in spans or ()), reverse=True):
        rest = rest[:start] + rest[end:]
    return _IS if all(is_asking(token.rstrip("-")) for token in rest.split()) else _HOLDS


def _told(query: SearchQuery, alias: str, leads: tuple[Matcher, ...] = ()) -> Reworded:
    notice = " ".join(filter(None, (f"{alias.rstrip('.')}." if alias else "", query.notice)))
    return Reworded(replace(query, notice=notice), alias, leads)


def _typed(nodes: Sequence[Node]) -> str:
    return " ".join(map(typed, nodes))


def _together(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _any_of(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))
