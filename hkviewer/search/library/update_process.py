"""Bringing a library's index up to date in a process of its own, for a window: it holds up nothing."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hkviewer.errors import HkviewerError
from hkviewer.search.library.reading import look_less_for_garbage
from hkviewer.search.library.update import update_index
from hkviewer.search.library.wanted import Progress, WantedSheet, as_plain, from_plain
from hkviewer.system.child_process import close_pipes, end_group, start_own

JOB = "--index-library"
_NICE = 5


@dataclass(frozen=True, slots=True)
class UpdateListener:
    """What is called about an update, in a thread that is not the caller's.

    Attributes:
        progressed: how far it is, after each sheet.
        ended: it is over, with the reason why not all could be read, one sentence, or "".
    """

    progressed: Callable[[Progress], object]
    ended: Callable[[str], object]


class LibraryUpdate:
    """One update of the index in `file` to exactly `wanted`; no method waits but `join`.

    What was read counts at once: a `LibraryIndex` finds it while the update goes on.
    """

    def __init__(self, file: Path, wanted: Sequence[WantedSheet], listener: UpdateListener) -> None:
        self._asked = json.dumps({"file": str(file), "wanted": as_plain(wanted)}).encode()
        self._listener = listener
        self._process: subprocess.Popen[bytes] | None = None
        self._is_cancelled = False
        self._thread = threading.Thread(target=self._run, name="index update", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """End it at once; what was read is kept, and `ended` is not called any more."""
        self._is_cancelled = True
        if self._process is not None:
            end_group(self._process)

    def join(self) -> None:
        """Wait for the end."""
        self._thread.join()

    def _run(self) -> None:
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        fault = "The sheets could not be read for searching: too little memory may be left."
        with contextlib.suppress(OSError, ValueError):
            process = start_own(JOB, stdin=pipe, stdout=pipe, stderr=nothing, leads_group=True)
            self._process = process
            try:
                if not self._is_cancelled:
                    fault = self._follow(process, fault)
            finally:
                end_group(process)
                close_pipes(process)
        if not self._is_cancelled:
            self._listener.ended(fault)

    def _follow(self, process: subprocess.Popen[bytes], fault: str) -> str:
        """Report what the process says; why it could not do its work, `fault` where it does not say."""
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(self._asked)
        process.stdin.close()
        for line in process.stdout:
            said = json.loads(line)
            if isinstance(said, str):
                return said
            if not self._is_cancelled:
                self._listener.progressed(Progress(*said))
        return fault


def serve() -> int:
    """Do what standard input asks for; write progress as lines of JSON, at the end a reason or ""; 0."""
    if hasattr(os, "nice"):
        os.nice(_NICE)  # it is done beside what the reader does
    look_less_for_garbage()
    asked = json.loads(sys.stdin.buffer.read())
    fault = ""
    try:
        update_index(Path(asked["file"]), from_plain(asked["wanted"]), _write)
    except BrokenPipeError:
        return 0  # whoever asked is gone
    except HkviewerError as error:
        fault = error.what
    except (sqlite3.Error, OSError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        fault = f"What is read for searching cannot be kept in “{asked['file']}”: {why.lower()}."
    _write(fault)
    return 0


def _write(value: object) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")
    sys.stdout.buffer.flush()
