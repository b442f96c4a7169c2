"""Which files a document may show: those in its folder or below it."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from urllib.parse import unquote


def local_file(address: str) -> str:
    """The file that an address names in or below the document's folder, with "/" between folders.

    What stands behind "#" or "?" is no part of its name; "%23", "%3F" and "%25" in it are such letters.
    "" for any other address: with a scheme or drive, absolute, from a home folder, or through "..".
    """
    path = unquote(_path(address)).replace("\\", "/")
    parts = PurePosixPath(path).parts
    if not parts or ":" in path or path.startswith(("/", "~")) or ".." in parts or "\0" in path:
        return ""
    return "/".join(parts)


def leaves_folder(address: str) -> bool:
    """Whether `address` names something through "..": it may lie outside the document's folder."""
    path = unquote(_path(address)).replace("\\", "/")
    return ":" not in path and not path.startswith("//") and ".." in PurePosixPath(path).parts


def _path(address: str) -> str:
    """What stands before "#" and "?" in `address`, still encoded."""
    return address.partition("#")[0].partition("?")[0]


def file_in(folder: Path, name: str) -> Path | None:
    """The ordinary file `name` in `folder` or below it, links followed; None where there is none.

    A link that leads out of the folder names no file in it.
    """
    try:
        root, file = os.path.realpath(folder), Path(os.path.realpath(folder / name))
        return file if file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError):
        return None  # a name too long, or with a NUL in it: no file has it
