"""What an index keeps of sections: what is shown of them, and the streams that they are matched by."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hkviewer.content.model import FactSheet, Section
from hkviewer.search.index.breaks import pack
from hkviewer.search.index.streams import BAR
from hkviewer.search.text.streams import Stream, stream_of, streams_of
from hkviewer.search.text.tokens import without_signs

_BATCH = 200
"""Sections that are read at once: to let go of thousands would keep other threads waiting for 40 ms."""
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
            yield self._rows(sheet.sections[start : start + _BATCH], above)

    def _rows(self, sections: Sequence[Section], above: str) -> list[SectionRow]:
        runs = [[run for leaf in section.leaves for run in leaf.searched] for section in sections]
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


def _row(section: Section, titles: _Titles, above: str, places: bytes, body: Stream) -> SectionRow:
    heading = titles.own
    bar = 2 * len(heading.text)
    return SectionRow(
        (section.id, clean(section.title), titles.path, clean(section.text), places),
        heading.text + BAR + body.text,
        titles.outer + above,
        pack([*heading.breaks, bar + 1, *map((bar + 2).__add__, body.breaks)]),
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
