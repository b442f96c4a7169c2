"""Words of asking: what a question is made of besides what it asks for, as in “what is the IGA?”."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hkviewer.search.query.lexer import Lexeme
from hkviewer.search.query.terms import Node, Term
from hkviewer.search.text.tokens import groups
from hkviewer.search.text.word_lists import asking_words

_GRADED = frozenset(
    "many much big large long high tall old far often wide deep heavy small few fast strong".split()
)
"""What may be asked with “how” whose answer is a figure."""
_COUNTED = frozenset("number numbers amount size share percentage value volume total sum".split())
_QUANTITIES = frozenset(["population", "pop"])
"""What is a figure wherever it is asked of something, though fields called so tell of it in words, too.

That of an area, a length or of money need not be told: the fields called so hold figures, and lead anyway.
"""
_MOST_WORDS = 5
"""Words in one line of the list."""


def may_be_left_out(parts: Sequence[Lexeme]) -> bool:
    """Whether a query is plain: who writes quotes or operators has chosen each word."""
    return all(
        part.kind == "word" and not part.excluded and not part.in_title and "*" not in part.text
        for part in parts
    )


def marked(items: Iterable[Node | Lexeme], text: str) -> list[Node | Lexeme]:
    """`items` with the words of asking among them marked as such; `text` is the query they come from.

    A word in capitals is none (WHO), unless all of the query is in capitals.
    """
    several = list(items)
    all_capitals = text == text.upper()
    words = [
        "" if not all_capitals and _is_in_capitals(item, is_last=item is several[-1]) else _word(item)
        for item in several
    ]
    asking = set(_asking(words))
    return [
        replace(item, asking=True) if number in asking and isinstance(item, Term) else item
        for number, item in enumerate(several)
    ]


def asks_figure(text: str) -> bool:
    """Whether a query asks for a figure: how many, how big, what number of, the population of."""
    words = groups(text)
    return (len(words) > 1 and not _QUANTITIES.isdisjoint(words)) or any(
        (first == "how" and second in _GRADED) or (second == "of" and first in _COUNTED)
        for first, second in itertools.pairwise(words)
    )


def is_all_asking(items: Sequence[Node | Lexeme], text: str) -> bool:
    """Whether several words are words of asking and nothing else; `text` is the query they come from."""
    again = marked(items, text)
    return len(again) > 1 and all(isinstance(item, Term) and item.asking for item in again)


def _asking(words: Sequence[str]) -> Iterator[int]:
    """The numbers of those of `words` that are words of asking, by themselves or together."""
    listed = asking_words()
    start = 0
    while start < len(words):
        ends = range(min(start + _MOST_WORDS, len(words)), start, -1)
        end = next((end for end in ends if tuple(words[start:end]) in listed), start)
        yield from range(start, end)
        start = max(end, start + 1)


def _word(item: Node | Lexeme) -> str:
    """The canonical token of a single word, "" for anything else."""
    return "-".join(item.parts) if isinstance(item, Term) and not item.exact else ""


def _is_in_capitals(item: Node | Lexeme, *, is_last: bool) -> bool:
    """Whether a word is written in capitals; a single letter only at the end, as in World War I."""
    typed = item.typed if isinstance(item, Term) else ""
    return typed.isupper() and (is_last or sum(map(str.isalpha, typed)) > 1)
