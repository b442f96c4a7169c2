"""How the window opens a document of 18 MB: prints JSON.

    python benchmarks/large_file.py                    made-up sheets of 18 MB: many sections, one, none
        [--megabytes N] [--kind KIND…]                 of another size; these kinds
        [--stacks]                                     with what the window did in each longest pause
    python benchmarks/large_file.py --file FILE…       these files

For each file: the seconds until it is shown, by the clock and of processor time; the highest memory of all
processes of the program together; the longest pause of the window, `own` less what was the machine's (see
`heartbeat.py`), while it is opened, and then while the reader goes about in it: to its middle, to its end,
pages on, searches, to another size and theme. Memory is counted on Linux only, what processes share in each.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6 import QtCore

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.beats import Beats, Clock, Pauses, stay_on_one_processor
from benchmarks.stacks import Stacks
from benchmarks.standstill import Standstill
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.search.search_session import SearchSession
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.widgets.fonts import load_first_faces, load_other_faces
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from hkviewer.theme import ThemeName

GOAL_SECONDS, GOAL_MEGABYTES, GOAL_MS = 240, 1500, 100
_KINDS = (
    *("sections", "one section", "no heading", "one list", "one table", "one block of code"),
    *("one paragraph", "one word", "one line of code", "one item", "a wide table"),
)
_COLUMNS = 3_000
"""Of a wide table."""
_POLL_SECONDS = 0.5
_SETTLED_MILLISECONDS = 300


def main() -> int:
    """Measure and print the figures; 1 where a goal is missed, else 0."""
    arguments = _arguments()
    if arguments.measure is not None:
        print(json.dumps(measured(arguments.measure, tells_stacks=arguments.stacks)))
        return 0
    with tempfile.TemporaryDirectory(prefix="hkviewer-large-") as home:
        os.environ["HKVIEWER_HOME"] = home
        if not {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & {*os.environ} and sys.platform == "linux":
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        files: dict[str, Path] = {file.name: file for file in arguments.file}
        if not files:
            files = {kind: _made(kind, arguments.megabytes, Path(home)) for kind in arguments.kind}
        further = ["--stacks"] if arguments.stacks else []
        figures = {name: _watched(file, *further) for name, file in files.items()}
    reached = all(
        of["open_s"] <= GOAL_SECONDS
        and of["memory_mb"] <= GOAL_MEGABYTES
        and of["opening"]["own_max_ms"] <= GOAL_MS
        for of in figures.values()
    )
    print(json.dumps({"goal_reached": reached, **figures}, indent=2))
    return 0 if reached else 1


class _Visit:
    """The program's window in this process, and its pauses while one does something in it."""

    def __init__(self, *, tells_stacks: bool) -> None:
        self._processors = stay_on_one_processor()
        application = make_application()
        load_first_faces()
        load_other_faces()
        self.window = MainWindow(application, Preferences(), PlaceStore(), dt.date(2026, 11, 22))
        self.window.show()
        self.window.open(None)
        self.window.painted()
        self._still, self._clock = Standstill(self._processors), Clock()
        self._stacks = Stacks() if tells_stacks else None
        self._beats: dict[str, Beats] = {}
        self._current = Beats()
        self._timer = QtCore.QTimer(timerType=QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self._current.append(self._clock.now()))
        self._timer.start(1)

    def do(self, name: str, act: Callable[[], object], is_done: Callable[[], bool] = lambda: True) -> float:
        """Do `act` in the event loop, and wait until it `is_done` and its traces are painted.

        The seconds that `act` itself took.
        """
        loop = QtCore.QEventLoop()
        took = 0.0

        def begin() -> None:
            nonlocal took
            start = time.perf_counter()
            try:
                act()
            finally:
                took = time.perf_counter() - start
                settle()

        def settle() -> None:
            QtCore.QTimer.singleShot(_SETTLED_MILLISECONDS, loop.quit if is_done() else settle)

        self._current = self._beats[name] = Beats()
        self._current.append(self._clock.now())
        QtCore.QTimer.singleShot(0, begin)
        loop.exec()
        return took

    def end(self) -> dict[str, dict[str, Any]]:
        """The longest pause of each."""
        self._timer.stop()
        if self._stacks is not None:
            self._stacks.end()
        self._still.end()
        pauses = {name: Pauses.between(beats, self._still) for name, beats in self._beats.items()}
        self.window.close()
        return {
            name: {
                "own_max_ms": each.longest,
                "wall_max_ms": round(max(each.wall), 1),
                **self._seen(name, each),
            }
            for name, each in pauses.items()
        }

    def _seen(self, name: str, pauses: Pauses) -> dict[str, Any]:
        """What was done in the longest pause of its own."""
        if self._stacks is None:
            return {}
        number = pauses.own.index(max(pauses.own))
        before, after = list(self._beats[name])[number : number + 2]
        return {"used_ms": round((after.used - before.used) * 1000, 1)} | {
            "seen": self._stacks.between(before.wall, after.wall)
        }


