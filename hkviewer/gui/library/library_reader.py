"""Looks at the library's disks in a thread, when asked to and when a folder changes."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time

from PySide6 import QtCore, QtGui

from hkviewer.library.library import Library, Refreshed
from hkviewer.system.threads import take_short_turns

_SETTLES_IN = 500
"""Milliseconds: whoever copies files into a folder copies several."""
_ACTIVATED_EVERY = 5.0
"""Seconds between two looks because the reader comes back to the program."""
_MOST_FOLDERS = 500
"""Folders that are watched: the system has a limit of its own, for all programs."""


class LibraryReader(QtCore.QObject):
    """Keeps `library` in step with the disks.

    A folder on another computer reports no changes: it is looked at when the reader comes back to the
    program.

    Signals:
        progressed: how many of the files that are to be read were read, and how many these are.
        ended: the Refreshed that says what came of it.
    """

    progressed = QtCore.Signal(int, int)
    ended = QtCore.Signal(object)
    _reported = QtCore.Signal(object, int, int)
    _returned = QtCore.Signal(object, object, object)

    def __init__(self, library: Library, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._look: threading.Event | None = None
        """The sign to stop for the look that is under way."""
        self._looks_again = False
        self._looked_at = 0.0
        self._settled = QtCore.QTimer(self, singleShot=True, interval=_SETTLES_IN)
        self._settled.timeout.connect(self.refresh)
        self._watcher = QtCore.QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._settled.start)
        self._watcher.directoryChanged.connect(self._settled.start)
        queued = QtCore.Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._report, queued)
        self._returned.connect(self._take, queued)

    @property
    def is_reading(self) -> bool:
        """Whether the disks are being looked at."""
        return self._look is not None

    def follow_activation(self, application: QtGui.QGuiApplication) -> None:
        """Look at the disks when the reader comes back to the program, too."""
        application.applicationStateChanged.connect(self._activate)

    def refresh(self) -> None:
        """Look at the disks now; where that is under way, once more when it has ended."""
        if self._look is not None:
            self._looks_again = True
            return
        self._look = stop = threading.Event()
        take_short_turns()
        threading.Thread(target=self._run, args=(stop,), name="library", daemon=True).start()

    def cancel(self) -> None:
        """Look no further; what was read until now is kept."""
        if self._look is not None:
            self._looks_again = False
            self._look.set()

    def end(self) -> None:
        """Look no further, and tell nobody."""
        self.cancel()
        self._look = None
        self._settled.stop()

    def _run(self, stop: threading.Event) -> None:
        """In the thread."""
        with contextlib.suppress(RuntimeError):  # the window is gone
            done = self._library.refresh(lambda n, total: self._reported.emit(stop, n, total), stop.is_set)
            self._library.sheets()  # are kept: to sort thousands would hold the window
            self._returned.emit(stop, done, self._folders())

    def _folders(self) -> frozenset[str]:
        """Those that have just answered; to watch one that does not would hold the window."""
        here = (os.path.dirname(file.path) for file in self._library.files() if file.state == "here")  # noqa: PTH120  of thousands
        return frozenset(itertools.islice(dict.fromkeys(here), _MOST_FOLDERS))

    def _report(self, look: threading.Event, done: int, total: int) -> None:
        if look is self._look:
            self.progressed.emit(done, total)

    def _take(self, look: threading.Event, done: Refreshed, folders: frozenset[str]) -> None:
        if look is not self._look:
            return
        self._look, self._looked_at = None, time.monotonic()
        self._watch(folders)
        self.ended.emit(done)
        if self._looks_again:
            self._looks_again = False
            self.refresh()

    def _watch(self, wanted: frozenset[str]) -> None:
        """Watch these folders, and no others."""
        watched = set(self._watcher.directories())
        if gone := watched - wanted:
            self._watcher.removePaths(sorted(gone))
        if new := wanted - watched:
            self._watcher.addPaths(sorted(new))

    def _activate(self, state: QtCore.Qt.ApplicationState) -> None:
        is_due = time.monotonic() - self._looked_at >= _ACTIVATED_EVERY
        is_active = state == QtCore.Qt.ApplicationState.ApplicationActive
        if is_active and is_due and self._library.added.all():
            self.refresh()
