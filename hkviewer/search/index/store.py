"""Where an index is kept: tables of an SQLite database, in memory or in a file that follows the sheets."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hkviewer.content.model import FactSheet
from hkviewer.errors import HkviewerError
from hkviewer.search.index.aliases import introduced_aliases
from hkviewer.search.index.section_rows import SectionRow, SectionRows, clean, columns
from hkviewer.search.text.tokens import VERSION, joined_groups, run_together

_LAYOUT = 7  # of the tables below
_HASH_BYTES = 1 << 26
_SCHEMA = f"""
PRAGMA user_version = {1000 * VERSION + _LAYOUT};
CREATE TABLE sheet(id INTEGER PRIMARY KEY, document TEXT UNIQUE, digest TEXT, title TEXT, front TEXT,
                   language TEXT);
CREATE TABLE section(id INTEGER PRIMARY KEY, sheet INTEGER, section TEXT, title TEXT, path TEXT, body TEXT,
                     runs BLOB);
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


@dataclass(frozen=True, slots=True)
class SheetSource:
    """A sheet that is to be in an index.

    Attributes:
        document: the name that its sections are listed under; unique in the index.
        digest: of its file; where it has changed, the sheet is indexed again.
        read: gives the sheet; called only where it is not in the index yet.
    """

    document: str
    digest: str
    read: Callable[[], FactSheet]


def open_index(
    sources: Mapping[str, SheetSource],
    file: Path | None = None,
    check: Callable[[], object] = lambda: None,
    *,
    rebuild: bool = False,
) -> sqlite3.Connection:
    """A connection to the index of exactly `sources`, by document; usable from any one thread at a time.

    Args:
        sources: the sheets.
        file: where it is kept; None, or a file that cannot be used, is a database in memory.
        check: called now and then while sheets are added; none is added where it raises something.
        rebuild: delete the file first, as what it holds is damaged.

    Raises:
        SearchUnavailable: SQLite has no full-text search.
        DocumentError: a sheet cannot be read.
    """
    if rebuild and file is not None:
        with contextlib.suppress(OSError):
            file.unlink()
    try:
        return _up_to_date(_open_store(file), sources, check)
    except (sqlite3.Error, OSError):
        return _up_to_date(_open_store(), sources, check)


def _up_to_date(
    connection: sqlite3.Connection, wanted: Mapping[str, SheetSource], check: Callable[[], object]
) -> sqlite3.Connection:
    try:
        stored = dict(connection.execute("SELECT document, digest FROM sheet"))
        gone = {d for d, digest in stored.items() if d not in wanted or wanted[d].digest != digest}
        if gone:
            _remove_sheets(connection, gone)
        new = [source for d, source in wanted.items() if d in gone or d not in stored]
        if new:
            _add_sheets(connection, new, check)
    except BaseException:
        connection.close()  # nobody else will: the index is not there
        raise
    return connection


def _open_store(file: Path | None = None) -> sqlite3.Connection:
    """A connection to the index in `file`, or to a new one in memory; usable from any one thread at a time.

    A file that is damaged, or of another version, is replaced by an empty one.

    Raises:
        SearchUnavailable: SQLite has no full-text search.
        sqlite3.Error: the file cannot be written.
    """
    if file is None:
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        _create(connection)
        return connection
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(sqlite3.Error):
        connection = sqlite3.connect(file, check_same_thread=False)
        if _is_sound(connection):
            return connection
        connection.close()
    for path in (file, *(file.with_name(file.name + end) for end in ("-journal", "-wal", "-shm"))):
        path.unlink(missing_ok=True)
    connection = sqlite3.connect(file, check_same_thread=False)
    _create(connection)
    return connection


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return bool(
            version == 1000 * VERSION + _LAYOUT
            and connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            and connection.execute("SELECT count(*) FROM tokens WHERE tokens MATCH 'the'").fetchone()
        )
    except sqlite3.Error:
        return False


def _create(connection: sqlite3.Connection) -> None:
    try:
        connection.executescript(_SCHEMA)
        # What is indexed at once is written as one piece, instead of many that are then merged.
        connection.execute("INSERT INTO tokens(tokens, rank) VALUES ('hashsize', ?)", [_HASH_BYTES])
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error):
            raise
        raise SearchUnavailable(
            "Searching does not work: this Python’s SQLite was built without FTS5.",
            "Use the installer of hkviewer, or a Python from python.org.",
        ) from None


