"""What a figure is said to be of: the words before it, as far as these name something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile, zip_longest

_ARTICLES = frozenset("a an the".split())
_LINKS = _ARTICLES | {"of"}
"""What may stand within a name: "share of the population"."""
_ANOTHER = frozenset("and or but nor plus which that who whose its their his her our".split())
"""With these begins what is not told by the words before: "45 seats and a 1,200-member committee"."""
_SMALL = (
    _LINKS
    | _ANOTHER
    | frozenset(
        "about above across after against almost along already also among approximately are around as at "
        "be been before behind being below between beyond by can could did do does down during estimated "
        "even exceeded exceeding except fewer for from had has have he here in including inside into is "
        "it just least less may might more most must near nearly not now off on only onto out outside "
        "over past per roughly shall she should since some still than then there these they this those "
        "through throughout till to too toward towards under until up upon via was we were will with "
        "within without would".split()
    )
)
"""Words that name nothing, in English."""
_DOUBLED = re.compile(r"(?<!\w)(\w[\w ]{1,30}: )\1")
SIGNS = ".,;:()[]“”„‟«»‘’‚\"'`"


def label_of(words: Sequence[str], *, is_cut: bool, is_time: bool) -> str:
    """What the words before a figure say that it is of: "Trade grew by" that it is of "Trade grew".

    Args:
        words: those behind the last sign before it.
        is_cut: whether there are more, which are not among them.
        is_time: whether the figure is a date or year: what is before its preposition is no name of it.

    Returns:
        The name; "" where the words say none.
    """
    kept = list(words)
    while kept and is_small(kept[-1]):
        kept.pop()
    behind = {word.lower() for word in words[len(kept) :]}
    if not kept or behind & _ANOTHER or (is_time and is_cut):
        return ""
    if is_cut or is_small(kept[0]):
        if is_time and behind:
            return ""
        # Of a sentence whose beginning is left out the last words may be a name.
        last = max(
            (n for n, word in enumerate(kept) if is_small(word) and word.lower() not in _LINKS), default=-1
        )
        kept = kept[last + 1 :]
    while kept and kept[0].lower() in _LINKS:
        kept.pop(0)
    return " ".join(kept)


def are_of_others(old: dict[str, bool], new: dict[str, bool]) -> bool:
    """Whether the words before two figures name other persons or places, or have no word in common.

    Both are `naming_words`.
    """
    if not old or not new:
        return False
    if old.keys().isdisjoint(new):
        return True
    left, right = old.keys() - new.keys(), new.keys() - old.keys()
    return any(map(old.get, left)) and any(map(new.get, right))


def naming_words(label: str) -> dict[str, bool]:
    """The words of a label that name something, each with whether it has a capital; the first may anyway."""
    words = [word.strip(SIGNS) for word in label.split()]
    return {
        w.casefold(): n > 0 and w[0].isupper() for n, w in enumerate(words) if w and w.lower() not in _SMALL
    }


def common_label(old: str, new: str) -> str:
    """What two names of a figure have in common, from their beginnings or ends; "" for nothing."""
    if not old or not new:  # as a rule
        return ""
    one, other = old.split(), new.split()
    end = _common_beginning(one[::-1], other[::-1])[::-1]
    return max((" ".join(end), " ".join(_common_beginning(one, other))), key=len)


def _common_beginning(one: Sequence[str], other: Sequence[str]) -> Sequence[str]:
    """The words that both begin with, as the other has them, to the last that names something."""
    pairs = zip(one, other, strict=False)
    common = [b for a, b in takewhile(lambda pair: pair[0].casefold() == pair[1].casefold(), pairs)]
    while common and is_small(common[-1]):
        common.pop()
    return common


def is_small(word: str) -> bool:
    """Whether a word names nothing."""
    return word.lower() in _SMALL


def told_once(names: Sequence[str]) -> Iterator[str]:
    """`names`, of two that say the same the longer: of “Real GDP: Real GDP 2023” the second."""
    before = ""
    for name, after in zip_longest(names, names[1:], fillvalue=""):
        if not _begins(after, name) and not _begins(before[::-1], name[::-1]):
            yield name
            before = name


def named_once(words: str) -> str:
    """`words` with a name before them said once: of “note: note: data in 2021 dollars” one “note”."""
    return _DOUBLED.sub(r"\1", words, count=1)


def _begins(words: str, with_: str) -> bool:
    """Whether `words` begin with others, and go on behind a word of them."""
    if not words:
        return not with_
    rest = words[len(with_) :]
    return words.casefold().startswith(with_.casefold()) and (not rest or not rest[0].isalnum())
