"""SHA256SUMS: the digests of the packages, as `sha256sum --check` reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from installer.output import staged

NAME = "SHA256SUMS"


def write(files: Iterable[Path], out: Path) -> Path:
    """Write the digests of `files`, which lie in the folder `out`; the file written.

    Raises:
        BuildError: it cannot be written.
    """
    target = out / NAME
    with staged(target) as stage:
        lines = [f"{digest(file)}  {file.relative_to(out).as_posix()}\n" for file in sorted(files)]
        stage.write_text("".join(lines), encoding="utf-8", newline="\n")
    return target


def digest(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
