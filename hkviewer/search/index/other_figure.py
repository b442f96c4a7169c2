"""Another figure, where the one that was asked for stands nowhere: an offer, not a hit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from hkviewer.search.index.match import Words
from hkviewer.search.index.places import Place, Places
from hkviewer.search.index.plan import Planner
from hkviewer.search.index.streams import SectionStream, Streams
from hkviewer.search.index.vocabulary import Vocabulary
from hkviewer.search.query import dates
from hkviewer.search.query.amounts import SHORTEST_NAMES, value
from hkviewer.search.query.terms import Date, FirstOf, Measured, Node, Term, typed
from hkviewer.search.result import Span
from hkviewer.search.text.tokens import SIGNS

_TOLERANCE = Decimal("0.1")
_LARGE = 1000
"""Smaller numbers are the same, or near, by chance only."""
_MOST_TRIED = 20
"""Figures that are looked up, the nearest first: most stand there with another unit."""
_MOST_SECTIONS = 500
_FARTHEST = 100
"""Characters of a stream between a word and a figure that is offered because it stands beside it."""
_SIGN_BEFORE = re.compile(f"(?:[a-z]{{1,3}}- )?[{SIGNS}] $")
_SIGN_BEHIND = re.compile(f"-? [{SIGNS}](?= )")
_YEAR_BEHIND = re.compile("-? [12][0-9]{3}(?=[ -])")


class OtherFigure(NamedTuple):
    """A figure in a section: the section's tokens, where it stands there, and what was asked for."""

    section: SectionStream
    span: Span
    instead_of: str


class OtherFigureFinder:
    """Finds other figures in one index."""

    def __init__(self, streams: Streams, planner: Planner, places: Places, vocabulary: Vocabulary) -> None:
        self._streams = streams
        self._planner = planner
        self._places = places
        self._vocabulary = vocabulary

    def find(self, nodes: Sequence[Node]) -> OtherFigure | None:
        """The figure that is nearest to the first one of a query that stands nowhere; None for none.

        It is the same one of something else, one of the same thing within a tenth, another year's date,
        or what stands beside another word of the query.
        """
        for node in nodes:
            figure = _figure(node)
            if figure is None or self._places.first(figure):
                continue
            rest = [other for other in nodes if other is not node]
            others = list(self._alternatives(figure))
            ways = [(other, *rest) for other in others] + [(other,) for other in others if rest]
            every = (found for way in ways if (found := self._places.first(*way)))
            if found := next(every, None) or self._beside(figure, rest):
                section, span = found
                return OtherFigure(section, _whole(section.text, span, figure), typed(node))
        return None

    def _alternatives(self, figure: Node) -> Iterator[Node]:
        match figure:
            case Date():
                yield from dates.other_dates(figure)
            case Measured(Term() as number, measure):
                if (value(number.parts[0]) or 0) >= _LARGE:
                    yield number  # of another currency
                    yield from (Measured(other, measure, "") for other in self._near(number.parts[0]))
            case Term(parts):
                yield from self._near(parts[0])

    def _near(self, number: str) -> list[Term]:
        """The numbers within a tenth of `number` that may stand in the texts, the nearest first."""
        wanted = value(number)
        if not wanted:
            return []
        near: dict[str, Decimal] = {}
        for token in self._vocabulary.numbers():
            for short in SHORTEST_NAMES:
                other = value(token + short)
                if other is not None and other != wanted and abs(other - wanted) <= _TOLERANCE * wanted:
                    near[token + short] = abs(other - wanted)
        nearest = sorted(near, key=lambda token: (near[token], token))[:_MOST_TRIED]
        return [Term((token,), token, exact=True) for token in nearest]

    def _beside(self, figure: Node, others: Sequence[Node]) -> Place | None:
        """The figure that counts the same and stands nearest to other words of the query."""
        if not isinstance(figure, Measured) or not others:
            return None
        any_figure = self._planner.any_figure(figure.measure)
        best: tuple[int, int, Span] | None = None
        nearest: Place | None = None
        for node in others:
            plan = self._planner.plan([node])
            sections = self._streams.candidates(plan.candidates)
            for section in itertools.islice(sections, _MOST_SECTIONS):
                if near := _nearest(section, any_figure, plan.asked.matchers[0].find(section) or []):
                    distance, span = near
                    if best is None or (distance, section.row, span) < best:
                        best = distance, section.row, span
                        nearest = Place(section, span)
        return nearest


def _nearest(section: SectionStream, figures: Words, words: Sequence[Span]) -> tuple[int, Span] | None:
    """The figure nearest to one of `words`, with how far it is; None where none is near."""
    found = figures.find(section) or []
    pairs = [(max(a[0] - b[1], b[0] - a[1]), a) for a in found for b in words]
    near = min(pairs, default=None)
    return near if near and near[0] <= _FARTHEST else None


def _figure(node: Node) -> Node | None:
    """The figure that a node of a query is, or None: bare numbers and years are none."""
    match node:
        case FirstOf(nodes):
            return _figure(nodes[0])
        case Measured(Term()) | Date():
            return node
        case Term((token,), typed) if value(token) and ("," in typed or not token.replace(".", "").isdigit()):
            return node
    return None


def _whole(stream: str, span: Span, asked: Node) -> Span:
    """A figure's span with the sign of its currency or of per cent, a day's with its year."""
    before = _SIGN_BEFORE.search(stream, max(0, span[0] - 8), span[0])
    behind = (_YEAR_BEHIND if isinstance(asked, Date) else _SIGN_BEHIND).match(stream, span[1])
    return before.start() if before else span[0], behind.end() if behind else span[1]
