"""What leads to a section that has not every word: close words, rare pairs, words that stand nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.result import SearchResult

Find = Callable[..., SearchResult]

COUNTRY = """# Land

## Economy

### Real GDP (purchasing power parity)

$5 billion

### Real GDP per capita

$5,000

## People

### Death rate

9 deaths/1,000 population

### Maternal mortality ratio

51 deaths/100,000 live births

### Mother's mean age at first birth

21 years

### Telephones - mobile cellular

42 million

### Elevation

Mount A 6,000 m
"""


def _first(result: SearchResult) -> str:
    return result.sections[0].title if result.sections else ""


@pytest.mark.parametrize(
    ("query", "title", "word"),
    [
        ("prisoners", "U.S.-Hong Kong Relations", "sentenced persons"),
        ("deport", "U.S.-Hong Kong Relations", "extradition"),
        ("liberty", "U.S.-Hong Kong Relations", "Rights"),
        ("chicken", "Economic Relations", "meat"),
        ("worried", "Economic Relations", "wariness"),
        ("rich", "U.S.-Hong Kong Relations", "prosperity"),
        ("companies worried about repression", "Economic Relations", "repressive"),
    ],
)
def test_a_word_that_is_close_to_one_that_stands_nowhere_is_offered_and_not_counted(
    query: str, title: str, word: str, find: Find
) -> None:
    result = find(query)
    assert (result.total, result.sections) == (0, ())
    assert (result.related[0].found.title, result.related[0].word) == (title, word)
    assert f"“{word}”" in result.message


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("who takes care of hong kong's defence", "U.S.-Hong Kong Relations"),
        ("zip code of embassy", "Bilateral Representation"),
        ("IPR enforcement", "Economic Relations"),  # a name of three words, though typed short, says more
        ("aid money for hong kong", "U.S. Assistance to Hong Kong"),
    ],
)
def test_what_stands_nowhere_keeps_no_section_from_being_near(query: str, nearest: str, find: Find) -> None:
    result = find(query)
    assert (result.total, result.sections) == (0, ())
    assert result.nearest[0].found.title == nearest


@pytest.mark.parametrize(
    ("query", "title", "missing"),
    [
        ("typical unclimbed tallest hill", "Elevation", ("typical", "unclimbed")),
        ("highest unclimbed mountain", "Elevation", ("unclimbed",)),
        ("mobilephones of farmers", "Telephones - mobile cellular", ("farmers",)),
        ("railways and mobile phones", "Telephones - mobile cellular", ("railways",)),
    ],
)
def test_the_field_that_some_words_mean_is_nearest_where_nothing_has_the_others(
    query: str, title: str, missing: tuple[str, ...], find_in: Find
) -> None:
    result = find_in(COUNTRY, query)
    assert (result.total, result.sections) == (0, ())
    assert (result.nearest[0].found.title, result.nearest[0].missing) == (title, missing)
    assert f"= {title}." in result.message


def test_of_fields_that_are_meant_the_one_that_says_most_of_the_query_is_nearest(find_in: Find) -> None:
    text = "# Ruritania\n\n## Age structure\n\n14% old\n\n## Median age of mothers\n\n31 years\n"
    assert find_in(text, "median age of farmers").nearest[0].found.title == "Median age of mothers"
    assert find_in(text, "age of farmers").nearest[0].found.title == "Age structure"


def test_who_lives_in_a_place_is_named_after_it(find_in: Find) -> None:
    assert _first(find_in(COUNTRY.replace("# Land", "# Germany", 1), "mobile phones of the germans")) == (
        "Telephones - mobile cellular"
    )


def test_two_words_that_are_rare_only_together_make_a_section_near(find_in: Find) -> None:
    each = "\n\n".join(f"## S{n}\n\n{'voucher' if n % 2 else 'approval'} and words" for n in range(20))
    text = f"# Sheet\n\n{each}\n\n## Last\n\nA voucher after its approval\n"
    assert [near.found.title for near in find_in(text, "fix voucher approval").nearest] == ["Last"]
    both = text.replace("and words", "and voucher, approval")
    assert find_in(both, "fix voucher approval").nearest == ()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("gross domestic product per person", "Real GDP per capita"),
        ("deaths of mothers", "Maternal mortality ratio"),
        ("number of mobilephones", "Telephones - mobile cellular"),
        ("tallest hill", "Elevation"),
        ("how old are first time mums", "Mother's mean age at first birth"),
        ("per person, the income", "Real GDP per capita"),
    ],
)
def test_a_field_is_found_whatever_way_its_everyday_name_is_typed(
    query: str, title: str, find_in: Find
) -> None:
    assert _first(find_in(COUNTRY, query)) == title


@pytest.mark.parametrize("query", ["1,3k us companies", "twelve point eight billion", "1,3k firms", "12.8B"])
def test_a_figure_with_a_decimal_comma_or_written_out_is_read(query: str, find: Find) -> None:
    assert _first(find(query)) == "Economic Relations"


def test_what_an_abbreviation_of_the_sheets_name_stands_for_does_not_rank(find: Find) -> None:
    assert _first(find("how much do we export to hk in services")) == "Economic Relations"


def test_of_sections_with_all_words_in_a_sentence_the_one_with_them_closer_leads(find_in: Find) -> None:
    far = f"Exports {'of many things and of others, too, ' * 3} and services."
    text = f"# S\n\n## A\n\n{far}\n\n## B\n\nOur exports of services.\n"
    assert [section.title for section in find_in(text, "services exports").sections] == ["B", "A"]


def test_a_section_full_of_a_word_leads_one_that_has_it_once(find_in: Find) -> None:
    text = "# S\n\n## A\n\n" + "Word by word a long overview with a cartel in it, and more. " * 3
    text = text.replace("cartel", "thing", 2) + "\n\n## B\n\nA cartel; B cartel; C cartel\n"
    assert [section.title for section in find_in(text, "cartels").sections] == ["B", "A"]


NESTED = """# The World Factbook: Hong Kong

