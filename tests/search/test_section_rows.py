"""What an index keeps of sections."""

from __future__ import annotations

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.content.packed import pack
from hkviewer.search.index import section_rows
from hkviewer.search.index.breaks import unpack
from hkviewer.search.index.section_rows import SectionRow, SectionRows

_TEXT = """# T

Some words. Élan, 香港 and more words[^1]. U.S. goods.

- an item
- …
- another one, call 555-1234

| a | b. c |
|---|---|
| – | 12.5 % |

[^1]: A note. It has two sentences.

## Next

Words.
"""


def rows_of(sheet: FactSheet) -> list[tuple[SectionRow, list[int]]]:
    """The rows, and their breaks without those of sentences that end where a run does, which add nothing."""
    rows = [row for rows in SectionRows().batches(sheet) for row in rows]
    breaks = [unpack(row.breaks) for row in rows]
    return [
        (row._replace(breaks=b""), [place for place in places if place + 1 not in places or place & 1])
        for row, places in zip(rows, breaks, strict=True)
    ]


@pytest.mark.parametrize("together", [1, 2, 3, 1000])
def test_a_long_section_is_kept_as_a_short_one(together, monkeypatch):
    sheet = parse_sheet(_TEXT, name="t", digest="")
    expected = rows_of(sheet)
    monkeypatch.setattr(section_rows, "_LONG", 10)
    monkeypatch.setattr(section_rows, "_RUNS", together)
    assert rows_of(sheet) == expected


def test_what_is_searched_of_a_packed_section_is_what_is_searched_of_the_section():
    for section in parse_sheet(_TEXT, name="t", digest="").sections:
        assert [*pack(section).searched] == [*section.searched]
