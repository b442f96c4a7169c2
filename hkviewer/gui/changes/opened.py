"""A document to be compared, unless it is too large for that."""

from __future__ import annotations

from pathlib import Path

from hkviewer.content.document import Document, open_document
from hkviewer.content.sizes import LARGEST_COMPARED
from hkviewer.errors import DocumentError


def opened(document: str | Document) -> Document:
    """The document of that path or id, or the one that is open.

    Raises:
        DocumentError: it cannot be read, or comparing it would take minutes.
    """
    path = document.path if isinstance(document, Document) else Path(document)
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0  # an id, or what opening tells of
    if size > LARGEST_COMPARED:
        raise DocumentError(
            f"“{path.name}” is too large to be compared: {size / 1024**2:.1f} MB; "
            f"each of the two may have {LARGEST_COMPARED // 1024**2} MB.",
            "Compare its parts.",
        )
    return document if isinstance(document, Document) else open_document(document)
