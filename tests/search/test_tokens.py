"""What counts as the same word, in a text and in a query."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from hkviewer.search.result import SearchResult
from hkviewer.search.text.places import TokenPlaces
from hkviewer.search.text.streams import stream_of, streams_of
from hkviewer.search.text.tokens import groups_of

Matches = Callable[..., list[str]]


Find = Callable[..., SearchResult]


def _stream(text: str) -> str:
    return stream_of([text]).text.strip()


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\u200d", "\u202a", "\u2060", "\u2069", "\ufeff"])
def test_invisible_characters_are_deleted(invisible: str) -> None:
    assert _stream(f"co{invisible}operation") == "cooperation"


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u202f", "\u3000", "\t", "\n", "\u2028", "\x85"])
def test_every_other_space_is_one_space(space: str) -> None:
    assert _stream(f"$31{space}{space}billion") == "$ 31 billion"


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("PRC’s PRC's PRC＇s PRCʼs", "prc prc prc prc"),
        ("anti-terror anti‐terror anti–terror anti−terror", "anti- terror " * 3 + "anti- terror"),
        ("ＦＡＴＣＡ ２０２０", "fatca 2020"),
        ("próperty PRÓPERTY pro\u0301perty", "property property property"),
        ("Straße ﬁnance", "strasse finance"),
        ("İstanbul Diyarbakır Ødegård Łódź", "istanbul diyarbakir odegard lodz"),
        ("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ"),
        ("٢٠٢٠", "2020"),
    ],
)
def test_quotes_dashes_width_accents_and_case_are_folded(text: str, stream: str) -> None:
    assert _stream(text) == stream


@pytest.mark.parametrize(
    "text", ["😀 👩‍👩‍👧 ★ © # ¢ → …", "", " ", "\u0301", "\ufe0f", "\ud800\x00", "'s", "---"]
)
def test_symbols_and_emoji_are_no_tokens(text: str) -> None:
    assert _stream(text) in ("", "s")


def test_a_possessive_is_dropped() -> None:
    assert _stream("People’s China’s, States’ James’s") == "people china states james"


def test_dotted_abbreviations_are_joined() -> None:
    assert _stream("U.S. D.C. P.R.C.’s u.s e.g., U.S.-Hong Kong a.b") == "us dc prc us eg us- hong kong ab"


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("1,300 and 85,000; 12.8, 1,234.5.", "1300 and 85000 12.8 1234.5"),
        ("1,3 300,12 1.2.3 14.07.2020", "1 3 300 12 1- 2- 3 14- 07- 2020"),
        ("$31B £2.5m US$3bn ALSAT-1B 5m", "$ 31bn £ 2.5- mn us- $ 3bn alsat- 1b 5m"),
        ("a $5 A$5 20% 5 € foo%20", "a $ 5 a- $ 5 20 % 5 € foo % 20"),
        ("61.37GW 1,300km 5km", "61.37- gw 1300- km 5km"),
        (".5 0.5", "0.5 0.5"),
    ],
)
def test_a_number_is_one_token_without_its_commas(text: str, stream: str) -> None:
    assert _stream(text) == stream


def test_raised_and_lowered_characters_leave_the_word_before_them_whole() -> None:
    assert _stream("2020¹ km² CO₂ Name™ 20º 5½") == "2020- 1 km- 2 co- 2 name- tm 20- o 5 1 2"


def test_each_cjk_character_is_a_token() -> None:
    korean = unicodedata.normalize("NFKD", "홍- 콩")
    assert _stream("香港 is 홍콩 カナ") == f"香- 港 is {korean} カ- ナ"


def test_offsets_lead_back_to_the_original() -> None:
    text = "Hong\u00a0Kong’s co\u00adoperation, ﬁve 1,300 cafe\u0301s U.S.-based"
    places = TokenPlaces(text)
    words = [text[start:end] for start, end in map(places.place, range(8))]
    assert words == ["Hong", "Kong", "co\u00adoperation", "ﬁve", "1,300", "cafe\u0301s", "U.S.", "based"]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("anti-terror laws", "antiterror", ["anti-terror"]),
        ("anti-terror laws", "anti-terror", ["anti-terror"]),
        ("anti terror laws", "anti-terror", ["anti terror"]),
        ("antiterror laws", "anti-terror", ["antiterror"]),
        ("an Inter-governmental body", "intergovernmental", ["Inter-governmental"]),
        ("counterterrorism", "counter-terrorism", ["counterterrorism"]),
        ("Cooperation", "co-operation", ["Cooperation"]),
        ("co-operation", "cooperation", ["co-operation"]),
        ("anti and terror laws", "antiterror", []),
        ("counterterrorism", '"counter terrorism"', []),
        ("d’Affaires", "daffaires", ["d’Affaires"]),
        ("d’Affaires", "affaires", ["Affaires"]),
    ],
)
def test_a_hyphenated_word_is_a_phrase_or_the_joined_word(
    text: str, query: str, found: list[str], matches_in: Matches
) -> None:
    assert matches_in(text, query) == found


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("1,300 firms", "1300", ["1,300"]),
        ("1,300 firms", "1,300", ["1,300"]),
        ("1300 firms", "1,300", ["1300"]),
        ("1,300 firms", "300", []),
        ("85,000 firms", "000", []),
        ("12.8 per cent", "2.8", []),
        ("12.8 per cent", "12.8", ["12.8"]),
        ("$31\u00a0billion", "$31 billion", ["$31\u00a0billion"]),
        ("$31 billion", "$31bn", ["$31 billion"]),
        ("$31 billion", "31bn", ["31 billion"]),
        ("31bn", "31 billion", ["31bn"]),
        ("$31B", "31 billion", ["31B"]),
        ("31 million", "31bn", []),
        ("US$31bn", "US$31 billion", ["US$31bn"]),
        ("HK$100m", "HK$100 million", ["HK$100m"]),
        ("on 31 May, 2 billion in the US", "US$31 billion", []),
        ("rose to 31bn in May", '"to 31 billion in"', ["to 31bn in"]),
        ("rose to 31 billion in May", '"to 31bn in"', ["to 31 billion in"]),
        ("£2.5m", "2.5 million", ["2.5m"]),
        ("2.5 million", "£2.5m", []),
        ("61.37GW", "61.37", ["61.37"]),
        ("61.37GW", "61.37gw", ["61.37GW"]),
        ("1,300km", "1300", ["1,300"]),
        ("ALSAT-1B", "1 billion", []),
        ("ALSAT-1B", "1bn", []),
        ("rates of 5-7", "57", []),
        ("57 rates", "5-7", []),
    ],
)
def test_a_number_is_found_however_it_is_written(
    text: str, query: str, found: list[str], matches_in: Matches
) -> None:
    assert [word.replace("\u00a0", " ") for word in matches_in(text, query)] == [
        word.replace("\u00a0", " ") for word in found
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("1,3", ["1,300"]),
        ("1,", ["1,300", "12.8"]),
        ("$12", ["$12.8"]),
        ("$12.", ["$12.8"]),
        ("$1", ["$12.8"]),
    ],
)
def test_half_typed_numbers_work(query: str, found: list[str], matches_in: Matches) -> None:
    assert matches_in("1,300 firms and $12.8 billion", query, typing=True) == found


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("more than 1,300 firms", '"more than 1,300'),
        ("some 100,000-200,000 people", "100,000-200,000"),
        ("$31 billion", "31bn"),
        ("£2.5 million", "2.5mn"),
    ],
)
def test_a_number_is_found_at_every_key_on_the_way_to_it(text: str, query: str, find_in: Find) -> None:
    states = [query[:end] for end in range(1, len(query) + 1)]
    lost = [state for state in states if not state.endswith(" ") and state.strip('"')]
    assert [state for state in lost if not find_in(text, state, typing=True).section_count] == []


_GROUPS = ["202-495-2266", "(202) 495-2266", "495-2266", "4952266", "202 495 2266"]
_TELEPHONES = ["Tel.: (202) 495-2266", "+1 202 495 2266", "202-495-2266", "[1] (202) 495-2266"]


@pytest.mark.parametrize("query", ["2024952266", *_GROUPS])
@pytest.mark.parametrize("text", _TELEPHONES)
def test_telephone_digits_match_as_groups_or_run_together(text: str, query: str, find_in: Find) -> None:
    assert find_in(text, query).section_count == 1


@pytest.mark.parametrize("query", ["2024952266", "202-495-2266", "(202) 495-2266"])
def test_telephone_digits_that_are_run_together_match_all_their_groups(query: str, find_in: Find) -> None:
    assert find_in("2024952266", query).total == 1


@pytest.mark.parametrize(
    ("text", "query"),
    [
        *((text, "202.495.2266") for text in (*_TELEPHONES, "202.495.2266", "202 495 2266")),
        ("[1] (202) 495-2266", "+1.202.495.2266"),
        ("[1] (202) 495-2266", "(202) 495-2266"),
        ("[1] (202) 495-2266", "202.495.2266"),
        ("[852] 2523-9011", "2523.9011"),
        ("[852] 2523-9011", "852.2523.9011"),
        ("[33] (1) 43-12-22-22", "43.12.22.22"),
        ("[33] (1) 42-66-97-83", "+33 (1) 42.66.97.83"),
        ("[33] (1) 42-66-97-83", "+33.1.42.66.97.83"),
        ("[49] (30) 8305-0", "+49.30.8305-0"),
        ("+852 2123 4567", "+852 2123 4567"),
        ("+852 2123 4567", "2123.4567"),
    ],
)
def test_a_telephone_number_is_found_at_every_key_on_the_way_to_it(
    text: str, query: str, find_in: Find
) -> None:
    states = [query[:end] for end in range(3, len(query) + 1)]
    assert [state for state in states if not find_in(text, state, typing=True).section_count] == []
    assert find_in(text, query).section_count == 1


@pytest.mark.parametrize("query", ["202.4", "12.8", "1.2", "2019.2"])
@pytest.mark.parametrize(
    "text", ["in 202 4 people", "from 12 to 12, 8 of them", "1, 2 and 3", "202-4", "2019, 2020", "2024"]
)
def test_a_half_typed_decimal_number_is_no_two_numbers(query: str, text: str, find_in: Find) -> None:
    assert find_in(text, query, typing=True).section_count == 0


def test_a_half_typed_number_that_stands_there_is_no_telephone_number(matches_in: Matches) -> None:
    text = "202.4 tonnes; tel. (202) 495-2266"
    assert matches_in(text, "202.4", typing=True) == ["202.4"]


@pytest.mark.parametrize("query", ["31 b", "31 bl", "31 bln", "31 bn", "$31 bl", "31 billi"])
def test_a_half_typed_amount_with_a_space_in_it_is_found(query: str, matches_in: Matches) -> None:
    assert matches_in("$31 billion", query, typing=True)


@pytest.mark.parametrize(
    "text",
    ["July 14", "14 July", "14th July", "July 14th", "the 14th of July", "Jul 14, 2020", "14 May 2020"],
)
def test_an_ordinal_alone_is_also_a_day_of_a_month(text: str, find_in: Find) -> None:
    assert find_in(f"It was on {text}, at noon.", "14th").total == 1
    for typed in ("14t", "14th"):
        assert find_in(f"It was on {text}, at noon.", typed, typing=True).total == 1


@pytest.mark.parametrize(
    "text", ["14 districts", "14 in July", "of 14 may stay", "July 1400", "July 15", "14,000", "12-14-16"]
)
def test_an_ordinal_is_no_other_number(text: str, find_in: Find) -> None:
    assert find_in(text, "14th").section_count == 0


@pytest.mark.parametrize("text", ["a river of 33 km", "a river of 33km", "a 33-km river", "33\u00a0km²"])
@pytest.mark.parametrize("query", ["33 km", "33km", "33KM", "33-km"])
def test_a_unit_needs_no_space_before_it(text: str, query: str, find_in: Find) -> None:
    assert find_in(text, query).section_count == 1


@pytest.mark.parametrize("text", ["some 26 million people", "26million", "26mn", "26 mln"])
@pytest.mark.parametrize("query", ["26million", "26 million", "26mn"])
def test_a_million_needs_no_space_before_it(text: str, query: str, find_in: Find) -> None:
    assert find_in(text, query).section_count == 1


@pytest.mark.parametrize("query", ["33k", "33km", "61.3", "61.37G", "61.37GW"])
def test_a_unit_is_found_at_every_key(query: str, find_in: Find) -> None:
    assert find_in("33 km and 61.37 GW", query, typing=True).section_count == 1


@pytest.mark.parametrize("query", ["33km", "3km", "5g", "5G"])
def test_a_number_with_a_unit_is_no_other(query: str, find_in: Find) -> None:
    assert find_in("133 km, 33 and some km, 3 kinds, 5.5 g, Group of 5, Galileo", query).section_count == 0


def test_an_ordinal_before_a_word_is_no_day(find_in: Find) -> None:
    text = "On July 14, 2020, the century turned."
    assert find_in(text, "14th century").section_count == 0
    assert find_in(text, "century 14th").section_count == 1


@pytest.mark.parametrize("query", ["14th July", "July 14th", "14t", "July 14t", "14th J", "14th of Ju"])
def test_a_day_is_found_as_its_ordinal_at_every_key(query: str, find_in: Find) -> None:
    assert find_in("It was on July 14, 2020.", query, typing=True).section_count == 1


_WRITTEN = [
    "July 14, 2020",
    "14 July 2020",
    "July 14th, 2020",
    "14th of July 2020",
    "Jul 14, 2020",
    "2020-07-14",
    "07/14/2020",
    "14/07/2020",
    "14.07.2020",
]


@pytest.mark.parametrize(
    "query",
    [
        *("2020-07-14", "07/14/2020", "14/07/2020", "14.07.2020", "2020/7/14", "2020-07", "07/2020"),
        *("14-Jul-2020", "14-JULY-2020", "14jul2020"),
    ],
)
@pytest.mark.parametrize("text", _WRITTEN)
def test_a_numeric_date_matches_that_date_however_it_is_written(text: str, query: str, find_in: Find) -> None:
    result = find_in(f"It was on {text}, at noon.", query)
    assert result.total == 1


@pytest.mark.parametrize(
    "query", ["July 14, 2020", "14 July 2020", "14th July 2020", "Jul 14 2020", "2020 July 14"]
)
@pytest.mark.parametrize("text", _WRITTEN)
def test_a_date_in_words_matches_in_any_order(text: str, query: str, find_in: Find) -> None:
    assert find_in(f"It was on {text}, at noon.", query).section_count == 1


@pytest.mark.parametrize(
    "text",
    ["July 15, 2020", "July 2020", "2020 and 14 in July", "June 14, 2020", "July 14, 2021", "2020-14-07-1"],
)
def test_a_numeric_date_matches_no_other_date(text: str, find_in: Find) -> None:
    assert find_in(text, "2020-07-14").section_count == 0


@pytest.mark.parametrize("text", ["July 8, 2020", "8 July 2020", "August 7, 2020", "7 August 2020"])
def test_an_ambiguous_date_offers_both_readings(text: str, find_in: Find) -> None:
    result = find_in(text, "07/08/2020")
    assert result.total == 1
    assert "8 July 2020" in result.message
    assert "7 August 2020" in result.message


@pytest.mark.parametrize(
    "text", ["March 2014", "March 3, 2014", "3 March 2014", "2014-03-03", "03/2014", "Mar 2014"]
)
def test_a_year_and_month_match_also_with_a_day_between(text: str, find_in: Find) -> None:
    assert find_in(text, "2014-03").total == 1
    assert find_in(text, "2014年3月").total == 1


@pytest.mark.parametrize(
    "query",
    [
        *("2", "2020-", "2020-0", "2020-07-", "2020-07-1", "2020.0", "2020.07.1"),
        *("07/14", "07/14/2", "07/14/2020", "14/07/20", "07/", "07/2", "07/202"),
        *("14-J", "14-Jul", "14-Jul-", "14-Jul-2", "14-Jul-2020"),
        *("Jul 202", "14 Jul 20", "14 July 202", "14th of Ju"),
    ],
)
def test_a_half_typed_date_finds_it(query: str, find_in: Find) -> None:
    assert find_in("It was on July 14, 2020, at noon.", query, typing=True).section_count == 1


def test_a_run_of_cjk_characters_is_a_phrase(matches_in: Matches) -> None:
    assert matches_in("香港 and 港香, 香蕉港", "香港") == ["香港"]
    assert matches_in("서울 홍콩은", "홍콩") == ["홍콩"]
    assert matches_in("ホンコン", "ンコ") == ["ンコ"]


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("import", "imports imported importing"),
        ("trade", "trades traded trading"),
        ("control", "controls controlled controlling"),
        ("agency", "agencies"),
        ("carry", "carries carried carrying"),
        ("tax", "taxes taxed taxing"),
        ("impose", "imposes imposed imposing"),
        ("edit", "edits edited editing"),
        ("equip", "equips equipped equipping"),
        ("agree", "agrees agreed agreeing"),
        ("organisation", "organization organizations organisations"),
        ("defence", "defense defenses"),
        ("travel", "travels travelled traveled travelling traveling"),
        ("programme", "program programs programmes"),
    ],
)
def test_inflections_and_spellings_find_each_other(word: str, others: str, matches_in: Matches) -> None:
    for one in [word, *others.split()]:
        for other in [word, *others.split()]:
            assert matches_in(f"the {other} there", one) == [other]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("important", "import"),
        ("international", "internal"),
        ("importer", "import"),
        ("greatest", "great"),
        ("freely", "free"),
        ("imposition", "impose"),
        ("united", "unit"),
        ("rated", "rats"),
        ("hoping", "hop"),
        ("news", "new"),
        ("seed", "see"),
        ("being", "be"),
        ("autonomous", "autonomy"),
        ("shed", "she"),
        ("herring", "her"),
        ("fled", "fling"),
        ("bring", "bred"),
        ("loses", "los"),
        ("denied", "denis"),
        ("harried", "harris"),
    ],
)
def test_false_families_do_not(text: str, query: str, find_in: Find) -> None:
    result = find_in(f"the {text} there", query)
    assert result.total == 0 or "inside other words" in result.message


def test_inflections_are_words_of_the_text_only(find: Find) -> None:
    assert find("imported").total == find("import").total == find("imports").total == 2


@pytest.mark.parametrize("apostrophe", ["'", "’", "`", "´"])
@pytest.mark.parametrize("rest", ["role", "rôle"])
def test_whatever_stands_for_an_apostrophe_is_one(apostrophe: str, rest: str, matches_in: Matches) -> None:
    text = f"The People{apostrophe}s {rest}."
    assert matches_in(text, f"people{apostrophe}s") == [f"People{apostrophe}s"[:6]]


@pytest.mark.parametrize(
    ("text", "found"), [("हिन्दी भाषा", "हिन्दी"), ("हिन्दी भाषा", "भाषा"), ("தமிழ் மொழி", "மொழி")]
)
def test_the_vowel_signs_of_a_word_are_marked_with_it(text: str, found: str, matches_in: Matches) -> None:
    assert matches_in(text, found) == [found]


def test_a_spelling_is_found_at_every_key(find_in: Find) -> None:
    for end in range(3, len("organisation") + 1):
        assert find_in("the organization there", "organisation"[:end], typing=True).total, end


_TEXTS_WITH_STREAMS = {
    (): (" ", [], []),
    ("",): (" ", [], []),
    ("Rice, 1,300 t.",): (" rice 1300 t ", [], [0]),
    ("", "Rice.", "…", "(sugar) -$4.50%", ""): (" rice sugar $ 4.50 % ", [11], [1, 3]),
    ("It fell. Then it rose.", "Next."): (" it fell then it rose next ", [16, 43], [0, 1]),
    ("Tel. (202) 495-2266", "fax"): (" tel 202- 495- 2266 fax ", [39], [0, 1]),
    ("Café crème", "“tea”"): (" cafe creme tea ", [23], [0, 1]),
    ("tea \x02 for", "two\x04\x03"): (" tea for two ", [17], [0, 1]),
}


@pytest.mark.parametrize("texts", [[text] for text in _TEXTS_WITH_STREAMS] + [[*_TEXTS_WITH_STREAMS] * 2])
def test_texts_that_are_read_at_once_are_each_read_by_themselves(texts: list[tuple[str, ...]]) -> None:
    read = [(text, [*breaks], [*filled]) for text, breaks, filled in streams_of(texts)]
    assert read == [_TEXTS_WITH_STREAMS[text] for text in texts]


def test_plain_figures_are_cut_as_all_others() -> None:
    figures = [
        "(1,300)",
        "-$12.80,",
        "9.9%",
        "12.5.3",
        ".5",
        "(.5)",
        "1,30",
        "$31bn",
        "1234,567",
        '"7."',
        "5%;",
    ]
    assert [groups_of(_stream(figure)) for figure in figures] == [
        ["1300"],
        ["$", "12.80"],
        ["9.9", "%"],
        ["12-5-3"],
        ["0.5"],
        ["0.5"],
        ["1", "30"],
        ["$", "31bn"],
        ["1234", "567"],
        ["7"],
        ["5", "%"],
    ]
