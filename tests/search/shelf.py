"""A folder of Markdown files, and what a library's index is to hold of it; the fixture is `shelf`."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from hkviewer.search.library.wanted import WantedSheet

ONE = "# One\n\n## Trade\n\nGold and gold (AUR).\n\n## Law\n\nTrade in gold is long and more long.\n"
TWO = "# Two\n\n## Gold\n\nTrade.\n\n## Silver\n\nNothing of note, anti-terror.\n"


class Shelf:
    """The files; `reads` are the names of those that were read for an index, in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = folder / "cache" / "search.sqlite3"
        self.reads: list[str] = []
        self._wanted: dict[str, WantedSheet] = {}

    @property
    def wanted(self) -> list[WantedSheet]:
        """All of them, as they are now."""
        return [*self._wanted.values()]

    def put(self, name: str, text: str, **known: object) -> None:
        """Write a file; `known` are other fields of its `WantedSheet`."""
        path = self.folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self._wanted[name] = WantedSheet(str(path), name, digest, **known)  # type: ignore[arg-type]  # by name

    def change(self, name: str, **fields: object) -> None:
        """Let other things be known of a file."""
        self._wanted[name] = replace(self._wanted[name], **fields)  # type: ignore[arg-type]  # by name

    def remove(self, name: str) -> None:
        """Want a file no more."""
        del self._wanted[name]
