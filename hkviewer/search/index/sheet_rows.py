"""What an index keeps of a sheet: its own row, and those of its sections."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from hkviewer.content.model import FactSheet
from hkviewer.search.index.aliases import introduced_aliases
from hkviewer.search.index.section_rows import SectionRow, SectionRows, clean
from hkviewer.search.index.streams import BAR
from hkviewer.search.text.streams import stream_of


class SheetRow(NamedTuple):
    """What is kept of a sheet but for its sections; plain values, which another process can send.

    Attributes:
        digest: of its file.
        title: the sheet's.
        front: the title and the front matter that a reader sees, as JSON.
        language: its first two letters, or "".
        aliases: the token of each abbreviation that the text introduces, and the name.
    """

    digest: str
    title: str
    front: str
    language: str
    aliases: list[tuple[str, str]]

    @classmethod
    def of(cls, sheet: FactSheet) -> SheetRow:
        """That of `sheet`."""
        fields = ("title", "author", "publisher", "bureau", "kind", "source", "licence")
        front = {**{field: getattr(sheet, field) for field in fields}, "edition": sheet.edition_label}
        aliases = [(term, clean(name)) for term, name in introduced_aliases(sheet)]
        return cls(
            sheet.digest,
            clean(sheet.title),
            clean(json.dumps(front, ensure_ascii=False)),
            sheet.language[:2].lower(),
            aliases,
        )


class Listed(NamedTuple):
    """How a sheet is listed in an index, which does not depend on its file's words.

    Attributes:
        document: the name that its sections are listed under.
        edition: its date, or "".
        place: where it stands among the sheets.
        is_here: whether its file is there.
        is_newest: whether it is searched where nobody asks for other editions.
        id: the sheet's, by which it is found too where `document` is something else.
    """

    document: str
    edition: str = ""
    place: int = 0
    is_here: bool = True
    is_newest: bool = True
    id: str = ""

    @property
    def is_searched(self) -> bool:
        """Whether it is searched where nobody asks for others, if it can be read."""
        return self.is_newest and self.is_here


class ReadSheet(NamedTuple):
    """A sheet as it is read for an index: its row, and those of its sections, some at a time."""

    row: SheetRow
    batches: Iterable[list[SectionRow]]


class SheetReader:
    """Makes the rows of sheets, one after the other."""

    def __init__(self) -> None:
        self._rows = SectionRows()

    def read(self, sheet: FactSheet) -> ReadSheet:
        """The rows of `sheet`."""
        return ReadSheet(SheetRow.of(sheet), self._rows.batches(sheet))


def names_of(title: str, document: str, id_: str = "") -> str:
    """The tokens of a sheet's title, a bar, those of the name that it is listed under, and of its id."""
    names = f"{_words(title)}{BAR}{_words(document)}"
    return f"{names}{BAR}{_words(id_)}" if id_ and id_ != document else names


def _words(text: str) -> str:
    return stream_of([text]).text.replace("- ", " ")
