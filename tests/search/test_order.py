"""The best section first, in steps; words side by side are one match."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hkviewer.cli import main
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.search.index.lookup import MOST_SECTIONS
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.result import SearchResult

Find = Callable[..., SearchResult]
Matches = Callable[..., list[str]]


def _sheet(parts: dict[str, str], name: str = "Sheet") -> str:
    return f"# {name}\n\n" + "".join(f"## {title}\n\n{text}\n\n" for title, text in parts.items())


def _titles(result: SearchResult) -> list[str]:
    return [section.title for section in result.sections]


_STEPS = {
    "Farther": "Gold.\n\nMuch of it is mined.\n\nExports grow.",
    "A paragraph": "Gold is mined. Exports grow.",
    "A sentence": "Exports include gold.",
    "Side by side": "Much is earned by gold exports.",
    "Gold alone": "Exports.",
    "Exports of much gold": "Nothing.",
    "On gold exports": "Nothing.",
    "The gold export": "Nothing.",
}


def test_sections_stand_best_first_in_steps(find_in: Find) -> None:
    assert _titles(find_in(_sheet(_STEPS), "gold exports")) == [
        "On gold exports",  # words of asking aside
        "The gold export",
        "Exports of much gold",
        "Gold alone",
        "Side by side",
        "A sentence",
        "A paragraph",
        "Farther",
    ]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("gold", "Gold"),
        ("what is gold", "Gold"),
        ("golds", "Gold"),
        ("GOLD", "Gold"),
        ("land boundary", "Land boundaries"),
        ("boundaries of the land", "Land boundaries"),
        ("gold of kenya", "Gold"),
    ],
)
def test_the_section_that_is_called_so_comes_first(query: str, first: str, find_in: Find) -> None:
    parts = {
        "Gold coast": "Gold, gold, gold, land boundary.",
        "Overview": "Gold. Land boundary, land boundary. Boundaries of the land.",
        "Gold": "None.",
        "Land boundaries": "Total.",
    }
    assert _titles(find_in(_sheet(parts, "Kenya"), query))[0] == first


def test_a_heading_without_text_comes_last_in_its_class(find_in: Find) -> None:
    text = "# S\n\n## Military\n\n### Military forces\n\nx\n\n### Notes\n\nMilitary.\n"
    assert _titles(find_in(text, "military forces military")) == ["Military forces"]
    text = "# S\n\n## Military and more\n\n### Military forces\n\nx\n\n### Notes\n\nMilitary.\n"
    assert _titles(find_in(text, "military")) == ["Military forces", "Military and more", "Notes"]


def test_then_matches_for_the_length_decide_and_then_the_order_of_reading(find_in: Find) -> None:
    parts = {
        "Long": "gold " + "and so on " * 600,
        "Short": "gold and so on",
        "Shorter": "gold",
        "Middle": "gold " + "and so on " * 60,
    }
    assert _titles(find_in(_sheet(parts), "gold")) == ["Short", "Shorter", "Middle", "Long"]


def test_what_only_the_titles_above_hold_is_no_merit(find_in: Find) -> None:
    text = "# Kenya\n\n## Head\n\n### One\n\ngovernment\n\n### Two\n\nThe head of government is elected.\n"
    assert _titles(find_in(text, "head of government")) == ["Two", "One"]


def test_what_the_sheet_is_about_is_set_aside(find_in: Find) -> None:
    parts = {
        "Background": "China and its president. " + "And so on. " * 200,
        "Executive branch": "The president is the president; a president is elected.",
        "Area": "That of China.",
        "Area of China’s lakes": "Small.",
    }
    assert _titles(find_in(_sheet(parts, "China"), "president of china"))[0] == "Executive branch"
    assert _titles(find_in(_sheet(parts, "China"), "area of china"))[0] == "Area"


def test_a_heading_with_more_of_the_words_comes_first(find_in: Find) -> None:
    parts = {"Natural resources": "Gas reserves.", "Natural gas": "Its reserves."}
    assert _titles(find_in(_sheet(parts), "natural gas reserves")) == ["Natural gas", "Natural resources"]


def test_reading_order_is_that_of_the_sheet_and_changes_nothing_else(find: Find, index: SearchIndex) -> None:
    best, reading = index.search("trade export"), index.search("hong kong trade", order="reading")
    assert (best.order, reading.order) == ("best", "reading")
    ids = [section.section for section in reading.sections]
    assert ids == ["economic-relations", "hong-kongs-membership-in-international-organizations", *ids[2:]]
    again = index.search("hong kong trade")
    assert again.total == reading.total
    assert {s.section: s.spans for s in again.sections} == {s.section: s.spans for s in reading.sections}
    for section in reading.sections:
        assert [snippet.first for snippet in section.snippets] == sorted(s.first for s in section.snippets)


def test_the_command_lists_in_reading_order_on_demand(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "own.md"
    file.write_text(_sheet({"Overview": "Gold.", "Gold": "None."}), encoding="utf-8")
    for order, first in [("best", "Gold"), ("reading", "Overview")]:
        assert main(["search", "gold", str(file), "--order", order]) == 0
        assert capsys.readouterr().out.startswith(first + "\n")
    assert main(["search", "gold", "--order", "worst"]) == 2


@pytest.mark.slow
def test_a_heading_that_is_the_query_leads_beyond_the_sections_that_are_counted() -> None:
    parts = "".join(f"## Part {n}\n\nGold {n}.\n\n" for n in range(MOST_SECTIONS + 5))
    sheet = parse_sheet(f"# Many\n\n{parts}## Gold\n\nAt last.\n", name="many", digest="0" * 64)
    index = SearchIndex.of_sheet(sheet)
    for limit in (3, None):
        result = index.search("gold", limit)
        assert (result.capped, result.section_count) == (True, MOST_SECTIONS)
        assert _titles(result)[:2] == ["Gold", "Part 0"]
        assert len({section.section for section in result.sections}) == len(result.sections)
    assert index.search("gold", 3, "reading").total == index.search("gold", 3).total
    index.close()


def test_across_a_library_what_is_rare_counts_for_more() -> None:
    def sheet(name: str, parts: dict[str, str]) -> FactSheet:
        return parse_sheet(_sheet(parts, name), name=name, digest=name)

    rest = " ".join(["filler"] * 200)
    sheets = [
        sheet("one", {"A": f"{'common ' * 20}. {rest} rare. {rest}"}),
        sheet("two", {"B": f"common. {rest} {'rare ' * 20}. {rest}"}),
        *(sheet(f"x{n}", {"C": "common common common common common words"}) for n in range(200)),
    ]
    index = SearchIndex.of_sheets([(s.id, s) for s in sheets])
    assert _titles(index.search("common rare"))[:2] == ["B", "A"]
    index.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hong kong", ["Hong Kong", "Hong-Kong", "Kong", "Hong; Kong"]),
        ("kong hong", ["Hong", "Kong", "Hong", "Kong", "Kong", "Hong", "Kong"]),
    ],
)
def test_words_side_by_side_are_one_match(query: str, found: list[str], matches_in: Matches) -> None:
    text = "Hong Kong and Hong-Kong. Kong. Hong; Kong"
    assert matches_in(text, query) == found


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("works of art", "works of art", ["works of art"]),
        ("works of the art", "works of art", ["works", "art"]),
        ("works and art", "works of art", ["works", "art"]),
        ("People’s Republic of China", "people's republic of china", ["People’s Republic of China"]),
        ("New York, New Jersey", "new york new jersey", ["New York, New Jersey"]),
        ("gold coins (silver) mines", "gold coin silver mine", ["gold coins (silver) mines"]),
        ("gold. Silver", "gold silver", ["gold", "Silver"]),
        ("gold. silver", "gold silver", ["gold. silver"]),
        ("the U.S. Trade Office", "u.s. trade office", ["U.S. Trade Office"]),
        ("gold + silver", "gold silver", ["gold", "silver"]),
        ("gold\n\nsilver", "gold silver", ["gold", "silver"]),
        ("- gold\n- silver", "gold silver", ["gold", "silver"]),
        ("gold in 2018. 2019 was", "2018 2019", ["2018", "2019"]),
        ("b c d e and c d", "b c d e", ["b c d e", "c d"]),
        ("the gold silver", '"gold" silver', ["gold", "silver"]),
        ("gold silver tin", "gold OR silver tin", ["gold", "silver", "tin"]),
        ("gold silver, not tin", "gold silver -lead", ["gold silver"]),
        ("Tel.: (202) 495-2266", "tel 202.495.2266", ["Tel", "(202) 495-2266"]),
        ("more than 1,300 firms", "1300 firms", ["1,300", "firms"]),
        ("the Act of 1992", "act of 1992", ["Act of 1992"]),
        ("中国 香港", "中国 香港", ["中国 香港"]),
    ],
)
def test_what_makes_one_match(text: str, query: str, found: list[str], matches_in: Matches) -> None:
    assert matches_in(text, query) == found


def test_hong_kong_is_43_matches(find: Find) -> None:
    result = find("hong kong")
    assert result.total == 43
    assert result.total == sum(section.hits + section.heading_hits for section in result.sections)


def test_a_half_typed_word_is_one_match_with_those_before_it(matches_in: Matches) -> None:
    assert matches_in("Hong Kong", "hong ko", typing=True) == ["Hong Kong"]


def test_a_word_that_is_repeated_without_end_costs_no_time(find_in: Find) -> None:
    text = "trade " * 20_000
    assert find_in(text, "trade " * 160).total == 20_000
    assert find_in(text.replace("trade trade", "trade law"), "trade law " * 90).total >= 1


def test_the_sentence_that_holds_most_is_the_first_snippet(find_in: Find) -> None:
    rest = "So it goes on and on, for many words, until the next of them comes. " * 3
    text = f"Gold is old. {rest} Exports grow. {rest} Exports of gold fell. {rest} Gold again."
    (section,) = find_in(text, "gold exports").sections
    first = section.snippets[0]
    assert "Exports of gold fell" in first.text
    assert sorted(snippet.first for snippet in section.snippets) == [0, 1, 2, 4]
