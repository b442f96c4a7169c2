"""Brings the library's index up to date: what its process says becomes signals."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence

from PySide6 import QtCore

from hkviewer.search.library.update_process import LibraryUpdate, UpdateListener
from hkviewer.search.library.wanted import Progress, WantedSheet, index_file

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
    _reported = QtCore.Signal(int, int, int)
    _returned = QtCore.Signal(int, str)

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._update: LibraryUpdate | None = None
        self._number = 0
        self._told_at = 0.0
        self._reported.connect(self._report)
        self._returned.connect(self._take)

    def begin(self, wanted: Sequence[WantedSheet]) -> None:
        """Bring the index up to `wanted`."""
        self.close()
        self._number = number = self._number + 1

        def report(done: Progress) -> None:
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._reported.emit(number, done.done, done.wanted)

        def end(fault: str) -> None:
            with contextlib.suppress(RuntimeError):
                self._returned.emit(number, fault)

        self._update = LibraryUpdate(index_file(), wanted, UpdateListener(report, end))
        self._update.start()

    def close(self) -> None:
        """End what runs; what was read is kept."""
        if self._update is not None:
            self._update.cancel()
            self._update = None

    def _report(self, number: int, done: int, wanted: int) -> None:
        now = time.monotonic()
        if number == self._number and self._update is not None and now - self._told_at >= _TOLD_EVERY:
            self._told_at = now
            self.progressed.emit(done, wanted)

    def _take(self, number: int, fault: str) -> None:
        if number == self._number and self._update is not None:
            self._update = None
            self.ended.emit(fault)
