"""Setting a copy off the main thread: the newest choices win, what they overtake is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6 import QtCore

from hkviewer.errors import HkviewerError
from hkviewer.export.briefing import Briefing
from hkviewer.export.pdf.compiler import Compiler, Stopped
from hkviewer.export.pdf.copy_process import is_large, pdf_in_child


def copy_pdf(
    compiler: Compiler, briefing: Briefing, *, balanced: bool = True, stop: Callable[[], bool]
) -> bytes:
    """The copy as PDF; a large one is set by a process of its own, which can be stopped at once.

    Raises:
        UsageError, DocumentError, CopyError, Stopped: as `Compiler.pdf`.
    """
    if is_large(briefing):
        return pdf_in_child(briefing, balanced=balanced, stop=stop)
    return compiler.pdf(briefing, balanced=balanced, stop=stop)


def finished_pdf(briefing: Briefing, stop: Callable[[], bool]) -> bytes:
    """The finished copy as PDF, for a thread that has no compiler yet; raises as `copy_pdf`."""
    with Compiler() as compiler:
        return copy_pdf(compiler, briefing, stop=stop)


class CopyWorker(QtCore.QObject):
    """Sets one copy at a time in a thread of its own, which starts with the first request.

    Signals, which arrive in the thread that made the worker:
        made: the Briefing, its PDF as bytes, and whether it is finished. A copy whose last page's
            columns must be balanced comes twice: quickly, then finished.
        failed: the Briefing and the HkviewerError that states why there is no copy of it.
    A request that was overtaken by a newer one is never answered.
    """

    made = QtCore.Signal(object, object, bool)
    failed = QtCore.Signal(object, object)
    _broken = QtCore.Signal(object)
    """An error of the program's own, on its way to the main thread."""

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
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
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="copy", daemon=True)
                self._thread.start()
            self._wake.notify()

    def cancel(self) -> None:
        """Answer nothing more until the next request."""
        with self._wake:
            self._request = self._wanted = None

    def close(self) -> None:
        """End the thread; it must not outlive the application."""
        with self._wake:
            self._is_closed = True
            self._wanted = None
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        with Compiler() as compiler:
            while (briefing := self._next()) is not None:
                try:
                    self._set(compiler, briefing)
                except Stopped:
                    continue
                except HkviewerError as error:
                    if not self._is_overtaken(briefing):
                        self.failed.emit(briefing, error)
                except Exception as error:  # noqa: BLE001  the thread goes on, and the window reports it
                    self._broken.emit(error)

    def _set(self, compiler: Compiler, briefing: Briefing) -> None:
        is_balanced = briefing.choices.layout == "compact"
        for balanced in (False, True) if is_balanced else (False,):
            pdf = copy_pdf(compiler, briefing, balanced=balanced, stop=lambda: self._is_overtaken(briefing))
            if not self._is_overtaken(briefing):
                self.made.emit(briefing, pdf, balanced == is_balanced)

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
