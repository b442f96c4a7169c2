"""The words of a query, with what the lists of everyday words know them by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from hkviewer.search.query import asking
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import AnyOf, FirstOf, Measured, Node, Term, typed
from hkviewer.search.text import equivalents, topics
from hkviewer.search.text.related import related_words
from hkviewer.search.text.tokens import groups

_PEOPLE = "people"
"""What who lives in a place is asked for as: “how many Germans”."""
_COUNTED = "many"
"""Before what is asked for, even if that is a name's word: “how many states” of the United States."""


class KnownWords:
    """The words of a query, with what the list knows them by.

    Attributes:
        query: the query.
        keys: of the words that tell something.
        items: of each key the number of its node in the query's sequence.
        names: the numbers of the nodes that are other names of what the sheet is about.
    """

    def __init__(self, query: SearchQuery, names: frozenset[str] = frozenset()) -> None:
        """Take the words of `query`; `names` are those of what the sheet is about, which tell nothing."""
        if asking.is_all_asking(query.sequence, query.text):  # then none was left out: “how big is it”
            sequence = tuple(replace(n, asking=True) for n in query.sequence if isinstance(n, Term))
            query = replace(query, sequence=sequence)
        self.query = query
        tokens = [(token, n) for n, node in enumerate(query.sequence) for token in tokens_of(node)]
        self.names = frozenset(n for token, n in tokens if equivalents.is_other_name(token, names))
        self._telling_nothing = self.names | {n for token, n in tokens if token in equivalents.FILLING}
        before = ["", *(token for token, _ in tokens)]
        known = [
            (_PEOPLE if n in self.names else token, n)
            for (token, n), counted in zip(tokens, before, strict=False)
            if counted == _COUNTED
            or (token not in names and n not in self._telling_nothing)
            or _is_people(token, names)
        ]
        both = [
            (key, n)
            for token, n in known
            for key in equivalents.typed_as_one(token) or (equivalents.key(token),)
            if key
        ]
        self.keys = tuple(k for k, _ in both)
        self.items = tuple(n for _, n in both)

    def typed(self, run: Sequence[int]) -> str:
        """What was typed there."""
        return " ".join(typed(self.query.sequence[number]) for number in run)

    def runs(self) -> Iterator[tuple[range, int, int]]:
        """The words that the list has: their nodes, and which keys they are; none that are half a node."""
        for start, end in equivalents.runs(self.keys):
            if run := self._nodes(start, end):
                yield run, start, end

    def _nodes(self, start: int, end: int) -> range:
        """The nodes of some keys; none if one is cut in two."""
        around = (*self.items[start - 1 : start], *self.items[end : end + 1])
        is_whole = not {self.items[start], self.items[end - 1]}.intersection(around)
        return range(self.items[start], self.items[end - 1] + 1) if is_whole else range(0)

    @property
    def has_units(self) -> bool:
        """Whether some of the words are units without a figure."""
        return any(map(is_unit, self.query.sequence))

    @property
    def has_field(self) -> bool:
        """Whether the list has a field for some of the words."""
        return next(self.scattered_fields(), None) is not None

    def fields(self) -> Iterator[tuple[Sequence[int], bool, str]]:
        """The fields that words may mean: the words, whether one of asking is among them, a name.

        First those that leave least of the query open, then those of words that stand side by side.
        """
        rows = [*((run, (row,)) for run, row in self._rows()), *self._several]
        found = dict.fromkeys(
            (tuple(run), name) for run, several in rows for row in several for name in row.names
        )
        covered: dict[str, set[int]] = {}
        for run, name in found:
            covered.setdefault(name, set()).update(run)
        asked = {n for n in self.items if not _is_left_out(self.query.sequence[n])}

        def leaves(field: tuple[tuple[int, ...], str]) -> tuple[int, int]:
            run, name = field
            is_open = asked.difference(run, self.beside(run, name))
            return len(is_open), len(asked - covered[name])

        for run, name in sorted(found, key=leaves):
            yield run, any(_is_left_out(self.query.sequence[n]) for n in run), name

    def _rows(self) -> Iterator[tuple[range, equivalents.Equivalent]]:
        """The rows of fields that the list has for words."""
        for start, end in equivalents.pieces(self.keys):
            if (rows := equivalents.fields(self.keys[start:end])) and (run := self._nodes(start, end)):
                yield from ((run, row) for row in rows)

    def scattered_fields(self) -> Iterator[tuple[Sequence[int], Sequence[str]]]:
        """Words and the names of a field, longer ones first, wherever the words stand.

        What is related to a word of the list (“fertile”) counts as the word.
        """
        found: list[tuple[Sequence[int], Sequence[str]]] = [(run, row.names) for run, row in self._rows()]
        for key, item in zip(self.keys, self.items, strict=True):
            others = related_words(key) if not equivalents.fields((key,)) else ()
            named = (row for other in others for row in equivalents.fields(equivalents.keys(other)))
            found += [((item,), row.names) for row in named]
        found += [(numbers, row.names) for numbers, rows in self._several for row in rows]
        yield from sorted(found, key=lambda field: -len(field[0]))

    @cached_property
    def _several(self) -> Sequence[tuple[Sequence[int], Sequence[equivalents.Equivalent]]]:
        """The rows of fields of which all words stand somewhere in the query: their nodes, and the rows."""
        found = []
        for keys, rows in equivalents.fields_among(self.keys):
            numbers = {n for key, n in zip(self.keys, self.items, strict=True) if key in keys}
            found.append((sorted(numbers), rows))
        return found

    def hinted_fields(self) -> Iterator[tuple[Sequence[str], Mapping[int, float]]]:
        """The names of fields that words hint at, the likeliest first, and how much each node says of it."""
        for hint in topics.hints(self.keys):
            strengths: dict[int, float] = {}
            for key, n in zip(self.keys, self.items, strict=True):
                if not _is_left_out(self.query.sequence[n]) and key in hint.strengths:
                    strengths[n] = max(strengths.get(n, 0.0), hint.strengths[key])
            if strengths:
                yield hint.names, strengths

    def kept(self, run: Sequence[int]) -> tuple[Node, ...]:
        """The nodes there that are no words of asking."""
        return tuple(node for n in run if not _is_left_out(node := self.query.sequence[n]))

    def beside(self, run: Sequence[int], name: str = "") -> frozenset[int]:
        """The numbers of the nodes beside `run` that mean nothing else, or the same field `name`."""
        known = (equivalents.light() if name else equivalents.incidental()) | {
            key
            for key in self.keys
            if any(name in row.names for row in equivalents.equivalents().get((key,), ()))
        }
        telling = {n for k, n in zip(self.keys, self.items, strict=True) if k not in known}
        telling -= {
            n for several, rows in self._several if any(name in r.names for r in rows) for n in several
        }
        units = (n for n, node in enumerate(self.query.sequence) if is_unit(node))
        return self._telling_nothing.union(self.items).difference(telling).union(units).difference(run)

    def without(self, left_out: frozenset[int]) -> SearchQuery:
        """The query without some nodes."""
        return self.exchanged(range(0), None, left_out)

    def exchanged(
        self, run: Sequence[int], node: Node | None, left_out: frozenset[int] = frozenset()
    ) -> SearchQuery:
        """The query with `node` in the place of `run`, and without some nodes."""
        sequence: list[Node] = []
        for number, each in enumerate(self.query.sequence):
            if number in run:
                sequence += [node] if node is not None and number == run[0] else []
            elif number not in left_out:
                sequence.append(each)
        nodes = tuple(dict.fromkeys(each for each in sequence if not _is_left_out(each)))
        return replace(self.query, nodes=nodes, sequence=tuple(sequence))


def tokens_of(node: Node) -> Iterator[str]:
    """The tokens of a word, or of a unit without a figure."""
    match node:
        case Term(parts, exact=False) | AnyOf((Term(parts, exact=False), *_)):
            yield from parts
        case Measured(None, _, unit) | FirstOf((Measured(None, _, unit), *_)):
            yield from groups(unit)


def _is_people(token: str, names: frozenset[str]) -> bool:
    """Whether a word says who lives in a place with the name: “Germans”."""
    return token.endswith("s") and equivalents.is_other_name(token[:-1], names)


def is_unit(node: Node) -> bool:
    """Whether a node is a unit without a figure, in which something is asked for."""
    first = node.nodes[0] if isinstance(node, FirstOf) else node
    return isinstance(first, Measured) and first.number is None


def _is_left_out(node: Node) -> bool:
    return isinstance(node, Term) and node.asking