def extent(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many words an index has, and how many sections."""
    words, sections = connection.execute(
        "SELECT (SELECT total(count) FROM vocabulary), count(*) FROM stream"
    ).fetchone()
    return int(words), int(sections)


def _add_sheets(
    connection: sqlite3.Connection, sources: Iterable[SheetSource], check: Callable[[], object]
) -> None:
    """Add sheets in one transaction; `check` is called before each batch of sections."""
    joined: Counter[str] = Counter()
    section_rows = SectionRows()
    with connection:
        last = connection.execute("SELECT coalesce(max(id), 0) FROM section").fetchone()[0]
        for source in sources:
            check()
            sheet = source.read()
            number = _add_sheet(connection, source, sheet)
            for rows in section_rows.batches(sheet):
                _add_rows(connection, rows, number, last)
                last += len(rows)
                joined.update(joined_groups("".join([row.text for row in rows if "- " in row.text])))
                check()
        _count(connection, joined)


def _add_rows(connection: sqlite3.Connection, rows: Sequence[SectionRow], sheet: int, last: int) -> None:
    """Add sections of a sheet behind the row `last`."""
    numbered = list(enumerate(rows, last + 1))
    connection.executemany(
        "INSERT INTO section VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((number, sheet, *shown) for number, (shown, _, _, _) in numbered),
    )
    connection.executemany(
        "INSERT INTO stream VALUES (?, ?, ?, ?)", ((number, *stream) for number, (_, *stream) in numbered)
    )
    connection.executemany(
        "INSERT INTO tokens(rowid, heading, body, titles, sheet) VALUES (?, ?, ?, ?, ?)",
        ((number, *columns(text, outer)) for number, (_, text, outer, _) in numbered),
    )


def _add_sheet(connection: sqlite3.Connection, source: SheetSource, sheet: FactSheet) -> int:
    """Add what is known of a sheet but for its sections; its row's number."""
    front, language = json.dumps(_front(sheet), ensure_ascii=False), sheet.language[:2].lower()
    cursor = connection.execute(
        "INSERT INTO sheet(document, digest, title, front, language) VALUES (?, ?, ?, ?, ?)",
        [clean(source.document), source.digest, clean(sheet.title), clean(front), language],
    )
    aliases = ((term, clean(name), cursor.lastrowid) for term, name in introduced_aliases(sheet))
    connection.executemany("INSERT INTO alias(term, name, sheet) VALUES (?, ?, ?)", aliases)
    return cursor.lastrowid or 0


def _remove_sheets(connection: sqlite3.Connection, documents: Iterable[str]) -> None:
    """Remove sheets with all that is kept of them, in one transaction."""
    joined: Counter[str] = Counter()
    with connection:
        for document in documents:
            rows = connection.execute(
                "SELECT stream.id, text, outer FROM stream JOIN section USING (id)"
                " JOIN sheet ON sheet.id = section.sheet WHERE document = ?",
                [document],
            ).fetchall()
            for row, text, outer in rows:
                connection.execute(
                    "INSERT INTO tokens(tokens, rowid, heading, body, titles, sheet)"
                    " VALUES ('delete', ?, ?, ?, ?, ?)",
                    [row, *columns(text, outer)],
                )
                connection.execute("DELETE FROM stream WHERE id = ?", [row])
                connection.execute("DELETE FROM section WHERE id = ?", [row])
                joined.subtract(joined_groups(text))
            for sheet in connection.execute("SELECT id FROM sheet WHERE document = ?", [document]).fetchall():
                connection.execute("DELETE FROM alias WHERE sheet = ?", sheet)
                connection.execute("DELETE FROM sheet WHERE id = ?", sheet)
        _count(connection, joined)


def sheet_fronts(connection: sqlite3.Connection) -> Iterator[tuple[str, dict[str, str]]]:
    """Each document with its title and front matter, by field."""
    for document, front in connection.execute("SELECT document, front FROM sheet ORDER BY id"):
        yield document, json.loads(front)


def languages(connection: sqlite3.Connection) -> set[str]:
    """The languages of the sheets, each by its first two letters."""
    return {language for (language,) in connection.execute("SELECT DISTINCT language FROM sheet")}


def stored_aliases(connection: sqlite3.Connection, term: str) -> tuple[str, ...]:
    """The names that the sheets introduce `term` for."""
    rows = connection.execute("SELECT DISTINCT name FROM alias WHERE term = ? ORDER BY sheet LIMIT 3", [term])
    return tuple(name for (name,) in rows)


def candidate_count(connection: sqlite3.Connection, query: str) -> int:
    """How many sections an FTS5 query finds."""
    (count,) = connection.execute("SELECT count(*) FROM tokens WHERE tokens MATCH ?", [query]).fetchone()
    return int(count)


def _count(connection: sqlite3.Connection, joined: Counter[str]) -> None:
    """Bring the vocabulary up to date: single words are counted again, joined ones by the change.

    A word that stands in no section but in the title of a sheet is known, and counted 0 times.
    """
    connection.execute("DELETE FROM vocabulary WHERE literal = term")
    connection.execute(
        "INSERT INTO vocabulary SELECT term, term, sum(iif(col = 'sheet', 0, cnt)) FROM words"
        " WHERE col != 'titles' GROUP BY term"
    )
    connection.executemany(
        "INSERT INTO vocabulary(term, literal, count) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET count = count + excluded.count",
        ((*form, count) for group, count in joined.items() for form in run_together(group)),
    )
    connection.execute("DELETE FROM vocabulary WHERE count <= 0 AND literal != term")


def _front(sheet: FactSheet) -> dict[str, str]:
    """The title and the front matter that a reader sees."""
    fields = ("title", "author", "publisher", "bureau", "kind", "source", "licence")
    return {**{field: getattr(sheet, field) for field in fields}, "edition": sheet.edition_label}
