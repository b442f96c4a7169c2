"""Taking out of a Linux bundle what nothing in it can load any more, and the symbols of the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from installer.libraries import Elf, is_elf, read
from installer.output import remove
from installer.process import run

_LIBRARY = re.compile(r"^lib.+\.so(\.\d+)*$")
_PROTECTED = re.compile(r"^libpython")
"""Loaded by PyInstaller's programs, by name."""


def drop_unreachable(folder: Path) -> list[Path]:
    """Remove libraries that no program, extension module or plug-in in `folder` needs; those removed.

    PyInstaller takes along what the plug-ins that were left out would have needed.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    elves = {elf.path.name: elf for elf in read(files)}
    wanted = _reachable(elves, folder)
    dropped = [elf.path for name, elf in elves.items() if name not in wanted]
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
    libraries = [
        path
        for path in sorted(folder.rglob("*.so*"))
        if path.is_file() and not path.is_symlink() and is_elf(path)
    ]
    run(["strip", "--strip-unneeded", *libraries])


def _reachable(elves: Mapping[str, Elf], folder: Path) -> set[str]:
    """The file names of all that is loaded from what is no mere library, and of that itself."""
    queue = [name for name, elf in elves.items() if _is_root(elf.path, folder)]
    reached: set[str] = set()
    while queue:
        name = queue.pop()
        if name not in reached and name in elves:
            reached.add(name)
            queue.extend(elves[name].needed)
    return reached


def _is_root(path: Path, folder: Path) -> bool:
    """Whether something other than another library loads `path`."""
    is_plain_library = _LIBRARY.match(path.name) and "plugins" not in path.parts
    # pypdfium2 opens its library by ctypes.
    by_name = _PROTECTED.match(path.name) or path.name == "libpdfium.so"
    return path.parent == folder or bool(by_name) or not is_plain_library


def _remove_empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()
