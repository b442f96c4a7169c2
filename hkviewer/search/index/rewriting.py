"""Other ways to read the words of a query that no section has: as names, or two words as one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hkviewer.search.index.places import Places
from hkviewer.search.index.plan import Planner
from hkviewer.search.index.suggestions import Substitute, SubstituteFinder
from hkviewer.search.query.parse import MOST_WORDS, SearchQuery
from hkviewer.search.query.terms import Node, Phrase, Term

_LONGEST_NAME = 4  # words, in the list of aliases
_SHORTEST_CHAIN = 2
_BEGINNINGS = frozenset(["anti", "counter", "pro"])
"""Of words joined by hyphens what may be left out: what is fought or furthered stays what it is about."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A query whose words were read otherwise, as its notice tells; `alias` is which name is which."""

    query: SearchQuery
    alias: str = ""


class Rewriter:
    """Reads queries otherwise, over one index."""

    def __init__(
        self, planner: Planner, places: Places, finder: SubstituteFinder, title: frozenset[str]
    ) -> None:
        """Read queries over one index; `title` are the words of the sheet's own."""
        self._planner = planner
        self._places = places
        self._finder = finder
        self._title = title

    def named(self, query: SearchQuery) -> Rewriting | None:
        """The query with names, such as “Heung Gong” or HK beside other words, exchanged; None for none."""
        alias: list[str] = []
        for _ in range(MOST_WORDS):
            if not (found := next(self._names(query), None)):
                break
            run, name = found
            held = self._of_title(name.node) if len(run) < len(query.nodes) else []
            nodes = held or [name.node]
            query = _exchanged(query, run, nodes, name.message)
            alias.append(name.alias)
        return Rewriting(query, "; ".join(alias)) if alias else None

    def _of_title(self, node: Node) -> list[Node]:
        """The words of a name that the sheet's title has; none of another: what is held need not stand."""
        terms = node.terms if isinstance(node, Phrase) else [node] if isinstance(node, Term) else []
        words = [replace(term, exact=False) for term in terms]
        return [*words] if all(self._title.issuperset(word.parts) for word in words) else []

    def joined(self, query: SearchQuery) -> Iterator[Rewriting]:
        """The query with two words read as one, as in “work force”, for each two that stand so joined."""
        for first, second in _runs(query, 2):
            word = Term((*first.parts, *second.parts), f"{first.typed} {second.typed}")
            word = replace(word, parts=("".join(word.parts),))
            letters = first.parts + second.parts
            if all(part.isalpha() for part in letters) and self._planner.occurs(word):
                told = f"“{word.typed}” was read as “{self._places.written(word)}”."
                yield Rewriting(_exchanged(query, (first, second), [word], told))

    def without_beginnings(self, query: SearchQuery) -> Iterator[Rewriting]:
        """The query with anti-money-laundering, say, as “money laundering”, where it stands only so."""
        for term in query.nodes:
            if isinstance(term, Term) and len(term.parts) > _SHORTEST_CHAIN and term.parts[0] in _BEGINNINGS:
                rest = tuple(Term((part,), part, exact=True) for part in term.parts[1:])
                phrase = Phrase(rest, "-".join(term.parts[1:]))
                if written := self._places.written(phrase):
                    told = f"“{term.typed}” was read as “{written}”."
                    yield Rewriting(_exchanged(query, (term,), [phrase], told))

    def _names(self, query: SearchQuery) -> Iterator[tuple[tuple[Term, ...], Substitute]]:
        """The runs of words that are a name in the list of aliases, one of them missing in the text."""
        if len(query.nodes) == 1:
            return  # where that stands nowhere another is found for it
        for length in range(_LONGEST_NAME, 0, -1):
            for run in _runs(query, length):
                key = " ".join("-".join(term.parts) for term in run)
                name = self._finder.named(key, " ".join(term.typed for term in run))
                if name and (self._of_title(name.node) or not all(map(self._planner.occurs, run))):
                    yield run, name


def _runs(query: SearchQuery, length: int) -> Iterator[tuple[Term, ...]]:
    """Each so many words of a query that were typed one after the other."""
    sequence = query.sequence
    for start in range(len(sequence) - length + 1):
        run = [node for node in sequence[start : start + length] if _is_word(node)]
        if len(run) == length:
            yield tuple(node for node in run if isinstance(node, Term))


def _is_word(node: Node) -> bool:
    return isinstance(node, Term) and not (node.asking or node.prefix or node.exact) and len(node.parts) == 1


def _exchanged(query: SearchQuery, run: Sequence[Term], others: Sequence[Node], told: str) -> SearchQuery:
    """The query with `others` in the place of a run of its words."""

    def exchange(nodes: Sequence[Node]) -> tuple[Node, ...]:
        kept = [others if each == run[0] else [each] for each in nodes if each not in run[1:]]
        return tuple(dict.fromkeys(itertools.chain.from_iterable(kept)))

    notice = " ".join(filter(None, (told, query.notice)))
    return replace(query, nodes=exchange(query.nodes), sequence=exchange(query.sequence), notice=notice)
