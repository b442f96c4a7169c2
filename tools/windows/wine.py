"""A Windows to try things on: Wine with a folder and a screen of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from installer.errors import BuildError
from installer.screen import FEWEST_COLOURS, Screen

_SETTLED_SECONDS = 4.0
_CLOSING_SECONDS = 60.0
_ENDING_SECONDS = 30.0
_LAST_WORDS_SECONDS = 3.0
# It holds the desktop open: Wine's explorer.exe starts with the first program that needs one, inherits that
# program's pipe, and whoever reads the pipe would wait for its end for ever.
_KEEPER = "import ctypes, time; ctypes.windll.user32.GetDesktopWindow(); time.sleep(7200)"


class Done(NamedTuple):
    """How a program ended: its exit code’s last eight bits, which Wine gives, and all that it printed."""

    code: int
    printed: bytes

    @property
    def text(self) -> str:
        """What was printed, with single line ends."""
        return self.printed.decode("utf-8", "replace").replace("\r\n", "\n")

    @property
    def last(self) -> str:
        """The last line of it."""
        return self.text.strip().rpartition("\n")[2]


class Wine:
    """Wine with its files in `folder`, showing its windows on `screen`.

    Attributes:
        drive: what Windows calls C:.
        home: the user's local folder of applications' data.
        screen: where windows are painted.
    """

    def __init__(self, folder: Path, screen: Screen) -> None:
        self._prefix = folder
        self.screen = screen
        self.drive = folder / "drive_c"
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """The user's local folder of applications' data."""
        (found,) = (self.drive / "users").glob("[!P]*/AppData/Local")
        return found

    def make(self) -> str:
        """Make the folder anew; Wine's own name with its version."""
        self.end()
        shutil.rmtree(self._prefix, ignore_errors=True)
        self._prefix.mkdir(parents=True)
        for command in (("wineboot", "--init"), ("winecfg", "-v", "win10")):
            self.run(*command)
        return self.run("--version").text.strip()

    def keep_desktop(self, python: Path) -> None:
        """Hold the desktop open until `end`."""
        if self._keeper is None:
            self._keeper = self.start(windows_path(python), "-c", _KEEPER)
            time.sleep(_SETTLED_SECONDS)

    def end(self) -> None:
        """End all programs, those of an earlier run that was broken off too."""
        if self._prefix.exists():
            with suppress(subprocess.TimeoutExpired):
                command = ["wineserver", "-k"]
                subprocess.run(command, env=self._environment({}), timeout=_ENDING_SECONDS, check=False)
        if self._keeper is not None:
            _kill(self._keeper)
            self._keeper = None

    def run(
        self,
        *command: str,
        seconds: float = 120,
        folder: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> Done:
        """Run a program to its end.

        Args:
            command: the program and its arguments.
            seconds: the most that it may take.
            folder: where it runs.
            variables: added to its environment.

        Raises:
            BuildError: it takes more than `seconds`.
        """
        process = self._popen(command, subprocess.PIPE, variables or {}, folder)
        printed = bytearray()
        reader = threading.Thread(target=_read, args=(process, printed), daemon=True)
        reader.start()
        code = self.wait(process, command, seconds, printed)
        # What it has left behind may hold the pipe open: all that it printed itself is there by then.
        reader.join(_LAST_WORDS_SECONDS)
        return Done(code, bytes(printed))

    def start(self, *command: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start a program whose output nobody reads."""
        return self._popen(command, subprocess.DEVNULL, variables)

    def wait(
        self,
        process: subprocess.Popen[bytes],
        command: Sequence[str],
        seconds: float = 60,
        printed: bytes | bytearray = b"",
    ) -> int:
        """Wait for the end of `command`, which runs as `process`; its exit code.

        Raises:
            BuildError: it takes more than `seconds`; then it is ended, with what it has started.
        """
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            said = bytes(printed).decode("utf-8", "replace")
            raise BuildError(f"“{' '.join(command)}” took more than {seconds:g} s:\n{said}") from None
        finally:  # it is alive still where it, or the step, takes too long
            if process.poll() is None:
                _kill(process)

    def _popen(
        self,
        command: Sequence[str],
        stdout: int,
        variables: Mapping[str, str],
        folder: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["wine", *command],
            cwd=folder,
            env=self._environment(variables),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that it can be ended with what it has started
        )

    @contextmanager
    def window(self, *command: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program whose window is painted; at the end it is closed as by its cross, and must end well.

        Raises:
            BuildError: no window is painted, or it does not close.
        """
        process = self.start(*command, **variables)
        try:
            colours = self.screen.wait_for_colours(FEWEST_COLOURS, _CLOSING_SECONDS)
            if colours < FEWEST_COLOURS:
                words = f"No window of “{' '.join(command)}” is painted: {colours} colours are seen."
                raise BuildError(words)
            time.sleep(_SETTLED_SECONDS)
            yield process
            self.close(Path(command[0].replace("\\", "/")).name)
            if code := self.wait(process, command, _CLOSING_SECONDS):
                raise BuildError(f"“{' '.join(command)}” ended with {code}.")
        finally:
            if process.poll() is None:
                _kill(process)

    def close(self, program: str) -> None:
        """Ask every window of `program` to close."""
        self.run("taskkill", "/IM", program)

    def server_seconds(self) -> float:
        """The processor's time that Wine's server, which serves all programs, has taken so far."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                is_server = b"wineserver" in (process / "cmdline").read_bytes()
                is_ours = f"WINEPREFIX={self._prefix}\0".encode() in (process / "environ").read_bytes()
                if is_server and is_ours:
                    times = (process / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
                    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
            except OSError:
                continue  # it has ended
        return 0.0

    def value(self, key: str, name: str = "") -> str | None:
        """A value of the registry, the key's own for ""; None where there is none."""
        done = self.run("reg", "query", key, *(("/v", name) if name else ("/ve",)), "/reg:64")
        if done.code:
            return None
        return done.last.partition("REG_")[2].partition("    ")[2].strip()

    def has_key(self, key: str) -> bool:
        """Whether the registry has `key`."""
        return self.run("reg", "query", key, "/reg:64").code == 0

    def _environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "QT_QPA_PLATFORM", "HKVIEWER_HOME")
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        return {
            **kept,
            "WINEPREFIX": str(self._prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",  # no questions about Mono and Gecko
            "DISPLAY": self.screen.display,
            "LANG": "C.UTF-8",
            "PYTHONUTF8": "1",
            **variables,
        }


def _read(process: subprocess.Popen[bytes], into: bytearray) -> None:
    assert process.stdout is not None
    with process.stdout as pipe:
        while part := os.read(pipe.fileno(), 1 << 16):
            into.extend(part)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(_ENDING_SECONDS)


def windows_path(path: Path) -> str:
    """What Wine calls a file of this Linux."""
    return "Z:" + str(path).replace("/", "\\")
