"""What a finished bundle must pass before it is packed: a gate returns what it saw or raises BuildError."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from installer import contents, sizes
from installer.errors import BuildError
from installer.libraries import external, highest_glibc
from installer.process import environment
from installer.screen import FEWEST_COLOURS, Screen

_SELF_TEST_SECONDS = 120
_WINDOW_SECONDS = 30.0


def all_gates(platform: str = sys.platform) -> Iterator[Callable[[Path], str]]:
    """The gates for a bundle of `platform`, in the order in which they are passed."""
    yield plugins
    if platform == "linux":
        yield libraries
        yield glibc
    yield size
    if platform == sys.platform:
        yield self_test
    if platform == sys.platform == "linux":
        yield without_display
        yield window


def plugins(folder: Path, platform: str = sys.platform) -> str:
    """Qt's plug-ins are those of `contents.PLUGINS`, no fewer and no more."""
    files = [PurePosixPath(path.as_posix()) for path in folder.rglob("*") if path.is_file()]
    bundled = [path for path in files if contents.is_plugin(path) and "PySide6" in path.parts]
    if missing := contents.missing_plugins(bundled, platform):
        raise BuildError(f"Plug-ins of Qt are missing in the bundle: {', '.join(missing)}.")
    if strange := sorted(path.name for path in bundled if not contents.is_wanted_plugin(path, platform)):
        raise BuildError(f"Plug-ins of Qt are in the bundle that nobody asked for: {', '.join(strange)}.")
    return f"{len(bundled)} plug-ins of Qt, as expected"


def libraries(folder: Path) -> str:
    """Nothing is needed of the system but `contents.EXTERNAL_LIBRARIES`."""
    needed = external(folder)
    for soname, users in needed.items():
        names = {user.name for user in users}
        if contents.OPTIONAL_LIBRARIES.get(soname) in names and len(names) == 1:
            continue
        if soname not in contents.EXTERNAL_LIBRARIES:
            raise BuildError(
                f"The bundle needs {soname} of the system, for {', '.join(sorted(names))}.",
                "Decide in installer/contents.py whether it is bundled, expected, or not needed.",
            )
    return f"{len(needed)} libraries are the system’s"


def glibc(folder: Path) -> str:
    """No symbol is newer than `contents.HIGHEST_GLIBC`."""
    version, file = highest_glibc(folder)
    if version > contents.HIGHEST_GLIBC:
        wanted, most = (".".join(map(str, numbers)) for numbers in (version, contents.HIGHEST_GLIBC))
        raise BuildError(
            f"{file.name} needs the C library {wanted}; at most {most} is allowed.",
            "Build on Debian 12, so that the program starts there too.",
        )
    return f"runs with the C library {'.'.join(map(str, version))} and newer"


def size(folder: Path) -> str:
    """The bundle is no larger than `sizes.LARGEST_ON_DISK`."""
    taken = sizes.on_disk(folder)
    sizes.refuse_large("The bundle", taken, sizes.LARGEST_ON_DISK)
    return f"{taken / 1e6:.1f} MB on disk"


def self_test(folder: Path) -> str:
    """`--self-test` of both programs works without a display and writes nothing to stderr."""
    for program in ("hkviewer-cli", "hkviewer"):
        done = _run(folder, program, "--self-test")
        if done.returncode or done.stderr:
            raise BuildError(f"{program} --self-test failed:\n{done.stdout}{done.stderr}")
    return done.stdout.splitlines()[-1].rstrip(".").lower()


def without_display(folder: Path) -> str:
    """Without a display the program reports that in one line and ends with code 69."""
    done = _run(folder, "hkviewer")
    if done.returncode != 69 or "No window can be opened" not in done.stderr:
        raise BuildError(f"Without a display it ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return "says plainly that there is no display"


def window(folder: Path) -> str:
    """The window is painted on a real X server, and closes when asked to, with nothing written to stderr."""
    with tempfile.TemporaryDirectory(prefix="hkviewer-gate-") as home, Screen(Path(home)) as screen:
        process = subprocess.Popen(
            [folder / "hkviewer"],
            env=_environment(home) | {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        colours, output = screen.try_window(process, _WINDOW_SECONDS)
    if colours < FEWEST_COLOURS or process.returncode or output:
        raise BuildError(
            f"The window showed {colours} colours and ended with {process.returncode}:\n{output}"
        )
    return f"the window is painted, in {colours} colours"


def _run(folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    suffix = ".exe" if os.name == "nt" else ""
    with tempfile.TemporaryDirectory(prefix="hkviewer-gate-") as home:
        return subprocess.run(
            [folder / f"{program}{suffix}", *arguments],
            env=_environment(home),
            capture_output=True,
            encoding="utf-8",
            timeout=_SELF_TEST_SECONDS,
            check=False,
        )


def _environment(home: str) -> dict[str, str]:
    """A new user's, without a display and without what this machine's Python would add."""
    dropped = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "SOURCE_DATE_EPOCH", "LD_LIBRARY_PATH")
    kept = {name: value for name, value in environment({}).items() if name not in dropped}
    return {**kept, "HOME": home, "USERPROFILE": home, "HKVIEWER_HOME": str(Path(home) / "own")}
