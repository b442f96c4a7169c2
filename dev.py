#!/usr/bin/env python3
"""The commands of a checkout: each does all the set-up that it needs.

python3 dev.py run [ARGUMENTS]    start the program
python3 dev.py test [ARGUMENTS]   run the tests; the arguments are pytest's
python3 dev.py setup              only set up, for all commands; afterwards .venv/bin/hkviewer runs
python3 dev.py check              ruff and mypy
python3 dev.py bench              time the start; prints JSON
python3 dev.py installer          build the installers
python3 dev.py icons              draw the program icon's sizes anew
python3 dev.py lock               resolve requirements/ anew (needs uv)
"""

# Only the standard library, and nothing that Python 3.7 cannot read, so that an old Python gets to
# the sentence that names it. What only set-up needs is imported there: a second start is to be quick.
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "hkviewer-setup.json"
SHEETS_STAMP = ROOT / "build" / "sheets-stamp.json"
OLDEST = (3, 11)
NO_DISPLAY = 69
"""The program's exit code where there is no display; see hkviewer/commands/window.py."""

# Files of which the tests' tools consist, and the package that brings each.
TEST_TOOLS = {
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/xauth": "xauth",
    "/usr/bin/xdotool": "xdotool",
    "/usr/bin/dbus-run-session": "dbus",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/python3/dist-packages/pyatspi/__init__.py": "python3-pyatspi",
    "/usr/lib/*/girepository-1.0/Atspi-2.0.typelib": "gir1.2-atspi-2.0",
    "/usr/bin/pdftotext": "poppler-utils",
    "/usr/bin/javac": "default-jdk-headless",
    # Copies of texts in other scripts are set in these.
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf": "fonts-droid-fallback",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
    "/usr/bin/git": "git",
    # Accepts and rejects the changes that a Word redline tracks.
    "/usr/bin/soffice": "libreoffice-writer-nogui",
}


class DevError(Exception):
    """What went wrong and what to do, in a line or two."""


def main(arguments: list[str]) -> int:
    """Run the command that `arguments` name; its exit code."""
    if sys.version_info < OLDEST:
        have = _dotted(sys.version_info)
        return _tell(f"hkviewer needs Python {_dotted(OLDEST)} or newer; this is Python {have}.")
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name not in COMMANDS:
        print(__doc__.strip(), file=sys.stderr if name not in ("", "-h", "--help") else sys.stdout)
        return 2 if name not in ("", "-h", "--help") else 0
    try:
        return COMMANDS[name](rest)
    except DevError as error:
        return _tell(str(error))
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Start the program; where there is no display, its sheet is printed instead."""
    set_up("run")
    program = str(venv_program("hkviewer"))
    # In the caller's own folder, where the files lie that the arguments may name.
    code = _call([program, *arguments], folder=None)
    if code == NO_DISPLAY:
        return _call([program, "show", *_without_find(arguments)], folder=None)
    return code


def test(arguments: list[str]) -> int:
    """Run the tests."""
    set_up("dev")
    install_packages(missing_tools(), "for all tests")
    # One worker for each processor, but not for a file: they take seconds to start.
    workers = [] if any(map(_is_file_of_tests, arguments)) else ["-n", "auto"]
    return _call([str(venv_python()), "-m", "pytest", *workers, *arguments])


def setup(arguments: list[str]) -> int:
    """Set up for all commands."""
    _take_none("setup", arguments)
    set_up("dev")
    print(f"Ready: {venv_program('hkviewer')}")
    return 0


def check(arguments: list[str]) -> int:
    """Lint, formatting and types; 0 if all are clean."""
    _take_none("check", arguments)
    set_up("dev")
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    codes = [_call([str(venv_program(tool)), *rest]) for tool, *rest in checks]
    return max(codes)


def bench(arguments: list[str]) -> int:
    """Time the start."""
    set_up("dev")
    return _call([str(venv_python()), str(ROOT / "benchmarks" / "start.py"), *arguments])


def installer(arguments: list[str]) -> int:
    """Build the installers."""
    # It makes its own virtual environment: what is handed out holds none of the tests' packages.
    return _call([sys.executable, str(ROOT / "build_installer.py"), *arguments], folder=None)


def icons(arguments: list[str]) -> int:
    """Draw the program icon's sizes anew."""
    _take_none("icons", arguments)
    set_up("dev")
    return _call([str(venv_python()), str(ROOT / "tools" / "make_icons.py")])


