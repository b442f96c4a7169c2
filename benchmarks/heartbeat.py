"""How long a search holds the window's main thread: prints JSON.

    python benchmarks/heartbeat.py                            the bundled sheet
    python benchmarks/heartbeat.py --sheet FILE…              these sheets, one after the other
    python benchmarks/heartbeat.py --corpus DIR               the three largest sheets of a folder, and
        [--largest N] [--sections N…]                         its sheets put together into documents of
                                                              4,000 sections, and (0) of all there are
    python benchmarks/heartbeat.py --library DIR              all sheets of a folder are searched beside the
        [--limit N]                                           window, which shows the largest and lists the
                                                              best 50 sections (0: all) of the others too

A timer beats every millisecond; the longest pause between two beats is how long the reader could
neither type nor scroll. Counted is every pause of a run: `typed`, each key until its result has been
painted; `stepped`, Enter and the next matches after each; `burst`, all keys again, one every
--burst milliseconds, whether or not there is an answer yet; `ended`, Esc.

`control` is the machine: before each key of `typed` the same text goes into a plain line edit in a
window of its own. Where the system reports it (Linux), `own` are the same pauses less what was not the
program's: the time in which the thread was ready and the processor was given to others, or in which
processors stood still (`standstill`), and in a pause in which the thread never waited for anything all but
its processor time. The goal is then set for these. `stolen_percent` is the share of the processors' time
that the host of a virtual machine reports to have taken, `stood_still_percent` the share in which the
window's processor was seen to stand still, for this or another reason: above 1 or 2 the rest is slower too.

`first_answer_ms` is the processor time of the whole program from the first key in a search field that has
been reached until the first results are painted; its goal is 30 ms.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6 import QtCore, QtTest, QtWidgets

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.beats import Beats, Clock, Pauses, stay_on_one_processor
from benchmarks.standstill import Standstill
from hkviewer.content.document import open_document, parse_file
from hkviewer.content.model import FactSheet
from hkviewer.gui.search.results_list import ResultsList
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.search.search_session import SearchSession
from hkviewer.gui.search.search_worker import SearchWorker
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.widgets.fonts import load_first_faces, load_other_faces
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from hkviewer.search.background.answer import SearchAnswer, SearchRequest, columns_of
from hkviewer.search.index.lookup import SearchInterrupted
from hkviewer.search.library.library_index import LibraryIndex
from hkviewer.search.library.update import update_index
from hkviewer.search.library.wanted import WantedSheet
from hkviewer.search.query.parse import SearchQuery

GOAL_MS = 16.0
_QUERIES = Path(__file__).parent / "data" / "keystrokes.txt"
_SETTLED_SECONDS = 0.06
"""Results that come in slices and delayed layouts are over so long after the result."""
_LONGEST_SECONDS = 60.0
_STEPS = 3
_WORST = 8


def main() -> int:
    """Measure and print the figures; 1 where the goal is missed, else 0."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="hkviewer-heartbeat-") as home:
        # Before Qt and the settings look at them.
        os.environ["HKVIEWER_HOME"] = home
        if not {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & {*os.environ} and sys.platform == "linux":
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        queries = arguments.queries.read_text(encoding="utf-8").splitlines()[: arguments.keys]
        sheets = _sheets(arguments, Path(home))
        processors = stay_on_one_processor()
        library = _Library(arguments.library, Path(home), arguments.limit) if arguments.library else None
        figures = {
            name: measured(sheet, queries, arguments.burst, processors, library)
            for name, sheet in sheets.items()
        }
    reached = all(of_sheet["longest_ms"] <= GOAL_MS for of_sheet in figures.values())
    print(json.dumps({"goal_ms": GOAL_MS, "goal_reached": reached, **figures}, indent=2))
    return 0 if reached else 1


def measured(
    sheet: Path | None,
    queries: Sequence[str],
    burst: int,
    processors: Sequence[int],
    library: _Library | None = None,
) -> dict[str, Any]:
    """Open `sheet` in a window, type `queries`; times in milliseconds unless a name states another unit.

    `processors` are all there are, the first the one that this thread stays on; `library` is searched
    instead of the sheet alone.
    """
    window = _Window(sheet, library)
    first_answer = window.first_answer_ms(queries[0][:1])
    machine = _Machine(processors)
    beats: dict[str, list[Beats]] = {"typed": [], "stepped": [], "burst": [], "ended": [], "control": []}
    answers = []
    for text in queries:
        beats["control"].append(window.control(text))
        beats["typed"].append(window.type(text))
        answers.append(window.answer_ms)
        beats["stepped"] += [window.step() for _ in range(_STEPS)]
    beats["ended"].append(window.end())
    beats["burst"].append(window.burst(queries, burst))
    machine.end()
    window.close()
    pauses = {name: [Pauses.between(part, machine.still) for part in parts] for name, parts in beats.items()}
    program = Pauses.of(part for name, parts in pauses.items() if name != "control" for part in parts)
    slowest = sorted(zip(queries, pauses["typed"], strict=True), key=lambda pair: -pair[1].longest)[:_WORST]
    return {
        "sections": window.section_count,
        "keys": len(queries),
        "open_s": round(window.open_seconds, 2),
        "first_answer_ms": round(first_answer, 1),
        "stolen_percent": machine.stolen_percent,
        "stood_still_percent": machine.still_percent,
        "longest_ms": program.longest,
        "too_long": program.above(GOAL_MS),
        **{name: _figures(parts) for name, parts in pauses.items()},
        "answer_p50_ms": _percentile(answers, 50),
        "answer_p95_ms": _percentile(answers, 95),
        "slowest": {text: pauses.longest for text, pauses in slowest},
    }


class _Machine:
    """How much of the processors' time others had, from when it is made until `end`."""

    def __init__(self, processors: Sequence[int]) -> None:
        self.still = Standstill(processors)
        self._start, self._stolen_before = time.perf_counter(), _stolen_seconds()
        self.stolen_percent = 0.0
        self.still_percent: float | None = None
        """None where it could not be watched."""

    def end(self) -> None:
        """Stop watching and compute the shares."""
        now = time.perf_counter()
        share = 100 / (now - self._start)
        stolen = _stolen_seconds() - self._stolen_before
        self.stolen_percent = round(share * stolen / (os.cpu_count() or 1), 1)
        if self.still.is_watching:
            self.still.end()
            self.still_percent = round(share * self.still.seconds(self._start, now), 1)


def _stolen_seconds() -> float:
    """How long the host of this virtual machine ran others on its processors; 0 where it is not reported."""
    try:
        total = Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0].split()
    except OSError:
        return 0.0
    return int(total[8]) / os.sysconf("SC_CLK_TCK")


