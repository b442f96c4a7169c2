"""A result in columns: as the window takes it from the thread that searches.

The largest results have some hundred thousand values. As objects of their own they would be handed
over one by one, and Python would go through all of them whenever it looks for garbage, for up to 25 ms
with the window standing still; in arrays and one piece of text they are copied as they are.
"""

from __future__ import annotations

import bisect
import itertools
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.preferences.schema import ResultOrder
from hkviewer.search.result import SearchResult, SectionMatches, Span

_INT = "i"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search for: `typing` says that the last word may be half typed; `order` how sections stand."""

    text: str
    typing: bool
    order: ResultOrder = "best"


@dataclass(frozen=True, slots=True)
class MatchColumns:
    """All matches in reading order: for each section those of its heading, then those of its text.

    Attributes:
        section_ids: the sections that have matches.
        sections: for each match the position of its section in `section_ids`.
        starts: its first code point in the section's text or heading.
        ends: the code point after its last.
        parts: HEADING or BODY.
    """

    section_ids: tuple[str, ...]
    sections: array[int]
    starts: array[int]
    ends: array[int]
    parts: bytes

    def range(self, number: int) -> TextRange:
        """Where match `number` stands. Raises IndexError where there is none."""
        section_id = self.section_ids[self.sections[number]]
        return TextRange(section_id, self.parts[number], self.starts[number], self.ends[number])


@dataclass(frozen=True, slots=True)
class RowColumns:
    """The rows of a list of results: for each section its heading, then its snippets.

    Attributes:
        texts: the words of all rows in UTF-8, one after the other.
        text_ends: for each row the end of its words in `texts`, bytes.
        counts: for a heading all matches of its section, for a snippet -1.
        first_matches: the number of the first match in the row, for a heading without one the first below it.
        in_reading_order: the rows as their first matches stand in the sheet.
        headings: the rows that are headings.
        span_ends: for each row the end of its matches in `starts` and `ends`.
        starts: for each match its first code point in its row.
        ends: the code point after its last.
    """

    texts: bytes
    text_ends: array[int]
    counts: array[int]
    first_matches: array[int]
    in_reading_order: array[int]
    headings: array[int]
    span_ends: array[int]
    starts: array[int]
    ends: array[int]

    def text(self, row: int) -> str:
        """The words of a row."""
        start = self.text_ends[row - 1] if row else 0
        return self.texts[start : self.text_ends[row]].decode("utf-8", "surrogatepass")

    def spans(self, row: int) -> tuple[Span, ...]:
        """The matches in a row's words, in code points."""
        seen = slice(self.span_ends[row - 1] if row else 0, self.span_ends[row])
        return tuple(zip(self.starts[seen], self.ends[seen], strict=True))

    def row_of(self, match: int) -> int:
        """The row that shows match `number`; -1 where there is none."""
        place = bisect.bisect_right(self.in_reading_order, match, key=self.first_matches.__getitem__) - 1
        return self.in_reading_order[place] if place >= 0 else -1


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """A result, and what the window makes of it.

    Attributes:
        result: what the search found, but for its sections, which are in the columns; of those that are
            offered it has the first snippet.
        matches: all matches.
        rows: the rows of the results' list, in the order of the result.
        counts: matches by section id, headings included.
        sums: the same with those of the sections below each, by the ids of all that have any.
        is_open: there is no match, and the last word is still being typed: it says nothing yet.
    """

    result: SearchResult
    matches: MatchColumns
    rows: RowColumns
    counts: Mapping[str, int]
    sums: Mapping[str, int]
    is_open: bool = False

    @classmethod
    def of(
        cls,
        result: SearchResult,
        above: Mapping[str, str],
        *,
        half_typed: bool = False,
        first_line: Callable[[SectionMatches], str] = lambda _section: "",
    ) -> SearchAnswer:
        """The answer for a result in one sheet.

        Args:
            result: what was found.
            above: the sheet's `FactSheet.outer`, in the order of reading.
            half_typed: the last word of the query is still being typed.
            first_line: how a section's text begins; shown where the heading alone matches.
        """
        order = {section_id: number for number, section_id in enumerate(above)}
        in_reading_order = sorted(result.sections, key=lambda section: order[section.section])
        counts = {section.section: _count(section) for section in result.sections}
        sums: dict[str, int] = {}
        for section_id, count in counts.items():
            outer = section_id
            while outer:
                sums[outer] = sums.get(outer, 0) + count
                outer = above[outer]
        return cls(
            result=without_sections(result),
            matches=_match_columns(in_reading_order),
            rows=_row_columns(result.sections, _firsts(in_reading_order), first_line),
            counts=counts,
            sums=sums,
            is_open=half_typed and not result.section_count,
        )


