"""Which document something belongs to, also after it was closed."""

from __future__ import annotations

from hkviewer.system.values import Value


class DocumentKey(Value):
    """Names one edition of one document; hashable, and writable field by field.

    Attributes:
        id: the sheet's id.
        edition: the edition's date, "" where there is none; never what it was inferred from.
        path: the absolute path of a file that the reader opened, "" for a bundled sheet.
        is_stated: the id stands in the front matter. One that was made from a file's name names no
            work: every second folder has a README.md.
    """

    id: str
    edition: str
    path: str
    is_stated: bool = False

    @property
    def name(self) -> str:
        """The argument that makes `open_document` open it; version 0.1.0 stored its place under this name."""
        return self.path or self.id

    def is_same_work(self, other: DocumentKey) -> bool:
        """Whether both are editions or copies of one work: their stated ids are equal."""
        return self.is_stated and other.is_stated and self.id == other.id
