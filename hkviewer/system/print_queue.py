"""PDF files handed to the system's print queues as they are, by CUPS's own command `lp`."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from hkviewer.errors import OutputError
from hkviewer.system.characters import one_line
from hkviewer.system.child_process import system_environment

_LOOKS = 0.1
"""Seconds between two looks whether to stop."""
_LONGEST_REASON = 200
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_PLAIN = re.compile(r"[A-Za-z0-9_.,:+/-]+")


class PrintJob(NamedTuple):
    """What to print where, and how.

    Attributes:
        queue: the name of CUPS's queue.
        title: the document's name, as the queue shows it.
        copies: how many.
        options: names and values as CUPS and the printer's description have them, such as
            ("sides", "two-sided-long-edge"); what has no name or no value is none.
    """

    queue: str
    title: str
    copies: int
    options: Sequence[tuple[str, str]]


def takes_pdf() -> bool:
    """Whether this system has CUPS's command, and so a print system that takes PDF."""
    return os.name == "posix" and shutil.which("lp") is not None


def arguments(job: PrintJob) -> list[str]:
    """The arguments of `lp` that print what it reads from its standard input."""
    found = ["-d", job.queue, "-n", str(job.copies), "-t", one_line(job.title) or "Copy"]
    for name, value in job.options:
        if value and _NAME.fullmatch(name):
            found += ["-o", f"{name}={_quoted(value)}"]
    return found


def send(pdf: bytes, job: PrintJob, stop: Callable[[], bool] = lambda: False) -> bool:
    """Hand `pdf` to the queue, and wait until it is taken; False where `stop` said so before.

    Raises:
        OutputError: the queue does not take it.
    """
    program = shutil.which("lp") or "lp"
    try:
        process = subprocess.Popen(  # noqa: S603  the system's own command, without a shell
            [program, *arguments(job)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=system_environment(),
            # Without a terminal it cannot wait for a password that no one is asked for.
            start_new_session=True,
        )
    except OSError as error:
        raise _refused(job, error.strerror or "") from error
    with process:
        complaint = _complaint(process, pdf, stop)
    if complaint is None:
        return False
    if process.returncode:
        raise _refused(job, complaint)
    return True


def _complaint(process: subprocess.Popen[bytes], pdf: bytes, stop: Callable[[], bool]) -> str | None:
    """What the command says when it has ended; None where it was stopped."""
    given: bytes | None = pdf
    while True:
        try:
            _, said = process.communicate(given, timeout=_LOOKS)
        except subprocess.TimeoutExpired:
            given = None
            if stop():
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                return None
        else:
            return said.decode("utf-8", "replace")


def _refused(job: PrintJob, reason: str) -> OutputError:
    lines = [one_line(line) for line in reason.splitlines()]
    first = next(filter(None, lines), "").removeprefix("lp:").strip()[:_LONGEST_REASON].rstrip(".")
    what = f"The printer “{job.queue}” did not take the copy{f': {first}' if first else ''}."
    return OutputError(what, "Choose another printer, or export a PDF.")


def _quoted(value: str) -> str:
    """`value` as CUPS reads one of its options: what is not plain in quotation marks."""
    return value if _PLAIN.fullmatch(value) else '"' + re.sub(r'(["\\])', r"\\\1", one_line(value)) + '"'
