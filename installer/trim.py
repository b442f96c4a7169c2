"""Taking out of a bundle what nothing in it can load any more; and of a Linux one the symbols of the rest."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from installer import libraries, pe
from installer.output import remove
from installer.process import run


@dataclass(frozen=True)
class _System:
    """How a system's programs name the libraries that they load.

    Attributes:
        needs: the programs and libraries among files, each with the names of what it asks for.
        library: the names of those that are loaded because another asks for them.
        by_name: the names of those that something opens by itself.
    """

    needs: Callable[[list[Path]], Mapping[Path, frozenset[str]]]
    library: re.Pattern[str]
    by_name: re.Pattern[str]

    def is_root(self, path: Path, folder: Path) -> bool:
        """Whether something other than another library loads `path`."""
        is_plain_library = self.library.match(path.name) and "plugins" not in path.parts
        return path.parent == folder or bool(self.by_name.match(path.name)) or not is_plain_library


# PyInstaller's programs open Python's library by its name, and pypdfium2 opens PDFium's by ctypes.
_LINUX = _System(
    lambda files: {elf.path: elf.needed for elf in libraries.read(files)},
    re.compile(r"^lib.+\.so(\.\d+)*$"),
    re.compile(r"^libpython|^libpdfium\.so$"),
)
_WINDOWS = _System(
    lambda files: {path: names for path in files if (names := pe.needed(path)) is not None},
    re.compile(r"(?i).+\.dll$"),
    re.compile(r"(?i)^python\d*\.dll$|^pdfium\.dll$"),
)


def drop_unreachable(folder: Path, system: str = sys.platform) -> list[Path]:
    """Remove libraries that no program, extension module or plug-in in `folder` needs; those removed.

    PyInstaller takes along what the plug-ins that were left out would have needed, and on Windows what Qt
    would draw three-dimensional pictures with.
    """
    kind = _WINDOWS if system == "win32" else _LINUX
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    needs = kind.needs(files)
    reached = _reachable(needs, [path for path in needs if kind.is_root(path, folder)])
    dropped = [path for path in needs if path not in reached]
    for path in dropped:
        remove(path)
    for link in [path for path in folder.rglob("*") if path.is_symlink() and not path.exists()]:
        link.unlink()
    _remove_empty(folder)
    return dropped


def strip(folder: Path) -> None:
    """Remove the symbols of every library in `folder` that only a debugger reads.

    The programs themselves keep theirs: their payload is part of the file.
    """
    stripped = [
        path
        for path in sorted(folder.rglob("*.so*"))
        if path.is_file() and not path.is_symlink() and libraries.is_elf(path)
    ]
    run(["strip", "--strip-unneeded", *stripped])


def _reachable(needs: Mapping[Path, frozenset[str]], roots: list[Path]) -> set[Path]:
    """`roots`, and all that is loaded because one of them asks for it, directly or not."""
    named: dict[str, list[Path]] = {}
    for path in needs:  # which of two of one name is loaded, only the system decides
        named.setdefault(path.name.lower(), []).append(path)
    reached: set[Path] = set()
    queue = list(roots)
    while queue:
        path = queue.pop()
        if path not in reached:
            reached.add(path)
            queue += [other for name in needs[path] for other in named.get(name.lower(), ())]
    return reached


def _remove_empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()
