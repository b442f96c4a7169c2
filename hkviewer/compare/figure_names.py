"""Whether two names of figures may be one thing's."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from hkviewer.compare.figure_labels import is_small

_FEWEST_INITIALS = 3
_SHORTEST_NAME = 5
"""Letters of a name that another may be a spelling of: Iran and Iraq are none of each other."""


def have_one_name(old: str, new: str) -> bool:
    """Whether two names may be one thing's: one is short for the other, or they are spelled nearly alike."""
    return is_short_for(old, new) or is_other_spelling(old, new)


def is_short_for(old: str, new: str) -> bool:
    """Whether one of two names is the other in short: "S. Korea", "South Korea"; "NPP", "New Party Plan"."""
    short, long = sorted((old.split(), new.split()), key=lambda words: (len(words), len("".join(words))))
    if len(short) == 1 and len(long) > _FEWEST_INITIALS - 1:
        initials = "".join(word[0] for word in long if not is_small(word))
        return short[0] == initials and initials.isupper()
    pairs = list(zip(short, long, strict=False))
    cut = [(a, b) for a, b in pairs if a.casefold() != b.casefold()]
    return len(short) == len(long) > len(cut) > 0 and all(
        a.endswith(".") and len(a) > 1 and b.casefold().startswith(a[:-1].casefold()) for a, b in cut
    )


def is_other_spelling(old: str, new: str) -> bool:
    """Whether two names differ in one letter, which is not put before: "Kikuyu", "Gikuyu"."""
    one, other = old.casefold(), new.casefold()
    if min(len(one), len(other)) < _SHORTEST_NAME or any(map(str.isdigit, one + other)):
        return False
    if len(one) != len(other) and one[0] != other[0]:
        return False  # "typical", "atypical"
    return Levenshtein.distance(one, other, score_cutoff=1) == 1
