"""Searching in a process of its own, for large sheets.

Python runs one thread at a time: one that searches 36,000 sections keeps the window waiting at each of
its steps, 40 ms and more for a key (measured, the 261 sheets of the World Factbook in one document). A
process of its own takes 50 ms more for the first answer (United States, 168 sections).
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable, Sequence

from hkviewer.content.model import FactSheet
from hkviewer.search import SERVE
from hkviewer.search.background.answer import Listener
from hkviewer.search.background.background_search import BackgroundSearch
from hkviewer.search.background.server import send_sheet
from hkviewer.search.background.wire import WireError, read_answer, read_problem, receive, request_parts, send
from hkviewer.system.child_process import start_own


class SearchProcess(BackgroundSearch):
    """Searches one sheet in a process of its own.

    Two threads wait for the pipes to it. Where it cannot be started, or ends by itself, `lost` is called
    in one of them, once, and nothing more is answered.
    """

    def __init__(self, sheet: FactSheet, listener: Listener, lost: Callable[[], object]) -> None:
        super().__init__(sheet, listener)
        self._lost = lost
        self._child: subprocess.Popen[bytes] | None = None

    def _interrupt(self) -> None:
        # What it works at it drops by itself when something else is asked; there is nothing in it to lose.
        if self._is_over and self._child is not None:
            self._child.kill()

    def _run(self) -> None:
        """Start the process and hand it the sheet, then each request."""
        try:
            child = start_own(SERVE, given=subprocess.PIPE, made=subprocess.PIPE, said=subprocess.DEVNULL)
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
