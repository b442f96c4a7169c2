from __future__ import annotations

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.ranges import BODY, HEADING, TextRange

SHEET = parse_sheet("# T\n\n## Zebra\n\nText.\n\n## Ant\n\nText.\n", name="t", digest="")


def test_reading_order_is_by_section_then_heading_before_text_then_position():
    ordered = [
        TextRange("zebra", HEADING, 2, 3),
        TextRange("zebra", BODY, 0, 1),
        TextRange("zebra", BODY, 0, 4),
        TextRange("zebra", BODY, 1, 2),
        TextRange("ant", HEADING, 0, 3),
    ]
    assert sorted({*ordered}, key=SHEET.order) == ordered


def test_ranges_alone_have_no_order():
    with pytest.raises(TypeError):
        sorted([TextRange.heading("ant"), TextRange.heading("zebra")])  # type: ignore[type-var]  # the point


def test_a_range_of_an_unknown_section_has_no_order():
    with pytest.raises(KeyError):
        SHEET.order(TextRange.heading("bee"))


def test_a_point_is_an_empty_range():
    assert TextRange.heading("ant") == TextRange("ant", HEADING, 0, 0)
    assert TextRange.point("ant", 3) == TextRange("ant", BODY, 3, 3)
