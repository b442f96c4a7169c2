"""Which way words and tables run."""

from __future__ import annotations

import pytest

from hkviewer.content.writing_direction import direction, is_right_to_left, table_runs_left

ARABIC = "العلاقات الاقتصادية"


@pytest.mark.parametrize(
    ("text", "lang", "way"),
    [
        ("English words", "en", ""),
        ("38.7", "en", ""),
        ("", "ar", ""),
        (ARABIC, "en", "rtl"),
        (ARABIC, "ar", ""),
        (f"U.S. {ARABIC}", "en", ""),
        (f"U.S. {ARABIC}", "ar", ""),
        (f"38.7 {ARABIC}", "en", "rtl"),
        ("English words", "fa", "ltr"),
        ("Côte d’Ivoire", "he", "ltr"),
        ("香港", "zh", ""),
        ("\U0001e900", "en", "rtl"),
        ("ߒߞߏ", "en", "rtl"),
    ],
)
def test_a_text_runs_as_its_first_letter_does(text, lang, way):
    assert direction(text, lang) == way
    assert is_right_to_left(text, lang) == (
        (way or ("rtl" if lang in ("ar", "he", "fa") else "ltr")) == "rtl"
    )


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        (["a", "b"], False),
        ([ARABIC, "38.7"], True),
        ([ARABIC, "GDP"], True),
        (["GDP", ARABIC], False),
        (["GDP", ARABIC, ARABIC], True),
        (["1", "2"], False),
        ([], False),
    ],
)
def test_a_table_runs_as_most_of_its_cells_do(cells, left):
    assert table_runs_left(cells) == left
