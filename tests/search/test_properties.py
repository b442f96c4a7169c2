"""Whatever stands in a sheet is found where an independent regular expression finds it.

The oracle knows nothing of tokens: it works on the text as it stands, its spaces and apostrophes
made plain.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.model import FactSheet, Section
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.query.parse import MOST_CHARACTERS, MOST_WORDS, SearchQuery
from hkviewer.search.text.tokens import groups
from tests.examples import examples

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|(?:(?<![^\s(])\.)?\d+(?:[.,]\d+)*[^\W_]*|[^\W_]+(?:['’-][^\W_]+)*")
# A regular expression takes words of these scripts apart at their vowel signs.
_WITH_VOWEL_SIGNS = re.compile("[\u0600-\u10ff\u1200-\u1cff]")
_LONGEST_PHRASE = 5


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'"))


def _words(section: Section) -> list[str]:
    """The words of a section in order; where the author put more than a space between, "" stands."""
    words: list[str] = []
    for leaf in section.leaves:
        text, end = _plain(leaf.text), -1
        for found in _WORD.finditer(text):
            if text[max(end, 0) : found.start()] not in (" ", ", "):
                words.append("")
            words.append(found[0])
            end = found.end()
        words.append("")
    return words


def _phrases(section: Section) -> Iterator[str]:
    words = _words(section)
    for first in range(len(words)):
        for length in range(2, _LONGEST_PHRASE + 1):
            phrase = words[first : first + length]
            if len(phrase) == length and all(phrase) and not _WITH_VOWEL_SIGNS.search("".join(phrase)):
                yield " ".join(phrase)


def _pairs_and_longest(section: Section) -> Iterator[str]:
    """From each word on the phrase of two words and the longest one: the others stand within these."""
    words = _words(section)
    for first in range(len(words)):
        several = list(itertools.takewhile(bool, words[first : first + _LONGEST_PHRASE]))
        for length in sorted({2, len(several)} if len(several) > 1 else ()):
            phrase = " ".join(several[:length])
            if not _WITH_VOWEL_SIGNS.search(phrase):
                yield phrase


def _together(phrases: Iterable[str]) -> Iterator[str]:
    """Queries for as many of the phrases together as one query may have: a section has to have each."""
    asked: list[str] = []
    words: set[str] = set()
    for phrase in phrases:
        own = {part for token in groups(phrase) for part in token.split("-")}
        quoted = f'"{phrase}"'
        if asked and (len(words | own) > MOST_WORDS - 4 or len(" ".join([*asked, quoted])) > MOST_CHARACTERS):
            yield " ".join(asked)
            asked, words = [], set()
        asked.append(quoted)
        words |= own
    if asked:
        yield " ".join(asked)


@functools.lru_cache(maxsize=64)
def _plain_sections(sheet: FactSheet) -> list[tuple[str, str]]:
    """The sections' ids with their heading and body, made plain; nothing matches across the line.

    The numbers of list items are layout, not the author's words, and no search may match them.
    """
    return [
        (s.id, "\n".join(_plain(text) for text in (s.title, *(leaf.text for leaf in s.leaves))))
        for s in sheet.sections
    ]


def _standing(sheet: FactSheet, words: str) -> set[str]:
    """The sections where `words` stand as whole words, in heading or body, whatever is between them.

    A letter of an abbreviation, the a of A.D., is no word.
    """
    middle = r"(?:[^\w\n]|_)+".join(re.escape(word) for word in words.split())
    before, after = r"(?<![^\W_])(?<![\d][.,])(?<!\b[^\W\d_]\.)", r"(?![^\W_])(?![.,]\d)(?!\.[^\W\d_]\b)"
    pattern = re.compile(before + middle + after, re.IGNORECASE)
    return {section for section, text in _plain_sections(sheet) if pattern.search(text)}


def _found(index: SearchIndex, query: str, *, typing: bool = False) -> set[str]:
    return {s.section for s in index.search(SearchQuery.parse(query, typing=typing)).sections}


def _is_query_word(word: str) -> bool:
    """Dates and telephone numbers are read as such, operators in capitals as operators, ’s as no word."""
    if _WITH_VOWEL_SIGNS.search(word) or re.search(r"\d-\d", word):
        return False
    return word.upper() not in ("AND", "OR", "NOT", "S")


_VARIANTS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    str.title,
    lambda words: words.replace("'", "’"),
    lambda words: words.replace(" ", "\u00a0 \t"),
    lambda words: f"  {words}  ",
]


def test_every_word_of_the_sheet_is_found(hong_kong: FactSheet, index: SearchIndex) -> None:
    words = {
        w
        for section in hong_kong.sections
        for w in _words(section) + _WORD.findall(_plain(section.title))
        if w
    }
    assert len(words) > 300
    for word in filter(_is_query_word, words):
        for variant in _VARIANTS:
            assert _standing(hong_kong, word) <= _found(index, variant(word)), (word, variant(word))


@pytest.mark.slow
def test_every_phrase_of_the_sheet_is_found(hong_kong: FactSheet, index: SearchIndex) -> None:
    phrases = {phrase for section in hong_kong.sections for phrase in _phrases(section)}
    assert len(phrases) > 2000
    for phrase in phrases:
        assert _standing(hong_kong, phrase) <= _found(index, f'"{phrase}"'), phrase
        assert _standing(hong_kong, phrase) <= _found(index, f"“{phrase.replace(chr(39), '’').upper()}”"), (
            phrase
        )


@given(data=st.data())
@examples(1.5)
def test_a_phrase_of_the_sheet_is_found_in_any_writing(
    data: st.DataObject, hong_kong: FactSheet, index: SearchIndex
) -> None:
    section = data.draw(st.sampled_from(hong_kong.sections))
    phrases = list(_phrases(section))
    phrase = data.draw(st.sampled_from(phrases))
    spaces = data.draw(
        st.lists(st.sampled_from([" ", "  ", "\u00a0", "\n", "\u2003"]), min_size=5, max_size=5)
    )
    written = "".join(w + s for w, s in zip(phrase.split(), spaces, strict=False))
    written = data.draw(st.sampled_from(_VARIANTS))(written.strip())
    found = _found(index, f'"{written}"')
    assert section.id in found
    assert _standing(hong_kong, phrase) <= found


@pytest.mark.slow
def test_every_prefix_of_every_word_finds_it_while_it_is_typed(
    hong_kong: FactSheet, index: SearchIndex
) -> None:
    words = {word for section in hong_kong.sections for word in _words(section) if len(word) > 2}
    prefixes: dict[str, set[str]] = {}
    for word in filter(_is_query_word, words):
        for length in range(3, len(word) + 1):
            prefixes.setdefault(word[:length].lower(), set()).update(_standing(hong_kong, word))
    assert len(prefixes) > 1400
    for prefix, sections in prefixes.items():
        assert sections <= _found(index, prefix, typing=True), prefix


class _Countries(list[tuple[FactSheet, SearchIndex]]):
    """Sheets with their indexes, which need not be printed whole when a test fails."""

    def __repr__(self) -> str:
        return "the country sheets"


@pytest.fixture(scope="module")
def country_indexes(country_sheets: list[FactSheet]) -> Iterator[list[tuple[FactSheet, SearchIndex]]]:
    indexes = _Countries((sheet, SearchIndex.of_sheet(sheet)) for sheet in country_sheets)
    yield indexes
    for _, index in indexes:
        index.close()


@pytest.mark.slow
@given(numbers=st.tuples(*[st.integers(0, 10**6)] * 4), variant=st.integers(0, len(_VARIANTS) - 1))
@examples(1.5)
def test_words_and_phrases_of_the_country_sheets_are_found(
    numbers: tuple[int, int, int, int], variant: int, country_indexes: list[tuple[FactSheet, SearchIndex]]
) -> None:
    sheet, index = country_indexes[numbers[0] % len(country_indexes)]
    section = sheet.sections[numbers[1] % len(sheet.sections)]
    words = [word for word in _words(section) if word and _is_query_word(word)]
    if words:
        word = words[numbers[2] % len(words)]
        assert _standing(sheet, word) <= _found(index, _VARIANTS[variant](word)), word
        assert section.id in _found(index, word[: max(3, len(word) // 2)], typing=True), word
    if phrases := list(_phrases(section)):
        phrase = phrases[numbers[3] % len(phrases)]
        assert _standing(sheet, phrase) <= _found(index, f'"{_VARIANTS[variant](phrase)}"'), phrase


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_word_and_phrase_of_the_country_sheets_is_found(
    country_indexes: list[tuple[FactSheet, SearchIndex]],
) -> None:
    for sheet, index in country_indexes:
        standing: dict[str, set[str]] = {}
        for section in sheet.sections:
            for word in filter(_is_query_word, filter(None, _words(section))):
                standing.setdefault(word, set()).add(section.id)
            for query in _together(_pairs_and_longest(section)):
                assert section.id in _found(index, query), (sheet.id, query)
        for word, sections in standing.items():
            assert sections <= _found(index, word), (sheet.id, word)
