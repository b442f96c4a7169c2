"""Runs the program under Xvfb with the screen reader Orca, presses keys, and notes what Orca says after each.

Debian's packages: orca at-spi2-core dbus-x11 speech-dispatcher xvfb xdotool openbox libglib2.0-bin. Nothing
sounds: speech goes to a module that is mute. Orca writes what it says into its debug file, in blocks: so it
is sorted under the steps by its time, when all is done.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

NEEDED = {
    "orca": "orca",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "dbus-run-session": "dbus-x11",
    "speech-dispatcher": "speech-dispatcher",
    "gsettings": "libglib2.0-bin",
}
"""The commands that the rig calls, and the packages of Debian that bring them."""
_SPEECH = 'LogLevel 1\nAddModule "dummy" "sd_dummy" ""\nDefaultModule dummy\n'
_QUIET = 0.8
"""Seconds without work after which nothing more is said of a key."""
_LONGEST = 8.0
_SCREEN = "1366x800x24"
_SAID = re.compile(r"^([0-9:.]{15}) - SPEECH OUTPUT: (['\"])(.*?)\2\s?[\[{]", re.MULTILINE)
_ECHO = re.compile(
    r"(left|right) (control|shift|alt)|return|tab|escape|space|F\d+|plus|minus|backspace", re.IGNORECASE
)
"""What Orca says of a key itself, which is not of the program."""


def missing() -> str:
    """The packages that this system lacks, "" for none."""
    return " ".join(package for command, package in NEEDED.items() if shutil.which(command) is None)


def hear(steps: Sequence[str], work: Path, program: Sequence[str], *, folder: Path) -> list[list[str]]:
    """What is said when the program has opened, and after each of `steps`.

    Args:
        steps: keys of xdotool (“F6”, “ctrl+f”), `type:TEXT`, `quickly:TEXT`, `wait:SECONDS`,
            `reader:stop` and `reader:start`; several with “ then ” between them.
        work: a folder that is emptied; the program's home is made in it.
        program: the program and its arguments.
        folder: where it runs.

    Raises:
        subprocess.SubprocessError: a part of the rig failed.
    """
    shutil.rmtree(work, ignore_errors=True)
    environment = _prepare(work)
    inside = [
        sys.executable,
        str(Path(__file__).resolve()),
        str(work),
        json.dumps([list(steps), list(program)]),
    ]
    with _display(environment) as display:
        environment["DISPLAY"] = display
        with _running(["openbox"], environment):
            command = ["timeout", "1500", "dbus-run-session", "--", *inside]
            subprocess.run(command, env=environment, cwd=folder, check=True, stderr=subprocess.DEVNULL)
    _end_speech(work)
    heard: list[list[str]] = json.loads((work / "heard.json").read_text(encoding="utf-8"))
    return heard


def _prepare(work: Path) -> dict[str, str]:
    """The folders of a home of its own, and the environment that names them."""
    home, runtime = work / "home", work / "run"
    settings = home / ".config" / "speech-dispatcher"
    settings.mkdir(parents=True)
    (settings / "speechd.conf").write_text(_SPEECH, encoding="utf-8")
    runtime.mkdir(mode=0o700)
    return {
        **{
            name: value
            for name, value in os.environ.items()
            if name not in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        },
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "HKVIEWER_HOME": str(work / "hkviewer"),
        "GDK_BACKEND": "x11",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }


@contextlib.contextmanager
def _display(environment: Mapping[str, str]) -> Iterator[str]:
    """A screen of its own; its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-nolisten", "tcp"]
    with _running(command, environment, pass_fds=(write,)):
        os.close(write)
        with os.fdopen(read, encoding="ascii") as number:
            yield f":{number.readline().strip()}"


