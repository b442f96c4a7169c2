"""Runs the program under Xvfb with the screen reader Orca, presses keys, and notes what Orca says after each.

Debian's packages: orca at-spi2-core dbus-x11 speech-dispatcher xvfb xdotool openbox libglib2.0-bin, and for
copies firefox-esr. Nothing sounds: speech goes to a module that is mute. Orca writes what it says into its
debug file; that is a terminal here, which it writes to line by line. So each step waits for what is owed, and
for the end of all work after it, not for a time that would be too short on a busy machine.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import tty
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ORCA = "orca"
BROWSER = "firefox-esr"
"""What copies are heard in, if it is there."""
NEEDED = {
    ORCA: "orca",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "dbus-run-session": "dbus-x11",
    "speech-dispatcher": "speech-dispatcher",
    "gsettings": "libglib2.0-bin",
}
"""The commands that the rig calls, and the packages of Debian that bring them."""
_SPEECH = 'LogLevel 1\nTimeout 0\nAddModule "dummy" "sd_dummy" ""\nDefaultModule dummy\n'
_QUIET = 0.8
"""Seconds without work after which nothing more is said of a key; longer than any rest of the program's."""
_PATIENCE = 5.0
"""The same where something that is owed has not been said."""
_SILENCE = 60.0
"""The same where there is work without end, as on a busy machine."""
_LONGEST = 240.0
_TRIES = 5
"""So often Orca is started until it says that it is on."""
_SCREEN = "1366x800x24"
_SAID = re.compile(r"[0-9:.]{15} - SPEECH OUTPUT: (['\"])(.*?)\1\s?[\[{]")
_DELAYS = {"type": "120", "quickly": "15"}
"""Milliseconds from one letter to the next, for either way to type."""
_ECHO = re.compile(
    r"(left|right) (control|shift|alt)|return|tab|escape|space|F\d+|plus|minus|backspace"
    r"|page (up|down)|·|",
    re.IGNORECASE,
)
"""What Orca says of a key itself, which is not of the program."""


def unsaid(owed: Sequence[str], said: Sequence[str]) -> list[str]:
    """What of `owed` is not in `said`; Orca from version 50 on says a name and a role one after the other."""
    there = (" | ".join(said), " ".join(said))
    return [words for words in owed if not any(words in each for each in there)]


def missing() -> str:
    """The packages that this system lacks, "" for none."""
    return " ".join(package for command, package in NEEDED.items() if shutil.which(command) is None)


def hear(
    steps: Sequence[tuple[str, Sequence[str]]], work: Path, program: Sequence[str], *, folder: Path
) -> list[list[str]]:
    """What is said after each of `steps`, of which the first opens the program.

    Args:
        steps: what is pressed, and the words to wait for: keys of xdotool (“F6”, “ctrl+f”), `type:TEXT`,
            `quickly:TEXT`, `heard:WORDS` to wait for them alone, `copy:FILE=FILE`, `reader:stop` and
            `reader:start`; several with “ then ” between them; "" for the first step.
        work: a folder that is emptied; the program's home is made in it.
        program: the program and its arguments.
        folder: where it runs.

    Raises:
        subprocess.SubprocessError: a part of the rig failed.
    """
    shutil.rmtree(work, ignore_errors=True)
    environment = _prepare(work)
    inside = [sys.executable, str(Path(__file__).resolve()), str(work)]
    asked = json.dumps([[[press, list(owed)] for press, owed in steps], list(program)])
    (work / "asked.json").write_text(asked, encoding="utf-8")
    with display(environment) as name, _running(["openbox"], {**environment, "DISPLAY": name}):
        # What is heard is written as it comes; the parts of the session have nothing to tell.
        live = os.dup(sys.stderr.fileno())
        subprocess.run(
            ["timeout", "3000", "dbus-run-session", "--", *inside],
            env={**environment, "DISPLAY": name, "HEARD_FD": str(live)},
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(live,),
        )
        os.close(live)
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
def display(environment: Mapping[str, str]) -> Iterator[str]:
    """A screen of its own; its name."""
    read, write = os.pipe()
    # Keys are not repeated, however long a busy machine holds them.
    command = [
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        _SCREEN,
        "-nolisten",
        "tcp",
        "-ardelay",
        "60000",
    ]
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


