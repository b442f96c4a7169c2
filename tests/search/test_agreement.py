"""Count, badge, snippet and highlight come from one matcher, and agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.model import FactSheet
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SearchResult
from hkviewer.search.snippets import snippets
from tests.examples import examples

Find = Callable[..., SearchResult]

_QUERIES = [
    "the",
    "hong kong",
    '"hong kong"',
    "trade OR law",
    "terrorism",
    "WTO",
    "u.s.",
    "t",
    "gold NEAR/9 aircraft",
]


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize("query", _QUERIES)
def test_count_spans_and_snippets_agree(
    query: str,
    typing: bool,  # noqa: FBT001  a case
    hong_kong: FactSheet,
    index: SearchIndex,
) -> None:
    result = index.search(SearchQuery.parse(query, typing=typing))
    assert result.total == sum(s.hits + s.heading_hits for s in result.sections)
    assert result.section_count == len(result.sections)
    for found in result.sections:
        section = hong_kong.section(found.section)
        highlighted = [" ".join(section.text[start:end].split()) for start, end in found.spans]
        shown = [s.text[start:end] for s in found.snippets for start, end in s.spans]
        assert highlighted == shown
        assert list(found.spans) == sorted(set(found.spans))
        assert all(end <= start for (_, end), (start, _) in zip(found.spans, found.spans[1:], strict=False))
        assert (found.title, found.path) == (section.title, section.path)


@pytest.mark.parametrize(
    ("query", "sections", "total"),
    [
        ("natural gas", 36, 48),  # side by side they are one match, but not across a sentence’s end
        ("natural g", 36, 48),
        ("gas natural", 36, 72),
        ("section:gas", 37, 13),
        ("section:gas -coal", 25, 13),
        ("oil natural gas", 12, 24),
    ],
)
def test_many_sections_are_counted_as_they_are_shown(
    query: str, sections: int, total: int, find_in: Find
) -> None:
    one = "### Natural gas\n\nMuch oil.\n\n### Fields\n\ngas. Natural\n\n### Coal\n\nnatural gas, coal\n\n"
    result = find_in("## Gas\n\n" + one * 12, query, typing=True)
    assert (result.section_count, result.total) == (sections, total)
    assert sum(each.hits + each.heading_hits for each in result.sections) == total
    assert len(result.sections) == sections


def test_a_limit_counts_sections_and_leaves_the_total_alone(index: SearchIndex) -> None:
    everything, limited = index.search("the"), index.search("the", limit=2)
    assert limited.sections == everything.sections[:2]
    assert (limited.total, limited.section_count) == (everything.total, everything.section_count)


def test_the_layout_between_the_authors_words_is_never_matched(find_in: Find) -> None:
    text = "1. gold\n2. silver\n\n> quoted\n\n| a | b |\n|---|---|\n| gold | tin |\n"
    assert find_in(text, "1").total == 0
    assert find_in(text, "2").total == 0
    assert find_in(text, '"gold silver quoted"').total == 1
    assert find_in(text, '"gold tin"').total == 1


@given(
    text=st.text(st.sampled_from("ab \n\u00a0é’"), min_size=1, max_size=400),
    cuts=st.lists(st.integers(0, 400), max_size=12, unique=True),
)
@examples(2)
def test_snippets_show_every_match_once_on_one_line(text: str, cuts: list[int]) -> None:
    places = sorted(min(cut, len(text)) for cut in cuts)
    spans = [
        (a, b)
        for a, b in zip(places[::2], places[1::2], strict=False)
        if text[a:b].strip() == text[a:b] != ""
    ]
    made = snippets(text, spans)
    shown = [s.text[start:end] for s in made for start, end in s.spans]
    assert shown == [" ".join(text[start:end].replace("\u00a0", " ").split()) for start, end in spans]
    assert all("\n" not in s.text and "  " not in s.text for s in made)
