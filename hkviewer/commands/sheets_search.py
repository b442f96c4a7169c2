"""The job of searching all bundled sheets for a window: which of the others have what this one has not."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter
from pathlib import Path

from hkviewer.content.document import read_bytes, read_document
from hkviewer.errors import HkviewerError
from hkviewer.library.catalogue import Catalogue
from hkviewer.library.entries import LibraryFile
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.index.store import SheetSource
from hkviewer.system import paths

MOST_SHEETS = 3
_NICE = 10


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
    """Of the sheets in a folder, but for `shown`, those that have `query`: id, title and matches of each.

    The index is that of `search --library`; what is in it is not read again.

    Raises:
        DocumentError: one of them cannot be read.
        SearchUnavailable: SQLite has no full-text search.
    """
    entries = [entry for entry in Catalogue(content).entries() if entry.id]
    index = SearchIndex.of_library(map(_source, entries), paths.cache_folder() / "search.sqlite3")
    result = index.search(query)
    index.close()
    titles = {entry.id: entry.title for entry in entries}
    matches = Counter[str]()
    for section in result.sections:
        matches[section.document] += section.hits + section.heading_hits
    first = [name for name in matches if name != shown][:MOST_SHEETS]
    return [(name, titles[name], matches[name]) for name in first]


def _source(entry: LibraryFile) -> SheetSource:
    digest = hashlib.sha256(read_bytes(entry.path)).hexdigest()
    return SheetSource(entry.id, digest, lambda: read_document(entry.path, entry.path.parent).sheet)
