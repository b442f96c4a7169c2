"""Setting a copy off the main thread: the newest choices win, what they overtake is dropped."""

from __future__ import annotations

import threading

from PySide6 import QtCore

from hkviewer.errors import HkviewerError
from hkviewer.export.briefing import Briefing
from hkviewer.export.copy_maker import CopyMaker
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.pdf.copy_setter import Stopped
from hkviewer.system.threads import take_short_turns

_END_SECONDS = 2.0


class CopyWorker(QtCore.QObject):
    """Sets one copy at a time in a process of its own; a thread, which starts with the first request, waits.

    Signals, which arrive in the thread that made the worker:
        made: the Briefing, its PDF as bytes, and whether it is finished. A copy whose last page's
            columns must be balanced comes twice: quickly, then finished.
        failed: the Briefing and the HkviewerError that states why there is no copy of it.
        noticed: before a copy is `made`, its Briefing and what the reader is told of it, "" for nothing.
    A request that was overtaken by a newer one is never answered.

    Attributes:
        maker: makes further copies in the same process, from any thread.
    """

    made = QtCore.Signal(object, object, bool)
    failed = QtCore.Signal(object, object)
    noticed = QtCore.Signal(object, str)
    _broken = QtCore.Signal(object)
    """An error of the program's own, on its way to the main thread."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._process = CopyProcess()
        self.maker = CopyMaker(self._process)
        self._is_told = False
        self._is_resting = False
        self._wake = threading.Condition()
        self._request: Briefing | None = None
        self._wanted: Briefing | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._broken.connect(_raise)

    def set(self, briefing: Briefing) -> None:
        """Set `briefing` as soon as may be; what runs is dropped."""
        with self._wake:
            self._request = self._wanted = briefing
            self._is_resting = False
            if self._thread is None:
                take_short_turns()
                self._thread = threading.Thread(target=self._run, name="copy", daemon=True)
                self._thread.start()
            self._wake.notify()

    def warm(self) -> None:
        """Start the process, so that the first copy need not wait for it."""
        self._is_resting = False
        self._process.warm()

    def rest(self) -> None:
        """Answer nothing more until the next request, and end the process: its memory comes back."""
        self.cancel()
        self._is_resting = True
        self._process.close()

    def cancel(self) -> None:
        """Answer nothing more until the next request."""
        with self._wake:
            self._request = self._wanted = None

    def close(self) -> None:
        """End the thread and the process; they must not outlive the application."""
        with self._wake:
            self._is_closed = True
            self._wanted = None
            self._wake.notify()
        self._process.close()
        if self._thread is not None:
            # What it may still do in this process, as to read a large sheet, nobody waits for.
            self._thread.join(_END_SECONDS)
        self._process.close()

    def _run(self) -> None:
        while (briefing := self._next()) is not None:
            try:
                self._set(briefing)
            except Stopped:
                pass
            except HkviewerError as error:
                if not self._is_overtaken(briefing):
                    self.failed.emit(briefing, error)
            except Exception as error:  # noqa: BLE001  the thread goes on, and the window reports it
                self._broken.emit(error)
            if self._is_resting:
                self._process.close()  # the work may have started it again

    def _set(self, briefing: Briefing) -> None:
        is_balanced = briefing.choices.layout == "compact"
        for balanced in (False, True) if is_balanced else (False,):
            pdf = self.maker.pdf(briefing, balanced=balanced, stop=lambda: self._is_overtaken(briefing))
            if not self._is_overtaken(briefing):
                self.noticed.emit(briefing, self._notice())
                self.made.emit(briefing, pdf, balanced == is_balanced)

    def _notice(self) -> str:
        where = "" if self._is_told else self._process.notice
        self._is_told = self._is_told or bool(where)
        return " ".join(filter(None, [where, self.maker.pictures.notice]))

    def _next(self) -> Briefing | None:
        """Wait for the next request and take it; None at the end."""
        with self._wake:
            while not self._is_closed and self._request is None:
                self._wake.wait()
            request, self._request = self._request, None
            return None if self._is_closed else request

    def _is_overtaken(self, briefing: Briefing) -> bool:
        with self._wake:
            return self._wanted is not briefing


def _raise(error: Exception) -> None:
    """Let the application's error hook report `error`."""
    raise error
