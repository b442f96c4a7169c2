"""Searching one sheet for the window that shows it."""

from __future__ import annotations

from collections.abc import Callable

from hkviewer.content.model import FactSheet
from hkviewer.search.background.answer import SearchAnswer, SearchRequest
from hkviewer.search.index.lookup import SearchInterrupted
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SectionMatches
from hkviewer.search.snippets import first_line

_COMMON = "a* OR c* OR s* OR t*"
"""Stands in nearly all sections: where their words stand is known, then, when the first key comes."""


class SheetSearch:
    """The `Searching` of one sheet, whose index is made once it is prepared, or with the first request."""

    def __init__(self, sheet: FactSheet) -> None:
        self._sheet = sheet
        self._index: SearchIndex | None = None

    def prepare(self, is_over: Callable[[], bool]) -> None:
        """See `Searching`.

        Raises:
            SearchInterrupted: nobody needs it any more.
            SearchUnavailable: SQLite has no full-text search.
        """
        self._made(is_over)
        self.answer(SearchRequest(_COMMON, typing=False), is_over)

    def answer(self, request: SearchRequest, is_over: Callable[[], bool]) -> SearchAnswer | None:
        """See `Searching`.

        Raises:
            SearchUnavailable: SQLite has no full-text search.
        """
        try:
            index = self._made(is_over)
            query = SearchQuery.parse(request.text, typing=request.typing)
            result = index.search(query, order=request.order)
        except SearchInterrupted:
            return None
        return SearchAnswer.of(
            result, self._sheet.outer, half_typed=query.typing, first_line=self._first_line
        )

    def _first_line(self, section: SectionMatches) -> str:
        """How a section's text begins, on one line."""
        return first_line(self._sheet.section(section.section).text)

    def _made(self, is_over: Callable[[], bool]) -> SearchIndex:
        if self._index is None:
            self._index = SearchIndex.of_sheet(self._sheet, is_over=is_over)
        return self._index

    def interrupt(self) -> None:
        """See `Searching`."""
        if self._index is not None:
            self._index.interrupt()

    def close(self) -> None:
        """See `Searching`."""
        if self._index is not None:
            self._index.close()
