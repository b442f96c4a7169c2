"""What words hint at a field: parts of the rows of equivalents.txt, and the words of topics.txt."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from hkviewer.search.text import equivalents
from hkviewer.search.text.word_lists import word_list

_OF_TOPIC = 0.9
"""How much a word of a topic says of its field, where a row of which all words are asked for says 1."""
_SHARED = 0.3
"""How fast a word says less the more topics have it."""
_LEAST = 0.2
"""What says less hints at nothing."""


class Hint(NamedTuple):
    """A field that words hint at: its names, the likeliest first, and how much each key says of it."""

    names: tuple[str, ...]
    strengths: Mapping[str, float]

    @property
    def weight(self) -> float:
        """How much all keys say of it, those that tell much more than others."""
        return sum(says * rarity(key) for key, says in self.strengths.items())


class _Row(NamedTuple):
    """A row of a field: the first name of the field, and the keys that it is asked for by."""

    field: str
    keys: frozenset[str]


def read_ahead() -> Iterator[None]:
    """Read the lists that hints need, in steps of a few milliseconds."""
    _rows()
    yield
    _topics()
    yield
    _fields()


def hints(asked: Iterable[str]) -> list[Hint]:
    """The fields that some keys hint at, the likeliest first."""
    own = {equivalents.alike(key): key for key in asked}
    found: dict[str, dict[str, float]] = {}
    for key, typed in own.items():
        of_key = _topics().get(key, frozenset())
        for field in of_key:
            _add(found, field, [typed], _OF_TOPIC / len(of_key) ** _SHARED)
    for row in {row for key in own for row in _rows().get(key, ())}:
        has = own.keys() & row.keys
        if not has <= equivalents.ASKS:
            part = sum(map(rarity, has)) / sum(map(rarity, row.keys))
            _add(found, row.field, [own[key] for key in has], part**2)
    several = filter(_says_something, itertools.starmap(_hint, found.items()))
    return sorted(several, key=lambda hint: (-hint.weight, hint.names))


def rarity(key: str) -> float:
    """How much a key tells: the more, the fewer fields have it."""
    names, fields_of = _fields()
    return math.log(1 + len(names) / fields_of.get(equivalents.alike(key), 1))


def _hint(field: str, says: Mapping[str, float]) -> Hint:
    names, _ = _fields()
    telling = {key: much for key, much in says.items() if much > _LEAST and key not in equivalents.ASKS}
    return Hint(names[field], telling)


def _says_something(hint: Hint) -> bool:
    return bool(hint.strengths)


def _add(found: dict[str, dict[str, float]], field: str, keys: Iterable[str], strength: float) -> None:
    of_field = found.setdefault(field, {})
    for key in keys:
        of_field[key] = max(of_field.get(key, 0.0), strength)


@functools.cache
def _rows() -> Mapping[str, list[_Row]]:
    """The rows that each key is in; here and below a key stands for those that are typed for each other."""
    rows: dict[str, list[_Row]] = {}
    for typed, row in equivalents.rows_of_fields():
        keys = frozenset(map(equivalents.alike, equivalents.keys(typed)))
        for key in keys:
            rows.setdefault(key, []).append(_Row(row.names[0], keys))
    return rows


@functools.cache
def _topics() -> Mapping[str, frozenset[str]]:
    """The fields that have each key among their topics."""
    topics: dict[str, set[str]] = {}
    for field, words in _lines():
        for key in equivalents.keys(words.replace(",", " ")):
            topics.setdefault(equivalents.alike(key), set()).add(field)
    return {key: frozenset(fields) for key, fields in topics.items()}


@functools.cache
def _fields() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, int]]:
    """The names of each field by its first one, and how many fields have each key."""
    names: dict[str, tuple[str, ...]] = {field: (field,) for field, _ in _lines()}
    for _, row in equivalents.rows_of_fields():
        names[row.names[0]] = max(names.get(row.names[0], ()), row.names, key=len)
    of_rows = {key: {row.field for row in rows} for key, rows in _rows().items()}
    every = {*of_rows, *_topics()}
    return names, {key: len(of_rows.get(key, set()) | _topics().get(key, frozenset())) for key in every}


def _lines() -> Iterator[tuple[str, str]]:
    for line in word_list("topics.txt"):
        field, _, words = line.partition(": ")
        yield field, words