## Geography

### Area

#### total

1,108 sq km

### Area - comparative

six times the size of Washington

## People

### Population growth rate

0.1% (2025 est.)

### Population

#### total

7,414,909 (2025 est.)

#### male

3,300,000

## Country name

HK is short for it
"""


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("hong kong population 2025", ["total", "Population growth rate"]),
        ("hk population", ["Population", "Population growth rate"]),
        ("hk area in sq miles", ["Area", "Area - comparative"]),
    ],
)
def test_the_sheet_s_name_may_be_typed_short_and_a_field_s_parts_count_as_the_field(
    query: str, titles: list[str], find_in: Find
) -> None:
    assert [section.title for section in find_in(NESTED, query).sections] == titles


def test_of_sections_alike_the_one_that_has_the_whole_query_side_by_side_leads(find: Find) -> None:
    assert _first(find("what does hong kong import")) == "Economic Relations"


def test_a_short_word_beside_others_is_not_found_inside_unrelated_ones(find_in: Find) -> None:
    text = "# S\n\n## A\n\nThe bill of a week\n\n## B\n\nA sick week\n\n## C\n\nWords\n"
    result = find_in(text, "ill week")
    assert (result.total, result.nearest[0].found.title) == (0, "B")


def test_a_word_inside_another_lights_those_only_that_it_makes_with_a_word(find_in: Find) -> None:
    text = "# S\n\n## A\n\nA passport and exports of a year\n\n## B\n\nWords\n"
    (section,) = find_in(text, "port year").sections
    assert [s.text[a:b] for s in section.snippets for a, b in s.spans] == ["port", "year"]


def test_a_word_that_may_stand_beside_anything_makes_no_rare_word_less_near(find_in: Find) -> None:
    sections = "\n\n".join(f"## S{n}\n\nA contract of a year" for n in range(16))
    text = f"# Sheet\n\n{sections}\n\n## Limit contract sizes\n\nTwo million\n"
    assert [near.found.title for near in find_in(text, "max contract size").nearest] == [
        "Limit contract sizes"
    ]


def test_a_name_in_capitals_is_not_found_inside_words(find: Find) -> None:
    for query in ("IRS", "NATO", "OPEC", "ants", "ban", "MTR"):
        assert (find(query).total, find(query).sections) == (0, ()), query


def test_where_a_figure_is_asked_for_sections_lead_that_have_one_beside_a_word(find_in: Find) -> None:
    far = "The population lives in the towns around Reykjavik and along the coast"
    text = f"# S\n\n## Population distribution\n\n{far}\n\n"
    text += "## Major urban areas - population\n\n216,000 REYKJAVIK (capital)\n"
    titles = [section.title for section in find_in(text, "reykjavik population").sections]
    assert titles == ["Major urban areas - population", "Population distribution"]


@pytest.mark.parametrize(
    ("query", "title", "missing"),
    [
        ("copyright infringement on the internet", "Economic Relations", ("infringement", "internet")),
        ("relationship usa hongkong", "U.S.-Hong Kong Relations", ("relationship",)),
    ],
)
def test_what_only_comes_close_is_named_among_what_a_near_section_lacks(
    query: str, title: str, missing: tuple[str, ...], find: Find
) -> None:
    near = find(query).nearest[0]
    assert (near.found.title, near.missing) == (title, missing)


def test_particles_between_names_in_chinese_are_left_out(find: Find) -> None:
    for query in ("香港对美国贸易", "关于香港的贸易", "香港與美國之間的貿易", "有关美国至香港贸易"):
        assert "Economic Relations" in [section.title for section in find(query).sections], query
    assert not find("关香港贸易").sections


def test_a_slip_of_a_word_of_which_only_a_form_stands_there_is_corrected(find_in: Find) -> None:
    text = "# S\n\n## Religions\n\nMuslim 97.1%\n\n## B\n\nWords\n"
    result = find_in(text, "religon")
    assert ([section.title for section in result.sections], result.corrected) == (["Religions"], "Religions")


def test_the_part_that_a_word_makes_with_another_is_as_good_as_the_word(find: Find) -> None:
    assert find("airplanes and space vehicles").nearest[0].found.title == "Economic Relations"


def test_of_sections_alike_the_one_with_the_whole_query_closest_leads(find: Find) -> None:
    assert _first(find("us imports from hong kong")) == "Economic Relations"


def test_a_unit_is_no_heading_that_a_part_of_a_field_lacks(find_in: Find) -> None:
    text = NESTED.replace(
        "## Country name", "## Geography - note\n\nThe area is small: 3 sq km\n\n## Country name"
    )
    assert find_in(text, "area sq km").sections[0].path[-2:] == ("Area", "total")


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("when did britain hand it back", "U.S.-Hong Kong Relations"),  # resumed
        ("when was hong kong returned", "U.S.-Hong Kong Relations"),
        ("what year did england give up the colony", "U.S.-Hong Kong Relations"),
        ("how long were the british in charge", "U.S.-Hong Kong Relations"),  # rule
        ("development assistance budget", "U.S. Assistance to Hong Kong"),
    ],
)
def test_who_rules_and_who_hands_back_is_near_what_says_so_otherwise(
    query: str, nearest: str, find: Find
) -> None:
    result = find(query)
    assert (result.total, result.sections) == (0, ())
    assert result.nearest[0].found.title == nearest


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("kilometres from the capital", "Note"),
        ("gigawatts of the reactor", "Power"),
        ("nautical miles to shore", "Sea"),
        ("natgas reserves", "Natural gas"),
        ("reserves bcm", "Natural gas"),
    ],
)
def test_a_unit_is_found_however_it_is_written_beside_other_words(
    query: str, title: str, find_in: Find
) -> None:
    text = "# S\n\n## Note\n\n1,000 km from the capital\n\n## Power\n\nReactor of 3 GW\n\n## Sea\n\n"
    text += "12 nm to the shore\n\n## Natural gas\n\nReserves of 5 billion cubic meters\n"
    assert _first(find_in(text, query)) == title
