"""What the tests of Markdown read a text by."""

from __future__ import annotations

import time

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import Block, FactSheet, Inline, Paragraph, Text


def read(text: str) -> FactSheet:
    return parse_sheet(text, name="a-file", digest="0" * 64)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text without headings."""
    sections = read(text).sections
    assert len(sections) <= 1
    return sections[0].blocks if sections else ()


def inlines(text: str) -> tuple[Inline, ...]:
    """What stands in the one paragraph of a text."""
    (paragraph,) = blocks(text)
    assert isinstance(paragraph, Paragraph)
    return paragraph.content


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def assert_linear(part: str, *, count: int = 1000) -> None:
    """Reading `part` repeated four times as often takes less than 16 times as long.

    Each is the shorter of two: a collection of all the garbage of the tests before costs more than
    the reading itself, and falls to one of the two alone.
    """

    def seconds(times: int) -> float:
        start = time.process_time()
        read(part * times)
        return time.process_time() - start

    def shorter(times: int) -> float:
        return min(seconds(times) for _ in range(2))

    assert shorter(4 * count) < 16 * max(shorter(count), 0.02)
