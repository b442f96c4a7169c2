"""What every form of a redline tells in the same way."""

from __future__ import annotations

import pytest

from hkviewer.export.redline.told import by_cell


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        ([("same", "y | "), ("deleted", "2 | q"), ("inserted", "3")], ["y", "-2 +3", "-q"]),
        ([("same", "A"), ("deleted", " | B"), ("same", " | C")], ["A", "-B", "C"]),
        ([("same", "y"), ("inserted", " | 2"), ("same", " | "), ("deleted", "r")], ["y", "+2", "-r"]),
        ([("deleted", "a | b"), ("inserted", "c | d")], ["-a +c", "-b +d"]),
        ([("same", "a | b "), ("inserted", "c"), ("same", " | d")], ["a", "b +c", "d"]),
    ],
)
def test_what_went_and_what_came_stand_in_their_cells(words, cells):
    signs = {"same": "", "deleted": "-", "inserted": "+"}
    found: dict[int, list[str]] = {}
    for column, number, text in by_cell(words):
        found.setdefault(column, []).append(signs[words[number][0]] + text.strip())
    assert [" ".join(found[column]) for column in range(len(found))] == cells
