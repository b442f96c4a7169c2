"""What stands on the pages beside the text, compared with what belongs there."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from hkviewer.export.verification import matching
from hkviewer.export.verification.extract import Reading


def reading(heads: list[str]) -> Reading:
    """Pages with these words in their heads, and no others."""
    return Reading((), tuple(heads), (), frozenset(), (), (), (), (), {}, {}, ())


def test_a_head_is_told_by_its_few_other_words_and_looked_for_among_the_pages_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    common = Mock(wraps=matching._common)
    monkeypatch.setattr(matching, "_common", common)
    pages = 200
    want = reading([f"The sheet Secret Page {number} of {pages}" for number in range(1, pages + 1)])
    have = reading([f"The sheet Public Page {number} of {pages}" for number in range(1, pages + 3)])
    told = list(matching.differences_in_echoes(want, have, own=False))
    where = "Page 40, in its head, foot or beside its text"
    assert told[39] == f"{where}: the copy has “Public” where the sheet has “Secret”."
    assert len(told) == pages + 2
    assert common.call_count <= 50 * (pages + 2)
