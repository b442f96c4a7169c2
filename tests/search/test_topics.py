"""Words that only hint at a field: parts of its everyday names, and what it is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.result import SearchResult
from hkviewer.search.text import equivalents, topics
from hkviewer.search.text.word_lists import word_list

Find = Callable[..., SearchResult]

COUNTRY = """# Land

## Background

A republic since 1990. Nothing of it ended.

## Location

Between the Vik river and Zenda

## Land use

forest: 6%

## Capital

Streslau, a city of letters

## Flag

a red cross

## Suffrage

18 years

## Ports

Hentzau and Tarlen

## Composition, by end use

9%

## Electricity

5 kW

## Death rate

9

## Infant mortality rate

5 children

## Military forces

The TNF, a navy

## Health expenditure

4%

## Hospital bed density

2 beds

## Agricultural products

milk, wheat
"""


def _nearest(result: SearchResult) -> list[str]:
    assert (result.total, result.sections) == (0, ())
    return [near.found.title for near in result.nearest]


@pytest.mark.parametrize(
    ("query", "title", "missing"),
    [
        ("whose wharf lets tankers unload", "Ports", ("wharf", "lets", "tankers", "unload")),
        ("were there ever any dictators and uprisings", "Background", ("ever", "dictators", "uprisings")),
        ("chickens on display", "Agricultural products", ("chickens", "display")),
    ],
)
def test_words_that_hint_at_a_field_make_it_near_and_count_as_lacking(
    query: str, title: str, missing: tuple[str, ...], find_in: Find
) -> None:
    result = find_in(COUNTRY, query)
    assert _nearest(result)[0] == title
    assert set(result.nearest[0].missing) <= set(missing)


def test_without_a_heading_of_the_field_a_hint_leads_nowhere(find_in: Find) -> None:
    text = COUNTRY.replace("## Ports", "## Piers and such")
    assert _nearest(find_in(text, "whose wharf lets tankers unload")) == []


def test_too_few_words_of_many_are_no_hint(find_in: Find) -> None:
    assert (
        _nearest(find_in(COUNTRY, "tankers photographed by famous elderly painters yesterday evening")) == []
    )


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("in what year did slavery end", "Background"),  # and not “by end use”
        ("kids who died early", "Infant mortality rate"),  # and not “Death rate”
    ],
)
def test_what_speaks_for_a_section_is_weighed_and_not_counted(query: str, first: str, find_in: Find) -> None:
    assert _nearest(find_in(COUNTRY, query))[0] == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("are women, too, allowed by law to vote", "Suffrage"),
        ("at what age may people go and vote", "Suffrage"),
        ("what does the writing on the flag say", "Flag"),
    ],
)
def test_the_words_of_a_field_may_stand_anywhere_in_a_question(query: str, first: str, find_in: Find) -> None:
    result = find_in(COUNTRY, query)
    assert (result.sections[0].title if result.sections else _nearest(result)[0]) == first


def test_of_fields_the_one_that_more_words_mean_is_chosen(find_in: Find) -> None:
    text = "# Land\n\n## Population\n\nof work\n\n## Unemployment rate\n\n4%\n"
    assert find_in(text, "how many people are out of work").sections[0].title == "Unemployment rate"


def test_words_that_only_carry_a_question_keep_no_field_from_being_meant(find_in: Find) -> None:
    text = "# Land\n\n## Upper chamber\n\n2\n\n## Legislative branch - upper chamber\n\n9 seats\n"
    assert find_in(text, "how many members sit in the senate").sections[0].title == (
        "Legislative branch - upper chamber"
    )


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("grain exports", "Exports - commodities"),
        ("imports of machinery", "Imports - commodities"),
        ("exports", "Exports"),
        ("what is grown", "Agricultural products"),
    ],
)
def test_goods_that_are_exported_are_commodities(query: str, first: str, find_in: Find) -> None:
    fields = ["Agricultural products", "Exports", "Exports - partners", "Exports - commodities"]
    text = "".join(f"## {name}\n\n2\n\n" for name in [*fields, "Imports", "Imports - commodities"])
    result = find_in(f"# Land\n\n{text}## Note\n\nNothing.\n", query)
    assert (result.sections[0].title if result.sections else _nearest(result)[0]) == first


@pytest.mark.parametrize(
    ("name", "query", "first"),
    [
        ("Chile", "where do most Chileans live", "Population distribution"),
        ("Argentina", "how old are Argentines", "Median age"),
        ("Argentina", "how old do Argentines get", "Life expectancy at birth"),
        ("Peru", "how old are Peruvians", "Median age"),
    ],
)
def test_who_lives_in_a_place_is_known_by_more_endings(
    name: str, query: str, first: str, find_in: Find
) -> None:
    fields = ["Median age", "Life expectancy at birth", "Population distribution"]
    text = "".join(f"## {field}\n\n2\n\n" for field in fields)
    result = find_in(f"# {name}\n\n{text}## Nationality\n\nChileans, Argentines, Peruvians\n", query)
    assert result.sections[0].title == first


@pytest.mark.parametrize("query", ["who buys tea", "which countries buy tea", "what is sold by whom"])
def test_to_buy_is_not_to_import_nor_to_sell_to_export(query: str, find_in: Find) -> None:
    text = "# Land\n\n## A\n\nImports of tea, exports.\n\n## B\n\nWords.\n"
    assert find_in(text, query).alias == ""


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("women in parliament", "Legislative branch - lower chamber"),
        ("who makes the laws", "Legislative branch"),
        (
            "does it have soldiers",
            "Military and security forces",
        ),  # of “personnel strengths” there is no heading
        ("antarctic bases", "Note"),
        ("village electricity", "Electricity access"),
        ("end of apartheid", "Background"),
    ],
)
def test_what_a_sheet_lacks_leads_to_what_it_has(query: str, first: str, find_in: Find) -> None:
    text = """# Land