def _figures(parts: Sequence[Pauses]) -> dict[str, Any]:
    """Of all pauses: the longest and how many are too long; of the longest of each part: percentiles."""
    pauses = Pauses.of(parts)
    own = [max(part.own) for part in parts]
    return {
        "own_max_ms": pauses.longest,
        "own_p95_ms": _percentile(own, 95),
        "own_p50_ms": _percentile(own, 50),
        "own_over_goal": pauses.above(GOAL_MS),
        "wall_max_ms": round(max(pauses.wall), 1),
        "wall_p95_ms": _percentile([max(part.wall) for part in parts], 95),
        "wall_over_goal": sum(pause > GOAL_MS for pause in pauses.wall),
    }


class _Library:
    """A folder's sheets in one index, made beforehand in `home`; `limit` sections are listed, all for 0."""

    def __init__(self, folder: Path, home: Path, limit: int) -> None:
        (self.largest,) = _largest(folder, 1)
        self._file = home / "library.sqlite3"
        self._wanted = [
            WantedSheet(str(file), file.name, hashlib.sha256(file.read_bytes()).hexdigest())
            for file in sorted(folder.glob("*.md"))
        ]
        self._limit = limit or None
        update_index(self._file, self._wanted)

    def searching(self) -> _LibrarySearch:
        """What searches for a window that shows the largest sheet."""
        index = LibraryIndex(self._file, self._wanted)
        return _LibrarySearch(index, parse_file(self.largest), self.largest.name, self._limit)


