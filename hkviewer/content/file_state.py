"""Whether the file that a document was read from still holds the same bytes."""

from __future__ import annotations

import enum

from hkviewer.content.document import Document, read_bytes
from hkviewer.errors import DocumentError


class FileState(enum.Enum):
    """What has become of a document's file since it was read."""

    SAME = enum.auto()
    CHANGED = enum.auto()
    GONE = enum.auto()


def file_state(document: Document) -> FileState:
    """What has become of the file of `document`; GONE where it cannot be read any more.

    Its bytes count, not its time: who saves without a change changes nothing. It may take long where the
    file lies on another computer.
    """
    import hashlib  # the start shows a document that nobody has changed yet

    try:
        data = read_bytes(document.path)
    except DocumentError:
        return FileState.GONE
    same = hashlib.sha256(data).hexdigest() == document.sheet.digest
    return FileState.SAME if same else FileState.CHANGED
