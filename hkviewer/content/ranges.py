"""Where something stands in a sheet: code points of a heading or of the text below it."""

from __future__ import annotations

from typing import Final, Self

from hkviewer.system.values import Value

HEADING: Final = 0
"""The part of a section that is its `title`; it comes before the other in reading order."""
BODY: Final = 1
"""The part of a section that is its `text`."""


class TextRange(Value):
    """Code points `start` up to, not including, `end` of one section's title or text.

    Valid for one digest of the sheet only. What spans several sections has several ranges.
    Reading order is `FactSheet.order`: a range alone does not know which section comes first.

    Attributes:
        section_id: the section.
        part: HEADING or BODY.
        start: the first code point in `Section.title` or `Section.text`, from 0.
        end: the code point after the last; equal to `start` in an empty range, a point.
    """

    section_id: str
    part: int
    start: int
    end: int

    @classmethod
    def heading(cls, section_id: str) -> Self:
        """The point at which a section's heading begins."""
        return cls(section_id, HEADING, 0, 0)

    @classmethod
    def point(cls, section_id: str, position: int) -> Self:
        """The point before code point `position` of a section's text."""
        return cls(section_id, BODY, position, position)