## Background

Apartheid was over in 1994.

## Legislative branch

Parliament

## Legislative branch - lower chamber

23% women

## Military and security forces

none

## Note

has bases in Antarctica

## Electricity

2 kW

## Electricity access

rural areas: 9%

## Composition, by end use

2%
"""
    result = find_in(text, query)
    assert (result.sections[0].title if result.sections else _nearest(result)[0]) == first


def test_a_river_is_no_watershed(find_in: Find) -> None:
    text = "# Land\n\n## Major watersheds\n\nNile\n\n## Note\n\nlargest country without a river\n"
    assert [section.title for section in find_in(text, "rivers").sections] == ["Note"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["thin"], "Children under the age of 5 years underweight"),
        (["defence", "nato"], "Military expenditures"),  # each a part of a row: “defence budget”
        (["much", "harvest"], "Agricultural products"),
    ],
)
def test_a_hint_is_a_topic_or_a_part_of_a_row(words: list[str], field: str) -> None:
    found = topics.hints(equivalents.key(word) for word in words)
    assert found[0].names[0] == field
    assert all(0 < says <= 1 for hint in found for says in hint.strengths.values())


def test_a_word_of_more_topics_says_less_of_each() -> None:
    in_one, in_several = topics.hints(["rooster"]), topics.hints(["island"])
    assert len(in_one) < len(in_several)
    assert in_one[0].strengths["rooster"] > in_several[0].strengths["island"]


def test_words_of_asking_alone_hint_at_nothing() -> None:
    assert topics.hints(["how", "many", "who"]) == []


def test_each_topic_names_a_field_once_and_each_of_its_words_says_something_new() -> None:
    own: dict[str, set[str]] = {}
    for typed, row in equivalents.rows_of_fields():
        if len(keys := equivalents.keys(typed)) == 1:
            own.setdefault(row.names[0], set()).add(equivalents.alike(keys[0]))
    fields = [line.partition(": ")[0] for line in word_list("topics.txt")]
    assert [*dict.fromkeys(fields)] == fields
    for line in word_list("topics.txt"):
        field, _, words = line.partition(": ")
        known = {*own.get(field, ())}
        for word in words.split(", "):
            says = {*map(equivalents.alike, equivalents.keys(word))}
            assert says - known, (field, word)
            known |= says


def test_words_that_carry_a_question_stand_in_one_list() -> None:
    light = [word for line in word_list("light.txt") for word in line.split(", ")]
    assert [*dict.fromkeys(light)] == light
    assert not set(light) & set(word_list("incidental.txt"))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("royal family killed 2001", "Background"),  # massacred
        ("presidents and rebels", "Background"),  # insurgents
    ],
)
def test_beside_what_is_close_to_a_word_that_stands_nowhere_a_field_leads_no_more(
    query: str, first: str, find_in: Find
) -> None:
    before = "The royal family was massacred in 2001; insurgents had a president."
    fields = ["Executive branch", "Legislative branch", "Flag", "Ports", "Climate", "Area"]
    text = f"# Land\n\n## Background\n\n{before}\n\n" + "".join(f"## {name}\n\n2\n\n" for name in fields)
    assert _nearest(find_in(text, query))[0] == first


@pytest.mark.parametrize(
    "query", ["opted out of the euro", "why opted against euro", "those who opted for euros"]
)
def test_a_field_that_lacks_the_word_that_hints_at_it_leads_no_section_that_has_one(
    query: str, find_in: Find
) -> None:
    text = "# Land\n\n## Background\n\nIt opted out of monetary union.\n\n## Exchange rates\n\nkroner 7\n\n"
    text += "## Economic overview\n\nIts currency is pegged to the euro.\n\n## Flag\n\nred\n"
    assert "Exchange rates" not in _nearest(find_in(text, query))[:1]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("relationship with OPEC", "Economic overview"),  # which the organizations do not list
        ("relationship with the EU", "Flag"),
        ("relations to NATO", "International organization participation"),  # no other section has it
    ],
)
def test_a_field_leads_no_only_section_that_has_the_word_that_means_the_field(
    query: str, first: str, find_in: Find
) -> None:
    text = """# Land

## International organization participation

IMF, ILO

## Economic overview

Oil, formerly within OPEC

## Flag

as that of the EU

"""
    others = "\n".join(f"## Other {number}\n\nwords\n" for number in range(30))
    assert _nearest(find_in(text + others, query))[0] == first
