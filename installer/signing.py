"""Signing what is built with the builder's own command."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from installer.errors import BuildError
from installer.output import remove
from installer.process import run


class Signer:
    """Runs the command of --sign-command on each file; without one it signs nothing.

    Raises:
        BuildError: the command has no place for the file's path.
    """

    def __init__(self, command: str = "") -> None:
        if command and "{file}" not in command:
            raise BuildError(
                "The signing command has no “{file}”.", "Put it where the path of the file to sign belongs."
            )
        self._words = shlex.split(command, posix=sys.platform != "win32")

    def __bool__(self) -> bool:
        return bool(self._words)

    def sign(self, file: Path) -> None:
        """Sign `file` in place. Raises BuildError when the command fails."""
        if self._words:
            run([word.replace("{file}", str(file)) for word in self._words])

    def command_line(self, file: str) -> str:
        """The command for `file` as one line for the system's shell."""
        words = [word.replace("{file}", file) for word in self._words]
        return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def sign_or_remove(package: Path, signer: Signer) -> None:
    """Sign the finished `package`; if that fails, it is removed, so that none is handed out unsigned.

    Raises:
        BuildError: the command failed.
    """
    try:
        signer.sign(package)
    except BuildError:
        remove(package)
        raise
