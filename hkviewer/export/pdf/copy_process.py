"""Setting copies in a process of its own: it can be stopped at once, and its memory comes back.

The process is started once and stays warm for the next copy. Where none may start, or where it dies before
it can work, this process sets the copies itself, and the reader is told once.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING, Any, NoReturn, Self

from hkviewer.content.picture_faults import TOO_LARGE, TOO_SLOW
from hkviewer.errors import DocumentError
from hkviewer.export.pdf.copy_setter import CopyError, Stopped
from hkviewer.export.pdf.worker_protocol import BrokenMessageError, Message, receive, send
from hkviewer.system import paths, work_limits
from hkviewer.system.scratch import ScratchFolder

if TYPE_CHECKING:
    import subprocess

    from hkviewer.export.pdf.compiler import Compiler

IN_PROCESS = (
    "No process of its own could be started for the copy, so that it cannot be stopped while it is set."
)
ENDED = "The copy could not be set: the process that sets it was ended, or ran out of memory."
_LOOK_SECONDS = 0.01
_GRACE_SECONDS = 1.0
"""So long a process that is asked to stop may go on with a compile; starting another would take as long."""
_END_SECONDS = 1.0
"""So long the system may take to end a process that has closed its pipe."""
_START_PATIENCE = 60.0
_PICTURE_PATIENCE = 60.0
"""Seconds that a picture may take by the clock; of the processor's time it has less by far."""
_ENDED_FROM_OUTSIDE = (-9, -15, 1)
"""By SIGKILL or SIGTERM; on Windows a process that another one ends has the code 1."""


