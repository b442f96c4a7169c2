"""What a package must do on a bare system: a proof returns what it saw or raises BuildError."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from installer.bare_system import BareSystem
from installer.errors import BuildError
from installer.process import run
from installer.screen import FEWEST_COLOURS, Screen

KINDS = ("deb", "tar.xz")
COPY = "copy.pdf"
"""The name, in the reader's home, of the copy that the proof `export` leaves."""

_PAINTED = "painted"
_DOCUMENTED = (".config", ".local/share", ".cache")
# fontconfig, the system's own, keeps its list of fonts there for every program of a user.
_SYSTEMS = (".cache/fontconfig/",)
_WINDOW_SECONDS = 60.0


@dataclass(frozen=True)
class Installed:
    """A package on a bare system.

    Attributes:
        system: where it is installed.
        id: the product's.
        window, cli: how the two programs are called.
        before: what the system held before, with what the package depends on; None for an archive.
    """

    system: BareSystem
    id: str
    window: str
    cli: str
    before: set[str] | None = None


@contextmanager
def installed(package: Path, cache: Path) -> Iterator[Installed]:
    """A new bare system with `package`, a .deb or a .tar.xz, and only what it states that it needs.

    Raises:
        BuildError: the system cannot be had here, or the package cannot be installed on it.
    """
    with BareSystem(cache) as system:
        yield _install_deb(system, package) if package.suffix == ".deb" else _unpack(system, package)


def _install_deb(system: BareSystem, package: Path) -> Installed:
    name, depends = (
        run(["dpkg-deb", "--field", package, wanted]).strip() for wanted in ("Package", "Depends")
    )
    system.provide(depends, how="satisfy")
    before = system.files()
    shutil.copyfile(package, system.root / "package.deb")
    system.as_root("dpkg", "--install", "/package.deb")
    (system.root / "package.deb").unlink()
    return Installed(system, name, name, f"{name}-cli", before)


