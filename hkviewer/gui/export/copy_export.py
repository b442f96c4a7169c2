"""Exporting a copy: where to, in which form, and writing it."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtWidgets

from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing
from hkviewer.export.copy_maker import CopyMaker
from hkviewer.export.formats.registry import FORMATS, format_of, write
from hkviewer.export.sources import keep_sources
from hkviewer.gui.widgets.background_task import run_with_progress
from hkviewer.gui.widgets.file_dialogs import ask_where_to_save
from hkviewer.library.library import keep_originals
from hkviewer.system.characters import in_file_name
from hkviewer.system.files import write_atomically

OFFERED = tuple(form for form in FORMATS.values() if form.words)


def suggested_name(briefing: Briefing) -> str:
    """A file's name for the copy, without an ending: its title, and which part of the sheet it is."""
    return " ".join(in_file_name(briefing.title).split()).strip(" .")[:80] or "Briefing"


def ask_for_target(parent: QtWidgets.QWidget, folder: Path, name: str) -> Path | None:
    """Let the reader choose file and form; the dialog asks before it replaces a file."""
    # A “.” in the title would pass for an ending.
    forms = {form.words: form.endings for form in OFFERED}
    return ask_where_to_save(parent, "Export the copy", folder / f"{name}.pdf", forms)


def export_copy(
    parent: QtWidgets.QWidget,
    briefing: Briefing,
    target: Path,
    pdf: bytes | None = None,
    *,
    maker: CopyMaker | None = None,
) -> bool:
    """Write the copy to `target` in the form of its ending; whether it was written, not cancelled.

    Args:
        parent: the window that waits.
        briefing: what to write.
        target: the file; it is replaced in one step, and stays as it was where anything fails.
        pdf: the finished PDF of `briefing`, if there is one already.
        maker: makes it; left out, one for this copy alone.

    Raises:
        UsageError, DocumentError, CopyError: there is no copy of `briefing` in that form, or `target`
            is one of the files it is made of.
        OutputError: the file cannot be written.
    """
    form = _form_of(target)
    keep_sources(target, briefing)
    keep_originals(target)
    data = pdf if form == "pdf" else None
    if data is None:
        data = run_with_progress(
            parent, "Making the copy…", lambda stop: write(briefing, form, maker, stop=stop)
        )
    if data is None:
        return False
    write_atomically(target, data)
    return True


def _form_of(target: Path) -> str:
    try:
        return format_of(target)
    except UsageError:
        endings = ", ".join(form.endings[0] for form in OFFERED)
        raise UsageError(
            f"“{target.name}” has no ending of a copy.", f"Let the file’s name end in {endings}."
        ) from None
