"""What an index keeps of sections: what is shown of them, and the streams that they are matched by."""

from __future__ import annotations

import functools
import itertools
import json
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hkviewer.content.model import FactSheet, Section
from hkviewer.search.index.breaks import pack
from hkviewer.search.index.streams import BAR
from hkviewer.search.text.streams import Stream, stream_of, streams_of
from hkviewer.search.text.tokens import without_signs

_BATCH = 200
"""Sections that are read at once: to let go of thousands would keep other threads waiting for 40 ms."""
_LONG, _RUNS = 100_000, 1000
"""Characters of a section, and runs, that are cut into words in one go: meanwhile the window stands still."""
_JSON = json.JSONEncoder(ensure_ascii=False)  # made once: a sheet has hundreds of paths


class SectionRow(NamedTuple):
    """A section as the tables have it.

    Attributes:
        shown: its id, title, path and body, and of each run of the body that has tokens the place and length.
        text, outer, breaks: the stream that it is matched by (see `SectionStream`).
    """

    shown: tuple[str, str, str, str, bytes]
    text: str
    outer: str
    breaks: bytes


class _Titles(NamedTuple):
    """The tokens of a section's own title, those of the titles above, and the path as it is kept."""

    own: Stream
    outer: str
    path: str


class SectionRows:
    """Makes the rows of sections; titles, which recur in every country's sheet, are cut into words once."""

    def __init__(self) -> None:
        self._title = functools.lru_cache(maxsize=1024)(_of_title)
        self._titles = functools.lru_cache(maxsize=1024)(self._titles_of)

    def batches(self, sheet: FactSheet) -> Iterator[list[SectionRow]]:
        """The rows of a sheet's sections, some at a time."""
        above = BAR + stream_of([sheet.title]).text
        for start in range(0, len(sheet.sections), _BATCH):
            batch = sheet.sections[start : start + _BATCH]
            rows: list[SectionRow] = []
            for is_long, sections in itertools.groupby(batch, lambda section: len(section.text) > _LONG):
                make = self._long_rows if is_long else self._rows
                rows += make(list(sections), above)
            yield rows

    def _long_rows(self, sections: Sequence[Section], above: str) -> list[SectionRow]:
        return [
            _row(section, self._titles(section.path), above, *_long_stream(section)) for section in sections
        ]

    def _rows(self, sections: Sequence[Section], above: str) -> list[SectionRow]:
        runs = [list(section.searched) for section in sections]
        texts = [[text for _, text in each] for each in runs]
        bodies = streams_of(texts)
        return [
            _row(section, self._titles(section.path), above, _places(each, body), body)
            for section, each, body in zip(sections, runs, bodies, strict=True)
        ]

    def _titles_of(self, path: tuple[str, ...]) -> _Titles:
        *outer, own = map(self._title, path or ("",))
        return _Titles(own, "".join(stream.text for stream in outer), _JSON.encode(list(map(clean, path))))


def _of_title(title: str) -> Stream:
    return stream_of([title])


def _places(runs: Sequence[tuple[int, str]], body: Stream) -> bytes:
    """The place and length of each run that has tokens."""
    filled = runs if len(body.filled) == len(runs) else map(runs.__getitem__, body.filled)
    return pack([number for offset, text in filled for number in (offset, len(text))])


def _long_stream(section: Section) -> tuple[bytes, Stream]:
    """The same of a section, and the stream of its body, by some runs at a time."""
    places, breaks = array("I"), array("I")
    pieces: list[str] = []
    length = 0
    runs = section.searched
    while some := list(itertools.islice(runs, _RUNS)):
        stream = stream_of([text for _, text in some])
        for number in stream.filled:
            places.extend((some[number][0], len(some[number][1])))
        if stream.filled:
            breaks.extend([2 * length + 1] if pieces else [])
            breaks.extend([2 * length + place for place in stream.breaks])
            pieces.append(stream.text[:-1])  # without the separator that the next begins with
            length += len(pieces[-1])
    return pack(places), Stream("".join((*pieces, " ")), breaks, ())


def _row(section: Section, titles: _Titles, above: str, places: bytes, body: Stream) -> SectionRow:
    heading = titles.own
    bar = 2 * len(heading.text)
    breaks = array("I", [*heading.breaks, bar + 1])
    for start in range(0, len(body.breaks), _RUNS):
        breaks.extend([bar + 2 + place for place in body.breaks[start : start + _RUNS]])
    return SectionRow(
        (section.id, clean(section.title), titles.path, clean(section.text), places),
        heading.text + BAR + body.text,
        titles.outer + above,
        pack(breaks),
    )


def columns(text: str, outer: str) -> tuple[str, str, str, str]:
    """The columns of the full-text table, without the hyphens of joined words and without signs."""
    heading, _, body = _words_of(text).partition(BAR)
    headings, _, sheet = _words_of(outer).partition(BAR)
    return heading, body, headings + heading, sheet


def _words_of(stream: str) -> str:
    return without_signs(stream).replace("- ", " ")


def clean(text: str) -> str:
    """`text` without lone surrogates, which no database takes, in the same length."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