def measured(file: Path, *, tells_stacks: bool = False) -> dict[str, Any]:
    """Open `file` in a window of this process and go about in it: seconds, and pauses in milliseconds."""
    visit = _Visit(tells_stacks=tells_stacks)
    window = visit.window
    visit.do("idle", lambda: None)
    before = sum(os.times()[:4])
    seconds = visit.do("opening", lambda: window.open(str(file)))
    processor_seconds = sum(os.times()[:4]) - before
    document = window.session.document
    assert document is not None
    sheet = document.sheet
    visit.do("middle", lambda: window.session.go_to_section(sheet.sections[len(sheet.sections) // 2].id))
    visit.do("end", lambda: window.session.go_to_section(sheet.sections[-1].id))
    bar = window.pane.verticalScrollBar()
    for number in range(5):
        visit.do(f"next page {number}", lambda: bar.setValue(bar.value() + window.height()))
    (field,) = window.findChildren(SearchField)
    (session,) = window.findChildren(SearchSession)
    answers: list[object] = []
    session.answer_changed.connect(answers.append)
    for query in ("e", "ex", "exported"):
        answers.clear()
        visit.do(f"search for {query}", lambda query=query: field.setText(query), lambda: any(answers))  # type: ignore[misc]  # a default holds the loop's value
    for number in range(3):
        visit.do(f"match {number}", lambda: field.entered.emit(1))
    visit.do("search ended", field.left.emit)
    visit.do("larger", lambda: window.looks.change_zoom(1))
    visit.do("narrower", lambda: window.resize(800, 600))
    visit.do("theme", lambda: window.looks.choose_theme(ThemeName.DARK))
    visit.do("bundled sheet", lambda: window.open(None))
    return {
        "megabytes": round(file.stat().st_size / 1e6, 1),
        "sections": len(sheet.sections),
        "open_s": round(seconds, 1),
        "open_processor_s": round(processor_seconds, 1),
        **visit.end(),
    }


def _watched(file: Path, *further: str) -> dict[str, Any]:
    """What `measured` gives, in a process of its own, with the highest memory of all its processes."""
    command = [sys.executable, str(Path(__file__).resolve()), "--measure", str(file), *further]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        most = 0.0
        while process.poll() is None:
            most = max(most, sum(_megabytes(each) for each in _descendants(process.pid)))
            time.sleep(_POLL_SECONDS)
        out.seek(0)
        if process.returncode:
            sys.exit(process.returncode)
        return {"memory_mb": round(most), **json.loads(out.read())}


def _descendants(root: int) -> Iterator[int]:
    """The process of that number and all that it started, but for those that watch the machine."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if b"standstill" not in (folder / "cmdline").read_bytes():
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found = {root}
    while more := {each for each, parent in parents.items() if parent in found} - found:
        found |= more
    yield from found


def _megabytes(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _made(kind: str, megabytes: float, folder: Path) -> Path:
    """A document of that kind, of words like those of a fact sheet."""
    file = folder / f"{kind.replace(' ', '-')}.md"
    size, number = 0, 0
    with file.open("w", encoding="utf-8") as out:
        out.write("" if kind == "no heading" else "# A large file\n\n")
        is_code = kind in ("one block of code", "one line of code")
        out.write("## One section\n\n" if kind == "one section" else "```\n" if is_code else "")
        out.write("| Year | Country | Exports |\n| --- | --- | ---: |\n" if kind == "one table" else "")
        while size < megabytes * 1e6:
            number += 1
            size += out.write(_piece(kind, number))
        out.write("\n```\n" if is_code else "")
    return file


def _piece(kind: str, number: int) -> str:
    words = f"Country {number} exported goods worth ${number % 997} million in {1950 + number % 77}"
    match kind:
        case "one list":
            return f"- {words}, *mostly* machines.\n"
        case "one table":
            return f"| {1950 + number % 77} | {words} | {number % 997} |\n"
        case "one block of code":
            return f"{words}\n"
        case "one paragraph" | "one line of code":
            return f"{words}; "
        case "one word":
            return words.replace(" ", "")
        case "one item":
            return f"{'' if number > 1 else '- All of it'}\n    - {words}\n"
        case "a wide table":
            cells = ("---" if number == 2 else f"{number}.{column}" for column in range(_COLUMNS))
            return f"| {' | '.join(cells)} |\n"
    heading = f"{'#' * (2 + number % 3)} Economy of country {number}\n\n" if kind == "sections" else ""
    source = f"the [source](https://example.org/{number}) is public"
    table = items = ""
    if number % 20 == 0:
        table = f"| Year | Sum |\n| --- | --: |\n| {1950 + number % 77} | {number} |\n\n"
    if number % 5 == 0:
        items = "".join(f"- partner {n}: **{(number * n) % 99} %**\n" for n in range(1, 4)) + "\n"
    return f"{heading}{words}, up by {number % 13} percent; {source}.\n\n{table}{items}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How the window opens a large document; prints JSON.")
    parser.add_argument("--megabytes", type=float, default=18, metavar="N", help="of the documents made (18)")
    parser.add_argument("--kind", nargs="+", choices=_KINDS, default=list(_KINDS[:3]), help="only these")
    parser.add_argument("--file", type=Path, nargs="+", default=[], metavar="FILE", help="these files")
    parser.add_argument(
        "--stacks", action="store_true", help="tell what the window did in the longest pauses"
    )
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
