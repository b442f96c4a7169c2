"""What the programs and libraries of a bundle ask of the system that they run on.

Read from their ELF dynamic sections, as `objdump -p` prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from installer.errors import BuildError
from installer.process import run

_MAGIC = b"\x7fELF"
_HEAD = re.compile(r"^(?P<path>.+):\s+file format elf\S+$")
_NEEDED = re.compile(r"^  NEEDED\s+(\S+)$")
# GLIBC_PRIVATE and GLIBC_ABI_… are no versions; no library of a bundle defines symbols of these names.
_GLIBC = re.compile(r"\bGLIBC_(\d+(?:\.\d+)+)$")


@dataclass(frozen=True)
class Elf:
    """What one program or library asks for.

    Attributes:
        path: where it lies.
        needed: the sonames that the loader will look for (DT_NEEDED).
        glibc: the highest version of the C library that a symbol of it was bound to, such as
            (2, 34); () where it uses none.
    """

    path: Path
    needed: frozenset[str]
    glibc: tuple[int, ...]


def needed(file: Path) -> frozenset[str]:
    """The sonames that the loader will look for when `file` is loaded; none where it is no ELF file."""
    return frozenset(name for elf in read([file]) for name in elf.needed)


def external(bundle: Path) -> Mapping[str, frozenset[Path]]:
    """The sonames that the folder `bundle` needs and does not hold, each with the files that need it."""
    held = {path.name for path in bundle.rglob("*")}
    users: dict[str, set[Path]] = {}
    for elf in read(_files(bundle)):
        for name in elf.needed - held:
            users.setdefault(name, set()).add(elf.path)
    return {name: frozenset(users[name]) for name in sorted(users)}


def highest_glibc(bundle: Path) -> tuple[tuple[int, ...], Path]:
    """The oldest version of the C library that the folder `bundle` runs with, and a file that needs it.

    Raises:
        BuildError: nothing in it uses the C library.
    """
    users = [elf for elf in read(_files(bundle)) if elf.glibc]
    if not users:
        raise BuildError(f"“{bundle}” holds no program that uses the C library.")
    highest = max(users, key=lambda elf: elf.glibc)
    return highest.glibc, highest.path


def read(files: Iterable[Path]) -> list[Elf]:
    """What the ELF files among `files` ask for; all are read by one call of objdump.

    Raises:
        BuildError: objdump is missing, or one of them is damaged.
    """
    elves = [file for file in files if is_elf(file)]
    if not elves:
        return []
    return list(_parsed(run(["objdump", "-p", *elves]).splitlines()))


def is_elf(file: Path) -> bool:
    """Whether `file` is a program, library or object file of this kind of system."""
    with file.open("rb") as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


def _files(bundle: Path) -> Iterator[Path]:
    """The files under `bundle`; a link's target is met on its own."""
    return (path for path in sorted(bundle.rglob("*")) if path.is_file() and not path.is_symlink())


def _parsed(lines: Iterable[str]) -> Iterator[Elf]:
    path: Path | None = None
    sonames: set[str] = set()
    glibc: tuple[int, ...] = ()
    for line in lines:
        if head := _HEAD.match(line):
            if path:
                yield Elf(path, frozenset(sonames), glibc)
            path, sonames, glibc = Path(head["path"]), set(), ()
        elif soname := _NEEDED.match(line):
            sonames.add(soname[1])
        elif version := _GLIBC.search(line):
            glibc = max(glibc, tuple(map(int, version[1].split("."))))
    if path:
        yield Elf(path, frozenset(sonames), glibc)
