"""Words that were typed cut short: “mort. rate”, “agrmt”."""

from __future__ import annotations

import re

from hkviewer.search.index.vocabulary import Vocabulary
from hkviewer.search.text.inflection import family

_CUT_OFF = re.compile(r"(?<![\w.])([^\W\d_]{2,6})\.(?=[\s,]|$)")
_LONGEST_QUERY = 4
"""Words of a query whose last dot ends no sentence."""
_LONGEST = 40
_SHORTEST_SKELETON = 3
_SHORTEST_GAPPED = 6
_MOST_LEFT_OUT = 2
"""Consonants that a word without its vowels may lack: “mgmt” has one n of “management” less."""
_VOWELS = frozenset("aeiouy")


def cut_off(text: str) -> frozenset[str]:
    """The words of a query that end in a dot, though it goes on: those that were cut off."""
    text = text.strip() if len(text.split()) <= _LONGEST_QUERY else text.strip().rstrip(".")
    return frozenset(word.casefold() for word in _CUT_OFF.findall(text))


def begun(word: str, vocabulary: Vocabulary) -> list[str]:
    """The words of the texts that begin with `word`, the commonest first."""
    entries = vocabulary.like(word[0], len(word) + 1, _LONGEST)
    longer = [entry for entry in entries if entry.count and entry.term.startswith(word)]
    return [entry.term for entry in sorted(longer, key=lambda entry: (-entry.count, entry.term))]


def without_vowels(word: str, vocabulary: Vocabulary) -> str:
    """The word of the texts that `word` is when its vowels are left out; "" for none, or several."""
    consonants = sum(letter not in _VOWELS for letter in word)
    is_skeleton = consonants >= _SHORTEST_SKELETON and _VOWELS.isdisjoint(word[1:])
    return _longer(word, vocabulary, _MOST_LEFT_OUT) if is_skeleton else ""


def without_some_letters(word: str, vocabulary: Vocabulary) -> str:
    """The word of the texts that `word` is when some vowels and one more letter are left out; "" as above."""
    return _longer(word, vocabulary, 1) if len(word) >= _SHORTEST_GAPPED else ""


def _longer(word: str, vocabulary: Vocabulary, left_out: int) -> str:
    """The word that has the letters of `word` in their order, few other consonants, and the same end."""
    letters = re.compile("[a-z]*?".join(word.removesuffix("s")) + ("s" if word[-1] == "s" else ""))
    own = sum(letter not in _VOWELS for letter in word[1:])
    found: dict[int, list[str]] = {}
    for entry in vocabulary.like(word[0], len(word) + 1, 3 * len(word)):
        consonants = sum(letter not in _VOWELS for letter in entry.term[1:])
        if entry.count and letters.fullmatch(entry.term) and consonants <= own + left_out:
            found.setdefault(consonants, []).append(entry.term)
    nearest = found[min(found)] if found else [""]
    return nearest[0] if set(nearest) <= family(nearest[0], {}) else ""
