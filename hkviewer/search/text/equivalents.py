"""What is asked for in everyday words, and what fact sheets call it: two lists that come with the program."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hkviewer.search.text.inflection import family
from hkviewer.search.text.tokens import groups
from hkviewer.search.text.word_lists import is_asking, spellings, word_list, written_out

_ASKS = frozenset(
    "how who when where what which many much big large long old far often tall over out without per".split()
)
"""Words of asking that tell what is asked for; all others are left out of the rows."""
_GRADES = frozenset(
    "main major chief principal leading top biggest largest greatest important key primary".split()
)
"""Words that grade; the rows have the first."""
_GRADE = "main"
FILLING = frozenset("most really actually exactly currently nowadays today now approximately roughly".split())
"""Words that add nothing wherever they stand."""
_SHORTEST_ROOT = 4


class Equivalent(NamedTuple):
    """What something is called: `names`, the likeliest first; in a heading, or wherever it stands.

    What only `is_near` says something else that is close to it.
    """

    names: tuple[str, ...]
    in_heading: bool
    is_near: bool = False


@functools.cache
def equivalents() -> Mapping[tuple[str, ...], tuple[Equivalent, ...]]:
    """What each run of keys is called."""
    rows: dict[tuple[str, ...], tuple[Equivalent, ...]] = {}
    for typed, equivalent in _rows():
        if asked := keys(typed):
            rows[asked] = (*rows.get(asked, ()), equivalent)
    return rows


def _rows() -> Iterator[tuple[str, Equivalent]]:
    """What may be asked, each with what it is called."""
    for line in word_list("equivalents.txt"):
        sign = next((sign for sign in (" -> ", " ~ ") if sign in line), " = ")
        asked, found, names = line.partition(sign)
        several = tuple(name.strip() for name in names.split("|") if name.strip())
        for typed in asked.split(",") if found and several else ():
            yield typed, Equivalent(several, sign == " -> ", sign == " ~ ")


@functools.cache
def _known() -> frozenset[str]:
    """The tokens of both lists."""
    asked = (token for typed, _ in _rows() for token in groups(typed))
    return frozenset(asked) | {token for word in word_list("incidental.txt") for token in groups(word)}


@functools.cache
def longest() -> int:
    """The keys of the longest row."""
    return max(map(len, equivalents()), default=0)


@functools.cache
def incidental() -> frozenset[str]:
    """The keys of words that may stand beside what is asked for."""
    return frozenset(key(token) for word in word_list("incidental.txt") for token in groups(word))


def keys(text: str) -> tuple[str, ...]:
    """The keys of the words of a text."""
    return tuple(filter(None, map(key, groups(text))))


@functools.lru_cache(maxsize=2048)
def key(token: str) -> str:
    """What the forms of a word have in common, as far as the lists go; "" for one that tells nothing."""
    if is_asking(token):
        return token if token in _ASKS else ""
    if token in _GRADES:
        return _GRADE
    if token not in _known() and (whole := next((n for n in written_out(token) if n.isalpha()), "")):
        token = whole
    return min(family(token, spellings()) & _known(), default=token)


def is_of(token: str, name: str) -> bool:
    """Whether a word may say what is of a place with that name: Kenyan of Kenya, French of France."""
    if any(
        not row.in_heading and name in map(str.casefold, row.names) for row in equivalents().get((token,), ())
    ):
        return True
    root = name[:-1] if name[-1] in "aeoy" else name
    ends = "n ns an ans ian ians ese ish i is ic er ers".split()
    return len(root) >= _SHORTEST_ROOT and token.startswith(root) and token[len(root) :] in ends


def runs(asked: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The places of all rows in some keys: of each its start and end, longer ones first."""
    for length in range(min(len(asked), longest()), 0, -1):
        for start in range(len(asked) - length + 1):
            if asked[start : start + length] in equivalents():
                yield start, start + length
