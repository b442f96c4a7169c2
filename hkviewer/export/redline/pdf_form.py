"""What changed, as a tagged PDF (PDF/UA-1 and PDF/A-2a), set with the template of copies.

Its words say what went and what came, “[deleted: …]” and “[inserted: …]”, so that it is read aloud, printed
without colour and copied with nothing lost. The summary comes first.
"""

from __future__ import annotations

from typing import Any

from hkviewer import __version__
from hkviewer.compare.editions import Edition, SheetChanges
from hkviewer.compare.summary import summary
from hkviewer.content.edition import plain_date
from hkviewer.export.assembly import Copy, Division, Fact
from hkviewer.export.briefing import Choices, default_date
from hkviewer.export.line_breaks import clipped
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.pdf.job import job_of_page
from hkviewer.export.redline.page_nodes import change_nodes, summary_nodes

_KIND = "Redline"
_LONGEST_LABEL = 18.0
"""Em of an edition's name in the head of a page, where two stand beside the title."""


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


def redline_job(changes: SheetChanges) -> dict[str, Any]:
    """All that it takes to set the changes; see `hkviewer.export.pdf.job`.

    Raises:
        UsageError, DocumentError: as `changes_pdf`.
    """
    return job_of_page(_page(changes), {"redline": _digests(changes)}, ("redline", "what changed"))


def _page(changes: SheetChanges) -> Copy:
    told = summary(changes)
    choices = Choices(date=default_date())
    nodes = (*summary_nodes(told), *change_nodes(changes))
    old, new = (clipped(one.label or one.id, _LONGEST_LABEL) for one in (changes.old, changes.new))
    editions = f"{old} to {new}" if old != new else new
    return Copy(
        title=told.title,
        kind=_KIND,
        edition=editions,
        publisher="",
        language=changes.new.language,
        facts=(
            Fact("Older", _named(changes.old)),
            Fact("Newer", _named(changes.new)),
            Fact("Prepared", plain_date(choices.date.isoformat())),
        ),
        foot=f"Redline, {editions}",
        divisions=(Division(own=False, title=None, facts=(), nodes=nodes, language=changes.new.language),),
        endnotes=(),
        small_print=(
            _digest_line("Older", changes.old),
            _digest_line("Newer", changes.new),
            f"Set by hkviewer {__version__}.",
        ),
        cover=False,
        choices=choices,
    )


def _named(edition: Edition) -> str:
    return ", ".join(filter(None, (edition.title, edition.label)))


def _digest_line(which: str, edition: Edition) -> str:
    digest = " ".join(edition.digest[n : n + 16] for n in range(0, len(edition.digest), 16))
    return f"{which} text: sheet “{edition.id}”, SHA-256 {digest}."


def _digests(changes: SheetChanges) -> dict[str, str]:
    return {"old": changes.old.digest, "new": changes.new.digest}
