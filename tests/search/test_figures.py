"""Figures: amounts, money, units, telephone numbers and dates, each however it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hkviewer.search.result import SearchResult

Find = Callable[..., SearchResult]
Matches = Callable[..., list[str]]


def _plain(words: list[str]) -> list[str]:
    return [word.replace("\u00a0", " ") for word in words]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("a surplus of $31 billion in", "$31,000,000,000", ["$31 billion"]),
        ("a surplus of $31 billion in", "31,000 million", ["31 billion"]),
        ("a surplus of $31 billion in", "$31,000mn", ["$31 billion"]),
        ("a surplus of 31.0 billion in", "31bn", ["31.0 billion"]),
        ("cost 31,000 million in", "31bn", ["31,000 million"]),
        ("cost 31,000,000,000 in", "31 bn", ["31,000,000,000"]),
        ("cost $2.5 trillion in", "2,500 billion", ["2.5 trillion"]),
        ("cost $2.5 trillion in", "$2.5tn", ["$2.5 trillion"]),
        ("cost $2.5m in", "$2,500,000", ["$2.5m"]),
        ("85,000 people", "85k", ["85,000"]),
        ("85,000 people", "85 thousand", ["85,000"]),
        ("85 thousand people", "85,000", ["85 thousand"]),
        ("1,300 firms", "1.3k firms", ["1,300", "firms"]),
        ("a $31-billion deal", "$31bn", ["$31-billion"]),
        ("22.620 million people", '"22.620 million"', ["22.620 million"]),
        ("22.620 million people", "22.62 million", ["22.620 million"]),
        ("1.2345 million people", '"1.2345 million"', ["1.2345 million"]),
        ("31 billion", "31 million", []),
        ("31 billion", "310 billion", []),
        ("31 and 2 billion", "31 billion people", []),
        ("3,776 m high", "3.776 million", []),
        ("3,776,000 people", "3776 m", []),
        ("a 5k run", "5000", []),
    ],
)
def test_a_multiplied_number_is_the_same_as_its_digits(
    text: str, query: str, found: list[str], matches_in: Matches
) -> None:
    assert _plain(matches_in(text, query)) == found


_DOLLARS = ["$31 billion", "US$31 billion", "US$ 31bn", "31 billion US dollars", "31 billion U.S. dollars"]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("a surplus of $31 billion in", "$31", "$31"),
        ("exports were $12.8 billion.", "$12.8", "$12.8"),
        ("exports were US$ 12.8 billion.", "US$12.8", "US$ 12.8"),
        ("exports were €2.5 million.", "€2.5", "€2.5"),
        ("it cost $2,500 million", "$2500", "$2,500"),
        ("it cost USD 12.8 billion", "usd 12.8", "USD 12.8"),
        ("a $31-billion deal", "$31", "$31"),
    ],
)
def test_a_figure_that_stands_there_is_found_whatever_multiplies_it(
    text: str, query: str, found: str, matches_in: Matches
) -> None:
    """Who types what is on the screen must not be told that it is not there."""
    assert _plain(matches_in(text, query)) == [found]


@pytest.mark.parametrize("text", [*_DOLLARS, "USD 31 billion", "USD31bn", "31bn USD", "31 billion dollars"])
@pytest.mark.parametrize(
    "query", ["$31bn", "US$31 billion", "USD 31bn", "31bn usd", "31 billion us dollars", "31 billion dollars"]
)
def test_a_currency_is_its_sign_code_or_name_and_is_lit_with_its_figure(
    text: str, query: str, matches_in: Matches
) -> None:
    assert matches_in(f"It came to {text}, in 2018.", query) == [text]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("a fee of HK$100", "$100", ["HK$100"]),
        ("a fee of HK$100", "100 Hong Kong dollars", ["HK$100"]),
        ("a fee of HK$100", "HKD 100", ["HK$100"]),
        ("a fee of HK$100", "US$100", []),
        ("a fee of $100", "HK$100", []),
        ("a $100 fee", "A$100", []),
        ("A$100 then", "$100", ["A$100"]),
        ("a fee of €100", "$100", []),
        ("a fee of €100", "100 euros", ["€100"]),
        ("a fee of €100", "EUR 100", ["€100"]),
        ("a fee of 100 €", "€100", ["100 €"]),
        ("a fee of £100", "100 pounds", ["£100"]),
        ("a fee of £100", "GBP100", ["£100"]),
        ("100 yen", "¥100", ["100 yen"]),
        ("100 yuan", "RMB 100", ["100 yuan"]),
        ("100 pounds of gold", "100 pounds", ["100 pounds"]),
        ("a fee of 100", "$100", []),
        ("$100 million", "$100", ["$100"]),
        ("$100 million", "100 million", ["100 million"]),
        ("100 real estate firms", "100 real estate", ["100 real", "estate"]),
        ("won 100", "100 won", ["won", "100"]),
        ("gold and $31 billion", "silver OR $31 billion", ["$31 billion"]),
        ("gold and $31 billion", "gold -€31bn", ["gold"]),
        ("gold and €31bn", "gold -€31bn", []),
        ("gold at €31bn", '"at €31bn"', ["at €31bn"]),
        ("gold at €31bn", '"at 31 billion"', ["at €31bn"]),
        ("gold at $31bn", '"at €31bn"', []),
    ],
)
def test_money_is_found_in_its_own_currency_only(
    text: str, query: str, found: list[str], matches_in: Matches
) -> None:
    assert matches_in(text, query) == found


_AREAS = ["5,128 km²", "5,128 km2", "5128 sq km", "5,128 sq. km", "5,128 square kilometres"]


@pytest.mark.parametrize("text", [*_AREAS, "5,128 square kilometers"])
@pytest.mark.parametrize("query", [*_AREAS, "5128km2", "5128km²"])
def test_a_unit_is_its_symbol_or_its_name(text: str, query: str, matches_in: Matches) -> None:
    assert matches_in(f"The area is {text}.", query) == [text]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("about 33 miles", "33 mi", ["33 miles"]),
        ("about 33 mi", "33 miles", ["33 mi"]),
        ("an area of 33 sq mi", "33 mi2", ["33 sq mi"]),
        ("an area of 33 sq km", "33 km", ["33", "km"]),
        ("33 cubic metres", "33 m³", ["33 cubic metres"]),
        ("33 kilograms", "33kg", ["33 kilograms"]),
        ("grew by 5.2%", "5.2 percent", ["5.2%"]),
        ("grew by 5.2 per cent", "5.2%", ["5.2 per cent"]),
        ("so many square kilometers", "km2", ["square kilometers"]),
        ("so many km²", "sq km", ["km²"]),
        ("133 km, 33 sq mi", "33km", []),
        ("33 million km", "33m km", []),
        ("3,776 m", "3776 metres", ["3,776 m"]),
    ],
)
def test_a_figure_is_found_with_its_unit(
    text: str, query: str, found: list[str], matches_in: Matches
) -> None:
    assert matches_in(text, query) == found


_NUMBER = "(202) 495-2266"


@pytest.mark.parametrize(
    "query",
    [
        *("202 495 2266", "202.495.2266", "202-495-2266", "(202)495-2266", "202/495-2266", "2024952266"),
        *("+1 202 495 2266", "+1-202-495-2266", "+1.202.495.2266", "+1 (202) 495 2266", "+12024952266"),
        *("001 202 495 2266", "001-202-495-2266", "0012024952266", "00 1 202 495 2266"),
        *("1-202-495-2266", "1 202 495 2266", "1 (202) 495-2266", "12024952266"),
    ],
)
@pytest.mark.parametrize("text", ["(202) 495-2266", "202-495-2266", "202.495.2266", "202 495 2266"])
def test_a_telephone_number_is_one_piece_however_it_is_typed(
    text: str, query: str, matches_in: Matches
) -> None:
    assert matches_in(f"Tel.: {text}, fax", query) == [text]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("[852] 2523-9011", "+852 2523 9011"),
        ("[852] 2523-9011", "00852 2523 9011"),
        ("[852] 2523-9011", "00 852 25239011"),
        ("2523-9011", "+852 2523 9011"),
        ("[81] (03) 3224-5000", "+81 03 3224 5000"),
    ],
)
def test_a_number_abroad_is_found_with_or_without_its_prefix(text: str, query: str, find_in: Find) -> None:
    assert find_in(f"Telephone: {text}", query).total == 1


@pytest.mark.parametrize("query", ["2018 2019 2020", "1 202 495", "202 495 2267", "+1 202 495 22"])
def test_other_numbers_are_no_telephone_number(query: str, find_in: Find) -> None:
    assert find_in("In 2018, 2019; tel. (202) 495-2266; 1,300 of 8500", query).total == 0


@pytest.mark.parametrize("word", ["telephone", "phone"])
def test_telephone_finds_its_abbreviation(word: str, find_in: Find) -> None:
    result = find_in("Tel.: (202) 495-2266", word)
    assert (result.total, result.alias) == (1, f"{word} = Tel.")


@pytest.mark.parametrize(
    "query",
    [
        *(
            "7/14/20",
            "14/7/20",
            "7-14-20",
            "14.7.2020",
            "14.07.20",
            "2020/07/14",
            "14-Jul-2020",
            "2020年7月14日",
        ),
        *(
            "July 14th 2020",
            "14th of July, 2020",
            "Jul 14, 2020",
            "14 july 2020",
            "July 14 2020",
            "2020 july 14",
        ),
    ],
)
@pytest.mark.parametrize(
    "text", ["July 14, 2020", "14 July 2020", "14th of July 2020", "2020-07-14", "7/14/20"]
)
def test_a_date_is_lit_as_one_piece_however_it_is_typed(text: str, query: str, matches_in: Matches) -> None:
    assert matches_in(f"It was on {text} at noon.", query) == [text]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("in March 2014, when", "mar 2014", ["March 2014"]),
        ("on March 3, 2014, when", "march 2014", ["March 3, 2014"]),
        ("on 1 July, in 1997", "July 1", ["1 July"]),
        ("on July 1, 1997", "1st of July", ["July 1"]),
        ("of 14 that may stay", "may 14", ["14", "may"]),
        ("on July 14, 1920", "7/14/20", []),
        ("on July 14, 1997", "14.7.97", ["July 14, 1997"]),
        ("on July 15, 2020, of 14", "July 14, 2020", []),
        ("in March 2014, not 2010", "March 2010", []),
        ("gold 2010, March 14", "gold 2010, March 14", ["gold", "2010, March 14"]),
        ("gold since July 14, 2020", "silver OR July 14, 2020", ["July 14, 2020"]),
    ],
)
def test_a_date_in_words_is_one_thing(text: str, query: str, found: list[str], matches_in: Matches) -> None:
    assert matches_in(text, query) == found


@pytest.mark.parametrize(
    ("text", "query", "found", "told"),
    [
        ("85,000 people", "85.000", "85,000", "“85.000” was read as 85,000."),
        ("1,234,567.5 t", "1.234.567,5 t", "1,234,567.5 t", "“1.234.567,5” was read as 1,234,567.5."),
        ("12.8 billion", "12,8 billion", "12.8 billion", "“12,8” was read as 12.8."),
        ("$1,234.5", "$1.234,5", "$1,234.5", "“1.234,5” was read as 1,234.5."),
        ("of 12,8 Mio", "12.8", "12,8", "“12.8” was read as 12,8."),
    ],
)
def test_comma_and_point_are_read_the_other_way_where_the_typed_figure_stands_nowhere(
    text: str, query: str, found: str, told: str, find_in: Find
) -> None:
    result = find_in(text, query)
    (snippet,) = result.sections[0].snippets
    assert found in [snippet.text[a:b] for a, b in snippet.spans]
    assert result.message == told


def test_a_figure_that_stands_there_is_read_as_it_was_typed(find_in: Find) -> None:
    result = find_in("85.000 of 85,000 and 12,8", "85.000")
    assert (result.total, result.message) == (1, "")


@pytest.mark.parametrize("query", ["12,8", "8,12"])
def test_a_decimal_comma_is_not_two_numbers_anywhere(query: str, find_in: Find) -> None:
    assert find_in("from 8 to 10 and from 12 to 14", query).total == 0


def test_words_between_are_counted_without_signs(find_in: Find) -> None:
    assert find_in("gold of $ 5 and % silver", "gold NEAR/3 silver").total == 2


_FIGURES = """# S

