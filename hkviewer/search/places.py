"""From a stream back to the text: where in a section a span of its stream stands."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable

from hkviewer.search.fold import fold
from hkviewer.search.match import BAR
from hkviewer.search.result import Span
from hkviewer.search.store import StoredSection

_BREAK = re.compile("[ -]")


def originals(section: StoredSection, stream: str, spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """The places of spans of `stream` in the section's title, and those in its text."""
    finder = _Finder(section, stream)
    heading: list[Span] = []
    body: list[Span] = []
    for start, end in spans:
        (heading if start < finder.bar else body).append((finder.start(start), finder.end(end)))
    return heading, body


class _Finder:
    def __init__(self, section: StoredSection, stream: str) -> None:
        self.bar = stream.index(BAR)
        self._section = section
        self._breaks = array("I", (found.start() for found in _BREAK.finditer(stream)))

    def start(self, position: int) -> int:
        """Where the character of the text stands that gave the stream's character at `position`."""
        place, token = self._token(position)
        offset = position - self._breaks[place] - 1
        first = self._section.starts[token]
        return first + self._characters(token, position)[offset] if offset else first

    def end(self, position: int) -> int:
        """The place behind the character that gave the one before `position`."""
        place, token = self._token(position - 1)
        if position == self._breaks[place + 1]:
            return self._section.ends[token]
        offset = position - self._breaks[place] - 1
        return self._section.starts[token] + self._characters(token, position)[offset - 1] + 1

    def _token(self, position: int) -> tuple[int, int]:
        """The number of the break before `position`, and that of the token between it and the next."""
        place = bisect_left(self._breaks, position + 1) - 1
        # Heading and body each begin and end with a break, so behind the bar there is one more of them.
        return place, place - (position > self.bar)

    def _characters(self, token: int, position: int) -> list[int]:
        """For each letter of a token where it stands, counted from the token's start."""
        text = self._section.title if position <= self.bar else self._section.body
        folded, origins = fold(text[self._section.starts[token] : self._section.ends[token]])
        return [origin for letter, origin in zip(folded, origins, strict=True) if letter.isalnum()]
