"""Reads a large document beside the window: in a process, whose sections a thread takes up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6 import QtCore

from hkviewer.content.document import Document
from hkviewer.content.reading_process import ReadingProcess, Stopped
from hkviewer.errors import HkviewerError
from hkviewer.gui.widgets.step_runner import StepRunner

_READ = 950
"""Thousandths of the work after which the document is read; the rest is making it ready to be shown."""


class LargeReading(QtCore.QObject):
    """Reads the document at a path, and makes ready what is to show it; made anew for each.

    Args:
        path: the document's file.
        prepare: makes ready what is to show a document, in steps.

    `progressed` carries how much is done, in thousandths.
    """

    progressed = QtCore.Signal(int)
    _told = QtCore.Signal(int)
    """The same, on its way to the main thread."""
    _read = QtCore.Signal()
    _ended = QtCore.Signal()

    def __init__(self, path: Path, prepare: Callable[[Document], Iterable[None]]) -> None:
        super().__init__()
        self._process = ReadingProcess(path)
        self._prepare = prepare
        self._document: Document | None = None
        self._error: Exception | None = None
        self._is_stopped = False
        self._is_over = False
        self._last = -1
        self._thread = threading.Thread(target=self._run, name="document", daemon=True)
        self._runner = StepRunner(self)
        self._told.connect(self.progressed)
        self._read.connect(self._make_ready, QtCore.Qt.ConnectionType.QueuedConnection)

    def wait(self) -> Document | None:
        """Read, with the window alive meanwhile; None where `stop` was called, or the program ends.

        Raises:
            HkviewerError: why the document cannot be read.
        """
        loop = QtCore.QEventLoop()
        # Queued: what ends before the loop runs must end the loop all the same.
        self._ended.connect(loop.quit, QtCore.Qt.ConnectionType.QueuedConnection)
        self._thread.start()
        loop.exec()
        if not self._is_over:
            self.stop()
        self._thread.join()
        if self._is_stopped:
            return None
        if self._error is not None:
            raise self._error
        return self._document

    def stop(self) -> None:
        """End the process and whatever else is done."""
        self._is_stopped = True
        self._process.stop()
        self._runner.replace(())
        self._end()

    def _run(self) -> None:
        try:
            self._document = self._process.read(self._report)
        except (HkviewerError, Stopped) as error:
            self._error = error
        except Exception as error:  # noqa: BLE001  raised again in the main thread
            self._error = error
        self._read.emit()

    def _report(self, done: float) -> None:
        if (now := round(_READ * done)) > self._last:
            self._last = now
            self._told.emit(now)

    def _make_ready(self) -> None:
        if self._document is not None and not self._is_stopped:
            self._runner.replace(self._prepare(self._document))
        self._runner.then(self._end)

    def _end(self) -> None:
        self._is_over = True
        self._ended.emit()
