"""Words that were typed without the blanks between them: “worldtradeorganization”."""

from __future__ import annotations

from collections.abc import Iterator

from hkviewer.search.index.vocabulary import Vocabulary

_SHORTEST, _LONGEST = 9, 40
"""Letters of what may be several words."""
_LEAST = 2
"""Letters of each of them."""
_FEWEST, _MOST = 3, 6
_MOST_WAYS = 20


def split(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    """The ways to read `word` as three words of the texts or more, the fewest words first; 20 at most."""
    if not _SHORTEST <= len(word) <= _LONGEST:
        return
    pieces = {word[a:b] for a in range(len(word)) for b in range(a + _LEAST, len(word) + 1)}
    known = {entry.term for entry in vocabulary.entries(pieces) if entry.count}
    begun: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    ways = 0
    for count in range(1, _MOST + 1):
        begun = [
            (end, (*words, word[start:end]))
            for start, words in begun
            for end in range(len(word), start + _LEAST - 1, -1)
            if word[start:end] in known
        ][: _MOST_WAYS * _MOST]
        for end, words in begun:
            if end == len(word) and count >= _FEWEST:
                ways += 1
                if ways > _MOST_WAYS:
                    return
                yield words
