"""Searching in a thread beside the caller: the answers, the newest request, the end."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hkviewer.content.document import parse_file
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.search.background.answer import SearchAnswer, SearchRequest
from hkviewer.search.background.background_search import BackgroundSearch, Listener
from hkviewer.search.background.sheet_search import SheetSearch
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.index.store import SearchUnavailable

WAIT = 30.0
QUERIES = ["trade", "“hong kong”", "section:economy gdp", "xyzzyq", "\ud800", "", "a" * 10_000, "NEAR/ OR"]
MANY = "# Many\n\n" + "".join(f"## Part {n}\n\nGold {n}.\n\n" for n in range(2_000))


class Slow:
    """A search whose host is closed while it answers, and that ends only when it hears of that."""

    def __init__(self, host: BackgroundSearch[None]) -> None:
        self._host = host

    def prepare(self, _is_over: Callable[[], bool]) -> None:
        pass

    def answer(self, _request: SearchRequest, is_over: Callable[[], bool]) -> None:
        assert not is_over()
        self._host.close()
        assert is_over()

    def interrupt(self) -> None:
        pass

    def close(self) -> None:
        pass


class Heard:
    """What was told, in order, by the words of `Listener`."""

    def __init__(self) -> None:
        self.told: queue.Queue[tuple[Any, ...]] = queue.Queue()
        self.listener: Listener[Any] = Listener(
            answered=lambda *values: self.told.put(("answered", *values)),
            failed=lambda words: self.told.put(("failed", words)),
            broken=lambda error: self.told.put(("broken", error)),
        )

    def next(self) -> tuple[Any, ...]:
        return self.told.get(timeout=WAIT)

    def is_silent(self, seconds: float = 0.3) -> bool:
        try:
            self.told.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="module")
def sheet(data: Path) -> FactSheet:
    return parse_file(data / "sheets" / "us-united-states.md")


@pytest.fixture
def engine(sheet: FactSheet, heard: Heard) -> Iterator[BackgroundSearch[SearchAnswer]]:
    made = BackgroundSearch(lambda: SheetSearch(sheet), heard.listener)
    yield made
    made.close()
    made.join()
    assert not made.is_running


def test_it_gives_the_answers_that_the_sheet_s_search_gives(engine, heard, sheet):
    searching = SheetSearch(sheet)
    for query in QUERIES:
        for typing in (True, False):
            request = SearchRequest(query, typing=typing)
            engine.search(request)
            assert heard.next() == ("answered", request, searching.answer(request, lambda: False))
    searching.close()


def test_nothing_starts_before_the_first_request(engine):
    assert not engine.is_running


def test_what_is_prepared_answers_without_making_an_index(engine, heard, sheet, monkeypatch):
    made: queue.Queue[SearchIndex] = queue.Queue()
    of_sheet = SearchIndex.of_sheet

    def counted(*args: Any, **kwargs: Any) -> SearchIndex:
        made.put(index := of_sheet(*args, **kwargs))
        return index

    monkeypatch.setattr(SearchIndex, "of_sheet", counted)
    engine.prepare()
    assert made.get(timeout=WAIT)
    engine.search(SearchRequest("trade", typing=True))
    assert heard.next()[0] == "answered"
    assert made.empty()


def test_a_fault_while_preparing_is_told_with_the_first_request(engine, heard, monkeypatch):
    def fail(*_args: object, **_kwargs: object) -> SearchIndex:
        raise SearchUnavailable("No FTS5.")

    monkeypatch.setattr(SearchIndex, "of_sheet", fail)
    engine.prepare()
    assert heard.is_silent()
    engine.search(SearchRequest("trade", typing=True))
    assert heard.next() == ("failed", "No FTS5.")


def test_of_many_requests_the_last_is_answered_and_none_after_it(engine, heard):
    requests = [SearchRequest("population"[:end], typing=True) for end in range(1, 11)]
    for request in requests:
        engine.search(request)
    answered: list[SearchRequest] = []
    while not answered or answered[-1] != requests[-1]:
        answered.append(heard.next()[1])
    assert heard.is_silent()
    assert answered == sorted(answered, key=requests.index)


def test_after_cancel_and_after_close_nothing_is_told(engine, heard):
    engine.search(SearchRequest("population", typing=False))
    heard.next()
    engine.search(SearchRequest("the OR of OR in", typing=False))
    engine.close()
    engine.join()
    while not heard.told.empty():
        assert heard.next()[0] == "answered"
    engine.search(SearchRequest("population", typing=False))
    assert heard.is_silent()


def test_cancel_is_no_end(engine, heard):
    engine.search(SearchRequest("population", typing=False))
    engine.cancel()
    again = SearchRequest("gdp", typing=False)
    engine.search(again)
    told = heard.next()
    assert (told if told[1] == again else heard.next())[1] == again


def test_an_index_that_nobody_waits_for_any_more_is_not_made(sheet):
    asked = iter([False] * 5)
    searching = SheetSearch(parse_sheet(MANY, name="many", digest=""))
    assert searching.answer(SearchRequest("gold", typing=False), lambda: next(asked, True)) is None
    assert next(asked, None) is None, "it was asked several times meanwhile"
    searching.close()


def test_it_ends_at_once_though_it_has_just_begun(heard):
    host = BackgroundSearch(lambda: Slow(host), heard.listener)
    host.search(SearchRequest("gold", typing=False))
    host.join()
    assert heard.is_silent(0.1), "nobody hears of an end that was wanted"


def test_a_newer_request_waits_for_the_index_and_does_not_have_it_made_again(engine, heard, monkeypatch):
    made = []
    of_sheet = SearchIndex.of_sheet

    def count(sheet: FactSheet, **values: Any) -> SearchIndex:
        made.append(sheet)
        engine.search(SearchRequest("gdp", typing=False))
        return of_sheet(sheet, **values)

    monkeypatch.setattr(SearchIndex, "of_sheet", count)
    engine.search(SearchRequest("gd", typing=True))
    assert heard.next()[1] == SearchRequest("gdp", typing=False)
    assert len(made) == 1
    assert heard.is_silent(0.1)


def test_why_nothing_can_be_searched_is_told(engine, heard, monkeypatch):
    def unavailable(_sheet: FactSheet, **_values: object) -> SearchIndex:
        raise SearchUnavailable("No FTS5.", "Get another one.")

    monkeypatch.setattr(SearchIndex, "of_sheet", unavailable)
    engine.search(SearchRequest("trade", typing=True))
    assert heard.next() == ("failed", "No FTS5. Get another one.")


def test_a_fault_is_told_and_the_next_request_is_answered(engine, heard, monkeypatch):
    def fail(*_values: object, **_named: object) -> None:
        raise LookupError("a fault in the engine")

    with monkeypatch.context() as patch:
        patch.setattr(SearchIndex, "search", fail)
        engine.search(SearchRequest("trade", typing=True))
        kind, error = heard.next()
    assert (kind, str(error)) == ("broken", "a fault in the engine")
    engine.search(SearchRequest("gdp", typing=True))
    assert heard.next()[0] == "answered"
