"""A query becomes a plan: a full-text query for the candidates, and the matcher that decides."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hkviewer.search.index import match
from hkviewer.search.index.asked import Asked
from hkviewer.search.index.forms import (
    GAP,
    JOINED,
    Forms,
    all_of,
    any_of,
    quoted,
    sequence_candidates,
    sequence_pattern,
)
from hkviewer.search.index.match import Matcher, Words
from hkviewer.search.index.runs import Runs, Step
from hkviewer.search.index.vocabulary import Entry, Vocabulary
from hkviewer.search.query import dates, measures, telephones
from hkviewer.search.query import terms as query
from hkviewer.search.query.amounts import MULTIPLIER_WORDS, amount_forms, half_typed_amount_forms
from hkviewer.search.query.parse import meaning
from hkviewer.search.query.terms import Node
from hkviewer.search.text.inflection import family, spelt_otherwise
from hkviewer.search.text.tokens import is_sign, may_join

_TEXT = "{heading body}"
"""The columns of a section's own words."""


_LONG_STRING = re.compile(r'"[^"]{3,}"(?: ?\*)?')
"""A string of a full-text query, with the star of a beginning."""
_RUNS = re.compile(r"[^\W\d]|(?:1[5-9]|20)[0-9]{2}$")
"""How a word begins that is one match with those beside it; a year is such, another figure is none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the sections that satisfy a query are looked up.

    Attributes:
        asked: decides whether a section satisfies the query, and where.
        candidates: an FTS5 query that every such section satisfies; "" where none can.
    """

    asked: Asked
    candidates: str

    @property
    def of_headings(self) -> Plan:
        """The same for sections whose heading may be the query: it begins with one of the words.

        Words of one or two letters are no heading; so many begin with them, half typed, that it would
        take 50 ms to look at each.
        """
        within = self.candidates.replace(_TEXT, "heading")
        words = _LONG_STRING.findall(within)
        first = " OR ".join(f"^{word}" for word in dict.fromkeys(words))
        return Plan(self.asked, f"{within} AND heading : ({first})" if first else "")


@dataclass(frozen=True, slots=True)
class _Part:
    """The same for a node of a query."""

    matcher: Matcher
    candidates: str


