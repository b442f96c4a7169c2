"""From a stream back to the text: where in a section a span of its stream stands."""

from __future__ import annotations

from collections.abc import Iterable

from hkviewer.search.index.match import BAR
from hkviewer.search.index.store import StoredSection
from hkviewer.search.result import Span
from hkviewer.search.text.fold import fold
from hkviewer.search.text.places import TokenPlaces


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
        # Heading and body each begin and end with a space.
        self._in_heading = stream.count(" ", 0, self.bar) - 1
        self._heading = TokenPlaces([(0, section.title)])
        self._body = TokenPlaces(section.runs)
        self._spelt, self._letters = -1, [0]

    def start(self, position: int) -> int:
        """Where the character of the text stands that gave the stream's character at `position`."""
        token, offset = self._token(position)
        first, _ = self._place(token)
        return first + self._letter(token, offset) if offset else first

    def end(self, position: int) -> int:
        """The place behind the character that gave the one before `position`."""
        token, offset = self._token(position - 1)
        first, last = self._place(token)
        return last if self._stream[position] in " -" else first + self._letter(token, offset) + 1

    def _token(self, position: int) -> tuple[int, int]:
        """The number of the token that a position is in, and how far into it."""
        self._spaces += self._stream.count(" ", self._reached, position)
        self._reached = position
        number = self._spaces - 1 - (position > self.bar)
        return number, position - self._stream.rindex(" ", 0, position) - 1

    def _place(self, token: int) -> Span:
        """Where a token stands, in the title or in the text."""
        behind = token - self._in_heading
        return self._heading.place(token) if behind < 0 else self._body.place(behind)

    def _letter(self, token: int, offset: int) -> int:
        """Where a letter of a token stands, counted from the token's start."""
        if token != self._spelt:
            text = self._section.title if token < self._in_heading else self._section.body
            folded, origins = fold(text[slice(*self._place(token))])
            both = zip(folded, origins, strict=True)
            self._spelt, self._letters = token, [origin for letter, origin in both if letter.isalnum()]
        return self._letters[offset]
