"""What the tests of Markdown read a text by."""

from __future__ import annotations

import time

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import Block, FactSheet, Inline, Paragraph, Text

_QUICK = 0.1
"""Seconds in which the longer text may always be read: what is quicker is too quick to be compared."""
_TIMES = 10.0


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


def assert_linear(shorter: str, longer: str) -> None:
    """Fail where reading `longer`, four times `shorter`, takes far more than four times as long.

    Processor time is compared, not measured: of four times the text with four times the time, between
    which and the sixteen times of a quadratic way a wide margin is left. What fails is tried again: a
    collection of all the garbage of the tests before costs more than a short text.
    """
    for _ in range(3):
        long = _seconds(longer)
        if long < _QUICK or long < _TIMES * _seconds(shorter):
            return
    pytest.fail(f"{long:.1f} s against {_seconds(shorter):.1f} s for a quarter of the text")


def assert_linear_in(part: str, *, count: int = 250) -> None:
    """Fail where reading `part`, repeated `count` times and four times as often, is not linear."""
    assert_linear(part * count, part * 4 * count)


def _seconds(text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start
