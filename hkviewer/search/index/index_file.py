"""The database of a library: a file in the cache folder that follows the sheets."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hkviewer.content.model import FactSheet
from hkviewer.search.index import store


@dataclass(frozen=True, slots=True)
class SheetSource:
    """A sheet of a library.

    Attributes:
        document: the name that its sections are listed under; unique in the library.
        digest: of its file; where it has changed, the sheet is indexed again.
        read: gives the sheet; called only where it is not in the index yet.
    """

    document: str
    digest: str
    read: Callable[[], FactSheet]


def open_library(
    sources: Mapping[str, SheetSource], file: Path | None, *, rebuild: bool = False
) -> sqlite3.Connection:
    """The database with exactly the sheets of `sources`, by document.

    Args:
        sources: the sheets.
        file: where it is kept; None, or a file that cannot be used, is a database in memory.
        rebuild: delete the file first, as what it holds is damaged.

    Raises:
        SearchUnavailable: SQLite has no full-text search.
        DocumentError: a sheet cannot be read.
    """
    if rebuild and file is not None:
        with contextlib.suppress(OSError):
            file.unlink()
    try:
        return _up_to_date(store.open_store(file), sources)
    except (sqlite3.Error, OSError):
        return _up_to_date(store.open_store(), sources)


def _up_to_date(connection: sqlite3.Connection, wanted: Mapping[str, SheetSource]) -> sqlite3.Connection:
    stored = store.stored_documents(connection)
    gone = {d for d, digest in stored.items() if d not in wanted or wanted[d].digest != digest}
    if gone:
        store.remove_sheets(connection, gone)
    new = [source for d, source in wanted.items() if d in gone or d not in stored]
    if new:
        store.add_sheets(connection, ((s.document, s.digest, s.read()) for s in new))
    return connection
