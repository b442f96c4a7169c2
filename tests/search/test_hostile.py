"""No input of any kind raises or takes long, in processor time."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hkviewer.content.model import FactSheet, Paragraph, Section, Text
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.query.parse import SearchQuery
from tests.examples import breadth, examples

_ANYTHING = st.text(st.characters(), max_size=300)  # lone surrogates and NUL among them
_OPERATORS = ["AND", "OR", "NOT", "NEAR/2", "NEAR/", "section:", "-", '"', "“", "*", "(", ")", ":", "^", "{"]
_WORDS = ["hong", "trade", "kong*", "1,3", "$31", "bn", "2020-", "07/", "'s", "U.S", "香港", "😀", "\u0301"]
_SOUP = st.lists(st.sampled_from([*_OPERATORS, *_WORDS, " ", "\x00", "\ud800"]), max_size=40).map(" ".join)


@given(text=_ANYTHING | _SOUP | _SOUP.map(lambda soup: soup.replace(" ", "")), typing=st.booleans())
@examples(4)
@example(text="\ud800\udfff\x00", typing=True)
@example(text='"' * 1000, typing=False)
@example(text="NEAR/" + "9" * 900, typing=False)
def test_no_query_raises(text: str, typing: bool, index: SearchIndex) -> None:  # noqa: FBT001  drawn by name
    result = index.search(SearchQuery.parse(text, typing=typing))
    assert result.message or result.sections


@given(text=_ANYTHING, query=_ANYTHING)
@examples(1.5)
def test_no_text_raises_and_what_is_found_lies_in_it(text: str, query: str) -> None:
    section = Section("s", text[:20], 1, (text[:20],), (Paragraph((Text(text),)),))
    index = SearchIndex.of_sheet(FactSheet("x", text, (section,), ""))
    for asked in (query, text, f'"{text}"', text[-5:]):
        for found in index.search(SearchQuery.parse(asked)).sections:
            assert all(0 <= start < end <= len(section.text) for start, end in found.spans)
            assert all(0 <= start < end <= len(section.title) for start, end in found.heading_spans)
    index.close()


_LONG = {
    "a word repeated": "trade " * 17_000,
    "one long word": "x" * 100_000,
    "quotes": '"' * 100_000,
    "brackets": "(" * 100_000,
    "digits": "1" * 100_000,
    "digits with commas": "111,222," * 12_000,
    "telephones": "(1)" * 33_000,
    "plus and digits": "+1 " * 33_000,
    "hyphens": "a-" * 50_000,
    "dots": "a." * 50_000,
    "dates": "2020-07-14 " * 9_000,
    "operators": "a OR " * 20_000,
    "near": "trade NEAR/9 " * 8_000,
    "marks": "a" + "\u0301" * 100_000,
    "right to left": "هونغ كونغ " * 10_000,
    "emoji": "👩‍👩‍👧 " * 10_000,
    "cjk": "香港" * 50_000,
    "different words": " ".join(f"w{n}" for n in range(20_000)),
    "prefixes": "a* " * 30_000,
    "newlines": "\n" * 100_000,
    "the same word": "the " * 250,
    "the same words in any case": "the The THE tHE, the. " * 50,
    "the same with or": "the OR " * 140,
    "the same near itself": " NEAR/5 ".join(["the"] * 100),
}


@pytest.mark.parametrize("name", _LONG)
@pytest.mark.parametrize("typing", breadth([False, True]))
def test_no_long_query_takes_a_second(name: str, typing: bool, index: SearchIndex) -> None:  # noqa: FBT001  a case
    start = time.process_time()
    index.search(SearchQuery.parse(_LONG[name], typing=typing))
    assert time.process_time() - start < 1


@pytest.mark.slow
@pytest.mark.parametrize("name", _LONG)
def test_no_long_text_is_searched_slowly(name: str) -> None:
    section = Section("s", "Title", 1, ("Title",), (Paragraph((Text(_LONG[name] + " trade"),)),))
    index = SearchIndex.of_sheet(FactSheet("x", "x", (section,), ""))
    for query in ("trade", _LONG[name][:30], "trade NEAR/9 trade", "a NEAR/100 a", '"a a"'):
        start = time.process_time()
        index.search(query)
        assert time.process_time() - start < 1, query
    index.close()


@pytest.mark.slow
def test_no_soup_of_operators_takes_a_second(index: SearchIndex) -> None:
    draw = random.Random(7)
    parts = [
        "AND",
        "OR",
        "NOT",
        "NEAR/3",
        "section:economic",
        '"human rights"',
        "-trade",
        "hong",
        "the*",
        "t",
        "1992",
    ]
    for _ in range(2000):
        query = " ".join(draw.choices(parts, k=draw.randint(1, 60)))
        start = time.process_time()
        index.search(SearchQuery.parse(query, typing=draw.random() < 0.5))
        assert time.process_time() - start < 1, query
