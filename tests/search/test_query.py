"""The query language, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.query.parse import MOST_CHARACTERS, MOST_WORDS, SearchQuery
from hkviewer.search.query.terms import Excluded, Near, Phrase
from hkviewer.search.result import SearchResult

Find = Callable[..., SearchResult]
Titles = Callable[..., list[str]]
Matches = Callable[..., list[str]]

_SHEET = """# Sheet

## Trade and Law

Gold and aircraft are traded. Human
rights, and human dignity.

A new paragraph: rights of humans.

### Tax

Taxes on gold.

## Membership

The World Trade Organization's members; no gold.
"""


@pytest.fixture
def sections(find_in: Find) -> Callable[..., list[str]]:
    """The titles of the sections that a query finds in a small sheet."""

    def found(query: str, *, typing: bool = False) -> list[str]:
        return [section.title for section in find_in(_SHEET, query, typing=typing).sections]

    return found


@pytest.mark.parametrize(
    "query", ["gold aircraft", "gold AND aircraft", "aircraft gold", "(gold) [aircraft]", "gold/aircraft"]
)
def test_all_words_have_to_be_in_one_section(query: str, sections: Titles) -> None:
    assert sections(query) == ["Trade and Law"]


def test_a_word_may_stand_in_the_heading_and_another_in_the_body(sections: Titles) -> None:
    assert sections("law aircraft") == ["Trade and Law"]
    assert sections("membership organization") == ["Membership"]


@pytest.mark.parametrize(
    "query", ["gold and aircraft", "gold or aircraft", "gold not aircraft", "gold near aircraft"]
)
def test_operators_in_small_letters_are_words_of_asking(query: str, sections: Titles) -> None:
    assert sections(query) == ["Trade and Law"]


@pytest.mark.parametrize(
    "query",
    [
        '"human rights"',
        "“human rights”",
        "„human rights”",
        '"Human   RIGHTS"',
        '"human rights',
        "“human rights",
        '"human\nrights"',
    ],
)
def test_a_phrase_goes_across_lines_and_may_lack_its_end(query: str, find_in: Find) -> None:
    assert find_in(_SHEET, query).total == 1


def test_a_phrase_goes_across_paragraphs(sections: Titles) -> None:
    assert sections('"dignity a new"') == ["Trade and Law"]


def test_a_phrase_goes_not_from_the_heading_into_the_body_nor_into_another_section(sections: Titles) -> None:
    assert sections('"law gold"') == []
    assert sections('"gold membership"') == []
    assert sections('"humans tax"') == []


def test_a_phrase_has_no_inflections_but_possessives_fold(sections: Titles) -> None:
    assert sections('"human right"') == []
    assert sections('"organization members"') == ["Membership"]
    assert sections('"world\'s trade"') == ["Membership"]


@pytest.mark.parametrize(
    ("query", "count"), [("tax*", 2), ("human*", 3), ("h*", 3), ("xyz*", 0), ("*tax", 2), ("t*x", 0)]
)
def test_a_star_makes_a_prefix(query: str, count: int, find_in: Find) -> None:
    assert find_in(_SHEET, query).total == count


@pytest.mark.parametrize(
    "query",
    [
        "gold -aircraft",
        "gold NOT aircraft",
        'gold -"gold and aircraft"',
        "gold –aircraft",
        "-aircraft gold",
        "gold -trade",
        "gold -law",
    ],
)
def test_an_exclusion_counts_inflections_and_headings(query: str, sections: Titles) -> None:
    assert sections(query) == (["Tax"] if "trade" in query else ["Tax", "Membership"])


@pytest.mark.parametrize("query", ["-gold", "NOT gold", '-"human rights"', "-gold -law", "-section:tax"])
def test_exclusions_alone_ask_for_a_word(query: str, find_in: Find) -> None:
    assert find_in(_SHEET, query).message == "Add a word to look for."


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("aircraft OR members", ["Trade and Law", "Membership"]),
        ("aircraft OR members OR taxes", ["Tax", "Trade and Law", "Membership"]),
        ("aircraft OR members gold", ["Trade and Law", "Membership"]),
        ("dignity OR members world", ["Membership"]),
        ("OR members", ["Membership"]),
        ("members OR", ["Membership"]),
        ("members OR OR aircraft", ["Trade and Law", "Membership"]),
        ("members OR AND aircraft", ["Trade and Law", "Membership"]),
        ('"human rights" OR members', ["Trade and Law", "Membership"]),
    ],
)
def test_or_joins_its_neighbours_only(query: str, titles: list[str], sections: Titles) -> None:
    assert sections(query) == titles


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("gold NEAR/1 aircraft", 2),
        ("aircraft NEAR/1 gold", 2),
        ("gold NEAR/0 aircraft", 0),
        ("gold NEAR/99999999999999999999 aircraft", 2),
        ("human NEAR/1 dignity", 2),
        ("law NEAR/5 gold", 0),
        ("gold NEAR/1", 3),
        ("NEAR/1 gold", 3),
        ('"human rights" NEAR/1 human', 2),
        ("gold NEAR/1 aircraft NEAR/1 traded", 3),
        ("traded NEAR/5 traded", 0),
    ],
)
def test_near_counts_the_words_between_in_either_order(query: str, count: int, find_in: Find) -> None:
    assert find_in(_SHEET, query).total == count


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("section:trade gold", ["Trade and Law", "Tax"]),
        ("SECTION:Trade gold", ["Trade and Law", "Tax"]),
        ("section:tax gold", ["Tax"]),
        ("gold section:members", []),
        ('section:"trade and law" taxes', ["Tax"]),
        ("section:trade section:tax gold", ["Tax"]),
        ("gold -section:trade", ["Membership"]),
        ("section:trade", ["Trade and Law", "Tax"]),
    ],
)
def test_a_title_is_the_sections_own_or_one_above(query: str, titles: list[str], sections: Titles) -> None:
    assert sections(query) == titles


def test_a_title_that_is_not_there_is_named(find_in: Find) -> None:
    assert find_in(_SHEET, "section:xyz gold").message == "No section is called “xyz”."


def test_a_title_is_a_prefix_while_it_is_typed(sections: Titles) -> None:
    assert sections("section:memb", typing=True) == ["Membership"]
    assert sections("gold section:memb", typing=True) == ["Membership"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        ".*",
        "()",
        "AND",
        "OR NOT",
        "NEAR/3",
        "section:",
        "-",
        "--",
        '"',
        '""',
        "*",
        "\u200b",
        "😀",
        "\x00\ud800",
    ],
)
def test_a_query_without_a_word_has_nothing_to_search_for(query: str) -> None:
    assert SearchQuery.parse(query).problem == "Nothing to search for."
    assert SearchQuery.parse(query, typing=True).problem == "Nothing to search for."


@pytest.mark.parametrize(
    "query",
    [
        "gold^2",
        "{body} gold",
        "gold:",
        "body:gold",
        "gold)",
        "((gold",
        "--gold",
        "- gold",
        "gold NOT",
        "gold;--",
        "gold !",
    ],
)
def test_what_is_malformed_is_read_as_its_words(query: str, find_in: Find) -> None:
    asked = SearchQuery.parse(query)
    assert not asked.problem
    if "body" not in query and "2" not in query:
        assert find_in(_SHEET, query).total == find_in(_SHEET, "gold").total


def test_the_last_word_is_a_prefix_while_it_is_typed(sections: Titles) -> None:
    assert sections("airc", typing=True) == ["Trade and Law"]
    assert sections("airc gold", typing=True) == []


def test_an_excluded_word_is_whole_while_it_is_typed(sections: Titles) -> None:
    for query in ("gold -airc", "gold NOT airc", 'gold NOT "airc', "gold NOT section:tra"):
        assert sections(query, typing=True) == ["Trade and Law", "Tax", "Membership"], query


@pytest.mark.parametrize("operator", ["NEAR", "NEAR/", "OR", "AND", "NOT"])
def test_an_operator_without_its_second_word_joins_nothing_yet(operator: str, sections: Titles) -> None:
    assert sections(f"gold {operator}", typing=True) == ["Trade and Law", "Tax", "Membership"]


@pytest.mark.parametrize("query", ["(-53°F)", "[−53°F]", "−53", "(-53"])
def test_a_negative_number_from_the_text_is_no_exclusion(query: str, find_in: Find) -> None:
    assert find_in("It is cold (-53°F) or −53 there.", query).section_count == 1


@pytest.mark.parametrize(
    "query", ["-$42.157 billion", "–$42.157bn", "2024: -$42.157 billion", "-0.25% a year"]
)
def test_a_negative_amount_or_percentage_is_no_exclusion(query: str, find_in: Find) -> None:
    assert find_in("balance 2024: -$42.157 billion, -0.25% a year", query).section_count == 1


@pytest.mark.parametrize("query", ["Rally (PDCI-RDA)-Together for", "(PDCI–RDA)–Together", "(RDA)-together"])
def test_a_hyphen_behind_a_bracket_excludes_nothing(query: str, find_in: Find) -> None:
    assert find_in("Rally (PDCI-RDA)-Together for All", query).section_count == 1


@pytest.mark.parametrize("query", ["(-gold aircraft)", "-40 gold", "-gold -40", "-gold -$40"])
def test_a_typed_minus_excludes_words_and_numbers(query: str) -> None:
    assert isinstance(SearchQuery.parse(query).nodes[0], Excluded)


def test_titles_joined_by_or_are_marked_in_the_headings(find_in: Find) -> None:
    result = find_in(_SHEET, "section:membership OR section:tax")
    assert [section.heading_spans for section in result.sections] == [((0, 3),), ((0, 10),)]
    assert result.total == 2


def test_a_space_outside_quotes_commits(sections: Titles) -> None:
    assert sections('"human dig ', typing=True) == []
    assert not SearchQuery.parse("airc ", typing=True).typing


def test_a_phrase_is_half_typed_until_it_is_closed(sections: Titles) -> None:
    assert sections('"human dig', typing=True) == ["Trade and Law"]
    assert sections('"human dig"', typing=True) == []


def test_a_dotted_abbreviation_is_no_prefix_of_other_words(matches_in: Matches) -> None:
    assert matches_in("U.S. users use it", "U.S", typing=True) == ["U.S."]
    assert matches_in("the P.R.C. and president", "P.R", typing=True) == ["P.R.C.", "president"]


def test_no_more_than_24_different_words_are_searched() -> None:
    words = [f"word{n}" for n in range(30)]
    query = SearchQuery.parse(" ".join(words))
    assert len(query.nodes) == MOST_WORDS
    assert query.notice == "Only the first 24 words were searched."
    assert not SearchQuery.parse(" ".join(words[:24] * 2)).notice


@pytest.mark.parametrize("query", ["the " * 250, "the OR " * 140, "The the, tHE. " * 70, '"the" "The" the '])
def test_words_that_mean_the_same_are_looked_for_once(query: str) -> None:
    words = [word for node in SearchQuery.parse(query).nodes for word in getattr(node, "nodes", (node,))]
    assert len(words) == len({type(word) for word in words})


@pytest.mark.parametrize("distances", [[5] * 80, range(10, 90)])
def test_words_near_each_other_are_looked_for_once_at_the_distance_that_decides(distances: list[int]) -> None:
    def told(query: str) -> list[int]:
        (node,) = SearchQuery.parse(query).nodes
        return [near.distance for near in getattr(node, "nodes", ()) if isinstance(near, Near)]

    assert told("the " + " ".join(f"NEAR/{n} the" for n in distances)) == [min(distances)]
    either = told(" OR ".join(f"a NEAR/{n} the" for n in distances[:40]))
    # The last one is joined when there is no further OR to look for another of the same words.
    assert (len(either) <= 2, either[-1]) == (True, max(distances[:40]))


def test_a_long_phrase_is_cut_to_24_words() -> None:
    query = SearchQuery.parse('"' + " ".join(f"word{n}" for n in range(30)) + '"')
    assert isinstance(query.nodes[0], Phrase)
    assert len(query.nodes[0].terms) == MOST_WORDS
    assert query.notice


def test_a_long_query_is_cut_at_a_word() -> None:
    query = SearchQuery.parse("trade " * 17_000)
    assert len(query.text) <= MOST_CHARACTERS
    assert query.text.endswith("trade")
    assert query.notice == "Only the first 1,000 characters were searched."
    assert len(SearchQuery.parse("x" * 5000).text) == MOST_CHARACTERS
