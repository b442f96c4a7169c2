"""What holds of every question: of its words, their case and the words of asking in it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.model import FactSheet
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.query.parse import MOST_WORDS, SearchQuery
from hkviewer.search.query.terms import typed
from hkviewer.search.result import SearchResult
from hkviewer.search.text.tokens import groups
from hkviewer.search.text.word_lists import asking_words
from tests.examples import examples

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n+")
_ASKING = sorted(words[0] for words in asking_words() if len(words) == 1 and words[0].isalpha())
_CASES: list[Callable[[str], str]] = [str, str.lower, str.title]
_PLAIN_WORD = re.compile(r"[A-Za-z]{2,}")


@functools.lru_cache
def _sentences(sheet: FactSheet) -> list[tuple[str, str]]:
    """The sentences of a sheet that can be typed whole, each with its section's id."""
    return [
        (section.id, " ".join(sentence.split()))
        for section in sheet.sections
        for leaf in section.leaves
        for sentence in _SENTENCE.split(leaf.text)
        if 1 < len(set(groups(sentence))) <= MOST_WORDS
        and len(sentence) < 400
        and not re.search(r"[\"“”*:;|()/]|\b(?:AND|OR|NOT|NEAR)\b|(?:^|\s)-", sentence)
    ]


@functools.lru_cache
def _words(sheet: FactSheet) -> list[str]:
    """The plain words of a sheet, none in capitals."""
    words = {word for section in sheet.sections for word in _PLAIN_WORD.findall(section.text)}
    return sorted(word for word in words if not word.isupper())


def _without(result: SearchResult) -> tuple[object, ...]:
    """What must stay when words of asking or the case change; messages quote what was typed."""
    return (
        result.total,
        [(s.section, s.spans, s.heading_spans) for s in result.sections],
        [(near.found.section, [word.casefold() for word in near.missing]) for near in result.nearest],
        [(other.found.section, other.word) for other in result.related],
        result.message.casefold(),
        result.corrected,
        result.alias.casefold(),
        [text.casefold() for text in result.suggestions],
    )


@pytest.mark.slow
def test_every_sentence_of_the_sheet_lists_its_section(hong_kong: FactSheet, index: SearchIndex) -> None:
    sentences = _sentences(hong_kong)
    assert len(sentences) > 15
    for section, sentence in sentences:
        assert section in {s.section for s in index.search(sentence).sections}, sentence


@given(data=st.data())
@examples(2)
def test_words_of_one_sentence_list_its_section(
    data: st.DataObject, hong_kong: FactSheet, index: SearchIndex
) -> None:
    section, sentence = data.draw(st.sampled_from(_sentences(hong_kong)))
    several = [word for word in sentence.split() if groups(word)]
    words = data.draw(st.lists(st.sampled_from(several), min_size=1, max_size=6, unique=True))
    assert section in {s.section for s in index.search(" ".join(words)).sections}


@given(data=st.data())
@examples(2)
def test_a_whole_sentence_lists_no_section_without_it_before_it(
    data: st.DataObject, hong_kong: FactSheet, index: SearchIndex
) -> None:
    section, sentence = data.draw(st.sampled_from(_sentences(hong_kong)))
    (first, *_) = index.search(sentence).sections
    text = hong_kong.section(first.section).text
    assert first.section == section or sentence in " ".join(text.split())


@given(data=st.data())
@examples(2)
def test_words_of_asking_and_case_change_nothing_but_what_was_left_out(
    data: st.DataObject, hong_kong: FactSheet, index: SearchIndex
) -> None:
    absent = ["silver", "copper", "treaty", "Macau", "soverignty", "wary"]
    words = data.draw(st.lists(st.sampled_from(_words(hong_kong) + absent), min_size=1, max_size=5))
    if SearchQuery.parse(" ".join(words)).left_out or len(SearchQuery.parse(" ".join(words)).nodes) < 1:
        return
    plain = [word for word in words if word.lower() not in _ASKING and word.lower() not in ("may", "march")]
    if not plain:
        return
    asked = [*data.draw(st.lists(st.sampled_from(_ASKING), max_size=2)), *plain]
    changed = data.draw(st.sampled_from(_CASES))(" ".join(asked))
    assert _without(index.search(changed)) == _without(index.search(" ".join(plain)))


@given(data=st.data())
@examples(2)
def test_every_highlight_is_a_match_and_every_match_is_highlighted(
    data: st.DataObject, hong_kong: FactSheet, index: SearchIndex
) -> None:
    words = data.draw(st.lists(st.sampled_from(_words(hong_kong)), min_size=1, max_size=3))
    query = SearchQuery.parse(" ".join(words))
    alone = [index.search(typed(node)) for node in query.nodes]
    for found in index.search(query).sections:
        lit = [(at.part, at.start, at.end) for at in found.ranges]
        matches = [
            (at.part, at.start, at.end)
            for result in alone
            for section in result.sections
            if section.section == found.section
            for at in section.ranges
        ]
        for part, start, end in matches:
            assert any(p == part and a <= start and end <= b for p, a, b in lit)
        for part, start, end in lit:
            assert any(p == part and start <= a and b <= end for p, a, b in matches)


@given(data=st.data())
@examples(2)
def test_a_nearest_section_is_never_counted(
    data: st.DataObject, hong_kong: FactSheet, index: SearchIndex
) -> None:
    words = data.draw(st.lists(st.sampled_from(_words(hong_kong)), min_size=2, max_size=5))
    result = index.search(" ".join([*words, "silver"]))
    assert result.total == sum(s.hits + s.heading_hits for s in result.sections)
    assert result.section_count == len(result.sections)
    assert not result.sections or not result.nearest
    for near in result.nearest:
        assert near.missing
        assert near.found.section not in {section.section for section in result.sections}
