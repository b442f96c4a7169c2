"""What changed, as a Word document: both texts as one, with changes that Word tracks.

To accept all of them gives the new text, to reject all the old one. The summary stands before it and all
figures behind it, where no change is tracked.
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.shared import Pt

from hkviewer import __version__
from hkviewer.compare.editions import SheetChanges
from hkviewer.compare.summary import summary
from hkviewer.content.model import FactSheet
from hkviewer.content.sizes import LARGEST_TRACKED
from hkviewer.errors import UsageError
from hkviewer.export.formats.docx import CopyWriter
from hkviewer.export.formats.docx_xml import body
from hkviewer.export.nodes import Heading, Items, Node, Words
from hkviewer.export.redline.docx_sheet import SheetWriter
from hkviewer.export.redline.docx_text import ChangedText
from hkviewer.export.redline.docx_tracking import Tracking
from hkviewer.export.redline.front import redline_copy
from hkviewer.export.redline.page_nodes import summary_nodes
from hkviewer.export.redline.told import told_sections
from hkviewer.export.styled_runs import Run

_USE = (
    "The whole text follows, its changes tracked by “hkviewer”: accept all of them, and it is the new text; "
    "reject all, and it is the old one."
)
_KEYWORDS = "redline, what changed"


def check_room(old: FactSheet, new: FactSheet) -> None:
    """Raise an error where two sheets have more parts than are written in a minute, since all of them are.

    Raises:
        UsageError: they have.
    """
    parts = sum(len(section.leaves) for sheet in (old, new) for section in sheet.sections)
    if parts > LARGEST_TRACKED:
        raise UsageError(
            f"A Word document of {parts:,} paragraphs, items and cells would take too long.",
            "Choose another format.",
        )


def changes_docx(changes: SheetChanges) -> bytes:
    """The changes as a .docx file, dated as a copy that names no date; the same each time.

    Raises:
        UsageError: the environment gives a date that is none.
    """
    told = summary(changes)
    nodes = [*summary_nodes(told), *([] if changes.is_same else [Words((Run(_USE),))])]
    copy = redline_copy(changes, told.title, nodes, f"Made by hkviewer {__version__}.")
    writer = CopyWriter(copy)
    writer.word.core_properties.keywords = _KEYWORDS
    writer.begin()
    writer.word.paragraphs[-1].paragraph_format.space_after = Pt(10)
    writer.add_text(contents=False)
    sheets = SheetWriter(copy, writer)
    ChangedText(changes, sheets, Tracking(copy.choices.date), body(writer.word).put).write()
    if len(told.figures) < len(changes.figures):
        for node in _figures(changes):
            writer.text.add(node)
    return writer.done()


def _figures(changes: SheetChanges) -> Iterator[Node]:
    """Each figure that changed, as it is read aloud; the summary has only some of them."""
    sentences = [f"{sentence}." for _, _, own in told_sections(changes) for sentence in own]
    yield Heading(2, (Run("All figures that changed"),), "")
    yield Items(ordered=False, start=1, items=tuple((Words((Run(sentence),)),) for sentence in sentences))
