"""The addresses of sections that other programs make, and those that an author writes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from hkviewer.content.anchors import Anchors
from hkviewer.content.model import FactSheet, Section
from hkviewer.content.section_lookup import chosen_sections, linked_section, section_at
from hkviewer.errors import DocumentError, UsageError

Parse = Callable[..., FactSheet]


def sheet_of(*titles: str, anchors: dict[int, tuple[str, ...]] | None = None) -> FactSheet:
    """A sheet of sections with these titles, whose ids say only their numbers, from 0."""
    written = anchors or {}
    sections = (Section(f"id{n}", t, 2, (t,), (), anchors=written.get(n, ())) for n, t in enumerate(titles))
    return FactSheet("sheet", "The Sheet: all of it", tuple(sections), "")


def found(sheet: FactSheet, address: str) -> str:
    """The id of the section that `address` leads to, "" for none."""
    section = Anchors(sheet).section(address)
    return section.id if section else ""


@pytest.mark.parametrize(
    ("title", "addresses"),
    [
        ("Installing & running", ["installing--running", "installing-running"]),
        ("C++ / C#", ["c--c", "c-c"]),
        ("1.2 What’s new?", ["12-whats-new", "whats-new", "1-2-what-s-new"]),
        ("Größe_der Maße", ["größe_der-maße", "groe_der-mae", "größe-der-maße"]),
        ("香港 关系", ["香港-关系"]),
        ("हिन्दी पाठ", ["हिन्दी-पाठ", "हनद-पठ"]),
        ("v1.0.0 (2020-01-01)", ["v100-2020-01-01", "v1.0.0-2020-01-01"]),
        ("Now -- then...", ["now----then", "now-then"]),
        ("🎉 Party", ["-party", "party"]),
        ("Party", ["Party", "PARTY", "user-content-party"]),
    ],
)
def test_what_github_pandoc_and_hugo_make_of_a_title_leads_there(title: str, addresses: list[str]) -> None:
    sheet = sheet_of("Before", title, "After")
    assert [found(sheet, address) for address in addresses] == ["id1"] * len(addresses)


def test_titles_of_the_same_words_are_numbered() -> None:
    sheet = sheet_of("Notes", "A", "Notes", "Notes", "Notes 1")
    assert [found(sheet, name) for name in ("notes", "notes-1", "notes-2")] == ["id0", "id2", "id3"]
    assert found(sheet, "notes-1-1") == "id4"
    assert found(sheet, "notes-9") == ""


def test_a_title_that_is_a_heading_counts_among_its_equals(parse: Parse) -> None:
    sheet = parse("# Notes\n\n## A\n\nx\n\n## Notes\n\ny\n")
    assert found(sheet, "notes-1") == "notes"


def test_an_id_comes_first_then_what_is_written_then_what_is_made() -> None:
    sheet = sheet_of("x", "y", "Three", "Three", anchors={1: ("id2", "three", "A b")})
    assert found(sheet, "id2") == "id2"
    assert found(sheet, "three") == "id1"
    assert found(sheet, "A b") == "id1"
    assert found(sheet, "three-1") == "id3"


def test_among_equals_the_first_counts() -> None:
    sheet = sheet_of("A & b", "A  b", anchors={0: ("same",), 1: ("same",)})
    assert found(sheet, "same") == "id0"
    assert found(sheet, "a-b") == "id0"
    assert found(sheet, "a--b") == "id0"


def test_an_id_that_held_the_words_behind_a_heading_still_leads_there() -> None:
    sheet = sheet_of("Head", "Other", "Other", anchors={0: ("my-id",), 2: ("The_Third",)})
    assert [found(sheet, name) for name in ("head-my-id", "my-id", "head", "id0")] == ["id0"] * 4
    assert found(sheet, "other-the-third") == "id2"


@pytest.mark.parametrize("address", ["", "top", "Top", "the-sheet-all-of-it"])
def test_the_title_and_the_top_lead_to_the_whole_sheet(address: str) -> None:
    sheet = sheet_of("A", "B")
    assert Anchors(sheet).is_top(address)
    assert section_at(sheet, address) is None
    assert chosen_sections(sheet, address) == sheet.sections


def test_a_section_called_top_is_no_top() -> None:
    assert section_at(sheet_of("A", "Top"), "top") == sheet_of("A", "Top").sections[1]


def test_a_command_is_told_the_nearest_ids(parse: Parse) -> None:
    sheet = parse("# T\n\n## Economic relations\n\nx\n")
    with pytest.raises(UsageError, match="Try “economic-relations”"):
        chosen_sections(sheet, "economic-relation")


def test_a_reader_is_told_of_an_unknown_place_without_ids(parse: Parse) -> None:
    with pytest.raises(DocumentError) as caught:
        linked_section(parse("# T\n\n## A\n\nx\n"), "b")
    assert "“b”, which is no section of “T”" in caught.value.what
    assert "hkviewer" not in str(caught.value)


def test_a_section_is_chosen_by_an_anchor_with_those_below_it(parse: Parse) -> None:
    sheet = parse("# T\n\n## A & b\n\nx\n\n### C\n\ny\n\n## D\n\nz\n")
    assert [section.id for section in chosen_sections(sheet, "a--b")] == ["a-b", "c"]


@pytest.mark.slow
def test_many_sections_are_numbered_in_linear_time() -> None:
    def seconds(count: int) -> float:
        sheet = sheet_of(*["Same & same"] * count)
        start = time.process_time()
        assert found(sheet, f"same--same-{count - 1}") == f"id{count - 1}"
        return time.process_time() - start

    seconds(500)
    assert min(seconds(8000) for _ in range(3)) < 16 * min(seconds(2000) for _ in range(3))


@pytest.mark.parametrize(
    ("heading", "addresses"),
    [
        ("Head {#my-id}", ["head", "my-id", "head-my-id"]),
        ("Head {#my-id .class key=value}", ["head", "my-id", "head-my-id-class-key-value"]),
        ('Head <a name="here"></a>', ["head", "here"]),
    ],
)
def test_what_is_written_with_a_heading_and_the_id_of_before_lead_there(
    parse: Parse, heading: str, addresses: list[str]
) -> None:
    sheet = parse(f"# T\n\n## Before\n\nx\n\n## {heading}\n\ny\n")
    assert [found(sheet, address) for address in addresses] == [sheet.sections[1].id] * len(addresses)


def test_what_is_written_with_a_title_without_words_leads_to_the_first_section(parse: Parse) -> None:
    assert found(parse("# T {#start}\n\n## A\n\nx\n"), "start") == "a"
    assert found(parse("# T {#start}\n\nWords.\n\n## A\n\nx\n"), "start") == "t"
