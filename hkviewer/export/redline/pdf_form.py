"""What changed, as a tagged PDF (PDF/UA-1 and PDF/A-2a), set with the template of copies.

Its words say what went and what came, “[deleted: …]” and “[inserted: …]”, so that it is read aloud, printed
without colour and copied with nothing lost. The summary comes first.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from hkviewer import __version__
from hkviewer.compare.editions import SheetChanges
from hkviewer.compare.summary import summary
from hkviewer.content.model import FactSheet
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.pdf.job import OTHER_FORMAT, job_of_page, refuse_too_large
from hkviewer.export.redline.front import redline_copy
from hkviewer.export.redline.page_nodes import change_nodes, summary_nodes


def changes_pdf(changes: SheetChanges) -> bytes:
    """The changes as a PDF, dated as a copy that names no date.

    Raises:
        UsageError: there are too many words for one.
        DocumentError: a title or heading is too long for a page.
        CopyError: it cannot be set.
    """
    job = redline_job(changes)
    with CopyProcess() as process:
        return process.set_job(job)


def check_room(old: FactSheet, new: FactSheet) -> None:
    """Raise an error where what only one of two sheets has is too much for a PDF: that is shown in any case.

    Raises:
        UsageError: it is.
    """
    one, other = (Counter(leaf.text for s in sheet.sections for leaf in s.leaves) for sheet in (old, new))
    gone, came = one - other, other - one
    words, others = (
        Counter(word for text in own.elements() for word in text.split()) for own in (gone, came)
    )
    least = (words - others).total() + (others - words).total()
    refuse_too_large(least, max(gone.total(), came.total()), OTHER_FORMAT)


def redline_job(changes: SheetChanges) -> dict[str, Any]:
    """All that it takes to set the changes; see `hkviewer.export.pdf.job`.

    Raises:
        UsageError, DocumentError: as `changes_pdf`.
    """
    told = summary(changes)
    nodes = (*summary_nodes(told), *change_nodes(changes))
    page = redline_copy(changes, told.title, nodes, f"Set by hkviewer {__version__}.")
    return job_of_page(page, {"redline": _digests(changes)}, ("redline", "what changed"))


def _digests(changes: SheetChanges) -> dict[str, str]:
    return {"old": changes.old.digest, "new": changes.new.digest}
