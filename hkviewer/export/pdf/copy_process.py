"""Setting a large copy in a process of its own: it can be stopped at once, and its memory comes back.

A copy of 200 pages costs 0.8 s and, after ten compiles, up to 2.6 GB of cache. The child is the
program's own console command, so that it works frozen too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable

from hkviewer.content.sizes import COPIED_APART
from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing
from hkviewer.export.pdf.compiler import Compiler, CopyError, Stopped, job_of
from hkviewer.system.child_process import start_own

_POLL_SECONDS = 0.05


def is_large(briefing: Briefing) -> bool:
    """Whether `briefing` is better set in a child process."""
    return briefing.word_count >= COPIED_APART


def pdf_in_child(
    briefing: Briefing, *, balanced: bool = True, stop: Callable[[], bool] = lambda: False
) -> bytes:
    """The same bytes as `Compiler.pdf`; `stop` is asked twenty times a second.

    Raises:
        UsageError, DocumentError, CopyError, Stopped: as `Compiler.pdf`.
        CopyError: the child could not be started, too.
    """
    job = json.dumps({**job_of(briefing), "balanced": balanced}).encode()
    temporary = tempfile.TemporaryFile
    with temporary() as stdin, temporary() as stdout, temporary() as stderr:
        stdin.write(job)
        stdin.seek(0)
        try:
            child = start_own("--set-copy", stdin=stdin, stdout=stdout, stderr=stderr)
        except OSError as error:
            raise CopyError("The copy could not be set: the program could not be started.") from error
        failed = _wait(child, stop) != 0
        stdout.seek(0)
        stderr.seek(0)
        if failed:
            raise _error_of(stderr.read().decode("utf-8", "replace"))
        return stdout.read()


def set_stdin() -> int:
    """Set the job on stdin and write the PDF to stdout: what the child does; 0.

    Raises:
        UsageError: something else stands there.
        OutputError: as `Compiler.pdf`.
    """
    try:
        job = json.loads(sys.stdin.buffer.read())
        with Compiler() as compiler:
            pdf = compiler.set_job(job, balanced=job.get("balanced", True))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("The standard input is no job of this program’s.") from error
    sys.stdout.buffer.write(pdf)
    return 0


def _wait(child: subprocess.Popen[bytes], stop: Callable[[], bool]) -> int:
    try:
        while True:
            try:
                return child.wait(_POLL_SECONDS)
            except subprocess.TimeoutExpired:
                if stop():
                    raise Stopped from None
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


def _error_of(message: str) -> CopyError:
    """The child's message on stderr as an error of this process."""
    what, _, remedy = message.strip().partition("\n")
    return CopyError(what or "The copy could not be set: too little memory may be left.", remedy)
