"""Names with their abbreviations, as a text introduces them: “World Trade Organization (WTO)”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hkviewer.search.tokens import groups

_INTRODUCED = re.compile(r"\(([A-Z][A-Za-z.&-]{1,11})\)")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_SMALL = frozenset("of the and for in on to de la du des der und with a an".split())
_REACH = 160  # characters before the bracket; a longer name is none


def introduced_aliases(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The names that the texts give abbreviations for, by the abbreviation's token."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for bracket in _INTRODUCED.finditer(text):
            name = _name(text[max(0, bracket.start() - _REACH) : bracket.start()], bracket[1])
            key = groups(bracket[1])
            if name and len(key) == 1 and name not in found.get(key[0], ()):
                found[key[0]] = (*found.get(key[0], ()), name)
    return found


def _name(before: str, short: str) -> str:
    """The words at the end of `before` whose first letters are `short`, or ""."""
    letters = [letter.casefold() for letter in short if letter.isalpha()]
    words = list(_WORD.finditer(before))
    while letters and words:
        word = words.pop()
        initial = word[0][0].casefold()
        if initial == letters[-1]:
            letters.pop()
        elif word[0].casefold() not in _SMALL:
            return ""
        if not letters:
            return " ".join(before[word.start() :].split())
    return ""
