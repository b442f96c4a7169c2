"""A library's index: in a file that follows the sheets, searched while it is written, and honest about it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import sys
import threading
from pathlib import Path

import pytest

from hkviewer.search.index import store
from hkviewer.search.index.lookup import SearchInterrupted
from hkviewer.search.library import update
from hkviewer.search.library.library_index import LibraryIndex
from hkviewer.search.library.update import update_index
from hkviewer.search.library.wanted import Progress
from hkviewer.system.file_lock import locked
from tests.examples import breadth
from tests.search.shelf import ONE, Shelf

TRADE = [("one", "Law"), ("one", "Trade"), ("two", "Gold")]


def found(shelf: Shelf, query: str) -> list[tuple[str, str]]:
    """Where `query` stands, once the index is up to date."""
    with contextlib.closing(LibraryIndex.updated(shelf.index, shelf.wanted)) as index:
        return sorted((section.document, section.title) for section in index.search(query).sections)


def said(shelf: Shelf, query: str) -> str:
    """What is said of `query` in the index as it is."""
    with contextlib.closing(LibraryIndex(shelf.index, shelf.wanted)) as index:
        return index.search(query).message


def test_what_is_in_the_file_is_not_read_again(shelf: Shelf) -> None:
    assert found(shelf, "trade") == TRADE
    shelf.reads.clear()
    assert found(shelf, "trade") == TRADE
    assert shelf.reads == []


def test_only_what_changed_is_read_again_and_what_it_was_is_forgotten(shelf: Shelf) -> None:
    found(shelf, "trade")
    shelf.reads.clear()
    shelf.put("one", "# One\n\n## Copper\n\nTin, not gilded.\n")
    assert found(shelf, "gold") == [("two", "Gold")]
    assert found(shelf, "tin") == [("one", "Copper")]
    assert found(shelf, "AUR") == []
    assert shelf.reads == ["one"]
    changed = {
        query: found(shelf, query) for query in ["g*", "t*", "trade", "antiterror", "lonk", "gold OR tin"]
    }
    shutil.rmtree(shelf.index.parent)
    assert changed == {query: found(shelf, query) for query in changed}


def test_an_interruption_at_the_very_end_is_none_of_the_reader_s(shelf: Shelf) -> None:
    class Interrupted:
        def rollback(self) -> None:
            raise sqlite3.OperationalError("interrupted")

    with contextlib.closing(LibraryIndex.updated(shelf.index, shelf.wanted)) as index:
        index.search("trade")
        before = index._connection
        index._connection = Interrupted()  # type: ignore[assignment]
        index._end_reading()
        assert index._connection is None
        assert before is not None
        assert index.search("trade").section_count == len(TRADE)


def test_a_removed_sheet_is_found_no_more(shelf: Shelf) -> None:
    found(shelf, "trade")
    shelf.remove("one")
    assert found(shelf, "trade") == [("two", "Gold")]


def test_what_is_removed_is_in_no_answer_from_then_on_though_the_index_still_has_it(shelf: Shelf) -> None:
    shelf.put("many", "# Many\n" + "\n## Trade\n\nGold.\n" * 250)  # more than are looked at together
    assert len(found(shelf, "trade")) == len(TRADE) + 250
    shelf.remove("one")
    shelf.remove("many")
    with contextlib.closing(LibraryIndex(shelf.index, shelf.wanted)) as index:
        for query in ("trade", "AUR", "one", "sheet:one gold", "long more", "tade"):
            result = index.search(query)
            named = {
                *(section.document for section in result.sections),
                *(document for document, _ in result.documents),
                *(match.document for match in result.front),
                *(near.found.document for near in result.nearest),
                *(other.found.document for other in result.related),
            }
            assert named <= {"two"}, query
        assert index.search("trade").section_count == 1
        assert [sheet.document for sheet in index.sheets()] == ["two"]


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names there are text")
def test_a_file_whose_name_is_no_text_is_indexed_once_and_found_by_it(shelf: Shelf) -> None:
    shelf.put("sur\udcffrogate", "# Sur\n\n## Trade\n\nZebra.\n")
    for _ in range(2):
        shelf.reads.clear()
        with contextlib.closing(LibraryIndex.updated(shelf.index, shelf.wanted)) as index:
            result = index.search("zebra")
            assert index.progress.is_complete
            assert result.message == ""
            (section,) = result.sections
            assert Path(index.by_document[section.document].key).read_text(encoding="utf-8")[:5] == "# Sur"
    assert shelf.reads == []


def test_a_sheet_is_found_by_its_id_where_it_is_listed_by_its_path(shelf: Shelf) -> None:
    shelf.put("one", ONE, edition="2020", id="gilded-trade")
    assert found(shelf, "sheet:gilded law") == [("one", "Law")]
    assert found(shelf, 'sheet:"gilded trade" edition:2020 law') == [("one", "Law")]
    assert found(shelf, "sheet:one law") == [("one", "Law")]


def test_a_sheet_that_is_listed_otherwise_is_not_read_again(shelf: Shelf) -> None:
    found(shelf, "trade")
    shelf.reads.clear()
    shelf.change("one", document="first@2015", edition="2015")
    assert found(shelf, "law") == [("first@2015", "Law")]
    assert shelf.reads == []


def test_sections_stand_in_the_order_of_the_library_however_it_came_about(shelf: Shelf) -> None:
    shelf.remove("one")
    found(shelf, "trade")
    two = shelf.wanted[0]
    shelf.remove("two")
    shelf.put("one", ONE)
    wanted = [*shelf.wanted, two]
    with contextlib.closing(LibraryIndex.updated(shelf.index, wanted)) as index:
        sections = index.search("trade", order="reading").sections
    assert [(section.document, section.title) for section in sections] == [
        ("one", "Trade"),
        ("one", "Law"),
        ("two", "Gold"),
    ]


@pytest.mark.parametrize("damage", breadth(["middle", "empty", "garbage", "cut", "version", "other"]))
def test_a_damaged_file_is_made_anew_without_a_word(damage: str, shelf: Shelf) -> None:
    found(shelf, "trade")
    whole = shelf.index.read_bytes()
    third = len(whole) // 3
    broken = {
        "empty": b"",
        "garbage": b"not a database at all" * 1000,
        "cut": whole[: len(whole) // 2],
        "middle": whole[:third] + bytes(third) + whole[2 * third :],
    }
    if damage in broken:
        shelf.index.write_bytes(broken[damage])
    else:
        if damage == "other":
            shelf.index.unlink()
        with contextlib.closing(sqlite3.connect(shelf.index)) as connection:
            connection.execute("PRAGMA user_version = 1" if damage == "version" else "CREATE TABLE sheet(x)")
    assert found(shelf, "trade") == TRADE
    assert said(shelf, "trade") == ""


def test_a_file_that_is_damaged_while_it_is_open_is_made_anew(shelf: Shelf) -> None:
    with contextlib.closing(LibraryIndex.updated(shelf.index, shelf.wanted)) as index:
        assert index.search("trade").total == 3
        with shelf.index.open("r+b") as stream:
            stream.seek(24)  # from the counter of changes on, so that nothing is taken from memory
            stream.write(b"\xff" * (shelf.index.stat().st_size - 24))
        assert index.search("trade").total == 3


def test_where_nothing_makes_it_anew_a_damaged_file_is_an_index_of_nothing_yet(shelf: Shelf) -> None:
    found(shelf, "trade")
    shelf.index.write_bytes(b"not a database at all" * 1000)
    assert said(shelf, "trade") == "So far 0 of 2 sheets have been searched."
    assert found(shelf, "trade") == TRADE


def test_a_folder_that_cannot_be_written_costs_the_file_only(shelf: Shelf) -> None:
    shelf.index.parent.write_text("in the way")
    assert found(shelf, "trade") == TRADE


def test_a_full_disk_costs_the_file_only(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path) -> sqlite3.Connection:
        connection = open_file(file)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    open_file = store.open_file
    monkeypatch.setattr(store, "open_file", full)
    shelf.put("long", f"# Long\n\n## Trade\n\n{' '.join(map(str, range(20_000)))}\n")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        update_index(shelf.index, shelf.wanted)
    assert found(shelf, "trade") == [("long", "Trade"), *TRADE]


def test_answers_come_from_what_is_indexed_so_far_and_say_so(shelf: Shelf) -> None:
    index = LibraryIndex(shelf.index, shelf.wanted)
    assert (index.search("trade").total, said(shelf, "trade")) == (
        0,
        "So far 0 of 2 sheets have been searched.",
    )
    update_index(shelf.index, shelf.wanted[1:])
    result = index.search("trade")
    assert ([s.document for s in result.sections], index.progress) == (["two"], Progress(1, 2))
    assert result.message == "So far 1 of 2 sheets have been searched."
    update_index(shelf.index, shelf.wanted)
    result = index.search("trade")
    assert (result.total, result.message, index.progress) == (3, "", Progress(2, 2))
    index.close()


def test_what_was_read_counts_where_the_rest_is_given_up(shelf: Shelf) -> None:
    told: list[Progress] = []
    with pytest.raises(SearchInterrupted):
        update_index(shelf.index, shelf.wanted, told.append, lambda: bool(told))
    assert told[:2] == [Progress(0, 2), Progress(1, 2)]
    assert said(shelf, "trade").startswith("So far 1 of 2")
    shelf.reads.clear()
    assert found(shelf, "trade") == TRADE
    assert len(shelf.reads) == 1


def test_a_file_that_cannot_be_read_costs_no_other_and_is_told_where_nothing_is_found(shelf: Shelf) -> None:
    shelf.put("three", "trade")
    (shelf.folder / "three.md").write_bytes(b"\0\1trade")
    assert found(shelf, "trade") == TRADE
    assert said(shelf, "trade") == ""
    assert said(shelf, "wombat") == "No section contains “wombat”. 1 sheet could not be read."
    shelf.reads.clear()
    found(shelf, "trade")
    assert shelf.reads == []


def test_a_file_that_has_gone_meanwhile_is_tried_again(shelf: Shelf) -> None:
    away = (shelf.folder / "one.md").rename(shelf.folder / "away")
    assert found(shelf, "trade") == [("two", "Gold")]
    assert said(shelf, "trade") == "So far 1 of 2 sheets have been searched."
    away.rename(shelf.folder / "one.md")
    assert found(shelf, "trade") == TRADE


def test_what_is_known_of_an_absent_file_is_kept_and_not_searched(shelf: Shelf) -> None:
    found(shelf, "trade")
    shelf.reads.clear()
    shelf.change("one", is_here=False)
    assert found(shelf, "trade") == [("two", "Gold")]
    assert said(shelf, "law") == "No section contains “law”. 1 sheet is not here now and was not searched."
    shelf.change("one", is_here=True)
    assert found(shelf, "law") == [("one", "Law")]
    assert shelf.reads == []


def test_while_another_window_writes_it_is_waited_for(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "_PATIENCE", 0.0)
    update_index(shelf.index, shelf.wanted[:1])
    told: list[Progress] = []
    other = locked(shelf.index.with_name(shelf.index.name + ".lock"), 0)
    other.__enter__()

    def report(progress: Progress) -> None:
        if not told:
            other.__exit__(None, None, None)
        told.append(progress)

    update_index(shelf.index, shelf.wanted, report)
    assert told == [Progress(1, 2), Progress(1, 2), Progress(2, 2)]


def test_two_windows_that_begin_at_once_make_one_index(shelf: Shelf) -> None:
    threads = [threading.Thread(target=update_index, args=(shelf.index, shelf.wanted)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(shelf.reads) == ["one", "two"]
    assert found(shelf, "trade") == TRADE


def test_a_search_sees_one_state_while_another_process_writes(shelf: Shelf) -> None:
    with contextlib.closing(LibraryIndex.updated(shelf.index, shelf.wanted)) as index:
        assert index.search("gold", limit=0).section_count == 3
        shelf.put("one", "# One\n\n## Copper\n\nTin.\n")
        with contextlib.closing(store.open_file(shelf.index)) as connection:
            update.bring_up_to_date(connection, shelf.wanted)
            assert index.search("gold", limit=0).section_count == 1
            assert [section.title for section in index.search("tin").sections] == ["Copper"]


def test_a_closed_library_interrupts_what_is_searched(shelf: Shelf) -> None:
    index = LibraryIndex.updated(shelf.index, shelf.wanted)
    index.search("trade")
    index.close()
    index.interrupt()
    assert index.search("trade").total == 3  # it is opened again, as it would be by the next key


@pytest.mark.slow
def test_two_processes_read_the_same_as_one(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abcdef":
        shelf.put(
            name, f"# {name}\n\n" + "".join(f"## Part {n}\n\nGold “{name}{n}” ñ\n\n" for n in range(40))
        )
    alone = found(shelf, "gold")
    shutil.rmtree(shelf.index.parent)
    monkeypatch.setattr(update, "_WORTH_A_HELPER", 0)
    shelf.reads.clear()
    assert found(shelf, "gold") == alone
    assert 0 < len(shelf.reads) < len(shelf.wanted)


@pytest.mark.slow
def test_a_helper_that_ends_before_its_time_costs_one_file(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "_WORTH_A_HELPER", 0)
    monkeypatch.setattr("hkviewer.search.library.reading.JOB", "--version")
    shelf.put("three", "# Three\n\n## Trade\n\nTrade.\n")
    with contextlib.closing(LibraryIndex.updated(shelf.index, shelf.wanted)) as index:
        assert len({section.document for section in index.search("trade").sections}) == 2
        assert index.progress == Progress(3, 3)
