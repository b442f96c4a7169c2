"""Searching a library for the window that shows one of its sheets.

    search = BackgroundSearch(lambda: LibrarySearch(index_file(), wanted), listener)
    update = LibraryUpdate(index_file(), wanted, UpdateListener(progressed, ended))

The search answers at once, from what is indexed so far: `LibraryAnswer.progress` says how much that is; the
message of its result says only that it is not all, as the window shows how far the update is. The update,
which another process does, brings the index up to date; where an answer was not complete, the window asks
again as it goes on. Neither needs the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hkviewer.search.background.answer import SearchRequest
from hkviewer.search.background.library_answer import LibraryAnswer
from hkviewer.search.index.lookup import SearchInterrupted
from hkviewer.search.library.library_index import LibraryIndex
from hkviewer.search.library.wanted import WantedSheet
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SectionMatches
from hkviewer.search.snippets import first_line

MOST_LISTED = 50
"""Sections that are listed; the badges count all."""


class LibrarySearch:
    """The `Searching` of a library's index in `file`, for the sheets that are `wanted`."""

    def __init__(self, file: Path, wanted: Sequence[WantedSheet], limit: int | None = MOST_LISTED) -> None:
        """List at most `limit` sections, the best; all for None."""
        self._index = LibraryIndex(file, wanted, counts=False)
        self._limit = limit

    def prepare(self, is_over: Callable[[], bool]) -> None:
        """See `Searching`."""
        if not is_over():
            self._index.search(SearchQuery.parse("the", typing=True), limit=0)  # reads the word lists

    def answer(self, request: SearchRequest, is_over: Callable[[], bool]) -> LibraryAnswer | None:
        """See `Searching`; it raises nothing."""
        query = SearchQuery.parse(request.text, typing=request.typing)
        if is_over():
            return None
        try:
            result = self._index.search(query, self._limit, request.order)
            return LibraryAnswer.of(
                result,
                self._index.by_document,
                self._index.progress,
                half_typed=query.typing,
                first_line=self._first_line,
            )
        except SearchInterrupted:
            return None

    def _first_line(self, section: SectionMatches) -> str:
        return first_line(self._index.beginning(section))

    def interrupt(self) -> None:
        """See `Searching`."""
        self._index.interrupt()

    def close(self) -> None:
        """See `Searching`."""
        self._index.close()
