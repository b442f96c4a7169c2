"""What is asked for in everyday words, and what fact sheets call it: lists that come with the program."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from hkviewer.search.text.inflection import bases, family
from hkviewer.search.text.tokens import groups
from hkviewer.search.text.word_lists import is_asking, is_listed, spellings, word_list, written_out

ASKS = frozenset(
    "how who when where what which many much big large long old far often tall".split()
    + "over out without per get".split()
)
"""Words of asking that tell what is asked for; all others are left out of the rows."""
_GRADES = frozenset(
    "main major chief principal leading top biggest largest greatest important key primary".split()
)
"""Words that grade; the rows have the first."""
_GRADE = "main"
FILLING = frozenset("most really actually exactly currently nowadays today now approximately roughly".split())
"""Words that add nothing wherever they stand."""
_AT_ONCE = 500
"""Rows whose words are looked at in one step: 5 ms."""
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
    for number, (typed, _) in enumerate(_rows()):
        if number % _AT_ONCE == 0:
            yield
        keys(typed)
    yield
    equivalents()
    yield
    _fields()


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
    pairs = ((asked, row) for asked, row in rows.items() if len(asked) == _PAIR)
    reversed_pairs = ((asked[::-1], row) for asked, row in pairs if not all(each.in_heading for each in row))
    return dict(reversed([*reversed_pairs, *_with_parts_otherwise(rows)])) | rows


def _with_parts_otherwise(
    rows: Mapping[Keys, tuple[Equivalent, ...]],
) -> Iterator[tuple[Keys, tuple[Equivalent, ...]]]:
    """The rows with what says the same for a part of them."""
    same = {asked: names for asked, row in rows.items() if (names := [*_long_names(row)])}
    begin = {asked[0] for asked in same}
    most = max(map(len, same), default=0)
    for asked, row in rows.items():
        if not begin.isdisjoint(asked):
            for start, end in _runs(asked, same, most):
                if len(asked) > end - start:
                    yield from (
                        ((*asked[:start], *name, *asked[end:]), row) for name in same[asked[start:end]]
                    )


def _long_names(row: Sequence[Equivalent]) -> Iterator[Keys]:
    """The keys of the names of several words that say the same."""
    names = (name for each in row if not (each.in_heading or each.is_near) for name in each.names)
    yield from (several for several in map(keys, names) if len(several) > 1)


def fields(asked: Keys) -> Sequence[Equivalent]:
    """The fields that some keys ask for: in any order, and with words that are typed for those of a row."""
    exact = [row for row in equivalents().get(asked, ()) if row.in_heading]
    return exact or _fields().get(_in_any_order(asked), ())


@functools.cache
def _fields() -> Mapping[Keys, Sequence[Equivalent]]:
    """The rows of fields, by their keys in an order of our own."""
    found: dict[Keys, Sequence[Equivalent]] = {}
    for asked, several in equivalents().items():
        if len(asked) > 1 and (named := [row for row in several if row.in_heading]):
            found.setdefault(_in_any_order(asked), named)
    return found


def fields_among(asked: Collection[str]) -> Iterator[tuple[frozenset[str], Sequence[Equivalent]]]:
    """The fields that several of some keys ask for, wherever these stand, with these keys, longer ones first.

    Rows of words of asking alone are none: “how” and “big” say nothing apart.
    """
    known: dict[str, set[str]] = {}
    for each in asked:
        known.setdefault(alike(each), set()).add(each)
    for row, named in _rows_of_several():
        if row <= known.keys():
            yield frozenset().union(*map(known.__getitem__, row)), named


@functools.cache
def _rows_of_several() -> Sequence[tuple[frozenset[str], Sequence[Equivalent]]]:
    several = ((frozenset(asked), named) for asked, named in _fields().items() if not ASKS.issuperset(asked))
    return sorted(several, key=lambda row: -len(row[0]))


def _in_any_order(asked: Keys) -> Keys:
    return tuple(sorted(map(alike, asked)))


def alike(key: str) -> str:
    """The first of the keys that are typed for each other with `key`."""
    return _alike().get(key, key)


def rows_of_fields() -> Iterator[tuple[str, Equivalent]]:
    """What fields may be asked for by, each with the field, by its own name, too."""
    for typed, row in _rows():
        if row.in_heading:
            yield typed, row
            yield row.names[0], row


@functools.cache
def _alike() -> Mapping[str, str]:
    """What a key is among the rows of fields: the first of the words that are typed for each other."""
    groups_of_keys = (list(map(key, line.split(", "))) for line in word_list("alike.txt"))
    return {other: first for first, *others in groups_of_keys for other in others}


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
    alone = (
        *word_list("incidental.txt"),
        *(word for line in word_list("light.txt") for word in line.split(", ")),
        *(word for line in word_list("topics.txt") for word in line.partition(": ")[2].split(", ")),
        *(word for line in word_list("alike.txt") for word in line.split(", ")),
    )
    return frozenset(asked) | {token for word in alone for token in groups(word)}


@functools.cache
def longest() -> int:
    """The keys of the longest row."""
    return max(map(len, equivalents()), default=0)


@functools.cache
def incidental() -> frozenset[str]:
    """The keys of words that may stand beside what is asked for."""
    return frozenset(key(token) for word in word_list("incidental.txt") for token in groups(word))


@functools.cache
def light() -> frozenset[str]:
    """The keys of words that carry a question, and of those that may stand beside what is asked for."""
    return incidental() | {key(token) for line in word_list("light.txt") for token in groups(line)}


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


@functools.lru_cache(maxsize=16384)
def key(token: str) -> str:
    """What the forms of a word have in common, as far as the lists go; "" for one that tells nothing."""
    if is_asking(token):
        return token if token in ASKS else ""
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
    ends = "s e es n ns an ans ean eans ian ians nian nians vian vians ese lese ish i is ic er ers".split()
    return len(root) >= _SHORTEST_ROOT and token.startswith(root) and token[len(root) :] in ends


def runs(asked: Keys) -> Iterator[tuple[int, int]]:
    """The places of all rows in some keys: of each its start and end, longer ones first."""
    yield from _runs(asked, equivalents(), longest())


def pieces(asked: Keys, more: int = 0) -> Iterator[tuple[int, int]]:
    """The start and end of all pieces of some keys that may be a row and `more`, longer ones first."""
    yield from _pieces(len(asked), longest() + more)


def _runs(asked: Keys, rows: Mapping[Keys, object], most: int) -> Iterator[tuple[int, int]]:
    for start, end in _pieces(len(asked), most):
        if asked[start:end] in rows:
            yield start, end


def _pieces(count: int, most: int) -> Iterator[tuple[int, int]]:
    for length in range(min(count, most), 0, -1):
        for start in range(count - length + 1):
            yield start, start + length
