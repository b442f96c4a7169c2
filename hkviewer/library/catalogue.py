"""The sheets that come with the program, by title, without reading them whole."""

from __future__ import annotations

from pathlib import Path

from hkviewer.library.entries import LibraryFile
from hkviewer.library.reading import read_file
from hkviewer.system import paths


class Catalogue:
    """Lists the Markdown files of a folder; each is read again only after it has changed.

    A sheet is parsed only where its front matter gives no title or no id.

    Args:
        content: the folder; left out, that of the bundled sheets.
    """

    def __init__(self, content: Path | None = None) -> None:
        self._folder = content or paths.content_folder()
        self._entries: dict[Path, tuple[tuple[int, int], LibraryFile]] = {}

    def entries(self) -> list[LibraryFile]:
        """All sheets, by the `order` of their front matter, then by file name; at the end the unreadable."""
        entries = (self._entry(path) for path in sorted(self._folder.glob("*.md")))
        return sorted(entries, key=lambda entry: entry.order)

    def _entry(self, path: Path) -> LibraryFile:
        try:
            status = path.stat()
        except OSError:
            return read_file(path, bundled=True)
        state = (status.st_mtime_ns, status.st_size)
        known = self._entries.get(path)
        if known is None or known[0] != state:
            known = self._entries[path] = (state, read_file(path, bundled=True))
        return known[1]
