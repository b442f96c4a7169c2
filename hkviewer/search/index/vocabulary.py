"""The words that stand in what is searched."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

MOST_FORMS = 500
"""How many words one half-typed joined form or part of a word may stand for; the commonest are taken."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word as it is compared, as it stands in the streams (anti-terror), and how often.

    What stands only in the title of a sheet is counted 0 times.
    """

    term: str
    literal: str
    count: int


class Vocabulary:
    """The words of an index, read from it as they are asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def entries(self, terms: Iterable[str]) -> list[Entry]:
        """Those of `terms` that occur, each in every way it stands."""
        wanted = sorted(terms)
        marks = ",".join("?" * len(wanted))
        return self._rows(f"term IN ({marks})", wanted)

    def joined_from(self, prefix: str) -> list[Entry]:
        """Words that stand with a hyphen, and begin so only when they are run together."""
        return self._rows(
            "term >= ? AND term < ? AND instr(literal, '-') BETWEEN 1 AND ?"
            f" ORDER BY count DESC LIMIT {MOST_FORMS}",
            [prefix, prefix + chr(0x10FFFF), len(prefix)],
        )

    def count_from(self, prefix: str) -> int | None:
        """How often words that begin so occur; None where there is none."""
        (count,) = self._connection.execute(
            "SELECT sum(count) FROM vocabulary WHERE term >= ? AND term < ? AND literal = term",
            [prefix, prefix + chr(0x10FFFF)],
        ).fetchone()
        return count  # type: ignore[no-any-return]  # a sum of integers, or NULL

    def containing(self, part: str) -> list[Entry]:
        """Words of the sections that have `part` in them, the commonest first."""
        return self._rows(
            f"literal = term AND count > 0 AND instr(term, ?) ORDER BY count DESC, term LIMIT {MOST_FORMS}",
            [part],
        )

    def numbers(self) -> list[str]:
        """The words that begin with a digit."""
        sql = "SELECT term FROM vocabulary WHERE term >= '0' AND term < ':' AND literal = term AND count > 0"
        return [term for (term,) in self._connection.execute(sql)]

    def like(self, initial: str, shortest: int, longest: int) -> list[Entry]:
        """Words of those lengths that begin with that letter."""
        return self._rows(
            "term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
            [initial, initial + chr(0x10FFFF), shortest, longest],
        )

    def _rows(self, condition: str, values: Iterable[object]) -> list[Entry]:
        sql = f"SELECT term, literal, count FROM vocabulary WHERE {condition}"  # noqa: S608  conditions are constants
        return [Entry(*row) for row in self._connection.execute(sql, tuple(values))]
