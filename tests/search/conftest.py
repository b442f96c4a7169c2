"""The Hong Kong sheet, its index, and an index of any text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hkviewer.content.document import open_document, parse_file
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.library import reading
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SearchResult
from tests.search.shelf import ONE, TWO, Shelf

DATA = Path(__file__).parents[1] / "data"
Find = Callable[..., SearchResult]


@pytest.fixture(scope="session")
def hong_kong() -> FactSheet:
    return open_document(None).sheet


@pytest.fixture(scope="session")
def index(hong_kong: FactSheet) -> Iterator[SearchIndex]:
    made = SearchIndex.of_sheet(hong_kong)
    yield made
    made.close()


@pytest.fixture(scope="session")
def find(index: SearchIndex) -> Find:
    """Search the Hong Kong sheet."""
    return lambda text, *, typing=False: index.search(SearchQuery.parse(text, typing=typing))


@pytest.fixture(scope="session")
def find_in() -> Callable[..., SearchResult]:
    """Search a text of its own: `find_in(text, query)`."""

    def search(text: str, query: str, *, typing: bool = False) -> SearchResult:
        body = text if text.startswith("#") else f"# Sheet\n\n## Section\n\n{text}\n"
        index = SearchIndex.of_sheet(parse_sheet(body, name="sheet", digest="0" * 64))
        try:
            return index.search(SearchQuery.parse(query, typing=typing))
        finally:
            index.close()

    return search


@pytest.fixture(scope="session")
def matches_in(find_in: Callable[..., SearchResult]) -> Callable[..., list[str]]:
    """The matched words of a text's body: `matches_in(text, query)`."""

    def matched(text: str, query: str, *, typing: bool = False) -> list[str]:
        result = find_in(text, query, typing=typing)
        return [s.text[a:b] for section in result.sections for s in section.snippets for a, b in s.spans]

    return matched


@pytest.fixture(scope="session")
def country_sheets() -> list[FactSheet]:
    return [parse_file(file) for file in sorted((DATA / "sheets").glob("*.md"))]


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Two sheets."""
    made = Shelf(tmp_path)
    made.put("one", ONE)
    made.put("two", TWO)
    read: Callable[[reading.FileReader, str], reading.Outcome] = reading.FileReader.read

    def counted(self: reading.FileReader, path: str) -> reading.Outcome:
        made.reads.append(Path(path).stem)
        return read(self, path)

    monkeypatch.setattr(reading.FileReader, "read", counted)
    return made
