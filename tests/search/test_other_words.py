"""What is searched or offered for words that stand nowhere: joined and split words, names, related words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.result import SearchResult
from hkviewer.search.text.related import related_words
from hkviewer.search.text.streams import stream_of

Find = Callable[..., SearchResult]


def _marked(result: SearchResult) -> list[str]:
    return [s.text[a:b] for section in result.sections for s in section.snippets for a, b in s.spans]


@pytest.mark.parametrize(
    ("query", "marked", "told"),
    [
        ("lawenforcement", ["law enforcement"], "“lawenforcement” was read as “law enforcement”."),
        ("humanrights", ["human rights"] * 2, "“humanrights” was read as “human rights”."),
        ("tradeoffice", ["Trade Offices"], "“tradeoffice” was read as “Trade Offices”."),
        ("moneylaundering", ["money laundering"], "“moneylaundering” was read as “money laundering”."),
        (
            "humanrightsanddemocracyact",
            ["Human Rights and Democracy Act"],
            "“humanrightsanddemocracyact” was read as “Human Rights and Democracy Act”.",
        ),
        ("work force", ["workforce"], "“work force” was read as “workforce”."),
        ("space craft", ["spacecraft"], "“space craft” was read as “spacecraft”."),
        ("counter terrorism", ["counterterrorism"], "“counter terrorism” was read as “counterterrorism”."),
        ("infra structure", ["infrastructure"], "“infra structure” was read as “infrastructure”."),
    ],
)
def test_words_joined_or_split_are_found_and_it_is_said(
    query: str, marked: list[str], told: str, find: Find
) -> None:
    result = find(query)
    assert [word.lower() for word in _marked(result)] == [word.lower() for word in marked]
    assert result.message == told


@pytest.mark.parametrize("query", ["hongkong piracy", "piracy hongkong", "hong kong piracy"])
def test_a_split_word_narrows_as_its_two_words_do(query: str, find: Find) -> None:
    result = find(query)
    assert [section.title for section in result.sections] == ["Economic Relations"]


@pytest.mark.parametrize(
    "query", ["island", "forget", "onpage", "capitalisland", "tradelaw", "kongmaintain x"]
)
def test_no_word_is_split_where_its_halves_stand_apart(query: str, find_in: Find) -> None:
    assert find_in("It is land, for us to get. Trade and law. The page on Hong Kong.", query).total == 0


def test_two_words_that_stand_there_are_not_joined(find_in: Find) -> None:
    text = "# S\n\n## A\n\nThe work force\n\n## B\n\nA workforce\n"
    result = find_in(text, "work force")
    assert ([section.title for section in result.sections], result.message) == (["A"], "")


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("Washingtn", "Washington"),
        ("washingtn", "Washington"),
        ("FACTA", "FATCA"),
        ("Fransisco", "Francisco"),
        ("pearsl", "pearls"),
        ("Chnia", "China"),
        ("Sino-Britsh", "Sino-British"),
    ],
)
def test_a_correction_has_the_capitals_of_the_text(query: str, corrected: str, find: Find) -> None:
    assert find(query).corrected == corrected


@pytest.mark.parametrize(("text", "query"), [("into the", "Intl"), ("gives", "Govs"), ("than then", "thqn")])
def test_what_is_short_for_a_word_and_words_of_asking_are_no_corrections(
    text: str, query: str, find_in: Find
) -> None:
    assert find_in(text, query).corrected == ""


@pytest.mark.parametrize(
    ("query", "word", "title"),
    [
        ("wary", "wariness", "Economic Relations"),
        ("diverted", "diversion", "Economic Relations"),
        ("divert", "diversion", "Economic Relations"),
        ("prosperous", "prosperity", "U.S.-Hong Kong Relations"),
        ("responsible", "responsibility", "U.S.-Hong Kong Relations"),
        ("normalize", "Normalization", "U.S.-Hong Kong Relations"),
        ("resolve", "", ""),
        ("declare", "Declaration", "Economic Relations"),
        ("contravene", "contravention", "Economic Relations"),
        ("strategy", "strategic", "Economic Relations"),
        ("reduce", "reduction", "Hong Kong’s Membership in International Organizations"),
        ("comply", "compliance", "U.S.-Hong Kong Relations"),
        ("eliminating diversions of funds", "", ""),
        ("legislative", "", ""),
        ("internal", "", ""),
        ("importance", "important", "U.S.-Hong Kong Relations"),
        ("soverign", "", ""),
        ("share", "", ""),  # of the market, say; the sheet has the security of a nation
        ("currency", "", ""),
        ("nationality", "", ""),
    ],
)
def test_related_words_are_offered_and_are_no_hits(query: str, word: str, title: str, find: Find) -> None:
    result = find(query)
    related = [(each.word, each.found.title) for each in result.related]
    assert related[:1] == ([(word, title)] if word else [])
    assert not related or (result.total, result.section_count) == (0, 0)
    assert not related or f"Related: “{word}”" in result.message


def test_a_related_word_is_looked_for_beside_the_others_first(find_in: Find) -> None:
    text = "# S\n\n## A\n\nIts wariness.\n\n## B\n\nThe wariness of companies.\n"
    assert [each.found.title for each in find_in(text, "wary companies").related] == ["B"]
    assert [each.found.title for each in find_in(text, "wary").related] == ["A", "B"]


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("kind", {"kindness", "kindly"}),
        ("legislative", {"legislatively"}),
        ("internal", {"internally"}),
        ("import", {"importation"}),
        ("apply", {"application", "appliance"}),
        ("decide", {"decision"}),
        ("xyzzy", set()),
        ("2020", set()),
    ],
)
def test_words_are_related_by_known_endings_only(word: str, others: set[str]) -> None:
    assert set(related_words(word)) <= others | {f"{other}s" for other in others}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("station", "state"), ("statement", "state"), ("tradition", "trade"), ("tension", "ten")),
        *(("current", "currency"), ("situation", "situate"), ("policy", "politic"), ("partial", "party")),
        *(("community", "commune"), ("million", "mill"), ("plant", "plantation"), ("desert", "desertion")),
    ],
)
def test_what_only_looks_like_one_root_is_not_related(one: str, other: str, find_in: Find) -> None:
    assert find_in(f"It is about the {one}s.", other).related == ()
    assert find_in(f"It is about the {other}s.", one).related == ()


@pytest.mark.parametrize("query", ["美國", "美国"])
def test_traditional_and_simplified_characters_are_one(query: str, find: Find) -> None:
    assert find(query).alias == f"{query} = United States"


def test_chinese_text_is_found_in_either_form() -> None:
    streams = {stream_of([text]).text for text in ("香港與美國的貿易關係", "香港与美国的贸易关系")}
    assert len(streams) == 1


@pytest.mark.parametrize(
    ("query", "first"),
    [
        *(("世贸组织", "World Trade Organization"), ("世界貿易組織", "World Trade Organization")),
        *(("版权", "copyright"), ("版權", "copyright"), ("钻石", "diamonds"), ("黃金", "gold")),
        *(("Heung Gong", "Hong Kong"), ("heung kong", "Hong Kong"), ("Xianggang", "Hong Kong")),
        *(("香港", "Hong Kong"), ("反恐", "counterterrorism"), ("国安法", "national security law")),
        *(("基本法", "Basic Law"), ("洗黑錢", "money laundering"), ("大使馆", "embassy"), ("珍珠", "pearls")),
    ],
)
def test_the_sheet_s_names_and_terms_are_known_in_chinese(query: str, first: str, find: Find) -> None:
    result = find(query)
    assert _marked(result)[0] == first
    assert result.alias.startswith(f"{query} = ")


def test_names_in_chinese_that_follow_each_other_all_count(find: Find) -> None:
    result = find("2018年的貿易順差")
    assert [section.title for section in result.sections] == ["Economic Relations"]
    assert set(_marked(result)) == {"2018", "trade surplus"}


@pytest.mark.parametrize("query", ["香蕉", "香港香蕉", "пиво", "ビール"])
def test_anything_else_in_another_script_is_told_the_language(query: str, find: Find) -> None:
    result = find(query)
    assert result.total == 0
    assert result.message.endswith("This sheet is in English.")


@pytest.mark.parametrize("text", ["Hier ist 香水", "# S\n\n## A\n\n蕉"])
def test_a_sheet_with_the_characters_is_not_told_to_be_in_english(text: str, find_in: Find) -> None:
    assert "English" not in find_in(text, "香蕉").message


def test_a_name_counts_for_the_nearest_sections(find: Find) -> None:
    result = find("embassy telephone fax")
    assert [(near.found.title, near.missing) for near in result.nearest] == [
        ("Bilateral Representation", ("fax",))
    ]
    assert result.message == "No section contains “fax”. telephone = Tel."
