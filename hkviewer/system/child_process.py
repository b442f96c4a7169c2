"""Other processes: the program as one of its own, for work that would hold up this one, and the system's."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO


def start_own(
    *arguments: str,
    stdin: IO[bytes] | int,
    stdout: IO[bytes] | int,
    stderr: IO[bytes] | int | None,
    leads_group: bool = False,
) -> subprocess.Popen[bytes]:
    """Start the program with `arguments` and those standard streams; None stands for this process's own.

    Args:
        arguments: what the program is started with.
        stdin: as `subprocess.Popen` takes it.
        stdout: the same.
        stderr: the same.
        leads_group: whether it and all that it starts are a group, for `end_group`; keys that end this
            process do not reach them then. Windows has no such groups.

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
        process_group=0 if leads_group and os.name == "posix" else None,
    )


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End `process` and, where it leads a group, all that it started; nothing where it has ended.

    On Windows what it started ends by itself, as it does wherever its caller's end of the pipe is closed.
    """
    if process.poll() is not None:
        return
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def close_pipes(process: subprocess.Popen[bytes]) -> None:
    """Close this process's ends of the pipes of `process`; what it did not read any more is dropped."""
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def own_command(*arguments: str) -> list[str]:
    """This program's own console command with `arguments`, frozen or not."""
    if not getattr(sys, "frozen", False):
        # -P: a folder called hkviewer, where the reader happens to be, is not the program.
        return [sys.executable, "-P", "-m", "hkviewer", *arguments]
    here = Path(sys.executable)
    console = here.with_name("hkviewer-cli" + here.suffix)
    return [str(console if console.is_file() else here), *arguments]


def system_environment() -> dict[str, str]:
    """The environment for a program of the system's, which is to find its own libraries.

    PyInstaller sets LD_LIBRARY_PATH to those of a frozen bundle, and keeps what it was before, if it was set,
    in LD_LIBRARY_PATH_ORIG.
    """
    found = dict(os.environ)
    if getattr(sys, "frozen", False) and found.pop("LD_LIBRARY_PATH", None) is not None:
        original = found.get("LD_LIBRARY_PATH_ORIG", "")
        found |= {"LD_LIBRARY_PATH": original} if original else {}
    return found


def _environment() -> dict[str, str]:
    """The child finds the same packages as this process, wherever it was started."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return os.environ | ({} if getattr(sys, "frozen", False) else {"PYTHONPATH": path})
