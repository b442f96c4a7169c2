"""Figures written out, months with two figures of the year, spans of years."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.query.number_words import readings
from hkviewer.search.result import SearchResult


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("eighty-five thousand", "85,000"),
        ("seven hundred twenty six", "726"),
        ("seven hundred and twenty-six", "726"),
        ("one thousand three hundred", "1,300"),
        ("Thirty-one billion", "31,000,000,000"),
        ("two million", "2,000,000"),
        ("twelve hundred", "1,200"),
        ("Two point five", "2.5"),
        ("one hundred and five point zero two", "105.02"),
        ("march '14", "march 2014"),
        ("Sept. ’98", "Sept. 1998"),
        ("2019-2020", "2019 and 2020"),
        ("'92", "1992"),
        ("’19", "2019"),
    ],
)
def test_what_is_written_out_is_read_as_a_figure(typed: str, read: str) -> None:
    assert readings(f"in {typed} firms") == {typed: read}


@pytest.mark.parametrize(
    "text",
    [
        "seven",
        "two three",
        "five point",
        "two pointers",
        "hundred",
        "million",
        "twenty twelve",
        "someone",
        "thousandth",
        "495-2266",
        "'14'",
        "it'14",
    ],
)
def test_what_makes_no_figure_is_left_alone(text: str) -> None:
    assert readings(text) == {}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("eighty-five thousand", "“eighty-five thousand” was read as 85,000."),
        ("seven hundred twenty six operations", "“seven hundred twenty six” was read as 726."),
        ("march '14", "“march '14” was read as march 2014."),
        ("policy act '92", "“'92” was read as 1992."),
        ("2019-2020", "“2019-2020” was read as 2019 and 2020."),
        ("thirty-one billion surplus", "“thirty-one billion” was read as 31,000,000,000."),
    ],
)
def test_it_is_searched_where_it_does_not_stand_so_and_told(
    query: str, told: str, find: Callable[..., SearchResult]
) -> None:
    result = find(query)
    assert (result.total > 0, result.message) == (True, told)


def test_a_figure_that_stands_written_out_is_found_so(find_in: Callable[..., SearchResult]) -> None:
    assert find_in("Some seven hundred firms. And 700 more.", "seven hundred").message == ""