class _EndedError(Exception):
    """The process has ended without an answer; its code."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class CopyProcess:
    """Sets copies and draws pictures in a process of its own; a `CopySetter`.

    It may be used from several threads: each waits for the others.

    Args:
        others: where the folder for pictures may be made, besides the system's own place for such folders.

    Attributes:
        folder: where the copies' pictures are.
        is_limited: whether there is, or may still be, such a process.
    """

    def __init__(self, others: Iterable[Path] = ()) -> None:
        self.folder = ScratchFolder((*others, paths.cache_folder()))
        self.is_limited = True
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: SimpleQueue[Message | None] = SimpleQueue()
        self._is_ready = False
        self._is_closing = False
        self._faults: dict[str, str] = {}
        self._compiler: Compiler | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        """It itself; leaving the block ends the process."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.close()

    def warm(self) -> None:
        """Start the process, without waiting until it can work."""
        with self._turn:
            self._start()

    def close(self) -> None:
        """End the process, whatever it does, and remove the folder; the next use starts it again."""
        self._is_closing = True
        _end(self._process)
        with self._turn:
            self._is_closing = False
            self._drop()
            if self._compiler is not None:
                self._compiler.close()
                self._compiler = None
            self.folder.close()
            self._faults.clear()

    def is_ready(self) -> bool:
        """Start the process and wait until it can work; whether it can."""
        with self._turn:
            return self._begin()

    @property
    def notice(self) -> str:
        """What the reader is told of the place where copies are set, in one line; "" for nothing."""
        return "" if self.is_limited else IN_PROCESS

    def set_job(
        self, job: dict[str, Any], *, balanced: bool = True, stop: Callable[[], bool] = lambda: False
    ) -> bytes:
        """Set a copy; see `CopySetter.set_job`.

        Raises:
            CopyError: the process was ended in the midst of it, too.
        """
        with self._turn_of(stop):
            if stop():
                raise Stopped
            if not self._begin():
                return self._own().set_job(job, balanced=balanced, stop=stop)
            try:
                answer = self._ask({"do": "set", "job": job, "balanced": balanced}, stop)
            except _EndedError:
                raise CopyError(ENDED, "Try again.") from None
            return answer.data

    def fault(self, name: str) -> str:
        """Why a copy cannot show the picture of that name in the folder, "" where it can."""
        with self._turn:
            if name not in self._faults:
                self._faults[name] = self._fault(name)
            return self._faults[name]

    def drawn(self, name: str, width: int) -> bytes | str:
        """The picture as PNG, or why there is none."""
        with self._turn:
            if not self._begin():
                return self._own().drawn(name, width)
            try:
                answer = self._ask({"do": "draw", "name": name, "width": width}, patience=_PICTURE_PATIENCE)
            except _EndedError as error:
                return _why(error)
            return answer.data or str(answer.values["done"])

    def _fault(self, name: str) -> str:
        if not self._begin():
            return self._own().fault(name)
        try:
            return str(self._ask({"do": "fault", "name": name}, patience=_PICTURE_PATIENCE).values["done"])
        except _EndedError as error:
            return _why(error)

    # The process

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self._drop()
        self._is_ready = False
        if not self.is_limited:
            return
        import subprocess  # a copy without pictures that is not set does without

        from hkviewer.system.child_process import start_own

        errors = None if os.environ.get("HKVIEWER_DEBUG") else subprocess.DEVNULL
        try:
            self._process = start_own(
                "--set-copy", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        except (OSError, ValueError):
            self.is_limited = False
            return
        assert self._process.stdout is not None
        self._answers = SimpleQueue()
        threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers), name="copy answers", daemon=True
        ).start()

    def _begin(self) -> bool:
        """Have the process ready; False where there can be none."""
        self._start()
        if self._process is None:
            return False
        if not self._is_ready:
            folder = self.folder.path
            try:
                begin = {"do": "begin", "folder": os.fspath(folder) if folder else None}
                self._ask(begin, patience=_START_PATIENCE)
            except _EndedError:
                self._drop()
                if self._is_closing:
                    raise Stopped from None
                self.is_limited = False
                return False
            self._is_ready = True
        return True

    def _own(self) -> Compiler:
        from hkviewer.export.pdf.compiler import Compiler  # needed only where no process may start

        if self._compiler is None:
            self._compiler = Compiler(self.folder)
        return self._compiler

    @contextmanager
    def _turn_of(self, stop: Callable[[], bool]) -> Iterator[None]:
        while not self._turn.acquire(timeout=_LOOK_SECONDS):
            if stop():
                raise Stopped
        try:
            yield
        finally:
            self._turn.release()

    def _ask(
        self,
        request: dict[str, Any],
        stop: Callable[[], bool] = lambda: False,
        patience: float = float("inf"),
    ) -> Message:
        """The answer to `request`; errors of the process are raised here.

        Raises:
            _EndedError: the process ended, or `patience` did, in seconds.
        """
        assert self._process is not None
        assert self._process.stdin is not None
        end = time.monotonic() + patience
        try:
            send(self._process.stdin, request)
            answer = self._wait(stop, end)
        except Stopped:
            raise
        except (OSError, ValueError):
            answer = None  # it reads no more
        except BaseException:
            self._drop()  # interrupted: whatever it answers now is nobody's
            raise
        if answer is None:
            is_late = time.monotonic() >= end
            raise _EndedError(
                self._drop(0 if is_late else _END_SECONDS, work_limits.TOO_SLOW if is_late else None)
            )
        if "error" in answer.values:
            _raise(*answer.values["error"])
        if "stopped" in answer.values:
            raise Stopped
        return answer

    def _wait(self, stop: Callable[[], bool], end: float) -> Message | None:
        """The next answer; None where the process or the time is at its end."""
        while time.monotonic() < end:
            with suppress(Empty):
                return self._answers.get(timeout=_LOOK_SECONDS)
            if stop():
                self._stop()
        return None

    def _stop(self) -> NoReturn:
        """Ask the process to stop, and end it where it does not."""
        assert self._process is not None
        assert self._process.stdin is not None
        with suppress(OSError, ValueError, Empty):
            send(self._process.stdin, {"do": "stop"})
            self._answers.get(timeout=_GRACE_SECONDS)
            raise Stopped
        self._drop()
        raise Stopped

    def _drop(self, patience: float = 0, code: int | None = None) -> int | None:
        """Let go of the process, which has `patience` seconds to end by itself; `code`, else its own."""
        process, self._process = self._process, None
        ended = _end(process, patience)
        return ended if code is None else code


def _end(process: subprocess.Popen[bytes] | None, patience: float = 0) -> int | None:
    """End a process, and tell its code."""
    if process is None:
        return None
    import subprocess  # as above

    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
    finally:
        with suppress(OSError, ValueError):
            if process.stdin is not None:
                process.stdin.close()


def _listen(stream: IO[bytes], answers: SimpleQueue[Message | None]) -> None:
    """Hand over what the process answers; None at its end."""
    with suppress(BrokenMessageError, OSError, ValueError), stream:
        while (message := receive(stream)) is not None:
            answers.put(message)
    answers.put(None)


def _raise(kind: str, what: str, remedy: str) -> NoReturn:
    raise (DocumentError if kind == "document" else CopyError)(what, remedy)


def _why(error: _EndedError) -> str:
    """What a picture did that ended the process.

    Raises:
        CopyError: it was ended from outside.
    """
    if error.code == work_limits.TOO_SLOW:
        return TOO_SLOW
    if error.code in _ENDED_FROM_OUTSIDE:
        raise CopyError(ENDED, "Try again.")
    return TOO_LARGE
