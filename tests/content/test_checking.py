from __future__ import annotations

from pathlib import Path

import pytest

from hkviewer.content.checking import check_file

FRONT = """---
title: T
id: t
publisher: P
edition: 2020-08
source: https://example.org/
received: 2026-11-22
licence: CC0
---
"""
BODY = "# T\n\n## A\n\nText.\n"


@pytest.fixture
def faults(tmp_path):
    def find(text: str) -> list[tuple[int, str]]:
        (tmp_path / "a.md").write_text(text, "utf-8")
        return [(fault.line, fault.message) for fault in check_file(tmp_path / "a.md", lambda _: True)]

    return find


def test_a_good_sheet_has_no_faults(faults):
    assert faults(FRONT + BODY) == []


def test_keys_of_other_programs_that_are_taken_are_no_faults(faults):
    front = FRONT.replace(
        "publisher: P", "publisher: P\nauthor: A\ndate: 12 May 2019\ndescription: D\nurl: U"
    )
    assert faults(front + BODY) == []


def test_the_bundled_sheet_has_no_faults():
    assert (
        check_file(Path(__file__).parents[2] / "content" / "us-relations-with-hong-kong.md", lambda _: True)
        == []
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("publisher: P\n", "", 1, "“publisher” is missing"),
        ("edition: 2020-08\n", "", 1, "Without it the figures are undated."),
        ("publisher: P", "publisher:", 4, "“publisher” is empty."),
        ("publisher: P", "publisher: P\ncolour: red", 5, "“colour” is no known key."),
        ("id: t", "id: A Sheet", 3, "The id “A Sheet” cannot be used."),
        ("2020-08", "August 2020", 5, "“August 2020” is no date for “edition”."),
        ("2026-11-22", "22.11.2026", 7, "“22.11.2026” is no date for “received”."),
        ("edition: 2020-08", "edition: 2020-08\nedition-basis: inferred", 6, "nothing says from what"),
        ("edition: 2020-08", "edition: 2020-08\nedition-basis: guessed", 6, "“guessed” is no edition-basis."),
        ("publisher: P", "publisher: P\nno colon", 5, "is not “key: value”"),
        ("publisher: P", "publisher: P\ntitle: U", 5, "is given a second time"),
        ("publisher: P", "publisher: P\norder: first", 5, "is no whole number"),
        ("publisher: P", "publisher: P\neditorial-headings: X", 5, "“X” is not in the sheet."),
        ("publisher: P", "publisher: P\ncaptured: c.txt", 5, "“c.txt” is not beside the sheet."),
    ],
)
def test_faults_of_the_front_matter(faults, old, new, line, words):
    found = faults(FRONT.replace(old, new, 1) + BODY)
    assert len(found) == 1
    assert found[0][0] == line
    assert words in found[0][1]


@pytest.mark.parametrize("body", ["", "Text.\n"])
def test_a_sheet_without_a_heading_is_told(faults, body):
    assert "There is no heading." in faults(FRONT + body)[0][1]


def test_missing_front_matter_is_told(faults):
    assert [line for line, _ in faults(BODY)] == [1]


