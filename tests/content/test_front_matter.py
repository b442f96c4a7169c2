from __future__ import annotations

import pytest

from hkviewer.content.edition import Edition
from hkviewer.content.front_matter import read_front_matter, scan_front_matter
from hkviewer.errors import DocumentError


def lines(text: str) -> list[str]:
    return text.split("\n")


def test_values_are_read_with_their_lines():
    found = read_front_matter(lines("---\ntitle: A: b\n\nid: 'x'\n---\ntext"))
    assert found.values == {"title": "A: b", "id": "x"}
    assert found.lines == {"title": 2, "id": 4}
    assert found.length == 5


def test_an_edition_has_its_basis_and_evidence():
    text = "---\nedition: 2020-08\nedition-basis: inferred\nedition-evidence: A guide.\n---"
    assert read_front_matter(lines(text)).edition == Edition("2020-08", inferred=True, evidence="A guide.")


def test_editorial_headings_are_parted_by_bars():
    text = "---\neditorial-headings: A | B, c |\n---"
    assert read_front_matter(lines(text)).editorial_headings == ("A", "B, c")


@pytest.mark.parametrize("text", ["", "text", "---", "---\n\nA paragraph.\n\n---", "---\nWords here\n---\n"])
def test_a_rule_at_the_top_is_no_front_matter(text):
    assert read_front_matter(lines(text)).length == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\n\ntext", 1),
        ("---\ntitle: A\nno colon\n---", 3),
        ("---\ntitle: A\n- item\n---", 3),
        ("---\ntitle: A\ntitle: B\n---", 3),
        ("---\ntitle: A\nedition: August 2020\n---", 3),
        ("---\nreceived: 2026-13-01\n---", 2),
        ("---\nedition: 2020\nedition-basis: guessed\n---", 3),
    ],
)
def test_what_is_broken_is_named_with_its_line_and_what_to_do(text, line):
    with pytest.raises(DocumentError, match=rf"^Line {line}: ") as raised:
        read_front_matter(lines(text))
    assert raised.value.remedy


def test_all_faults_are_found_at_once():
    _, faults = scan_front_matter(lines("---\ntitle: A\nedition: x\noops\nreceived: y\n---"))
    assert [fault.line for fault in faults] == [3, 4, 5]
