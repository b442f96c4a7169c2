"""The job of searching the library for a window: which other sheets have what this one has not."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from hkviewer.errors import HkviewerError
from hkviewer.library.library import Library
from hkviewer.search.library.library_index import LibraryIndex
from hkviewer.search.library.wanted import index_file, wanted_sheets

MOST_SHEETS = 3
_NICE = 10
_MOST_READ = 20
"""Sheets that are indexed for it, in a second or two."""


def serve() -> int:
    """Read `{"query", "shown", "content"}` from standard input and print `[[id, title, matches], …]`.

    At most three sheets, the best first, without the one that is shown, which "" is for none of them.
    """
    if hasattr(os, "nice"):
        os.nice(_NICE)  # it is done beside what the reader does
    asked = json.loads(sys.stdin.buffer.read())
    try:
        found = other_sheets(asked["query"], asked["shown"], Path(asked["content"]))
    except HkviewerError:
        found = []  # what cannot be read says so where it is opened
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))
    return 0


def other_sheets(query: str, shown: str, content: Path) -> list[tuple[str, str, int]]:
    """Of the library's sheets, but for those with the id `shown`, those that have `query`.

    What is indexed is searched. Only where little is missing it is indexed first: a library's many files are
    read by who says how far that is.

    Args:
        query: what was searched.
        shown: the id of the sheet that has it not.
        content: the folder of the bundled sheets.

    Returns:
        Of each the id of a bundled sheet, or else the file's path; its title; how many matches it has.

    Raises:
        SearchUnavailable: SQLite has no full-text search.
    """
    library = Library(content=content)
    if not library.files():
        library.refresh()
    sheets = library.sheets()
    files = {str(file.path): file for sheet in sheets for file in sheet.editions}
    wanted = wanted_sheets(sheets)
    index = LibraryIndex(index_file(), wanted)
    index.search("", limit=0)
    if 0 < index.progress.wanted - index.progress.done <= _MOST_READ:
        index.close()
        index = LibraryIndex.updated(index_file(), wanted)
    found = index.search(query)
    index.close()
    paths = {sheet.document: sheet.path for sheet in wanted}
    matches = dict(found.documents)
    offered: list[tuple[str, str, int]] = []
    for document in dict.fromkeys(section.document for section in found.sections):
        file = files.get(paths.get(document, ""))
        if file is not None and file.id != shown:
            name = file.id if file.bundled else str(file.path)
            offered.append((name, file.title, matches.get(document, found.total)))
    return offered[:MOST_SHEETS]