def _inside(work: Path, steps: Sequence[tuple[str, Sequence[str]]], program: Sequence[str]) -> None:
    """Press the keys and write what was heard into heard.json."""
    accessibility = ["gsettings", "set", "org.gnome.desktop.interface", "toolkit-accessibility", "true"]
    subprocess.run(accessibility, check=True)
    # Else xdotool holds Alt for F1 to F12 where a keymap has them on several levels, for the consoles.
    subprocess.run(["setxkbmap", "-option", "srvrkeys:none"], check=True)
    reader = _Reader()
    reader.start()
    heard = []
    with contextlib.ExitStack() as stack, os.fdopen(int(os.environ["HEARD_FD"]), "w") as live:
        for number, (press, owed) in enumerate(steps):
            begun = time.monotonic()
            reader.said.clear()
            if number == 0:
                stack.enter_context(_running(program, os.environ))
            for part in filter(None, press.split(" then ")):
                _take(part, reader)
            _settle(reader, owed)
            keys = press.split("+")
            heard.append(
                [words for words in reader.said if not _ECHO.fullmatch(words) and words.lower() not in keys]
            )
            line = f"{time.monotonic() - begun:5.1f} s  {press[:30] or '(opened)':30} {' | '.join(heard[-1])}"
            print(line, file=live, flush=True)
    reader.stop()
    (work / "heard.json").write_text(json.dumps(heard), encoding="utf-8")


class _Reader:
    """The screen reader, which may be ended and started again.

    Attributes:
        said: what it has said.
        writes: how often it has written anything.
    """

    def __init__(self) -> None:
        self.said: list[str] = []
        self.writes = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._master, self._file = pty.openpty()
        tty.setraw(self._file)
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self) -> None:
        quiet = subprocess.DEVNULL
        command = [ORCA, "--replace", f"--debug-file={os.ttyname(self._file)}"]
        for _ in range(_TRIES):
            self._process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
            _settle(self, ["Screen reader on"])
            if self.has_said(["Screen reader on"]):
                return
            self.stop()
        raise RuntimeError("Orca does not say that it is on")

    def has_said(self, owed: Sequence[str]) -> bool:
        """Whether all of `owed` has been said."""
        return not unsaid(owed, self.said)

    def stop(self) -> None:
        if self._process is not None:
            _end(self._process)
        self._process = None

    def _listen(self) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        line = ""
        with Path(os.environ.get("HEAR_LOG", os.devnull)).open("ab", buffering=0) as log:
            while True:
                block = os.read(self._master, 65536)
                log.write(block)
                self.writes += 1
                *lines, line = (line + decoder.decode(block)).split("\n")
                self.said += [found[2].strip() for found in map(_SAID.match, lines) if found]


def _take(step: str, reader: _Reader) -> None:
    kind, _, what = step.partition(":")
    if kind == "heard":
        _await(reader, [what])
    elif kind == "reader":
        reader.stop() if what == "stop" else reader.start()
    elif kind == "copy":
        shutil.copyfile(*what.split("="))
    elif kind in _DELAYS:
        subprocess.run(["xdotool", "type", "--delay", _DELAYS[kind], what], check=True)
    else:
        # As fingers do it, one after the other: Qt gives Alt to the program when Orca has seen it, and were a
        # menu open by then, it would be closed by it. And Orca asks which key was pressed last.
        keys = step.split("+")
        pressed = [part for key in keys for part in ("keydown", key, "sleep", "0.12")]
        released = [part for key in reversed(keys) for part in ("keyup", key)]
        subprocess.run(["xdotool", *pressed, *released], check=True)


def _await(reader: _Reader, owed: Sequence[str]) -> None:
    """Wait until `owed` has been said, but not for the end of the work."""
    end = time.monotonic() + _LONGEST
    while not reader.has_said(owed) and time.monotonic() < end:
        time.sleep(0.02)


def _settle(reader: _Reader, owed: Sequence[str]) -> None:
    """Wait until `owed` has been said, and nothing in the session has had anything to do for a while."""
    end = time.monotonic() + _LONGEST
    before, since = (0, [0]), time.monotonic()
    said, spoke = 0, since
    while (now := time.monotonic()) < end:
        time.sleep(0.05)
        enough = _QUIET if reader.has_said(owed) else _PATIENCE
        spent, is_busy = _work()
        if len(reader.said) != said:
            said, spoke = len(reader.said), now
        if is_busy or (reader.writes, spent) != before:
            before, since = (reader.writes, spent), now
        if now - since >= enough or now - spoke >= _SILENCE:
            return


def _work() -> tuple[list[int], bool]:
    """Of the session's processes: the processor's time that each has used, and whether one would go on.

    One that is ready to run on a busy machine has something to do, though it gets no time.
    """
    spent, is_busy = [], False
    session, own = os.getsid(0), os.getpid()
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == own or _session_of(int(process.name)) != session:
            continue
        for thread in process.glob("task/*/stat"):
            with contextlib.suppress(OSError):
                fields = thread.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
                spent.append(int(fields[11]) + int(fields[12]))
                is_busy = is_busy or fields[0] in "RD"
    return spent, is_busy


def _session_of(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return -1


if __name__ == "__main__":
    _inside(Path(sys.argv[1]), *json.loads((Path(sys.argv[1]) / "asked.json").read_text(encoding="utf-8")))
