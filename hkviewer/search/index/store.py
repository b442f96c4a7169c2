"""Where an index is kept: tables of an SQLite database, in memory or in a file, and what is read of them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hkviewer.errors import HkviewerError
from hkviewer.search.text.tokens import VERSION, groups

_LAYOUT = 9  # of the tables below
_VERSION = 1000 * VERSION + _LAYOUT
_HASH_BYTES, _HASH_BYTES_OF_FILE = 1 << 26, 1 << 20
"""What is indexed at once is written as one piece, instead of many that are then merged; a file is written in
parts, by a process whose memory counts."""
_BUSY_SECONDS = 10.0
"""So long one process waits for what another writes: a part of a library's index, half a second."""
_NO_TEXT = "\x01"
"""Begins a key in hexadecimal."""
SECTION_BITS = 24
"""The number of a section's row is its sheet's, so many bits further left, and its place in the sheet: rows
stand in the order of the sheets, however these are read. A document has 5 million sections at most."""
_SCHEMA = f"""
PRAGMA user_version = {_VERSION};
CREATE TABLE sheet(id INTEGER PRIMARY KEY, key TEXT UNIQUE, document TEXT, digest TEXT, title TEXT,
                   names TEXT, edition TEXT, front TEXT, language TEXT, place INTEGER,
                   is_here INTEGER, is_newest INTEGER, is_searched INTEGER, fault TEXT,
                   sections INTEGER);
CREATE TABLE section(id INTEGER PRIMARY KEY, section TEXT, title TEXT, path TEXT, body TEXT, runs BLOB);
CREATE TABLE stream(id INTEGER PRIMARY KEY, text TEXT, outer TEXT, breaks BLOB);
CREATE TABLE vocabulary(term TEXT, literal TEXT, count INTEGER, PRIMARY KEY(term, literal)) WITHOUT ROWID;
CREATE TABLE alias(term TEXT, name TEXT, sheet INTEGER);
CREATE INDEX alias_term ON alias(term);
CREATE VIRTUAL TABLE tokens USING fts5(heading, body, titles, sheet, content='', columnsize=0,
                                       prefix='1 2', tokenize="ascii tokenchars '.'");
CREATE VIRTUAL TABLE words USING fts5vocab(tokens, col);
"""
# The tokens hold no capital, no space and no ASCII symbol but the decimal point: this tokenizer only splits.


class SearchUnavailable(HkviewerError):  # noqa: N818  the reader is shown it; it is no bug
    """This Python's SQLite cannot search text."""


class StoredSheet(NamedTuple):
    """A sheet of an index.

    Attributes:
        id: its number.
        key: what it was added as; unique.
        digest: of its file when that was read.
        title: its title.
        document: the name that its sections are listed under.
        names: the tokens of its title, a bar, and those of `document` and its id.
        edition: its date, or "".
        place: where it stands among the sheets, for whoever goes through them as they are listed.
        is_here: whether its file is there.
        is_newest: whether it is the newest edition.
        is_searched: whether it is searched where nobody asks for others.
        fault: why its file could not be read, or "".
    """

    id: int
    key: str
    digest: str
    title: str
    document: str
    names: str
    edition: str
    place: int
    is_here: bool
    is_newest: bool
    is_searched: bool
    fault: str


def open_memory(file: str = ":memory:") -> sqlite3.Connection:
    """A connection to a new index in memory; usable from any one thread at a time.

    Args:
        file: "" for one in a temporary file of SQLite's own, which goes with the connection.

    Raises:
        SearchUnavailable: SQLite has no full-text search.
    """
    connection = sqlite3.connect(file, check_same_thread=False)
    _create(connection)
    return connection


