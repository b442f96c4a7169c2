"""Where something stands first, and how it is written there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from hkviewer.search.index.plan import Planner
from hkviewer.search.index.positions import originals
from hkviewer.search.index.stored_sections import StoredSections
from hkviewer.search.index.streams import SectionStream, Streams
from hkviewer.search.query.terms import Node
from hkviewer.search.result import Span

_MOST_LOOKED_AT = 20
"""Places at which is looked how a word is written."""


class Place(NamedTuple):
    """A match: the section's tokens, and where it stands in these."""

    section: SectionStream
    span: Span


class Places:
    """Looks for places in one index."""

    def __init__(self, streams: Streams, planner: Planner) -> None:
        self._streams = streams
        self._stored = StoredSections(streams.connection)
        self._planner = planner

    def first(self, *nodes: Node) -> Place | None:
        """The first place of the first of `nodes` in a section that has all of them."""
        return next(self._each(*nodes), None)

    def written(self, node: Node) -> str:
        """How a word is written in the text: in small letters where it ever is; "" where it is not there."""
        shown = [self._shown(place) for place in itertools.islice(self._each(node), _MOST_LOOKED_AT)]
        return next((text for text in shown if text.islower()), shown[0] if shown else "")

    def _each(self, *nodes: Node) -> Iterator[Place]:
        """The places of the first of `nodes` in the sections that have all of them."""
        plan = self._planner.plan(nodes)
        for section in self._streams.candidates(plan.candidates):
            found = plan.asked.find(section)
            yield from (Place(section, span) for span in sorted(found[0] if found else ()))

    def _shown(self, place: Place) -> str:
        section = self._stored.get(place.section.row)
        heading, body = originals(section, place.section, [place.span])
        return section.title[slice(*heading[0])] if heading else section.body[slice(*body[0])]
