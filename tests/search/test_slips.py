"""Operators that were typed as something else are offered, and hide nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SearchResult

Find = Callable[..., SearchResult]


@pytest.mark.parametrize(
    ("query", "meant", "titles"),
    [
        ("gold or silver", "gold OR silver", []),
        ("gold or pearls", "gold OR pearls", ["Economic Relations"]),
        ("is there gold or silver", "gold OR silver", []),
        ("Gold Or Silver", "Gold OR Silver", []),
        ("gold or silver or pearls", "gold OR silver OR pearls", []),
        ("trade not surplus", "trade NOT surplus", ["Economic Relations"]),
        ("copyright near/4 laws", "copyright NEAR/4 laws", ["Economic Relations"]),
        ("copyright near laws", "copyright NEAR/10 laws", ["Economic Relations"]),
        ("embassy near washington", "embassy NEAR/10 washington", ["Bilateral Representation"]),
        ("section economic: gold", "section:economic gold", ["Economic Relations"]),
        ("section: economic gold", "section:economic gold", ["Economic Relations"]),
        ("Section Economic: gold", "section:Economic gold", ["Economic Relations"]),
        ("gold section economic:", "gold section:economic", ["Economic Relations"]),
        ("'human rights'", '"human rights"', ["U.S.-Hong Kong Relations"]),
        ("‘human rights’ law", '"human rights" law', ["U.S.-Hong Kong Relations"]),
        ("'human rights' or pearls", '"human rights" OR pearls', []),
        ('"human rights" or pearls', '"human rights" OR pearls', []),
    ],
)
def test_what_looks_like_an_operator_is_read_as_none_and_the_query_that_was_meant_is_offered(
    query: str, meant: str, titles: list[str], find: Find
) -> None:
    result = find(query)
    assert result.suggestions[0] == meant
    assert result.message.endswith(f"Perhaps you mean: {meant}")
    assert [section.title for section in result.sections] == titles
    assert find(meant).section_count


@pytest.mark.parametrize(
    "query",
    [
        *(
            "gold OR pearls",
            "or gold",
            "gold or",
            "gold and pearls",
            "trade NOT surplus",
            "near",
            "not",
            "a near gold",
            "gold near the",
        ),
        *(
            "China’s embassy",
            "Hong Kong's firms' trade",
            "'gold'",
            "rock 'n roll",
            "section trade",
            "gold: 5",
        ),
        *(
            "copyright NEAR laws",
            "law of section 7",
            "xyzzy or plugh",
            "[security] {law}",
            "the 1990s' trade",
        ),
    ],
)
def test_no_other_query_is_offered(query: str, find: Find) -> None:
    assert "Perhaps" not in find(query).message


def test_near_without_a_number_means_ten() -> None:
    assert SearchQuery.parse("gold NEAR silver").nodes == SearchQuery.parse("gold NEAR/10 silver").nodes


@pytest.mark.parametrize("query", ["{human} (rights)", "[human] {rights}", "{human rights}", "human{rights}"])
def test_brackets_of_any_kind_are_ignored(query: str, find: Find) -> None:
    assert find(query).section_count == find("human rights").section_count


def test_nothing_is_offered_while_typing(find: Find) -> None:
    assert find("gold or silver", typing=True).suggestions == ()


def test_what_is_left_out_is_told(find: Find) -> None:
    assert SearchQuery.parse("copyright near/4 laws").left_out == ("near/4",)
    assert SearchQuery.parse("section economic: gold").left_out == ("section",)
