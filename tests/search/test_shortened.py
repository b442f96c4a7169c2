"""Words that are cut short, slips beside other words, and what is offered where nothing is near."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.index.shortened import cut_off
from hkviewer.search.result import SearchResult

Find = Callable[..., SearchResult]
SHEET = """# Land

## First

An address.

## Mortality of infants

The mortality rate of infants fell.

## Buildings

The management and the agreement on a building. Mortar is dear.

## Population growth

It grows.

## Population

1,000 people in Land.

## Debt

Of 2018.
"""


@pytest.mark.parametrize(
    ("query", "first", "told"),
    [
        ("infant mort. rate", "Mortality of infants", "mort. = mortality, Mortar."),
        ("bldg agrmt", "Buildings", "bldg = building. agrmt = agreement."),
        ("mgmt", "Buildings", "mgmt = management."),
        ("infant mort.", "Mortality of infants", "mort. = mortality, Mortar."),
        ("mrtality of infants", "Mortality of infants", "No match for “mrtality”. Showing “mortality”."),
        ("popultn of land", "Population", "popultn = Population."),
    ],
)
def test_a_word_that_is_cut_off_with_a_dot_or_has_no_vowels_is_written_out(
    query: str, first: str, told: str, find_in: Find
) -> None:
    result = find_in(SHEET, query)
    assert (result.sections[0].title, result.message) == (first, told)


@pytest.mark.parametrize("query", ["infant mort", "The end. All infants mort.", "rhythm", "mngrs", "grwths"])
def test_what_only_looks_cut_short_is_not_written_out(query: str, find_in: Find) -> None:
    assert " = " not in find_in(SHEET, query).message


def test_which_words_are_cut_off() -> None:
    assert cut_off("1984 decl.") == {"decl"}
    assert cut_off("They came to the end.") == frozenset()
    assert cut_off("Pop. growth, infant mort. rate (est.) in the U.S. and e.g. there.") == {"pop", "mort"}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("population 2018", "Population"),  # little else in the heading
        ("land mortar prices", "Buildings"),
        ("mortar adress", "Buildings"),
        ("agreemnt on houses", "Buildings"),  # a slip counts as the word that it is
    ],
)
def test_the_nearest_section_has_the_words_themselves(query: str, first: str, find_in: Find) -> None:
    result = find_in(SHEET, query)
    assert (result.total, result.nearest[0].found.title) == (0, first)


def test_the_name_of_the_sheet_in_a_heading_makes_no_section_nearer(find: Find) -> None:
    assert find("trade deficit us hk").nearest[0].found.title == "Economic Relations"


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("zip code embassy", ("embassy",)),
        ("lobster fishing gold pearls", ("gold pearls",)),
        ("lobster fishing hong kong", ()),
        ("wombats", ()),
        ("wombat “gold mine”", ()),
    ],
)
def test_where_nothing_is_near_the_words_that_do_stand_there_are_offered(
    query: str, offered: tuple[str, ...], find: Find
) -> None:
    result = find(query)
    assert (result.total, result.suggestions if not result.nearest else offered) == (0, offered)
