"""What is asked for in everyday words, and what fact sheets call it: two lists that come with the program."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hkviewer.search.text.tokens import groups
from hkviewer.search.text.word_lists import is_asking, spellings, word_list

_ASKS = frozenset(
    "how who when where what which many much big large long old far often tall over out without per".split()
)
"""Words of asking that tell what is asked for; all others are left out of the rows."""
_ENDS_IN_ES = ("sses", "xes", "ches", "shes")
_NO_PLURAL = ("ss", "us", "is")


class Equivalent(NamedTuple):
    """What something is called: `names`, the likeliest first; in a heading, or wherever it stands."""

    names: tuple[str, ...]
    in_heading: bool


@functools.cache
def equivalents() -> Mapping[tuple[str, ...], tuple[Equivalent, ...]]:
    """What each run of keys is called."""
    rows: dict[tuple[str, ...], tuple[Equivalent, ...]] = {}
    for line in word_list("equivalents.txt"):
        sign = " -> " if " -> " in line else " = "
        asked, found, names = line.partition(sign)
        several = tuple(name.strip() for name in names.split("|") if name.strip())
        for typed in asked.split(",") if found and several else ():
            if asking := keys(typed):
                rows[asking] = (*rows.get(asking, ()), Equivalent(several, sign == " -> "))
    return rows


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


def key(token: str) -> str:
    """What the forms of a word have in common, as far as the list goes; "" for one that tells nothing."""
    if is_asking(token):
        return token if token in _ASKS else ""
    token = token.replace("-", "")
    if token.endswith("ies") and len(token) > len("dies"):
        token = token[:-3] + "y"
    elif token.endswith(_ENDS_IN_ES):
        token = token[:-2]
    elif token.endswith("s") and not token.endswith(_NO_PLURAL):
        token = token[:-1]
    return min(token, spellings().get(token, token))


def runs(asked: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The places of all rows in some keys: of each its start and end, longer ones first."""
    for length in range(min(len(asked), longest()), 0, -1):
        for start in range(len(asked) - length + 1):
            if asked[start : start + length] in equivalents():
                yield start, start + length
