"""A sheet as it stands, in plain text: the texts of its sections, joined with their headings.

They are those that offsets count in where nothing is raised, lowered or struck.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hkviewer.content.model import FactSheet, Section
from hkviewer.content.notes import with_notes
from hkviewer.content.plain_styles import heading_in_plain, text_in_plain, title_in_plain


def sheet_text(sheet: FactSheet, sections: Sequence[Section], on: dt.date) -> str:
    """Title, edition with its age on the day `on`, then each of `sections` with its heading."""
    told = sheet.describe_edition(on)
    edition = [f"Edition: {told}" if sheet.edition else told[:1].upper() + told[1:]] if told else []
    texts = filter(None, map(_below_title, with_notes(sheet, sections)))
    return "\n\n".join(["\n".join([title_in_plain(sheet), *edition]), *texts]) + "\n"


def plain_sheet(sheet: FactSheet) -> str:
    """All words of `sheet`, with no-break spaces as plain ones: some hundredths of a second for 18 MB."""
    first = [title_in_plain(sheet)] if not sheet.sections or sheet.sections[0].heading_shown else []
    texts = [section_text(section, "\n\n") for section in sheet.sections]
    return "\n\n".join([*first, *texts]).replace("\u00a0", " ")


def _below_title(section: Section) -> str:
    return section_text(section) if section.heading_shown else text_in_plain(section)


def section_text(section: Section, between: str = "\n") -> str:
    """A section's heading and its text, with `between` them where there are both."""
    return between.join(filter(None, [heading_in_plain(section), text_in_plain(section)]))
