"""What a library's index is to hold: values that whoever knows the library hands over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from hkviewer.search.index.sheet_rows import Listed, names_of
from hkviewer.search.index.store import StoredSheet
from hkviewer.system import paths


@dataclass(frozen=True, slots=True)
class WantedSheet:
    """A file that is to be in the index.

    Attributes:
        path: its absolute path.
        document: the name that its sections are listed under, which the command line takes; unique.
        digest: SHA-256 of its bytes, by which is told whether it has to be read again; "" where it could
            not be read.
        edition: its date, or "".
        is_newest: whether it is searched where nobody asks for other editions of the sheet.
        is_here: whether the file is there; of one that is not, what is known is kept, and not searched.
        id: the sheet's id.
    """

    path: str
    document: str
    digest: str
    edition: str = ""
    is_newest: bool = True
    is_here: bool = True
    id: str = ""

    def unindexed(self) -> StoredSheet:
        """What is known of it, as long as an index has none of its words."""
        return StoredSheet(
            id=0,
            key=self.path,
            digest=self.digest,
            title="",
            document=self.document,
            names=names_of("", self.document, self.id),
            edition=self.edition,
            place=0,
            is_here=self.is_here,
            is_newest=self.is_newest,
            is_searched=False,
            fault="",
        )


class Progress(NamedTuple):
    """How many of the sheets that are to be searched are indexed as they are now."""

    done: int
    wanted: int

    @property
    def is_complete(self) -> bool:
        """Whether all are."""
        return self.done >= self.wanted


class EditionLike(Protocol):
    """What is taken of a file of the library."""

    @property
    def path(self) -> Path:
        """Its absolute path."""

    @property
    def id(self) -> str:
        """The sheet's id."""

    @property
    def counts_as(self) -> str:
        """The date that it is named by, or ""."""

    @property
    def day(self) -> tuple[int, int, int]:
        """What editions are sorted by: those of one day are a tie."""

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes; "" where it could never be read."""

    @property
    def id_is_stated(self) -> bool:
        """Whether the id stands in the front matter."""

    @property
    def state(self) -> str:
        """Whether it is "here", or "absent" as its drive or the file itself is gone."""

    @property
    def fault(self) -> str:
        """Why it cannot be read now, or ""."""


class SheetLike(Protocol):
    """What is taken of a sheet of the library."""

    @property
    def editions(self) -> Sequence[EditionLike]:
        """One file of each wording, the newest edition first."""


def wanted_sheets(sheets: Iterable[SheetLike]) -> list[WantedSheet]:
    """The files of a library's sheets, each with the shortest name that the command line takes for it.

    Where the newest edition is not there now, the newest that is there is searched.
    """
    every = [*sheets]
    stated = Counter(sheet.editions[0].id for sheet in every if sheet.editions[0].id_is_stated)
    others = Counter(sheet.editions[0].id for sheet in every if not sheet.editions[0].id_is_stated)
    wanted: list[WantedSheet] = []
    for sheet in every:
        first = sheet.editions[0]
        is_named = (stated if first.id_is_stated else others)[first.id] == 1
        is_named = is_named and (first.id_is_stated or not stated[first.id])
        here = [file for file in sheet.editions if _is_readable(file)]
        day = (here or sheet.editions)[0].day
        newest = [file for file in here if file.day == day]
        dates = Counter(file.counts_as for file in sheet.editions)
        for file in sheet.editions:
            name = str(file.path)
            if is_named and len(newest) == 1 and file is newest[0]:
                name = file.id
            elif is_named and file.counts_as and dates[file.counts_as] == 1:
                name = f"{file.id}@{file.counts_as}"
            wanted.append(
                WantedSheet(
                    path=str(file.path),
                    document=name,
                    digest="" if file.fault else file.digest,
                    edition=file.counts_as,
                    is_newest=file.day == day and (_is_readable(file) or not here),
                    is_here=file.state == "here",
                    id=file.id,
                )
            )
    return wanted


def _is_readable(file: EditionLike) -> bool:
    return file.state == "here" and not file.fault


def index_file() -> Path:
    """Where the library's index is kept."""
    return paths.cache_folder() / "search.sqlite3"


def listed(wanted: Sequence[WantedSheet]) -> dict[str, Listed]:
    """How each of the wanted sheets is listed, in their order, by path."""
    return {
        sheet.path: Listed(
            sheet.document,
            sheet.edition,
            place,
            sheet.is_here,
            sheet.is_newest and bool(sheet.digest),
            sheet.id,
        )
        for place, sheet in enumerate(wanted)
    }


def progress(wanted: Iterable[WantedSheet], stored: Iterable[StoredSheet], *, editions: bool) -> Progress:
    """How far an index is; `editions` says that all editions count, not only the newest."""
    known = {sheet.key: sheet.digest for sheet in stored}
    counted = [s for s in wanted if s.digest and s.is_here and (s.is_newest or editions)]
    return Progress(sum(known.get(sheet.path) == sheet.digest for sheet in counted), len(counted))


def as_plain(wanted: Iterable[WantedSheet]) -> list[Any]:
    """The sheets as values for JSON."""
    return [astuple(sheet) for sheet in wanted]


def from_plain(values: Iterable[Sequence[Any]]) -> list[WantedSheet]:
    """The sheets that `as_plain` made values of."""
    return [WantedSheet(*value) for value in values]
