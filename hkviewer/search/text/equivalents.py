"""What is asked for in everyday words, and what fact sheets call it: lists that come with the program."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from hkviewer.search.text.inflection import bases, family
from hkviewer.search.text.tokens import groups
from hkviewer.search.text.word_lists import is_asking, is_listed, spellings, word_list, written_out

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
_SHORTEST_HALF = 3
_PAIR = 2
_SAME = 4
"""Letters at the beginning that the forms of a word have in common."""
Keys = tuple[str, ...]


class Equivalent(NamedTuple):
    """What something is called: `names`, the likeliest first; in a heading, or wherever it stands.

    What only `is_near` says something else that is close to it.
    """

    names: tuple[str, ...]
    in_heading: bool
    is_near: bool = False


def read_ahead() -> Iterator[None]:
    """Read the lists that a query needs once it is not typed any more, in steps of a few milliseconds."""
    is_listed("a")
    yield
    _by_base()
    yield
    equivalents()


@functools.cache
def equivalents() -> Mapping[tuple[str, ...], tuple[Equivalent, ...]]:
    """What each run of keys is called.

    Two words may stand the other way round, as in “deaths of babies”; and what is in a list of words that say
    the same may stand in another row, as in “gross domestic product per person”.
    """
    rows: dict[tuple[str, ...], tuple[Equivalent, ...]] = {}
    for typed, equivalent in _rows():
        if asked := keys(typed):
            rows[asked] = (*rows.get(asked, ()), equivalent)
    most = max(map(len, rows), default=0)
    others = [(other, row) for asked, row in rows.items() for other in _otherwise(asked, rows, most)]
    return dict(reversed(others)) | rows


def _otherwise(asked: Keys, rows: Mapping[Keys, Sequence[Equivalent]], most: int) -> Iterator[Keys]:
    """Other ways to type a run of keys."""
    if len(asked) == _PAIR:
        yield asked[::-1]
    for start, end in _runs(asked, rows, most):
        same = (row for row in rows[asked[start:end]] if not (row.in_heading or row.is_near))
        names = (keys(name) for row in same for name in row.names if len(keys(name)) > 1)
        yield from ((*asked[:start], *name, *asked[end:]) for name in names if len(asked) > end - start)


def _rows() -> Iterator[tuple[str, Equivalent]]:
    """What may be asked, each with what it is called."""
    for line in word_list("equivalents.txt"):
        sign = next((sign for sign in (" -> ", " ~ ") if sign in line), " = ")
        asked, found, names = line.partition(sign)
        several = tuple(name.strip() for name in names.split("|") if name.strip())
        for typed in asked.split(",") if found and several else ():
            yield typed, Equivalent(several, sign == " -> ", sign == " ~ ")
    for line in word_list("synonyms.txt"):
        close_words = tuple(word.strip() for word in line.split(","))
        yield from ((word, Equivalent(close_words, in_heading=False, is_near=True)) for word in close_words)


@functools.cache
def _known() -> frozenset[str]:
    """The tokens of all lists."""
    asked = (token for typed, _ in _rows() for token in _tokens(typed))
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
    return tuple(filter(None, map(key, _tokens(text))))


def _tokens(text: str) -> Sequence[str]:
    """The tokens of a text; those of plain words in small letters, as the lists have, are these words."""
    words = text.split()
    return words if text.islower() and text.isascii() and all(map(str.isalpha, words)) else groups(text)


def close(text: str) -> Iterator[str]:
    """What says the same as a word, or something close to it, wherever it stands."""
    asked = keys(text)
    for row in equivalents().get(asked, ()):
        yield from (name for name in row.names if not row.in_heading and keys(name) != asked)


@functools.lru_cache(maxsize=512)
def typed_as_one(token: str) -> Keys:
    """The keys of two words of a row that were typed as one, such as “mobilephone”; () for another word."""
    if token in _known() or not token.isalpha():
        return ()
    places = range(_SHORTEST_HALF, len(token) - _SHORTEST_HALF + 1)
    halves = ((key(token[:place]), key(token[place:])) for place in places)
    return next((both for both in halves if all(both) and both in equivalents()), ())


@functools.lru_cache(maxsize=2048)
def key(token: str) -> str:
    """What the forms of a word have in common, as far as the lists go; "" for one that tells nothing."""
    if is_asking(token):
        return token if token in _ASKS else ""
    if token in _GRADES:
        return _GRADE
    if token not in _known() and (whole := next((n for n in written_out(token) if n.isalpha()), "")):
        token = whole
    if token[:_SAME] in _spelt_in_two_ways():
        return min(family(token, spellings()) & _known(), default=token)
    return min((known for base in bases(token) for known in _by_base().get(base, ())), default=token)


@functools.cache
def _by_base() -> Mapping[str, Sequence[str]]:
    """The tokens of all lists, by each word that they may be a form of."""
    tokens: dict[str, list[str]] = {}
    for token in _known():
        for base in bases(token):
            tokens.setdefault(base, []).append(token)
    return tokens


@functools.cache
def _spelt_in_two_ways() -> frozenset[str]:
    """How words begin that have a British and an American spelling: few do, and to know more takes longer."""
    return frozenset(word[:_SAME] for word in spellings())


def is_other_name(token: str, names: Collection[str]) -> bool:
    """Whether a word names otherwise what a title of `names` is about, or what is of it."""
    if token in names:
        return False
    own = {key(name) for name in names}
    rows = equivalents().get((key(token),), ()) if own else ()
    is_short = any(not row.in_heading and own.issubset(keys(name)) for row in rows for name in row.names)
    return is_short or any(is_of(token, name) for name in names)


def is_of(token: str, name: str) -> bool:
    """Whether a word may say what is of a place with that name: Kenyan of Kenya, French of France."""
    if any(
        not row.in_heading and name in map(str.casefold, row.names)
        for row in equivalents().get((key(token),), ())
    ):
        return True
    root = name[:-1] if name[-1] in "aeoy" else name
    ends = "s n ns an ans ian ians ese ish i is ic er ers".split()
    return len(root) >= _SHORTEST_ROOT and token.startswith(root) and token[len(root) :] in ends


def runs(asked: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The places of all rows in some keys: of each its start and end, longer ones first."""
    yield from _runs(asked, equivalents(), longest())


def _runs(asked: Keys, rows: Mapping[Keys, object], most: int) -> Iterator[tuple[int, int]]:
    for length in range(min(len(asked), most), 0, -1):
        for start in range(len(asked) - length + 1):
            if asked[start : start + length] in rows:
                yield start, start + length
