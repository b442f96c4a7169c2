"""Looks for what a sheet has not in the library's other sheets: in a process, which holds up nothing."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading

from PySide6 import QtCore

from hkviewer.library.added import AddedPaths
from hkviewer.system import paths
from hkviewer.system.child_process import start_own

JOB = "--search-sheets"
PATIENCE_MILLISECONDS = 30_000
"""Nobody waits longer; sheets that come compiled, and an index that is made, take one second."""


class OtherSheets(QtCore.QObject):
    """Asks for one query at a time; a new one, or `stop`, ends what runs.

    `found` carries what was asked, and `[[id, title, matches], …]` of the sheets that have it.
    """

    found = QtCore.Signal(str, object)
    _answered = QtCore.Signal(object, object)

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._asked = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._answered.connect(self._take)
        self._patience = QtCore.QTimer(self, singleShot=True, interval=PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self.stop)

    def look(self, query: str, shown: str) -> None:
        """Look for `query` in all sheets but the one whose id is `shown`, where there are several."""
        self.stop()
        if not AddedPaths().has_library:
            return
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        try:
            process = start_own(JOB, stdin=pipe, stdout=pipe, stderr=nothing)
        except OSError:
            return  # an offer less
        asked = json.dumps({"query": query, "shown": shown, "content": str(paths.content_folder())}).encode(
            "ascii"
        )
        self._asked, self._process = query, process
        self._patience.start()
        threading.Thread(target=self._wait, args=(process, asked), daemon=True).start()

    def stop(self) -> None:
        """Look no further."""
        self._patience.stop()
        if self._process is not None:
            self._process.kill()
            self._process = None

    def _wait(self, process: subprocess.Popen[bytes], asked: bytes) -> None:
        """In a thread: hand over what the process says."""
        said, _ = process.communicate(asked)
        if process.returncode == 0:
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._answered.emit(process, said)

    def _take(self, process: subprocess.Popen[bytes], said: bytes) -> None:
        if process is self._process:
            self._process = None
            self._patience.stop()
            self.found.emit(self._asked, json.loads(said))
