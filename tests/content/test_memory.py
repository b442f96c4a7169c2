"""What the reading of a document takes of memory, whatever it consists of: counted, at a small size."""

from __future__ import annotations

import tracemalloc

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.packed import pack
from hkviewer.content.reading_process import sheet_lines
from tests.examples import breadth

SHAPES = {
    "items of a letter": ("", "- a\n"),
    "cells of a letter": (f"|{'a|' * 10}\n|{'-|' * 10}\n", f"|{'a|' * 10}\n"),
    "paragraphs of a letter": ("", "a\n\n"),
    "paragraphs": ("", "Goods were sold to *many* partners in that year.\n\n"),
    "rows": ("| a | b |\n|-|-|\n", "| word | 12 |\n"),
    "nested items": ("", "- a\n    - b\n        - c\n"),
    "definitions": ("", "a\n: b\n\n"),
    "links": ("", "[a](b)\n\n"),
    "lines of code": ("    a\n", "    a\n"),
    "notes": ("", "a[^{}]\n\n[^{}]: b\n\n"),
    "rows of HTML": ("<table>\n", "<tr><td>a</td><td>b</td></tr>\n"),
}
_BYTES = 80_000
_MOST = 100
"""Bytes for each byte of text, what is kept of any text at all among them; it was some 500."""


def written(shape: str) -> str:
    before, each = SHAPES[shape]
    return "# T\n\n" + before + "".join(each.format(n, n) for n in range(_BYTES // len(each)))


@pytest.mark.parametrize("shape", breadth(SHAPES, 2))
def test_a_document_is_read_and_packed_in_a_bounded_multiple_of_its_size(shape):
    text = written(shape)
    [*sheet_lines(parse_sheet(text[:1000], name="a", digest=""))[1]]  # imports, and what is made once
    tracemalloc.start()
    try:
        sheet = parse_sheet(text, name="a", digest="")
        sections = []
        for section in sheet.sections:
            sections.append(pack(section))
            vars(section).clear()
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < _MOST * len(text)
