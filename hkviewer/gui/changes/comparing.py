"""Two documents read and compared beside the window, which lives on; the reader may stop it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6 import QtWidgets

from hkviewer.content.document import Document, is_large
from hkviewer.errors import DocumentError
from hkviewer.gui.changes.compare_process import made, made_apart
from hkviewer.gui.changes.opened import opened
from hkviewer.gui.changes.passages import ChangesPage, Head
from hkviewer.gui.widgets.background_task import run_with_progress


def compared(
    old: str | Document, new: str | Document, parent: QtWidgets.QWidget
) -> tuple[Head, ChangesPage] | None:
    """What changed between two documents, each open or named by its path or id.

    Returns:
        What the page of changes shows; None where the reader stopped it.

    Raises:
        DocumentError: one cannot be read or is too large, or both are one file.
    """
    if isinstance(old, str) and isinstance(new, str):
        _require_two(old, new)
    words = f"Comparing “{_name(old)}” with “{_name(new)}”…"
    return run_with_progress(parent, words, lambda is_stopped: _made(old, new, is_stopped))


def _made(
    old: str | Document, new: str | Document, is_stopped: Callable[[], bool]
) -> tuple[Head, ChangesPage] | None:
    if isinstance(old, str) and isinstance(new, str) and (is_large(old) or is_large(new)):
        return made_apart(old, new, is_stopped)
    documents = []
    for each in (old, new):
        documents.append(opened(each))
        if is_stopped():
            return None
    return made(*documents)


def _require_two(old: str, new: str) -> None:
    try:
        is_one = old == new or Path(old).samefile(new)
    except (OSError, ValueError):
        is_one = False
    if is_one:
        raise DocumentError(f"Both are the same file, “{_name(new)}”.", "Choose two files.")


def _name(document: str | Document) -> str:
    return document.path.name if isinstance(document, Document) else Path(document).name
