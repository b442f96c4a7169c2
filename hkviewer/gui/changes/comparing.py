"""Two documents read and compared beside the window, which lives on; the reader may stop it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6 import QtWidgets

from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.editions import SheetChanges
from hkviewer.compare.summary import summary
from hkviewer.content.document import Document, open_document
from hkviewer.content.sizes import LARGEST_COMPARED
from hkviewer.errors import DocumentError
from hkviewer.gui.changes.change_words import two_sentences
from hkviewer.gui.changes.page_writer import Head
from hkviewer.gui.changes.passages import ChangesPage, changes_page
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
    documents = []
    for each in (old, new):
        documents.append(_opened(each))
        if is_stopped():
            return None
    changes = compare_documents(*documents)
    return _head(changes), changes_page(changes)


def _head(changes: SheetChanges) -> Head:
    told = summary(changes)
    return Head(told.title, told.editions, two_sentences(changes), told.other)


def _opened(name: str | Document) -> Document:
    """The document of that name, if it is not so large that comparing it would take minutes."""
    if isinstance(name, Document):
        _require_comparable(name.path)
        return name
    _require_comparable(Path(name))
    return open_document(name)


def _require_comparable(path: Path) -> None:
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


def _require_two(old: str, new: str) -> None:
    try:
        is_one = old == new or Path(old).samefile(new)
    except (OSError, ValueError):
        is_one = False
    if is_one:
        raise DocumentError(f"Both are the same file, “{_name(new)}”.", "Choose two files.")


def _name(document: str | Document) -> str:
    return document.path.name if isinstance(document, Document) else Path(document).name
