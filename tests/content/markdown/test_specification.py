"""What CommonMark says of forms that files use, where Python-Markdown says something else."""

from __future__ import annotations

import string
from typing import Any

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import Block, Paragraph, Section, Text


def sections(text: str) -> tuple[Section, ...]:
    return parse_sheet(text, name="a-file", digest="0" * 64).sections


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text without headings."""
    (section,) = sections(text)
    return section.blocks


def inlines(text: str) -> tuple[Any, ...]:
    """What stands in the one paragraph of a text."""
    (paragraph,) = blocks(text)
    assert isinstance(paragraph, Paragraph)
    return paragraph.content


class TestEscapes:
    @pytest.mark.parametrize("mark", string.punctuation)
    def test_a_backslash_before_any_ascii_punctuation_is_not_shown(self, mark: str):
        assert inlines(f"a \\{mark} b") == (Text(f"a {mark} b"),)

    def test_a_backslash_before_anything_else_is_shown(self):
        assert inlines(r"C:\temp \é \→ 2 \ 3") == (Text(r"C:\temp \é \→ 2 \ 3"),)