class _LibrarySearch:
    """The `Searching` of a library: matches and badges are those of the sheet that is shown."""

    def __init__(self, index: LibraryIndex, sheet: FactSheet, document: str, limit: int | None) -> None:
        self._index, self._limit = index, limit
        self._sheet, self._document = sheet, document

    def prepare(self, _is_over: Callable[[], bool]) -> None:
        pass

    def answer(self, request: SearchRequest, _is_over: Callable[[], bool]) -> SearchAnswer | None:
        try:
            result = self._index.search(SearchQuery.parse(request.text, typing=request.typing), self._limit)
        except SearchInterrupted:
            return None
        shown = [section for section in result.sections if section.document == self._document]
        shown.sort(key=lambda section: self._sheet.section_number(section.section))
        of_sheet = SearchAnswer.of(replace(result, sections=tuple(shown)), self._sheet.outer)
        return replace(of_sheet, rows=columns_of(result.sections, lambda _section: "")[1])

    def interrupt(self) -> None:
        self._index.interrupt()

    def close(self) -> None:
        self._index.close()


class _Painted(QtCore.QObject):
    """Notes the processor time when a widget has been painted once `is_answered`; 0 before that."""

    def __init__(self, widget: QtWidgets.QWidget, is_answered: Callable[[], bool]) -> None:
        super().__init__(widget)
        self._is_answered, self._is_painting = is_answered, False
        self.at = 0.0

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:  # noqa: N802  Qt's name
        """Look at what happens and keep nothing from anyone; what comes next comes when it is painted."""
        if self._is_painting:
            self._is_painting, self.at = False, time.process_time()
        is_paint = watched is self.parent() and event.type() == QtCore.QEvent.Type.Paint
        self._is_painting = is_paint and not self.at and self._is_answered()
        return False


class _Window:
    """The program's window, and the timer that beats in its event loop."""

    def __init__(self, sheet: Path | None, library: _Library | None = None) -> None:
        running = QtWidgets.QApplication.instance()
        self._application = running if isinstance(running, QtWidgets.QApplication) else make_application()
        load_first_faces()
        load_other_faces()
        name = None if sheet is None else str(sheet)
        self._window = MainWindow(self._application, Preferences(), PlaceStore(), dt.date(2026, 11, 22))
        self._window.show()
        start = time.perf_counter()
        self._window.open(name)
        self.open_seconds = time.perf_counter() - start
        self._window.painted()
        self.section_count = len(open_document(name).sheet.sections)
        (self._field,) = self._window.findChildren(SearchField)
        (session,) = self._window.findChildren(SearchSession)
        session.answer_changed.connect(self._note_answer)
        if library is not None:
            (worker,) = self._window.findChildren(SearchWorker)
            worker.set_search(library.searching)
        self._line = QtWidgets.QLineEdit()
        self._line.show()
        self._clock = Clock()
        self._beats = Beats()
        self._timer = QtCore.QTimer()
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self._beats.append(self._clock.now()))
        self._timer.start(1)
        self._answered = 0.0
        self.answer_ms = 0.0
        self._run(1.0, lambda: True)

    def first_answer_ms(self, key: str) -> float:
        """Reach the search field, press `key`: the processor time until the results are painted, in ms."""
        self._timer.stop()
        self._window.activateWindow()
        self._field.setFocus()
        self._run(1.0, self._field.hasFocus)
        (results,) = self._window.findChildren(ResultsList)
        painted = _Painted(results.viewport(), lambda: self._answered > 0)
        self._application.installEventFilter(painted)
        start = time.process_time()
        QtTest.QTest.keyClicks(self._field, key)
        self._run(0.0, lambda: painted.at > 0)
        self._application.removeEventFilter(painted)
        self._field.left.emit()
        self._run(_SETTLED_SECONDS, lambda: True)
        self._timer.start(1)
        return (painted.at - start) * 1000

    def control(self, text: str) -> Beats:
        """Put `text` into the plain line edit."""
        return self._watch(lambda: self._line.setText(text), lambda: True)

    def type(self, text: str) -> Beats:
        """Put `text` into the search field and wait for the answer."""
        self._answered = 0.0
        start = time.perf_counter()
        beats = self._watch(lambda: self._field.setText(text), lambda: self._answered > 0 or not text.strip())
        self.answer_ms = max(self._answered - start, 0.0) * 1000
        return beats

    def _note_answer(self, answer: object) -> None:
        if answer is not None:
            self._answered = time.perf_counter()

    def step(self) -> Beats:
        """Commit, or go on to the next match."""
        return self._watch(lambda: self._field.entered.emit(1), lambda: True)

    def end(self) -> Beats:
        """Clear the search."""
        return self._watch(self._field.left.emit, lambda: True)

    def burst(self, queries: Sequence[str], every: int) -> Beats:
        """Type `queries`, one every so many milliseconds, and wait for the last answer."""
        rest = iter(queries)
        self._answered = 0.0
        typing = QtCore.QTimer()

        def key() -> None:
            text = next(rest, None)
            if text is None:
                typing.stop()
                return
            self._answered = 0.0
            self._field.setText(text)

        typing.timeout.connect(key)
        return self._watch(lambda: typing.start(every), lambda: not typing.isActive() and self._answered > 0)

    def _watch(self, act: Callable[[], object], is_done: Callable[[], bool]) -> Beats:
        """Do `act` in the event loop: the pauses until it is done."""
        self._beats = Beats()
        self._beats.append(self._clock.now())
        QtCore.QTimer.singleShot(0, act)
        self._run(_SETTLED_SECONDS, is_done)
        return self._beats

    def _run(self, settled: float, is_done: Callable[[], bool]) -> None:
        """Let the window live until `is_done`, and then for `settled` seconds."""
        loop = QtCore.QEventLoop()
        end = time.perf_counter() + _LONGEST_SECONDS
        done_at = 0.0

        def look() -> None:
            nonlocal done_at
            now = time.perf_counter()
            if not done_at and is_done():
                done_at = now
            if now > end or (done_at and now - done_at > settled):
                loop.quit()

        timer = QtCore.QTimer()
        timer.timeout.connect(look)
        timer.start(5)
        loop.exec()
        timer.stop()

    def close(self) -> None:
        """Close the window and let go of it."""
        self._timer.stop()
        self._line.close()
        self._window.close()
        self._window.deleteLater()
        self._run(0.05, lambda: True)


