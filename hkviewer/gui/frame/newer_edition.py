"""Says under the title of a sheet that the library has a newer edition of it, and leads there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtCore

from hkviewer.content.document import Document
from hkviewer.gui.frame.library_room import LibraryRoom
from hkviewer.gui.reading.pane_html import TitleFact
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.session import ReadingSession
from hkviewer.library.entries import LibraryFile


class NewerEdition(QtCore.QObject):
    """Adds to the line under the title which newer edition there is, with what changed until then.

    Where several files of the newest day have different words, each is named: none of them is the newer.

    Args:
        session: what is read.
        pane: shows it.
        room: knows the library's sheets; to it belongs this object.
    """

    def __init__(self, session: ReadingSession, pane: ReadingPane, room: LibraryRoom) -> None:
        super().__init__(room)
        self._session = session
        self._room = room
        self._acts: list[tuple[str, str]] = []
        """For each fact the edition that it leads to, and the one to compare that with, "" for none."""
        pane.facts_of = self._facts_of
        pane.fact_activated.connect(self._follow)
        room.sheets_changed.connect(pane.renew_facts)

    def _facts_of(self, document: Document) -> Sequence[TitleFact]:
        self._acts = []
        facts: list[TitleFact] = []
        for file in self._newer(document):
            path = str(file.path)
            words = "Newer edition:" if not facts else "or"
            facts += [TitleFact(words, file.when or file.path.name), TitleFact("", "What changed")]
            self._acts += [(path, ""), (path, str(document.path))]
        return tuple(facts)

    def _newer(self, document: Document) -> tuple[LibraryFile, ...]:
        key = document.key
        sheets = self._room.library.sheets() if key.is_stated else ()
        sheet = next((each for each in sheets if each.id == key.id and each.editions[0].id_is_stated), None)
        dated = document.sheet.dated
        date = key.edition or (dated.date if dated is not None else "")
        return sheet.newer_than(date) if sheet is not None else ()

    def _follow(self, number: int) -> None:
        path, old = self._acts[number]
        if old:
            self._room.changes_requested.emit(old, path)
        else:
            self._room.opened.emit(path)
