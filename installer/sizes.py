"""What takes the room in a bundle, and the most that it and its archive may take."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from installer.errors import BuildError

LARGEST_ON_DISK = 220_000_000
LARGEST_ARCHIVE = 60_000_000
"""Bytes. With typst and typefaces for all scripts the Linux bundle measured 215 MB: room for growth, not for
an accident."""
_SHOWN = 14
"""Rows of the table; the rest is summed up."""


def on_disk(folder: Path) -> int:
    """The bytes of all files in `folder`; one with two names counts once, a link not at all."""
    status = [path.lstat() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum({(file.st_dev, file.st_ino): file.st_size for file in status}.values())


def table(folder: Path) -> str:
    """The largest parts of the bundle in `folder` in MB, one a line, and their sum."""
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sizes[_part(path.relative_to(folder))] += path.stat().st_size
    largest = sizes.most_common(_SHOWN)
    rest = sum(sizes.values()) - sum(size for _, size in largest)
    rows = [*largest, ("the rest", rest), ("in all", on_disk(folder))]
    return "\n".join(f"{size / 1e6:8.1f} MB  {name}" for name, size in rows)


def refuse_large(what: str, size: int, largest: int) -> None:
    """Raise BuildError if `size` is more than `largest`, both in bytes."""
    if size > largest:
        raise BuildError(
            f"{what} has {size / 1e6:.1f} MB; at most {largest / 1e6:.0f} MB are allowed.",
            "The table above shows what takes the room; installer/contents.py decides what goes in.",
        )


def _part(path: Path) -> str:
    """What a file counts towards: its package, or itself if it lies at the top."""
    inside = path.parts[1:] if path.parts[0] == "_internal" else path.parts
    if inside[:3] == ("PySide6", "Qt", "lib"):
        return inside[3].partition(".so")[0]
    return "/".join(inside[:2]) if inside[0] == "PySide6" else inside[0]
