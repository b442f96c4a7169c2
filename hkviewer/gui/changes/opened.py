"""A document to be compared, unless it is too large for that."""

from __future__ import annotations

from pathlib import Path

from hkviewer.compare.bounds import require_comparable
from hkviewer.content.document import Document, open_document


def opened(document: str | Document) -> Document:
    """The document of that path or id, or the one that is open.

    Raises:
        DocumentError: it cannot be read, or comparing it would take minutes.
    """
    require_comparable(document.path if isinstance(document, Document) else Path(document))
    return document if isinstance(document, Document) else open_document(document)
