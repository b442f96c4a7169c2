"""Bringing a library's index up to date: what changed is read again, by two processes at once."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from hkviewer.search.index import store
from hkviewer.search.index.lookup import SearchInterrupted
from hkviewer.search.index.sheet_rows import Listed
from hkviewer.search.index.writing import IndexWriter
from hkviewer.search.library.reading import FileReader, Outcome, ReadingHelper
from hkviewer.search.library.wanted import Progress, WantedSheet, listed, progress
from hkviewer.system.file_lock import locked
from hkviewer.system.memory import give_back

_PATIENCE = 0.2
"""Seconds between two looks at how far another process is that writes the index."""
_BETWEEN_COMMITS = 2.0
"""Seconds of reading after which what was read can be searched; the first is sooner."""
_FIRST_COMMIT = 0.3
_SHARE = 8
"""How many times longer there is reading than letting it be searched."""
_WORTH_A_HELPER = 300_000
"""Bytes of files that are read in the time in which a process starts, a quarter of a second."""
_MERGED_FROM = 20
"""Sheets that are added from which on it is worth making one piece of the full-text index, half a second."""

Report = Callable[[Progress], object]


def update_index(
    file: Path,
    wanted: Sequence[WantedSheet],
    report: Report = lambda _: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Make the index in `file` one of exactly `wanted`; what is in it already is not read again.

    Whoever searches sees what was read so far. Where another process writes, that is waited for. An index
    that is damaged or of another version is made anew.

    Args:
        file: where the index is kept.
        wanted: the sheets.
        report: called with how far it is, many times.
        is_stopped: asked between two sheets; then what was read is kept.

    Raises:
        SearchInterrupted: so it was.
        SearchUnavailable: SQLite has no full-text search.
        sqlite3.Error, OSError: the file cannot be written, as the disk is full or the folder read-only.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    while True:
        try:
            with locked(file.with_name(f"{file.name}.lock"), _PATIENCE):
                with contextlib.closing(store.open_file(file)) as connection:
                    bring_up_to_date(connection, wanted, report, is_stopped)
                return
        except TimeoutError:
            _look(file, wanted, report)
            if is_stopped():
                raise SearchInterrupted from None


def bring_up_to_date(
    connection: sqlite3.Connection,
    wanted: Sequence[WantedSheet],
    report: Report = lambda _: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> None:
    """The same for an index that is open, and that nobody else writes."""
    _Update(connection, wanted, report, is_stopped).run()


def _look(file: Path, wanted: Sequence[WantedSheet], report: Report) -> None:
    """Report how far the other process is."""
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(store.open_for_reading(file)) as connection,
    ):
        report(progress(wanted, store.sheets(connection), editions=True))


class _Update:
    """One run."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        wanted: Sequence[WantedSheet],
        report: Report,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._connection = connection
        self._writer = IndexWriter(connection)
        self._digests = {sheet.path: sheet.digest for sheet in wanted}
        self._listed = listed(wanted)
        self._report = report
        self._is_stopped = is_stopped
        self._wanted = sum(1 for sheet in wanted if sheet.digest and sheet.is_here)
        self._done = 0
        self._numbers: dict[str, int] = {}
        self._committed = time.monotonic() - _BETWEEN_COMMITS + _FIRST_COMMIT
        self._took = 0.0

    def run(self) -> None:
        """Change what is to be listed otherwise, remove what is not wanted, and read what is new."""
        stored = store.sheets(self._connection)
        kept = {s.key: s for s in stored if self._digests.get(s.key) in (s.digest, "")}
        absent = {s.key: s for s in stored if s.key in self._listed and not self._listed[s.key].is_here}
        kept |= absent
        for sheet in stored:
            if sheet.key not in kept:
                self._writer.remove(sheet.id)
            elif self._listed[sheet.key]._replace(id="") != _listed_now(sheet):
                self._writer.list_as(sheet.id, self._listed[sheet.key])
        self._writer.commit()
        here = (path for path, digest in self._digests.items() if digest and self._listed[path].is_here)
        new = [path for path in here if path not in kept]
        self._done = self._wanted - len(new)
        self._report(Progress(self._done, self._wanted))
        # Rows stand in the order of the library, in whichever order they are read.
        self._numbers = dict(zip(new, itertools.count(self._writer.next_number())))
        self._read(new)
        if len(new) >= _MERGED_FROM:
            self._writer.merge()

    def _read(self, new: Sequence[str]) -> None:
        """Read files, here the small ones first, and beside the large ones."""
        sizes = {path: _size(path) for path in new}
        files = deque(sorted(new, key=sizes.__getitem__))
        helper = None
        if len(files) > 1 and sum(sizes.values()) > _WORTH_A_HELPER:
            with contextlib.suppress(OSError):  # then all are read here
                helper = ReadingHelper(files)
        try:
            self._read_both(files, helper)
        finally:
            if helper is not None:
                helper.end()
        self._writer.commit()

    def _read_both(self, files: deque[str], helper: ReadingHelper | None) -> None:
        reader = FileReader()
        while True:
            path = None
            with contextlib.suppress(IndexError):
                path = files.popleft()
            if path is not None:
                self._take([reader.read(path)])
            waits = path is None
            found = self._take(helper.outcomes(wait=waits)) if helper is not None else 0
            if waits and not found and not files:
                return

    def _take(self, outcomes: Iterable[Outcome]) -> int:
        """Add what was read; how many that were."""
        count = 0
        for path, sheet, fault in outcomes:
            if sheet is not None:
                self._writer.add(self._numbers[path], path, self._listed[path], sheet)
            elif fault:
                number, how = self._numbers[path], self._listed[path]
                self._writer.add_fault(number, path, how, self._digests[path], fault)
            count += 1
            self._done += 1
            self._let_search()
            self._report(Progress(self._done, self._wanted))
            if self._is_stopped():
                self._writer.commit()
                raise SearchInterrupted
        return count

    def _let_search(self) -> None:
        """Commit what was read, now and then."""
        now = time.monotonic()
        if now - self._committed > max(_BETWEEN_COMMITS, _SHARE * self._took):
            self._writer.commit()
            give_back()
            self._committed = time.monotonic()
            self._took = self._committed - now


def _listed_now(sheet: store.StoredSheet) -> Listed:
    """How a sheet of the index is listed, but for its id, which stays as long as its file."""
    return Listed(sheet.document, sheet.edition, sheet.place, sheet.is_here, sheet.is_newest)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
