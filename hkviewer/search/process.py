"""Answering in a process of its own, for large sheets.

Python runs one thread at a time: one that searches 36,000 sections keeps the window waiting at each of
its steps, 40 ms and more for a key (measured, the 261 sheets of the World Factbook in one document). A
process of its own takes 50 ms more for the first answer (United States, 168 sections).
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence

from hkviewer.factsheet.model import FactSheet
from hkviewer.own_process import start_own
from hkviewer.search.answer import Listener, SearchRequest
from hkviewer.search.server import send_sheet
from hkviewer.search.wire import WireError, read_answer, read_problem, receive, request_parts, send

ARGUMENT = "--serve-search"
"""With this alone the program is the other process."""


class AnswerProcess:
    """Searches one sheet as `AnswerThread` does, in a process that starts with the first request.

    Two threads wait for the pipes to it, so that the caller never does. Where it cannot be started, or
    ends by itself, `lost` is called in one of them, once, and nothing more is answered.
    """

    def __init__(self, sheet: FactSheet, listener: Listener, lost: Callable[[], object]) -> None:
        self._sheet = sheet
        self._listener = listener
        self._lost = lost
        self._wake = threading.Condition()
        self._newest: deque[SearchRequest | None] = deque(maxlen=1)
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._is_over = False

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not yet ended."""
        return self._thread is not None and self._thread.is_alive()

    def search(self, request: SearchRequest) -> None:
        """Answer `request` as soon as may be; what runs is interrupted."""
        with self._wake:
            self._newest.append(request)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="search", daemon=True)
                self._thread.start()
            self._wake.notify()

    def cancel(self) -> None:
        """Answer nothing more until the next request."""
        with self._wake:
            self._newest.append(None)
            self._wake.notify()

    def close(self) -> None:
        """End the process: there is nothing in it to lose."""
        with self._wake:
            self._is_over = True
            if self._child is not None:
                self._child.kill()
            self._wake.notify()

    def join(self) -> None:
        """Wait for the end, after `close`."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        """Start the process and hand it the sheet, then each request."""
        try:
            child = start_own(ARGUMENT, given=subprocess.PIPE, made=subprocess.PIPE, said=subprocess.DEVNULL)
        except OSError:
            self._lose()
            return
        assert child.stdin is not None
        with self._wake:
            self._child = child
            if self._is_over:
                child.kill()
        reader = threading.Thread(target=self._hear, args=(child,), name="search answers", daemon=True)
        reader.start()
        try:
            # The reader sees as well that the process has ended.
            with contextlib.suppress(OSError), child.stdin as given:
                send_sheet(self._sheet, given)
                while self._wait():
                    send(request_parts(self._newest.pop()), given)
                    given.flush()
        finally:
            child.kill()
            reader.join()

    def _wait(self) -> bool:
        """Wait for the next request; whether there is one."""
        with self._wake:
            while not self._is_over and not self._newest:
                self._wake.wait()
            return not self._is_over

    def _hear(self, child: subprocess.Popen[bytes]) -> None:
        """Tell the listener what the process says until it ends."""
        assert child.stdout is not None
        try:
            # Whatever is no whole answer is the end.
            with contextlib.suppress(EOFError, OSError, WireError), child.stdout as made:
                while True:
                    self._tell(receive(made))
        finally:
            child.kill()
            child.wait()
            self._lose()

    def _tell(self, parts: Sequence[bytes]) -> None:
        if len(parts) > 1:
            self._listener.found(*read_answer(parts))
            return
        kind, words = read_problem(parts)
        if kind == "failed":
            self._listener.failed(words)
        else:
            # The traceback's last line says what happened, the others where.
            error = RuntimeError(words.strip().rpartition("\n")[2])
            error.add_note(words)
            self._listener.broken(error)

    def _lose(self) -> None:
        """Say that nothing more is answered, unless it was closed."""
        with self._wake:
            is_over, self._is_over = self._is_over, True
            self._wake.notify()
        if not is_over:
            self._lost()
