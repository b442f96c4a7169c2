"""The formats in which changes are told, by their names or a file's ending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hkviewer.compare.editions import SheetChanges
from hkviewer.content.model import FactSheet
from hkviewer.errors import UsageError
from hkviewer.export.redline.html_form import changes_html
from hkviewer.export.redline.json_form import changes_json
from hkviewer.export.redline.text_form import changes_text


class Format(NamedTuple):
    """A form of the changes.

    Attributes:
        endings: of its files, the usual one first.
        write: makes it.
        words: what a dialog offers it as; "" for what only programs read.
        is_text: whether it is text, in UTF-8, which a terminal can show.
        check: raises an error where it is certain, before two sheets are compared, that it cannot be made.
    """

    endings: tuple[str, ...]
    write: Callable[[SheetChanges], bytes]
    words: str = ""
    is_text: bool = True
    check: Callable[[FactSheet, FactSheet], None] = lambda _old, _new: None


def _text(changes: SheetChanges) -> bytes:
    return changes_text(changes).encode("utf-8", "replace")


def _json(changes: SheetChanges) -> bytes:
    return f"{changes_json(changes)}\n".encode("utf-8", "surrogatepass")


def _html(changes: SheetChanges) -> bytes:
    return changes_html(changes).encode("utf-8", "replace")


def _pdf(changes: SheetChanges) -> bytes:
    from hkviewer.export.redline.pdf_form import changes_pdf  # the other forms do without what sets it

    return changes_pdf(changes)


def _check_pdf(old: FactSheet, new: FactSheet) -> None:
    from hkviewer.export.redline.pdf_form import check_room  # as above

    check_room(old, new)


def _docx(changes: SheetChanges) -> bytes:
    from hkviewer.export.redline.docx_form import changes_docx  # the other forms do without python-docx

    return changes_docx(changes)


def _check_docx(old: FactSheet, new: FactSheet) -> None:
    from hkviewer.export.redline.docx_form import check_room  # as above

    check_room(old, new)


FORMATS = {
    "text": Format((".txt", ".text"), _text, "Plain text"),
    "json": Format((".json",), _json),
    "html": Format((".html", ".htm"), _html, "Web page"),
    "docx": Format((".docx",), _docx, "Word, with tracked changes", is_text=False, check=_check_docx),
    "pdf": Format((".pdf",), _pdf, "PDF, for everyone", is_text=False, check=_check_pdf),
}


OFFERED = tuple(form for form in reversed(FORMATS.values()) if form.words)
"""Those that a dialog offers, the usual one first."""


def format_of(target: Path | None, name: str | None) -> str:
    """The format's name: the given one, else the one of the file's ending, text where there is no file.

    Raises:
        UsageError: the ending is none of ours.
    """
    if name or target is None:
        return name or "text"
    for known, form in FORMATS.items():
        if target.suffix.lower() in form.endings:
            return known
    endings = ", ".join(form.endings[0] for form in FORMATS.values())
    raise UsageError(
        f"“{target.name}” does not say in which format the changes are to be written.",
        f"Let its name end in {endings}, or add --format.",
    )
