"""Places in the document that a pane shows, in few words."""

from __future__ import annotations

from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.gui.reading.reading_pane import ReadingPane


def point(section_id: str, position: int | None = None) -> TextRange:
    """A section's heading, or the point before a code point of its text."""
    return TextRange.heading(section_id) if position is None else TextRange.point(section_id, position)


def go_to(pane: ReadingPane, section_id: str, position: int | None = None) -> None:
    """Go to `point(section_id, position)`."""
    here = pane.place
    assert here is not None
    pane.go_to(Place(here.document, point(section_id, position)))


def where(pane: ReadingPane) -> TextRange | None:
    """Where in its document the reader is; None at the very top."""
    here = pane.place
    assert here is not None
    return here.at
