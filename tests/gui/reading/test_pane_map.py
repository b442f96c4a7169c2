"""Every code point of a sheet is found at its own character of the Qt document."""

from __future__ import annotations

import datetime as dt
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument, QTextTable

from hkviewer.content.document import open_document, read_document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.gui.reading.pane_html import PaneStyle, pane_html
from hkviewer.gui.reading.pane_map import PaneMap
from hkviewer.gui.reading.rich_text import plain_copy
from hkviewer.theme import LIGHT, TYPOGRAPHY
from tests.examples import breadth, examples
from tests.gui.places import point
from tests.rich_sheet import RICH

SHEETS = sorted((Path(__file__).parents[2] / "data" / "sheets").glob("*.md"))


def shown(sheet: FactSheet, today: dt.date) -> QTextDocument:
    document = QTextDocument()
    document.setHtml(pane_html(sheet, PaneStyle(LIGHT, TYPOGRAPHY), today))
    return document


def character(document: QTextDocument, start: int, end: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def check_every_character(sheet: FactSheet, document: QTextDocument) -> int:
    """Compare each code point of titles and leaves with what the document has there; how many."""
    mapping = PaneMap(sheet, document)
    count = 0
    for section in sheet.sections:
        for number, wanted in enumerate(section.title):
            compare(
                wanted,
                character(document, *mapping.spans(TextRange(section.id, HEADING, number, number + 1))[0]),
            )
        for leaf in section.leaves:
            for number, wanted in enumerate(leaf.text):
                offset = leaf.offset + number
                spans = mapping.spans(TextRange(section.id, BODY, offset, offset + 1))
                assert len(spans) == 1, (section.id, offset)
                compare(wanted, character(document, *spans[0]), (section.id, offset))
                count += 1
    return count


def compare(wanted: str, found: str, where: object = "") -> None:
    if wanted.isspace():
        # Qt joins, drops or breaks at white space; nothing but white space may stand for it.
        assert not found.strip("\u2028\u2029\ufffc \u00a0\t\n"), (wanted, found, where)
    else:
        assert found.strip("\ufffc\u2028\u2029") == wanted, (wanted, found, where)


@pytest.fixture(scope="module")
def today():
    return dt.date(2026, 11, 22)


def test_every_character_of_the_bundled_sheet(qapp, today):
    sheet = open_document(None).sheet
    assert check_every_character(sheet, shown(sheet, today)) > 5000


@pytest.mark.parametrize("path", breadth(SHEETS, 6), ids=lambda path: path.stem)
def test_every_character_of_other_sheets(qapp, today, path):
    sheet = read_document(path).sheet
    # The longest sheets hold 60,000 characters; those of the first sections show all kinds of blocks.
    part = FactSheet(id=sheet.id, title=sheet.title, sections=sheet.sections[:40], digest="")
    check_every_character(part, shown(part, today))


def test_every_character_of_lists_tables_code_pictures_and_any_script(qapp, today, hard_document):
    check_every_character(hard_document.sheet, shown(hard_document.sheet, today))


def test_in_the_pane_too_where_pictures_are_loaded(make_window, hard_sheet):
    window = make_window(hard_sheet)
    check_every_character(window.session.document.sheet, window.pane.document())


@pytest.mark.parametrize("name", ["bundled", "hard"])
def test_position_and_place_are_each_other_s_inverse(qapp, today, hard_document, name):
    sheet = open_document(None).sheet if name == "bundled" else hard_document.sheet
    document = shown(sheet, today)
    mapping = PaneMap(sheet, document)
    for section in sheet.sections:
        assert mapping.point(mapping.position(point(section.id))) == point(section.id)
        for leaf in section.leaves:
            for number, letter in enumerate(leaf.text):
                if not letter.isspace():
                    place = point(section.id, leaf.offset + number)
                    assert mapping.point(mapping.position(place)) == place


def test_any_position_and_any_offset_has_an_answer(qapp, today, hard_document):
    sheet = hard_document.sheet
    document = shown(sheet, today)
    mapping = PaneMap(sheet, document)
    for position in range(document.characterCount()):
        mapping.point(position)
    for section in sheet.sections:
        for offset in range(len(section.text) + 5):
            assert 0 <= mapping.position(point(section.id, offset)) < document.characterCount()


def test_a_span_over_several_leaves_gives_one_for_each(qapp, today, hard_document):
    sheet = hard_document.sheet
    document = shown(sheet, today)
    text = sheet.section("tables").text
    start, end = text.index("2018"), text.index("12.8 billion")
    at = TextRange("tables", BODY, start, end)
    words = [character(document, *span) for span in PaneMap(sheet, document).spans(at)]
    assert words == ["2018", "$31 billion", "$"]


def test_what_lies_between_leaves_is_shown_nowhere(qapp, today, hard_document):
    sheet = hard_document.sheet
    document = shown(sheet, today)
    text = sheet.section("lists").text
    bar = text.index("3. ")
    assert PaneMap(sheet, document).spans(TextRange("lists", BODY, bar, bar + 3)) == []


def test_the_same_words_in_two_paragraphs_are_told_apart(qapp, today, hard_document):
    sheet = hard_document.sheet
    document = shown(sheet, today)
    text = sheet.section("last").text
    second = text.rindex("Same words. Same words. Same words.")
    mapping = PaneMap(sheet, document)
    ((first_start, _),) = mapping.spans(TextRange("last", BODY, 0, 4))
    ((second_start, _),) = mapping.spans(TextRange("last", BODY, second, second + 4))
    assert document.findBlock(second_start).blockNumber() == document.findBlock(first_start).blockNumber() + 1


ALPHABET = string.ascii_letters + string.digits + " \n\t*_`#>-+|[]()!<>&\\.:\"'" + "é😀香ه\u00a0\u200d\u0301"


@examples(1.2, HealthCheck.function_scoped_fixture)
@given(st.text(ALPHABET, max_size=160))
def test_every_character_of_any_markdown(qapp, today, text):
    sheet = parse_sheet("# Title\n\n## One\n\n" + text, name="any", digest="")
    check_every_character(sheet, shown(sheet, today))


BLOCKS = st.sampled_from(
    [
        "Some words here.",
        "- one\n- two\n\n    more",
        "1. a\n2. b",
        "| a | b |\n| --- | --- |\n| c |  |\n|  | d |",
        "> quoted\n>\n> again",
        "```\nx\n\n\ny\n```",
        "    indented code",
        "![p](p.png)",
        "a  \nb",
        "### Deeper",
        "## Other",
        "---",
        "😀 x😀",
        "**b** *i* `c`",
        "<b>raw</b> &amp; &lt;",
    ]
)


@examples(0.8, HealthCheck.function_scoped_fixture)
@given(st.lists(BLOCKS, max_size=8))
def test_every_character_of_any_sequence_of_blocks(qapp, today, blocks):
    sheet = parse_sheet("# Title\n\n## One\n\n" + "\n\n".join(blocks), name="any", digest="")
    check_every_character(sheet, shown(sheet, today))


def test_notes_definitions_styles_and_spanned_cells_are_found_too(today: dt.date) -> None:
    assert check_every_character(RICH, shown(RICH, today)) > 200


@pytest.mark.parametrize(
    "text", ["a ![A ship](https://a.org/b.png) b", "![A ship](../b.png)\n\n![](../c.png) d"]
)
def test_that_a_picture_is_not_included_is_said_beside_its_words(today: dt.date, text: str) -> None:
    sheet = parse_sheet(f"# A\n\n{text}\n\nEnd.\n", name="a", digest="")
    document = shown(sheet, today)
    assert check_every_character(sheet, document) > 10
    assert "[Picture not included: A ship]" in plain_copy(document.toPlainText())


@pytest.mark.parametrize("text", ["![](https://a.org/b.png)", "a <img src=https://a.org/b.png> b"])
def test_that_a_picture_without_words_is_not_included_is_said_too(today: dt.date, text: str) -> None:
    sheet = parse_sheet(f"# A\n\n{text}\n\nEnd.\n", name="a", digest="")
    document = shown(sheet, today)
    assert check_every_character(sheet, document) >= 3
    assert "[Picture not included]" in plain_copy(document.toPlainText())


def test_a_sign_of_the_way_back_in_the_text_itself_is_found(today: dt.date) -> None:
    sheet = parse_sheet("# A\n\n## B\n\nPress ↩ twice ↩\n\n↩\n\nEnd.\n", name="a", digest="")
    document = shown(sheet, today)
    (section,) = sheet.sections
    mapping = PaneMap(sheet, document)
    for words in ("Press ↩ twice ↩", "End."):
        start = section.text.index(words)
        at = TextRange(section.id, BODY, start, start + len(words))
        assert [character(document, *span) for span in mapping.spans(at)] == [words]


_HEBREW = "\u05e9\u05dc\u05d5\u05dd"
_MIRRORED = f"""# T

## S

| {_HEBREW} | \u05d1 | \u05d2 |
|---|---|--:|
| {_HEBREW} | 5 | U.S. |
| \u05d3 | 6 | \u05d4 |

| A | B |
|---|---|
| {_HEBREW} | c |

> | {_HEBREW} | \u05d5 |
> |---|---|
> | 7 | 8 |

<table><tr><td colspan="2">{_HEBREW} a</td><td>\u05d1</td></tr>
<tr><td>\u05d2</td><td>1</td><td>2</td></tr></table>
"""


def test_a_table_from_right_to_left_is_mirrored_and_each_cell_is_found(today):
    sheet = parse_sheet(_MIRRORED, name="x", digest="")
    document = shown(sheet, today)
    assert check_every_character(sheet, document) == sum(len(leaf.text) for leaf in sheet.sections[-1].leaves)
    words = [block.strip() for block in document.toPlainText().split("\n") if block.strip()]
    assert words[3:12] == ["\u05d2", "\u05d1", _HEBREW, "U.S.", "5", _HEBREW, "\u05d4", "6", "\u05d3"]
    mapping = PaneMap(sheet, document)
    (section,) = sheet.sections[-1:]
    for leaf in section.leaves:
        at = TextRange.point(section.id, leaf.offset)
        assert mapping.point(mapping.position(at)) == at


@pytest.mark.parametrize("letter", ["a", "\u05d0"])
def test_a_table_wider_than_any_screen_has_few_cells_side_by_side_and_each_is_found(letter, today):
    cells = [[f"{letter}{row}.{column}" for column in range(70)] for row in range(2)]
    head, body = (f"| {' | '.join(row)} |" for row in cells)
    sheet = parse_sheet(f"# S\n\n{head}\n{'|-' * 70}|\n{body}\n", name="s", digest="")
    document = shown(sheet, today)
    widths = [
        table.columns() for table in document.rootFrame().childFrames() if isinstance(table, QTextTable)
    ]
    assert max(widths) == 8
    assert check_every_character(sheet, document) == sum(map(len, (*cells[0], *cells[1])))
