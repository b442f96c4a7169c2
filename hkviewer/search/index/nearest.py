"""The nearest sections, where none has all that was asked for: each lacks something, and so is no hit."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from hkviewer.search.index import store
from hkviewer.search.index.asked import holds
from hkviewer.search.index.forms import all_of
from hkviewer.search.index.known_words import is_unit
from hkviewer.search.index.match import Headed, Matcher, merged, smallest_window
from hkviewer.search.index.plan import Planner, anywhere, in_headings
from hkviewer.search.index.streams import SectionStream, Streams
from hkviewer.search.index.suggestions import as_node
from hkviewer.search.query.terms import AnyOf, Node, Phrase, typed
from hkviewer.search.result import Span
from hkviewer.search.text import equivalents

MOST_NEAREST = 5
_MOST_SECTIONS = 2000
"""So many sections are looked at, at most: those of the rarest words."""
_SMALL = 12
"""In a sheet of fewer sections a word is rare that does not stand in all of them, else in a quarter."""
_Rank = tuple[int, bool, int, int, float, int, int, int, int, bool, int, int, int]
_BLANKS = 2
"""Around the only word of a heading."""
_IN_HEADING, _BESIDE = 0.6, 0.4
"""How much a word says in a heading with much else, and what is left if it may stand beside anything."""
_IN_TEXT, _RARE_IN_TEXT = 0.5, 0.7
"""How much it says in the text, and in that of few sections."""
_CLOSE = 0.5
"""How much a word that is close to one that stands nowhere says in the text."""
_ELSEWHERE = 0.6
"""How much a word says at most of a field that lacks it, if one other has it: less than of that one."""
_LACKING = 0.8
"""How much less a word hints at a field that lacks it, where other sections have it."""
_FEW = 3
_STEP = 0.3
"""Of what words say, sections that differ by less are alike."""
_HINTED = 0.2
"""The part of a query's weight that hints at a field, if that is to be near for it."""
_YEAR = re.compile(r"[12][0-9]{3}")


class Near(NamedTuple):
    """A section that has most of a query.

    Attributes:
        section: its tokens.
        found: where each of the words stands in them.
        missing: what it lacks.
    """

    section: SectionStream
    found: list[list[Span]]
    missing: tuple[str, ...]


class _Word(NamedTuple):
    """A word of the query.

    `sections` says how many sections have it; the titles above a section may hold it, too. One that may stand
    beside anything, such as “share” or a year, is not telling. What is short for a name has several `words`.
    """

    typed: str
    matcher: Matcher
    candidates: str
    sections: int
    weight: float
    is_rare: bool
    is_telling: bool = True
    is_guessed: bool = False
    words: int = 1
    close: Matcher | None = None


class Meant(NamedTuple):
    """A field that some words of a query mean, how much each says of it, and a sentence that says so.

    A word that says 1 means the field itself; what says less is only a hint.
    """

    name: str
    node: Node
    words: Mapping[Node, float]
    told: str


class _Field(NamedTuple):
    """The same: what finds it in a heading, where to look, and how much the words of these numbers say."""

    headed: Headed
    candidates: str
    words: Mapping[int, float]

    @property
    def meant(self) -> frozenset[int]:
        """The numbers of the words that mean the field itself."""
        return frozenset(number for number, says in self.words.items() if says == 1)


