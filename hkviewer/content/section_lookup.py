"""The sections that an id on the command line or in a link stands for."""

from __future__ import annotations

from hkviewer.content.model import FactSheet, Section
from hkviewer.errors import UsageError


def chosen_sections(sheet: FactSheet, section_id: str | None) -> tuple[Section, ...]:
    """The section of that id with its descendants; all sections for None.

    Raises:
        UsageError: the sheet has no such section; names the nearest ids.
    """
    if section_id is None:
        return sheet.sections
    try:
        return sheet.with_descendants(section_id)
    except KeyError:
        raise UsageError(
            f"“{sheet.title}” has no section “{section_id}”.", _nearest(sheet, section_id)
        ) from None


def _nearest(sheet: FactSheet, section_id: str) -> str:
    import difflib  # only a wrong id needs it

    from hkviewer.content.markdown.parse import section_id as id_of

    ids = [section.id for section in sheet.sections]
    near = difflib.get_close_matches(id_of(section_id), ids, n=3, cutoff=0.5) or ids[:3]
    if not near:
        return "It has no sections at all."
    named = ", ".join(f"“{name}”" for name in near)
    return f"Try {named}; “hkviewer show --format json” lists all ids."
