"""From a stream back to the text: where in a section a span of its stream stands."""

from __future__ import annotations

from collections.abc import Iterable

from hkviewer.search.index.match import BAR
from hkviewer.search.index.store import StoredSection
from hkviewer.search.result import Span
from hkviewer.search.text.fold import fold


def originals(section: StoredSection, stream: str, spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """The places of spans of `stream`, given in order, in the section's title, and those in its text."""
    finder = _Finder(section, stream)
    heading: list[Span] = []
    body: list[Span] = []
    for start, end in spans:
        if start < finder.bar:
            heading.append(_bracketed(section.title, finder.start(start), finder.end(end)))
        else:
            body.append(_bracketed(section.body, finder.start(start), finder.end(end)))
    return heading, body


def _bracketed(text: str, start: int, end: int) -> Span:
    """A span, with the bracket before it that is closed in it: (202) 495-2266 is one piece."""
    if start and text[start - 1] in "([":
        shown = text[start:end]
        closed = shown.find(")" if text[start - 1] == "(" else "]")
        if closed >= 0 and text[start - 1] not in shown[:closed]:
            return start - 1, end
    return start, end


class _Finder:
    """Finds places in ascending order, so that a long stream is scanned once."""

    def __init__(self, section: StoredSection, stream: str) -> None:
        self.bar = stream.index(BAR)
        self._section = section
        self._stream = stream
        self._reached, self._spaces = 0, 0
        self._spelt, self._letters = -1, [0]

    def start(self, position: int) -> int:
        """Where the character of the text stands that gave the stream's character at `position`."""
        token, offset = self._token(position)
        first = self._section.starts[token]
        return first + self._letter(token, offset, position) if offset else first

    def end(self, position: int) -> int:
        """The place behind the character that gave the one before `position`."""
        token, offset = self._token(position - 1)
        if self._stream[position] in " -":
            return self._section.ends[token]
        return self._section.starts[token] + self._letter(token, offset, position) + 1

    def _token(self, position: int) -> tuple[int, int]:
        """The number of the token that a position is in, and how far into it."""
        self._spaces += self._stream.count(" ", self._reached, position)
        self._reached = position
        # Heading and body each begin and end with a space, so behind the bar there is one more of them.
        number = self._spaces - 1 - (position > self.bar)
        return number, position - self._stream.rindex(" ", 0, position) - 1

    def _letter(self, token: int, offset: int, position: int) -> int:
        """Where a letter of a token stands, counted from the token's start."""
        if token != self._spelt:
            text = self._section.title if position <= self.bar else self._section.body
            folded, origins = fold(text[self._section.starts[token] : self._section.ends[token]])
            both = zip(folded, origins, strict=True)
            self._spelt, self._letters = token, [origin for letter, origin in both if letter.isalnum()]
        return self._letters[offset]
