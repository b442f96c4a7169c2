"""What is said of the pane's text where keys move the caret: what begins and ends, rows, links, pictures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.spoken_text import sentence_at
from tests.gui.conftest import Spoken

SHEET = """\
# Metals

## Trade

Plain words with a [page](https://example.org) in them.

- one
- two
    - inner

> Quoted.

| Metal | Value | Year |
| --- | --- | --- |
| Gold | 12 | 2018 |
| Silver | 7 | |

### Pictures

![A red square](red.png)

First. Two has “words”. Three
"""


@pytest.fixture
def pane(make_window, tmp_path, spoken):
    file = tmp_path / "metals.md"
    file.write_text(SHEET, encoding="utf-8")
    pane = make_window(file).pane
    pane.setFocus()
    pane.moveCursor(QTextCursor.MoveOperation.Start)
    spoken()
    return pane


def walk(pane: ReadingPane, spoken: Spoken, key: Qt.Key, words: str) -> list[str]:
    """Press `key` until the caret is in the paragraph or cell `words`; all that was said."""
    said: list[str] = []
    for _ in range(60):
        QTest.keyClick(pane, key)
        said += spoken()
        if pane.textCursor().block().text() == words:
            return said
    raise AssertionError(words)


def test_what_begins_and_ends_is_said_before_the_words(pane, spoken):
    down = Qt.Key.Key_Down
    assert walk(pane, spoken, down, "Trade") == ["Heading level 2"]
    assert walk(pane, spoken, down, "Plain words with a page in them.") == ["Link page"]
    assert walk(pane, spoken, down, "one") == ["List with 2 items"]
    assert walk(pane, spoken, down, "two") == []
    assert walk(pane, spoken, down, "inner") == ["List with 1 item, level 2"]
    assert walk(pane, spoken, down, "Quoted.") == ["List end. Quotation"]
    assert walk(pane, spoken, down, "Metal") == [
        "Quotation end. Table with 3 rows and 3 columns",
        "Value, Year",
    ]
    assert walk(pane, spoken, down, "Gold") == ["Value 12, Year 2018"]
    assert walk(pane, spoken, down, "Silver") == ["Value 7, Year empty"]
    assert walk(pane, spoken, down, "Pictures") == ["Table end. Heading level 3"]


def test_cells_are_said_with_their_column_s_heading(pane, spoken):
    walk(pane, spoken, Qt.Key.Key_Down, "Gold")
    assert walk(pane, spoken, Qt.Key.Key_Right, "12") == ["Value 12"]
    assert walk(pane, spoken, Qt.Key.Key_Right, "2018") == ["Year 2018"]
    assert walk(pane, spoken, Qt.Key.Key_Right, "Silver") == ["Value 7, Year empty"]


def test_a_link_that_tab_leads_to_is_one(pane, spoken):
    QTest.keyClick(pane, Qt.Key.Key_Tab)
    assert pane.textCursor().selectedText() == "page"
    assert [words.startswith("Link ") and len(words) > 5 for words in spoken()] == [True]


def test_a_picture_is_said_by_its_words(pane, spoken):
    walk(pane, spoken, Qt.Key.Key_Down, "Pictures")
    QTest.keyClick(pane, Qt.Key.Key_Down)
    assert spoken() == ["Picture: A red square"]


def test_nothing_is_said_where_the_caret_is_led_by_no_key(pane, spoken):
    pane.moveCursor(QTextCursor.MoveOperation.End)
    assert spoken() == []


def test_a_sentence_and_a_row_are_found_at_the_caret(pane):
    document = pane.document()
    for words, sentence in (
        ("words”", "Two has “words”."),
        ("Three", "Three"),
        ("First", "First."),
        ("7", "Silver, Value 7, Year empty"),
    ):
        assert sentence_at(document.find(words)) == sentence


def test_of_a_line_without_end_only_a_part_is_said(make_window, tmp_path):
    file = tmp_path / "long.md"
    file.write_text(f"# L\n\n## S\n\n{'word ' * 3000}goal {'word ' * 3000}\n", encoding="utf-8")
    said = sentence_at(make_window(file).pane.document().find("goal"))
    assert "goal" in said
    assert len(said) < 1000
