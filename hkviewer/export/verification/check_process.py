"""Checking a copy in a process of its own, which is ended when it takes too long.

Anyone may have made the file: what it makes PDFium or Typst do, nothing in this process could stop.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from hkviewer.content.document import bundled_sheets, read_document
from hkviewer.errors import DocumentError, UsageError
from hkviewer.export.verification.report import checked
from hkviewer.system.child_process import start_own

LONGEST_CHECK = 60.0
"""Seconds that a check may take."""


def check_copy(path: Path, against: Sequence[Path] = ()) -> tuple[int, list[str]]:
    """Compare the copy at `path` with the sheets it names, within a minute.

    Args:
        path: a PDF file.
        against: Markdown files that are known beside the bundled sheets, and before them.

    Returns:
        0 and what the copy holds, or 1 and what is wrong, also where the check did not end; then what is
        the preparer's; as lines for the user. Where no process can be started the check is made in this
        one, however long it takes.

    Raises:
        DocumentError: the copy or one of the files cannot be read.
    """
    try:
        return _in_child(path, against)
    except OSError:
        return _here(path, against)


def check_stdin() -> int:
    """Make the check that stdin asks for, and write what came of it to stdout: what the child does; 0.

    Raises:
        UsageError: something else stands there.
        DocumentError: as `check_copy`.
    """
    try:
        job = json.loads(sys.stdin.buffer.read())
        path, against = Path(job["copy"]), [Path(name) for name in job["against"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError("The standard input is no job of this program’s.") from error
    sys.stdout.buffer.write(json.dumps(_here(path, against)).encode())
    return 0


def _here(path: Path, against: Sequence[Path]) -> tuple[int, list[str]]:
    result = checked(path, [*map(read_document, against), *bundled_sheets()])
    return result.code, [*result.verdict, *result.preparers]


def _in_child(path: Path, against: Sequence[Path]) -> tuple[int, list[str]]:
    job = json.dumps({"copy": str(path), "against": list(map(str, against))}).encode()
    temporary = tempfile.TemporaryFile
    with temporary() as stdin, temporary() as stdout, temporary() as stderr:
        stdin.write(job)
        stdin.seek(0)
        child = start_own("--check-copy", stdin=stdin, stdout=stdout, stderr=stderr)
        try:
            code = child.wait(LONGEST_CHECK)
        except subprocess.TimeoutExpired:
            return 1, [f"The check of “{path}” did not end within {LONGEST_CHECK:.0f} seconds."]
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        return _answer(path, code, stdout, stderr)


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
