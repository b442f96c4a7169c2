"""From a stream back to the text: where in a section a span of its stream stands."""

from __future__ import annotations

from collections.abc import Iterable

from hkviewer.search.index.stored_sections import StoredSection
from hkviewer.search.index.streams import SectionStream
from hkviewer.search.result import Span
from hkviewer.search.text.places import TokenPlaces

_NOTHING = TokenPlaces("")


def originals(
    stored: StoredSection, section: SectionStream, spans: Iterable[Span]
) -> tuple[list[Span], list[Span]]:
    """The places of spans of a section's tokens, given in order, in its title, and those in its text."""
    finder = _Finder(stored, section)
    heading: list[Span] = []
    body: list[Span] = []
    for span in spans:
        if span[0] < section.bar:
            heading.append(_bracketed(stored.title, *finder.place(*span)))
        else:
            body.append(_bracketed(stored.body, *finder.place(*span)))
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
    """Finds places in ascending order, so that each run of text that has one is read once."""

    def __init__(self, stored: StoredSection, section: SectionStream) -> None:
        self._stored = stored
        self._stream = section.text
        self._breaks = section.breaks
        self._end: float = -1
        self._offset, self._tokens = 0, _NOTHING
        self._reached, self._spaces = 0, 0

    def place(self, start: int, end: int) -> Span:
        """Where the piece of the text stands that gave the stream from `start` to `end`."""
        stream = self._stream
        token = self._token(start)
        first, behind = self._tokens.place(token)
        begin = self._offset + first
        if stream[start - 1] != " ":
            begin += self._tokens.letter(token, start - stream.rindex(" ", 0, start) - 1)
        if stream.find(" ", start, end) >= 0:
            token = self._token(end - 1)
            first, behind = self._tokens.place(token)
        if stream[end] in " -":
            return begin, self._offset + behind
        letter = self._tokens.letter(token, end - stream.rindex(" ", 0, end) - 2)
        return begin, self._offset + first + letter + 1

    def _token(self, position: int) -> int:
        """The number of the token that a position is in, in its run of text."""
        if position > self._end:
            run, self._reached, self._end = self._breaks.run(position)
            self._offset, self._tokens = self._stored.places(run)
            self._spaces = 0
        self._spaces += self._stream.count(" ", self._reached, position)
        self._reached = position
        return self._spaces
