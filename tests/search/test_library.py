"""An index of several sheets, kept in a file."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.search.index import store
from hkviewer.search.index.lookup import MOST_SECTIONS, SearchInterrupted
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.index.store import SearchUnavailable, SheetSource, open_index


def _sheet(name: str, text: str) -> FactSheet:
    return parse_sheet(text, name=name, digest=f"{abs(hash(text)):064d}")


class _Source:
    """A sheet of a library that counts how often it is read."""

    def __init__(self, name: str, text: str) -> None:
        self.reads = 0
        self._sheet = _sheet(name, text)
        self.source = SheetSource(name, self._sheet.digest, self._read)

    def _read(self) -> FactSheet:
        self.reads += 1
        return self._sheet


@pytest.fixture
def sources() -> list[_Source]:
    return [
        _Source(
            "one",
            "# One\n\n## Trade\n\nGold and gold (AUR).\n\n## Law\n\nTrade in gold is long and more long.\n",
        ),
        _Source("two", "# Two\n\n## Gold\n\nTrade.\n\n## Silver\n\nNothing of note, anti-terror.\n"),
    ]


def _library(sources: list[_Source], file: Path | None = None) -> SearchIndex:
    return SearchIndex.of_library([s.source for s in sources], file)


def _found(index: SearchIndex, query: str) -> list[tuple[str, str]]:
    return [(s.document, s.title) for s in index.search(query).sections]


def test_a_library_names_the_document_of_each_section(sources: list[_Source]) -> None:
    index = _library(sources)
    assert sorted(_found(index, "trade")) == [("one", "Law"), ("one", "Trade"), ("two", "Gold")]
    index.close()


def test_the_best_sections_of_a_library_come_first_and_headings_weigh_more(sources: list[_Source]) -> None:
    index = _library(sources)
    assert _found(index, "gold") == [("two", "Gold"), ("one", "Trade"), ("one", "Law")]
    index.close()


@pytest.mark.parametrize(
    "query",
    ["gold", "lon*", "gold -silver", "section:law gold", "section:law -tin", "gold trade", "trade OR note"],
)
def test_a_limit_shortens_the_list_and_changes_nothing_else(query: str, sources: list[_Source]) -> None:
    index = _library(sources)
    whole = index.search(query)
    assert whole.sections
    for limit in range(len(whole.sections) + 1):
        assert index.search(query, limit) == replace(whole, sections=whole.sections[:limit])
    index.close()


def test_one_sheet_and_a_library_of_it_find_the_same(hong_kong: FactSheet, index: SearchIndex) -> None:
    library = SearchIndex.of_library([SheetSource(hong_kong.id, hong_kong.digest, lambda: hong_kong)])
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
        ours, theirs = index.search(query), library.search(query)
        assert set(ours.sections) == set(theirs.sections)
        assert (ours.total, ours.message) == (theirs.total, theirs.message)
    library.close()


def test_a_file_is_used_again_without_reading_the_sheets(sources: list[_Source], tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "search.sqlite3"
    _library(sources, file).close()
    index = _library(sources, file)
    assert [s.reads for s in sources] == [1, 1]
    assert len(_found(index, "trade")) == 3
    index.close()


def test_only_what_changed_is_read_again(sources: list[_Source], tmp_path: Path) -> None:
    file = tmp_path / "search.sqlite3"
    _library(sources, file).close()
    changed = _Source("one", "# One\n\n## Copper\n\nTin, not gilded.\n")
    index = _library([changed, sources[1]], file)
    assert [changed.reads, sources[1].reads] == [1, 1]
    assert _found(index, "gold") == [("two", "Gold")]
    assert _found(index, "tin") == [("one", "Copper")]
    assert index.search("AUR").total == 0
    fresh = _library([changed, sources[1]])
    for query in ["g*", "t*", "trade", "antiterror", "gold OR tin", "lonk"]:
        assert set(_found(index, query)) == set(_found(fresh, query)), query
    index.close()
    fresh.close()


def test_a_removed_sheet_is_found_no_more(sources: list[_Source], tmp_path: Path) -> None:
    file = tmp_path / "search.sqlite3"
    _library(sources, file).close()
    index = _library(sources[1:], file)
    assert _found(index, "trade") == [("two", "Gold")]
    assert index.section_count == 2
    index.close()


@pytest.mark.parametrize(
    "damage", ["empty", "garbage", "cut", "middle", "version", "other database", "folder's place"]
)
def test_a_damaged_file_is_made_anew_and_nothing_is_lost(
    damage: str, sources: list[_Source], tmp_path: Path
) -> None:
    file = tmp_path / "search.sqlite3"
    _library(sources, file).close()
    whole = file.read_bytes()
    if damage == "empty":
        file.write_bytes(b"")
    elif damage == "garbage":
        file.write_bytes(b"not a database at all" * 1000)
    elif damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "middle":
        third = len(whole) // 3
        file.write_bytes(whole[:third] + bytes(third) + whole[2 * third :])
    elif damage == "version":
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA user_version = 1")
        connection.close()
    elif damage == "other database":
        file.unlink()
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE sheet(x)")
        connection.close()
    else:
        file.unlink()
        file.mkdir()
    index = _library(sources, file)
    assert sorted(_found(index, "trade")) == [("one", "Law"), ("one", "Trade"), ("two", "Gold")]
    index.close()


def test_a_file_that_is_damaged_while_it_is_open_is_made_anew(sources: list[_Source], tmp_path: Path) -> None:
    file = tmp_path / "search.sqlite3"
    index = _library(sources, file)
    with file.open("r+b") as stream:
        stream.seek(24)  # from the counter of changes on, so that nothing is taken from memory
        stream.write(b"\xff" * (file.stat().st_size - 24))
    assert sorted(_found(index, "trade")) == [("one", "Law"), ("one", "Trade"), ("two", "Gold")]
    index.close()


def test_a_folder_that_cannot_be_written_costs_the_file_only(sources: list[_Source], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    index = _library(sources, tmp_path / "file" / "search.sqlite3")
    assert len(_found(index, "trade")) == 3
    index.close()


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
    assert index.search("trade").total == 9


def test_a_closed_index_may_be_interrupted(sources: list[_Source]) -> None:
    index = _library(sources)
    index.close()
    index.interrupt()


def test_an_index_may_be_searched_from_another_thread(sources: list[_Source]) -> None:
    index = _library(sources)
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(index.search("trade").total))
    thread.start()
    thread.join()
    assert found == [3]
    index.close()


def test_a_missing_fts5_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        store, "_SCHEMA", "CREATE VIRTUAL TABLE tokens USING fts5x(a)".replace("fts5x", "fts5_not_here")
    )
    with pytest.raises(SearchUnavailable, match="FTS5"):
        open_index({})
