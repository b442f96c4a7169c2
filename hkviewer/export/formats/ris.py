"""Fact sheets as RIS records, which reference managers (Zotero, EndNote, Mendeley) take in.

The tags are those of the RIS format specification of Research Information Systems; each line is a
tag, two spaces, a hyphen, a space and one value, and ends with CR LF.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hkviewer.content.edition import is_date
from hkviewer.content.model import FactSheet, Section
from hkviewer.content.plain_styles import heading_in_plain, title_in_plain
from hkviewer.export.briefing import Briefing
from hkviewer.export.citation import authors
from hkviewer.system.characters import one_line


def write(briefing: Briefing) -> bytes:
    """A record for each sheet of the briefing; an excerpt's names its sections.

    Raises:
        UsageError: no section is chosen, or a choice is none.
    """
    briefing.validate()
    records = (record(p.sheet, () if p.is_whole else p.chosen) for p in briefing.sheets if p.chosen)
    return "\r\n".join(records).encode("utf-8", "replace")


def record(sheet: FactSheet, sections: Sequence[Section] = ()) -> str:
    """The RIS record of a sheet; `sections` are named in it where not the whole sheet is meant."""
    lines = (f"{tag}  - {one_line(value)}" for tag, value in _fields(sheet, sections) if one_line(value))
    return "".join(f"{line}\r\n" for line in (*lines, "ER  - "))


def _fields(sheet: FactSheet, sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    yield "TY", "GOVDOC" if "government" in sheet.licence.lower() else "RPRT"
    yield "TI", title_in_plain(sheet)
    for name in authors(sheet):
        # A comma at the end keeps programs from taking an office's name apart as a person's.
        yield "AU", f"{name.replace(',', '')},"
    if sheet.edition:
        yield "PY", sheet.edition.date[:4]
        yield "DA", _date(sheet.edition.date)
        # Without its age: a reference manager keeps the record for years.
        yield "ET", sheet.edition.label
    yield "PB", sheet.publisher
    yield "M3", sheet.kind
    yield "SE", "; ".join(map(heading_in_plain, sections))
    yield "UR", sheet.source
    yield "Y2", _date(sheet.received) if sheet.received else ""
    yield "LA", sheet.language
    yield "N1", _note(sheet)


def _date(date: str) -> str:
    """An ISO date, reduced or not, as RIS has it: YYYY/MM/DD/ with empty places; any other as it stands."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return f"{year}/{month}/{day}/" if is_date(date) else date


def _note(sheet: FactSheet) -> str:
    inferred = sheet.edition is not None and sheet.edition.inferred
    evidence = sheet.edition.evidence if sheet.edition else ""
    warning = "The date of the edition is inferred." if inferred else ""
    told = "" if sheet.edition else sheet.edition_label
    dated = f"{told[0].upper()}{told[1:]}." if told else ""
    return " ".join(filter(None, [warning, dated, evidence, f"{sheet.licence}." if sheet.licence else ""]))
