"""Checking a copy in a process of its own, which is ended when it takes too long.

Anyone may have made the file: what it makes PDFium or Typst do, nothing in this process could stop. That
process lives no longer than its caller: the job is a line of its standard input, whose end ends it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from hkviewer.content.document import bundled_sheets, read_document
from hkviewer.errors import DocumentError, UsageError
from hkviewer.export.verification.claims import Offered
from hkviewer.export.verification.report import checked
from hkviewer.system.child_process import close_pipes, end_group, start_own

LONGEST_CHECK = 60.0
"""Seconds that a check may take."""
_LONGEST_ALONE = LONGEST_CHECK + 10
"""Seconds after which the process ends by itself, should its caller have no more power over it."""


def check_copy(
    path: Path, against: Sequence[Path] = (), library: Sequence[Offered] = ()
) -> tuple[int, list[str]]:
    """Compare the copy at `path` with the sheets it names, within a minute.

    Args:
        path: a PDF file.
        against: Markdown files that are known beside the bundled sheets, and before them.
        library: further ones, the newest edition of each sheet first; they may be gone.

    Returns:
        0 and what the copy holds, or 1 and what is wrong, also where the check did not end; then what is
        the preparer's; as lines for the user. Where no process can be started the check is made in this
        one, however long it takes.

    Raises:
        DocumentError: the copy or one of the files cannot be read.
    """
    try:
        return _in_child(path, against, library)
    except OSError:
        return _here(path, against, library)


def check_stdin() -> int:
    """Make the check that stdin asks for, and write what came of it to stdout: what the child does; 0.

    Raises:
        UsageError: something else stands there.
        DocumentError: as `check_copy`.
    """
    try:
        job = json.loads(sys.stdin.buffer.readline())
        path, against = Path(job["copy"]), [Path(name) for name in job["against"]]
        library = [Offered(*file) for file in job.get("library", ())]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError("The standard input is no job of this program’s.") from error
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  its descriptor is wanted
        faulthandler.dump_traceback_later(_LONGEST_ALONE, exit=True, file=nowhere)
        threading.Thread(target=_end_with_caller, name="caller", daemon=True).start()
        answer = _here(path, against, library)
        faulthandler.cancel_dump_traceback_later()
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


def _end_with_caller() -> None:
    """Wait for the end of the standard input, then end this process and what it started."""
    # Not through the stream: at its end the interpreter cannot close one that a thread is reading.
    while os.read(sys.stdin.fileno(), 1):
        pass
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _here(path: Path, against: Sequence[Path], library: Sequence[Offered]) -> tuple[int, list[str]]:
    result = checked(path, [*map(read_document, against), *bundled_sheets()], offered=library)
    return result.code, [*result.verdict, *result.preparers]


def _in_child(path: Path, against: Sequence[Path], library: Sequence[Offered]) -> tuple[int, list[str]]:
    job = json.dumps({"copy": str(path), "against": list(map(str, against)), "library": library}).encode()
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        child = start_own(
            "--check-copy", stdin=subprocess.PIPE, stdout=stdout, stderr=stderr, leads_group=True
        )
        try:
            _ask(child, job)
            code = child.wait(LONGEST_CHECK)
        except subprocess.TimeoutExpired:
            return 1, [f"The check of “{path}” did not end within {LONGEST_CHECK:.0f} seconds."]
        finally:
            end_group(child)
            close_pipes(child)
        return _answer(path, code, stdout, stderr)


def _ask(child: subprocess.Popen[bytes], job: bytes) -> None:
    assert child.stdin is not None
    with contextlib.suppress(OSError):  # it has ended: its code tells
        child.stdin.write(job + b"\n")
        child.stdin.flush()


def _answer(path: Path, code: int, stdout: IO[bytes], stderr: IO[bytes]) -> tuple[int, list[str]]:
    stdout.seek(0)
    stderr.seek(0)
    if code == DocumentError.exit_code:
        what, _, remedy = stderr.read().decode("utf-8", "replace").strip().partition("\n")
        raise DocumentError(what, remedy)
    if code:
        return 1, [f"The check of “{path}” failed: the file may be damaged, or too little memory is left."]
    result, lines = json.loads(stdout.read())
    return result, lines
