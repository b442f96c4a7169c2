"""`sheet:` and `edition:` say in which sheets of a library to look: as if there were no others."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.document import parse_file
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.library.library_index import LibraryIndex
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.sheet_filters import SheetFilter, split_filters, told_of_blank
from hkviewer.search.result import SearchResult
from tests.examples import breadth, examples
from tests.search.shelf import Shelf


@pytest.fixture
def index(shelf: Shelf) -> Iterator[LibraryIndex]:
    """Three sheets, of one of them two editions."""
    shelf.put("hk", "# Hong Kong\n\n## Trade\n\nGold and tin.\n", edition="2026-01")
    shelf.put("hk-old", "# Hong Kong\n\n## Trade\n\nSilver.\n", edition="2015-11-29", is_newest=False)
    with contextlib.closing(LibraryIndex.updated(shelf.index, shelf.wanted)) as made:
        yield made


def documents(index: LibraryIndex, query: str, *, typing: bool = False) -> list[str]:
    result = index.search(SearchQuery.parse(query, typing=typing))
    return sorted({section.document for section in result.sections})


@pytest.mark.parametrize(
    ("query", "found"),
    breadth(
        [
            ("sheet:kong trade", ["hk"]),
            ("trade", ["hk", "one", "two"]),
            ('trade sheet:"hong kong"', ["hk"]),
            ("sheet:“Hong Kong” trade", ["hk"]),
            ("sheet:hong sheet:kong trade", ["hk"]),
            ("SHEET:KONG trade", ["hk"]),
            ("sheet:ko* trade", ["hk"]),
            ("sheet:ko trade", []),
            ("sheet:one OR sheet:two trade", ["one", "two"]),
            ("trade OR law sheet:one", ["one"]),
            ("-sheet:hong trade", ["one", "two"]),
            ("NOT sheet:hong trade", ["one", "two"]),
            ("sheet:hk trade", ["hk"]),  # its id
            ("edition:2015 trade", ["hk-old"]),
            ("edition:2015-11-29 trade", ["hk-old"]),
            ("edition:201 trade", ["hk-old"]),
            ("edition:2015-12 trade", []),
            ("(sheet:one OR sheet:two) trade", ["one", "two"]),
            ("(sheet:one) OR (sheet:two) trade", ["one", "two"]),
            ("(NOT sheet:hong) trade (edition:all)", ["one", "two"]),
            ("edition:all trade", ["hk", "hk-old", "one", "two"]),
            ("edition:all -edition:2015 trade", ["hk", "one", "two"]),
            ("edition:2015 OR edition:2026 trade", ["hk", "hk-old"]),
            ("sheet:kong edition:2015 silver", ["hk-old"]),
            ("sheet:kong silver", []),
            ("silver", ["two"]),
            ('"see sheet:kong"', []),
            ("edition:second trade", []),  # no date: words
            ("sheet:one sheet:two trade", []),
            ("sheet:the trade", []),
        ]
    ),
)
def test_filters_choose_the_sheets(query: str, found: list[str], index: LibraryIndex) -> None:
    assert documents(index, query) == found


def test_a_filter_that_is_typed_may_go_on_and_a_word_before_it_is_whole(index: LibraryIndex) -> None:
    assert documents(index, "trade sheet:ko", typing=True) == ["hk"]
    assert documents(index, "trad sheet:ko", typing=True) == []
    assert documents(index, "sheet:kong trad", typing=True) == ["hk"]
    assert documents(index, "trade sheet:", typing=True) == ["hk", "one", "two"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("sheet:kenya trade", "No sheet is called “kenya”."),
        ("edition:1999 trade", "No sheet has an edition of “1999”."),
        ("sheet:kong", "Add a word to look for."),
        ("sheet:kong copper", "No section contains “copper”. Only “Hong Kong” was searched."),
        ("edition:all copper", "No section contains “copper”."),
        ("sheet:one edition:2015 law", "No sheet is at once sheet:one and edition:2015."),
    ],
)
def test_it_is_told_why_nothing_is_found(query: str, message: str, index: LibraryIndex) -> None:
    result = index.search(query)
    assert (result.message, result.query, result.total) == (message, query, 0)


@pytest.mark.parametrize(
    ("query", "is_found", "told"),
    [
        ("sheet: trade", True, "Without the blank, sheet:trade looks only in sheets called “trade”."),
        ('gold Sheet:  "hong kong"', False, 'Sheet:"hong kong" looks only in sheets called “hong kong”.'),
        ("gold edition: 2015", False, "edition:2015 looks only in editions of “2015”."),
        ("Fact sheet: Kenya", True, ""),
        ("edition: second trade", False, ""),
        ('"see sheet: kong"', False, ""),
        ("sheet:kong trade", False, ""),
    ],
)
def test_a_blank_behind_the_colon_is_told(query: str, is_found: bool, told: str) -> None:  # noqa: FBT001  drawn
    said = told_of_blank(query, is_found=is_found)
    assert said.endswith(told)
    assert bool(said) == bool(told)


def test_what_is_searched_for_tells_of_the_blank(index: LibraryIndex) -> None:
    assert "Without the blank, sheet:kong looks" in index.search("sheet: kong silver").message


def test_a_message_keeps_the_marks_of_several_phrases(index: LibraryIndex) -> None:
    assert '“"trade" silver "law”' in index.search('"trade" silver "law').message


def test_what_is_offered_looks_in_the_same_sheets(index: LibraryIndex) -> None:
    result = index.search("sheet:kong silverr")
    assert result.suggestions == ()
    result = index.search("edition:2015 silverr")
    assert (result.corrected, result.suggestions) == ("edition:2015 Silver", ("edition:2015 Silver",))
    assert index.search(result.corrected).total == 1


def test_a_word_of_other_sheets_is_as_unknown_as_in_the_sheet_alone(index: LibraryIndex) -> None:
    assert index.search("sheet:one slver").message.startswith("No section contains “slver”.")
    assert index.search("sheet:two slver").corrected == "sheet:two Silver"


def test_one_sheet_knows_the_filters_too() -> None:
    kenya = SearchIndex.of_sheet(parse_sheet("# Kenya\n\nGold.\n", name="kenya", digest=""))
    assert kenya.search("sheet:kenya gold").total == 1
    assert kenya.search("sheet:chad gold").message == "No sheet is called “chad”."
    kenya.close()


@given(st.text(alphabet='shet:ediion-"OR *20a ', max_size=40), st.booleans())
@examples(4)
def test_no_typed_text_raises_and_filters_are_taken_out(text: str, typing: bool) -> None:  # noqa: FBT001  drawn
    rest, filters, _ = split_filters(text, typing=typing)
    assert len(rest) <= len(text)
    assert all(one.value for group in filters for one in group)
    SearchQuery.parse(text, typing=typing)


def test_filters_are_split_off_in_a_time_that_grows_with_the_text() -> None:
    filters = split_filters("sheet:a OR " * 200 + "gold")[1]
    assert sum(map(len, filters)) == 200
    assert filters[0][0] == SheetFilter("sheet", "a", "sheet:a")


_WORDS = (
    "population gdp (trade OR oil) 2023 natural gas military women hong kong army 1.5 $2 billion "
    "section:economy section:people -oil -sheet:x import* u* per capita area km2 life NEAR/5 expectancy"
).split(" ")


Both = tuple[SearchIndex, dict[str, SearchIndex]]


@pytest.fixture(scope="module")
def both(data: Path) -> Iterator[Both]:
    """An index of three sheets, and one of each."""
    files = sorted((data / "sheets").glob("*.md"), key=lambda file: file.stat().st_size)
    sheets = [parse_file(file) for file in files[:3]]
    every = SearchIndex.of_sheets([(sheet.id, sheet) for sheet in sheets])
    alone = {sheet.id: SearchIndex.of_sheet(sheet) for sheet in sheets}
    yield every, alone
    for made in (every, *alone.values()):
        made.close()


def _is_direct(result: SearchResult) -> bool:
    """Whether what was asked for itself was found, and nothing in its place."""
    return bool(result.sections) and not (result.alias or result.corrected or result.message)


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3), st.booleans())
@examples(2)
def test_what_is_found_in_a_sheet_of_a_library_is_what_is_found_in_that_sheet(
    both: Both,
    words: list[str],
    typing: bool,  # noqa: FBT001  drawn
) -> None:
    every, alone = both
    query = SearchQuery.parse(" ".join(words), typing=typing)
    result = every.search(query, order="reading")
    singles = [index.search(query, order="reading") for index in alone.values()]
    if _is_direct(result) and not result.capped and all(s.total == 0 or _is_direct(s) for s in singles):
        assert result.sections == tuple(chain.from_iterable(single.sections for single in singles))
        assert result.total == sum(single.total for single in singles)


def test_with_a_filter_the_answer_is_that_of_the_sheet_alone(
    both: Both,
) -> None:
    every, alone = both
    name = next(iter(alone))
    for text in ("population", "how big is it", "soverignty", "wombats and geese", "gdp per head", "unem"):
        found, own = every.search(f"sheet:{name} {text}"), alone[name].search(text)
        told = found.message.partition(" Only “")[0]
        assert (found.sections, found.nearest, found.related, found.alias, told) == (
            own.sections,
            own.nearest,
            own.related,
            own.alias,
            own.message,
        )
        assert own.left_out == found.left_out
