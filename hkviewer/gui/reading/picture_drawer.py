"""Draws pictures for the pane in the process that draws those of copies, with the same limits."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Hashable
from pathlib import Path
from typing import NamedTuple

from PySide6 import QtCore, QtGui

from hkviewer.content.picture_faults import DAMAGED, ENDED, HUGE
from hkviewer.content.picture_header import header_of
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.pdf.copy_setter import CopyError, Stopped
from hkviewer.export.pictures import CopyPictures
from hkviewer.gui.reading.pictures import MOST_SHOWN
from hkviewer.system.threads import take_short_turns

_LOOK_SECONDS = 0.02
_END_SECONDS = 2.0
_TRIES = 2
"""Of a picture whose process was ended from outside."""


class Wanted(NamedTuple):
    """A picture to draw: its name in the document, its file, how wide in pixels, what its caller knows."""

    name: str
    file: Path
    width: int
    state: Hashable


class PictureDrawer(QtCore.QObject):
    """Draws one picture after the other; the process goes when all are drawn, and its memory with it.

    Signals:
        drawn: in the thread that made this, a `Wanted` and its QImage, or why there is none.
        finished: all that was asked for is drawn.
    """

    drawn = QtCore.Signal(object, object)
    finished = QtCore.Signal()
    _done = QtCore.Signal(int, object, object)
    """From the thread that draws; its number tells whether it is still wanted."""

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._process = CopyProcess()
        self._pictures = CopyPictures(self._process)
        self._lock = threading.Lock()
        self._waiting: dict[Wanted, None] = {}
        self._begun: Wanted | None = None
        self._round = 0
        self._thread: threading.Thread | None = None
        self._is_drawing = False
        self._done.connect(self._hand_over)

    @property
    def is_drawing(self) -> bool:
        """Whether something that was asked for is not yet drawn."""
        return self._is_drawing

    def ask(self, wanted: Wanted) -> None:
        """Draw `wanted` after all that was asked for before."""
        with self._lock:
            if wanted == self._begun:
                return
            self._waiting[wanted] = None
            self._is_drawing = True
            if self._thread is None:
                take_short_turns()
                self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
                self._thread.start()

    def drop_waiting(self) -> None:
        """Draw nothing that was asked for and not begun."""
        with self._lock:
            self._waiting.clear()

    def drop(self) -> None:
        """Draw nothing of what was asked for; what is begun is ended."""
        with self._lock:
            self._waiting.clear()
            self._begun = None
            self._round += 1
            is_at_work = self._thread is not None
        if is_at_work:
            self._process.close()
        self._is_drawing = False
        self._pictures = CopyPictures(self._process)

    def end(self) -> None:
        """As `drop`, and wait until it has ended; in this process it may go on to no effect."""
        self.drop()
        end = time.monotonic() + _END_SECONDS
        while (thread := self._thread) is not None and time.monotonic() < end:
            self._process.close()  # what was just about to begin may have started it again
            thread.join(_LOOK_SECONDS)

    def _run(self) -> None:
        while (taken := self._next()) is not None:
            number, wanted = taken
            result = self._drawn_once(number, wanted)
            if number == self._round:
                self._say(number, wanted, result)

    def _next(self) -> tuple[int, Wanted] | None:
        with self._lock:
            if self._waiting:
                wanted = next(iter(self._waiting))
                del self._waiting[wanted]
                self._begun = wanted
                return self._round, wanted
            self._begun = None
        # Its memory comes back; who asks meanwhile waits.
        self._process.close()
        with self._lock:
            if not self._waiting:
                self._thread = None
                self._say(self._round, None, None)
                return None
        return self._next()

    def _say(self, number: int, wanted: Wanted | None, result: QtGui.QImage | str | None) -> None:
        with contextlib.suppress(RuntimeError):  # the window is gone, and nobody waited so long
            self._done.emit(number, wanted, result)

    def _drawn_once(self, number: int, wanted: Wanted) -> QtGui.QImage | str:
        for _ in range(_TRIES):
            try:
                # Whether there is such a process decides what may be drawn.
                self._process.is_ready()
                result = self._pictures.drawn(wanted.file, wanted.width)
                return result if isinstance(result, str) else _unpacked(result)
            except (CopyError, Stopped):
                if number != self._round:
                    break
        return ENDED

    def _hand_over(self, number: int, wanted: Wanted | None, result: QtGui.QImage | str) -> None:
        if number != self._round:
            return
        if wanted is None:
            self._is_drawing = self._thread is not None
            if not self._is_drawing:
                self.finished.emit()
        else:
            self.drawn.emit(wanted, result)


def _unpacked(data: bytes) -> QtGui.QImage | str:
    header = header_of(data)
    if header is None or header.width * header.height > 2 * MOST_SHOWN:
        return HUGE
    picture = QtGui.QImage()
    return picture if picture.loadFromData(data, "PNG") else DAMAGED
