"""The packages of several systems, brought together for a release."""

from __future__ import annotations

import shutil
from pathlib import Path

from installer import sums
from installer.errors import BuildError
from installer.output import staged


def collect(made: Path, out: Path) -> list[Path]:
    """Copy the packages in the folders of `made` into the one folder `out`; what was copied, and its sums.

    Args:
        made: a folder with one folder of packages and their SHA256SUMS for each system.
        out: gets the files, and one SHA256SUMS of them all.

    Raises:
        BuildError: there are none, a file is not the one that was built, or two have the same name.
    """
    lists = sorted(made.glob(f"*/{sums.NAME}"))
    if not lists:
        raise BuildError(f"“{made}” has no folders of packages with their {sums.NAME} in it.")
    copied: list[Path] = []
    for listed in lists:
        for digest, name in (line.split("  ", 1) for line in listed.read_text(encoding="utf-8").splitlines()):
            if out / name in copied:
                raise BuildError(f"Two systems’ packages are called “{name}”.")
            copied.append(_copy(listed.parent / name, out / name, digest))
    return [*copied, sums.write(copied, out)]


def _copy(file: Path, target: Path, digest: str) -> Path:
    with staged(target) as stage:
        shutil.copyfile(file, stage)
        if sums.digest(stage) != digest:
            raise BuildError(f"“{file}” is not the file that was built.", "Build and collect again.")
    return target
