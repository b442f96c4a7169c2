"""Reading files for an index: here, or in a process of its own that sends their rows."""

from __future__ import annotations

import contextlib
import gc
import json
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hkviewer.content.document import read_document
from hkviewer.content.markdown.progress import unheard
from hkviewer.errors import DocumentError
from hkviewer.search.index.section_rows import SectionRow
from hkviewer.search.index.sheet_rows import ReadSheet, SheetReader, SheetRow
from hkviewer.search.text.tokens import forget_words
from hkviewer.system.child_process import close_pipes, start_own
from hkviewer.system.memory import give_back

JOB = "--read-for-index"
_AHEAD = 2
"""Files that the process has been told to read: one beside the one it reads, so that it never waits."""
_LOOKED_FOR_GARBAGE = 20_000
"""New objects after which Python looks for circles; it finds few, and looks as long as it reads."""
_REMEMBERED = 4
"""Sheets after which words are forgotten, and memory is given back: most recur within so many."""
_BYTES = "latin-1"  # of columns that are bytes, in JSON


class Outcome(NamedTuple):
    """What became of a file: its sheet, or why it cannot be read, or neither where it is gone."""

    path: str
    sheet: ReadSheet | None
    fault: str = ""


class FileReader:
    """Reads files in this process, one after the other."""

    def __init__(self) -> None:
        self._reader = SheetReader()
        self._count = 0

    def read(self, path: str) -> Outcome:
        """The sheet at `path`."""
        self._count += 1
        if self._count % _REMEMBERED == 0:
            forget_words()
            gc.collect()  # the parsers of these sheets
            give_back()
        try:
            return Outcome(path, self._reader.read(read_document(Path(path), report=unheard).sheet))
        except DocumentError as error:
            return Outcome(path, None, str(error) if Path(path).exists() else "")
        except Exception as error:  # noqa: BLE001  one file must not cost the others; opening it reports the fault
            return Outcome(path, None, f"“{path}” cannot be read: {type(error).__name__}.")


class ReadingHelper:
    """A process that reads files beside this one, from the end of a list that both take from."""

    def __init__(self, files: deque[str]) -> None:
        """Read of `files`, from its right end, until nothing is left.

        Raises:
            OSError: the process cannot be started.
        """
        self._files = files
        self._asked: deque[str] = deque()
        self._done: queue.SimpleQueue[Outcome | None] = queue.SimpleQueue()
        self._process = start_own(
            JOB, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._thread = threading.Thread(target=self._run, name="index reading", daemon=True)
        self._is_running = True
        self._thread.start()

    def outcomes(self, *, wait: bool) -> Iterator[Outcome]:
        """What is ready; with `wait` one more, if any is still to come."""
        while self._is_running:
            try:
                outcome = self._done.get(block=wait)
            except queue.Empty:
                return
            wait = False
            if outcome is None:
                self._is_running = False
                return
            yield outcome

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        close_pipes(self._process)

    def _run(self) -> None:
        """In a thread: tell the process what to read, and take what it sends."""
        assert self._process.stdout is not None
        lines: list[bytes] = []
        with contextlib.suppress(OSError, ValueError):
            self._ask()
            for line in self._process.stdout if self._asked else ():
                if line != b"\n":
                    lines.append(line)
                    continue
                self._done.put(_received(self._asked.popleft(), lines))
                lines = []
                self._ask()
                if not self._asked:
                    break
        if self._asked:  # it ended before its time: whoever reads that file again might, too
            self._done.put(Outcome(self._asked.popleft(), None, "Reading it took too much memory."))
            self._files.extend(self._asked)
        self._done.put(None)

    def _ask(self) -> None:
        assert self._process.stdin is not None
        while len(self._asked) < _AHEAD:
            try:
                path = self._files.pop()
            except IndexError:
                return
            self._asked.append(path)
            self._process.stdin.write(json.dumps(path).encode() + b"\n")
            self._process.stdin.flush()


def look_less_for_garbage() -> None:
    """Let Python look for garbage less often in this process: reading leaves hardly any."""
    gc.freeze()
    gc.set_threshold(_LOOKED_FOR_GARBAGE, 10, 10)


def serve() -> int:
    """Read the files whose paths stand on standard input, as lines of JSON, and write their rows; 0.

    For each a line with its row or its fault, lines with those of its sections, and an empty one.
    """
    look_less_for_garbage()
    reader = FileReader()
    for line in sys.stdin.buffer:
        sys.stdout.buffer.writelines(_sent(reader.read(json.loads(line))))
        sys.stdout.buffer.flush()
    return 0


def _sent(outcome: Outcome) -> Iterator[bytes]:
    if outcome.sheet is None:
        yield _json([None, outcome.fault])
    else:
        yield _json([outcome.sheet.row, ""])
        for batch in outcome.sheet.batches:
            yield _json([_plain(row) for row in batch])
    yield b"\n"


def _received(path: str, lines: Sequence[bytes]) -> Outcome:
    row, fault = json.loads(lines[0])
    if row is None:
        return Outcome(path, None, fault)
    return Outcome(path, ReadSheet(SheetRow(*row), map(_batch, lines[1:])))


def _batch(line: bytes) -> list[SectionRow]:
    return [
        SectionRow((*shown, runs.encode(_BYTES)), text, outer, breaks.encode(_BYTES))
        for shown, runs, text, outer, breaks in json.loads(line)
    ]


def _plain(row: SectionRow) -> Any:
    *shown, runs = row.shown
    return shown, runs.decode(_BYTES), row.text, row.outer, row.breaks.decode(_BYTES)


_JSON: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False).encode


def _json(value: Any) -> bytes:
    return _JSON(value).encode() + b"\n"
