"""The program as a process of its own: for work that would hold up this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO


def start_own(
    *arguments: str, stdin: IO[bytes] | int, stdout: IO[bytes] | int, stderr: IO[bytes] | int | None
) -> subprocess.Popen[bytes]:
    """Start the program with `arguments` and those standard streams; None stands for this process's own.

    Raises:
        OSError: the system does not start it.
    """
    return subprocess.Popen(  # noqa: S603  the program itself, with fixed arguments
        own_command(*arguments),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        env=_environment(),
        # A console program that a window starts would flash a console of its own on Windows.
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def own_command(*arguments: str) -> list[str]:
    """This program's own console command with `arguments`, frozen or not."""
    if not getattr(sys, "frozen", False):
        # -P: a folder called hkviewer, where the reader happens to be, is not the program.
        return [sys.executable, "-P", "-m", "hkviewer", *arguments]
    here = Path(sys.executable)
    console = here.with_name("hkviewer-cli" + here.suffix)
    return [str(console if console.is_file() else here), *arguments]


def _environment() -> dict[str, str]:
    """The child finds the same packages as this process, wherever it was started."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return os.environ | ({} if getattr(sys, "frozen", False) else {"PYTHONPATH": path})