def lock(arguments: list[str]) -> int:
    """Resolve requirements/ anew; the arguments are uv's (`--upgrade`)."""
    import shutil

    uv = shutil.which("uv")
    if uv is None:
        raise DevError("`lock` needs uv, which is not installed.")
    # One file for all systems and Pythons, without a host's name in it; plain pip installs from it.
    options = ["--universal", "--python-version", _dotted(OLDEST), "--generate-hashes", "--no-header"]
    options += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--quiet", *arguments]
    for name, group in (("dev", "dev"), ("run", "build"), ("installer", "installer")):
        constraint = ["--constraint", "requirements/dev.txt"] if name != "dev" else []
        output = ["--group", group, "--output-file", f"requirements/{name}.txt"]
        code = _call([uv, "pip", "compile", "pyproject.toml", *options, *constraint, *output])
        if code:
            return code
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "setup": setup,
    "check": check,
    "bench": bench,
    "installer": installer,
    "icons": icons,
    "lock": lock,
}


# ---- set-up


def set_up(level: str) -> None:
    """Make .venv fit for `level` ("run" or "dev"), repairing what is broken, and compile the sheets.

    Raises:
        DevError: something is missing that cannot be installed from here.
    """
    if not _is_set_up(level):
        _install(level)
    _compile_sheets()


def venv_python() -> Path:
    """The Python of the virtual environment."""
    return venv_program("python")


