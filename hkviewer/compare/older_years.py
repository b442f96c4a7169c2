"""Which figures are of an older year, where their field has a newer one: no news, though they are new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hkviewer.compare.editions import Figure, SectionName
from hkviewer.compare.figure_marks import PLAIN_YEAR, YEARS
from hkviewer.compare.pieces import Piece
from hkviewer.content.edition import MONTHS

_DATE = re.compile(rf"(?:\d{{1,2}} )?(?:(?:{'|'.join(MONTHS)}) )?{YEARS.pattern}")
_PART = re.compile(r"\n|\+\+")
"""What parts the figures of several years;"""
_ALONE = re.compile(r"\W*[\d.,]+[^\n()]{0,40}\([^\n()]*\)\s*")
"""and one of these, which says nothing else."""
_LONGEST = 2_000
"""Characters of a section that may have nothing else."""


class FieldYears:
    """The newest year of each field of an edition and the one before.

    "Exports 2019" and "Exports 2020" are one field, and so are the rows, or columns, of a table that are
    called by their years.
    """

    def __init__(self, paths: Iterable[tuple[str, ...]], sections: Sequence[Sequence[Piece]]) -> None:
        """Of the sections with these paths in either edition, and of the pieces of each section of one."""
        self._sections = sections
        self._newest: dict[tuple[str, ...], int] = {}
        self._of_tables: dict[tuple[int, int], tuple[int, list[int]]] = {}
        for path in paths:
            year = year_in(path[-1])
            if year:
                field = field_of(path)
                self._newest[field] = max(year, self._newest.get(field, year))

    def is_older(self, section: SectionName, figure: Figure, piece: Piece) -> bool:
        """Whether a figure, of that section and piece, is of a year than which its field has a newer one."""
        if PLAIN_YEAR.match(figure.bare):
            return False  # it is a year itself: "data in 2021 dollars"
        year = year_in(section.title)
        if year:
            return year < self._newest.get(field_of(section.path), year)
        if piece.table is not None:
            return self._is_older_in_table(figure, piece, piece.table.table)
        year = last_year(figure.year)
        return bool(year) and any(each > year for each in _alike(piece.text, figure))

    def _is_older_in_table(self, figure: Figure, piece: Piece, table: int) -> bool:
        """Whether its row or column is called by a year than which another one's is newer."""
        key = piece.n, table
        if key not in self._of_tables:
            rows = [each for each in self._sections[piece.n] if each.table and each.table.table == table]
            header = next((row for row in rows if row.is_header), None)
            columns = [_cell_year(header, n) for n in range(len(header.cells))] if header else []
            self._of_tables[key] = max(_cell_year(row, 0) for row in rows), columns
        newest, columns = self._of_tables[key]
        number = next((n for n, (_, end) in enumerate(piece.cells) if figure.span.start < end), 0)
        year = _cell_year(piece, 0)
        if number and year:
            return year < newest
        return 0 < number < len(columns) and 0 < columns[number] < max(columns)


def last_year(year: int | str | None) -> int:
    """The year of a figure, of several ("2010-15") the last one; 0 for none."""
    if not isinstance(year, str):
        return year or 0
    if year.isdecimal():
        return int(year)
    first, last = year[:4], re.split(r"\D+", year)[-1]
    return int(first[: 4 - len(last)] + last)


def field_of(path: tuple[str, ...]) -> tuple[str, ...]:
    """The titles down to a section without their years: the same for all years of a field."""
    return tuple(
        " ".join((_DATE.sub(" ", title) if YEARS.search(title) else title).split()) for title in path
    )


def year_in(text: str) -> int:
    """The last year in a text; 0 for none."""
    years = YEARS.findall(text)
    return last_year("".join(years[-1])) if years else 0


def _cell_year(row: Piece, number: int) -> int:
    start, end = row.cells[number]
    return year_in(row.text[start:end])


def _alike(text: str, figure: Figure) -> list[int]:
    """The years of the figures that are a line or a part of it each, where this one is such."""
    if len(text) > _LONGEST:
        return []
    start = max((match.end() for match in _PART.finditer(text, 0, figure.span.start)), default=0)
    if text[start : figure.span.start].strip():
        return []
    return [year_in(part) for part in _PART.split(text) if _ALONE.fullmatch(part)]
