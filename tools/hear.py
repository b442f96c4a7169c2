"""What a screen reader says while hkviewer is used: presses keys under Orca and writes down what is heard.

    python3 tools/hear.py                 the tour, printed, with what is owed and was not heard
    python3 tools/hear.py --out FILE      the same, as the transcript in docs/
    python3 tools/hear.py --tour WORDS    the tours with these words in their titles
    python3 tools/hear.py STEP…           other steps: keys of xdotool, type:TEXT, others of tools/orca/rig.py
    python3 tools/hear.py --copy pdf STEP…       with a copy of that ending in Firefox
    HEAR_FILE=a.md python3 tools/hear.py STEP…    with another document
    HEAR_LOG=FILE python3 tools/hear.py …        with all that Orca notes, added to that file
    python3 tools/hear.py --root DIR …    all that in the other system in DIR, which tools/orca/root.sh makes

Linux only; `tools/orca/rig.py` says what it needs. Without Firefox the copies are left out. Orca ends every
other one whose process it sees: to hear several at once, as root, put
`unshare --net --pid --fork --kill-child --mount-proc` before a run without --root.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from orca import rig, tour  # type: ignore[import-not-found]  # beside this script, not Orca itself

ROOT = Path(__file__).resolve().parent.parent
_TWICE_BY_ITSELF = (" — hkviewer", ".pdf")
"""What Orca says twice by itself: a window's title, and the name in a field, as selected too."""


def main(arguments: Sequence[str]) -> int:
    """Hear, and print; 1 where something that is owed was not heard."""
    if arguments and arguments[0] == "--root":
        return _in_root(Path(arguments[1]), arguments[2:])
    if lacking := rig.missing():
        print(f"What it needs is not installed (Debian): {lacking}")
        return 2
    if arguments and arguments[0] not in ("--out", "--tour"):
        copy = arguments[1] if arguments[0] == "--copy" else ""
        steps = [tour.Step(""), *map(tour.Step, arguments[2:] if copy else arguments)]
        for step, words in zip(steps, _hear(steps, copy), strict=True):
            print(f"{step.press or '(opened)':16} {' | '.join(words)}")
        return 0
    wanted = arguments[1] if arguments and arguments[0] == "--tour" else ""
    can_browse = shutil.which(rig.BROWSER) is not None
    tours = [each for each in tour.TOURS if wanted in each.title and (can_browse or not each.copy)]
    heard = [_hear(each.steps, each.copy, each.file) for each in tours]
    text = transcript(tours, heard)
    if arguments and not wanted:
        Path(arguments[1]).write_text(text, encoding="utf-8")
    else:
        print(text)
    faults = [
        fault
        for each, said in zip(tours, heard, strict=True)
        for step, words in zip(each.steps, said, strict=True)
        for fault in faults_of(step, words)
    ]
    print(*faults, sep="\n")
    return int(bool(faults))


def _in_root(root: Path, arguments: Sequence[str]) -> int:
    """The same in the system under `root`, with what this working tree holds."""
    there = root / "srv" / "hkviewer"
    shutil.rmtree(there, ignore_errors=True)
    for name in subprocess.check_output(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True
    ).splitlines():
        if (ROOT / name).exists():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, there / name)
    kept = {name: value for name, value in os.environ.items() if name.startswith("HEAR_")}
    path = "/srv/venv/bin:/usr/bin:/bin"
    clean = ["env", "-i", f"PATH={path}", "HOME=/root", "LANG=C.UTF-8", *map("=".join, kept.items())]
    # Orca ends every other one whose process it sees, and displays have names by network.
    alone = ["unshare", "--net", "--pid", "--fork", "--kill-child", f"--mount-proc={root}/proc"]
    inside = ["--out", "/srv/heard.md"] if arguments[:1] == ["--out"] else arguments
    command = [*alone, "chroot", str(root), *clean, "python", "/srv/hkviewer/tools/hear.py", *inside]
    done = subprocess.run(command, check=False).returncode
    if inside is not arguments:
        shutil.copyfile(root / "srv" / "heard.md", arguments[1])
    return done


