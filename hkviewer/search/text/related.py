"""Words of the same root that are no inflections of each other: diverted and diversion, wary and wariness."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from hkviewer.search.text.inflection import bases
from hkviewer.search.text.word_lists import is_english, word_list


def related_words(word: str) -> list[str]:
    """The English words that are related to `word`, a folded token, by a pair of endings from the list."""
    if not word.isalpha() or not is_english(word):
        return []
    candidates = dict.fromkeys(other for base in bases(word) for other in _with_other_endings(base))
    return [other for other in candidates if other != word and is_english(other)]


def _with_other_endings(base: str) -> Iterator[str]:
    for one, other, shortest in _endings():
        root = base[: len(base) - len(one)]
        if base.endswith(one) and len(root) >= shortest and {base, root + other} not in _unrelated():
            yield root + other


@functools.cache
def _endings() -> tuple[tuple[str, str, int], ...]:
    """The pairs of endings, each both ways, with the letters that the root has at least."""
    rows = [line.split() for line in word_list("related.txt")]
    pairs = [(one.strip("-"), other, int(shortest)) for one, other, shortest in rows]
    return (*pairs, *((other, one, shortest) for one, other, shortest in pairs))


@functools.cache
def _unrelated() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(line.split()) for line in word_list("not-related.txt"))
