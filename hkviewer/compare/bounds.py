"""What is too large to be compared."""

from __future__ import annotations

from pathlib import Path

from hkviewer.content.sizes import LARGEST_COMPARED
from hkviewer.errors import DocumentError


def require_comparable(path: Path) -> None:
    """Raise an error where comparing the file would take minutes; one that is not there is let by.

    Raises:
        DocumentError: it is too large.
    """
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return  # an id, or what opening tells of
    if size > LARGEST_COMPARED:
        raise DocumentError(
            f"“{path.name}” is too large to be compared: {size / 1024**2:.1f} MB; "
            f"each of the two may have {LARGEST_COMPARED // 1024**2} MB.",
            "Compare its parts.",
        )