def _unpack(system: BareSystem, package: Path) -> Installed:
    """As the archive's README.txt says: install the libraries that it names, unpack, start."""
    run(["tar", "--extract", "--file", package, "--directory", system.root / "opt", "--no-same-owner"])
    (folder,) = (system.root / "opt").iterdir()
    words = (folder / "README.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    command = re.search(r"apt-get install (.+)", words)
    if not command:
        raise BuildError("The archive’s README.txt does not say which libraries it needs.")
    system.provide(command[1])
    programs = f"/opt/{folder.name}"
    name = folder.name.rsplit("-", 3)[0]  # ID-VERSION-SYSTEM-MACHINE
    return Installed(system, name, f"{programs}/hkviewer", f"{programs}/hkviewer-cli")


def no_python(package: Installed) -> str:
    """There is no Python but what the package brings."""
    programs = [
        path for folder in ("bin", "local/bin") for path in (package.system.root / "usr" / folder).glob("py*")
    ]
    if programs:
        raise BuildError(f"The bare system has Python: {programs}.")
    return "no Python on the system"


def version(package: Installed) -> str:
    """`--version` prints the version."""
    output = _output(package, "--version")
    if not re.fullmatch(r"hkviewer \d+\.\d+\S*\n", output):
        raise BuildError(f"--version said: {output}")
    return output.strip()


def self_test(package: Installed) -> str:
    """`--self-test` finds every part working."""
    return _output(package, "--self-test").splitlines()[-1]


def show(package: Installed) -> str:
    """`show` prints the bundled sheet, with every section."""
    output = _output(package, "show")
    titles = [section["title"] for section in _sections(package)]
    if missing := [title for title in titles if title not in output] or not titles:
        raise BuildError(f"show left out {missing}:\n{output}")
    return f"show prints {len(titles)} sections, {len(output.split())} words"


def search(package: Installed) -> str:
    """`search` finds a word that stands in the sheet; in the program's own also a figure in another form."""
    word = max(_sections(package)[0]["text"].split(), key=len)
    query, wanted = ("31bn", "$31 billion") if package.id == "hkviewer" else (word, word)
    output = _output(package, "search", "--", query)
    if wanted not in output:
        raise BuildError(f"search {query} did not find “{wanted}”:\n{output}")
    return f"search {query} finds “{wanted}”"


def export(package: Installed) -> str:
    """`export` writes a PDF; it stays as COPY in the reader's home."""
    _output(package, "export", "-o", f"/home/reader/{COPY}", "--date", "2026-01-02")
    copy = (package.system.home / COPY).read_bytes()
    if not copy.startswith(b"%PDF-") or not copy.rstrip().endswith(b"%%EOF"):
        raise BuildError("export wrote no PDF.")
    return f"export writes a PDF of {len(copy) // 1024} KiB"


def window(package: Installed) -> str:
    """The window is painted on a real X server, and closes when asked to, with nothing printed."""
    with tempfile.TemporaryDirectory() as folder, Screen(Path(folder)) as screen:
        empty = screen.colours()
        process = package.system.start(package.window, DISPLAY=screen.display)
        colours, output = screen.try_window(process, _WINDOW_SECONDS)
    if empty >= FEWEST_COLOURS or colours < FEWEST_COLOURS or process.returncode or output:
        raise BuildError(
            f"The window showed {colours} colours and ended with {process.returncode}:\n{output}"
        )
    return f"the window is painted, in {colours} colours"


def first_page(package: Installed) -> str:
    """The window reports its first painted page."""
    with tempfile.TemporaryDirectory() as folder, Screen(Path(folder)) as screen:
        report = f"/home/reader/{_PAINTED}"
        done = package.system.as_reader(package.window, DISPLAY=screen.display, HKVIEWER_FIRST_PAINT=report)
    _refuse_failure(done)
    if not (package.system.home / _PAINTED).is_file():
        raise BuildError("The first page was never painted.")
    return "the first page is painted"


def without_display(package: Installed) -> str:
    """Without a display there is one line about it and exit code 69."""
    done = package.system.as_reader(package.window)
    if done.returncode != 69 or not done.stderr.startswith("No window can be opened: there is no display"):
        raise BuildError(f"Without a display it ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stderr.splitlines()[0]


def home(package: Installed) -> str:
    """All that the program wrote lies in the folders that README.md names."""
    folder = package.system.home
    paths = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    paths -= {COPY, _PAINTED}
    documented = tuple(f"{place}/{package.id}/" for place in _DOCUMENTED)
    strange = sorted(path for path in paths if not path.startswith(documented + _SYSTEMS))
    if strange:
        raise BuildError(f"Files were written where nobody is told: {', '.join(strange)}.")
    own = sum(path.startswith(documented) for path in paths)
    return f"{own} files in the reader’s home, all in the documented folders"


def purge(package: Installed) -> str:
    """`dpkg --purge` leaves nothing of the package."""
    if package.before is None:
        return "an archive is removed with its folder"
    installed_files = package.system.files() - package.before
    package.system.as_root("dpkg", "--purge", package.id)
    after = package.system.files()
    if after != package.before:
        raise BuildError(
            f"Left behind: {sorted(after - package.before)}; missing: {sorted(package.before - after)}."
        )
    return f"purging takes all {len(installed_files)} files and folders away"


PROOFS: tuple[Callable[[Installed], str], ...] = (
    no_python,
    version,
    self_test,
    show,
    search,
    export,
    window,
    first_page,
    without_display,
    home,
    purge,
)
"""In the order in which they are made; the last ones look at what the others left."""


def _sections(package: Installed) -> list[dict[str, str]]:
    sections: list[dict[str, str]] = json.loads(_output(package, "show", "--format", "json"))["sections"]
    return sections


def _output(package: Installed, *arguments: str) -> str:
    """What the console program prints. Raises BuildError if it fails or writes to stderr."""
    done = package.system.as_reader(package.cli, *arguments)
    _refuse_failure(done)
    return done.stdout


def _refuse_failure(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode or done.stderr:
        command = " ".join(map(str, done.args))
        raise BuildError(f"“{command}” ended with {done.returncode}:\n{done.stdout}{done.stderr}")
