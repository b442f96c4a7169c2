from __future__ import annotations

import pytest

from hkviewer.content.front_matter.reading import read_front_matter
from hkviewer.content.front_matter.strict import check_front_matter, strict_faults
from hkviewer.errors import DocumentError


def lines(text: str) -> list[str]:
    return text.split("\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\n\ntext", 1),
        ("---\ntitle: A\nno colon\n---", 3),
        ("---\ntitle: A\n- item\n---", 3),
        ("---\ntitle: A\n# a comment\n---", 3),
        ("---\ntitle: A\ntitle: B\n---", 3),
        ("---\ntitle: A\nedition: August 2020\n---", 3),
        ("---\nreceived: 2026-13-01\n---", 2),
        ("---\nedition: 2020\nedition-basis: guessed\n---", 3),
        ("---\ntitle: A\n...\ntext", 1),
        ('+++\ntitle = "A"\n+++\ntext', 1),
        ('{"title": "A"}\ntext', 1),
    ],
)
def test_what_is_not_our_own_form_is_named_with_its_line_and_what_to_do(text, line):
    with pytest.raises(DocumentError, match=rf"^Line {line}: ") as raised:
        check_front_matter(lines(text))
    assert raised.value.remedy


@pytest.mark.parametrize("text", ["text", "---\n\ntext", "---\ntitle: A: b\n\nid: 'x'\n---\ntext"])
def test_our_own_form_and_no_front_matter_at_all_are_no_faults(text):
    check_front_matter(lines(text))


def test_what_cannot_be_read_of_another_form_is_named_too():
    text = lines('+++\ntitle = "A"\nauthor = J\n+++\ntext')
    assert [fault.line for fault in strict_faults(read_front_matter(text), text)] == [1, 3]


def test_all_faults_are_found_at_once():
    text = lines("---\ntitle: A\nedition: x\noops\nreceived: y\n---")
    faults = strict_faults(read_front_matter(text), text)
    assert [fault.line for fault in faults] == [3, 4, 5]
