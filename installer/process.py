"""Running other programs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from installer.errors import BuildError

_SHOWN_LINES = 25


def run(command: Sequence[str | Path], *, folder: Path | None = None, **variables: str) -> str:
    """What `command` prints, stdout and stderr together.

    Args:
        command: the program and its arguments.
        folder: where it runs; left out, the caller's own.
        variables: added to its environment.

    Raises:
        BuildError: it cannot be started, or it fails; its last lines are part of the message.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            env=environment(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise BuildError(f"“{words[0]}” cannot be started: {error.strerror}.") from None
    if done.returncode:
        last = "\n".join(done.stdout.splitlines()[-_SHOWN_LINES:])
        raise BuildError(f"“{' '.join(words)}” ended with code {done.returncode}:\n{last}")
    return done.stdout


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The machine's own with `variables`, without what would mix another Python's packages in."""
    dropped = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC", **variables}