class NearestFinder:
    """Finds the nearest sections in an index."""

    def __init__(self, streams: Streams, planner: Planner) -> None:
        self._streams = streams
        self._planner = planner
        _, self._sections = store.extent(streams.connection)

    def find(
        self, nodes: Sequence[Node], guessed: Collection[Node] = (), fields: Sequence[Meant] = ()
    ) -> list[Near]:
        """The nearest sections for plain words, at most five, the nearest first.

        They have at least half of the words and half of their weight, and a rare one among them; those
        with words in the heading are nearer, but for those of the titles above, then those with little else
        in it, then those with the words close together. Of several that are as near as each other the first
        stands for all. What was `guessed`, because it was typed otherwise, counts for less than what was not.
        One of the `fields` that some of the words mean is near whatever it lacks, and nearer than others.
        """
        words = [
            word._replace(is_guessed=node in guessed)
            for word, node in zip(self._words(nodes), nodes, strict=True)
        ]
        if len(words) < 2:
            return []
        meant = [self._field(field, nodes) for field in fields]
        near = sorted(
            (rank, number, section) for number, (rank, section) in enumerate(self._candidates(words, meant))
        )
        different = {rank: section for rank, _, section in reversed(near)}
        return [different[rank] for rank in sorted(different)][:MOST_NEAREST]

    def rare(self, nodes: Sequence[Node]) -> list[Node]:
        """Those of the nodes that stand somewhere, and not in most sections."""
        return [node for node in nodes if (word := self._word(node)).is_rare and word.sections]

    def _words(self, nodes: Sequence[Node]) -> list[_Word]:
        words = [self._word(node) for node in nodes]
        # What stands nowhere weighs as much as those that do, on average: there is no telling how rare it is.
        somewhere = [word.weight for word in words if word.sections] or [1.0]
        average = sum(somewhere) / len(somewhere)
        words = [word if word.sections else word._replace(weight=average) for word in words]
        # What each section has, as the sheet's own name, tells none from another.
        if not any(word.is_telling and 0 < word.sections < self._sections for word in words):
            words = [word._replace(is_telling=True) for word in words]
        others = [word.weight for word in words if not _YEAR.fullmatch(word.typed)]
        # A year is rare by chance, and says less than a word that is as rare.
        usual = sum(others) / len(others) if others else average
        return [w._replace(weight=min(w.weight, usual)) if _YEAR.fullmatch(w.typed) else w for w in words]

    def _word(self, node: Node) -> _Word:
        plan = self._planner.plan([node])
        somewhere = anywhere(plan.candidates) if plan.asked.plain[0] else plan.candidates
        count = store.candidate_count(self._streams.connection, somewhere) if somewhere else 0
        is_rare = count < self._sections if self._sections < _SMALL else 4 * count < self._sections
        weight = math.log(1 + self._sections / count) if count else 0.0
        keys = equivalents.keys(typed(node))
        is_year = _YEAR.fullmatch(typed(node)) is not None
        is_telling = not (is_year or is_unit(node) or (keys and equivalents.light().issuperset(keys)))
        words = len(node.terms) if isinstance(node, Phrase) else 1
        matcher = plan.asked.matchers[0]
        word = _Word(typed(node), matcher, plan.candidates, count, weight, is_rare, is_telling, words=words)
        return word if count else word._replace(close=self._close(node))

    def _close(self, node: Node) -> Matcher | None:
        """What finds words that are close to one that stands nowhere; None where none of them stands."""
        names = dict.fromkeys(equivalents.close(typed(node)))
        nodes = tuple(name for name in map(as_node, names) if self._planner.plan([name]).candidates)
        return self._planner.plan([AnyOf(nodes)]).asked.matchers[0] if nodes else None

    def _query(self, words: Sequence[_Word]) -> tuple[str, bool]:
        """A full-text query for what may be near, and whether that has a word that is rare by itself.

        Where there is none, two or more words may be rare together.
        """
        if query := _any_rare(words):
            return query, True
        together = [word.candidates for word in words if word.candidates]
        query = all_of(together) if len(together) > 1 else ""
        count = store.candidate_count(self._streams.connection, query) if query else 0
        return (query if 0 < 4 * count < self._sections else ""), False

    def _field(self, field: Meant, nodes: Sequence[Node]) -> _Field:
        plan = self._planner.plan([field.node])
        words = {number: field.words[node] for number, node in enumerate(nodes) if node in field.words}
        return _Field(Headed(plan.asked.matchers[0]), in_headings(plan.candidates), words)

    def _candidates(self, words: Sequence[_Word], fields: Sequence[_Field]) -> Iterator[tuple[_Rank, Near]]:
        """The sections that are near enough, each with its rank."""
        query, is_rare_alone = self._query(words)
        query = " OR ".join(filter(None, [query, *(field.candidates for field in fields)]))
        for section in self._streams.candidates(query):
            found = [word.matcher.find(section) for word in words]
            has = [
                spans is not None or holds(section, word.matcher)
                for word, spans in zip(words, found, strict=True)
            ]
            field, covered = _covered(section, fields, words, found)
            if field is not None:
                has = [is_held or number in field.meant for number, is_held in enumerate(has)]
            held = [word for word, is_held in zip(words, has, strict=True) if is_held]
            asked = [w for w, is_held in zip(words, has, strict=True) if is_held or w.is_telling]
            weight = sum(word.weight for word in held)
            is_rare = not is_rare_alone or any(word.is_rare and word.is_telling for word in held)
            whole = sum(word.weight for word in asked)
            is_near = 2 * len(held) >= len(asked) and 2 * weight >= whole and is_rare
            if (is_near or (field and _is_asked_for(field, words))) and len(held) < len(words):
                missing = tuple(w.typed for w, is_held in zip(words, has, strict=True) if not is_held)
                places = [spans or [] for spans in found]
                is_literal = _rest_of_heading(section, places) <= _BLANKS
                if field is not None:
                    first = min(field.words)
                    places[first] = merged([*places[first], *(field.headed.find(section) or ())])
                about = [holds(section, word.matcher) for word in words]
                own = [spans for spans, is_about in zip(places, about, strict=True) if not is_about]
                in_heading = sum(any(start < section.bar for start, _ in spans) for spans in own)
                rest = _rest_of_heading(section, places) if in_heading else 0
                guesses = sum(word.is_guessed for word in held)
                window = smallest_window(places)
                hits = sum(map(len, own)) or 1
                sparse = (len(section.text) // hits).bit_length()
                years = sum(_YEAR.fullmatch(word.typed) is not None for word in held)
                typed_words = sum(word.words for word in held)
                rank = (
                    -covered,
                    not is_literal,
                    -len(field.meant) if field else 0,
                    -len(held),
                    -weight,
                    years,
                    guesses,
                    -typed_words,
                    -in_heading,
                    section.is_empty and rest > _BLANKS,
                    rest,
                    sparse if len(held) == 1 else 0,
                    window,
                )
                yield rank, Near(section, places, missing)


def _is_asked_for(field: _Field, words: Sequence[_Word]) -> bool:
    """Whether a field is near whatever else it lacks: words mean it, or enough of the query hints at it."""
    hinted = sum(says * words[number].weight for number, says in field.words.items())
    return bool(field.meant) or hinted >= _HINTED * sum(word.weight for word in words if word.is_telling)


def _covered(
    section: SectionStream,
    fields: Sequence[_Field],
    words: Sequence[_Word],
    found: Sequence[Sequence[Span] | None],
) -> tuple[_Field | None, int]:
    """The field that a section is, and in steps how much of the query's weight speaks for the section."""
    says = [_says(section, word, spans or ()) for word, spans in zip(words, found, strict=True)]
    rest = max(0, _rest_of_heading(section, [spans or [] for spans in found]) - _BLANKS) / section.bar
    alone = [max(said, (1 - rest * (1 - _IN_HEADING)) * is_headed) for said, is_headed in says]

    lacking = [0 if spans else word.sections for word, spans in zip(words, found, strict=True)]

    def much(field: _Field | None) -> int:
        says_of_it = field.words.items() if field else ()
        by_field = {number: _without(lacking[number], says) for number, says in says_of_it}
        several = field.meant if field and len(field.meant) > 1 else ()
        weights = (
            word.weight if word.is_telling or number in several else _BESIDE * word.weight
            for number, word in enumerate(words)
        )
        both = (max(said, by_field.get(number, 0.0)) for number, said in enumerate(alone))
        return round(sum(said * weight for said, weight in zip(both, weights, strict=True)) / _STEP)

    meant = (field for field in fields if field.headed.find(section))
    field = max(meant, key=lambda field: (much(field), len(field.meant)), default=None)
    return field, much(field)


def _without(elsewhere: int, says: float) -> float:
    """How much a word says of a field that lacks it, and that so many other sections have."""
    if elsewhere == 1:
        return min(says, _ELSEWHERE)
    return says * _LACKING if elsewhere and says < 1 else says


def _says(section: SectionStream, word: _Word, spans: Sequence[Span]) -> tuple[float, bool]:
    """How much a word in the text of a section says of it, and whether it stands in the heading."""
    if not spans:
        is_close = word.close is not None and word.close.find(section) is not None
        return (_CLOSE if is_close else 0.0), False
    says = _RARE_IN_TEXT if word.sections <= _FEW else _IN_TEXT
    return says, any(start < section.bar for start, _ in spans)


def _rest_of_heading(section: SectionStream, found: Sequence[Sequence[Span]]) -> int:
    """How much else stands in a heading: “Population” is nearer to the word than “Population growth”."""
    within = merged([span for spans in found for span in spans if span[0] < section.bar])
    return section.bar - sum(end - start for start, end in within)


def _any_rare(words: Sequence[_Word]) -> str:
    """A full-text query for the sections that have one of the rare words, of the rarest first."""
    queries: list[str] = []
    room = _MOST_SECTIONS
    for word in sorted(words, key=lambda word: word.sections):
        is_rare = word.is_rare and word.is_telling
        if is_rare and word.sections and word.candidates and (word.sections <= room or not queries):
            queries.append(word.candidates)
            room -= word.sections
    return " OR ".join(queries)
