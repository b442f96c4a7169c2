"""Text becomes streams: its tokens in one string, with the places at which sentences and runs of text end."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hkviewer.search.text.fold import MARKS, fold, fold_marked, fold_text
from hkviewer.search.text.sentences import sentence_ends
from hkviewer.search.text.tokens import may_have_telephone, pieces_of, tokens_of, words_of

_RUN, _SENTENCE, _TEXT = tuple(MARKS)
_BETWEEN_RUNS, _BETWEEN_SENTENCES, _BETWEEN_TEXTS = (f" {mark} " for mark in MARKS)


class Stream(NamedTuple):
    """The canonical tokens of a text.

    Attributes:
        text: the tokens between separators, with a separator before the first and after the last.
        breaks: the places of separators at which a sentence or a run of text ends, in order: twice the
            position in `text`, and 1 more where a run ends.
        filled: the numbers of the runs that have tokens.
    """

    text: str
    breaks: Sequence[int]
    filled: Sequence[int]


def stream_of(runs: Sequence[str]) -> Stream:
    """The canonical tokens of several runs of text.

    Where in the text they stand, `TokenPlaces` finds: few places are ever shown, so that the index does
    without.
    """
    return streams_of([runs])[0]


def streams_of(texts: Sequence[Sequence[str]]) -> list[Stream]:
    """The same for several texts, each of several runs: what is plain is cut into words all at once."""
    joined = list(map(_joined, texts))
    at_once = _BETWEEN_TEXTS.join([text for text in joined if text is not None])
    tokens = iter(f" {words_of(fold_marked(_with_marked_sentences(at_once)))} ".split(_TEXT))
    return [
        _stream(map(_sentences, runs)) if text is None else _stream_of_marked(next(tokens))
        for runs, text in zip(texts, joined, strict=True)
    ]


def _joined(runs: Sequence[str]) -> str | None:
    """Runs of text in one, with marks between; None where each has to be seen by itself."""
    text = _BETWEEN_RUNS.join(runs)
    is_plain = text.isascii() and not may_have_telephone(text)
    has_marks = text.count(_RUN) >= max(1, len(runs)) or _SENTENCE in text or _TEXT in text
    return text if is_plain and not has_marks else None


def _with_marked_sentences(text: str) -> str:
    """ASCII text with a mark where a sentence ends."""
    ends = list(sentence_ends(text))
    return _BETWEEN_SENTENCES.join(text[a:b] for a, b in itertools.pairwise((0, *ends, len(text))))


def _stream_of_marked(tokens: str) -> Stream:
    """A stream of the tokens of a text, with the marks that stand between them."""
    runs = tokens.split(_BETWEEN_RUNS)
    text = " ".join(runs)
    if _SENTENCE in text or _RUN in text or "" in runs or text.isspace():
        return _stream([list(map(str.strip, run.split(_SENTENCE))) for run in tokens.split(_RUN)])
    ends = itertools.accumulate(map(len, runs[:-1]))
    return Stream(text, [2 * (end + number) + 1 for number, end in enumerate(ends)], range(len(runs)))


def _sentences(text: str) -> list[str]:
    """The tokens of each sentence of a run of text; "" for one that has none."""
    ends = sorted(sentence_ends(text))
    if not ends:
        return [tokens_of(fold_text(text))]
    # A symbol may be folded to letters, and a number go on behind it: what is joined has to be seen whole.
    folded, origins = fold(text)
    pieces, starts = pieces_of(folded)
    places = [origins[start] for start in starts]
    numbers = [bisect_left(places, end) for end in ends]
    return [" ".join(pieces[a:b]) for a, b in itertools.pairwise((0, *numbers, len(pieces)))]


def _stream(runs: Iterable[Sequence[str]]) -> Stream:
    """A stream of the tokens of each sentence of each run."""
    pieces: list[str] = []
    breaks: list[int] = []
    filled: list[int] = []
    ended = 0  # 1 where a sentence has, 2 where a run has
    length = 0
    for number, sentences in enumerate(runs):
        count = len(pieces)
        for sentence in sentences:
            if sentence:
                if ended & 1 and pieces:
                    breaks.append(2 * length)
                if ended & 2 and pieces:
                    breaks.append(2 * length + 1)
                pieces.append(sentence)
                length += len(sentence) + 1
                ended = 0
            ended |= 1
        if len(pieces) > count:
            filled.append(number)
        ended = 2
    return Stream(f" {' '.join(pieces)} " if pieces else " ", breaks, filled)
