"""Words that are cut short without a dot: a heading has them whole, or they are known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.result import SearchResult
from hkviewer.search.text.word_lists import short_for, word_list

Find = Callable[..., SearchResult]
SHEET = """# Ruritania

## Government

### Government type

a kingdom

### Diplomatic representation in the US

Telephone: 1234567; state.gov

## Economy

### Real GDP per capita

$300 in 2016

### Population growth rate

2%

### Unemployment rate

4% of workers, in 2017 more

### Electricity generation sources

coal, water

### Budget

12 million dollars of revenue; popular with generals

### Budget of towns (million dollars)

7
"""


@pytest.mark.parametrize(
    ("query", "first", "told"),
    [
        ("pop growth", "Population growth rate", "pop growth = Population growth rate."),
        ("gov type", "Government type", "gov type = Government type."),  # it stands in an address, too
        ("unempl rate", "Unemployment rate", "unempl = unemployment."),
        ("elec gener sources", "Electricity generation sources", "elec = electricity. gener = generation."),
        ("dipl reps", "Diplomatic representation in the US", "dipl = diplomatic. reps = representation."),
    ],
)
def test_a_word_that_is_cut_short_is_what_a_heading_has_beside_the_others(
    query: str, first: str, told: str, find_in: Find
) -> None:
    result = find_in(SHEET, query)
    assert (result.sections[0].title, result.message) == (first, told)


def test_a_section_is_near_by_a_word_cut_short_and_not_by_the_year_alone(find_in: Find) -> None:
    result = find_in(SHEET, "gdp per cap 2017")
    assert (result.total, [near.found.title for near in result.nearest]) == (0, ["Real GDP per capita"])


@pytest.mark.parametrize("query", ["pop", "popular growth", '"pop growth"', "fins"])
def test_a_word_alone_and_what_no_heading_has_together_stay_as_they_are(query: str, find_in: Find) -> None:
    assert " = population" not in find_in(SHEET, query).message


def test_no_word_is_written_out_while_it_is_typed(find_in: Find) -> None:
    assert " = " not in find_in(SHEET, "pop growth", typing=True).message


def test_each_row_of_the_list_says_something() -> None:
    assert all(" = " in line for line in word_list("short-for.txt"))
    assert all(names and " " not in short for short, names in short_for().items())


def test_the_unit_that_something_is_asked_for_in_need_not_stand_in_the_heading(find_in: Find) -> None:
    assert find_in(SHEET, "budget in million dollars").sections[0].title == "Budget"
    assert find_in(SHEET, "budget of towns million").sections[0].title == "Budget of towns (million dollars)"


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("consulate general hk tel", ("consulate general",)),
        ("chinese ambassador in washington address", ("address", "ambassador")),
        ("street address of prc embassy", ("street", "address")),  # the embassy is China’s there
        ("chinese embassy address", ("address",)),
    ],
)
def test_what_is_close_to_a_word_makes_a_section_near_and_no_hit(
    query: str, missing: tuple[str, ...], find: Find
) -> None:
    result = find(query)
    assert (result.total, result.nearest[0].found.title) == (0, "Bilateral Representation")
    assert result.nearest[0].missing == missing


def test_the_field_that_is_meant_is_nearer_than_a_section_with_as_many_words(find_in: Find) -> None:
    text = (
        "# Land\n\n## Background\n\nElves fled to Land.\n\n"
        "## Refugees and internally displaced persons\n\n7,000\n\n## Ports\n\nTwo.\n\n## Coast\n\nLong.\n"
    )
    assert find_in(text, "elves refugees").nearest[0].found.title.startswith("Refugees")


def test_of_the_sections_that_a_field_means_those_with_the_word_itself_come_first(find_in: Find) -> None:
    text = (
        "# Land\n\n## Diplomatic representation of Land\n\nOffice: 3 Long Street, city\n\n"
        "## Diplomatic representation in Land\n\nEmbassy: 5 Short Street, city\n"
    )
    titles = [section.title for section in find_in(text, "embassy city").sections]
    assert titles == ["Diplomatic representation in Land", "Diplomatic representation of Land"]


def test_where_a_share_is_asked_for_the_section_with_what_it_is_of_is_near(find_in: Find) -> None:
    text = (
        "# Land\n\n## Trade\n\nThe share of China grows.\n\n## Peoples\n\nChinese 5%\n\n"
        "## Coast\n\nLong.\n\n## Ports\n\nTwo.\n"
    )
    result = find_in(text, "chinese share")
    assert (result.total, result.nearest[0].found.title, result.nearest[0].missing) == (
        0,
        "Peoples",
        ("share",),
    )
