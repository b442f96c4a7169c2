"""How a place in a fact sheet is cited: plainly, as a Chicago note, or in APA form.

The forms follow The Chicago Manual of Style, 17th edition, 14.205-14.207 (websites) and 14.147
(places without page numbers), and the APA Publication Manual, 7th edition, 10.4 (reports by
agencies) and 8.28 (text without page numbers). Neither says how to mark a date that the
publisher's page lacks; it reads "August 2020 (inferred)" here, as everywhere in the program.
"""

from __future__ import annotations

import bisect
import datetime as dt
from typing import Literal

from hkviewer.content.edition import plain_date
from hkviewer.content.model import FactSheet, Section
from hkviewer.content.plain_styles import heading_in_plain, title_in_plain
from hkviewer.content.ranges import BODY, TextRange

Form = Literal["plain", "chicago", "apa"]


def citation(sheet: FactSheet, form: Form = "plain", at: TextRange | None = None) -> str:
    """One line that says where words come from; what the sheet does not say is left out.

    Args:
        sheet: the document cited.
        form: "plain", "chicago" (a note) or "apa".
        at: what is cited: its section and the paragraph it begins in; None for the whole document.

    Raises:
        KeyError: the sheet has no such section.
    """
    place = sheet.section(at.section_id) if at else None
    place = place if place and place.heading_shown else None  # the title is named already
    number = paragraph_at(sheet, at) if at else 0
    match form:
        case "plain":
            return _plain(sheet, place, number)
        case "chicago":
            return _chicago(sheet, place, number)
        case "apa":
            return _apa(sheet, place, number)


def paragraph_at(sheet: FactSheet, at: TextRange) -> int:
    """The number of the paragraph that `at` begins in; see `paragraph_numbers`.

    A heading counts as the beginning of the text below it. A list, table or quotation belongs to the
    paragraph before it in its section.

    Returns:
        The number from 1; 0 where no paragraph of the section begins at or before `at`.

    Raises:
        KeyError: the sheet has no such section.
    """
    number = sheet.section_number(at.section_id)
    start = at.start if at.part == BODY else 0
    here = bisect.bisect_right(sheet.sections[number].paragraph_starts, start)
    before = sum(len(section.paragraph_starts) for section in sheet.sections[:number])
    return before + here if here else 0


def authors(sheet: FactSheet) -> tuple[str, ...]:
    """Who answers for the sheet: its author, then the bodies, the wider first: publisher, bureau."""
    return tuple(name for name in (sheet.author, sheet.publisher, sheet.bureau) if name)


def _plain(sheet: FactSheet, place: Section | None, number: int) -> str:
    parts = [
        *authors(sheet),
        f"“{title_in_plain(sheet)}”",
        sheet.edition_label,
        f"section “{heading_in_plain(place)}”" if place else "",
        f"paragraph {number}" if number else "",
        sheet.source,
        f"received {plain_date(sheet.received)}" if sheet.received else "",
    ]
    return _sentence(", ".join(filter(None, parts)))


def _chicago(sheet: FactSheet, place: Section | None, number: int) -> str:
    """A comma stands within the quotation marks, and dates are American, as Chicago asks."""
    parts = [
        *authors(sheet),
        f"“{title_in_plain(sheet)}”",
        sheet.edition_label,
        f"under “{heading_in_plain(place)}”" if place else "",
        f"para. {number}" if number else "",
        f"accessed {_american(sheet.received)}" if sheet.received else "",
        sheet.source,
    ]
    note = ", ".join(filter(None, parts)).replace("”, ", ",” ")
    return note.removesuffix("”") + ".”" if note.endswith("”") else _sentence(note)


def _apa(sheet: FactSheet, place: Section | None, number: int) -> str:
    date = f"({_apa_date(sheet.edition.date) if sheet.edition else 'n.d.'})."
    # A date that no publisher states as an edition's is no date of publication.
    is_stated = sheet.edition is not None and not sheet.edition.inferred
    edition = f"edition {sheet.edition_label}" if sheet.edition else sheet.edition_label
    described = "; ".join(filter(None, [sheet.kind, "" if is_stated else edition]))
    title = title_in_plain(sheet) + (f" [{described}]" if described else "")
    section, paragraph = (
        f"{heading_in_plain(place)} section" if place else "",
        f"para. {number}" if number else "",
    )
    where = ", ".join(filter(None, [section, paragraph]))
    if names := ", ".join(authors(sheet)):
        work = [_sentence(names), date, _sentence(", ".join(filter(None, [title, where])))]
    else:
        work = [_sentence(title), date, _sentence(where) if where else ""]
    retrieved = f"Retrieved {_american(sheet.received)}, from" if sheet.received and sheet.source else ""
    # APA puts no full stop after an address.
    return " ".join(filter(None, [*work, retrieved, sheet.source]))


def _sentence(text: str) -> str:
    """`text` with a full stop, unless it has one."""
    return text if text.endswith(".") else f"{text}."


def _american(date: str) -> str:
    """An ISO date as "November 22, 2026"; a reduced one as `plain_date` has it."""
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        return plain_date(date)
    month, year = plain_date(date[:7]).split(" ")
    return f"{month} {day.day}, {year}"


def _apa_date(date: str) -> str:
    """An ISO date as "2020, August 31", "2020, August" or "2020"."""
    month, _, year = _american(date).rpartition(" ")
    return f"{year}, {month.rstrip(',')}" if month else year
