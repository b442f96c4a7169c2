"""From a stream back to the text: where in a section a span of its stream stands."""

from __future__ import annotations

from collections.abc import Iterable

from hkviewer.search.fold import fold
from hkviewer.search.match import BAR
from hkviewer.search.result import Span
from hkviewer.search.store import StoredSection


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
        self._stream = stream

    def start(self, position: int) -> int:
        """Where the character of the text stands that gave the stream's character at `position`."""
        token, offset = self._token(position)
        first = self._section.starts[token]
        return first + self._letters(token, position)[offset] if offset else first

    def end(self, position: int) -> int:
        """The place behind the character that gave the one before `position`."""
        token, offset = self._token(position - 1)
        if self._stream[position] in " -":
            return self._section.ends[token]
        return self._section.starts[token] + self._letters(token, position)[offset] + 1

    def _token(self, position: int) -> tuple[int, int]:
        """The number of the token that a position is in, and how far into it."""
        number = self._stream.count(" ", 0, position) - 1
        # Heading and body each begin and end with a space, so behind the bar there is one more of them.
        return number - (position > self.bar), position - self._stream.rindex(" ", 0, position) - 1

    def _letters(self, token: int, position: int) -> list[int]:
        """For each letter of a token where it stands, counted from the token's start."""
        text = self._section.title if position <= self.bar else self._section.body
        folded, origins = fold(text[self._section.starts[token] : self._section.ends[token]])
        return [origin for letter, origin in zip(folded, origins, strict=True) if letter.isalnum()]
