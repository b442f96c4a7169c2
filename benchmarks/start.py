"""How fast the program starts, side by side with the least that Qt can do: prints JSON.

    python benchmarks/start.py                       the program from source
    python benchmarks/start.py --program PATH        a frozen or installed program
    python benchmarks/start.py --runs 40

Timed is the process's start to the first painted page, warm; the program and the floor (see
floor.py) take turns, so that a busy machine is busy for both. The memory is the proportional set
size of each after it has been left alone for a while (Linux only). Without a display an X server of
its own is started.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = (sys.executable, "-m", "hkviewer")
FLOOR = (sys.executable, str(HERE / "floor.py"))
RATIO_GOAL = 1.4
"""From source; a frozen program has less to find and to compile."""
FROZEN_RATIO_GOAL = 1.3
MEMORY_GOAL_MB = 75
_WARM_UP = 2
_SETTLED_SECONDS = 2.0
_LONGEST_SECONDS = 60.0


def main() -> int:
    """Measure and print the figures; 1 where a goal is missed, else 0."""
    arguments = _arguments()
    program = (str(Path(arguments.program).resolve()),) if arguments.program else SOURCE
    with _display() as display, tempfile.TemporaryDirectory(prefix="hkviewer-start-") as home:
        environment = _environment(Path(home), display)
        try:
            figures = measure(program, arguments.runs, environment)
        except subprocess.CalledProcessError as error:
            sys.exit(f"{' '.join(error.cmd)} ended with code {error.returncode} instead of a page.")
    print(json.dumps(figures, indent=2))
    return 0 if figures["goals_reached"] else 1


def measure(program: Sequence[str], runs: int, environment: Mapping[str, str]) -> dict[str, object]:
    """Time `program` and the floor `runs` times each, by turns, and measure the memory of both."""
    times: dict[str, list[float]] = {"floor": [], "program": []}
    commands = {"floor": FLOOR, "program": program}
    for number in range(_WARM_UP + runs):
        for name, command in sorted(commands.items(), reverse=bool(number % 2)):
            seconds = first_paint(command, environment)
            if number >= _WARM_UP:
                times[name].append(seconds * 1000)
    floor, started = statistics.median(times["floor"]), statistics.median(times["program"])
    # By pairs: the two of a pair ran within a second of each other, on an equally busy machine.
    ratio = statistics.median(b / a for a, b in zip(times["floor"], times["program"], strict=True))
    memory = {name: memory_mb(command, environment) for name, command in commands.items()}
    goal = RATIO_GOAL if tuple(program) == SOURCE else FROZEN_RATIO_GOAL
    heavy = memory["program"] is not None and memory["program"] > MEMORY_GOAL_MB
    return {
        "program": " ".join(program),
        "python": platform.python_version(),
        "system": platform.platform(),
        "runs": runs,
        "floor_ms": round(floor, 1),
        "program_ms": round(started, 1),
        "program_ms_range": [round(min(times["program"]), 1), round(max(times["program"]), 1)],
        "ratio": round(ratio, 2),
        "ratio_goal": goal,
        "floor_pss_mb": memory["floor"],
        "program_pss_mb": memory["program"],
        "memory_goal_mb": MEMORY_GOAL_MB,
        "goals_reached": ratio <= goal and not heavy,
    }


def first_paint(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds from starting `command` to its first painted page."""
    report = Path(environment["HKVIEWER_HOME"]) / "first-paint"
    report.unlink(missing_ok=True)
    started = time.time()
    subprocess.run(
        command,
        env={**environment, "HKVIEWER_FIRST_PAINT": str(report)},
        cwd=HERE.parent,
        check=True,
        timeout=_LONGEST_SECONDS,
    )
    return float(report.read_text(encoding="ascii")) - started


def memory_mb(command: Sequence[str], environment: Mapping[str, str]) -> float | None:
    """The proportional set size of `command` in MB, once it has settled; None where it is not reported."""
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    process = subprocess.Popen(command, env=environment, cwd=HERE.parent)
    try:
        time.sleep(_SETTLED_SECONDS)
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii")
    finally:
        process.terminate()
        process.wait(_LONGEST_SECONDS)
    pss = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return round(int(pss[1]) / 1024, 1) if pss else None


def _environment(home: Path, display: Mapping[str, str]) -> dict[str, str]:
    """The machine's own, with empty settings, and with compiled modules: users have them."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **display, "HKVIEWER_HOME": str(home)}


@contextlib.contextmanager
def _display() -> Iterator[dict[str, str]]:
    """The variables of a display: none where there is one, else those of an X server of its own."""
    if os.name != "posix" or sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & {*os.environ}:
        yield {}
        return
    if shutil.which("Xvfb") is None:
        sys.exit("There is no display, and Xvfb, which would stand in for one, is not installed.")
    reader, writer = os.pipe()
    options = ("-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp")
    server = subprocess.Popen(("Xvfb", *options), pass_fds=(writer,), stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as number:
            display = f":{number.readline().strip()}"
        yield {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time the start; prints JSON.")
    parser.add_argument("--program", metavar="PATH", help="a frozen or installed program")
    parser.add_argument("--runs", type=int, default=20, metavar="N", help="how often (20)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
