"""Which files a document may show: those in its folder or below it."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote


def local_file(address: str) -> str:
    """The file that an address names in or below the document's folder, with "/" between folders.

    "" for any other address: with a scheme or drive, absolute, from a home folder, or through "..".
    """
    path = unquote(address).replace("\\", "/").partition("#")[0].partition("?")[0]
    parts = PurePosixPath(path).parts
    if not parts or ":" in path or path.startswith(("/", "~")) or ".." in parts or "\0" in path:
        return ""
    return "/".join(parts)
