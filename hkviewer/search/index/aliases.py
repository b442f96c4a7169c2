"""Names with their abbreviations, as a text introduces them: “World Trade Organization (WTO)”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hkviewer.content.model import FactSheet
from hkviewer.search.text.tokens import groups

_INTRODUCED = re.compile(r"\(([A-Z][A-Za-z.&-]{1,11})\)")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_SMALL = frozenset(
    ["of", "the", "and", "for", "in", "on", "to", "de", "la", "du", "des", "der", "und", "with", "a", "an"]
)
_REACH = 160  # characters before the bracket; a longer name is none


def introduced_aliases(sheet: FactSheet) -> Iterator[tuple[str, str]]:
    """The token of each abbreviation that a sheet gives a name for, with the name."""
    for section in sheet.sections:
        if not _INTRODUCED.search(section.text):
            continue
        for _, text in section.searched:
            for bracket in _INTRODUCED.finditer(text):
                before = text[max(0, bracket.start() - _REACH) : bracket.start()]
                if (name := _name(before, bracket[1])) and len(key := groups(bracket[1])) == 1:
                    yield key[0], name


def _name(before: str, short: str) -> str:
    """The words at the end of `before` whose first letters are `short`, or ""."""
    letters = [letter.casefold() for letter in short if letter.isalpha()]
    words = list(_WORD.finditer(before))
    while letters and words:
        word = words.pop()
        if word[0][0].casefold() == letters[-1]:
            letters.pop()
        elif word[0].casefold() not in _SMALL:
            return ""
        if not letters:
            return " ".join(before[word.start() :].split())
    return ""
