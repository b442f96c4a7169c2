"""Where the pane's paragraph numbers stand."""

from __future__ import annotations

from hkviewer.content.model import FactSheet
from hkviewer.export.paragraph_numbers import paragraph_numbers
from hkviewer.notebook.places import Place


def numbered_places(sheet: FactSheet) -> dict[Place, int]:
    """The first place of every numbered paragraph, with its number; see `paragraph_numbers`."""
    numbers = paragraph_numbers(sheet)
    return {
        Place(section.id, leaf.offset): number
        for section in sheet.sections
        for leaf in section.leaves
        if (number := numbers.get((section.id, leaf.block)))
    }
