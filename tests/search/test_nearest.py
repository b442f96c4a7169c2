"""Where no section has all that was asked for: the nearest ones, which are no hits."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from hkviewer.cli import main
from hkviewer.search.result import SearchResult

Find = Callable[..., SearchResult]


def _near(result: SearchResult) -> list[tuple[str, tuple[str, ...]]]:
    return [(near.found.title, near.missing) for near in result.nearest]


@pytest.mark.parametrize(
    ("query", "title", "missing"),
    [
        ("gold and silver imports", "Economic Relations", ("silver",)),
        ("offices in london or san francisco", "Bilateral Representation", ("london",)),
        ("tax treaty 2014", "U.S.-Hong Kong Relations", ("treaty",)),
        ("trade surplus 2019", "Economic Relations", ("2019",)),
        ("American residents in Macau", "Economic Relations", ("Macau",)),
        ("Executive Order 13818", "U.S.-Hong Kong Relations", ("13818",)),
        ("gold or silver", "Economic Relations", ("silver",)),
        # The sheet's own name, which each section has, keeps the other words from telling nothing.
        ("full member silver", "Economic Relations", ("silver",)),
        (
            "groups hong kong is a full member of",
            "Hong Kong’s Membership in International Organizations",
            ("groups",),
        ),
    ],
)
def test_a_section_that_has_most_is_offered_with_what_it_lacks(
    query: str, title: str, missing: tuple[str, ...], find: Find
) -> None:
    result = find(query)
    assert _near(result)[0] == (title, missing)
    assert (result.total, result.section_count, result.sections) == (0, 0, ())


@pytest.mark.parametrize(
    "query",
    [
        "silver",
        "Legislative Council",
        "silver hong kong",
        "silver copper gold",
        '"gold silver" imports',
        "gold silver -trade",
        "gold AND silver",
        "silver copper tin gold",
        "the silver",
    ],
)
def test_nothing_is_near_that_has_less_than_half_or_only_what_stands_everywhere(
    query: str, find: Find
) -> None:
    assert find(query).nearest == ()


def test_nothing_is_near_while_a_word_is_typed_or_where_there_are_hits(find: Find) -> None:
    assert find("gold and silver imports", typing=True).nearest == ()
    assert find("gold imports").nearest == ()


def test_most_words_come_first_then_rare_ones_then_near_ones_and_of_equals_the_first(find_in: Find) -> None:
    parts = {
        "Equal": "alpha beta. Much else. delta.",
        "Near": "alpha beta delta.",
        "Far": "alpha. Much else. Much more. beta. delta.",
        "Most": "alpha. beta. gamma. delta.",
        "Again": "alpha beta. Much else. delta.",
        "Rare": "beta alpha gamma.",
    }
    text = "# S\n\n" + "".join(f"## {title}\n\n{words} End.\n\n" for title, words in parts.items())
    found = _near(find_in(text, "alpha beta gamma delta end omega"))
    assert [title for title, _ in found] == ["Most", "Rare", "Near", "Equal", "Far"]
    assert found[1] == ("Rare", ("delta", "omega"))


def test_five_are_offered_at_most(find_in: Find) -> None:
    parts = [f"## Part {number}\n\ngold {'and so on ' * number} tin\n\n" for number in range(9)]
    text = "# S\n\n" + "".join(parts) + "".join(f"## Other {number}\n\nx\n\n" for number in range(40))
    assert len(find_in(text, "gold tin silver").nearest) == 5


def test_in_a_large_sheet_something_rare_is_wanted(find_in: Find) -> None:
    common = "".join(f"## Part {number}\n\nwater and air\n\n" for number in range(20))
    assert find_in("# S\n\n" + common, "water air fire").nearest == ()
    rare = common + "## Last\n\nwater and earth\n\n"
    assert _near(find_in("# S\n\n" + rare, "water earth fire")) == [("Last", ("fire",))]


def test_a_phrase_that_stands_nowhere_is_offered_without_its_quotes(find: Find) -> None:
    assert find('"free markets" "trade barrier"').suggestions == ('"free markets" trade barrier',)
    assert find("“Autonomy Acts of 2020”").suggestions == ("Autonomy Acts of 2020",)
    assert find('"Autonomy Acts of 2020').suggestions == ("Autonomy Acts of 2020",)
    assert find('"silver mines"').suggestions == ()


def test_json_and_text_have_nearest_and_left_out_and_the_exit_code_is_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["search", "gold and silver imports", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["total"], found["sections"], found["left_out"]) == (0, [], ["and"])
    (near,) = found["nearest"]
    assert set(near) == {"id", "title", "path", "hits", "heading_hits", "snippets", "missing"}
    assert (near["title"], near["missing"]) == ("Economic Relations", ["silver"])
    assert main(["search", "gold and silver imports"]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("Nearest: Economic Relations, without “silver”\n    …")
    assert printed.err == "No section contains “silver”.\nNot searched for: “and”.\n"


def test_the_exit_code_is_1_whenever_no_section_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "trade", "--limit", "0", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["sections"] == []
