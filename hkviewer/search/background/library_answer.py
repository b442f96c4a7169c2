"""What a search in the library found, as the window takes it: by sheet, and in each by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hkviewer.content.ranges import TextRange
from hkviewer.search.background.answer import MatchColumns, RowColumns, columns_of, without_sections
from hkviewer.search.index.store import StoredSheet
from hkviewer.search.library.wanted import Progress
from hkviewer.search.result import SearchResult, SectionMatches


@dataclass(frozen=True, slots=True)
class SheetResults:
    """A sheet that has matches in sections that are listed.

    Attributes:
        path: its file; what `LibraryAnswer.counts` knows it by.
        document: what the command line calls it.
        title: the sheet's title.
        edition: its date, or "".
        matches: all that it has, also in sections that are not listed.
        first_row: its first row in `LibraryAnswer.rows`; they end where the next sheet's begin.
    """

    path: str
    document: str
    title: str
    edition: str
    matches: int
    first_row: int


@dataclass(frozen=True, slots=True)
class LibraryAnswer:
    """A result in the library, and what the window shows of it.

    Attributes:
        result: what was found and what is said and offered, without the sections.
        sheets: the sheets with listed sections, in the order of their first ones.
        rows: the rows of all sheets: for each section its heading, then its snippets.
        matches: the matches of the listed sections in the order of the rows.
        sheet_of: for each of `matches.section_ids` the number of its sheet in `sheets`.
        counts: all matches by path, of every sheet that has any: the badges of the library's list.
        paths: the files of all sheets that have matches or are offered, by document.
        progress: how much of the library was searched.
        is_open: there is no match, and the last word is still being typed: it says nothing yet.
    """

    result: SearchResult
    sheets: tuple[SheetResults, ...]
    rows: RowColumns
    matches: MatchColumns
    sheet_of: tuple[int, ...]
    counts: Mapping[str, int]
    paths: Mapping[str, str]
    progress: Progress
    is_open: bool = False

    def target(self, match: int) -> tuple[SheetResults, TextRange]:
        """Where match `number` leads: a sheet, and the place in it. Raises IndexError where there is none."""
        return self.sheets[self.sheet_of[self.matches.sections[match]]], self.matches.range(match)

    @classmethod
    def of(
        cls,
        result: SearchResult,
        sheets: Mapping[str, StoredSheet],
        progress: Progress,
        *,
        half_typed: bool = False,
        first_line: Callable[[SectionMatches], str] = lambda _section: "",
    ) -> LibraryAnswer:
        """The answer for a result.

        Args:
            result: what was found.
            sheets: those of the index, by document; a library may have thousands.
            progress: how much of the library was searched.
            half_typed: the last word of the query is still being typed.
            first_line: how a section's text begins; shown where the heading alone matches.
        """
        by_sheet: dict[str, list[SectionMatches]] = {}
        for section in result.sections:
            by_sheet.setdefault(section.document, []).append(section)
        sections = [section for each in by_sheet.values() for section in each]
        matches, rows = columns_of(sections, first_line)
        counts = Counter(dict(result.documents))
        if not result.documents and sections:  # one sheet was searched alone
            counts[sections[0].document] = result.total
        found: list[SheetResults] = []
        first = 0
        for document, own in by_sheet.items():
            sheet, row = sheets[document], rows.headings[first]
            found.append(SheetResults(sheet.key, document, sheet.title, sheet.edition, counts[document], row))
            first += len(own)
        named = {*by_sheet, *counts, *(match.document for match in result.front)}
        named |= {near.found.document for near in result.nearest}
        named |= {other.found.document for other in result.related}
        paths = {document: sheets[document].key for document in named}
        return cls(
            result=without_sections(result),
            sheets=tuple(found),
            rows=rows,
            matches=matches,
            sheet_of=tuple(n for n, own in enumerate(by_sheet.values()) for _ in own),
            counts={paths[document]: count for document, count in counts.items()},
            paths=paths,
            progress=progress,
            is_open=half_typed and not result.section_count,
        )
