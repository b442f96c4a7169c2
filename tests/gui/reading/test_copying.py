"""What arrives in other programs."""

from __future__ import annotations

from html import escape

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from hkviewer.gui.reading.clipboard_html import clipboard_html
from hkviewer.gui.reading.rich_text import plain_copy, signed_text
from hkviewer.theme import LIGHT
from tests.gui.doors import action_of

ODD = ("\u00a0", "\u202f", "\u2028", "\u2029", "\ufffc")


def test_copied_text_has_plain_spaces_and_newlines_only(qtbot, make_window, hard_sheet):
    window = make_window(hard_sheet)
    qtbot.keyClick(window.pane, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.pane, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QApplication.clipboard().text()
    assert "Thin and no-break spaces: 12 000 km, 5 %." in text
    assert not [letter for letter in ODD if letter in text]
    html = QApplication.clipboard().mimeData().html()
    assert "12 000 km" in html
    assert "\u00a0" not in html
    assert "&nbsp;" not in html


def test_a_line_break_arrives_as_a_newline():
    assert plain_copy("a\u2028b\u2029c") == "a\nb\nc"
    assert plain_copy("1\u00a0000\u202fkm \ufffcend") == "1 000 km end"


def test_the_copy_key_copies_the_selection_of_the_text(qtbot, window):
    cursor = window.pane.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    window.pane.setTextCursor(cursor)
    qtbot.keyClick(window.pane, Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "U.S. Relations With Hong Kong"


def test_with_the_tree_focused_copy_still_takes_the_selected_text(qtbot, window, find):
    window.pane.selectAll()
    find("Sections").setFocus()
    qtbot.keyClick(find("Sections"), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "The United States provides no foreign assistance" in QApplication.clipboard().text()


def test_the_line_about_the_sheet_copies_with_plain_spaces(window):
    window.pane.selectAll()
    action_of(window, "copy").trigger()
    assert "6 years old · 5 sections · 3 min read" in QApplication.clipboard().text()


def test_the_way_back_from_a_note_is_no_word_of_it() -> None:
    assert plain_copy("A note.\u00a0↩\u2029Press ↩") == "A note.\nPress ↩"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "java\nscript:alert(1)", "file:///etc", "//a.b", "../a.md", "x:y"],
)
def test_a_link_that_no_page_may_have_is_not_copied(address: str) -> None:
    html = f'<p><a href="{escape(address)}"><span style="color:#000000;">Words</span></a></p>'
    assert "href" not in clipboard_html(html, LIGHT, 1)


def test_other_links_are_copied() -> None:
    html = '<p><a href="https://example.org/?a=1&amp;b=%22">A</a> <a href="#b">B</a> <a name="c"></a></p>'
    assert clipboard_html(html, LIGHT, 1) == html


def test_no_script_leaves_the_window_by_the_clipboard(make_window, tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# A\n\n[x](<java&#10;script:alert(1)>) [y](https://example.org/y)\n", encoding="utf-8")
    window = make_window(path)
    window.pane.selectAll()
    action_of(window, "copy").trigger()
    html = QApplication.clipboard().mimeData().html()
    assert "script:" not in html
    assert "https://example.org/y" in html


def test_what_is_raised_or_struck_is_copied_so_that_it_reads_as_it_is_meant(qtbot, make_window, tmp_path):
    table = "| 5 m<sup>2</sup> | a |\n|---|---|\n| b | ~~c~~ |"
    path = tmp_path / "t.md"
    path.write_text(f"# T\n\n😀 10<sup>6</sup> H~2~O ~~not~~ x[^1]\n\n{table}\n\n[^1]: d\n", encoding="utf-8")
    window = make_window(path)
    window.pane.selectAll()
    qtbot.keyClick(window.pane, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert "😀 10⁶ H₂O [deleted: not] x[1]" in lines
    assert [line for line in lines if line.strip() in ("5 m²", "a", "b", "[deleted: c]")] == (
        ["5 m²", "a", "b", "[deleted: c]"]
    )
    action_of(window, "copy_section").trigger()
    assert "10⁶ H₂O [deleted: not] x[1]" in QApplication.clipboard().text()


def test_what_is_inserted_is_copied_as_such_where_something_is_struck(make_window, tmp_path):
    path = tmp_path / "t.md"
    path.write_text("# T\n\n~~old~~ <ins>new</ins> <u>d</u>\n\n<ins>alone</ins>\n", encoding="utf-8")
    window = make_window(path)
    window.pane.selectAll()
    action_of(window, "copy").trigger()
    lines = QApplication.clipboard().text().splitlines()
    assert "[deleted: old] [inserted: new] d" in lines
    assert "alone" in lines
    assert window.pane.document().find("new").charFormat().fontUnderline()


def test_words_without_such_looks_are_copied_as_qt_has_them(make_window, hard_sheet):
    pane = make_window(hard_sheet).pane
    pane.selectAll()
    selected = pane.textCursor().selection()
    assert plain_copy(signed_text(selected, "vertical-align:sub")).split() != []
    assert signed_text(selected, "") == selected.toPlainText()