def venv_program(name: str) -> Path:
    """The program `name` of the virtual environment."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def fingerprint(level: str) -> str:
    """What the set-up of `level` depends on; a different one makes it done again."""
    import hashlib

    found = hashlib.sha256()
    for part in (sys.version, str(ROOT), sys.platform):
        found.update(part.encode())
    for file in (_requirements(level), ROOT / "pyproject.toml"):
        found.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


def _requirements(level: str) -> Path:
    return ROOT / "requirements" / f"{level}.txt"


def _is_set_up(level: str) -> bool:
    """Whether a set-up of `level` was finished, and nothing that it made has gone since."""
    stamp = _read_json(STAMP)
    made = stamp.get("made") or [""]
    return stamp.get(level) == fingerprint(level) and all(map(os.path.exists, [venv_python(), *made]))


def _read_json(file: Path) -> dict[str, Any]:
    import json

    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _install(level: str) -> None:
    import json

    if not os.access(str(ROOT), os.W_OK):
        raise DevError(f"“{ROOT}” cannot be written to. Copy it to a place of your own and try again.")
    _say(f"Setting up for “{level}” (once; the first time takes a minute or two) …")
    missing = [*missing_venv(), *missing_libraries()]
    install_packages(missing, "to set up and show a window")
    if missing_venv():
        raise DevError("Python’s venv module is missing.")
    broken = _read_json(STAMP).get(level) == fingerprint(level)
    if STAMP.exists():
        STAMP.unlink()
    if broken or not _venv_is_ours():
        base = getattr(sys, "_base_executable", sys.executable)
        _must([base, "-m", "venv", "--clear", str(VENV)], "The virtual environment")
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "-qq", "install"]  # errors only
    _must([*pip, "--require-hashes", "--requirement", str(_requirements(level))], "The packages")
    _must([*pip, "--no-build-isolation", "--no-deps", "--editable", str(ROOT)], "hkviewer itself")
    levels = ("run", "dev") if level == "dev" else ("run",)
    stamp: dict[str, object] = {name: fingerprint(name) for name in levels}
    stamp["made"] = [str(path) for path in _installed()]
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def _venv_is_ours() -> bool:
    """Whether .venv is there, has a pip that works, and is this very Python's."""
    command = [str(venv_python()), "-c", "import sys, pip; print(sys.version)"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return found.returncode == 0 and found.stdout.strip() == sys.version.strip()


def _installed() -> list[Path]:
    """The folders that tell what is installed, and the program."""
    return [*sorted(VENV.glob("[Ll]ib/**/site-packages/*.dist-info/RECORD")), venv_program("hkviewer")]


def _compile_sheets() -> None:
    """Parse the sheets beforehand, where one or the parser is newer than the last time."""
    import json

    made = ROOT / "build" / "compiled"
    sources = sorted([*ROOT.glob("content/*.md"), *ROOT.glob("hkviewer/content/**/*.py")])
    state = {str(file): [file.stat().st_mtime_ns, file.stat().st_size] for file in sources}
    stamp = _read_json(SHEETS_STAMP)
    if stamp == state and all((made / f"{f.stem}.json").exists() for f in sources if f.suffix == ".md"):
        return
    if not os.access(str(ROOT), os.W_OK):
        return  # they are parsed at each start instead
    _must([str(venv_python()), "-m", "hkviewer.content.compile_sheets"], "The fact sheets")
    SHEETS_STAMP.parent.mkdir(exist_ok=True)
    SHEETS_STAMP.write_text(json.dumps(state), encoding="utf-8")


# ---- what the system must bring


def missing_venv() -> list[str]:
    """The Debian package of Python's venv module, where that is missing."""
    from importlib.util import find_spec

    if find_spec("venv") and find_spec("ensurepip"):
        return []
    return [f"python{_dotted(sys.version_info)}-venv"]


def missing_libraries() -> list[str]:
    """The Debian packages of the libraries that Qt would not find; none elsewhere than on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    import ctypes

    from installer.system_libraries import QT_BUNDLED, QT_SHARED

    def missing(soname: str) -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return True
        return False

    # Of alternatives the last is the name that every release takes.
    wanted = {**QT_SHARED, **QT_BUNDLED}
    return [package.split(" | ")[-1] for soname, package in wanted.items() if missing(soname)]


def missing_tools() -> list[str]:
    """The Debian packages of what some tests use and is not there; none elsewhere than on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    import glob

    return [package for pattern, package in TEST_TOOLS.items() if not glob.glob(pattern)]  # noqa: PTH207  absolute


def install_packages(packages: list[str], purpose: str) -> None:
    """Install Debian packages where this is root's to do; elsewhere name them in a line to paste."""
    import shutil

    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        _say(f"Missing {purpose}; Debian’s names for it: {' '.join(packages)}")
    elif not hasattr(os, "geteuid") or os.geteuid() != 0:
        _say(f"Missing {purpose}; paste this, then try again:\n  sudo {' '.join(command)}")
    else:
        _say(f"Installing {purpose}: {' '.join(packages)}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update", "-qq"], env=environment)
        if subprocess.call([*command[:1], "-qq", *command[1:]], env=environment, stdout=subprocess.DEVNULL):
            _say(f"They could not be installed. Try by hand: {' '.join(command)}")


# ---- helpers


def _environment() -> dict[str, str]:
    """The machine's own, without what would mix another Python's packages into .venv."""
    dropped = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    return {**{k: v for k, v in os.environ.items() if k not in dropped}, "PIP_USER": "0"}


def _call(command: list[str], folder: Path | None = ROOT) -> int:
    """Run `command` in `folder` (None: the caller's own); its exit code."""
    return subprocess.call(command, cwd=folder, env=_environment())


def _must(command: list[str], what: str) -> None:
    if _call(command):
        raise DevError(f"{what} could not be made ready; the lines above say why. Mend that and try again.")


def _is_file_of_tests(argument: str) -> bool:
    """Whether pytest's `argument` names a file or a test in one."""
    return (ROOT / argument.partition("::")[0]).is_file()


def _without_find(arguments: list[str]) -> list[str]:
    """The window's arguments as `show` takes them: without `--find QUERY`."""
    kept: list[str] = []
    for number, argument in enumerate(arguments):
        if argument == "--find" or (number and arguments[number - 1] == "--find"):
            continue
        if not argument.startswith("--find="):
            kept.append(argument)
    return kept


def _take_none(name: str, arguments: list[str]) -> None:
    if arguments:
        raise DevError(f"`{name}` takes no arguments.")


def _dotted(version: tuple[object, ...]) -> str:
    return ".".join(str(part) for part in version[:2])


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _tell(words: str) -> int:
    _say(words)
    return 1


if __name__ == "__main__":
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="replace")  # a console's own encoding may lack “ and …
    sys.exit(main(sys.argv[1:]))
