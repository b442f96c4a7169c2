"""The pages that tell about the document, the keys and the program, as HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from html import escape

from PySide6 import QtGui

from hkviewer import __version__
from hkviewer.compare.provenance import Verification, banner, captured_file, verify
from hkviewer.content.document import Document, read_text
from hkviewer.content.edition import plain_date
from hkviewer.errors import DocumentError
from hkviewer.gui.actions import ActionSpec
from hkviewer.gui.widgets.dialogs import rows_html, versions
from hkviewer.preferences.policy import SET_BY, Policy
from hkviewer.preferences.policy_file import summary
from hkviewer.system import paths

NOT_OFFICIAL = (
    "hkviewer is not an official product of any government. It shows an offline copy; "
    "the publisher may have changed the page since."
)

_PANE_KEYS = (
    ("Ctrl+1 … Ctrl+9", "Go to the first, … ninth section"),
    ("Ctrl+wheel", "Zoom"),
    ("Space, Shift+Space", "Page down, page up"),
    ("Arrow keys", "Move the caret in the text; with Shift, select"),
    ("Tab, Shift+Tab", "Next link, previous link"),
    ("Enter", "Go to the chosen section; follow the chosen link"),
    ("Esc", "Close the sidebar where it lies over the text"),
)


def document_page(document: Document, on: dt.date) -> str:
    """What is known of `document`; the edition's age is told for the day `on`."""
    sheet, verification = document.sheet, verify(document)
    edition = sheet.edition
    rows = [
        ("Title", sheet.title),
        ("Author", sheet.author),
        ("Description", sheet.description),
        ("Publisher", sheet.publisher),
        ("Bureau", sheet.bureau),
        ("Kind", sheet.kind),
        ("Edition", edition.describe(on) if edition else ""),
        ("Date", sheet.dated.describe(on) if sheet.dated else ""),
        ("Evidence for the edition", edition.evidence if edition else ""),
        ("Source", sheet.source),
        ("Received", plain_date(sheet.received)),
        ("Licence", sheet.licence),
        ("Headings added by the editor", " · ".join(sheet.editorial_headings)),
        ("File", str(document.path)),
        ("SHA-256", sheet.digest),
        ("Verified", _verified(verification)),
    ]
    parts = [f"<h2>{escape(sheet.title)}</h2>", f"<table>{rows_html([r for r in rows if r[1]])}</table>"]
    parts.extend(_front_matter_part(document))
    if captured := _captured_text(document):
        lines = "<br>".join(escape(line) for line in banner(captured).splitlines() if line.strip())
        parts.append(f"<h3>The page’s banner, as captured</h3><p>{lines}</p>")
    parts.append(f"<p>{escape(NOT_OFFICIAL)}</p>")
    return "".join(parts)


def _front_matter_part(document: Document) -> Iterator[str]:
    """What the file says of itself, where it is more than the rows above, and what is wrong with it."""
    if words := document.sheet.front_matter:
        lines = f'<p style="white-space: pre-wrap">{escape(words)}</p>'
        yield f"<h3>What the file says of itself, as it stands there</h3>{lines}"
    if document.complaint:
        yield f"<p>{escape(document.complaint)}</p>"


def _captured_text(document: Document) -> str:
    """The text that the sheet was made from, "" where it is missing or cannot be read."""
    file = captured_file(document)
    try:
        return read_text(file) if file else ""
    except DocumentError:
        return ""


def _verified(verification: Verification) -> str:
    if not verification.intact:
        return "No. " + " ".join(verification.differences)
    if not verification.captured_digest:
        return "There is no captured text to compare this sheet with."
    return "Yes: every word of the captured text, in order, and no other save the editor’s headings."


def keys_page(actions: Sequence[ActionSpec]) -> str:
    """All keys: those of the table of actions and those of the pane."""
    rows = [(_native(spec.keys), spec.plain_text) for spec in actions if spec.keys]
    return f"<h2>Keys</h2><table>{rows_html([*rows, *_PANE_KEYS])}</table>"


def program_page(policy: Policy) -> str:
    """What the program is, its versions and its licence; what the organisation has set by `policy`."""
    words = (
        "Reads, searches and prints a bundled fact sheet offline. Nothing is sent anywhere; a link "
        "leaves the program only after a question."
    )
    product = paths.product()
    sheets = (
        "The bundled sheet: a work of the U.S. Government, public domain (17 U.S.C. § 105)."
        if product.is_own
        else "Each sheet’s own licence is told by “About this document”."
    )
    licence = (
        f"The program: MIT licence. {sheets} Public Sans, Source Serif 4, Source Code Pro: SIL Open Font "
        "Licence. Icons: Lucide, ISC licence. Qt: LGPL 3."
    )
    paragraphs = (words, licence, NOT_OFFICIAL, versions())
    inner = "".join(f"<p>{escape(words)}</p>" for words in paragraphs)
    made = "" if product.is_own else ", made with hkviewer"
    head = f"{escape(product.name)}{made} {escape(__version__)}"
    return f"<h2>{head}</h2>{inner}{_policy_part(policy)}"


def _policy_part(policy: Policy) -> str:
    if not policy.file:
        return ""
    rows = [
        ("In force", summary(policy)),
        *(("Fault", fault) for fault in policy.faults),
        ("File", policy.file),
    ]
    return f"<h3>{SET_BY}</h3><table>{rows_html(rows)}</table>"


def _native(keys: Sequence[str]) -> str:
    """Keys as this system writes them."""
    native = QtGui.QKeySequence.SequenceFormat.NativeText
    return ", ".join(QtGui.QKeySequence(key).toString(native) for key in keys)
