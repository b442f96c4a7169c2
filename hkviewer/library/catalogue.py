"""The sheets that come with the program, by title, without reading them whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf
from pathlib import Path

from hkviewer.content.document import read_document, read_text
from hkviewer.content.front_matter.reading import read_front_matter
from hkviewer.content.front_matter.values import may_be_marked
from hkviewer.content.markdown.outline import clean_lines
from hkviewer.errors import DocumentError
from hkviewer.system import paths

_MOST_LINES = 200
"""Lines of a file that are searched for its front matter."""
_FINISHED_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
"""An id that reading the sheet would not change."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One sheet: what it is called, and where it is.

    `title` is the file's name, and `id` empty, where the file cannot be read; opening it gives the reason.
    """

    path: Path
    id: str
    title: str
    order: float


class Catalogue:
    """Lists the Markdown files of a folder; each is read again only after it has changed.

    A sheet is parsed only where its front matter gives no title or no id.

    Args:
        content: the folder; left out, that of the bundled sheets.
    """

    def __init__(self, content: Path | None = None) -> None:
        self._folder = content or paths.content_folder()
        self._entries: dict[Path, tuple[tuple[int, int], CatalogueEntry]] = {}

    def entries(self) -> list[CatalogueEntry]:
        """All sheets, by the `order` of their front matter, then by file name; at the end the unreadable."""
        entries = (self._entry(path) for path in sorted(self._folder.glob("*.md")))
        return sorted(entries, key=lambda entry: entry.order)

    def _entry(self, path: Path) -> CatalogueEntry:
        try:
            status = path.stat()
        except OSError:
            return _read(path)
        state = (status.st_mtime_ns, status.st_size)
        known = self._entries.get(path)
        if known is None or known[0] != state:
            known = self._entries[path] = (state, _read(path))
        return known[1]


def _read(path: Path) -> CatalogueEntry:
    try:
        front = read_front_matter(clean_lines(read_text(path))[:_MOST_LINES])
        name, title = front.get("id"), front.words("title")
        if not title or may_be_marked(title) or not _FINISHED_ID.fullmatch(name):
            sheet = read_document(path, path.parent).sheet
            name, title = sheet.id, sheet.title
    except DocumentError:
        return CatalogueEntry(path, "", path.name, inf)
    return CatalogueEntry(path, name, title, front.order)
