"""How long a text takes to read."""

from __future__ import annotations

import pytest

from hkviewer.content.reading_time import count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("word " * 2380, 10),
        ("香港" * 1275, 10),
        ("香港、" * 1275, 10),
        ("日本ひら" * 892, 10),
        ("한국어 " * 1233, 10),
        ("ภาษาไทย" * 1260, 10),
        ("ភាសាខ្មែរ" * 980, 10),
        ("香港 word " * 1000, 12),
        ("香" * 2550 + "カ", 10),
    ],
)
def test_what_is_written_without_blanks_is_counted_by_characters(text, minutes):
    assert reading_minutes([text]) == minutes
    assert reading_minutes([text[: len(text) // 2], text[len(text) // 2 :]]) == minutes


def test_a_text_without_blanks_is_no_single_word():
    assert count_words("One two three") == 3
    assert count_words("香" * 100) == 50
    assert count_words("The word 香港 here") == 4
    assert count_words("第一条。") == 2
