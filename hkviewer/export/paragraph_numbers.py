"""Paragraph numbers, by which a place in a sheet can be cited; the same in the pane and in every copy."""

from __future__ import annotations

from hkviewer.content.model import FactSheet, Paragraph


def paragraph_numbers(sheet: FactSheet) -> dict[tuple[str, int], int]:
    """For (section id, position in `Section.blocks`) the number of the paragraph there, from 1.

    Paragraphs count through the whole sheet, so that an excerpt keeps their numbers. Lists, tables
    and quotations belong to the paragraph before them and have no number of their own.
    """
    places = (
        (section.id, position)
        for section in sheet.sections
        for position, block in enumerate(section.blocks)
        if isinstance(block, Paragraph)
    )
    return {place: number for number, place in enumerate(places, 1)}
