"""The sections that an address on the command line or in a link stands for."""

from __future__ import annotations

from hkviewer.content.model import FactSheet, Section
from hkviewer.errors import DocumentError, UsageError


def chosen_sections(sheet: FactSheet, address: str | None) -> tuple[Section, ...]:
    """The section of that id or anchor with its descendants; all sections for None or the title's anchor.

    Raises:
        UsageError: the sheet has no such section; names the nearest ids.
    """
    section = None if address is None else section_at(sheet, address)
    return sheet.sections if section is None else sheet.with_descendants(section.id)


def section_at(sheet: FactSheet, address: str) -> Section | None:
    """The section of that id or anchor; None for the top of the sheet, that of its title.

    Raises:
        UsageError: the sheet has no such section; names the nearest ids.
    """
    try:
        return sheet.section(address)
    except KeyError:
        from hkviewer.content.anchors import Anchors  # as a rule a section is named by its id

        anchors = Anchors(sheet)
    section = anchors.section(address)
    if section is None and not anchors.is_top(address):
        what = f"“{sheet.title}” has no section “{address}”."
        raise UsageError(what, _nearest(sheet, address))
    return section


def linked_section(sheet: FactSheet, address: str) -> Section | None:
    """As `section_at` for an address that a link within or to `sheet` has behind its “#”, decoded.

    Raises:
        DocumentError: the sheet has no such section; in the words of a reader, who knows no ids.
    """
    try:
        return section_at(sheet, address)
    except UsageError:
        raise DocumentError(
            f"This link leads to “{address}”, which is no section of “{sheet.title}”.",
            "Look for it among the sections, or search for its words.",
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
