"""The places that Back and Forward lead to, in whatever document they are."""

from __future__ import annotations

from typing import Any

from hkviewer.content.document import Document
from hkviewer.content.place import Place
from hkviewer.notebook.places import record_of, restored
from hkviewer.system.values import Value


class HistoryEntry(Value):
    """A place that was left; its file may change before the reader comes back.

    Attributes:
        place: where the reader was.
        digest: of the sheet as it was then.
        record: what finds the place again in another text; see `notebook.places.record_of`.
    """

    place: Place
    digest: str
    record: dict[str, Any]

    @classmethod
    def of(cls, document: Document, place: Place) -> HistoryEntry:
        """The entry for `place` in `document`."""
        return cls(place, document.sheet.digest, record_of(document.sheet, place.at))

    def is_in(self, document: Document) -> bool:
        """Whether the place is in `document`, or in an earlier text of the same file."""
        return self.place.document.name == document.key.name

    def place_in(self, document: Document) -> Place:
        """The place in `document` as it now is, as near as it still has it."""
        is_unchanged = document.sheet.digest == self.digest
        return Place(document.key, self.place.at if is_unchanged else restored(self.record, document.sheet))


class History:
    """Keeps places as a browser keeps its pages. Entries are compared by identity: places return."""

    def __init__(self) -> None:
        self._back: list[HistoryEntry] = []
        self._forward: list[HistoryEntry] = []

    @property
    def before(self) -> HistoryEntry | None:
        """Where Back leads; None where it leads nowhere."""
        return self._back[-1] if self._back else None

    @property
    def after(self) -> HistoryEntry | None:
        """Where Forward leads; None where it leads nowhere."""
        return self._forward[-1] if self._forward else None

    def leave(self, here: HistoryEntry) -> None:
        """Note that the reader jumps away from `here`; what lay forward is forgotten."""
        if self.before is None or self.before.place != here.place:
            self._back.append(here)
        self._forward.clear()

    def move(self, entry: HistoryEntry, here: HistoryEntry) -> None:
        """Note that the reader leaves `here` for `entry`, which is `before` or `after`; else nothing."""
        if entry is self.before:
            self._back.pop()
            self._forward.append(here)
        elif entry is self.after:
            self._forward.pop()
            self._back.append(here)

    def drop(self, entry: HistoryEntry) -> None:
        """Forget `entry`, which is `before` or `after`; else nothing."""
        if entry is self.before:
            self._back.pop()
        elif entry is self.after:
            self._forward.pop()