def _count(section: SectionMatches) -> int:
    return section.hits + section.heading_hits


def columns_of(
    sections: Sequence[SectionMatches], first_line: Callable[[SectionMatches], str]
) -> tuple[MatchColumns, RowColumns]:
    """The matches and the rows of sections, in the order in which they stand."""
    return _match_columns(sections), _row_columns(sections, _firsts(sections), first_line)


def _place(section: SectionMatches) -> tuple[str, str]:
    return section.document, section.section


def _firsts(sections: Sequence[SectionMatches]) -> dict[tuple[str, str], int]:
    """The number of each section's first match, by its document and id."""
    numbers = itertools.accumulate(map(_count, sections), initial=0)
    return dict(zip(map(_place, sections), numbers, strict=False))


def without_sections(result: SearchResult) -> SearchResult:
    """`result` without its sections, and without what is not shown of those that are offered."""
    nearest = tuple(replace(near, found=_brief(near.found)) for near in result.nearest)
    related = tuple(replace(other, found=_brief(other.found)) for other in result.related)
    return replace(result, sections=(), nearest=nearest, related=related)


def _brief(section: SectionMatches) -> SectionMatches:
    """A section with its first snippet alone, and the matches in that."""
    shown = section.snippets[:1]
    spans = tuple(s for each in shown for s in section.spans[each.first : each.first + len(each.spans)])
    return replace(section, spans=spans, snippets=tuple(replace(each, first=0) for each in shown))


def _match_columns(sections: Sequence[SectionMatches]) -> MatchColumns:
    numbers, starts, ends = array(_INT), array(_INT), array(_INT)
    parts = bytearray()
    for number, section in enumerate(sections):
        for spans, part in ((section.heading_spans, HEADING), (section.spans, BODY)):
            for start, end in spans:
                numbers.append(number)
                starts.append(start)
                ends.append(end)
                parts.append(part)
    ids = tuple(section.section for section in sections)
    return MatchColumns(ids, numbers, starts, ends, bytes(parts))


def _row_columns(
    sections: Sequence[SectionMatches],
    firsts: Mapping[tuple[str, str], int],
    first_line: Callable[[SectionMatches], str],
) -> RowColumns:
    """The rows of sections whose first matches have the numbers `firsts`."""
    titles = Counter((section.document, section.title) for section in sections)
    texts = bytearray()
    text_ends, counts, first_matches, span_ends = array(_INT), array(_INT), array(_INT), array(_INT)
    starts, ends = array(_INT), array(_INT)
    for section in sections:
        is_alone = titles[section.document, section.title] == 1
        title = section.title if is_alone else _told_apart(section)
        for text, spans, count, first in _rows(section, title, firsts[_place(section)], first_line):
            texts += text.encode("utf-8", "surrogatepass")
            text_ends.append(len(texts))
            counts.append(count)
            first_matches.append(first)
            for start, end in spans:
                starts.append(start)
                ends.append(end)
            span_ends.append(len(starts))
    # A section's first line, shown for a match in its heading, has none of its own.
    ends_before = [0, *span_ends]
    own = (row for row, count in enumerate(counts) if count >= 0 or ends_before[row] < span_ends[row])
    rows = array(_INT, sorted(own, key=first_matches.__getitem__))
    heads = array(_INT, (row for row, count in enumerate(counts) if count >= 0))
    return RowColumns(bytes(texts), text_ends, counts, first_matches, rows, heads, span_ends, starts, ends)


def _rows(
    section: SectionMatches, title: str, first: int, first_line: Callable[[SectionMatches], str]
) -> Iterator[tuple[str, tuple[Span, ...], int, int]]:
    yield title, section.heading_spans, _count(section), first
    below = first + section.heading_hits
    for snippet in section.snippets:
        yield snippet.text, snippet.spans, -1, below + snippet.first
    if not section.snippets and (line := first_line(section)):
        yield line, (), -1, first


def _told_apart(section: SectionMatches) -> str:
    """The heading of a section that another has, too, with the one above it."""
    return " · ".join((section.title, *section.path[-2:-1]))