def _hear(steps: Sequence[tour.Step], copy: str = "", file: str = "") -> list[list[str]]:
    """What is said on each of `steps`.

    The first opens the program, with one of the tour's files, or a copy of that ending in Firefox.
    """
    with tempfile.TemporaryDirectory() as folder:
        sheets, work = Path(folder, "sheets"), Path(folder, "work")
        sheets.mkdir()
        for name, content in tour.FILES.items():
            (sheets / name).parent.mkdir(exist_ok=True)
            (sheets / name).write_bytes(content)
        files = [str(sheets / file)] if file else os.environ.get("HEAR_FILE", "").split()
        program = _firefox(sheets, copy) if copy else _hkviewer(*files)
        presses = [
            (step.press.replace("{sheets}", str(sheets)), [o.replace("…/", f"{sheets}/") for o in step.owed])
            for step in steps
        ]
        return [
            [said.replace(str(sheets), "…") for said in words]
            for words in rig.hear(presses, work, program, folder=ROOT)
        ]


def _hkviewer(*arguments: str) -> list[str]:
    return [_python(), "-m", "hkviewer", *arguments]


def _firefox(sheets: Path, ending: str) -> list[str]:
    """The command that opens a copy in Firefox, after it is made."""
    copy, profile = sheets / f"copy.{ending}", sheets / "profile"
    subprocess.run(_hkviewer("export", str(sheets / tour.COPIED), "-o", str(copy)), cwd=ROOT, check=True)
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in tour.BROWSER.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    return [rig.BROWSER, "--no-remote", "--profile", str(profile), copy.as_uri()]


def _python() -> str:
    """The project's own, where it is set up."""
    own = ROOT / ".venv" / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def faults_of(step: tour.Step, words: Sequence[str]) -> list[str]:
    """What of `step` is owed and not heard, heard twice, or heard and not wanted."""
    said = " | ".join(words)
    missing = [f"{step.press}: “{owed}” was not heard" for owed in rig.unsaid(step.owed, words)]
    # Of what is typed, each letter is said; and several keys may lead to one place more than once.
    lines = {line for line in words if " " in line and " then " not in step.press}
    lines = {line for line in lines if not any(each in line for each in _TWICE_BY_ITSELF)}
    # Where a dialog comes and goes, as the progress of what is slow, the focus comes back.
    visits = re.split(r" dialog\.?\n", "\n".join(words))  # versions before 48 end it with a stop
    often = [line for line in lines if any(visit.split("\n").count(line) > 1 for visit in visits)]
    twice = [f"{step.press}: “{line}” was said twice" for line in often]
    unwanted = [f"{step.press}: “{word}” was said" for word in step.unsaid if word in said]
    return [*missing, *twice, *unwanted]


def transcript(tours: Sequence[tour.Tour], heard: Sequence[Sequence[Sequence[str]]]) -> str:
    """For each of `tours` a table of what was pressed and heard."""
    browser = f" and Firefox {_version(rig.BROWSER)}" if shutil.which(rig.BROWSER) else ""
    parts = [
        f"""\
# What a screen reader says

Heard with Orca {_version(rig.ORCA)}{browser} under X11 by
`python3 tools/hear.py --out docs/heard.md`, which presses the keys and writes down what Orca hands to the
voice, with a stroke between two things that it says. The echo of keys and typed letters is left out. A test
with the marker `orca` holds it against what is owed (`tools/orca/tour.py`). What other versions say stands in
`docs/heard/`, heard by `python3 tools/hear.py --root DIR --out docs/heard/orca-….md`.
"""
    ]
    for each, said in zip(tours, heard, strict=True):
        rows = [
            f"| {_cell(step.press or '–')} | {step.does} | {_cell(_without_echo(step, words)) or '–'} |"
            for step, words in zip(each.steps, said, strict=True)
        ]
        head = f"\n## {each.title}\n\n| pressed | does | heard |\n| --- | --- | --- |\n"
        parts.append(head + "\n".join(rows) + "\n")
    return "".join(parts)


def _version(program: str) -> str:
    with rig.display(os.environ) as display:  # Orca 50 does not tell without one
        environment = {**os.environ, "DISPLAY": display}
        command = [program, "--version"]
        asked = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return next((word.rstrip(",") for word in asked.stdout.split() if word[0].isdigit()), "?")


def _without_echo(step: tour.Step, words: Sequence[str]) -> str:
    """What is said, one thing after the other, without the letters that are said as they are typed."""
    is_typed = step.press.startswith(("type:", "quickly:"))
    return " ∣ ".join(line for line in words if not is_typed or " " in line)


def _cell(words: str) -> str:
    return words.replace("|", "∣").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
