"""Two editions compared: both can be rebuilt from what is told, and what is told is what an editor did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.document import Document, read_document
from tests.compare.rebuilding import changes_of, checked, compared
from tests.examples import breadth, examples

EDITIONS = sorted((Path(__file__).parent.parent / "data" / "editions").glob("*.md"))
PAIRS = [(a, b) for a in EDITIONS for b in EDITIONS if a != b]


@pytest.fixture(scope="module")
def edition() -> Any:
    read: dict[Path, Document] = {}
    return lambda path: read.setdefault(path, read_document(path))


compared("", "")  # raises Python's limit of recursion, which Hypothesis notes at a test's beginning


def mirrored(found: dict[str, Any]) -> dict[str, Any]:
    """What two editions would say the other way round, but for the order and the new section's names."""
    swapped = {"deleted": "inserted", "inserted": "deleted", "added": "removed", "removed": "added"}
    counts = found["summary"]["sections"]
    words = found["summary"]["words"]
    return {
        "same": found["same"],
        "sections": {**counts, "added": counts["removed"], "removed": counts["added"]},
        "words": {"deleted": words["inserted"], "inserted": words["deleted"]},
        "blocks": sorted(
            (swapped.get(block["status"], block["status"]), block["new"], block["old"], len(block["runs"]))
            for section in found["sections"]
            for block in section["blocks"]
        ),
        "figures": sorted(
            (swapped.get(f["kind"], f["kind"]), f["new_range"] or [], f["old_range"] or [])
            for f in found["summary"]["figures"]
        ),
        "moved": sorted(s["new"]["id"] for s in found["sections"] if s["moved"]),
    }


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """The same of the way there."""
    return {
        "same": found["same"],
        "sections": found["summary"]["sections"],
        "words": found["summary"]["words"],
        "blocks": sorted(
            (block["status"], block["old"], block["new"], len(block["runs"]))
            for section in found["sections"]
            for block in section["blocks"]
        ),
        "figures": sorted(
            (f["kind"], f["old_range"] or [], f["new_range"] or []) for f in found["summary"]["figures"]
        ),
        "moved": sorted(s["old"]["id"] for s in found["sections"] if s["moved"]),
    }


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda path: path.stem[-10:])
def test_both_editions_are_rebuilt_and_the_way_back_mirrors_the_way_there(edition, old, new):
    there = checked(edition(old), edition(new))
    back = checked(edition(new), edition(old))
    assert mirrored(there) == plain(back)


@pytest.mark.slow
@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem[-10:])
def test_an_edition_is_the_same_as_itself(edition, path):
    found = checked(edition(path), edition(path))
    assert found["same"]
    assert not changes_of(found)


_WORDS = st.lists(st.sampled_from("the of tax 1,300 5% (2020) km – “a” U.S. 香港 it's .".split()), max_size=9)
_BLOCK = st.tuples(st.sampled_from(["", "- ", "1. ", "> ", "## ", "### ", "    "]), _WORDS).map(
    lambda parts: parts[0] + " ".join(parts[1])
)
_TABLE = st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=4).map(
    lambda rows: "\n".join(
        ["| name | n |", "| --- | --- |", *(f"| {' '.join(a)} | {' '.join(b)} |" for a, b in rows)]
    )
)
_SHEETS = st.lists(st.one_of(_BLOCK, _BLOCK, _TABLE), max_size=7).map("\n\n".join)


@given(old=_SHEETS, new=_SHEETS, exact=st.booleans())
@examples(0.2)
def test_any_two_texts_are_rebuilt_both_ways(old: str, new: str, exact: bool) -> None:  # noqa: FBT001  Hypothesis
    assert_both_ways(old, new, exact=exact)


@pytest.mark.slow
@given(old=_SHEETS, new=_SHEETS, exact=st.booleans())
@examples(4)
def test_many_texts_are_rebuilt_both_ways(old: str, new: str, exact: bool) -> None:  # noqa: FBT001  Hypothesis
    assert_both_ways(old, new, exact=exact)


def assert_both_ways(old: str, new: str, *, exact: bool) -> None:
    there, back = compared(old, new, exact=exact), compared(new, old, exact=exact)
    assert mirrored(there)["blocks"] == plain(back)["blocks"]
    assert mirrored(there)["words"] == plain(back)["words"]


@pytest.mark.parametrize(
    ("old", "new", "deleted", "inserted"),
    breadth(
        [
            ("A small town.", "A large town.", "small", "large"),
            ("Trade grew by 3.4% (2023 est.).", "Trade grew by 2.9% (2024 est.).", "3.42023", "2.92024"),
            ("It has a port.", "It has a very old port.", "", "very old"),
            ("香港是城市", "香港大城市", "是", "大"),
        ]
    ),
)
def test_words_of_a_paragraph(old, new, deleted, inserted):
    assert changes_of(compared(old, new)) == [(deleted, inserted)]
