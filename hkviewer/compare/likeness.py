"""How like each other two texts are, and which of many are worth comparing at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from rapidfuzz.distance import Indel

from hkviewer.compare.changes import MOST_PAIRS

RELATED = 1 / 3
"""The likeness from which on two blocks are said to be one, changed."""
_SHINGLE = 2
"""Words in a row that two texts share, if they have anything to do with each other."""
_COMMON = 8
"""Texts that share such words: more of them say nothing."""
_CANDIDATES = 4
"""Of a text, that are worth comparing."""
_LOOKED_AT = 400
"""Words of a text from which its candidates are found."""

_MOST_WORDS = 8_000
"""Words from a text's beginning that tell which of many it is most like."""
MOST_WORK = 2**33
"""Of a word of one text and one of the other, in all pairs that are compared: those take 0.7 s."""

Words = Sequence[str]


def likeness(old: Words, new: Words, least: float = 0.0) -> float:
    """Twice the longest common subsequence over the number of words, 0 to 1; 0 where it is below `least`."""
    if not old and not new:
        return 1.0
    if 2 * min(len(old), len(new)) < least * (len(old) + len(new)):
        return 0.0
    if len(old) * len(new) > MOST_PAIRS:
        like = 2 * common_words(old, new) / (len(old) + len(new))
        return like if like >= least else 0.0
    return Indel.normalized_similarity(old, new, score_cutoff=least)


def rough_likeness(old: Words, new: Words, least: float = 0.0) -> float:
    """The likeness of how two texts begin, which tells of many whether they may belong together."""
    if len(old) > _MOST_WORDS or len(new) > _MOST_WORDS:
        old, new = old[:_MOST_WORDS], new[:_MOST_WORDS]
    return likeness(old, new, least)


def are_quick(pairs: Iterable[tuple[Words, Words]]) -> bool:
    """Whether the rough likeness of all these pairs of texts is found without a wait."""
    return sum(min(len(a), _MOST_WORDS) * min(len(b), _MOST_WORDS) for a, b in pairs) <= MOST_WORK


def common_words(old: Words, new: Words) -> int:
    """The length of the longest common subsequence; of very long texts, how many words both have."""
    if len(old) * len(new) > MOST_PAIRS:
        return (Counter(old) & Counter(new)).total()
    return (len(old) + len(new) - Indel.distance(old, new)) // 2


def candidates(old: Sequence[Words], new: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers of texts in `old` and `new` that share rare words in a row; at most some for each."""
    index: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, words in enumerate(old):
        for shingle in _shingles(words):
            index[shingle].append(number)
    shingles = [_shingles(words) for words in new]
    common = Counter(chain.from_iterable(shingles))
    for number, own in enumerate(shingles):
        shared = [s for s in own if s in index and len(index[s]) <= _COMMON and common[s] <= _COMMON]
        votes = Counter(chain.from_iterable(index[s] for s in shared)) if shared else {}
        best = sorted(votes, key=lambda other: (-votes[other], other))[:_CANDIDATES]
        yield from ((other, number) for other in best)


def _shingles(words: Words) -> set[tuple[str, ...]]:
    looked = words[:_LOOKED_AT]
    if len(looked) < _SHINGLE:
        return {tuple(looked)} if looked else set()
    return set(pairwise(looked))
