"""Whether a sheet holds what its source said: every word of the captured text, and no other."""

from __future__ import annotations

from pathlib import Path

from hkviewer.factsheet.document import Document
from hkviewer.factsheet.local import local_file


def captured_file(document: Document) -> Path | None:
    """The captured source's file; None where the sheet names none beside it."""
    name = local_file(document.sheet.captured)
    return document.path.parent / name if name else None
