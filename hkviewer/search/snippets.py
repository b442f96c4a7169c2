"""The matches of a section in their contexts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from hkviewer.search.result import Snippet, Span

AROUND = 60
"""How many characters of context stand before and after a match, at least to the next word."""

_LONGEST_LINE = 120
"""Characters that are shown of a section whose heading alone matches."""
_SPACE = re.compile(r"\s")
_UNEVEN = re.compile(r"\s\s+|[^\S ]")


def snippets(text: str, spans: Sequence[Span], best: int = 0) -> tuple[Snippet, ...]:
    """Pieces of `text` that together show all `spans`, each once; matches that stand near share one.

    They stand in the order of the text, but that match number `best` begins the first.
    """
    before = tuple(_pieces(text, spans, 0, best))
    return (*(after := tuple(_pieces(text, spans, best, len(spans))))[:1], *before, *after[1:])


def first_line(text: str) -> str:
    """How `text` begins, on one line."""
    line = text.lstrip().partition("\n")[0]
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE].rsplit(' ', 1)[0]}…"


def _pieces(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Snippet]:
    """The pieces that show the matches from number `start` to `end`."""
    first = start
    for number in range(start + 1, end):
        if spans[number][0] - spans[number - 1][1] > AROUND:
            yield _snippet(text, spans, first, number)
            first = number
    if first < end:
        yield _snippet(text, spans, first, end)


def _snippet(text: str, every: Sequence[Span], number: int, end: int) -> Snippet:
    spans = every[number:end]
    first = _word_start(text, max(0, spans[0][0] - AROUND), spans[0][0])
    last = _word_end(text, min(len(text), spans[-1][1] + AROUND), spans[-1][1])
    before, after = "…" if first else "", "…" if last < len(text) else ""
    piece, inside = text[first:last], [(start - first, end - first) for start, end in spans]
    if "  " in piece or not piece.isprintable():
        piece, inside = _evened(piece, inside)
    shift = len(before)
    return Snippet(
        f"{before}{piece}{after}", tuple([(start + shift, end + shift) for start, end in inside]), number
    )


def _evened(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """`text` with each run of blanks as one space, and where `spans` are in it."""
    shown, reached, shift = "", 0, 0
    # Runs of blanks that become one: where each begins, its last character, and the shift of that one.
    starts, lasts, shifts = [-1], [-1], [0]
    for run in _UNEVEN.finditer(text):
        start, end = run.span()
        shown += text[reached:start] + " "
        reached = end
        shift -= end - start - 1
        starts.append(start)
        lasts.append(end - 1)
        shifts.append(shift)

    def place(position: int) -> int:
        run = bisect_right(starts, position) - 1
        return max(position, lasts[run]) + shifts[run]

    return shown + text[reached:], [(place(start), place(end - 1) + 1) for start, end in spans]


def _word_start(text: str, position: int, latest: int) -> int:
    """The first start of a word from `position` to `latest`."""
    if position == 0:
        return 0
    space = _SPACE.search(text, position - 1, latest)
    return space.end() if space else position


def _word_end(text: str, position: int, earliest: int) -> int:
    """The last end of a word from `earliest` to `position`."""
    if position == len(text):
        return position
    while position > earliest and not text[position].isspace():
        position -= 1
    return position if position > earliest else min(len(text), earliest + AROUND)
