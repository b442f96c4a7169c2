"""Everyday words for what a sheet calls otherwise: the field that is meant, and words that say the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.result import SearchResult
from hkviewer.search.text import equivalents
from hkviewer.search.text.word_lists import word_list

Find = Callable[..., SearchResult]

SHEET = """# Ruritania

## Introduction

### Background

Ruritania became a kingdom in 1200. Its past is told in songs.

## Geography

### Area

total: 7,000 sq km

### Area - comparative

half the size of Zenda

### Climate

mild; the weather of the hills is wet

## Economy

### Industries

steel, machines

### Exchange rates

crowns (RUC) per US dollar; the currency is old

### Real GDP growth rate

2% (2024); growth of constant currency

### Unemployment rate

4% (2024)

## Military

### Military expenditures

1% of GDP

### Railways

total: 12 km, of steel
"""


def _found(result: SearchResult) -> tuple[str, int, str]:
    return (result.sections[0].title if result.sections else "", result.total, result.message)


@pytest.mark.parametrize(
    ("query", "title", "told"),
    [
        ("military spending", "Military expenditures", "military spending = Military expenditures."),
        ("defence budget of Ruritania", "Military expenditures", "defence budget = Military expenditures."),
        ("how big is Ruritania?", "Area", "how big = Area."),
        ("how big is it", "Area", "how big = Area."),
        ("jobless rate", "Unemployment rate", "jobless rate = Unemployment rate."),
        ("railroads", "Railways", "railroads = Railways."),
        ("how fast is the economic growth", "Real GDP growth rate", ""),
        ("main industries", "Industries", "main industries = Industries."),
        ("climate data", "Climate", "climate data = climate."),
    ],
)
def test_everyday_words_find_the_field(query: str, title: str, told: str, find_in: Find) -> None:
    result = find_in(SHEET, query)
    assert result.sections[0].title == title
    assert not told or (result.message, result.alias) == (told, told.rstrip("."))


@pytest.mark.parametrize(
    ("query", "title"), [("weather", "Climate"), ("currency", "Exchange rates"), ("the past", "Background")]
)
def test_the_field_comes_before_sections_that_only_have_the_words(
    query: str, title: str, find_in: Find
) -> None:
    result = find_in(SHEET, query)
    word = query.rsplit(maxsplit=1)[-1]
    assert result.sections[0].title == title
    texts = [section.snippets[0].text for section in result.sections if section.snippets]
    assert any(word in text for text in texts), "hits of the words themselves are kept"
    for section in result.sections:
        marked = {snippet.text[slice(*span)] for snippet in section.snippets for span in snippet.spans}
        marked |= {section.title[slice(*span)] for span in section.heading_spans}
        assert {each.lower() for each in marked} <= {word, title.lower()}


@pytest.mark.parametrize(
    "query", ["Area", "climate", "unemployment rate", "steel", '"weather"', "+weather x*"]
)
def test_a_heading_that_is_the_query_and_chosen_words_are_not_reworded(query: str, find_in: Find) -> None:
    assert find_in(SHEET, query).alias == ""


def test_nothing_is_reworded_while_it_is_being_typed(find_in: Find) -> None:
    assert find_in(SHEET, "military spending", typing=True).alias == ""


@pytest.mark.parametrize("query", ["how big is the steel", "weather climbing", "parliament", "how big"])
def test_a_field_without_its_name_in_a_heading_is_not_claimed(query: str, find_in: Find) -> None:
    text = SHEET.replace("### Area\n", "### Land\n").replace("### Area -", "### Size -")
    assert not any(section.heading_hits for section in find_in(text, query).sections)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("jobless people in towns", "A"),
        ("chinese envoys", "B"),
        ("anti-money-laundering", "A"),
        ("pro-money-laundering rules", "A"),
    ],
)
def test_words_that_say_the_same_are_searched_where_nothing_has_all(
    query: str, title: str, find_in: Find
) -> None:
    text = (
        "# S\n\n## A\n\nUnemployed people in towns. Money laundering and its rules.\n\n"
        "## B\n\nChina sent ambassadors. Copyright.\n"
    )
    result = find_in(text, query)
    assert [section.title for section in result.sections] == [title]
    assert result.message


def test_words_that_stand_there_are_not_exchanged(find: Find) -> None:
    assert find("U.S. companies").alias == ""


@pytest.mark.parametrize(
    ("title", "query", "told"),
    [
        ("United States", "us area", "us = United States"),
        ("United States", "area of the USA", "USA = United States"),
        ("United Kingdom", "british area", "british = United Kingdom"),
        ("Germany", "the area of the Germans", "Germans = Germany"),
    ],
)
def test_another_name_of_what_the_sheet_is_about_counts_as_held_beside_a_heading(
    title: str, query: str, told: str, find_in: Find
) -> None:
    text = f"# {title}\n\n## History\n\nUS and German area\n\n## Population\n\n2\n\n## Area\n\n3 sq km\n"
    result = find_in(text, query)
    assert (result.sections[0].title, result.alias) == ("Area", told)


def test_another_name_of_the_sheet_is_not_left_out_where_that_finds_no_heading(find_in: Find) -> None:
    text = "# Germany\n\n## Languages\n\nGerman, in law\n\n## Law\n\ncivil law of old\n"
    assert [section.title for section in find_in(text, "german civil").sections] == ["Law"]
    assert [section.title for section in find_in(text, "german in law").sections] == ["Law", "Languages"]
    assert [section.title for section in find_in(text, "german").sections] == ["Languages"]


@pytest.mark.parametrize("query", ["is a part of the text", "govern text"])
def test_beside_others_a_word_is_not_looked_for_inside_words_that_it_does_not_make(
    query: str, find_in: Find
) -> None:
    result = find_in("The department printed the text.", query.replace("govern", "art"))
    assert result.total == 0


def test_each_row_of_the_list_says_something() -> None:
    rows = [
        line
        for line in word_list("equivalents.txt")
        if not any(sign in line for sign in (" -> ", " = ", " ~ "))
    ]
    assert rows == []
    assert all(
        keys and equivalent.names
        for keys, several in equivalents.equivalents().items()
        for equivalent in several
    )


def test_no_row_says_twice_what_its_endings_or_spellings_say() -> None:
    for keys, several in equivalents.equivalents().items():
        same = [row for row in several if not row.is_near]
        assert len(same) == len({*same}), keys


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("how many Germans are there", "Population"),
        ("how old do germans get", "Life expectancy at birth"),
        ("world population", "Population"),
        ("population in law", "Law"),
    ],
)
def test_who_lives_in_a_place_is_people_and_what_may_stand_beside_anything_keeps_no_heading_from_leading(
    query: str, first: str, find_in: Find
) -> None:
    text = "# Germany\n\n## Law\n\nof the world and its population\n\n## Population\n\n2\n\n"
    assert find_in(text + "## Life expectancy at birth\n\n81\n", query).sections[0].title == first


def test_a_word_of_the_title_that_is_counted_is_no_name(find_in: Find) -> None:
    text = "# United States\n\n## Area\n\nall states\n\n## Administrative divisions\n\n50 states\n"
    assert find_in(text, "how many states").sections[0].title == "Administrative divisions"


def test_who_is_counted_is_people_without_a_plural_too(find_in: Find) -> None:
    text = "# Japan\n\n## Ethnic groups\n\nJapanese\n\n## Population\n\n2\n"
    assert find_in(text, "how many japanese").sections[0].title == "Population"


def test_what_says_what_is_asked_for_does_not_merely_stand_beside_a_word_of_a_heading(find_in: Find) -> None:
    text = "# Land\n\n## Reserves of foreign exchange\n\n2 billion\n\n## Trade\n\nOn the border.\n"
    assert find_in(text, "foreign policy").total == 0


def test_words_that_are_typed_for_each_other_stand_in_one_group() -> None:
    words = [word for line in word_list("alike.txt") for word in line.split(", ")]
    assert [*dict.fromkeys(words)] == words


def test_where_each_word_stands_somewhere_other_words_make_a_section_near_and_not_a_hit(find: Find) -> None:
    result = find("where is the chinese embassy")
    assert (result.total, result.sections) == (0, ())
    nearest = result.nearest[0]
    assert (nearest.found.title, nearest.missing) == ("Bilateral Representation", ("chinese",))
    assert "chinese = China." in result.message


def test_no_single_word_of_asking_is_blamed(find: Find) -> None:
    assert find("how big is it").message == "No section contains all of “how big is it”."


@pytest.mark.parametrize(
    ("word", "other"), [("aeroplanes", "Aircraft"), ("live", "residents"), ("cops", "law enforcement")]
)
def test_a_word_that_is_all_of_a_query_is_found_itself_or_another_is_offered(
    word: str, other: str, find_in: Find
) -> None:
    result = find_in("# S\n\n## A\n\nAircraft, residents and law enforcement.\n\n## B\n\nWords.\n", word)
    told = f"No section contains “{word}”. Related: “{other}”."
    assert (result.total, result.sections, result.alias, result.message) == (0, (), "", told)
    assert [(each.found.title, each.word) for each in result.related] == [("A", other)]


@pytest.mark.parametrize("query", ["population of hong kong", "hong kong overview", "size of hong kong"])
def test_the_name_of_the_sheet_alone_is_no_answer_to_what_stands_nowhere(query: str, find: Find) -> None:
    result = find(query)
    assert (result.total, result.sections, " = " in result.message) == (0, (), False)