def test_front_matter_that_is_never_closed_is_told(faults):
    ((line, words),) = faults("---\ntitle: T\n\nText.\n")
    assert line == 1
    assert "never closed" in words


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("Text.\n", 1, "There is no heading."),
        ("# T\n\n## A\n\nText.\n\n## A\n\nMore.\n", 16, "“A” stands here again; line 12 has it already."),
        ("# T\n\n### A\n\nText.\n", 12, "skips a level. Write “##” instead of “###”."),
        ("# T\n\n## A\n\nText.\n\n# U\n\nText.\n", 16, "second title"),
        ("## A\n\nText.\n\n# T\n\nText.\n", 14, "title (“#”) is not the first heading"),
        ("# U\n\nText.\n", 10, "not the title in the front matter, “T”"),
        ("# T\n\n## A\n\n## B\n\nText.\n", 12, "The section “A” is empty."),
        ("# T\n\n##\n\nText.\n", 12, "This heading has no words."),
        ("# T\n\n## A\n\na\u00a0b\u00a0c\n", 14, "2 no-break spaces"),
        ("# T\n\n## A\n\nText.\n\n[x](#nowhere)\n", 16, "“#nowhere” leads to no section."),
        ("# T\n\n## A\n\nText.\n\n[x](gone.md)\n", 16, "“gone.md” leads to no file."),
        ("# T\n\n## A\n\nText.\n\n[x](../up.md)\n", 16, "“../up.md” leaves the sheet’s folder."),
        ("# T\n\n## A\n\nText.\n\n[x](%2e%2e/up.md)\n", 16, "leaves the sheet’s folder."),
        ("# T\n\n## A\n\nText.\n\n[x](a%23b.md)\n", 16, "“a%23b.md” leads to no file."),
        ("# T\n\n## A\n\nText.\n\n[x]()\n", 16, "A link has no address."),
        ("# T\n\n## A\n\nText.\n\n[x](javascript:a())\n", 16, "The link “javascript:a()” is not followed."),
        ("# T\n\n## A\n\n<a href='file:///etc/passwd'>x</a>\n", 14, "“file:///etc/passwd” is not followed."),
        (
            "# T\n\n## A\n\nText.\n\n![x]({{ b }}/c.png)\n",
            16,
            "A picture has no address, or one that another",
        ),
        (
            "# T\n\n## A\n\nText.\n\n<img src='{{ b }}' alt='c'>\n",
            16,
            "A picture has no address, or one that",
        ),
        ("# T\n\n## A\n\nText.\n\n<a href='b.md'>x</a>\n", 16, "The link “b.md” leads to no file."),
        ("# T\n\n## A\n\nText.\n\n![x](gone.png)\n", 16, "The picture “gone.png” is not there."),
        ("# T\n\n## A\n\nText.\n\n![x](../p.png)\n", 16, "not in the sheet’s folder"),
        ("# T\n\n## A\n\nText.\n\n![x](http://x/p.png)\n", 16, "not in the sheet’s folder"),
        ("# T\n\n## A\n\nText.\n\n![](a.md)\n", 16, "has no alternative text."),
        (
            "# T\n\n## A\n\nText.\n\n{{< video a >}}\n",
            16,
            "“{{< video a >}}” is an instruction to another program",
        ),
        ("# T\n\n## A\n\nText.\n\n<p hidden>a</p>\n", 16, "hidden by its HTML"),
        ("# T\n\n## A\n\nIt was \u202e123\u202c.\n", 14, "(U+202E) that turns letters round"),
        ("# T\n\n## A\n\n" + "> " * 400 + "a", 12, "nested more than 100 deep"),
    ],
)
def test_faults_of_the_text(faults, body, line, words):
    found = faults(FRONT + body)
    assert len(found) == 1, found
    assert found[0][0] == line
    assert words in found[0][1]


def test_good_links_and_pictures_are_no_faults(faults, tmp_path):
    (tmp_path / "p.png").write_bytes(b"")
    body = "# T\n\n## A\n\n[a](#a) [b](p.png) [c](https://example.org/) [d](mailto:a@b.c) ![e](p.png)\n"
    assert faults(FRONT + body) == []


def test_all_faults_are_told_at_once_in_order(faults):
    found = faults(FRONT.replace("id: t", "id: T!").replace("2020-08", "old") + "# T\n\na\u00a0b\n")
    assert [line for line, _ in found] == [3, 5, 12]


def test_a_picture_that_cannot_be_shown_is_told_with_its_line(tmp_path):
    (tmp_path / "p.png").write_bytes(b"no picture")
    (tmp_path / "a.md").write_text(f"{FRONT}# T\n\n## A\n\nText ![e](p.png)\n", "utf-8")
    (fault,) = check_file(tmp_path / "a.md", lambda _: False)
    assert fault.line == 14
    assert "“p.png” cannot be shown" in fault.message


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path):
    (fault,) = check_file(tmp_path / "none.md", lambda _: True)
    assert "There is no document" in fault.message


def test_links_to_anchors_and_to_files_with_signs_in_their_names_are_no_faults(faults, tmp_path):
    for name in ("a#b.md", "50%.md", "is it?.md"):
        (tmp_path / name).write_bytes(b"")
    links = "[a](#a--b) [b](#t) [c](#top) [d](a%23b.md) [e](50%25.md#x) [f](is%20it%3F.md) [g](50%.md)"
    assert faults(FRONT + f"# T\n\n## A & b\n\n{links}\n") == []


@pytest.mark.parametrize("name", ["x" * 5000, "a%00b", "x/" * 3000 + "y"])
def test_a_name_that_no_file_can_have_is_a_fault(faults, name):
    text = f"---\ntitle: A\ncaptured: {name}\n---\n\n# A\n\n[a]({name}.md) ![b]({name}.png)\n"
    found = [message for _, message in faults(text)]
    for words in ("The captured text", "The link", "The picture"):
        assert any(message.startswith(words) for message in found)
