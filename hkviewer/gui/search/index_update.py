"""Brings the library's index up to date: what its process says becomes signals."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore

from hkviewer.library.entries import LibrarySheet

if TYPE_CHECKING:
    # SQLite and what comes with it take 30 ms: they are imported in a thread, which holds up nothing.
    from hkviewer.search.library.update_process import LibraryUpdate
    from hkviewer.search.library.wanted import Progress, WantedSheet

_TOLD_EVERY = 0.5
"""Seconds between two reports: each has what is typed searched again."""


class IndexUpdate(QtCore.QObject):
    """Runs one update at a time; a new one ends the one before.

    Signals:
        progressed: how many sheets are indexed, and how many are to be.
        ended: why not all could be indexed, one sentence, or "".
    """

    progressed = QtCore.Signal(int, int)
    ended = QtCore.Signal(str)
    _reported = QtCore.Signal(object, int, int)
    _returned = QtCore.Signal(object, str)

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._run: _Run | None = None
        self._told_at = 0.0
        queued = QtCore.Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._report, queued)
        self._returned.connect(self._take, queued)

    @property
    def is_running(self) -> bool:
        """Whether sheets are being indexed."""
        return self._run is not None

    def begin(self, sheets: Sequence[LibrarySheet], *, if_incomplete: bool = False) -> None:
        """Bring the index up to `sheets`, or `if_incomplete` only where some of them are not in it."""
        self.close()
        self._run = _Run(sheets, self._reported, self._returned, if_incomplete=if_incomplete)
        threading.Thread(target=self._run.start, name="index", daemon=True).start()

    def close(self) -> None:
        """End what runs; what was read is kept."""
        if self._run is not None:
            self._run.cancel()
            self._run = None

    def _report(self, run: _Run, done: int, wanted: int) -> None:
        now = time.monotonic()
        if run is self._run and now - self._told_at >= _TOLD_EVERY:
            self._told_at = now
            self.progressed.emit(done, wanted)

    def _take(self, run: _Run, fault: str) -> None:
        if run is self._run:
            self._run = None
            self.ended.emit(fault)


class _Run:
    """One update, begun in a thread and done in a process."""

    def __init__(
        self,
        sheets: Sequence[LibrarySheet],
        reported: QtCore.SignalInstance,
        returned: QtCore.SignalInstance,
        *,
        if_incomplete: bool,
    ) -> None:
        self._sheets = sheets
        self._reported, self._returned = reported, returned
        self._if_incomplete = if_incomplete
        self._is_over = threading.Event()
        self._update: LibraryUpdate | None = None

    def start(self) -> None:
        """In the thread."""
        from hkviewer.search.library import update_process
        from hkviewer.search.library.wanted import index_file, wanted_sheets

        wanted = wanted_sheets(self._sheets)
        if self._if_incomplete and _is_complete(wanted):
            self._end("")
            return
        listener = update_process.UpdateListener(self._report, self._end)
        self._update = update = update_process.LibraryUpdate(index_file(), wanted, listener)
        if not self._is_over.is_set():
            update.start()

    def cancel(self) -> None:
        """End it; nothing is told any more."""
        self._is_over.set()
        if self._update is not None:
            self._update.cancel()

    def _report(self, done: Progress) -> None:
        with contextlib.suppress(RuntimeError):  # the window is gone
            self._reported.emit(self, done.done, done.wanted)

    def _end(self, fault: str) -> None:
        with contextlib.suppress(RuntimeError):
            self._returned.emit(self, fault)


def _is_complete(wanted: Sequence[WantedSheet]) -> bool:
    """Whether the index has all that is searched, as it is now."""
    from hkviewer.search.index.store import SearchUnavailable
    from hkviewer.search.library.library_index import LibraryIndex
    from hkviewer.search.library.wanted import index_file

    index = LibraryIndex(index_file(), wanted)
    with contextlib.suppress(SearchUnavailable), contextlib.closing(index):
        index.search("", limit=0)
        return index.progress.is_complete
    return False
