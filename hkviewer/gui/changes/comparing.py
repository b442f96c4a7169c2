"""Two documents read and compared beside the window, which lives on; the reader may stop it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6 import QtWidgets

from hkviewer.content.document import Document
from hkviewer.errors import DocumentError, UsageError
from hkviewer.gui.changes.compare_process import Text, made, made_apart, written_apart
from hkviewer.gui.changes.opened import opened
from hkviewer.gui.changes.passages import ChangesPage, Head
from hkviewer.gui.widgets.background_task import run_with_progress
from hkviewer.gui.widgets.file_dialogs import ask_where_to_save, copies_folder
from hkviewer.system.characters import in_file_name
from hkviewer.system.files import write_atomically

_QUICK = 50_000
"""Bytes of a document that is read and compared before anyone could stop it; larger ones, in a process."""


def compared(old: Text, new: Text, parent: QtWidgets.QWidget) -> tuple[Head, ChangesPage] | None:
    """What changed between two documents, each open or named by its path or id.

    Returns:
        What the page of changes shows; None where the reader stopped it.

    Raises:
        DocumentError: one cannot be read or is too large, or both are one file.
    """
    if isinstance(old, str) and isinstance(new, str):
        _require_two(old, new)
    return run_with_progress(parent, _words(old, new), lambda is_stopped: _made(old, new, is_stopped))


def ask_and_save(texts: tuple[Text, Text], head: Head, parent: QtWidgets.QWidget) -> Path | None:
    """Write the redline of two documents, which `head` stands above, where the reader says.

    Returns:
        The file; None where the reader did not let it come to that.

    Raises:
        HkviewerError: the ending is none of a redline, the file is one of the two, these cannot be read any
            more or are others now, or the file cannot be written.
    """
    from hkviewer.export.redline.registry import OFFERED

    name = " ".join(in_file_name(head.title.replace(":", "")).split())[:80].strip(" .")
    forms = {form.words: form.endings for form in OFFERED}
    target = ask_where_to_save(parent, "Save the redline", copies_folder() / f"{name}.pdf", forms)
    return target if target is not None and _save(texts, head, target, parent) else None


def _save(texts: tuple[Text, Text], head: Head, target: Path, parent: QtWidgets.QWidget) -> bool:
    from hkviewer.export.sources import keep_files

    form = _form_of(target)
    keep_files(target, map(_path, texts))
    words = f"Saving “{target.name}”…"
    data = run_with_progress(parent, words, lambda stop: written_apart(texts, form, head.digests, stop))
    if data is not None:
        write_atomically(target, data)
    return data is not None


def _form_of(target: Path) -> str:
    from hkviewer.export.redline.registry import OFFERED, format_of

    try:
        return format_of(target, None)
    except UsageError:
        endings = ", ".join(form.endings[0] for form in OFFERED)
        raise UsageError(
            f"“{target.name}” has no ending of a redline.", f"Let the file’s name end in {endings}."
        ) from None


def _made(old: Text, new: Text, is_stopped: Callable[[], bool]) -> tuple[Head, ChangesPage] | None:
    is_quick = max(_size(old), _size(new)) <= _QUICK
    found = made(opened(old), opened(new)) if is_quick else made_apart(old, new, is_stopped)
    if found is not None:
        found[1].part_of  # noqa: B018  made here, where it holds up nothing, and kept
    return found


def _size(document: Text) -> int:
    if isinstance(document, Document):
        return sum(len(section.text) for section in document.sheet.sections)
    try:
        return Path(document).stat().st_size
    except (OSError, ValueError):
        return 0  # an id, or what opening tells of


def _require_two(old: str, new: str) -> None:
    try:
        is_one = old == new or Path(old).samefile(new)
    except (OSError, ValueError):
        is_one = False
    if is_one:
        raise DocumentError(f"Both are the same file, “{Path(new).name}”.", "Choose two files.")


def _words(old: Text, new: Text) -> str:
    """What is being done, with the two named apart."""
    one, other = _path(old), _path(new)
    if one == other:
        return f"Comparing the text that is shown with the file “{other.name}”…"
    names = [
        path.name if one.name != other.name else f"{path.parent.name}/{path.name}" for path in (one, other)
    ]
    return f"Comparing “{names[0]}” with “{names[1]}”…"


def _path(document: Text) -> Path:
    return document.path if isinstance(document, Document) else Path(document)
