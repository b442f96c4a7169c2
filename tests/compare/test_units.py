"""What a number is that is written in one way or another."""

from __future__ import annotations

import pytest

from hkviewer.compare.units import number_value


@pytest.mark.parametrize(
    ("written", "scale", "value"),
    [
        ("3.4", 0, 3.4),
        ("1,234", 0, 1234),
        ("1,5", 0, 1.5),
        ("1.300,5", 0, 1300.5),
        ("1'300", 0, 1300),
        ("16½", 0, 16.5),
        ("1.2", 6, 1_200_000),
        ("24/7", 0, None),
        ("12:30", 0, None),
        ("123456789012345678901234567890123", 0, 123456789012345678901234567890123),
    ],
)
def test_a_number_is_read_whichever_signs_part_its_digits(written, scale, value):
    assert number_value(written, scale) == value
    assert type(number_value(written, scale)) is type(value)
