"""What a file of another program says of its author and its date, wherever a sheet's edition is shown."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from hkviewer.commands.show import as_json
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.export.assembly import Fact, assemble, sheet_facts
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.citation import citation
from hkviewer.export.formats.ris import record
from hkviewer.export.formats.sheet_html import page_html
from hkviewer.export.formats.sheet_text import sheet_text

TODAY = dt.date(2026, 11, 22)
AGED = "dated 12 May 2019, 7 years old"


@pytest.fixture(scope="module")
def sheet() -> FactSheet:
    text = "---\ntitle: T\nauthor: J. Doe\ndate: 12 May 2019\ntags:\n  - x\n---\n\n# T\n\nText.\n"
    return parse_sheet(text, name="t", digest="0" * 64)


def test_the_date_is_shown_as_written_with_its_age_and_not_as_an_edition(sheet: FactSheet) -> None:
    assert sheet.edition is None
    assert sheet_text(sheet, sheet.sections, TODAY).startswith(f"T\nD{AGED[1:]}\n\n")
    assert f"<p>J. Doe · {AGED}</p>" in page_html(sheet, TODAY)
    part, choices = SheetPart(sheet), Choices(TODAY)
    assert sheet_facts(part, choices)[:2] == (Fact("Source", "J. Doe"), Fact("Date", AGED))
    copy = assemble(Briefing((part,), choices))
    assert (copy.edition, copy.foot) == (AGED, f"J. Doe, {AGED}")


def test_a_citation_says_it_and_no_date_of_publication(sheet: FactSheet) -> None:
    assert citation(sheet) == "J. Doe, “T”, dated 12 May 2019."
    assert citation(sheet, "chicago") == "J. Doe, “T,” dated 12 May 2019."
    assert citation(sheet, "apa") == "J. Doe. (n.d.). T [dated 12 May 2019]."
    lines = record(sheet).split("\r\n")
    assert "N1  - Dated 12 May 2019." in lines
    assert not [line for line in lines if line[:2] in ("PY", "DA", "ET")]


def test_json_tells_it_beside_an_edition_that_is_not_known(sheet: FactSheet) -> None:
    values = json.loads(as_json(sheet, ()))
    told = {key: values[key] for key in ("edition", "edition_label", "dated", "author")}
    assert told == {"edition": None, "edition_label": None, "dated": "dated 12 May 2019", "author": "J. Doe"}


@pytest.mark.parametrize(
    ("front", "shown"),
    [
        ("date: 03/04/2019", "Dated 03/04/2019"),
        ("date: 13/04/2019", "Dated 13/04/2019, 7 years old"),
        ("edition: 2nd", "Edition 2nd"),
        ("edition: 2nd\ndate: 2019-05-12", "Edition 2nd, dated 2019-05-12, 7 years old"),
        ("date: 2019\nupdated: 1 June 2026", "Dated 2019, updated 1 June 2026, less than a year old"),
        ("edition: 2020-08\ndate: 2019", "Edition: August 2020, 6 years old"),
        ("date: soon", ""),
    ],
)
def test_an_age_counts_from_what_reads_in_one_way_only(front: str, shown: str) -> None:
    sheet = parse_sheet(f"---\n{front}\n---\nText.\n", name="t", digest="")
    assert sheet_text(sheet, (), TODAY).split("\n")[1] == shown


def test_a_received_date_of_another_form_is_shown_as_written() -> None:
    sheet = parse_sheet("---\nreceived: 12 May 2019\n---\nText.\n", name="t", digest="")
    assert "received 12 May 2019" in page_html(sheet, TODAY)
    assert citation(sheet, "chicago") == "“t,” accessed 12 May 2019."
    assert "Y2  - 12 May 2019" in record(sheet)


def test_a_copy_calls_only_that_a_fact_sheet_which_says_so() -> None:
    def kind(front: str) -> str:
        read = parse_sheet(f"---\n{front}\n---\n# A\n\nb", name="a", digest="0" * 64)
        return assemble(Briefing((SheetPart(read),), Choices(date=dt.date(2026, 11, 22)))).kind

    assert kind("title: A") == "Document"
    assert kind("kind: Bilateral fact sheet") == "Bilateral fact sheet"
