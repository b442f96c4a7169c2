"""Where the pane's paragraph numbers stand."""

from __future__ import annotations

from hkviewer.content.model import FactSheet
from hkviewer.export.paragraph_numbers import paragraph_numbers
from hkviewer.notebook.places import Place


def numbered_places(sheet: FactSheet) -> dict[Place, int]:
    """The first place of every numbered paragraph, with its number; see `paragraph_numbers`."""
    numbers = paragraph_numbers(sheet)
    places: dict[Place, int] = {}
    for section in sheet.sections:
        leaves = iter(section.leaves)
        for position, block in enumerate(section.blocks):
            count = len(section.replace(blocks=(block,)).leaves)
            offsets = [next(leaves).offset for _ in range(count)]
            if (number := numbers.get((section.id, position))) and offsets:
                places[Place(section.id, offsets[0])] = number
    return places
