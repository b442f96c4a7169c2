"""What a screen reader says while hkviewer is used: presses keys under Orca and writes down what is heard.

    python3 tools/hear.py                 the tour, printed, with what is owed and was not heard
    python3 tools/hear.py --out FILE      the same, as the transcript in docs/
    python3 tools/hear.py STEP…           other steps: keys of xdotool, type:TEXT, wait:SECONDS
    HEAR_FILE=a.md python3 tools/hear.py STEP…    with another document

Linux only; `tools/orca/rig.py` says what it needs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from orca import rig, tour  # type: ignore[import-not-found]  # beside this script, not Orca itself

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    """Hear, and print; 1 where something that is owed was not heard."""
    if lacking := rig.missing():
        print(f"What it needs is not installed (Debian): {lacking}")
        return 2
    if arguments and arguments[0] != "--out":
        for step, words in zip(("(opened)", *arguments), _hear(arguments), strict=True):
            print(f"{step:16} {' | '.join(words)}")
        return 0
    heard = _hear([step.press for step in tour.TOUR[1:]])
    faults = [fault for step, words in zip(tour.TOUR, heard, strict=True) for fault in faults_of(step, words)]
    text = transcript(heard)
    if arguments:
        Path(arguments[1]).write_text(text, encoding="utf-8")
    else:
        print(text)
    print(*faults, sep="\n")
    return int(bool(faults))


def _hear(steps: Sequence[str]) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        sheets, work = Path(folder, "sheets"), Path(folder, "work")
        sheets.mkdir()
        for name, content in tour.FILES.items():
            (sheets / name).write_bytes(content)
        program = [_python(), "-m", "hkviewer", *os.environ.get("HEAR_FILE", "").split()]
        presses = [step.replace("{sheets}", str(sheets)) for step in steps]
        return [
            [w.replace(str(sheets), "…") for w in words]
            for words in rig.hear(presses, work, program, folder=ROOT)
        ]


def _python() -> str:
    """The project's own, where it is set up."""
    own = ROOT / ".venv" / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def faults_of(step: tour.Step, words: Sequence[str]) -> list[str]:
    """What of `step` is owed and not heard, heard twice, or heard and not wanted."""
    said = " | ".join(words)
    missing = [f"{step.press}: “{owed}” was not heard" for owed in step.owed if owed not in said]
    # Of what is typed, each letter is said.
    lines = {line for line in words if " " in line}
    twice = [f"{step.press}: “{line}” was said twice" for line in lines if words.count(line) > 1]
    unwanted = [f"{step.press}: “{word}” was said" for word in step.unsaid if word in said]
    return [*missing, *twice, *unwanted]


def transcript(heard: Sequence[Sequence[str]]) -> str:
    """A table of what was pressed and heard."""
    asked = subprocess.run(["orca", "--version"], capture_output=True, text=True, check=False)
    version = (asked.stdout.split() or ["?"])[0]
    head = f"""\
# What a screen reader says

Heard with Orca {version} under X11 by `python3 tools/hear.py --out docs/heard.md`, which presses the keys and
writes down what Orca hands to the voice, with a stroke between two things that it says. The echo of the keys
themselves is left out. A test with the marker `orca` holds it against what is owed (`tools/orca/tour.py`).

| pressed | does | heard |
| --- | --- | --- |
"""
    rows = [
        f"| {_cell(step.press or '–')} | {step.does} | {_cell(' ∣ '.join(words)) or '–'} |"
        for step, words in zip(tour.TOUR, heard, strict=True)
    ]
    return head + "\n".join(rows) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", "∣").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
