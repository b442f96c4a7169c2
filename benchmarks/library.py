"""What a library of many sheets costs: prints JSON.

    python benchmarks/library.py DIR                   all Markdown files of a folder

In one run, one after the other: Python-Markdown, as it comes, parses all of them on one processor; they are
read and indexed for the first time; once more, when nothing has changed; and everything is typed, key by key,
with answers of the 50 best sections, in turns with SQLite's own full-text search with snippets.

Seconds are by the clock, `cpu_s` of the processors for all processes; keys are measured in the process's own
time. Memory is the highest of the processes that index, and what the search of the library takes beside that
of one sheet, meanwhile and afterwards; what processes share is counted in parts (Linux only).
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import queue
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import markdown

from benchmarks.parse import EXTENSIONS
from benchmarks.search import QUERIES, plain_index, plain_search, timed
from hkviewer.content.document import open_document
from hkviewer.library.library import Library
from hkviewer.search.background.answer import SearchRequest
from hkviewer.search.background.library_search import MOST_LISTED, LibrarySearch
from hkviewer.search.background.sheet_search import SheetSearch
from hkviewer.search.library.library_index import LibraryIndex
from hkviewer.search.library.update_process import LibraryUpdate, UpdateListener
from hkviewer.search.library.wanted import WantedSheet, index_file, wanted_sheets
from hkviewer.search.query.parse import SearchQuery

GOAL_RATIO, GOAL_RESCAN_SECONDS, GOAL_P95, GOAL_MEGABYTES = 1.0, 1.0, 0.5, 60
_POLL_SECONDS = 0.25


def main() -> int:
    """Measure and print the figures; 1 where a goal is missed, else 0."""
    parser = argparse.ArgumentParser(description="What a library of many sheets costs.")
    parser.add_argument("folder", type=Path, help="a folder of Markdown files")
    parser.add_argument("--rounds", type=int, default=3, help="type everything so often")
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)  # in a process of its own
    arguments = parser.parse_args()
    if arguments.memory:
        print(json.dumps(_memory_of_searching()))
        return 0
    with tempfile.TemporaryDirectory(prefix="hkviewer-library-") as home:
        os.environ["HKVIEWER_HOME"] = home
        figures = measured(arguments.folder, arguments.rounds)
    memory = figures["memory_mb"]
    reached = (
        figures["first"]["times"] <= GOAL_RATIO
        and figures["again_s"] <= GOAL_RESCAN_SECONDS
        and figures["keys"]["p95_times"] <= GOAL_P95
        and max(memory["indexing"] + memory["searching_meanwhile"], memory["searching"]) <= GOAL_MEGABYTES
    )
    print(json.dumps({"goal_reached": reached, **figures}, indent=2))
    return 0 if reached else 1


def measured(folder: Path, rounds: int) -> dict[str, Any]:
    """All figures for the Markdown files of `folder`."""
    stock = _stock(folder)
    library = Library()
    library.add([folder])
    peak: list[float] = []
    first = _spent(lambda: _read(library, peak))
    again = _spent(lambda: _read(library, []))
    wanted = wanted_sheets(library.sheets())
    figures: dict[str, Any] = {"sheets": len(wanted), "python_markdown": stock, "first": first}
    first["times"] = round(first["s"] / stock["s"], 3)
    first["cpu_times"] = round(first["cpu_s"] / stock["cpu_s"], 3)
    figures["again_s"] = again["s"]
    figures["keys"] = _keys(wanted, rounds)
    command = [sys.executable, __file__, str(folder), "--memory"]
    said = subprocess.run(command, check=True, capture_output=True).stdout
    figures["memory_mb"] = {"indexing": round(max(peak, default=0.0), 1), **json.loads(said)}
    return figures


def _stock(folder: Path) -> dict[str, float]:
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))]
    stock = markdown.Markdown(extensions=EXTENSIONS)
    return _spent(lambda: [stock.reset().convert(text) for text in texts])


def _read(library: Library, peak: list[float]) -> None:
    """Look at the files and index them, as the window does; note the memory of the processes that index."""
    library.refresh()
    faults: queue.SimpleQueue[str] = queue.SimpleQueue()
    listener = UpdateListener(lambda _: None, faults.put)
    update = LibraryUpdate(index_file(), wanted_sheets(library.sheets()), listener)
    update.start()
    fault = None
    while fault is None:
        with contextlib.suppress(queue.Empty):
            fault = faults.get(timeout=_POLL_SECONDS)
        peak.append(sum(map(_megabytes, _below(os.getpid()))))
    update.join()
    assert not fault


def _keys(wanted: list[WantedSheet], rounds: int) -> dict[str, float]:
    """How long a key takes, beside plain FTS5."""
    queries = QUERIES.read_text(encoding="utf-8").splitlines()
    with contextlib.closing(sqlite3.connect(index_file())) as connection:
        texts = connection.execute("SELECT title, body FROM section").fetchall()
    plain = plain_index(texts, index_file().with_name("plain.sqlite3"))
    index = LibraryIndex(index_file(), wanted)
    del texts
    gc.collect()
    gc.freeze()
    ours, theirs = timed(
        (
            lambda text: index.search(SearchQuery.parse(text, typing=True), MOST_LISTED),
            lambda text: plain_search(plain, text),
        ),
        queries,
        rounds,
    )
    index.close()
    plain.close()
    return {
        **ours,
        **{f"fts5_{name}": value for name, value in theirs.items()},
        "p95_times": round(ours["p95_ms"] / theirs["p95_ms"], 3),
    }


def _memory_of_searching() -> dict[str, float]:
    """Megabytes that typing everything in the library takes, beside typing it in one sheet.

    First while something is still to be indexed, then when all is.
    """
    queries = QUERIES.read_text(encoding="utf-8").splitlines()
    requests = [SearchRequest(text, typing=True) for text in queries]
    sheet = SheetSearch(open_document(None).sheet)
    wanted = wanted_sheets(Library().sheets())
    for request in requests:
        sheet.answer(request, lambda: False)
    before = _megabytes(os.getpid())
    taken = []
    for sheets in ([*wanted, WantedSheet("/", "", "missing")], wanted):
        library = LibrarySearch(index_file(), sheets)
        for request in requests:
            library.answer(request, lambda: False)
        taken.append(round(_megabytes(os.getpid()) - before, 1))
        library.close()
    return dict(zip(("searching_meanwhile", "searching"), taken, strict=True))


def _spent(work: Callable[[], object]) -> dict[str, float]:
    """The seconds of `work` by the clock, and of the processors for this process and those that it starts."""
    gc.collect()
    start, begun = time.perf_counter(), _processor_seconds()
    work()
    return {
        "s": round(time.perf_counter() - start, 3),
        "cpu_s": round(_processor_seconds() - begun, 3),
    }


def _processor_seconds() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _below(process: int) -> Iterator[int]:
    """The processes that `process` has started, and those that these have."""
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in map(int, children.read_text().split()):
                yield child
                yield from _below(child)


def _megabytes(process: int) -> float:
    """What a process takes; what it shares with others in parts."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6  # the kernel’s kB are of 1,024
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
