"""The sentence that a section is shown by: what holds most of a query, with a figure where one is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.query.asking import asks_figure
from hkviewer.search.result import SearchResult

Find = Callable[..., SearchResult]
TEXT = (
    "American firms have traded in gold since 1841, and on 4 July 1902 a firm of Americans was the first. "
    "Much is said of firms there, of what they do and of what they leave undone, by all who write. "
    "The port is old. In all there are 1,300 firms, of which a few deal in gold. "
    "The gold that is sold abroad in a year is worth $31 billion, and that of the wells nothing. "
    "Hundreds of ships call. The wells were dug in 1850. There are 1,850 wells."
)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("how many firms are there", "there are 1,300 firms"),
        ("how many american firms", "there are 1,300 firms"),
        ("how much gold is sold", "is worth $31 billion"),
        ("how many ships", "Hundreds of ships"),
        ("how many wells", "1,850 wells"),
        ("firms", "American firms have traded"),
        ("when did american firms trade", "American firms have traded"),
        ("how old is the port", "The port is old."),
    ],
)
def test_the_sentence_with_a_figure_is_first_where_a_figure_is_asked(
    find_in: Find, query: str, shown: str
) -> None:
    result = find_in(TEXT, query)
    assert shown in result.sections[0].snippets[0].text
    every = [span for section in result.sections for s in section.snippets for span in s.spans]
    assert len(every) == sum(section.hits for section in result.sections), "each match is shown once"


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("how many us companies", "1,300 [U.S.] firms"),
        ("how big is the trade surplus", "[surplus] in 2018 of $31 billion"),
        ("how many americans live in hong kong", "approximately 85,000 [American"),
        ("how long did british rule last", "150 years of [British]"),
        ("how much did services exports earn in 2018", "[2018] were $12.8 billion"),
        ("how old is the policy act", "[Policy Act] of 1992"),
    ],
)
def test_figures_of_the_sheet_that_are_asked_for_are_shown(find: Find, query: str, shown: str) -> None:
    result = find(query)
    found = [*result.sections, *(near.found for near in result.nearest)]
    snippet = found[0].snippets[0]
    text, reached = "", 0
    for start, end in snippet.spans:
        text += f"{snippet.text[reached:start]}[{snippet.text[start:end]}]"
        reached = end
    assert shown in text + snippet.text[reached:]


@pytest.mark.parametrize(
    ("query", "is_asked"),
    [
        ("How many firms?", True),
        ("firms how many", True),
        ("how wide", True),
        ("percentage of women", True),
        ("how do firms trade", False),
        ("many firms", False),
        ("number", False),
        ("", False),
    ],
)
def test_what_asks_for_a_figure(query: str, is_asked: bool) -> None:  # noqa: FBT001  a row of the table
    assert asks_figure(query) == is_asked
