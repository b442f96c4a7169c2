"""A query becomes a plan: a full-text query for the candidates, and the matcher that decides."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hkviewer.search.index import match
from hkviewer.search.index.asked import Asked
from hkviewer.search.index.match import Matcher, Words
from hkviewer.search.index.runs import Runs, Step
from hkviewer.search.index.vocabulary import Entry, Vocabulary
from hkviewer.search.query import dates, measures, telephones
from hkviewer.search.query import terms as query
from hkviewer.search.query.amounts import MULTIPLIER_WORDS, amount_forms, half_typed_amount_forms
from hkviewer.search.query.parse import meaning
from hkviewer.search.query.terms import Node
from hkviewer.search.text.inflection import family, spelt_otherwise
from hkviewer.search.text.tokens import SIGNS, is_sign, may_join

_TEXT = "{heading body}"
"""The columns of a section's own words."""
_MOST_PRODUCTS = 16
"""Combinations of forms that FTS5 is given as phrases; of more it only requires the words, in any order."""
_GAP = "-? "  # between words, which may be joined
_JOINED = f"{_GAP}(?:[{SIGNS}]-? )?"
"""Between the words of a phrase: “of 31 billion” also stands in “of $31 billion”."""


_JOINT = re.compile("[ -]")
"""Between the tokens of a literal."""
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


@dataclass(frozen=True, slots=True)
class _Forms:
    """What a term may be in a stream: these literals, and words that begin with `prefix`."""

    literals: tuple[str, ...]
    prefix: str = ""
    count: int = 0

    @property
    def pattern(self) -> str:
        return _choice([*map(_spelt, self.literals), *self._beginning])

    @property
    def one_token(self) -> str:
        """A pattern for the forms that are one token each; "" for none."""
        return _choice(
            [*(_spelt(form) for form in self.literals if not _JOINT.search(form)), *self._beginning]
        )

    @property
    def several_tokens(self) -> str:
        """A pattern for the others."""
        return _choice([_spelt(form) for form in self.literals if _JOINT.search(form)])

    @property
    def _beginning(self) -> list[str]:
        return [re.escape(self.prefix) + "[^ -]*"] if self.prefix else []

    @property
    def candidates(self) -> str:
        beginning = [_quoted(self.prefix) + "*"] if self.prefix else []
        return _any([*map(_quoted, self.literals), *beginning])

    def with_literals(self, more: Sequence[str]) -> _Forms:
        """These forms and others."""
        return replace(self, literals=(*self.literals, *more))