def _sheets(arguments: argparse.Namespace, home: Path) -> dict[str, Path | None]:
    """The documents to open, by name."""
    if arguments.library is not None:
        return {"library": _largest(arguments.library, 1)[0]}
    chosen: dict[str, Path | None] = {sheet.name: sheet for sheet in arguments.sheet}
    if arguments.corpus is not None:
        files = sorted(arguments.corpus.glob("*.md"))
        chosen.update((sheet.name, sheet) for sheet in _largest(arguments.corpus, arguments.largest))
        for sections in arguments.sections:
            chosen[f"together: {sections or 'all'}"] = _together(files, sections, home)
    return chosen or {"bundled sheet": None}


def _largest(folder: Path, count: int) -> list[Path]:
    """So many of a folder's sheets, the largest first."""
    return sorted(folder.glob("*.md"), key=lambda file: -file.stat().st_size)[:count]


def _together(files: Sequence[Path], most_sections: int, home: Path) -> Path:
    """A document of as many of the sheets as have so many sections; of all for 0."""
    whole, parts, count = home / f"together-{most_sections}.md", ["# Many sheets\n"], 0
    for sheet in files:
        if not most_sections or count < most_sections:
            parts.append(_one_level_down(sheet.read_text(encoding="utf-8")))
            count += parts[-1].count("\n#")
    whole.write_text("\n".join(parts), encoding="utf-8")
    return whole


def _one_level_down(markdown: str) -> str:
    """The sheet without its front matter, its title a section and its sections below it."""
    if markdown.startswith("---\n"):
        markdown = markdown.split("\n---\n", 1)[1]
    lines = markdown.splitlines()
    return "\n".join("#" + line if line.startswith("#") else line for line in lines) + "\n\n"


def _percentile(values: Sequence[float], percent: int) -> float:
    if len(values) < 2:
        return round(values[0], 1)
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How long a search holds the main thread; prints JSON.")
    parser.add_argument("--sheet", type=Path, nargs="+", default=[], metavar="FILE", help="these sheets")
    parser.add_argument("--corpus", type=Path, help="a folder of Markdown files")
    parser.add_argument(
        "--largest", type=int, default=3, metavar="N", help="so many of its largest sheets (3)"
    )
    parser.add_argument(
        "--sections", type=int, nargs="*", default=[4000, 0], metavar="N", help="of its sheets in one; 0: all"
    )
    parser.add_argument("--library", type=Path, metavar="DIR", help="search all sheets of a folder at once")
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help="list so many sections (50); 0: all"
    )
    parser.add_argument("--queries", type=Path, default=_QUERIES, help="one keystroke state a line")
    parser.add_argument("--keys", type=int, metavar="N", help="type only the first N")
    parser.add_argument(
        "--burst", type=int, default=20, metavar="MS", help="between two keys of a burst (20)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
