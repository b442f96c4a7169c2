"""Asked in one's own words: what is left out of a question, and what a title holds for its sections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SearchResult
from hkviewer.search.text.word_lists import asking_words

Find = Callable[..., SearchResult]
Matches = Callable[..., list[str]]


def _asked(query: str, *, typing: bool = False) -> list[str]:
    """The words that are searched for."""
    return [getattr(node, "typed", "") for node in SearchQuery.parse(query, typing=typing).nodes]


@pytest.mark.parametrize(
    ("query", "asked", "left_out"),
    [
        ("what is the IGA?", ["IGA"], ("what", "is", "the")),
        ("How many Americans are in Hong Kong", ["Americans", "Hong", "Kong"], ("How", "many", "are", "in")),
        ("tell me about copyright", ["copyright"], ("tell", "me", "about")),
        ("who doesn’t get assistance there", ["assistance"], ("who", "doesn’t", "get", "there")),
        ("gold or silver not near tin", ["gold", "silver", "tin"], ("or", "not", "near")),
        ("the the tax", ["tax"], ("the",)),
        ("How far is it to Kowloon", ["Kowloon"], ("How", "far", "is", "it", "to")),
    ],
)
def test_words_of_asking_are_left_out(query: str, asked: list[str], left_out: tuple[str, ...]) -> None:
    assert _asked(query) == asked
    assert SearchQuery.parse(query).left_out == left_out


@pytest.mark.parametrize(
    "query",
    ["many gold", "us gold", "may gold", "will gold", "can gold", "mine gold", "no gold", "long gold"],
)
def test_what_may_be_more_than_a_word_of_asking_is_searched_for(query: str) -> None:
    assert _asked(query) == query.split()


@pytest.mark.parametrize("query", ["the", "what is it", "WHO", "WHAT IS IT", "who", "Where is it?"])
def test_where_all_are_words_of_asking_all_are_asked(query: str) -> None:
    assert _asked(query) == query.rstrip("?").split()
    assert SearchQuery.parse(query).left_out == ()


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("members of the WHO", ["members", "WHO"]),
        ("IT in schools", ["IT", "schools"]),
        ("MEMBERS OF THE WHO", ["MEMBERS"]),
        ("World War I", ["World", "War", "I"]),
        ("A list of officers", ["list", "officers"]),
    ],
)
def test_a_word_in_capitals_is_none_unless_all_are_in_capitals(query: str, asked: list[str]) -> None:
    assert _asked(query) == asked


@pytest.mark.parametrize(
    "query",
    ['"rights of" the people', "gold OR the", "the -gold", "the gold*", "section:the gold", "the AND gold"],
)
def test_of_a_query_with_quotes_or_operators_nothing_is_left_out(query: str) -> None:
    assert SearchQuery.parse(query).left_out == ()
    assert any(
        getattr(node, "typed", "") == "the" or "the" in repr(node) for node in SearchQuery.parse(query).nodes
    )


def test_dates_are_read_before_words_are_left_out(find: Find) -> None:
    result = find("the 14th of July 2020")
    assert [section.title for section in result.sections] == ["U.S.-Hong Kong Relations"]
    assert result.left_out == ()


def test_words_of_asking_take_no_room_and_are_neither_lit_nor_counted(
    find: Find, matches_in: Matches
) -> None:
    words = " ".join(f"what is the word{number} of" for number in range(24))
    assert len(SearchQuery.parse(words).nodes) == 24
    assert SearchQuery.parse(words).notice == ""
    assert matches_in("The tax is the tax of the land.", "what is the tax") == ["tax", "tax"]
    assert find("what is the IGA?").total == find("IGA").total


def test_a_last_word_of_asking_is_optional_while_it_is_typed(find_in: Find) -> None:
    text = "# S\n\n## One\n\nGold and tin.\n\n## Two\n\nGold of India.\n"
    typed = find_in(text, "gold in", typing=True)
    assert [section.title for section in typed.sections] == ["Two", "One"]
    assert typed.left_out == ("in",)


def test_no_word_of_asking_is_listed_twice() -> None:
    assert all(words and all(words) for words in asking_words())


_KENYA = """# Kenya

## Government

### Capital

name: Nairobi

### Independence

From the UK.

## Economy

Kenya has tea.

### Exports

Tea and capital goods.
"""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("capital of kenya", {"Capital", "Exports"}),
        ("kenya", {"Economy"}),
        ("kenya tea", {"Economy", "Exports"}),
        ("economy capital", {"Exports"}),
        ("government nairobi kenya", {"Capital"}),
        ("kenya economy", {"Economy"}),
        ("kenya government", {"Government"}),
        ("kenya silver", set()),
        ('"kenya" capital', set()),
        ("kenya OR nairobi", {"Capital", "Economy"}),
        ("tea NEAR/9 economy", set()),
        ("tea -economy", {"Exports"}),
        ("kenya* capital", {"Capital", "Exports"}),
    ],
)
def test_the_titles_above_a_section_hold_plain_words_for_it(
    query: str, found: set[str], find_in: Find
) -> None:
    assert {section.title for section in find_in(_KENYA, query).sections} == found


def test_what_only_the_titles_hold_is_neither_lit_nor_counted(find_in: Find) -> None:
    result = find_in(_KENYA, "capital of kenya")
    assert result.total == 2
    assert {section.title: (section.hits, section.heading_hits) for section in result.sections} == {
        "Capital": (0, 1),
        "Exports": (1, 0),
    }


def test_the_sheets_name_half_typed_holds_too(find_in: Find) -> None:
    for end in range(len("capital of k"), len("capital of kenya") + 1):
        found = find_in(_KENYA, "capital of kenya"[:end], typing=True)
        assert {section.title for section in found.sections} >= {"Capital", "Exports"}, end


def test_a_word_that_stands_only_in_the_sheets_title_is_corrected_to_and_told(find_in: Find) -> None:
    text = "# Norway\n\n## Climate\n\nCold.\n"
    assert [section.title for section in find_in(text, "climate norwya").sections] == ["Climate"]
    alone = find_in(text, "norway")
    assert alone.total == 0
    assert [front.value for front in alone.front] == ["Norway"]


def test_words_that_may_stand_beside_a_heading_are_lit_where_all_stand(find: Find) -> None:
    (first, *_) = find("economic relation strong").sections
    strong = find("strong").sections
    assert first.section in {section.section for section in strong}
    lit = [(at.part, at.start, at.end) for at in first.ranges]
    alone = next(section for section in strong if section.section == first.section)
    assert all(any(p == at.part and a <= at.start and at.end <= b for p, a, b in lit) for at in alone.ranges)
