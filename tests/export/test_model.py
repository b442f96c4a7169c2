"""Parts and choices: what is valid, and what is said of what is not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.errors import UsageError
from hkviewer.export.briefing import (
    Cover,
    OwnWords,
    SheetPart,
    default_date,
    parse_date,
)
from hkviewer.system.characters import one_line
from tests.examples import examples


def test_a_whole_sheet_needs_no_choice_but_the_date(brief, hong_kong):
    brief(hong_kong).validate()


@pytest.mark.parametrize(
    ("choices", "word"),
    [
        ({"paper": "a5"}, "paper"),
        ({"layout": "tiny"}, "layout"),
        ({"contents": "maybe"}, "contents"),
        ({"marking": "X" * 10_000}, "marking has 10,000 characters; 100 fit"),
        ({"prepared_for": "X" * 201}, "prepared for"),
        ({"prepared_by": "X" * 201}, "prepared by"),
        ({"title": "X" * 201}, "title"),
    ],
)
def test_a_choice_that_is_none_is_named_in_one_line(brief, hong_kong, choices, word):
    with pytest.raises(UsageError, match=word) as caught:
        brief(hong_kong, **choices).validate()
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("parts", [(), (Cover(),), (OwnWords("  \n "),)])
def test_a_copy_of_nothing_is_refused(brief, parts):
    with pytest.raises(UsageError, match="No section is chosen"):
        brief(*parts).validate()


def test_no_ticked_section_is_refused_as_nothing(brief, hong_kong):
    with pytest.raises(UsageError, match="No section is chosen"):
        brief(SheetPart(hong_kong.sheet, ())).validate()


def test_an_unknown_section_is_named_with_those_there_are(brief, hong_kong):
    with pytest.raises(UsageError, match="no section “nonsense”") as caught:
        brief(SheetPart(hong_kong.sheet, ("nonsense",))).validate()
    assert "economic-relations" in caught.value.remedy


def test_chosen_sections_stand_in_reading_order(hong_kong):
    ids = [section.id for section in hong_kong.sheet.sections]
    part = SheetPart(hong_kong.sheet, (ids[3], ids[1]))
    assert [section.id for section in part.chosen] == [ids[1], ids[3]]
    assert not part.is_whole
    assert SheetPart(hong_kong.sheet, tuple(ids)).is_whole


def test_own_words_alone_make_a_copy(brief):
    briefing = brief(OwnWords("# Points"))
    briefing.validate()
    assert briefing.title == "Briefing"


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-13-01", "2026-02-30", "26-1-1", "2026-1-01", "٢٠٢٦-٠١-٠١", "2026-11-22T00"],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(UsageError, match="is no date"):
        parse_date(text)


def test_a_date_is_read():
    assert parse_date("2024-02-29") == dt.date(2024, 2, 29)


def test_the_date_is_todays_unless_source_date_epoch_says_another():
    assert default_date({}) == dt.date.today()  # noqa: DTZ011  the reader's own day is meant
    assert default_date({"SOURCE_DATE_EPOCH": "86400"}) == dt.date(1970, 1, 2)


@pytest.mark.parametrize("seconds", ["x", "1e9", "9" * 40])
def test_a_source_date_epoch_that_is_none_is_refused(seconds):
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        default_date({"SOURCE_DATE_EPOCH": seconds})


@examples(0.6)
@given(st.text())
def test_one_line_has_no_line_break_and_no_control_character(text):
    line = one_line(text)
    assert line == line.strip()
    assert not any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 for char in line)
    assert len(line.splitlines()) <= 1


def test_many_sheets_are_counted_in_the_title_not_all_named(brief):
    from hkviewer.content.markdown.parse import parse_sheet

    kind = "---\nkind: Fact sheet\n---\n"
    sheets = [parse_sheet(f"{kind}# Sheet {n}\n\nwords", name=f"s{n}", digest="0" * 64) for n in range(20)]
    parts = [SheetPart(sheet) for sheet in sheets]
    assert brief(*parts).title == "Sheet 0; Sheet 1; 18 more fact sheets"
    other = [SheetPart(sheet.replace(kind="")) for sheet in sheets]
    assert brief(*other).title == "Sheet 0; Sheet 1; 18 more documents"
    assert brief(*parts[:3]).title == "Sheet 0; Sheet 1; Sheet 2"
    assert brief(*parts, title="Tour").title == "Tour"


def test_sheets_with_long_titles_are_named_in_that_of_their_copy_all_the_same(brief):
    from hkviewer.content.markdown.parse import parse_sheet

    titles = [f"{name} {'and so on ' * 30}".strip() for name in ("Alpha", "Beta", "Gamma", "Delta")]
    sheets = [parse_sheet(f"# {title}\n\nWords.\n", name="x", digest="") for title in titles]
    for count in (2, 3, 4):
        title = brief(*map(SheetPart, sheets[:count])).title
        assert title.startswith("Alpha and so on")
        assert "…; Beta and so on" in title
        assert len(title) <= 200
    assert title.endswith("…; 2 more documents")
