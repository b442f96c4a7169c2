"""Which files a document may show: those in its folder or below it."""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

_MOST_FOLDERS = 100
"""Below a document's folder, that are listed for it."""
_MOST_FILES = 100_000
"""Of a folder that are listed."""


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


def is_there(path: Path) -> bool:
    """Whether there is a file or folder; none has a name that is too long, or with a NUL in it."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _entries(folder: Path) -> list[tuple[str, bool]]:
    """The names in a folder, in their order, each with whether it is a folder, to which no link leads."""
    try:
        with os.scandir(folder) as found:
            entries = itertools.islice((entry for entry in found if entry.name[0] != "."), _MOST_FILES)
            return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except (OSError, ValueError):
        return []


class FolderNames:
    """The files in a document's folder, by the names of a wiki's pages; each folder is listed once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed: dict[str, Mapping[str, str]] = {}
        self._by_name: dict[str, str] | None = None

    def find(self, page: str) -> str:
        """The file that `page` means, relative to the folder; "" where there is none.

        Its ending may be left out where it is a Markdown file's, and capitals do not matter. A name alone
        means the file of that name that is the least deep in the folder, as in Obsidian.
        """
        above, _, name = local_file(page.replace("%", "%25").replace("?", "%3F")).rpartition("/")
        files = self._files(above) if name else {}
        endings = ("", ".md", ".markdown")
        keys = [(name + end).casefold() for end in endings]
        file = next((files[key] for key in keys if key in files), "")
        found = f"{above}/{file}" if file and above else file
        if name and not (above or found):
            found = next((self._below()[key] for key in keys if key in self._below()), "")
        return found if found and file_in(self._folder, found) else ""

    def _below(self) -> Mapping[str, str]:
        """The files in the folders of the folder, by their names; hidden ones are left out."""
        if self._by_name is None:
            self._by_name = {}
            folders, count = deque([""]), 0
            while folders and count < _MOST_FOLDERS:
                above = folders.popleft()
                count += 1
                for file, is_folder in _entries(self._folder / above):
                    path = f"{above}/{file}" if above else file
                    if is_folder:
                        folders.append(path)
                    else:
                        self._by_name.setdefault(file.casefold(), path)
        return self._by_name

    def _files(self, above: str) -> Mapping[str, str]:
        if above not in self._listed and len(self._listed) < _MOST_FOLDERS:
            try:
                files = itertools.islice((self._folder / above).iterdir(), _MOST_FILES)
                self._listed[above] = {file.name.casefold(): file.name for file in files}
            except (OSError, ValueError):
                self._listed[above] = {}
        return self._listed.get(above, {})
