"""A place in a document: what Back leads to and what is kept when the document is closed."""

from __future__ import annotations

from hkviewer.content.identity import DocumentKey
from hkviewer.content.ranges import TextRange
from hkviewer.system.values import Value


class Place(Value):
    """A place in `document`: the range `at`, the point `at` where that is empty, the very top for None."""

    document: DocumentKey
    at: TextRange | None = None
