from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from hkviewer.compare.provenance import Verification, banner, reconcile, verify
from hkviewer.content.document import open_document, parse_file, read_document
from tests.examples import examples

NAME = "us-relations-with-hong-kong"
CONTENT = Path(__file__).parents[2] / "content"
CAPTURE = (CONTENT / "captured" / f"{NAME}.txt").read_text("utf-8")
MARKDOWN = (CONTENT / f"{NAME}.md").read_text("utf-8")


def verify_folder(content: Path) -> Verification:
    return verify(read_document(content / f"{NAME}.md", content))


def test_the_bundled_sheet_is_intact():
    found = verify(open_document(None))
    assert found.differences == ()
    assert found.intact
    assert found.summary == "intact: every word of the captured text, in order, and no other"


def test_the_banner_ends_with_the_line_on_the_lock():
    assert banner(CAPTURE).startswith("An official website of the United States Government")
    assert banner(CAPTURE).endswith("Share sensitive information only on official, secure websites.")
    assert banner("No banner.\n") == ""


def damaged(text: str, first: int, data: st.DataObject) -> str:
    """`text` with a word changed, dropped, doubled or moved, from position `first` on."""
    words = list(re.finditer(r"\S+", text))
    words = [word for word in words if word.start() >= first and re.search(r"\w", word[0])]
    word = data.draw(st.sampled_from(words))
    before, after = text[: word.start()], text[word.end() :]
    match data.draw(st.sampled_from(["change", "drop", "double", "move"])):
        case "change":
            return f"{before}{word[0]}x{after}"
        case "drop":
            return before + after
        case "double":
            return f"{before}{word[0]} {word[0]}{after}"
        case _:
            later = [other for other in words if other[0] != word[0] and other.start() > word.end()]
            if not later:
                return before + after
            end = data.draw(st.sampled_from(later)).end()
            return f"{before}{text[word.end() : end]} {word[0]}{text[end:]}"


FILES = examples(0.6, HealthCheck.function_scoped_fixture)


@FILES
@given(st.data())
def test_any_word_of_the_sheet_that_is_changed_dropped_doubled_or_moved_is_found(content_copy, data):
    text = damaged(MARKDOWN, MARKDOWN.index("\n# "), data)
    (content_copy / f"{NAME}.md").write_text(text, "utf-8")
    found = verify_folder(content_copy)
    assert not found.intact
    assert found.differences


@FILES
@given(st.data())
def test_any_word_of_the_capture_that_is_changed_dropped_doubled_or_moved_is_found(content_copy, data):
    (content_copy / f"{NAME}.md").write_text(MARKDOWN, "utf-8")
    (content_copy / "captured" / f"{NAME}.txt").write_text(damaged(CAPTURE, 0, data), "utf-8")
    assert not verify_folder(content_copy).intact


def test_the_same_word_changed_in_both_is_found(content_copy):
    for file in (content_copy / f"{NAME}.md", content_copy / "captured" / f"{NAME}.txt"):
        file.write_text(file.read_text("utf-8").replace("$31", "$41"), "utf-8")
    (difference,) = verify_folder(content_copy).differences
    assert difference.startswith("The captured text has changed")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("no foreign assistance", "foreign assistance", "“no” was dropped."),
        ("no foreign assistance", "no foreign foreign assistance", "“foreign” is doubled."),
        ("no foreign assistance", "no foreign aid", "“assistance” became “aid”."),
        ("no foreign assistance", "no great foreign assistance", "“great” was added."),
        ("provides no foreign assistance to", "no foreign assistance to provides", "“provides” was moved"),
    ],
)
def test_a_difference_is_told_in_plain_words_with_its_place(old, new, words):
    sheet = parse_file(CONTENT / f"{NAME}.md")
    capture = CAPTURE
    changed = sheet.replace(
        sections=tuple(
            s.replace(blocks=_replaced(s.blocks, old, new)) if s.id == "u-s-assistance-to-hong-kong" else s
            for s in sheet.sections
        ),
    )
    (difference,) = reconcile(changed, capture)
    assert words in difference
    assert difference.startswith("In “U.S. Assistance to Hong Kong”, after “")


def _replaced(blocks: Any, old: str, new: str) -> Any:
    (block,) = blocks
    (text,) = block.content
    assert old in text.text
    return (block.replace(content=(text.replace(text=text.text.replace(old, new)),)),)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("\n# U.S. Relations With Hong Kong", "\n# U.S. Relations With", "“U.S. Relations With” was added"),
        ("## U.S.-Hong Kong Relations\n", "", "editorial heading"),
        ("## U.S. Assistance", "## U.S.-Hong Kong Relations\n\n## U.S. Assistance", "was added"),
        ("captured-sha256: ", "captured-sha256: 0", "The captured text has changed"),
        ("captured: captured/", "captured: ../captured/", "is not beside the sheet"),
        ("captured: captured/", "captured: captured/x", "There is no document"),
    ],
)
def test_headings_digest_and_place_of_the_capture_count(content_copy, old, new, words):
    assert old in MARKDOWN
    (content_copy / f"{NAME}.md").write_text(MARKDOWN.replace(old, new, 1), "utf-8")
    found = verify_folder(content_copy)
    assert not found.intact
    assert any(words in difference for difference in found.differences), found.differences


def test_a_missing_digest_of_the_capture_is_told(content_copy):
    text = "\n".join(line for line in MARKDOWN.split("\n") if not line.startswith("captured-sha256"))
    (content_copy / f"{NAME}.md").write_text(text, "utf-8")
    (difference,) = verify_folder(content_copy).differences
    assert "gives no “captured-sha256”" in difference


def test_a_sheet_without_a_captured_text_says_so(tmp_path):
    (tmp_path / "a.md").write_text("# A\n\nText.\n", "utf-8")
    found = verify(read_document(tmp_path / "a.md"))
    assert found.intact
    assert found.summary == "readable; it names no captured text to compare it with"


def test_a_file_that_changed_since_it_was_opened_is_told(content_copy):
    document = read_document(content_copy / f"{NAME}.md", content_copy)
    (content_copy / f"{NAME}.md").write_text(
        MARKDOWN.replace("edition: 2020-08", "edition: 2024-08"), "utf-8"
    )
    (difference,) = verify(document).differences
    assert "open it again" in difference
