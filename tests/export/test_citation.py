"""How sheets are cited, in words and as RIS."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.edition import Edition
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet, Paragraph, Section, Text
from hkviewer.content.ranges import TextRange
from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing, SheetPart
from hkviewer.export.citation import Form, citation, paragraph_at
from hkviewer.export.formats.registry import write
from hkviewer.export.formats.ris import record
from tests.examples import examples

FORMS: tuple[Form, ...] = ("plain", "chicago", "apa")
Make = Callable[..., Briefing]


def section(id_: str, *paragraphs: str) -> Section:
    blocks = tuple(Paragraph((Text(words),)) for words in paragraphs)
    return Section(id=id_, title=id_.title(), level=2, path=(id_.title(),), blocks=blocks)


BARE = FactSheet(
    id="bare",
    title="Bare Facts",
    sections=(section("first", "a"), section("second", "b", "c")),
    digest="0" * 64,
)


def test_a_plain_citation_says_everything_in_one_line(hong_kong: SheetPart) -> None:
    assert citation(hong_kong.sheet, "plain", TextRange.point("economic-relations", 800)) == (
        "U.S. Department of State, Bureau of East Asian and Pacific Affairs, "
        "“U.S. Relations With Hong Kong”, "
        "August 2020 (inferred), section “Economic Relations”, paragraph 10, "
        "https://www.state.gov/u-s-relations-with-hong-kong/, received 22 November 2026."
    )


def test_a_chicago_note_puts_commas_within_quotation_marks(hong_kong: SheetPart) -> None:
    assert citation(hong_kong.sheet, "chicago", TextRange.point("economic-relations", 800)) == (
        "U.S. Department of State, Bureau of East Asian and Pacific Affairs, "
        "“U.S. Relations With Hong Kong,” "
        "August 2020 (inferred), under “Economic Relations,” para. 10, accessed November 22, 2026, "
        "https://www.state.gov/u-s-relations-with-hong-kong/."
    )


def test_an_apa_reference_begins_with_author_and_date(hong_kong: SheetPart) -> None:
    assert citation(hong_kong.sheet, "apa", TextRange.point("economic-relations", 800)) == (
        "U.S. Department of State, Bureau of East Asian and Pacific Affairs. (2020, August). "
        "U.S. Relations With Hong Kong [Bilateral relations fact sheet; edition August 2020 (inferred)], "
        "Economic Relations section, para. 10. "
        "Retrieved November 22, 2026, from https://www.state.gov/u-s-relations-with-hong-kong/"
    )


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_that_the_edition_is_inferred(form: Form, hong_kong: SheetPart) -> None:
    assert "August 2020 (inferred)" in citation(hong_kong.sheet, form)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("plain", "“Bare Facts”, section “Second”, paragraph 3."),
        ("chicago", "“Bare Facts,” under “Second,” para. 3."),
        ("apa", "Bare Facts. (n.d.). Second section, para. 3."),
    ],
)
def test_what_a_sheet_does_not_say_is_left_out(form: Form, expected: str) -> None:
    assert citation(BARE, form, TextRange.point("second", 3)) == expected


def test_a_chicago_note_of_a_title_alone_ends_within_the_quotation_marks() -> None:
    assert citation(BARE, "chicago") == "“Bare Facts.”"


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2020", "(2020)"), ("2020-08", "(2020, August)"), ("2020-08-31", "(2020, August 31)")],
)
def test_apa_dates_begin_with_the_year(date: str, expected: str) -> None:
    assert expected in citation(BARE.replace(edition=Edition(date)), "apa")


def test_an_unknown_section_is_refused() -> None:
    with pytest.raises(KeyError):
        citation(BARE, "plain", TextRange.heading("third"))


def test_paragraphs_are_counted_through_the_whole_sheet(hong_kong: SheetPart) -> None:
    sheet = hong_kong.sheet
    assert paragraph_at(sheet, TextRange.heading(sheet.sections[0].id)) == 1
    assert (
        paragraph_at(sheet, TextRange.point("u-s-assistance-to-hong-kong", 5))
        == paragraph_at(sheet, TextRange.heading("economic-relations")) - 1
    )


def test_a_list_belongs_to_the_paragraph_before_it(hong_kong: SheetPart) -> None:
    sheet = hong_kong.sheet
    text = sheet.section("bilateral-representation").text
    numbers = {
        words: paragraph_at(sheet, TextRange.point("bilateral-representation", text.index(words)))
        for words in ("More information", "Travel Information", "The Lessons")
    }
    assert numbers["Travel Information"] == numbers["More information"]
    assert numbers["The Lessons"] == numbers["More information"] + 2


@given(st.data())
@examples(0.4)
def test_every_place_in_a_paragraph_has_its_number(data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    sections = tuple(section(f"s{n}", *["some words"] * count) for n, count in enumerate(counts))
    sheet = BARE.replace(sections=sections)
    number = 0
    for found in sections:
        for leaf in found.leaves:
            number += 1
            inside = data.draw(st.integers(0, len(leaf.text) - 1))
            assert paragraph_at(sheet, TextRange.point(found.id, leaf.offset + inside)) == number


def test_a_ris_record_has_a_tag_two_spaces_a_hyphen_and_crlf_on_each_line(hong_kong: SheetPart) -> None:
    lines = record(hong_kong.sheet).split("\r\n")
    assert lines[0] == "TY  - GOVDOC"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert not any("\n" in line for line in lines)


def test_a_ris_record_says_what_a_citation_says(hong_kong: SheetPart) -> None:
    fields = dict(line.split("  - ", 1) for line in record(hong_kong.sheet).split("\r\n") if line)
    assert fields["TI"] == "U.S. Relations With Hong Kong"
    assert fields["PB"] == "U.S. Department of State"
    assert (fields["PY"], fields["DA"], fields["ET"]) == ("2020", "2020/08//", "August 2020 (inferred)")
    assert fields["UR"] == "https://www.state.gov/u-s-relations-with-hong-kong/"
    assert fields["Y2"] == "2026/11/22/"
    assert "inferred" in fields["N1"]


def test_a_sheet_of_no_government_is_a_report() -> None:
    assert record(BARE).startswith("TY  - RPRT\r\nTI  - Bare Facts\r\n")


def test_a_briefing_gives_a_record_for_each_sheet_and_names_the_sections_of_an_excerpt(
    hong_kong: SheetPart, brief: Make
) -> None:
    excerpt = SheetPart(BARE, ("second",))
    data = write(brief(hong_kong, excerpt), "ris").decode()
    assert data.count("TY  - ") == data.count("ER  - \r\n") == 2
    assert data.count("SE  - ") == 1
    assert "SE  - Second\r\n" in data


def test_a_briefing_of_nothing_gives_no_record(brief: Make) -> None:
    with pytest.raises(UsageError, match="No section"):
        write(brief(), "ris")


@given(st.text(), st.text())
@examples(0.6)
def test_no_text_adds_a_line_to_a_ris_record(title: str, publisher: str) -> None:
    lines = record(BARE.replace(title=title, publisher=publisher)).split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert sum(line.startswith("TI  - ") for line in lines) <= 1


def test_a_citation_has_what_is_raised_in_titles() -> None:
    sheet = parse_sheet("# 10<sup>6</sup>\n\na\n\n## H<sub>2</sub>O\n\nb", name="t", digest="")
    for form in FORMS:
        cited = citation(sheet, form, TextRange.heading("h2o"))
        assert "10⁶" in cited
        assert "H₂O" in cited
    assert "TI  - 10⁶\r\n" in record(sheet, sheet.sections[1:])
    assert "SE  - H₂O\r\n" in record(sheet, sheet.sections[1:])
