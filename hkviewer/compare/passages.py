"""A section's words as the passages that are compared."""

from __future__ import annotations

from collections.abc import Iterator

from hkviewer.compare.changes import Passage
from hkviewer.content.model import Section
from hkviewer.content.ranges import BODY, HEADING, TextRange


def passages_of(section: Section) -> Iterator[Passage[TextRange]]:
    """The section's heading, then its leaves, each with its range."""
    yield Passage(tuple(section.title.split()), TextRange(section.id, HEADING, 0, len(section.title)))
    for leaf in section.leaves:
        where = TextRange(section.id, BODY, leaf.offset, leaf.offset + len(leaf.text))
        yield Passage(tuple(leaf.text.split()), where)