class Planner:
    """Plans queries over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, spellings: Mapping[str, str], token_count: int) -> None:
        self._vocabulary = vocabulary
        self._spellings = spellings
        self._spelt = sorted(spellings)
        self._tokens = max(1, token_count)
        self._measures: dict[str, tuple[Sequence[measures.Form], Sequence[measures.Form]]] = {}

    def plan(self, nodes: Sequence[Node], sequence: Sequence[Node] = ()) -> Plan:
        """The plan for all of `nodes` together, which were typed in this `sequence` (see `SearchQuery`)."""
        if all(_is_of_titles(node) or isinstance(node, query.Excluded) for node in nodes):
            nodes = [_alone(node) for node in nodes]
        parts = [self._part(node) for node in nodes]
        plain = tuple(isinstance(node, query.Term) for node in nodes)
        units = frozenset(n for n, node in enumerate(nodes) if _is_unit(node))
        asked = Asked(tuple(part.matcher for part in parts), plain, Runs(_steps(nodes, sequence)), units)
        wanted = [
            (part.candidates, is_plain)
            for part, is_plain in zip(parts, plain, strict=True)
            if not isinstance(part.matcher, match.Lacking)
        ]
        return Plan(asked, _candidates(wanted))

    def occurs(self, term: query.Term) -> bool:
        """Whether a term stands anywhere: for a joined one, whether all its parts do."""
        if len(term.parts) > 1 and not term.prefix:
            return bool(self._forms(term).literals) or all(self._vocabulary.entries([p]) for p in term.parts)
        forms = self._forms(term)
        return bool(forms.literals or forms.prefix)

    def _part(self, node: Node) -> _Part:
        match node:
            case query.Term():
                return self._phrase([node], weighted=True)
            case query.Phrase(terms):
                return self._phrase(terms)
            case query.Date():
                words = _words(dates.date_pattern(node))
                if node.whole_year:
                    words = replace(words, anchor=_anchor(dates.year_pattern(node), dates.MOST_BEFORE_YEAR))
                return _Part(words, _in_text(dates.date_candidates(node)))
            case query.DayOfMonth(day):
                return _Part(_words(dates.day_pattern(day)), _in_text(dates.day_candidates(day)))
            case query.Telephone():
                return _Part(_words(telephones.pattern(node)), _in_text(telephones.candidates(node)))
            case query.PhoneNumber(numbers):
                literals = _literals(self._vocabulary.entries(numbers))
                in_text = _in_text(telephones.whole_candidates(node, literals))
                return _Part(_words(telephones.whole_pattern(node)), in_text)
            case query.Measured():
                return self._measured(node)
            case query.Inside(letters, words=words):
                literals = words or tuple(entry.literal for entry in self._vocabulary.containing(letters))
                return _Part(_inside(letters, words), _in_text(Forms(literals).candidates))
            case query.AllOf(nodes):
                return self._all(nodes)
            case query.AnyOf(nodes) | query.FirstOf(nodes):
                parts = [self._part(inner) for inner in nodes]
                kind = match.Some if isinstance(node, query.AnyOf) else match.First
                return _Part(kind(tuple(p.matcher for p in parts)), any_of(p.candidates for p in parts))
            case query.Excluded(inner):
                return _Part(match.Lacking(self._part(inner).matcher), "")
            case query.Near(left, right, distance):
                a, b = self._part(left), self._part(right)
                return _Part(
                    match.Close(a.matcher, b.matcher, distance), all_of([a.candidates, b.candidates])
                )
            case query.InTitle(inner, alone):
                part = self._part(inner)
                return _Part(match.Titled(part.matcher, alone), _in_titles(part.candidates))

    def _all(self, nodes: Sequence[Node]) -> _Part:
        parts = [self._part(node) for node in nodes]
        return _Part(
            match.Every(tuple(part.matcher for part in parts)), all_of([p.candidates for p in parts])
        )

    def _ways(self, term: query.Term, whole: Forms) -> list[list[Forms]]:
        """What a term may stand as: the forms of its parts, where it is joined, and those of the `whole`."""
        last = len(term.parts) - 1
        parts = [
            query.Term((p,), p, prefix=term.prefix and n == last, exact=True)
            for n, p in enumerate(term.parts)
        ]
        apart = [self._forms(part) for part in parts] if last else []
        return [way for way in (apart, [whole]) if way and all(form.pattern for form in way)]

    def _phrase(self, terms: Sequence[query.Term], *, weighted: bool = False) -> _Part:
        """The plan for words one directly after the other, or for a single one, which is `weighted`."""
        weight = 1.0
        patterns: list[str] = []
        runs: list[list[Forms]] = [[]]
        others: list[str] = []
        ways: list[list[Forms]] = []
        whole = Forms(())
        for term in terms:
            if is_sign(term.parts[-1]):  # the full-text index has none
                *letters, sign = term.parts
                patterns.append(GAP.join(map(re.escape, (*letters, sign))))
                runs += [[Forms((letter,)) for letter in letters], []]
                continue
            whole = self._forms(term)
            weight = self._weight(whole.count) if weighted else weight
            ways = self._ways(term, whole)
            if not ways:
                return _Part(match.Some(()), "")
            if len(ways) == 1:
                patterns.append(sequence_pattern(ways[0]))
                runs[-1] += ways[0]
            else:
                patterns.append(
                    "(?:" + "|".join(map(sequence_pattern, ways)) + ")"
                )  # joined or not: the words around it are looked for by themselves
                others.append(any_of(map(sequence_candidates, ways)))
                runs.append([])
        candidates = [*(sequence_candidates(run) for run in runs if run), *others]
        words = _words(JOINED.join(patterns), weight)
        if weighted and len(ways) == 1 and len(ways[0]) == 1:
            words = replace(words, forms=whole)
        return _Part(words, _in_text(all_of(candidates)))

    def _forms(self, term: query.Term) -> Forms:
        """What a term may be; of a joined one only what it is run together."""
        word = "".join(term.parts)
        if len(term.parts) > 1 and not may_join(list(term.parts)):
            return Forms(())
        half_typed = half_typed_amount_forms(word) if term.prefix else ()
        amount = self._occurring(amount_forms(word) or half_typed)
        entries = self._entries(term, word)
        if amount:
            count = self._vocabulary.count_from(word) if term.prefix else None
            literals = dict.fromkeys((*_literals(entries), *amount))
            whole = (count or 0) + sum(e.count for e in entries)
            return Forms((*literals,), "" if count is None else word, whole)
        if not term.prefix or (term.dotted and entries):
            return Forms(_literals(entries), count=sum(e.count for e in entries))
        count = self._vocabulary.count_from(word)
        joined = self._vocabulary.joined_from(word)
        entries = [e for e in (*entries, *joined) if "-" in e.literal or not e.term.startswith(word)]
        whole = (count or 0) + sum(e.count for e in entries)
        return Forms(_literals(entries), "" if count is None else word, whole)

    def _occurring(self, forms: Sequence[str]) -> list[str]:
        """Those of several forms whose words all occur."""
        if not forms:
            return []
        known = self._known(word for form in forms for word in form.split())
        return [form for form in forms if known.issuperset(form.split())]

    def _measured(self, node: query.Measured) -> _Part:
        """The plan for a figure with what it counts, before it or behind it, or for a unit alone."""
        measure = measures.measure(node.measure)
        before, behind = self._names(measure)
        after = measures.pattern(behind)
        if node.number is None:
            units = [" ".join(form) for form in behind]
            return _Part(_words(after), _in_text(any_of(map(quoted, units))))
        forms = self._forms(node.number)
        joined = self._run_together((*node.number.parts, *amount_forms(*node.number.parts)), measure)
        number, together = forms.pattern, Forms((*joined,)).pattern
        ways = [together, f"{number}{GAP}{after}" if number and behind else ""]
        if number and before:
            signs = measures.pattern(before, measure.not_behind)
            ways.insert(0, f"{signs}{GAP}{number}(?:{GAP}{after})?")
        if not any(ways):
            return _Part(match.Some(()), "")
        anchor = _anchor("|".join(filter(None, (number, together))), max(map(len, before), default=0))
        words = replace(_words("|".join(filter(None, ways))), anchor=anchor)
        return _Part(words, _in_text(forms.with_literals(joined).candidates))

    def _run_together(self, numbers: Sequence[str], measure: measures.Measure) -> list[str]:
        """How numbers and what they count stand as one word: USD31, 33km."""
        codes = [form[0] for form in measure.before if len(form) == 1]
        split = [(number, *(number.split()[place] for place in (0, -1))) for number in numbers]
        words = {code + first for first in {first for _, first, _ in split} for code in codes}
        words |= {last + form[0] for last in {last for _, _, last in split} for form in measure.after}
        known = self._known(words)
        if not known:  # as a rule
            return []
        joined = [code + number for code in codes for number, first, _ in split if code + first in known]
        joined += [
            number + " ".join(form)
            for form in measure.after
            for number, _, last in split
            if last + form[0] in known
        ]
        return self._occurring(joined)

    def _names(self, measure: measures.Measure) -> tuple[Sequence[measures.Form], Sequence[measures.Form]]:
        """What stands before, and what behind a figure: those forms whose words all occur; signs are none."""
        if measure.name not in self._measures:
            known = self._known(word for form in (*measure.before, *measure.after) for word in form)
            before, behind = (
                [form for form in forms if all(word in known or is_sign(word) for word in form)]
                for forms in (measure.before, measure.after)
            )
            self._measures[measure.name] = before, behind
        return self._measures[measure.name]

    def _known(self, words: Iterable[str]) -> set[str]:
        """Those of several words that occur."""
        return {entry.term for entry in self._vocabulary.entries({*words})}

    def any_figure(self, measure: str) -> Words:
        """A matcher for any figure that counts the same."""
        known = measures.measure(measure)
        before, behind = self._names(known)
        number = f"[0-9][0-9.]*(?:bn|mn)?(?:{GAP}(?:{'|'.join(MULTIPLIER_WORDS)}))?"
        ways = [f"{number}{GAP}{measures.pattern(behind)}"]
        if known.before:
            ways.append(f"{measures.pattern(before, known.not_behind)}{GAP}{number}")
        return _words("|".join(ways))

    def _entries(self, term: query.Term, word: str) -> list[Entry]:
        words = {word} if term.exact else family(word, self._spellings)
        if term.prefix and not term.exact:
            words |= spelt_otherwise(word, self._spellings, self._spelt)
        return self._vocabulary.entries(words | {*term.also})

    def _weight(self, count: int) -> float:
        """The weight of a match: the rarer the word, the higher (the idf of BM25, over words)."""
        return math.log(1 + (self._tokens - count + 0.5) / (count + 0.5)) if count <= self._tokens else 0.0


def _inside(letters: str, words: Sequence[str]) -> match.Parts:
    """A matcher for some letters in any word, or in some words only."""
    pattern = re.escape(letters)
    if words:
        around = (word.split(letters, 1) for word in words)
        ways = (f"(?<= {re.escape(before)}){pattern}(?={re.escape(after)} )" for before, after in around)
        pattern = "|".join(ways)
    return match.Parts(re.compile(pattern))


def _is_unit(node: Node) -> bool:
    """Whether a node is the name of a unit, of a currency or of a large number alone."""
    match node:
        case query.FirstOf((first, *_)):
            return _is_unit(first)
        case query.Measured(number):
            return number is None
        case query.Term((word,), exact=False):
            is_name = len(word) > 1 and not measures.is_also_word((word,))
            return word in MULTIPLIER_WORDS or (is_name and measures.ends_with_measure([word], 0)[0] > 0)
    return False


def _is_of_titles(node: Node) -> bool:
    """Whether only titles are looked at for `node`."""
    return isinstance(node, query.InTitle) or (
        isinstance(node, query.AnyOf) and all(map(_is_of_titles, node.nodes))
    )


def _alone(node: Node) -> Node:
    """`node`, in which nothing but titles is wanted, so that its places in them are shown."""
    if isinstance(node, query.InTitle):
        return replace(node, alone=True)
    return query.with_inner(node, _alone) if isinstance(node, query.AnyOf) else node


def _steps(nodes: Sequence[Node], sequence: Sequence[Node]) -> list[Step]:
    """The words of a query in the order in which they were typed."""
    numbers = {meaning(node): number for number, node in enumerate(nodes)}
    steps: list[Step] = []
    asking: list[str] = []
    for node in sequence:
        if isinstance(node, query.Term) and node.asking:
            asking += node.parts
            continue
        may_run = isinstance(node, query.Term) and _RUNS.match("".join(node.parts))
        steps.append(Step(numbers.get(meaning(node), -1) if may_run else -1, tuple(asking)))
        asking.clear()
    return steps


def _literals(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.literal for entry in entries))


def _anchor(pattern: str, most_before: int) -> match.Anchor:
    return match.Anchor(re.compile(f" (?=(?:{pattern})[ -])"), most_before)


def _words(pattern: str, weight: float = 1.0) -> Words:
    """A matcher for whole words of a stream."""
    return Words(re.compile(f" ({pattern})(?=[ -])"), weight)


def _in_text(query: str) -> str:
    return f"({_TEXT} : {query if query.startswith('(') else f'({query})'})" if query else ""


def _candidates(wanted: Sequence[tuple[str, bool]]) -> str:
    """A full-text query for all of several; those of which the second is true the titles above may hold.

    Something the section has to have itself.
    """
    texts = [text for text, _ in wanted]
    if len(texts) < 2 or not any(plain for _, plain in wanted):
        return all_of(texts)
    whole = all_of([anywhere(text) if plain else text for text, plain in wanted])
    return all_of([whole, any_of(texts)]) if all(plain for _, plain in wanted) else whole


def anywhere(query: str) -> str:
    """A full-text query for text, that what stands in the titles above satisfies, too."""
    return query.replace(_TEXT, "{heading body titles sheet}")


def in_headings(query: str) -> str:
    """A full-text query for text, that only headings satisfy."""
    return query.replace(_TEXT, "heading")


def _in_titles(query: str) -> str:
    return query.replace(_TEXT, "titles")
