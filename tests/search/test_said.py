"""What the reader is told, and what is searched for words that stand nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.search.index.aliases import introduced_aliases
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SearchResult

Find = Callable[..., SearchResult]


def _marked(result: SearchResult) -> list[str]:
    return [s.text[a:b] for section in result.sections for s in section.snippets for a, b in s.spans]


@pytest.mark.parametrize("query", ["pearls extraditon", "pearls sovereinty", "tarde extraditon"])
def test_what_is_suggested_finds_something(find, query):
    result = find(query)
    assert result.total == 0 or result.suggestions
    for suggestion in result.suggestions:
        assert find(suggestion).total > 0


def test_of_many_words_that_stand_nowhere_the_first_are_named(find):
    words = [f"zqx{n}w" for n in range(20)]
    assert find(" ".join(words)).message == (
        "No section contains “zqx0w”, “zqx1w”, “zqx2w”, “zqx3w”, “zqx4w” or 15 more."
    )


def test_a_word_without_end_is_cut_in_a_message(find):
    assert find("x" * 500).message == f"No section contains “{'x' * 80}…”."


@pytest.mark.parametrize(
    "query",
    [
        "section:" + "x" * 500,
        " ".join(f"0{month}/0{day}/2010" for month in range(1, 9) for day in range(1, 9)),
        "tio ent ing ati con ter ver men ion per tra ect com rel sta",
        " ".join(["agreemant", "extradtion", "goverment", "econimic", "politcal", "autonomus"] * 4),
    ],
)
def test_no_message_is_without_end(query: str, find: Find) -> None:
    assert len(find(query).message) < 600


def test_many_words_with_many_spellings_are_corrected_in_three_ways(find_in: Find) -> None:
    stems = [a + b for a in "bcdfghjklmnp" for b in "qxzvw"][:24]
    text = " ".join(f"{stem}ari{end}" for stem in stems for end in "klm")
    assert len(find_in(text, " ".join(f"{stem}arij" for stem in stems)).suggestions) == 3


def test_dates_count_as_words(find: Find) -> None:
    dates = " ".join(f"2010-03-{day:02}" for day in range(1, 30))
    assert find(dates).message.endswith("Only the first 24 words were searched.")


_LIST = "5. Machu Picchu\n6. Trade of 3 kinds\n"


@pytest.mark.parametrize("query", ["5. Machu Picchu", "5. Machu", "  6. trade", '5. "Machu Picchu"'])
def test_the_number_of_a_list_s_item_does_not_hide_it(query: str, find_in: Find) -> None:
    for typing in (False, True):
        result = find_in(_LIST, query, typing=typing)
        assert (result.section_count, result.query) == (1, query)
        assert result.message == f"“{query.split(maxsplit=1)[0]}” was taken for the number of a list’s item."


def test_without_the_number_of_an_item_a_word_is_still_corrected(find_in: Find) -> None:
    result = find_in(_LIST, "5. Machu Picchi")
    assert (result.section_count, result.suggestions) == (1, ("Machu Picchu",))


def test_a_number_that_stands_there_is_looked_for(find_in: Find) -> None:
    text = "# S\n\n## A\n\nTrade of 3. Goods\n\n## B\n\nGoods\n"
    assert find_in(text, "3. goods").section_count == 1


def test_what_stands_nowhere_is_named_without_the_number_of_an_item(find_in: Find) -> None:
    message = find_in(_LIST, "5. xyzzy").message
    assert message == "No section contains “xyzzy”. “5.” was taken for the number of a list’s item."


def test_a_word_that_stands_nowhere_is_said_to(find: Find) -> None:
    assert find("xyzzy").message == "No section contains “xyzzy”."
    assert find("xyzzy plugh").message == "No section contains “xyzzy” or “plugh”."


def test_words_that_do_not_stand_together_are_said_to(find: Find) -> None:
    assert (
        find("pearls piracy extradition").message == "No section contains all of “pearls piracy extradition”."
    )


@pytest.mark.parametrize("query", ["WTO", "wto", "W.T.O."])
def test_an_abbreviation_finds_its_name_and_says_so(query: str, find: Find) -> None:
    result = find(query)
    assert result.total == 2
    assert result.alias.endswith("= World Trade Organization")
    assert result.message == f"{result.alias}."


def test_a_name_in_another_script_finds_hong_kong(find: Find) -> None:
    result = find("香港")
    assert result.total == find('"hong kong"').total
    assert result.alias == "香港 = Hong Kong"


def test_a_name_does_not_find_its_abbreviation(find_in: Find) -> None:
    assert find_in("The FATCA applies.", '"Foreign Account Tax Compliance Act"').total == 0
    assert find_in("The WTO decides.", "World Trade Organization").total == 0


def test_an_abbreviation_that_stands_in_the_text_is_no_alias(find: Find) -> None:
    result = find("TIEA")
    assert result.total == 1
    assert result.alias == ""


def test_the_names_that_a_sheet_introduces_abbreviations_for_are_known() -> None:
    text = (
        "The Kowloon Motor Bus (KMB), Bank of the Far East (BFE), a club (ABC), Inter-governmental Act (IGA)"
    )
    sheet = parse_sheet(f"# A\n\n## One\n\n{text}\n", name="a", digest="")
    assert list(introduced_aliases(sheet)) == [
        ("kmb", "Kowloon Motor Bus"),
        ("bfe", "Bank of the Far East"),
        ("iga", "Inter-governmental Act"),
    ]


def test_an_alias_is_no_part_of_a_phrase_nor_of_an_exclusion(find: Find) -> None:
    assert find('"WTO member"').alias == ""
    assert find("trade -WTO").total == find("trade").total
    assert find("trade -WTO").alias == ""


def test_an_alias_with_other_words_narrows(find: Find) -> None:
    result = find("WTO forum")
    assert result.alias
    assert [section.title[:9] for section in result.sections] == ["Hong Kong"]


def test_part_of_a_word_is_marked_inside_it(find: Find) -> None:
    result = find("terrorism")
    assert _marked(result) == ["terrorism"]
    assert "counterterrorism" in result.sections[0].snippets[0].text
    assert "inside other words" in result.message


@pytest.mark.parametrize("query", ["rr", "00", "300", "9", "xx"])
def test_less_than_three_letters_and_digits_are_not_looked_for_inside_words(query: str, find: Find) -> None:
    assert find(query).total == 0


def test_a_misspelt_word_is_corrected_and_it_is_said(find: Find) -> None:
    result = find("soverignty")
    assert _marked(result) == ["sovereignty"]
    assert result.corrected == "sovereignty"
    assert result.message == "No match for “soverignty”. Showing “sovereignty”."


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("extridition", "extradition"),
        ("pirayc", "piracy"),  # a swap of neighbours is one edit
        ("tarde goverment", "trade governments"),
        ("intergovermental", "Inter-governmental"),
        ("Marhc", "March"),
        ("soverignty soverignty", "sovereignty sovereignty"),
        ("inter-govermental", "Inter-governmental"),
    ],
)
def test_misspellings_are_corrected(query: str, corrected: str, find: Find) -> None:
    result = find(query)
    assert result.corrected == corrected
    assert result.total


@pytest.mark.parametrize(
    "query",
    [
        "sanctions",
        "sanction",
        "golf",
        "prc2",
        "1997s",
        "19998",
        "goldd*",
        "ex-imports",
        "counter-terrorist",
        "un-hong",
        "co-chinese",
        "inter-government",
        "xold",
        "pyracie",
    ],
)
def test_no_wild_guesses_are_made(query: str, find: Find) -> None:
    result = find(query)
    assert (result.total, result.corrected) == (0, "")
    assert result.message


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("copywrite", "copyright"),
        ("copyrite law", "copyright law"),
        ("laudering", "laundering"),
        ("money laudering", "money laundering"),
    ],
)
def test_a_slip_that_is_heard_right_or_looks_like_a_rare_form_is_corrected(
    query: str, shown: str, find: Find
) -> None:
    result = find(query)
    assert (result.corrected, result.total > 0) == (shown, True)


@pytest.mark.parametrize("query", ["copycat", "reassumed", "companions", "laundress", "tariffs"])
def test_a_word_of_its_own_is_not_corrected_to_one_that_sounds_alike(query: str, find: Find) -> None:
    assert (find(query).total, find(query).corrected) == (0, "")


def test_a_slip_of_a_word_that_stands_inside_another_shows_that(find: Find) -> None:
    result = find("terorism")
    assert result.message == "No match for “terorism”. Showing “terrorism” inside other words."
    assert (result.total, result.corrected) == (find("terrorism").total, "")


def test_plural_and_singular_find_each_other_alone(find_in: Find) -> None:
    text = "The tariff is high. Tariffs fell."
    assert [find_in(text, word).total for word in ("tariff", "tariffs")] == [2, 2]


def test_ties_are_all_shown_the_commonest_first_at_most_three(find_in: Find) -> None:
    result = find_in("bazole cazole bazola bazola bazolu bazoli bazolo bazolo bazolo", "bazolx")
    assert result.message == "No match for “bazolx”. Showing “bazolo”, “bazola” and “bazole”."
    assert result.corrected == "bazolo"
    assert result.suggestions == ("bazolo", "bazola", "bazole")


def test_a_hyphenated_word_is_offered_as_it_stands(find_in: Find) -> None:
    result = find_in("Her mother-in-law left.", "mothar-in-law")
    assert result.message == "No match for “mothar-in-law”. Showing “mother-in-law”."
    assert result.total == 1


def test_two_edits_need_nine_letters(find_in: Find) -> None:
    assert find_in("zovereign", "zovreing").corrected == ""
    assert find_in("zovereigns", "zoveraigxs").corrected == "zovereigns"


@pytest.mark.parametrize("query", ['"soverignty over"', "trade -soverignty", "-WTO trade"])
def test_the_ladder_is_not_for_phrases_or_exclusions(query: str, find: Find) -> None:
    result = find(query)
    assert (result.corrected, result.alias) == ("", "")


@pytest.mark.parametrize("query", ["WTO", "terrorism", "soverignty"])
def test_nothing_is_guessed_while_typing(query: str, find: Find) -> None:
    result = find(query, typing=True)
    assert (result.total, result.corrected, result.alias) == (0, "", "")
    assert result.message == f"No section contains “{query}”."


def test_a_correction_that_finds_nothing_is_not_offered_but_its_word_alone(find: Find) -> None:
    result = find("soverignty piracy")
    assert result.total == 0
    assert result.corrected == ""
    assert result.suggestions == ("sovereignty",)


def test_a_match_in_the_front_matter_is_told_and_not_counted(find: Find) -> None:
    result = find("East Asian")
    assert (result.total, result.section_count) == (0, 0)
    assert [(front.field, front.value) for front in result.front] == [
        ("bureau", "Bureau of East Asian and Pacific Affairs")
    ]
    assert "Bureau of East Asian" in result.message


def test_an_address_is_told_only_to_those_who_type_one(find: Find) -> None:
    assert find("statedotgov").message == "No section contains “statedotgov”."
    assert find("uhongkong").message == "No section contains “uhongkong”."
    assert "state.gov" in find("www.state.gov").message


def test_a_match_in_the_sheets_title_is_told_and_not_counted(find: Find) -> None:
    result = find('"U.S. Relations with Hong Kong"')
    assert result.total == 0
    assert result.front[0].field == "title"
    assert "U.S. Relations With Hong Kong" in result.message


def test_a_match_that_sections_have_says_nothing_of_the_front_matter(find: Find) -> None:
    assert find("Department").front == ()


def test_no_absent_word_is_found_or_corrected(index: SearchIndex, data: Path) -> None:
    words = (data / "absent_words.txt").read_text(encoding="ascii").split()
    assert len(words) >= 300
    for word in words:
        result = index.search(SearchQuery.parse(word))
        assert (result.total, result.corrected, result.alias) == (0, "", ""), word
        assert result.message.startswith(f"No section contains “{word}”."), word
