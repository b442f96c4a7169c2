"""The rows of the results' list: what was found, and below it what is offered."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hkviewer.content.ranges import BODY, TextRange
from hkviewer.gui.widgets.labels import counted, matches_text
from hkviewer.gui.widgets.lazy_sequence import LazySequence

if TYPE_CHECKING:
    from hkviewer.search.background.answer import RowColumns
    from hkviewer.search.result import SearchResult, SectionMatches


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row: a heading, a snippet with matches, what unfolds more of them, or the caption of what is offered.

    Attributes:
        text: the heading, the snippet or the caption.
        spans: the matches in `text`, code points.
        match: the number of the first match in the row, for a heading without one the first below it;
            -1 for what is offered and no match.
        note: what stands after a heading, "" for a snippet.
        place: where a row that is offered leads, a TextRange in the sheet that is read; None for a caption.
        folded: of which section, counted from 0 as they are shown, the row unfolds the other snippets, or
            folds them again; -1 for none.
        spoken: what a screen reader says, where that is not `text` and `note`.
        is_sheet: the heading is the title of a sheet, whose sections stand below.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    match: int
    note: str = ""
    place: object = None
    folded: int = -1
    spoken: str = ""
    is_sheet: bool = False

    @property
    def is_caption(self) -> bool:
        """Whether it stands above what is offered, and leads nowhere."""
        return self.match < 0 and self.place is None

    @property
    def said(self) -> str:
        """What a screen reader says of it."""
        return self.spoken or ", ".join(filter(None, (self.text, self.note)))


class ResultRows(LazySequence[ResultRow]):
    """The rows of an answer: first those with matches, then those that are offered."""

    def __init__(self, columns: RowColumns | None = None, offered: Sequence[ResultRow] = ()) -> None:
        self._columns = columns
        self._found = len(columns.counts) if columns is not None else 0
        self._offered = offered

    def __len__(self) -> int:
        return self._found + len(self._offered)

    def item(self, number: int) -> ResultRow:
        """Row `number`."""
        columns = self._columns
        if columns is None or number >= self._found:
            return self._offered[number - self._found]
        count = columns.counts[number]
        note = "" if count < 0 else matches_text(count)
        return ResultRow(columns.text(number), columns.spans(number), columns.first_matches[number], note)

    @property
    def headings(self) -> Sequence[int]:
        """The rows that are headings of sections with matches."""
        return self._columns.headings if self._columns is not None else ()

    @property
    def found(self) -> int:
        """How many rows there are before those that are offered."""
        return self._found

    @property
    def first_offered(self) -> object:
        """Where the first row that is offered leads; None where nothing is."""
        return next((row.place for row in self._offered if row.place is not None), None)

    def row_of(self, match: int) -> int:
        """The row that shows match `match`; -1 where there is none."""
        return self._columns.row_of(match) if self._columns is not None and match >= 0 else -1


def offered_rows(
    result: SearchResult,
    place: Callable[[SectionMatches, TextRange], object] = lambda _section, at: at,
    sheet_title: Callable[[str], str | None] = lambda _document: None,
) -> tuple[ResultRow, ...]:
    """The rows of nearest sections and of those with related words, each kind below its caption.

    `place` makes of where something stands what its row leads to; `sheet_title` gives the title of a
    section's sheet, where that is to be said.
    """
    rows = (_below_caption(caption, sections, place, sheet_title) for caption, sections in _offered(result))
    return tuple(itertools.chain(*rows))


def offers_in_words(result: SearchResult) -> str:
    """What is offered, as a screen reader is told of it when it comes; "" for nothing."""
    said = []
    for caption, sections in _offered(result):
        if sections:
            (first, note), more = sections[0], len(sections) - 1
            others = f", and {more} more" if more else ""
            said.append(f"{_said(caption, first, note)}{others}")
    if result.offers:
        said.append(f"Offered: {', '.join(result.offers)}")
    return ". ".join(said)


def _offered(result: SearchResult) -> Iterator[tuple[str, list[tuple[SectionMatches, str]]]]:
    """The kinds of what is offered: the caption of each, and its sections, each with a note."""
    yield "Nearest", [(near.found, f"without {_quoted(near.missing)}") for near in result.nearest]
    yield "Related", [(other.found, f"related: {other.word}") for other in result.related]


def _said(caption: str, section: SectionMatches, note: str) -> str:
    return f"{caption}: {section.title}, {note.removeprefix('related: ')}"


def _below_caption(
    caption: str,
    sections: Sequence[tuple[SectionMatches, str]],
    place: Callable[[SectionMatches, TextRange], object],
    sheet_title: Callable[[str], str | None],
) -> Iterator[ResultRow]:
    if sections:
        spoken = f"{caption}: {counted(len(sections), 'section')}"
        yield ResultRow(caption.upper(), (), -1, spoken=spoken)
    for section, note in sections:
        ranges = section.ranges
        to = place(section, ranges[0] if ranges else TextRange.heading(section.section))
        # Before the heading, where nobody takes one sheet's figure for another's.
        sheet = f"{title} · " if (title := sheet_title(section.document)) else ""
        spans = tuple((start + len(sheet), end + len(sheet)) for start, end in section.heading_spans)
        said = ", ".join(filter(None, (_said(caption, section, note), title)))
        yield ResultRow(f"{sheet}{section.title}", spans, -1, note, to, spoken=said)
        for snippet in section.snippets[:1]:
            at = TextRange(section.section, BODY, *section.spans[0])
            said = ": ".join(filter(None, (caption, title, snippet.text)))
            yield ResultRow(snippet.text, snippet.spans, -1, place=place(section, at), spoken=said)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
