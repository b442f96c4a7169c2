"""What the library knows of each file, and which files are editions of one sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Literal

from hkviewer.content.edition import Dated, Edition, first_day
from hkviewer.content.identity import DocumentKey

State = Literal["here", "absent"]


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """One Markdown file, as it was when it was last read.

    Attributes:
        path: its absolute path, links not followed.
        id: the sheet's id; "" where the file could never be read as one: then it is in no sheet.
        title: the sheet's title; the file's name where it could never be read.
        publisher: "" where none is stated.
        edition: its edition; None where none is stated as we write it.
        dated: when the text is from, where that is stated in another way.
        digest: SHA-256 of its bytes; "" where they could never be read.
        wording: SHA-256 of its text, whatever ends its lines and in whichever encoding; "" where unknown.
        id_is_stated: the id stands in the front matter, and names a work.
        order: the place among bundled sheets that the front matter states.
        bundled: it comes with the program.
        state: "absent" where its drive or the file itself was gone when it was last looked for.
        fault: why it could not be read, one sentence; else "".
    """

    path: Path
    id: str
    title: str
    publisher: str = ""
    edition: Edition | None = None
    dated: Dated | None = None
    digest: str = ""
    wording: str = ""
    id_is_stated: bool = False
    order: float = 0
    bundled: bool = False
    state: State = "here"
    fault: str = ""

    @property
    def date(self) -> str:
        """The edition's date in ISO 8601 as it is stated; "" where there is none."""
        return self.edition.date if self.edition else ""

    @property
    def counts_as(self) -> str:
        """The date by which it is older or newer than other editions, and named: its edition's.

        Where it states none, what it says of its time in another way, if that reads one way only; "" for
        neither.
        """
        return self.date or (self.dated.date if self.dated else "")

    @property
    def name(self) -> str:
        """What names it on the command line: ID@EDITION, or its path where it states no id or no date."""
        return f"{self.id}@{self.counts_as}" if self.id_is_stated and self.counts_as else str(self.path)

    @property
    def when(self) -> str:
        """When it was published, in words: "August 2020 (inferred)"; "" where nothing is said of it."""
        stated = self.edition or self.dated
        return stated.label if stated else ""

    @property
    def key(self) -> DocumentKey:
        """The key of the document that it is when it is opened."""
        return DocumentKey(self.id, self.date, "" if self.bundled else str(self.path), self.id_is_stated)

    @property
    def day(self) -> tuple[int, int, int]:
        """What editions are sorted by; one without a date is older than all others."""
        return first_day(self.counts_as) if self.counts_as else (0, 0, 0)


@dataclass(frozen=True)
class LibrarySheet:
    """One sheet with its editions.

    Attributes:
        id: the sheet's id; that of a file without a stated one is made of its name, and not unique.
        editions: one file of each wording, the newest first; of a day the bundled, then those here, by path.
            Files with the same text are one, the first of them.
    """

    id: str
    editions: tuple[LibraryFile, ...]

    @property
    def title(self) -> str:
        """That of its newest edition; of several files of that day the first in the order of `editions`."""
        return self.editions[0].title

    @property
    def publisher(self) -> str:
        """That of its newest edition."""
        return self.editions[0].publisher

    @cached_property
    def by_day(self) -> tuple[tuple[LibraryFile, ...], ...]:
        """The editions, the newest day first; several of one day, of which none is newer, stand together."""
        return tuple(tuple(files) for _, files in groupby(self.editions, key=lambda file: file.day))

    @property
    def newest(self) -> tuple[LibraryFile, ...]:
        """The newest edition; several files where a tie leaves open which of them that is."""
        return self.by_day[0]

    def newer_than(self, date: str) -> tuple[LibraryFile, ...]:
        """The newest edition where it is newer than that of the ISO `date`, "" for none; else none."""
        day = first_day(date) if date else (0, 0, 0)
        return self.newest if self.newest[0].day > day else ()

    def before(self, file: LibraryFile) -> tuple[LibraryFile, ...]:
        """The edition before that of `file`; several files where a tie leaves open which that is."""
        return next((files for files in self.by_day if files[0].day < file.day), ())

    @cached_property
    def ties(self) -> tuple[tuple[LibraryFile, ...], ...]:
        """The files of each day that has several, which have other words: none of them is the newer."""
        return tuple(files for files in self.by_day if len(files) > 1)

    def name_of(self, file: LibraryFile) -> str:
        """What a recipe names one of the editions by: the ID for the newest, else ID@EDITION; or the path."""
        return self.id if file.id_is_stated and self.newest == (file,) else file.name

    @property
    def only_bundled(self) -> bool:
        """Whether nothing of it was added to what comes with the program."""
        return all(file.bundled for file in self.editions)


def sheets_of(files: Iterable[LibraryFile]) -> tuple[LibrarySheet, ...]:
    """The sheets that `files` are editions of: first those with a bundled edition, then by title.

    Files are editions of one sheet where their front matter states the same id. One without a stated id is a
    sheet of its own. Files with the same text and id count once.
    """
    works: defaultdict[tuple[str, str], dict[str, LibraryFile]] = defaultdict(dict)
    for file in files:
        if not file.id:
            continue
        wording = file.wording or file.digest
        work = (file.id, "" if file.id_is_stated else wording)
        same = works[work].get(wording)
        if same is None or (_preference(file) < _preference(same)):
            works[work][wording] = file
    sheets = (LibrarySheet(id_, _ordered(editions.values())) for (id_, _), editions in works.items())
    return tuple(sorted(sheets, key=_place))


def _preference(file: LibraryFile) -> tuple[bool, bool]:
    return not file.bundled, file.state != "here"


def _ordered(files: Iterable[LibraryFile]) -> tuple[LibraryFile, ...]:
    by_name = sorted(files, key=lambda file: (_preference(file), str(file.path)))
    return tuple(sorted(by_name, key=lambda file: file.day, reverse=True))


def _place(sheet: LibrarySheet) -> tuple[bool, float, str, str]:
    order = min((file.order for file in sheet.editions if file.bundled), default=None)
    return order is None, order or 0, sheet.title.casefold(), str(sheet.editions[0].path)