@contextlib.contextmanager
def _running(
    command: Sequence[str], environment: Mapping[str, str], pass_fds: Sequence[int] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended at the end."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, pass_fds=pass_fds)
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_speech(work: Path) -> None:
    """End the speech dispatcher, which Orca started and which stays."""
    for file in (work / "run").rglob("*.pid"):
        with contextlib.suppress(ValueError, ProcessLookupError):
            os.kill(int(file.read_text(encoding="ascii")), signal.SIGTERM)


# Within the session


def _inside(work: Path, steps: Sequence[str], program: Sequence[str]) -> None:
    """Press the keys and write what was heard into heard.json."""
    accessibility = ["gsettings", "set", "org.gnome.desktop.interface", "toolkit-accessibility", "true"]
    subprocess.run(accessibility, check=True)
    reader = _Reader(work)
    reader.start()
    times = [dt.datetime.now().time()]  # noqa: DTZ005  as Orca writes them
    with _running(program, os.environ) as application:
        time.sleep(3)
        _settle([application.pid, reader.pid])
        for step in steps:
            times.append(dt.datetime.now().time())  # noqa: DTZ005  as above
            for part in step.split(" then "):
                _take(part, reader)
                _settle([application.pid, reader.pid])
        times.append(dt.datetime.now().time())  # noqa: DTZ005  as above
    reader.stop()
    heard = _sorted(times, reader.said())
    (work / "heard.json").write_text(json.dumps(heard), encoding="utf-8")


class _Reader:
    """The screen reader; each run of it writes a log of its own."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._logs: list[Path] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._logs.append(self._work / f"orca-{len(self._logs)}.log")
        quiet = subprocess.DEVNULL
        command = ["orca", "--replace", f"--debug-file={self._logs[-1]}"]
        self._process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        time.sleep(3)
        _settle([self._process.pid])

    @property
    def pid(self) -> int:
        """Of its process; 0 for none."""
        return self._process.pid if self._process is not None else 0

    def stop(self) -> None:
        if self._process is not None:
            _end(self._process)
        self._process = None

    def said(self) -> list[tuple[dt.time, str]]:
        """What was said, and when."""
        logs = (log.read_text(encoding="utf-8", errors="replace") for log in self._logs)
        return [
            (dt.time.fromisoformat(at), words.strip()) for log in logs for at, _, words in _SAID.findall(log)
        ]


def _take(step: str, reader: _Reader) -> None:
    kind, _, what = step.partition(":")
    if kind == "wait":
        time.sleep(float(what))
    elif kind == "reader":
        reader.stop() if what == "stop" else reader.start()
    elif kind == "type":
        subprocess.run(["xdotool", "type", "--delay", "120", what], check=True)
        time.sleep(1.2)
    elif kind == "quickly":
        subprocess.run(["xdotool", "type", "--delay", "15", what], check=True)
        time.sleep(1.2)
    else:
        # Held as long as a finger does: Orca asks which key was pressed last.
        subprocess.run(["xdotool", "keydown", step, "sleep", "0.12", "keyup", step], check=True)


def _settle(pids: Sequence[int]) -> None:
    """Wait until these processes have nothing to do for a while."""
    end, before, since = time.monotonic() + _LONGEST, _spent(pids), time.monotonic()
    while time.monotonic() < min(end, since + _QUIET):
        time.sleep(0.05)
        if (now := _spent(pids)) != before:
            before, since = now, time.monotonic()


def _spent(pids: Sequence[int]) -> list[int]:
    """The processor's time that each process has used, in hundredths of a second."""
    spent = []
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            spent.append(int(fields[11]) + int(fields[12]))
    return spent


def _sorted(times: Sequence[dt.time], said: Sequence[tuple[dt.time, str]]) -> list[list[str]]:
    """What was said from each of `times` to the next, without the echo of keys."""
    return [
        [words for at, words in said if begin <= at < end and words and not _ECHO.fullmatch(words)]
        for begin, end in itertools.pairwise(times)
    ]


if __name__ == "__main__":
    _inside(Path(sys.argv[1]), *json.loads(sys.argv[2]))
