"""Which sentence of a section is shown first: what holds most of a query, and a figure if one is asked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from hkviewer.search.index.section_match import Match
from hkviewer.search.result import Span
from hkviewer.search.text.tokens import SIGNS

_MONTH = r"(?:(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber)"
_FIGURE = re.compile(
    rf"""(?<=[ ])(?:[{SIGNS}]-?[ ][0-9]
        |(?![0-9]+[ ]{_MONTH}[ ])[0-9][0-9.]*[a-z]*(?=[ -])
        |(?:dozens?|hundreds?|thousands?|millions?)(?=[ ]))""",
    re.VERBOSE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9][0-9]")
# A stream does not tell 1,850 from 1850: what stands before does.
_BEFORE_YEAR = re.compile(
    rf" (?:{_MONTH}|[0-9]{{1,2}}|in|since|of|by|from|until|till|to|and|or|during|before|after|between"
    "|early|late|the) $"
)
_MONTH_BEFORE = re.compile(rf" {_MONTH} $")
_BESIDE = 12
"""Characters between a word and its figure: “815,000 Thessaloniki”, “3.154 million ATHENS”."""
_LONGEST_BEFORE = len(" september ")


def best_sentence(match: Match, *, has_figure: bool = False) -> int:
    """The number of the first match in the sentence that holds most of the query, counted in the body.

    With `has_figure` a figure in the sentence counts as one thing more of the query, of equals the one that
    has it is better, and the match nearest to it is taken.
    """
    if len(match.spans) < 2 or (match.asked.sole is not None and not has_figure):
        return 0
    bar, places = match.section.bar, match.section.breaks.places
    held: dict[int, int] = {}
    for spans in match.found:
        for sentence in {bisect_right(places, 2 * start) for start, _ in spans if start > bar}:
            held[sentence] = held.get(sentence, 0) + 1
    within = [span for span in match.spans if span[0] > bar]
    figures = _figures(match.section.text, bar) if has_figure else []
    with_figure = {bisect_right(places, 2 * start) for start, _ in figures}
    if not with_figure.isdisjoint(held):
        best = min(held, key=lambda s: (-held[s] - (s in with_figure), s not in with_figure, s))
        if best in with_figure:
            return _nearest_to_a_figure(within, figures, best, places)
    if len(held) < 2:
        return 0
    best = min(held, key=lambda sentence: (-held[sentence], sentence))
    return next((n for n, (start, _) in enumerate(within) if bisect_right(places, 2 * start) >= best), 0)


def has_figure_beside(match: Match, numbers: Sequence[int]) -> bool:
    """Whether a figure stands beside one of some words of the query, by their numbers, in the body."""
    bar = match.section.bar
    within = [span for number in numbers for span in match.found[number] if span[0] > bar]
    figures = _figures(match.section.text, bar) if within else []
    starts = [figure[0] for figure in figures]
    for start, end in within:
        at = bisect_left(starts, start)
        around = figures[max(0, at - 1) : at + 1]
        if any(max(figure[0] - end, start - figure[1]) <= _BESIDE for figure in around):
            return True
    return False


def _figures(stream: str, bar: int) -> list[Span]:
    """The figures of a body: not its years, nor the days of its dates."""
    return [
        figure.span()
        for figure in _FIGURE.finditer(stream, bar + 1)
        if not (_BEFORE_YEAR if _YEAR.fullmatch(figure[0]) else _MONTH_BEFORE).search(
            stream, max(0, figure.start() - _LONGEST_BEFORE), figure.start()
        )
    ]


def _nearest_to_a_figure(
    within: Sequence[Span], figures: Sequence[Span], sentence: int, places: Sequence[int]
) -> int:
    """The number of the match in a sentence that stands nearest to a figure of it."""
    begin = places[sentence - 1] >> 1 if sentence else 0
    end = places[sentence] >> 1 if sentence < len(places) else within[-1][1] + 1
    numbers = [n for n, (start, _) in enumerate(within) if bisect_right(places, 2 * start) == sentence]
    near = figures[bisect_left(figures, (begin, 0)) : bisect_left(figures, (end, 0))]
    if not numbers or not near:
        return numbers[0] if numbers else 0
    starts = [figure[0] for figure in near]

    def distance(number: int) -> int:
        start, stop = within[number]
        at = bisect_left(starts, start)
        return min(max(figure[0] - stop, start - figure[1], 0) for figure in near[max(0, at - 1) : at + 2])

    return min(numbers, key=lambda number: (distance(number), number))