class Planner:
    """Plans queries over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, spellings: Mapping[str, str], token_count: int) -> None:
        self._vocabulary = vocabulary
        self._spellings = spellings
        self._spelt = sorted(spellings)
        self._tokens = max(1, token_count)

    def plan(self, nodes: Sequence[Node], sequence: Sequence[Node] = ()) -> Plan:
        """The plan for all of `nodes` together, which were typed in this `sequence` (see `SearchQuery`)."""
        if all(_is_of_titles(node) or isinstance(node, query.Excluded) for node in nodes):
            nodes = [_alone(node) for node in nodes]
        parts = [self._part(node) for node in nodes]
        plain = tuple(isinstance(node, query.Term) for node in nodes)
        asked = Asked(tuple(part.matcher for part in parts), plain, Runs(_steps(nodes, sequence)))
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
                return _Part(_words(dates.date_pattern(node)), _in_text(dates.date_candidates(node)))
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
            case query.Inside(letters):
                entries = self._vocabulary.containing(letters)
                literals = tuple(entry.literal for entry in entries)
                return _Part(
                    match.Parts(re.compile(re.escape(letters))), _in_text(_Forms(literals).candidates)
                )
            case query.AllOf(nodes):
                return self._all(nodes)
            case query.AnyOf(nodes) | query.FirstOf(nodes):
                parts = [self._part(inner) for inner in nodes]
                kind = match.Some if isinstance(node, query.AnyOf) else match.First
                return _Part(kind(tuple(p.matcher for p in parts)), _any(p.candidates for p in parts))
            case query.Excluded(inner):
                return _Part(match.Lacking(self._part(inner).matcher), "")
            case query.Near(left, right, distance):
                a, b = self._part(left), self._part(right)
                return _Part(match.Close(a.matcher, b.matcher, distance), _all([a.candidates, b.candidates]))
            case query.InTitle(inner, alone):
                part = self._part(inner)
                return _Part(match.Titled(part.matcher, alone), _in_titles(part.candidates))

    def _all(self, nodes: Sequence[Node]) -> _Part:
        parts = [self._part(node) for node in nodes]
        return _Part(match.Every(tuple(part.matcher for part in parts)), _all([p.candidates for p in parts]))

    def _ways(self, term: query.Term, whole: _Forms) -> list[list[_Forms]]:
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
        runs: list[list[_Forms]] = [[]]
        others: list[str] = []
        ways: list[list[_Forms]] = []
        whole = _Forms(())
        for term in terms:
            if is_sign(term.parts[-1]):  # the full-text index has none
                *letters, sign = term.parts
                patterns.append(_GAP.join(map(re.escape, (*letters, sign))))
                runs += [[_Forms((letter,)) for letter in letters], []]
                continue
            whole = self._forms(term)
            weight = self._weight(whole.count) if weighted else weight
            ways = self._ways(term, whole)
            if not ways:
                return _Part(match.Some(()), "")
            patterns.append("(?:" + "|".join(map(_sequence, ways)) + ")")
            if len(ways) == 1:
                runs[-1] += ways[0]
            else:  # joined or not: the words around it are looked for by themselves
                others.append(_any(map(_sequence_candidates, ways)))
                runs.append([])
        candidates = [*(_sequence_candidates(run) for run in runs if run), *others]
        words = _words(_JOINED.join(patterns), weight)
        if weighted and len(ways) == 1 and len(ways[0]) == 1:
            words = replace(words, forms=whole.one_token, joined=whole.several_tokens)
        return _Part(words, _in_text(_all(candidates)))

    def _forms(self, term: query.Term) -> _Forms:
        """What a term may be; of a joined one only what it is run together."""
        word = "".join(term.parts)
        if len(term.parts) > 1 and not may_join(list(term.parts)):
            return _Forms(())
        half_typed = half_typed_amount_forms(word) if term.prefix else ()
        amount = self._occurring(amount_forms(word) or half_typed)
        entries = self._entries(term, word)
        if amount:
            count = self._vocabulary.count_from(word) if term.prefix else None
            literals = dict.fromkeys((*_literals(entries), *amount))
            whole = (count or 0) + sum(e.count for e in entries)
            return _Forms((*literals,), "" if count is None else word, whole)
        if not term.prefix or (term.dotted and entries):
            return _Forms(_literals(entries), count=sum(e.count for e in entries))
        count = self._vocabulary.count_from(word)
        joined = self._vocabulary.joined_from(word)
        entries = [e for e in (*entries, *joined) if "-" in e.literal or not e.term.startswith(word)]
        whole = (count or 0) + sum(e.count for e in entries)
        return _Forms(_literals(entries), "" if count is None else word, whole)

    def _occurring(self, forms: Sequence[str]) -> list[str]:
        """Those of several forms whose words all occur."""
        if not forms:
            return []
        words = {word for form in forms for word in form.split()}
        occurring = {entry.term for entry in self._vocabulary.entries(words)}
        return [form for form in forms if occurring.issuperset(form.split())]

    def _measured(self, node: query.Measured) -> _Part:
        """The plan for a figure with what it counts, before it or behind it, or for a unit alone."""
        measure = measures.measure(node.measure)
        after = measures.pattern(measure.after)
        if node.number is None:
            units = self._occurring([" ".join(form) for form in measure.after])
            return _Part(_words(after), _in_text(_any(map(_quoted, units))))
        forms = self._forms(node.number)
        numbers = (*node.number.parts, *amount_forms(*node.number.parts))
        codes = [form[0] for form in measure.before if len(form) == 1]
        joined = [code + literal for code in codes for literal in numbers]  # USD31, 33km
        joined += [literal + " ".join(form) for form in measure.after for literal in numbers]
        joined = self._occurring(joined)
        if not forms.pattern and not joined:
            return _Part(match.Some(()), "")
        number = forms.pattern
        ways = [_Forms((*joined,)).pattern, f"{number}{_GAP}{after}" if number else ""]
        if number and measure.before:
            before = measures.pattern(measure.before, measure.not_behind)
            ways.insert(0, f"{before}{_GAP}{number}(?:{_GAP}{after})?")
        pattern = "|".join(filter(None, ways))
        return _Part(_words(pattern), _in_text(forms.with_literals(joined).candidates))

    def any_figure(self, measure: str) -> Words:
        """A matcher for any figure that counts the same."""
        known = measures.measure(measure)
        number = f"[0-9][0-9.]*(?:bn|mn)?(?:{_GAP}(?:{'|'.join(MULTIPLIER_WORDS)}))?"
        ways = [f"{number}{_GAP}{measures.pattern(known.after)}"]
        if known.before:
            ways.append(f"{measures.pattern(known.before, known.not_behind)}{_GAP}{number}")
        return _words("|".join(ways))

    def _entries(self, term: query.Term, word: str) -> list[Entry]:
        words = {word} if term.exact else family(word, self._spellings)
        if term.prefix and not term.exact:
            words |= spelt_otherwise(word, self._spellings, self._spelt)
        return self._vocabulary.entries(words | {*term.also})

    def _weight(self, count: int) -> float:
        """The weight of a match: the rarer the word, the higher (the idf of BM25, over words)."""
        return math.log(1 + (self._tokens - count + 0.5) / (count + 0.5)) if count <= self._tokens else 0.0


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


def _choice(patterns: Iterable[str]) -> str:
    """A pattern for any of several, the longest first; "" for none."""
    choices = sorted(patterns, key=len, reverse=True)
    return f"(?:{'|'.join(choices)})" if choices else ""


def _spelt(literal: str) -> str:
    """A pattern for a literal as it stands in a stream."""
    return _GAP.join(re.escape(word.replace("-", "- ")) for word in literal.split())


def _words(pattern: str, weight: float = 1.0) -> Words:
    """A matcher for whole words of a stream."""
    return Words(re.compile(f" ({pattern})(?=[ -])"), weight)


def _sequence(forms: Sequence[_Forms]) -> str:
    """A pattern for forms that follow each other."""
    return _JOINED.join(form.pattern for form in forms)


def _sequence_candidates(forms: Sequence[_Forms]) -> str:
    """A full-text query for forms that follow each other."""
    ways = math.prod(len(f.literals) + bool(f.prefix) for f in forms)
    if ways > _MOST_PRODUCTS or any(f.prefix for f in forms[:-1]):
        return _all([f.candidates for f in forms])
    choices = []
    for way in itertools.product(*([*f.literals, *([f.prefix + "*"] if f.prefix else [])] for f in forms)):
        words = " ".join(way)
        choices.append(_quoted(words.rstrip("*")) + "*" * words.endswith("*"))
    return _any(choices)


def _quoted(literal: str) -> str:
    """A literal of a stream as a string of FTS5."""
    return '"' + literal.replace("-", " ").replace('"', "") + '"'


def _any(queries: Iterable[str]) -> str:
    known = [query for query in queries if query]
    return "(" + " OR ".join(known) + ")" if known else ""


def _all(queries: Sequence[str]) -> str:
    if not queries or not all(queries):
        return ""
    return "(" + " AND ".join(queries) + ")"


def _in_text(query: str) -> str:
    return f"({_TEXT} : {query if query.startswith('(') else f'({query})'})" if query else ""


def _candidates(wanted: Sequence[tuple[str, bool]]) -> str:
    """A full-text query for all of several; those of which the second is true the titles above may hold.

    Something the section has to have itself.
    """
    texts = [text for text, _ in wanted]
    if len(texts) < 2 or not any(plain for _, plain in wanted):
        return _all(texts)
    whole = _all([anywhere(text) if plain else text for text, plain in wanted])
    return _all([whole, _any(texts)]) if all(plain for _, plain in wanted) else whole


def anywhere(query: str) -> str:
    """A full-text query for text, that what stands in the titles above satisfies, too."""
    return query.replace(_TEXT, "{heading body titles sheet}")


def _in_titles(query: str) -> str:
    return query.replace(_TEXT, "titles")
