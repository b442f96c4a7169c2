"""What the library's list shows of a sheet and of its editions, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hkviewer.gui.widgets.labels import counted, matches_text
from hkviewer.library.entries import LibraryFile, LibrarySheet
from hkviewer.search.text.fold import fold_text

NOT_HERE = "not here now"
"""What is said of a sheet whose drive or file is gone."""
_TIED = "another file of this date has other words"


class ListedEdition(NamedTuple):
    """One edition of a sheet.

    Attributes:
        name: what the document is called by its key: the path of its file, or a bundled sheet's id.
        when: its date with its age, in words; "" where it states none.
        path: where its file is.
        is_here: whether the file can be read now.
        note: what else is to be known of it, in a few words; "" for nothing.
    """

    name: str
    when: str
    path: str
    is_here: bool = True
    note: str = ""

    @property
    def state(self) -> str:
        """That it is not here, and what else is to be known of it; "" for nothing."""
        return ", ".join(filter(None, ("" if self.is_here else NOT_HERE, self.note)))


class ListedSheet(NamedTuple):
    """One sheet, under the title of its newest edition.

    Attributes:
        title: of the newest edition.
        publisher: of the same; "" where it states none.
        editions: the newest first, at least one.
    """

    title: str
    publisher: str
    editions: tuple[ListedEdition, ...]

    @property
    def newest(self) -> ListedEdition:
        """What opens where no edition is asked for."""
        return self.editions[0]

    @property
    def others(self) -> tuple[ListedEdition, ...]:
        """What folds under the newest: those before it, and files of its day with other words."""
        return self.editions[1:]

    @property
    def details(self) -> str:
        """The quiet line: publisher, edition and age; the file's name where it states neither."""
        newest = self.newest
        stated = (self.publisher, newest.when)
        words = stated if any(stated) else (_file_name(newest.path),)
        return " · ".join(filter(None, (*words, newest.state)))

    @property
    def said(self) -> str:
        """What a screen reader says of its row."""
        others = counted(len(self.others), "other edition") if self.others else ""
        return ", ".join(filter(None, (self.title, self.details.replace(" · ", ", "), others)))


def listed(sheets: Iterable[LibrarySheet], today: dt.date) -> tuple[ListedSheet, ...]:
    """The sheets of the library as they are listed on the day `today`."""
    return tuple(_listed(sheet, today) for sheet in sheets)


def name_of(file: LibraryFile) -> str:
    """What the document that a file of the library is read to is called by its key."""
    return file.id if file.bundled else str(file.path)


def _listed(sheet: LibrarySheet, today: dt.date) -> ListedSheet:
    tied = {file.day for files in sheet.ties for file in files}
    editions = tuple(
        ListedEdition(
            name_of(file),
            _when(file, today),
            str(file.path),
            file.state == "here",
            file.fault or (_TIED if file.day in tied else ""),
        )
        for file in sheet.editions
    )
    return ListedSheet(sheet.title, sheet.publisher, editions)


def _when(file: LibraryFile, today: dt.date) -> str:
    stated = file.edition or file.dated
    return stated.describe(today) if stated else ""


class SheetRow(NamedTuple):
    """One row of the list, ready to be drawn.

    Attributes:
        title: the first line: a sheet's title, or the date of another edition.
        details: the quiet line below; "" for none.
        said: what a screen reader says of it.
        edition: what it opens.
        matches: how many matches it has of what is searched for.
    """

    title: str
    details: str
    said: str
    edition: ListedEdition
    matches: int = 0


def sheet_row(sheet: ListedSheet, matches: Mapping[str, int], *, is_open: bool) -> SheetRow:
    """The row of a sheet; folded, it counts the matches of its other editions too."""
    counted = sheet.editions[:1] if is_open else sheet.editions
    count = sum(matches.get(edition.path, 0) for edition in counted)
    said = f"{sheet.said}, {matches_text(count)}" if count else sheet.said
    return SheetRow(sheet.title, sheet.details, said, sheet.newest, count)


def edition_row(edition: ListedEdition, matches: Mapping[str, int]) -> SheetRow:
    """The row of an edition that folds under the newest."""
    title = edition.when or _file_name(edition.path)
    count = matches.get(edition.path, 0)
    said = ", ".join(filter(None, (title, edition.state, matches_text(count) if count else "")))
    return SheetRow(title, edition.state, said, edition, count)


class Filter:
    """Picks sheets by words that stand in title, publisher, editions or the names of files."""

    def __init__(self, sheets: Sequence[ListedSheet]) -> None:
        self._sheets = sheets
        self._words = [_searchable(sheet) for sheet in sheets]

    def picked(self, typed: str) -> Sequence[ListedSheet]:
        """The sheets that have all words of `typed`, each at least as a part of a word."""
        wanted = fold_text(typed).split()
        if not wanted:
            return self._sheets
        pairs = zip(self._sheets, self._words, strict=True)
        return [sheet for sheet, words in pairs if all(word in words for word in wanted)]


def _searchable(sheet: ListedSheet) -> str:
    files = (f"{edition.when} {_file_name(edition.path)}" for edition in sheet.editions)
    return fold_text(" ".join((sheet.title, sheet.publisher, *files)))


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
