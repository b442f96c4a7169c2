"""Headers in code at the beginning, as Bitcoin's proposals have them, state the title."""

from __future__ import annotations

import pytest

from hkviewer.content.model import CodeBlock
from tests.content.markdown.reading import read

_HEADERS = "BIP: 9\nTitle: A *b* of C\nAuthor: D <d@e.f>\n        G <g@h.i>\nStatus: Draft"


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.split("\n"))


@pytest.mark.parametrize(
    "preamble",
    [
        f"```\n{_HEADERS}\n```",
        f"~~~ text\n{_indented(_HEADERS, 2)}\n~~~",
        f"<pre>\n{_indented(_HEADERS, 2)}\n</pre>",
        _indented(_HEADERS, 4),
        f"```\n{_HEADERS.replace('A *b* of', 'A *b*' + chr(10) + '       of')}\n```",
    ],
)
def test_its_title_is_the_sheets(preamble: str) -> None:
    for text, titles in [
        ("## Abstract\n\nwords", ["A b of C", "Abstract"]),
        ("# Abstract\n\nwords", ["A b of C", "Abstract"]),
        ("words", ["A b of C"]),
    ]:
        sheet = read(f"{preamble}\n\n{text}\n")
        assert sheet.title == "A b of C"
        assert [section.title for section in sheet.sections] == titles
        assert isinstance(sheet.sections[0].blocks[0], CodeBlock)  # it stays where it is


def test_no_id_is_another_one() -> None:
    sheet = read(f"```\n{_HEADERS}\n```\n\n## Abstract\n\nwords\n")
    plain = read(f"```\n{_HEADERS.replace('Title', 'Name')}\n```\n\n## Abstract\n\nwords\n")
    assert [s.id for s in sheet.sections] == [s.id for s in plain.sections]


def test_front_matter_comes_first() -> None:
    assert read(f"---\ntitle: Z\n---\n```\n{_HEADERS}\n```\n").title == "Z"


@pytest.mark.parametrize(
    "text",
    [
        "```\nTitle: A\nb: c\n```",
        f"```yaml\n{_HEADERS}\n```",
        f"words\n\n```\n{_HEADERS}\n```",
        f"# B\n\n```\n{_HEADERS}\n```",
        f"```\n{_HEADERS}\n\nwords that follow\n```",
        "```\nBIP: 9\nTitle:\nStatus: Draft\nType: a\n```",
        "",
    ],
)
def test_other_code_states_none(text: str) -> None:
    assert read(f"{text}\n\n## C\n\nd\n").title in ("B", "a-file")