def open_file(file: Path) -> sqlite3.Connection:
    """A connection for writing to the index in `file`, made where it is not there.

    A file that is damaged, or of another version, is replaced by an empty one.

    Raises:
        SearchUnavailable: SQLite has no full-text search.
        sqlite3.Error, OSError: the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(sqlite3.Error):
        connection = _connect(file)
        if _is_sound(connection):
            return connection
        connection.close()
    delete(file)
    connection = _connect(file)
    _create(connection, _HASH_BYTES_OF_FILE)
    return connection


def open_for_reading(file: Path) -> sqlite3.Connection:
    """A connection to the index in `file`, which is there and of this version.

    Raises:
        sqlite3.Error: it is not.
    """
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY_SECONDS, check_same_thread=False
    )
    with contextlib.suppress(sqlite3.Error):
        if _is_of_this_version(connection):
            return connection
    connection.close()
    raise sqlite3.DatabaseError(f"{file} is no index of this version")


def delete(file: Path) -> None:
    """Delete an index with all that belongs to it. Raises OSError where something of it cannot be deleted."""
    for path in (file, *(file.with_name(file.name + end) for end in ("-journal", "-wal", "-shm"))):
        path.unlink(missing_ok=True)


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, check_same_thread=False)
    with contextlib.suppress(sqlite3.Error):
        # Who reads goes on meanwhile; where the disk cannot do that, the usual journal stays.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # what a crash loses is read again
        connection.execute("PRAGMA cache_size = -1000")
    return connection


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        return bool(
            _is_of_this_version(connection)
            and connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            and connection.execute("SELECT count(*) FROM tokens WHERE tokens MATCH 'the'").fetchone()
        )
    except sqlite3.Error:
        return False


def _is_of_this_version(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION)


def _create(connection: sqlite3.Connection, hash_bytes: int = _HASH_BYTES) -> None:
    try:
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO tokens(tokens, rank) VALUES ('hashsize', ?)", [hash_bytes])
        connection.commit()
    except sqlite3.OperationalError as error:
        connection.close()
        if "fts5" not in str(error):
            raise
        raise SearchUnavailable(
            "Searching does not work: this Python’s SQLite was built without FTS5.",
            "Use the installer of hkviewer, or a Python from python.org.",
        ) from None


def extent(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many words an index has, and how many sections are searched in it."""
    words, sections = connection.execute(
        "SELECT (SELECT total(count) FROM vocabulary), (SELECT total(sections) FROM sheet WHERE is_searched)"
    ).fetchone()
    return int(words), int(sections)


def rows_of(sheet: int) -> tuple[int, int]:
    """The numbers of the first and of the last row that a sheet's sections may have."""
    first = sheet << SECTION_BITS
    return first, first + (1 << SECTION_BITS) - 1


def sheets(connection: sqlite3.Connection) -> list[StoredSheet]:
    """All sheets of an index, as they were added."""
    sql = f"SELECT {', '.join(StoredSheet._fields)} FROM sheet ORDER BY id"  # noqa: S608  its fields
    return [StoredSheet(number, key_of(kept), *others) for number, kept, *others in connection.execute(sql)]


def kept_key(key: str) -> str:
    """A key as a database takes it; a file's name may hold what no text does."""
    try:
        key.encode()
    except UnicodeEncodeError:
        return _NO_TEXT + key.encode("utf-8", "surrogatepass").hex()
    return key


def key_of(kept: str) -> str:
    """The key that is kept so."""
    is_text = not kept.startswith(_NO_TEXT)
    return kept if is_text else bytes.fromhex(kept[1:]).decode("utf-8", "surrogatepass")


def sheet_fronts(connection: sqlite3.Connection) -> Iterator[tuple[str, dict[str, str]]]:
    """Each document that is searched, with its title and front matter, by field."""
    sql = "SELECT document, front FROM sheet WHERE is_searched ORDER BY id"
    for document, front in connection.execute(sql):
        yield document, json.loads(front)


def languages(connection: sqlite3.Connection) -> set[str]:
    """The languages of the sheets that are searched, each by its first two letters."""
    sql = "SELECT DISTINCT language FROM sheet WHERE is_searched"
    return {language for (language,) in connection.execute(sql)}


def stored_aliases(connection: sqlite3.Connection, term: str) -> tuple[str, ...]:
    """The names that the sheets introduce `term` for."""
    rows = connection.execute(
        "SELECT DISTINCT name FROM alias JOIN sheet ON sheet.id = sheet WHERE term = ? AND is_searched"
        " ORDER BY sheet LIMIT 3",
        [term],
    )
    return tuple(name for (name,) in rows)


def title(connection: sqlite3.Connection) -> str:
    """The title of the only sheet; "" of several sheets."""
    titles = connection.execute("SELECT title FROM sheet WHERE is_searched ORDER BY id LIMIT 2").fetchall()
    return str(titles[0][0]) if len(titles) == 1 else ""


def title_words(connection: sqlite3.Connection) -> frozenset[str]:
    """The words of the title of the only sheet; none of several sheets."""
    return frozenset(groups(title(connection)))


def candidate_count(connection: sqlite3.Connection, query: str) -> int:
    """How many sections an FTS5 query finds."""
    (count,) = connection.execute("SELECT count(*) FROM tokens WHERE tokens MATCH ?", [query]).fetchone()
    return int(count)
