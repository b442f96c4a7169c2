"""Writing an index: sheets are added, removed, and listed otherwise."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from hkviewer.content.model import FactSheet
from hkviewer.search.index.section_rows import SectionRow, clean, columns
from hkviewer.search.index.sheet_rows import Listed, ReadSheet, SheetReader, names_of
from hkviewer.search.index.store import kept_key, rows_of
from hkviewer.search.text.tokens import joined_groups, run_together

_AT_ONCE = 200


class IndexWriter:
    """Changes an index; what was done counts as soon as it is committed, all of it or nothing.

    A sheet keeps its sections where it is not searched, so that it can be without being read again.
    """

    def __init__(self, connection: sqlite3.Connection, check: Callable[[], object] = lambda: None) -> None:
        """Write to `connection`; `check` is called now and then, and what it raises ends the work."""
        self._connection = connection
        self._check = check
        self._new: set[int] = set()
        self._changed: Counter[str] = Counter()
        self._is_changed = False

    def next_number(self) -> int:
        """A number that no sheet has, nor any above it."""
        (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM sheet").fetchone()
        return int(last) + 1

    def add(self, number: int, key: str, listed: Listed, sheet: ReadSheet) -> None:
        """Add a sheet under a number that no sheet has."""
        row = sheet.row
        self._insert(number, key, listed, (row.digest, row.title, row.front, row.language, ""))
        self._connection.executemany(
            "INSERT INTO alias(term, name, sheet) VALUES (?, ?, ?)",
            ((*alias, number) for alias in row.aliases),
        )
        last = rows_of(number)[0] - 1
        for rows in sheet.batches:
            self._add_rows(rows, last)
            last += len(rows)
            self._check()
        count = last - rows_of(number)[0] + 1
        self._connection.execute("UPDATE sheet SET sections = ? WHERE id = ?", [count, number])
        if listed.is_searched:
            self._new.add(number)

    def add_fault(self, number: int, key: str, listed: Listed, digest: str, fault: str) -> None:
        """Add what cannot be read: it is not tried again before its file changes."""
        self._insert(number, key, listed, (digest, "", "{}", "", clean(fault)))

    def list_as(self, number: int, listed: Listed) -> None:
        """List a sheet otherwise."""
        sql = "SELECT title, is_searched, fault FROM sheet WHERE id = ?"
        title, was_searched, fault = self._connection.execute(sql, [number]).fetchone()
        is_searched = listed.is_searched and not fault
        self._connection.execute(
            "UPDATE sheet SET document = ?, names = ?, edition = ?, place = ?, is_here = ?, is_newest = ?,"
            " is_searched = ? WHERE id = ?",
            [*_values(listed, title), listed.is_here, listed.is_newest, is_searched, number],
        )
        if is_searched and not was_searched:
            self._new.add(number)
        elif was_searched and not is_searched:
            self._leave_out(number)

    def remove(self, number: int) -> None:
        """Remove a sheet with all that is kept of it."""
        (is_searched,) = self._connection.execute(
            "SELECT is_searched FROM sheet WHERE id = ?", [number]
        ).fetchone()
        if is_searched:
            self._leave_out(number)
        rows = rows_of(number)
        self._connection.execute("DELETE FROM stream WHERE id BETWEEN ? AND ?", rows)
        self._connection.execute("DELETE FROM section WHERE id BETWEEN ? AND ?", rows)
        self._connection.execute("DELETE FROM alias WHERE sheet = ?", [number])
        self._connection.execute("DELETE FROM sheet WHERE id = ?", [number])

    def take_in(self, number: int) -> None:
        """Let the sections of a sheet be searched, in which nobody looked before."""
        self._connection.execute("UPDATE sheet SET is_searched = 1 WHERE id = ?", [number])
        self._new.add(number)

    def commit(self) -> None:
        """Let all that was done since the last time be searched."""
        # The full-text index is written in the order of its rows: each step back would be a piece of its own.
        for number in sorted(self._new):
            self._index(number)
        if self._new or self._is_changed:
            self._count()
        self._connection.commit()
        self._new.clear()
        self._changed.clear()
        self._is_changed = False

    def merge(self) -> None:
        """Make one piece of all parts of the full-text index, which is searched sooner."""
        self._connection.execute("INSERT INTO tokens(tokens) VALUES ('optimize')")
        self._connection.commit()

    def _insert(self, number: int, key: str, listed: Listed, read: Sequence[str]) -> None:
        digest, title, front, language, fault = read
        document, names, edition, place = _values(listed, title)
        is_searched = listed.is_searched and not fault
        kept = (number, kept_key(key), document, digest, title, names, edition, front, language, place)
        self._connection.execute(
            "INSERT INTO sheet VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [*kept, listed.is_here, listed.is_newest, is_searched, fault],
        )

    def _add_rows(self, rows: Sequence[SectionRow], last: int) -> None:
        """Add sections of a sheet behind the row `last`."""
        numbered = list(enumerate(rows, last + 1))
        self._connection.executemany(
            "INSERT INTO section VALUES (?, ?, ?, ?, ?, ?)", ((number, *row[0]) for number, row in numbered)
        )
        self._connection.executemany(
            "INSERT INTO stream VALUES (?, ?, ?, ?)", ((number, *row[1:]) for number, row in numbered)
        )

    def _index(self, number: int) -> None:
        for rows in self._streams(number):
            self._connection.executemany(
                "INSERT INTO tokens(rowid, heading, body, titles, sheet) VALUES (?, ?, ?, ?, ?)",
                ((row, *columns(text, outer)) for row, text, outer in rows),
            )
            self._changed.update(_joined(rows))
            self._check()

    def _leave_out(self, number: int) -> None:
        """Let the sections of a sheet be searched no more."""
        self._is_changed = True
        if number in self._new:
            self._new.remove(number)
            return
        for rows in self._streams(number):
            self._connection.executemany(
                "INSERT INTO tokens(tokens, rowid, heading, body, titles, sheet)"
                " VALUES ('delete', ?, ?, ?, ?, ?)",
                ((row, *columns(text, outer)) for row, text, outer in rows),
            )
            self._changed.subtract(_joined(rows))

    def _streams(self, number: int) -> Iterable[list[tuple[int, str, str]]]:
        first, last = rows_of(number)
        sql = "SELECT id, text, outer FROM stream WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"
        while rows := self._connection.execute(sql, [first, last, _AT_ONCE]).fetchall():
            yield rows
            first = rows[-1][0] + 1

    def _count(self) -> None:
        """Bring the vocabulary up to date: single words are counted again, joined ones by the change.

        A word that stands in no section but in the title of a sheet is known, and counted 0 times.
        """
        connection = self._connection
        connection.execute("DELETE FROM vocabulary WHERE literal = term")
        connection.execute(
            "INSERT INTO vocabulary SELECT term, term, sum(iif(col = 'sheet', 0, cnt)) FROM words"
            " WHERE col != 'titles' GROUP BY term"
        )
        connection.executemany(
            "INSERT INTO vocabulary(term, literal, count) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET count = count + excluded.count",
            ((*form, count) for group, count in self._changed.items() for form in run_together(group)),
        )
        connection.execute("DELETE FROM vocabulary WHERE count <= 0 AND literal != term")


def add_sheets(
    connection: sqlite3.Connection,
    sheets: Iterable[tuple[str, FactSheet]],
    check: Callable[[], object] = lambda: None,
) -> None:
    """Add sheets to a new index, each under the name that its sections are listed under.

    `check` is called before each batch of sections; what it raises ends the work.
    """
    writer, reader = IndexWriter(connection, check), SheetReader()
    for place, (document, sheet) in enumerate(sheets):
        check()
        writer.add(place + 1, document, Listed(clean(document), place=place), reader.read(sheet))
    writer.commit()


def copy_sheets(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    numbers: Iterable[int],
    check: Callable[[], object] = lambda: None,
) -> None:
    """Copy sheets of one index to a new one, in which they are searched; `check` as in `add_sheets`."""
    writer = IndexWriter(target, check)
    for number in numbers:
        rows = rows_of(number)
        for table, what, values in (
            ("sheet", "id = ?", (number,)),
            ("alias", "sheet = ?", (number,)),
            ("section", "id BETWEEN ? AND ?", rows),
            ("stream", "id BETWEEN ? AND ?", rows),
        ):
            found = source.execute(f"SELECT * FROM {table} WHERE {what}", values)  # noqa: S608  of these
            marks = ", ".join("?" * len(found.description))
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", found)  # noqa: S608  the same
        writer.take_in(number)
        check()
    writer.commit()


def _values(listed: Listed, title: str) -> tuple[str, str, str, int]:
    document = clean(listed.document)
    return document, names_of(title, document, listed.id), listed.edition, listed.place


def _joined(rows: Iterable[tuple[int, str, str]]) -> list[str]:
    return joined_groups("".join([text for _, text, _ in rows if "- " in text]))
