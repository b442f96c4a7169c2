"""Searching one sheet, whose index is made with the first request."""

from __future__ import annotations

from hkviewer.content.model import FactSheet
from hkviewer.search.background.answer import SearchAnswer, SearchRequest, outer_sections
from hkviewer.search.index.search_index import SearchIndex, SearchInterrupted
from hkviewer.search.query.parse import SearchQuery


class SheetSearch:
    """Answers what is asked of one sheet; one request at a time, in any thread."""

    def __init__(self, sheet: FactSheet) -> None:
        self._sheet = sheet
        self._index: SearchIndex | None = None
        self._above: dict[str, str] = {}

    def answer(self, request: SearchRequest) -> SearchAnswer | None:
        """The answer; None where `interrupt` was called meanwhile. The first makes the index.

        Raises:
            SearchUnavailable: SQLite has no full-text search.
        """
        if self._index is None:
            self._above = outer_sections(self._sheet)
            self._index = SearchIndex.of_sheet(self._sheet)
        try:
            result = self._index.search(SearchQuery.parse(request.text, typing=request.typing))
        except SearchInterrupted:
            return None
        return SearchAnswer.of(result, self._above)

    def interrupt(self) -> None:
        """Stop the search that runs, if any. From any thread."""
        if self._index is not None:
            self._index.interrupt()

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
