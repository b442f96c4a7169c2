"""Where in a text the tokens of its stream stand."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from hkviewer.search.text.fold import fold
from hkviewer.search.text.tokens import groups, splits

Run = tuple[int, str]
"""A run of text and its offset in the whole."""


class TokenPlaces:
    """Finds the places of tokens by their numbers in the stream, run by run: those of a run in any order."""

    def __init__(self, runs: Iterable[Run]) -> None:
        """`runs` are those that the stream was made of, each with its offset."""
        self._runs = iter(runs)
        self._before, self._count = 0, 0
        self._offset, self._text = 0, ""
        self._origins: Sequence[int] = range(0)
        self._tokens: list[tuple[tuple[str, int, int], ...]] = []
        self._starts: list[int] = []
        self._reached: list[int] = []

    def place(self, token: int) -> tuple[int, int]:
        """Where a token begins and ends, in code points; not one of a run before the last one's.

        Raises IndexError where there is none.
        """
        while token >= self._before + self._count:
            self._advance()
        chunk = bisect_right(self._reached, token - self._before)
        first = self._before + (self._reached[chunk - 1] if chunk else 0)
        _, start, end = self._tokens[chunk][token - first]
        start, end = start + self._starts[chunk], end + self._starts[chunk]
        if isinstance(self._origins, range):
            return self._offset + start, self._offset + end
        behind = _end(self._text, self._origins[end - 1] + 1)
        return self._offset + self._origins[start], self._offset + behind

    def _advance(self) -> None:
        """Go on to the next run."""
        run = next(self._runs, None)
        if run is None:
            raise IndexError("no such token")
        self._before += self._count
        self._offset, self._text = run
        folded, self._origins = fold(self._text)
        chunks = folded.split(" ")
        self._tokens = list(map(splits.__getitem__, chunks))
        self._starts = [0, *accumulate(len(chunk) + 1 for chunk in chunks)]
        self._reached = list(accumulate(map(len, self._tokens)))
        self._count = self._reached[-1]


def originals_of(text: str) -> list[str]:
    """For each of the `groups` of `text` what stands there."""
    places = TokenPlaces([(0, text)])
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
