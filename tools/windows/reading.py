"""The steps in which the installed program is used as people on Windows do."""

from __future__ import annotations

import json
import resource
import statistics
import time
from pathlib import Path
from typing import NamedTuple

from tools.windows.rig import KIND_KEY, Rig, must, plain
from tools.windows.wine import windows_path

_TEXT = "---\ntitle: A Sheet\n---\n\n# A Sheet\n\n## Trade\n\nWords of trade – with a dash – and 貿易.\n"
_LONG = 6
_PAIRS = 5
_MOST_RATIO = 1.4


def window(rig: Rig) -> str:
    """The installed window is painted, and closes; a picture of it is kept."""
    with rig.wine.window(rig.program()):
        colours = rig.wine.screen.colours()
        picture = rig.work / "window.png"
        rig.wine.screen.save_picture(picture)
    rig.facts["picture"] = str(picture)
    must((rig.data / "settings.json").exists(), "the window's settings are kept")
    return f"painted in {colours} colours: {picture}"


def start(rig: Rig) -> str:
    """The start takes at most 1.4 times the processor's time of a bare Qt application's, by pairs.

    Not the clock's: others share the machine, and a start under Wine is long.
    """
    floor = (windows_path(rig.python), windows_path(rig.source / "benchmarks" / "floor.py"))
    program = (rig.program(),)
    pairs = [(_to_paint(rig, floor), _to_paint(rig, program)) for _ in range(_PAIRS + 1)][1:]
    ratio = round(statistics.median(ours.work / bare.work for bare, ours in pairs), 2)
    by_clock = round(statistics.median(ours.clock / bare.clock for bare, ours in pairs), 2)
    bare, ours = (round(statistics.median(one.work for one in each), 2) for each in zip(*pairs, strict=True))
    seen = {"ratio": ratio, "clock_ratio": by_clock, "floor_seconds": bare, "program_seconds": ours}
    rig.facts["start"] = {**seen, "pairs": _PAIRS}
    must(ratio <= _MOST_RATIO, f"the start takes at most {_MOST_RATIO} times as long", seen)
    return (
        f"{ratio} times a bare window's, {ours} s against {bare} s of the processor; {by_clock} by the clock"
    )


class _Start(NamedTuple):
    """Seconds of the processor, and of the clock, until a program's first page is painted."""

    work: float
    clock: float


def _to_paint(rig: Rig, command: tuple[str, ...]) -> _Start:
    """What `command` and Wine take until its first page is painted."""
    report = rig.work / "first-paint"
    report.unlink(missing_ok=True)
    worked, clock = _worked() + rig.wine.server_seconds(), time.monotonic()
    done = rig.wine.run(*command, variables={"HKVIEWER_FIRST_PAINT": windows_path(report)})
    clock = time.monotonic() - clock
    must(done.code == 0 and report.exists(), "the first page is painted", done.text)
    return _Start(_worked() + rig.wine.server_seconds() - worked, clock)