## Trade

A surplus of $31 billion, with 85,000 residents, growth of 2.5% and exports of €4.2 million.

## Law

Signed on July 14, 2020; in March 2014 residents paid 9 km of tax, 1,104 sq km of it.
"""


@pytest.mark.parametrize(
    ("query", "other", "title"),
    [
        ("$32 billion", "$31 billion", "Trade"),
        ("$32bn surplus", "$31 billion", "Trade"),
        ("€31 billion", "$31 billion", "Trade"),
        ("HK$31 billion", "$31 billion", "Trade"),
        ("£4.2 million", "€4.2 million", "Trade"),
        ("surplus of $60 billion", "$31 billion", "Trade"),
        ("growth of 3%", "2.5%", "Trade"),
        ("87,000 residents", "85,000", "Trade"),
        ("33 billion", "$31 billion", "Trade"),
        ("1,100 km2", "1,104 sq km", "Law"),
        ("July 14, 2019", "July 14, 2020", "Law"),
        ("july 2019", "July 14, 2020", "Law"),
        ("March 2010", "March 2014", "Law"),
    ],
)
def test_another_figure_is_offered_for_one_that_stands_nowhere(
    query: str, other: str, title: str, find_in: Find
) -> None:
    result = find_in(_FIGURES, query)
    assert (result.total, result.sections) == (0, ())
    assert result.nearest[0].found.title == title
    assert result.message.endswith(f"Another figure is there: “{other}”.")


@pytest.mark.parametrize(
    "query",
    ["$60 billion", "€60 billion", "6%", "$30", "Executive Order 13818", "2019", "90", "10 km", "March 1990"],
)
def test_no_figure_is_offered_that_is_far_from_the_one_asked_for(query: str, find_in: Find) -> None:
    result = find_in(_FIGURES, query)
    assert result.total == 0
    assert "Another" not in result.message


def test_another_figure_is_none_for_phrases_and_while_typing(find_in: Find) -> None:
    for query, typing in (('"$32 billion"', False), ("$32 billion", True), ("gold OR $32 billion", False)):
        assert find_in(_FIGURES, query, typing=typing).nearest == ()


@pytest.mark.parametrize(
    ("query", "told", "lit"),
    [
        ("1.300 Firmen", "“1.300” was read as 1,300.", "1,300"),
        ("85.000 Amerikaner", "“85.000” was read as 85,000.", "85,000"),
        ("85'000 amis", "“85'000” was read as 85,000.", "85,000"),
        ("1 300 entreprises", "“1 300” was read as 1,300.", "1,300"),
    ],
)
def test_a_figure_of_another_language_is_read_also_beside_words_that_stand_nowhere(
    query: str, told: str, lit: str, find: Find
) -> None:
    result = find(query)
    near = result.nearest[0].found
    assert result.total == 0
    assert told in result.message
    assert [near.snippets[0].text[slice(*span)] for span in near.snippets[0].spans] == [lit]


@pytest.mark.parametrize(
    ("query", "lit"),
    [
        ("12,8 Mrd", "12.8 billion"),
        ("12,8 Milliarden Dollar", "$12.8 billion"),
        ("31 mrd", "31 billion"),
        ("31.000 million", "31 billion"),
        ("12.8 bil", "12.8 billion"),
        ("1'300 firms", "1,300"),
        ("1 300 firms", "1,300"),
    ],
)
def test_amounts_as_they_are_written_elsewhere(query: str, lit: str, find: Find) -> None:
    (section,) = find(query).sections
    assert section.title == "Economic Relations"
    assert lit in [section.snippets[0].text[slice(*span)] for span in section.snippets[0].spans]


@pytest.mark.parametrize("query", ["202 495 2266", "7 14 2020"])
def test_groups_of_digits_that_are_no_figure_stay_as_they_are(query: str, find: Find) -> None:
    assert "read as" not in find(query).message


@pytest.mark.parametrize(
    "query", ["12,8hong", "12,8billions trade", "x 12,8bnx", "1.300firms", "12,8 or 12,8hong"]
)
def test_a_figure_with_letters_at_its_end_is_read_otherwise_once_at_most(query: str, find: Find) -> None:
    assert find(query).query == query
