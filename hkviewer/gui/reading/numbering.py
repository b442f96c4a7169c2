"""Where the pane's paragraph numbers stand."""

from __future__ import annotations

from hkviewer.content.model import FactSheet
from hkviewer.content.ranges import TextRange
from hkviewer.export.paragraph_numbers import paragraph_numbers


def numbered_places(sheet: FactSheet) -> dict[TextRange, int]:
    """Where every numbered paragraph begins, with its number; see `paragraph_numbers`."""
    numbers = paragraph_numbers(sheet)
    return {
        TextRange.point(section.id, leaf.offset): number
        for section in sheet.sections
        for leaf in section.leaves
        if (number := numbers.get((section.id, leaf.block)))
    }
