"""An index of several sheets."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.search.index import store
from hkviewer.search.index.lookup import MOST_SECTIONS, SearchInterrupted
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.index.store import SearchUnavailable, open_memory


def _sheet(name: str, text: str) -> FactSheet:
    return parse_sheet(text, name=name, digest=f"{abs(hash(text)):064d}")


_ONE = "# One\n\n## Trade\n\nGold and gold (AUR).\n\n## Law\n\nTrade in gold is long and more long.\n"
_TWO = "# Two\n\n## Gold\n\nTrade.\n\n## Silver\n\nNothing of note, anti-terror.\n"


@pytest.fixture
def index() -> Iterator[SearchIndex]:
    made = SearchIndex.of_sheets([("one", _sheet("one", _ONE)), ("two", _sheet("two", _TWO))])
    yield made
    made.close()


def _found(index: SearchIndex, query: str) -> list[tuple[str, str]]:
    return [(s.document, s.title) for s in index.search(query).sections]


def test_a_library_names_the_document_of_each_section(index: SearchIndex) -> None:
    assert sorted(_found(index, "trade")) == [("one", "Law"), ("one", "Trade"), ("two", "Gold")]


def test_a_library_counts_the_matches_of_each_document_beyond_the_limit(index: SearchIndex) -> None:
    assert dict(index.search("gold", limit=1).documents) == {"one": 3, "two": 1}


def test_the_best_sections_of_a_library_come_first_and_headings_weigh_more(index: SearchIndex) -> None:
    assert _found(index, "gold") == [("two", "Gold"), ("one", "Trade"), ("one", "Law")]


@pytest.mark.parametrize(
    "query",
    ["gold", "lon*", "gold -silver", "section:law gold", "section:law -tin", "gold trade", "trade OR note"],
)
def test_a_limit_shortens_the_list_and_changes_nothing_else(query: str, index: SearchIndex) -> None:
    whole = index.search(query)
    assert whole.sections
    for limit in range(len(whole.sections) + 1):
        assert index.search(query, limit) == replace(whole, sections=whole.sections[:limit])


def test_one_sheet_and_a_library_of_it_find_the_same(hong_kong: FactSheet) -> None:
    of_sheet, library = SearchIndex.of_sheet(hong_kong), SearchIndex.of_sheets([("hk", hong_kong)])
    for query in [
        "the",
        "hong kong",
        '"human rights"',
        "WTO",
        "soverignty",
        "terrorism",
        "x",
        "section:economic trade",
    ]:
        ours, theirs = of_sheet.search(query), library.search(query)
        assert [replace(section, document="hk") for section in ours.sections] == [*theirs.sections]
        assert (ours.total, ours.message) == (theirs.total, theirs.message)
    of_sheet.close()
    library.close()


@pytest.mark.slow
def test_counting_stops_at_2000_sections() -> None:
    text = "# Many\n\n" + "".join(f"## Part {n}\n\nGold {n}.\n\n" for n in range(MOST_SECTIONS + 5))
    index = SearchIndex.of_sheet(_sheet("many", text))
    result = index.search("gold", limit=3)
    assert result.capped
    assert (result.section_count, result.total, len(result.sections)) == (MOST_SECTIONS, MOST_SECTIONS, 3)
    assert not index.search("gold -part", limit=3).capped
    index.close()


def test_a_search_can_be_interrupted_from_another_thread() -> None:
    text = "# Many\n\n" + "".join(f"## Part {n}\n\n{'gold ' * 300}\n\n" for n in range(1500))
    index = SearchIndex.of_sheet(_sheet("many", text))
    stop = threading.Timer(0.05, index.interrupt)
    stop.start()
    with pytest.raises(SearchInterrupted):
        index.search("gold NEAR/9 gold")
    stop.join()
    assert index.search("gold", limit=1).section_count == 1500
    index.close()


def test_an_index_that_nobody_waits_for_any_more_leaves_no_database_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect, opened = sqlite3.connect, list[sqlite3.Connection]()

    def recorded(*arguments: Any, **named: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **named))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", recorded)
    with pytest.raises(SearchInterrupted):
        SearchIndex.of_sheet(_sheet("sheet", "# Sheet\n\nGold.\n"), is_over=lambda: True)
    assert opened
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


def test_an_interrupt_between_searches_does_nothing(index: SearchIndex) -> None:
    index.interrupt()
    assert index.search("trade").total == 3


def test_a_closed_index_may_be_interrupted() -> None:
    index = SearchIndex.of_sheets([])
    index.close()
    index.interrupt()


def test_an_index_may_be_searched_from_another_thread(index: SearchIndex) -> None:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(index.search("trade").total))
    thread.start()
    thread.join()
    assert found == [3]


def test_a_missing_fts5_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        store, "_SCHEMA", "CREATE VIRTUAL TABLE tokens USING fts5x(a)".replace("fts5x", "fts5_not_here")
    )
    with pytest.raises(SearchUnavailable, match="FTS5"):
        open_memory()
