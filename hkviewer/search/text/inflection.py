"""Inflections of an English word, and its British or American spelling.

Only endings that leave the word the same word: -s, -es, -ed, -ing, with a dropped e or a doubled
consonant, and -y/-ies. Which of these forms occur, the vocabulary of what is searched knows.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Mapping, Sequence

SHORTEST_BASE = 3
_ENDINGS = ("s", "ed", "ing")
_VOWELS = frozenset("aeiouy")
_VOWEL_RUN = re.compile(r"(?<!q)[aeiouy]+|(?<=q)u[aeiouy]+")
_CLOSED_SYLLABLE = re.compile(r"(?:.*(?:[^aeiouy]|qu))?[aeiouy][^aeiouywx]")
# Their -ed and -ing belong to the verb that ends in e: “united” is no form of “unit”.
_VERB_HAS_E = frozenset(
    """ant bast breath chang cleans cloth compos curs eras expos hing laps leas loath lung pars past pleas
    rang regal sheath sooth swath teas teeth tens unit wreath""".split()
)
# They look like inflections of other words and are none.
_NOT_INFLECTED = frozenset(
    """bleed breed creed deed evening evenings feed greed heed indeed need news offing ragged reed rugged seed
    speed steed weed wicked""".split()
)


# Words of grammar and parts of names, which have no -s, -ed or -ing.
_NEVER_INFLECTED = frozenset("des her las les los the".split())
_SHORTEST_HALF_SPELT = 5
"""Letters of a beginning whose other spelling is searched for, too; shorter ones begin too many words."""


def family(word: str, spellings: Mapping[str, str]) -> frozenset[str]:
    """`word`, its inflections, and those of the words it may be an inflection of.

    Args:
        word: a folded token; one that is not all letters, or is too short, is a family of its own.
        spellings: the British spelling of American words and the other way round.
    """
    if not word.isalpha() or len(word) < SHORTEST_BASE:
        return frozenset({word})
    words = {form for base in bases(word) for form in forms(base)} | {word}
    for other in {spellings[form] for form in words if form in spellings}:
        words.update(form for base in bases(other) for form in forms(base))
        words.add(other)
    return frozenset(words)


def spelt_otherwise(beginning: str, spellings: Mapping[str, str], in_order: Sequence[str]) -> frozenset[str]:
    """The words whose other spelling, British or American, has that beginning, with their inflections.

    Args:
        beginning: what was typed of a word, folded.
        spellings: as in `family`.
        in_order: its words, sorted: going through all of them at each key would take 0.2 ms.
    """
    if len(beginning) < _SHORTEST_HALF_SPELT:
        return frozenset()
    first = bisect.bisect_left(in_order, beginning)
    words = itertools.takewhile(
        lambda word: word.startswith(beginning), itertools.islice(in_order, first, None)
    )
    others = [spellings[word] for word in words]
    return frozenset(form for other in others for base in bases(other) for form in forms(base))


def bases(word: str) -> list[str]:
    """The words that `word` may be a form of, itself among them: also such as there are none."""
    if word in _NOT_INFLECTED:
        return [word]
    if not word.endswith(_ENDINGS):  # as most words: to try what it may be a form of takes six times as long
        return [word] if len(word) >= SHORTEST_BASE and not _VOWELS.isdisjoint(word) else []
    return [
        b for b in _cut(word) if len(b) >= SHORTEST_BASE and not _VOWELS.isdisjoint(b) and word in forms(b)
    ]


def _cut(word: str) -> set[str]:
    """`word`, and what is left of it without the ending that it has."""
    if word.endswith("s"):
        return {word, word[:-1], *((word[:-2],) if word.endswith("es") else ()), word[:-3] + "y"}
    if word.endswith("ed"):
        return {word, word[:-1], word[:-2], word[:-3], word[:-3] + "y"}
    return {word, word[:-3], word[:-3] + "e", word[:-4]}


def forms(base: str) -> set[str]:
    """`base` with each of its endings."""
    if base in _NEVER_INFLECTED:
        return {base}
    return {base} | (_plurals(base) | _verbal(base, "ed") | _verbal(base, "ing")) - _NOT_INFLECTED


def _plurals(base: str) -> set[str]:
    if base[-1] == "y" and base[-2] not in "aeiou":
        return {base[:-1] + "ies", base + "s"}
    if base.endswith(("s", "x", "z", "sh")):
        return {base + "es"}
    if base.endswith(("ch", "o")):
        return {base + "s", base + "es"}
    return {base + "s"}


def _may_be_verb(base: str) -> bool:
    """Whether `base` may have -ed and -ing: “fle” and “deni” are no words, though fled and denied are."""
    if base[-1] == "i":
        return base in ("ski", "taxi")
    return base[-1] != "e" or base.endswith("ee") or not _VOWELS.isdisjoint(base[:-1])


def _verbal(base: str, ending: str) -> set[str]:
    """`base` with -ed or -ing."""
    if base in _VERB_HAS_E or not _may_be_verb(base):
        return set()
    if base[-1] == "e":
        if ending == "ed":
            return {base + "d"}
        return {base + "ing"} if base.endswith(("ee", "oe", "ye")) else {base[:-1] + "ing"}
    if base[-1] == "y" and base[-2] not in "aeiou" and ending == "ed":
        return {base[:-1] + "ied"}
    if not _CLOSED_SYLLABLE.fullmatch(base):
        return {base + ending}
    # One run of vowels is one syllable: stop always doubles its consonant, visit and refer may.
    doubled = base + base[-1] + ending
    return {doubled} if len(_VOWEL_RUN.findall(base)) == 1 else {doubled, base + ending}
