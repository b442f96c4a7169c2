"""What every form of a redline tells in the same way."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest

from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.summary import summary
from hkviewer.export.redline.front import redline_copy
from hkviewer.export.redline.html_form import changes_html
from hkviewer.export.redline.page_nodes import change_nodes, summary_nodes
from hkviewer.export.redline.registry import FORMATS
from hkviewer.export.redline.text_form import changes_text
from hkviewer.export.redline.told import by_cell, marked_part
from tests.compare.rebuilding import document


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


def test_what_turns_words_around_ends_with_its_words():
    old = (
        "---\nlicence: \u202eA\n---\n# T \u202eone\n\n## In \u202etwo\n\n### At \u202ethree\n\n"
        "The tax of it \u202e, as is told, is \u202e 12 percent for all the people here.\n\n"
        "A sentence that goes to another place.\n\n"
        "| A | B |\n| - | - |\n| 1 | \u202e2 |\n\n## Other \u202efour\n\nMore words that stay here.\n"
    )
    new = (
        "---\nlicence: \u202eB\n---\n# T \u202eone\n\n## In \u202etwo\n\n### At 3\n\n"
        "The tax of it \u202e, as is told, is plain 30 percent for all the people here.\n\n"
        "| A | B | \u202eC |\n| - | - | - |\n| 5 \u202ekm | \u202e2 | 7 |\n\n## Other \u202efour\n\n"
        "A sentence that goes to another place.\n\nMore words that stay here.\n"
    )
    changes = compare_documents(document(old), document(new))
    assert changes.columns
    assert changes.figures
    assert not any("\u202e" in section.name.label for section in changes.sections)
    told = summary(changes)
    page = repr(redline_copy(changes, told.title, [*summary_nodes(told), *change_nodes(changes)], ""))
    for form in (changes_text(changes), changes_html(changes), page):
        assert "\u202e" not in form.replace("\\u202e", "\u202e")
        assert "\ufffd" in form.replace("\\ufffd", "\ufffd")


def test_what_is_turned_around_by_what_stayed_stays_so() -> None:
    old = "# T\n\nThe name \u2067one two three four\u2069 stands here in the middle of words.\n"
    changes = compare_documents(document(old), document(old.replace("three", "five")))
    summary_, text = changes_text(changes).split("# T\n")
    assert summary_.count("\u2067") == summary_.count("\u2069") == 1
    assert text.count("\u2067") == text.count("\u2069") == 1
    assert "\ufffd" not in text


def test_in_word_what_was_deleted_turns_nothing_around_that_stays() -> None:
    new = "# T\n\nThe tax is plain 30 percent now for all the people.\n"
    changes = compare_documents(document(new.replace("plain 30", "\u202e 12")), document(new))
    with ZipFile(io.BytesIO(FORMATS["docx"].write(changes))) as word:
        words = word.read("word/document.xml").decode()
    assert "\ufffd 12</w:delText>" in words
    assert "\u202e" not in words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (" new words\n", (" ", "new words", "\n")),
        ("\n\n", ("", "¶", "\n\n")),
        ("  ", ("", "  ", "")),
        ("¶ ", ("", "¶", " ")),
    ],
)
def test_of_what_changed_the_words_are_marked_or_a_sign_for_the_end_of_a_line(text, parts):
    assert marked_part(text) == parts


def test_a_sign_for_a_paragraph_that_a_text_has_itself_is_told_once():
    changes = compare_documents(document("# T\n\nSee ¶ 4 of it.\n"), document("# T\n\nSee § 4 of it.\n"))
    for told in (changes_text(changes), changes_html(changes), repr([*change_nodes(changes)])):
        assert told.count("¶") == 1


def test_the_section_that_one_was_moved_out_of_stands_on_a_web_page_as_it_is_written():
    parts = (
        "## A `<b>` & B\n\nWords.\n\n",
        "### Trade\n\nTrade grew by much in those years.\n\n",
        "## C\n\nMore.\n\n",
    )
    old, new = "# T\n\n" + "".join(parts), "# T\n\n" + "".join((parts[0], parts[2], parts[1]))
    told = changes_html(compare_documents(document(old), document(new)))
    assert "[moved from “A &lt;b&gt; &amp; B”]" in told


def test_the_cells_of_a_column_that_came_or_went_are_shown_in_every_form():
    old = "# T\n\n| g | a |\n| - | - |\n| Gold | 1 |\n| Tin | 2 |\n"
    new = "# T\n\n| g | a | b |\n| - | - | - |\n| Gold | 1 | 77 |\n| Tin | 2 | 88 |\n"
    for one, other in ((old, new), (new, old)):
        changes = compare_documents(document(one), document(other))
        page = repr(list(change_nodes(changes)))
        for form in (changes_text(changes), changes_html(changes), page):
            assert "77" in form
            assert "88" in form
            assert "unchanged" not in form


def test_what_moved_within_its_section_is_said_to_come_from_elsewhere_in_it():
    old = "# T\n\n## A\n\n- one thing here\n- two thing there\n- three thing of all\n"
    new = "# T\n\n## A\n\n- two thing there\n- one thing here\n- three thing of all\n"
    changes = compare_documents(document(old), document(new))
    assert "[moved from elsewhere in “A”] - one thing here" in changes_text(changes)
    assert "moved from elsewhere in “A”" in changes_html(changes)


def test_an_empty_cell_of_a_column_that_came_or_went_is_marked_by_a_word_as_text() -> None:
    old = "# T\n\n## A\n\n| Good | T |\n|-|-|\n| Iron | 3 |\n| Tin | 4 |\n"
    new = "# T\n\n## A\n\n| Good | N | O | T |\n|-|-|-|-|\n| Iron | | | 3 |\n| Tin | b | c | 4 |\n"
    came, went = (
        changes_text(compare_documents(document(one, "one"), document(other, "other")))
        for one, other in ((old, new), (new, old))
    )
    assert "Iron {+| (empty) | (empty)+}" in came
    assert "Iron [-| (empty) | (empty)-]" in went
    assert "Tin {+| b | c+} | 4" in came


def test_an_empty_cell_that_came_is_marked_by_no_sign_on_pages() -> None:
    old = "# T\n\n| Good | T |\n|-|-|\n| Iron | 3 |\n| Tin | 4 |\n"
    new = "# T\n\n| Good | T | N |\n|-|-|-|\n| Iron | 3 | |\n| Tin | 4 | b |\n"
    changes = compare_documents(document(old), document(new))
    assert "|" not in repr(list(change_nodes(changes)))


def test_a_web_page_shows_the_headings_that_a_section_stands_under() -> None:
    old = "# T\n\n## A\n\n### Births\n\n#### total\n\n5%\n\n### Deaths\n\n#### total\n\n7%\n"
    told = changes_html(compare_documents(document(old), document(old.replace("5", "6").replace("7", "8"))))
    headings = re.findall(r"<h\d>([^<]*)</h\d>", told.partition("Changes</h2>")[2])
    assert headings == ["A", "Births", "total", "Deaths", "total"]
