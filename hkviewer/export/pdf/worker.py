"""The process that sets copies: what it does, from its start to the end of the pipe from its caller.

It is the program's own console command, so that it works frozen too. It lives no longer than its caller,
whatever that dies of, and what is asked of it cannot make it do anything but set copies.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from hkviewer.errors import DocumentError, HkviewerError, UsageError
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.pdf.copy_setter import Stopped
from hkviewer.export.pdf.worker_protocol import BrokenMessageError, Message, receive, send
from hkviewer.system.scratch import ScratchFolder
from hkviewer.system.work_limits import limited

PICTURE_SECONDS = 5
PICTURE_MEMORY = 500_000_000
"""Bytes."""


def serve() -> int:
    """Answer what comes over the standard input, until that ends; 0.

    Raises:
        UsageError: something else stands there.
    """
    _live_quietly()
    streams = sys.stdin.buffer, sys.stdout.buffer
    try:
        first = receive(streams[0])
    except BrokenMessageError:
        first = None
    if first is None or first.values.get("do") != "begin":
        raise UsageError("The standard input is no job of this program’s.")
    folder = first.values.get("folder")
    with Compiler(ScratchFolder.of(Path(folder) if isinstance(folder, str) else None)) as compiler:
        send(streams[1], {"done": "begin"})
        _Worker(compiler, *streams).run()
    return 0


def _live_quietly() -> None:
    """The keyboard interrupts the caller, which ends this process; and whatever it dies of leaves no dump."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Worker:
    """Does one thing after the other, while a thread of its own listens."""

    def __init__(self, compiler: Compiler, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._compiler = compiler
        self._requests = requests
        self._answers = answers
        self._waiting: SimpleQueue[Message] = SimpleQueue()
        self._stopped = threading.Event()
        self._does: dict[str, Callable[[dict[str, Any]], bytes | str]] = {
            "set": self._set,
            "fault": self._fault,
            "draw": self._draw,
        }

    def run(self) -> None:
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        while True:
            self._answer(self._waiting.get().values)

    def _listen(self) -> None:
        """Take requests in; at the end of the pipe end the process, whatever goes on in it."""
        with contextlib.suppress(BrokenMessageError, OSError):
            while (message := receive(self._requests)) is not None:
                if message.values.get("do") == "stop":
                    self._stopped.set()
                else:
                    self._stopped.clear()
                    self._waiting.put(message)
        self._compiler.close()
        os._exit(0)

    def _answer(self, request: dict[str, Any]) -> None:
        try:
            done = self._does[request["do"]](request)
        except Stopped:
            send(self._answers, {"stopped": True})
        except HkviewerError as error:
            send(self._answers, {"error": [_kind(error), error.what, error.remedy]})
        except BaseException as error:  # noqa: BLE001  a panic of Typst's, too: the caller is told of it
            words = f"{type(error).__name__}: {error}".partition("\n")[0]
            send(
                self._answers,
                {"error": ["copy", f"The copy could not be set: {words}.", "Please report it."]},
            )
        else:
            is_file = isinstance(done, bytes)
            send(self._answers, {"done": "" if is_file else done}, done if isinstance(done, bytes) else b"")

    def _set(self, request: dict[str, Any]) -> bytes:
        return self._compiler.set_job(
            request["job"], balanced=bool(request.get("balanced", True)), stop=self._stopped.is_set
        )

    def _fault(self, request: dict[str, Any]) -> str:
        with limited(PICTURE_SECONDS, PICTURE_MEMORY):
            return self._compiler.fault(request["name"])

    def _draw(self, request: dict[str, Any]) -> bytes | str:
        with limited(PICTURE_SECONDS, PICTURE_MEMORY):
            return self._compiler.drawn(request["name"], request["width"])


def _kind(error: HkviewerError) -> str:
    return "document" if isinstance(error, DocumentError) else "copy"
