"""Searching the library for a window: results by sheet and section, and the update of the index beside it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import queue
import sqlite3
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from hkviewer.search.background.answer import SearchRequest
from hkviewer.search.background.library_answer import LibraryAnswer
from hkviewer.search.background.library_search import LibrarySearch
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.library import update_process
from hkviewer.search.library.update import update_index
from hkviewer.search.library.update_process import LibraryUpdate, UpdateListener
from hkviewer.search.library.wanted import Progress, as_plain
from tests.search.shelf import Shelf

WAIT = 30.0


@pytest.fixture
def search(shelf: Shelf) -> Iterator[LibrarySearch]:
    update_index(shelf.index, shelf.wanted)
    made = LibrarySearch(shelf.index, shelf.wanted)
    yield made
    made.close()


def answer(search: LibrarySearch, text: str, *, typing: bool = False) -> LibraryAnswer:
    found = search.answer(SearchRequest(text, typing=typing), lambda: False)
    assert found is not None
    return found


def test_results_stand_by_sheet_and_section(search: LibrarySearch, shelf: Shelf) -> None:
    found = answer(search, "gold")
    assert [(s.document, s.title, s.matches, s.first_row) for s in found.sheets] == [
        ("two", "Two", 1, 0),
        ("one", "One", 3, 2),
    ]
    assert [found.rows.text(row) for row in range(len(found.rows.counts))] == [
        *("Gold", "Trade."),
        *("Trade", "Gold and gold (AUR)."),
        *("Law", "Trade in gold is long and more long."),
    ]
    assert found.sheet_of == (0, 1, 1)
    assert found.counts == {str(shelf.folder / "one.md"): 3, str(shelf.folder / "two.md"): 1}
    assert (found.progress, found.result.sections, found.result.total) == (Progress(2, 2), (), 4)


def test_what_interrupts_while_rows_are_made_is_no_fault(
    search: LibrarySearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> str:
        search.interrupt()
        raise sqlite3.OperationalError("interrupted")

    with monkeypatch.context() as patch:
        patch.setattr(SearchIndex, "beginning", interrupted)
        assert search.answer(SearchRequest("gold", typing=False), lambda: False) is None
    assert answer(search, "gold").result.total == 4


def test_a_row_leads_to_a_place_in_its_sheet(search: LibrarySearch, shelf: Shelf) -> None:
    found = answer(search, "trade")
    targets = [found.target(number) for number in range(found.result.total)]
    assert [(sheet.document, at.section_id, at.start, at.end) for sheet, at in targets] == [
        ("one", "trade", 0, 5),
        ("one", "law", 0, 5),
        ("two", "gold", 0, 5),
    ]
    assert targets[0][0].path == str(shelf.folder / "one.md")


def test_badges_count_sheets_of_which_nothing_is_listed(search: LibrarySearch, shelf: Shelf) -> None:
    best = LibrarySearch(shelf.index, shelf.wanted, limit=1)
    found = answer(best, "gold")
    assert ([sheet.document for sheet in found.sheets], sorted(found.counts.values())) == (["two"], [1, 3])
    best.close()


def test_a_sheet_that_is_searched_alone_has_the_matches_of_all_its_sections(
    search: LibrarySearch, shelf: Shelf
) -> None:
    for limit in (1, None):
        alone = LibrarySearch(shelf.index, shelf.wanted, limit=limit)
        found = answer(alone, "gold sheet:one")
        counts = [sheet.matches for sheet in found.sheets]
        assert (
            (counts, [*found.counts.values()]) == ([found.result.total], [found.result.total]) == ([3], [3])
        )
        alone.close()


def test_what_is_offered_names_its_sheet(search: LibrarySearch, shelf: Shelf) -> None:
    found = answer(search, "silver wombat note")
    near = found.result.nearest[0].found
    assert (found.paths[near.document], near.section) == (str(shelf.folder / "two.md"), "silver")


def test_an_answer_names_none_of_the_sheets_that_are_not_in_it(search: LibrarySearch, shelf: Shelf) -> None:
    # A library may have thousands, and there is an answer for every key.
    assert answer(search, "silver").paths == {"two": str(shelf.folder / "two.md")}
    assert answer(search, "qqqq").paths == {}


def test_a_half_typed_word_without_matches_says_nothing_yet(search: LibrarySearch) -> None:
    assert answer(search, "wom", typing=True).is_open
    assert not answer(search, "wom").is_open


def test_before_anything_is_indexed_the_answer_says_so_without_a_count(shelf: Shelf) -> None:
    search = LibrarySearch(shelf.index, shelf.wanted)
    search.prepare(lambda: False)
    found = answer(search, "gold")
    assert (found.progress, found.result.message) == (
        Progress(0, 2),
        "Not all sheets have been searched yet.",
    )
    assert search.answer(SearchRequest("gold", typing=False), lambda: True) is None
    search.close()


class Told:
    """What is told of an update."""

    def __init__(self) -> None:
        self.told: queue.Queue[Any] = queue.Queue()
        self.listener = UpdateListener(self.told.put, self.told.put)

    def all(self) -> list[Any]:
        """All until the end."""
        values = [self.told.get(timeout=WAIT)]
        while not isinstance(values[-1], str):
            values.append(self.told.get(timeout=WAIT))
        return values


def test_the_process_says_how_far_it_is_and_why_it_fails(
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def served(file: str) -> list[object]:
        said = io.BytesIO()
        asked = json.dumps({"file": file, "wanted": as_plain(shelf.wanted)}).encode()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(asked)))
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=said))
        assert update_process.serve() == 0
        return [json.loads(line) for line in said.getvalue().splitlines()]

    monkeypatch.setattr(os, "nice", lambda _by: 0, raising=False)
    monkeypatch.setattr(update_process, "look_less_for_garbage", lambda: None)
    assert served(str(shelf.index)) == [[0, 2], [1, 2], [2, 2], ""]
    (shelf.folder / "file").write_text("in the way")
    (*_, why) = served(str(shelf.folder / "file" / "search.sqlite3"))
    assert str(why).startswith("What is read for searching cannot be kept in “")


@pytest.mark.slow
def test_an_update_of_its_own_process_is_found_by_the_search(shelf: Shelf) -> None:
    search, told = LibrarySearch(shelf.index, shelf.wanted), Told()
    update = LibraryUpdate(shelf.index, shelf.wanted, told.listener)
    update.start()
    assert told.all() == [Progress(0, 2), Progress(1, 2), Progress(2, 2), ""]
    update.join()
    assert answer(search, "gold").result.total == 4
    search.close()


def process(lines: list[bytes]) -> SimpleNamespace:
    """What is started in the place of a process."""
    return SimpleNamespace(stdin=io.BytesIO(), stdout=lines, stderr=None, poll=lambda: 0, pid=0)


@pytest.mark.parametrize("said", [[], [b"[0, 2]\n"], [b"no json"]])
def test_a_process_that_ends_before_its_time_is_told(
    said: list[bytes],
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Lines(list[bytes]):
        def close(self) -> None:
            pass

    told = Told()
    monkeypatch.setattr(update_process, "start_own", lambda *_, **__: process(Lines(said)))
    update = LibraryUpdate(shelf.index, shelf.wanted, told.listener)
    update.start()
    assert told.all()[-1].startswith("The sheets could not be read for searching")


def test_a_process_that_does_not_start_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: str, **_streams: object) -> None:
        raise OSError

    told = Told()
    monkeypatch.setattr(update_process, "start_own", refused)
    LibraryUpdate(shelf.index, shelf.wanted, told.listener).start()
    assert told.all()[-1].startswith("The sheets could not be read for searching")


@pytest.mark.slow
def test_what_is_cancelled_says_no_more(shelf: Shelf) -> None:
    for number in range(300):
        shelf.put(f"many{number}", "# Many\n\n## A\n\nGold.\n")
    told = Told()
    update = LibraryUpdate(shelf.index, shelf.wanted, told.listener)
    update.start()
    told.told.get(timeout=WAIT)
    update.cancel()
    update.join()
    with contextlib.suppress(queue.Empty):
        while True:
            assert isinstance(told.told.get_nowait(), Progress)
    assert update._process is not None
    assert update._process.poll() is not None
    update_index(shelf.index, shelf.wanted)
