"""How fast a copy is made, side by side with Chromium printing the same sheet: prints JSON.

    python benchmarks/export.py                      the program from source
    python benchmarks/export.py --program PATH       a frozen or installed program
    python benchmarks/export.py --runs 20

Timed is `hkviewer export` as a whole process for each layout, by turns with `chromium --headless
--print-to-pdf` on the sheet's own HTML copy, so that a busy machine is busy for both; and, in this
process, what the briefing dialog waits for at a change of a choice: from the changed choice to the
new first page as a picture, and to the page with balanced columns.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hkviewer.content.document import open_document
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.formats.html import write as write_html
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.pdf.page_images import pictures
from hkviewer.preferences.schema import Layout

SOURCE = (sys.executable, "-m", "hkviewer")
LAYOUTS: tuple[Layout, ...] = ("standard", "compact", "large")
RATIO_GOAL = 0.45
REFRESH_GOAL_MS = 100
SCREEN_DPI = 96
_WARM_UP = 1
_DATE = dt.date(2026, 11, 22)
# Nothing but printing: no first-run pages, no fetching of components, no profile of the user's.
_CHROMIUM = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--no-pdf-header-footer",
)


def main() -> int:
    """Measure and print the figures; 1 where a goal is missed, else 0."""
    arguments = _arguments()
    program = (arguments.program,) if arguments.program else SOURCE
    with tempfile.TemporaryDirectory(prefix="hkviewer-export-") as name:
        figures = measure(program, shutil.which(arguments.chromium), arguments.runs, Path(name))
    print(json.dumps(figures, indent=2))
    return 0 if figures["goals_reached"] else 1


def measure(program: Sequence[str], chromium: str | None, runs: int, folder: Path) -> dict[str, object]:
    """All figures; times in milliseconds, medians of `runs`."""
    commands = {f"export_{one}": _export(program, one, folder) for one in LAYOUTS}
    if chromium:
        commands["chromium"] = _chromium(chromium, folder)
    times = _by_turns(commands, runs, _environment(folder))
    figures: dict[str, object] = {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "runs": runs,
        **{f"{name}_ms": round(value, 1) for name, value in times.items()},
    }
    refresh = _refresh(runs)
    figures |= refresh
    reached = refresh["refresh_standard_ms"] <= REFRESH_GOAL_MS
    if chromium:
        ratio = times["export_standard"] / times["chromium"]
        figures |= {"ratio": round(ratio, 3), "ratio_goal": RATIO_GOAL}
        reached = reached and ratio <= RATIO_GOAL
    else:
        figures["chromium_left_out"] = "chromium is not installed (Debian package chromium)"
    return figures | {"refresh_goal_ms": REFRESH_GOAL_MS, "goals_reached": reached}


def _export(program: Sequence[str], layout: Layout, folder: Path) -> list[str]:
    return [
        *program,
        "export",
        "--layout",
        layout,
        "--date",
        _DATE.isoformat(),
        "-o",
        str(folder / "copy.pdf"),
    ]


def _chromium(program: str, folder: Path) -> list[str]:
    page = folder / "sheet.html"
    page.write_bytes(write_html(_briefing("standard")))
    profile = f"--user-data-dir={folder / 'profile'}"
    return [program, *_CHROMIUM, profile, f"--print-to-pdf={folder / 'chromium.pdf'}", page.as_uri()]


def _environment(folder: Path) -> dict[str, str]:
    """This process's, but with byte code kept and the reader's folders elsewhere."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    root = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH", "")]))
    return environment | {"HKVIEWER_HOME": str(folder / "home"), "PYTHONPATH": path}


def _by_turns(commands: dict[str, list[str]], runs: int, environment: dict[str, str]) -> dict[str, float]:
    """The median time of each command, which take turns, forwards and backwards."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(_WARM_UP + runs):
        for name in sorted(commands, reverse=bool(number % 2)):
            taken = _timed(lambda name=name: _run(commands[name], environment))  # type: ignore[misc]  # bound at once
            if number >= _WARM_UP:
                times[name].append(taken)
    return {name: statistics.median(values) for name, values in times.items()}


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _refresh(runs: int) -> dict[str, float]:
    """From a changed choice to the first page's picture, and to the balanced compact copy."""
    figures = {}
    with Compiler() as compiler:
        for layout in LAYOUTS:
            changes = [_briefing(layout, marking=f"MARKING {number}") for number in range(_WARM_UP + runs)]
            taken = [_timed(lambda b=b: _first_page(compiler, b)) for b in changes]  # type: ignore[misc]  # bound at once
            figures[f"refresh_{layout}_ms"] = round(statistics.median(taken[_WARM_UP:]), 1)
        changes = [_briefing("compact", marking=f"BALANCED {number}") for number in range(runs)]
        taken = [_timed(lambda b=b: compiler.pdf(b)) for b in changes]  # type: ignore[misc]  # bound at once
        figures["balanced_compact_ms"] = round(statistics.median(taken), 1)
    return figures


def _first_page(compiler: Compiler, briefing: Briefing) -> None:
    next(pictures(compiler.pdf(briefing, balanced=False), SCREEN_DPI))


def _briefing(layout: Layout, marking: str = "") -> Briefing:
    part = SheetPart.of(open_document(None))
    return Briefing((part,), Choices(_DATE, layout=layout, marking=marking))


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--program", help="the program to time; left out, this checkout’s")
    parser.add_argument("--chromium", default="chromium", help="the browser (chromium)")
    parser.add_argument("--runs", type=int, default=12, help="how often each is timed (12)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
