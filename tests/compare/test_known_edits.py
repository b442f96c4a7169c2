"""Edits that are known are told as what they are, alone and several at once."""

from __future__ import annotations

import pytest

from tests.compare.known_edits import EDITS, Editor, Writer, markdown, told
from tests.compare.rebuilding import compared


def is_told(seed: int, kinds: list[str]) -> bool:
    """Whether the edits of `kinds`, as far as the sheet of that seed has room for them, are what is told."""
    writer = Writer(seed)
    parts = writer.sheet()
    old = markdown(parts)
    editor = Editor(writer, parts)
    for kind in kinds:
        editor.edit(kind)
    return sorted(told(compared(old, markdown(parts)))) == sorted(editor.expected)


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_is_told_as_what_it_is(kind):
    assert is_told(EDITS.index(kind), [kind])


@pytest.mark.slow
@pytest.mark.parametrize("kind", EDITS)
def test_of_a_hundred_sheets_with_one_edit_98_are_told_right(kind):
    assert sum(is_told(seed, [kind]) for seed in range(100)) >= 98


@pytest.mark.slow
def test_of_a_hundred_sheets_with_several_edits_98_are_told_right():
    seeds = range(1000, 1200)
    kinds = {seed: Writer(seed).random.choices(EDITS, k=2 + seed % 4) for seed in seeds}
    assert sum(is_told(seed, kinds[seed]) for seed in seeds) >= 0.98 * len(seeds)
