"""Where in a text the tokens of its stream stand."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate

from hkviewer.search.text.fold import fold
from hkviewer.search.text.tokens import groups, splits


class TokenPlaces:
    """Finds the places of the tokens of one run of text by their numbers."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spelt, self._letters = -1, [0]
        folded, self._origins = fold(text)
        chunks = folded.split(" ")
        self._tokens = list(map(splits.__getitem__, chunks))
        self._lengths = list(accumulate(map(len, chunks), initial=0))
        self._reached = list(accumulate(map(len, self._tokens)))

    def place(self, token: int) -> tuple[int, int]:
        """Where a token begins and ends, in code points. Raises IndexError where there is none."""
        chunk = bisect_right(self._reached, token)
        _, start, end = self._tokens[chunk][token - (self._reached[chunk - 1] if chunk else 0)]
        begin = self._lengths[chunk] + chunk  # with the spaces before it
        start, end = begin + start, begin + end
        if isinstance(self._origins, range):
            return start, end
        return self._origins[start], _end(self._text, self._origins[end - 1] + 1)

    def letter(self, token: int, offset: int) -> int:
        """Where the letter at `offset` of a token stands in the text, counted from the token's start."""
        if token != self._spelt:
            folded, origins = fold(self._text[slice(*self.place(token))])
            both = zip(folded, origins, strict=True)
            self._spelt, self._letters = token, [origin for letter, origin in both if letter.isalnum()]
        return self._letters[offset]


def originals_of(text: str) -> list[str]:
    """For each of the `groups` of `text` what stands there."""
    places = TokenPlaces(text)
    originals = []
    token = 0
    for group in groups(text):
        last = token + group.count("-")
        originals.append(text[places.place(token)[0] : places.place(last)[1]])
        token = last + 1
    return originals


def _end(text: str, end: int) -> int:
    """`end` moved behind the combining marks that follow it."""
    while end < len(text) and text[end] > "\u02ff" and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end
