"""Searching in a thread and in a process of its own: the same answers, the newest request, the end."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hkviewer.content.document import parse_file
from hkviewer.content.model import FactSheet
from hkviewer.search import SERVE
from hkviewer.search.background.answer import Listener, SearchRequest
from hkviewer.search.background.process import SearchProcess
from hkviewer.search.background.server import send_sheet
from hkviewer.search.background.sheet_search import SheetSearch
from hkviewer.search.background.thread import SearchThread
from hkviewer.search.background.wire import (
    problem_parts,
    read_answer,
    read_problem,
    receive,
    request_parts,
    send,
)
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.index.store import SearchUnavailable
from hkviewer.system import child_process
from hkviewer.system.child_process import own_command

WAIT = 30.0
QUERIES = ["trade", "“hong kong”", "section:economy gdp", "xyzzyq", "\ud800", "", "a" * 10_000, "NEAR/ OR"]


class Heard:
    """What was told, in order: the words of `Listener`, and "lost"."""

    def __init__(self) -> None:
        self.told: queue.Queue[tuple[Any, ...]] = queue.Queue()
        self.listener = Listener(
            found=lambda *values: self.told.put(("found", *values)),
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


@pytest.fixture(params=["thread", "process"])
def engine(
    request: pytest.FixtureRequest, sheet: FactSheet, heard: Heard
) -> Iterator[SearchThread | SearchProcess]:
    made: SearchThread | SearchProcess = (
        SearchThread(sheet, heard.listener)
        if request.param == "thread"
        else SearchProcess(sheet, heard.listener, lambda: heard.told.put(("lost",)))
    )
    yield made
    made.close()
    made.join()
    assert not made.is_running


def test_both_give_the_answers_that_the_engine_gives(engine, heard, sheet):
    searching = SheetSearch(sheet)
    for query in QUERIES:
        for typing in (True, False):
            request = SearchRequest(query, typing=typing)
            engine.search(request)
            assert heard.next() == ("found", request, searching.answer(request))
    searching.close()


def test_nothing_starts_before_the_first_request(engine):
    assert not engine.is_running


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
        assert heard.next()[0] == "found"
    engine.search(SearchRequest("population", typing=False))
    assert heard.is_silent()


def test_cancel_is_no_end(engine, heard):
    engine.search(SearchRequest("population", typing=False))
    engine.cancel()
    again = SearchRequest("gdp", typing=False)
    engine.search(again)
    told = heard.next()
    assert (told if told[1] == again else heard.next())[1] == again


def test_it_ends_at_once_though_it_has_just_begun(sheet, heard, children):
    process = SearchProcess(sheet, heard.listener, lambda: heard.told.put(("lost",)))
    process.search(SearchRequest("trade", typing=True))
    process.close()
    process.join()
    assert all(child.returncode not in (None, 0) for child in children), "it is ended, not waited for"
    assert heard.is_silent(0.1), "nobody is told of an end that was wanted"


@pytest.mark.parametrize("command", [["/nowhere/hkviewer"], ["/bin/false"], ["/bin/echo", "no pickle"]])
def test_a_process_that_does_not_answer_is_lost_and_that_is_told_once(command, sheet, heard, monkeypatch):
    monkeypatch.setattr(child_process, "own_command", lambda *_: command)
    process = SearchProcess(sheet, heard.listener, lambda: heard.told.put(("lost",)))
    process.search(SearchRequest("trade", typing=True))
    assert heard.next() == ("lost",)
    process.search(SearchRequest("trade", typing=True))
    assert heard.is_silent()
    process.close()
    process.join()


def test_a_process_that_is_killed_is_lost(sheet, heard):
    process = SearchProcess(sheet, heard.listener, lambda: heard.told.put(("lost",)))
    process.search(SearchRequest("trade", typing=True))
    heard.next()
    assert process._child is not None
    process._child.kill()
    assert heard.next() == ("lost",)
    process.close()
    process.join()
    assert process._child.returncode is not None, "it is no zombie"


def test_why_nothing_can_be_searched_is_told(sheet, heard, monkeypatch):
    def unavailable(_sheet: FactSheet) -> SearchIndex:
        raise SearchUnavailable("No FTS5.", "Get another one.")

    monkeypatch.setattr(SearchIndex, "of_sheet", unavailable)
    thread = SearchThread(sheet, heard.listener)
    thread.search(SearchRequest("trade", typing=True))
    assert heard.next() == ("failed", "No FTS5. Get another one.")
    thread.close()


# The process's own end


def server(code: str = "") -> subprocess.Popen[bytes]:
    """The process, with `code` run in it before."""
    start = f"{code}\nfrom hkviewer.cli import main\nraise SystemExit(main([{SERVE!r}]))"
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", start], stdin=pipe, stdout=pipe, stderr=pipe)


def ask(child: subprocess.Popen[bytes], sheet: FactSheet, text: str) -> list[bytes]:
    assert child.stdin is not None
    assert child.stdout is not None
    send_sheet(sheet, child.stdin)
    send(request_parts(SearchRequest(text, typing=True)), child.stdin)
    child.stdin.flush()
    return receive(child.stdout)


def test_what_is_printed_does_not_come_between_the_answers(hong_kong):
    loud = (
        "from hkviewer.search.index.search_index import SearchIndex\n"
        "search = SearchIndex.search\n"
        "SearchIndex.search = lambda *values: print('loud', flush=True) or search(*values)"
    )
    with server(loud) as child:
        request, answer = read_answer(ask(child, hong_kong, "trade"))
        assert request == SearchRequest("trade", typing=True)
        assert answer.result.total == 9
        said = child.communicate(timeout=WAIT)[1]
    assert b"loud" in said


def test_a_fault_in_the_process_is_told_in_words(hong_kong):
    faulty = (
        "from hkviewer.search.index.search_index import SearchIndex\n"
        "def search(*_): raise LookupError('a fault in the engine')\n"
        "SearchIndex.search = search"
    )
    with server(faulty) as child:
        name, words = read_problem(ask(child, hong_kong, "trade"))
        child.communicate(timeout=WAIT)
    assert name == "broken"
    assert "LookupError: a fault in the engine" in words


def test_and_the_window_tells_what_happened_and_where(sheet, heard):
    process = SearchProcess(sheet, heard.listener, lambda: heard.told.put(("lost",)))
    process._tell(problem_parts("broken", "Traceback (most recent call last):\n  there\nLookupError: why\n"))
    kind, error = heard.next()
    assert (kind, str(error)) == ("broken", "LookupError: why")
    assert "there" in error.__notes__[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_ctrl_c_in_a_terminal_is_for_the_window_alone(hong_kong):
    with server() as child:
        ask(child, hong_kong, "trade")
        child.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.3)
        child.communicate(timeout=WAIT)
    assert child.returncode == 0


def test_it_ends_with_its_input_and_with_its_reader(hong_kong):
    with server() as child:
        ask(child, hong_kong, "trade")
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(WAIT) == 0
    with server() as child:
        assert child.stdout is not None
        child.stdout.close()
        with pytest.raises(ValueError, match="closed"):
            ask(child, hong_kong, "trade")
        assert child.wait(WAIT) == 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux which processes there are")
def test_a_window_that_is_killed_leaves_no_process_behind():
    code = (
        "import sys, threading\n"
        "from hkviewer.content.document import open_document\n"
        "from hkviewer.search.background.answer import Listener, SearchRequest\n"
        "from hkviewer.search.background.process import SearchProcess\n"
        "say = lambda *_: print(process._child.pid, flush=True)\n"
        "process = SearchProcess(open_document(None).sheet, Listener(say, say, say), say)\n"
        "process.search(SearchRequest('trade', typing=True))\n"
        "threading.Event().wait()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        pid = int(window.stdout.readline())
        assert is_running(pid)
        window.kill()
    end = time.monotonic() + WAIT
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie that waits for a parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


ELSE = {
    "a word": b"trade\n",
    "zeros": b"\x00" * 100,
    "too many parts": b"\x00\x00\xff\xff",
    "a part without end": b"\x00\x00\x00\x01\xff\xff\xff\xff",
    "no sheet": b"\x00\x00\x00\x01\x00\x00\x00\x02{}",
}


@pytest.mark.parametrize("given", ELSE.values(), ids=ELSE)
def test_anything_else_on_its_input_gets_one_line(given):
    done = subprocess.run(own_command(SERVE), input=given, capture_output=True, check=False, timeout=WAIT)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().splitlines() == [
        "The standard input is nothing that this program’s window asks."
    ]


def test_an_empty_input_is_the_end():
    done = subprocess.run(own_command(SERVE), input=b"", capture_output=True, check=False, timeout=WAIT)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