def _worked() -> float:
    """Seconds of the processor that finished programs have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commands(rig: Rig) -> str:
    """Self-test, search, export and the check of the copy."""
    tested = rig.command("--self-test")
    must(tested.code == 0 and tested.last == "Everything works.", "the self-test passes", tested.text)
    found = rig.command("search", "trade", "--format", "json")
    total = json.loads(found.text)["total"]
    must(found.code == 0 and total > 0, "a search finds", found.text)
    copy = rig.work / "copy.pdf"
    copy.unlink(missing_ok=True)
    made = rig.command("export", "-o", windows_path(copy))
    must(made.code == 0 and copy.read_bytes()[:5] == b"%PDF-", "a copy is made", made.text)
    checked = rig.command("verify", windows_path(copy))
    must(checked.code == 0, "the copy is intact", checked.text)
    return f"self-test, search ({total} hits), a PDF and its check"


def typed(rig: Rig) -> str:
    """A Markdown file opens by the command that is registered for its type.

    It is read and followed here: Wine looks for types among the machine's alone, not among a user's own.
    """
    registered = rig.wine.value(rf"{KIND_KEY}\shell\open\command") or ""
    program, _, rest = registered.lstrip('"').partition('"')
    must(rest == ' "%1"', "a command with the file in quotation marks is registered", registered)
    file = _document(rig, "a folder with blanks/a sheet.md")
    with rig.wine.window(program, windows_path(file)):
        pass
    must("a sheet.md" in json.dumps(rig.settings()), "the file was opened", rig.settings())
    return f"“{registered}” opens “a folder with blanks\\a sheet.md”"


def paths(rig: Rig) -> str:
    """Files open from paths with blanks, Chinese letters, more than 260 characters, and UNC paths."""
    long = "/".join(letter * 60 for letter in "abcdefgh"[:_LONG])
    shared = _document(rig, "network/server/share/a sheet.md")
    link = rig.wine.drive.parent / "dosdevices" / "unc"
    link.unlink(missing_ok=True)
    link.symlink_to(rig.documents / "network")
    files = {
        "blanks": windows_path(_document(rig, "a folder with blanks/a sheet.md")),
        "Chinese letters": windows_path(_document(rig, "香港 事實/貿易.md")),
        f"{len(str(rig.documents)) + len(long)} characters": windows_path(_document(rig, f"{long}/a.md")),
        "UNC": rf"\\server\share\{shared.name}",
    }
    for kind, name in files.items():
        found = rig.command("search", "trade", name)
        must(found.code == 0 and "Words of trade – with" in found.text, f"{kind} can be read", found.text)
    copy = _document(rig, "香港 事實/貿易.md").with_suffix(".pdf")
    made = rig.command("export", files["Chinese letters"], "-o", windows_path(copy))
    must(made.code == 0 and copy.exists(), "a copy is written beside Chinese letters", made.text)
    with rig.wine.window(rig.program(), files["Chinese letters"]):
        pass
    must("貿易.md" in json.dumps(rig.settings(), ensure_ascii=False), "its window remembers it")
    return f"read: {', '.join(files)}; window and copy beside Chinese letters"


def names(rig: Rig) -> str:
    """What names no file is refused plainly, for reading and for writing."""
    for name in ("CON", "NUL", "nul.md", r"C:\windows\COM1", "C:sheet.md", r"C:\windows", r"C:\none.md"):
        plain(rig.command("search", "trade", name), 3, name)
    for name in ("CON", "aux.pdf", "C:copy.pdf", r"C:\windows", r"C:\none\copy.pdf"):
        plain(rig.command("export", "--format", "pdf", "-o", name), 4)
    return "devices, drives without a folder, folders and missing files, in one or two lines each"


def console(rig: Rig) -> str:
    """Output is UTF-8, and files with CRLF read as those without."""
    unix = _document(rig, "lines/unix.md")
    windows = _document(rig, "lines/windows.md")
    windows.write_bytes(_TEXT.replace("\n", "\r\n").encode())
    printed = [rig.command("show", windows_path(file)).printed for file in (unix, windows)]
    must(printed[0] == printed[1], "CRLF makes no difference", printed)
    must("– and 貿易." in printed[0].decode("utf-8"), "output is UTF-8", printed[0])
    return "UTF-8 by hkviewer-cli, and CRLF reads as LF"


def home(rig: Rig) -> str:
    """HKVIEWER_HOME moves all that is written."""
    folder = rig.work / "elsewhere 香港"
    before = rig.settings()
    with rig.wine.window(rig.program(), HKVIEWER_HOME=windows_path(folder)):
        pass
    must((folder / "config" / "settings.json").exists(), "settings are in HKVIEWER_HOME")
    must(rig.settings() == before, "the usual settings stay as they were", rig.settings())
    return "settings, places and cache below HKVIEWER_HOME alone"


def policy(rig: Rig) -> str:
    """A policy in ProgramData holds."""
    file = rig.policy
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        file.write_text('{"locks": {"paper": "a4"}}', encoding="utf-8")
        tested = rig.command("--self-test").text
        line = next(line for line in tested.splitlines() if " policy: " in line)
        must("policy.json" in line and "none" not in line, "the policy is in force", line)
        plain(rig.command("export", "--paper", "letter", "-o", r"C:\copy.pdf"), 2)
    finally:
        file.unlink(missing_ok=True)
        file.parent.rmdir()
    return "paper locked: --paper letter is refused, and the self-test names the file"


def second(rig: Rig) -> str:
    """A second start opens a second window; neither loses the other's settings."""
    first = rig.wine.start(rig.program(), windows_path(_document(rig, "first.md")))
    time.sleep(6)
    with rig.wine.window(rig.program(), windows_path(_document(rig, "second.md"))):
        time.sleep(8)  # the first one's colours were seen
    must(rig.wine.wait(first, ["the first window"]) == 0, "the first window closes too", first.returncode)
    kept = json.dumps(rig.settings())
    must("first.md" in kept and "second.md" in kept, "both documents are remembered", kept)
    return "two windows beside each other, both documents remembered"


def _document(rig: Rig, name: str) -> Path:
    file = rig.documents / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_TEXT, encoding="utf-8")
    return file
