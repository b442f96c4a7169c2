"""What changed, in the window: the page, its list, the keys, the way back, and what is said."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.editions import DELETED, INSERTED, SAME
from hkviewer.content.document import read_document
from hkviewer.errors import DocumentError
from hkviewer.gui.changes import compare_process, comparing
from hkviewer.gui.changes.change_words import row_words
from hkviewer.gui.changes.changes_list import rows_of as listed_rows
from hkviewer.gui.changes.changes_pane import ChangesPane
from hkviewer.gui.changes.compare_process import _file, _lines, _page, made, made_apart, written_apart
from hkviewer.gui.changes.opened import opened
from hkviewer.gui.changes.passages import FIGURES, Change, ChangesPage, Fold, Passage, Piece
from hkviewer.gui.frame.status_line import StatusLine
from hkviewer.gui.widgets.file_dialogs import copies_folder
from hkviewer.gui.widgets.notice import NoticeBar
from hkviewer.gui.window import MainWindow
from hkviewer.library.added import AddedPaths
from hkviewer.library.library import Library
from hkviewer.theme import DARK, HIGH_CONTRAST, LIGHT, ThemeName
from tests.examples import breadth
from tests.gui.conftest import WindowMaker
from tests.gui.doors import action_of, area_of, by_name, field_of, part_of, sidebar_of, tree_of
from tests.gui.places import go_to

OLD = """\
# Country

## Economy

Growth is slow and steady in most of the years.

First words that stay as they are.

### Unemployment

3.4% (2023 est.)

## People

Many people live here, and they speak one language or another.

More words that stay.

Yet more words that stay.

## Trade

The ports are open to every ship that comes from another harbour.

## Gone

Nobody needs this.

## Table

| Year | Sum |
| --- | --- |
| 2018 | $31 billion |
"""
NEW = (
    OLD.replace("3.4% (2023 est.)", "2.9% (2024 est.)")
    .replace("slow and steady", "quick")
    .replace("\nMany people live here, and they speak one language or another.\n", "")
    .replace(
        "harbour.\n",
        "harbour.\n\nMany people live here, and they speak one language or another.\n",
    )
    .replace("## Gone\n\nNobody needs this.\n\n", "")
    .replace("$31", "$33")
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


@pytest.fixture
def changed(make_window: WindowMaker, files: tuple[Path, Path]) -> MainWindow:
    """A window that shows what changed between the two files, of which it reads the new one."""
    window = make_window(files[1])
    compare(window, *files)
    return window


def compare(window: MainWindow, old: Path, new: Path) -> None:
    assert window.compare(str(old), str(new))


def page_of(window: MainWindow) -> ChangesPane:
    return window._make_changes().pane


def below_summary(pane: ChangesPane, words: str) -> QTextCursor:
    """The first `words` below the summary of `changed`, which ends with a figure of the table."""
    document = pane.document()
    end = document.find("$33 billion.")
    return document.find(words, max(0, end.position()))


def looks_of(pane: ChangesPane, words: str) -> tuple[str, bool, bool, bool, float]:
    """Ground, underline, strike, boldness and size of the first `words` below the summary."""
    found = below_summary(pane, words)
    assert not found.isNull(), words
    form = found.charFormat()
    return (
        form.background().color().name(),
        form.fontUnderline(),
        form.fontStrikeOut(),
        form.fontWeight() == QFont.Weight.Bold,
        form.fontPointSize(),
    )


def active(window: MainWindow, qtbot: QtBot) -> None:
    """Until it is so, what is said waits for the focus."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def rows_of(window: MainWindow) -> list[str]:
    return [row.text for row in window._make_changes().panel.rows if not row.is_heading]


def test_the_page_begins_with_a_summary_in_two_sentences(changed):
    lines = page_of(changed).toPlainText().split("\n")
    assert lines[0] == "What changed: Country"
    assert lines[2] == (
        "Of 6 sections 5 were changed and 1 removed, with 10 words deleted and 4 inserted. "
        "Of the figures 2 have another value."
    )
    assert lines[3:5] == [
        "Unemployment: 3.4% became 2.9% (2023 to 2024).",
        "Table: 2018, Sum: $31 billion became $33 billion.",
    ]
    assert changed.windowTitle() == "What changed: Country"


def test_below_the_summary_the_window_tells_the_figures_that_say_most_before_what_moved(
    make_window, tmp_path
):
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    moved = "A paragraph of some nine words that stands here.\n\n"
    prices = "".join(f"### Price {letter}\n\n${{}}\n\n" for letter in "ABCDEFG")
    old.write_text(f"# T\n\n## P\n\n{moved}{prices.format(*'1234567')}## Q\n\nWords.\n", encoding="utf-8")
    new.write_text(f"# T\n\n## P\n\n{prices.format(*'3456789')}## Q\n\nWords.\n\n{moved}", encoding="utf-8")
    window = make_window(new)
    compare(window, old, new)
    lines = page_of(window).toPlainText().split("\n")
    assert lines[3] == "Price A: $1 became $3."
    assert lines[8] == "and 2 more figures"
    assert lines[9].startswith("“A paragraph")


def test_words_that_came_are_underlined_and_those_that_went_struck_and_smaller(changed):
    pane = page_of(changed)
    size = looks_of(pane, "Growth is")[4]
    assert looks_of(pane, "quick") == (LIGHT.inserted, True, False, False, size)
    ground, underlined, struck, bold, smaller = looks_of(pane, "slow and")
    assert (ground, underlined, struck, bold) == (LIGHT.deleted, False, True, False)
    assert smaller < size


def test_a_changed_figure_is_bold_in_both(changed):
    for words in ("3.4", "2.9", "% (", "2024"):
        assert looks_of(page_of(changed), words)[3]


def test_a_moved_paragraph_says_where_from_and_a_table_stays_one(changed):
    pane = page_of(changed)
    assert "[moved from People] Many people live here" in pane.toPlainText()
    cell = below_summary(pane, "billion").currentTable()
    assert cell is not None
    assert cell.columns() == 2


def test_what_is_the_same_is_folded_and_opens_by_key_and_by_mouse(changed, qtbot):
    pane = page_of(changed)
    assert "2 paragraphs the same" in pane.toPlainText()
    assert "More words that stay." not in pane.toPlainText()
    pane.setFocus()
    QTest.keyClick(pane, Qt.Key.Key_Tab)
    while "2 paragraphs" not in pane.textCursor().selectedText():
        QTest.keyClick(pane, Qt.Key.Key_Tab)
    QTest.keyClick(pane, Qt.Key.Key_Return)
    assert "More words that stay." in pane.toPlainText()
    # The caret stays on the line, which folds them again.
    QTest.keyClick(pane, Qt.Key.Key_Return)
    assert "More words that stay." not in pane.toPlainText()
    found = pane.document().find("2 paragraphs")
    found.setPosition(found.selectionStart() + 3)
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=pane.cursorRect(found).center())
    assert "More words that stay." in pane.toPlainText()


def test_the_sidebar_lists_the_changes_in_the_place_of_sections(changed):
    assert not tree_of(changed).isVisible()
    assert by_name(changed, "Changes").isVisible()
    assert rows_of(changed) == [
        "− slow and steady + quick",
        "− 3.4% (2023 est.) + 2.9% (2024 est.)",
        "Moved from People: Many people live here, and they speak one language or another.",
        "− Nobody needs this.",
        "− $31 billion + $33 billion",
    ]
    assert by_name(changed, "Count of changes").text() == "5"


def test_figures_only_lists_a_plain_sentence_for_each(changed, spoken):
    by_name(changed, "Figures only").click()
    assert rows_of(changed) == [
        "Unemployment: 3.4% became 2.9% (2023 to 2024)",
        "Table: 2018, Sum: $31 billion became $33 billion",
    ]
    assert by_name(changed, "Count of changes").text() == "2 figures"
    action_of(changed, "find_next").trigger()
    action_of(changed, "find_next").trigger()
    pane = page_of(changed)
    assert pane.current == 4
    assert by_name(changed, "Count of changes").text() == "2 of 2 figures"
    assert spoken()[-1].startswith("2 of 2 figures, ")


def test_a_row_has_room_for_all_of_its_words(changed):
    by_name(changed, "Figures only").click()
    rows = by_name(changed, "Changes")
    for width in range(150, 400, 23):
        rows.setFixedWidth(width)
        QApplication.processEvents()
        for number in range(rows.model().rowCount()):
            index = rows.model().index(number, 0)
            room = rows.visualRect(index).adjusted(9, 6, -9, -6)  # Qt leaves 3 pixels more at each side
            words = rows.fontMetrics().boundingRect(
                0, 0, room.width(), 999, Qt.TextFlag.TextWordWrap, index.data()
            )
            assert words.height() <= room.height(), (width, index.data())


def test_a_long_row_shows_what_went_and_what_came():
    old, new = "Old words of some length. " * 9, "The new ones, as many. " * 9
    pieces = (Piece(SAME, "Before. " * 30), Piece(DELETED, old), Piece(INSERTED, new), Piece(SAME, "After."))
    row = row_words(Change("Trade", (Passage("paragraph", pieces),), ()))
    assert len(row) <= 115
    assert row.startswith("− Old words")
    assert "+ The new ones" in row
    both = (Piece(DELETED, "Short."), Piece(INSERTED, new))
    row = row_words(Change("Trade", (Passage("paragraph", both),), ()))
    assert row.startswith("− Short. + The new ones, as many. The")


def test_a_row_keeps_units_and_parts_the_places_that_changed(tmp_path):
    texts = ("Trade grew by 4.5 percent in 2024. {} ships sail.\n", "GDP is ${} billion (2022 est.).\n")
    for name, ships, value in (("old", "Quick", "328.632"), ("new", "Slow", "57.391")):
        words = "\n".join((texts[0].format(ships), texts[1].format(value)))
        words = words if name == "old" else words.replace("4.5", "104.7")
        (tmp_path / f"{name}.md").write_text(f"# T\n\n{words}", encoding="utf-8")
    _, page = made(*(read_document(tmp_path / f"{name}.md") for name in ("old", "new")))
    rows = [row_words(change) for change in page.changes]
    assert rows == [
        "− 4.5 percent + 104.7 percent; − Quick + Slow",
        "− $328.632 billion (2022 est.) + $57.391 billion (2022 est.)",
    ]


def test_a_section_whose_title_alone_says_nothing_is_named_with_its_field(tmp_path):
    text = "# Country\n\n## People\n\n### Median age\n\n#### total\n\n{} years\n\n#### female\n\n{} years\n"
    for name, ages in (("old", (39, 40)), ("new", (41, 42))):
        (tmp_path / f"{name}.md").write_text(text.format(*ages), encoding="utf-8")
    _, page = made(*(read_document(tmp_path / f"{name}.md") for name in ("old", "new")))
    assert [row.text for row in listed_rows(page, figures_only=False) if row.is_heading] == [
        "Median age: total",
        "Median age: female",
    ]


def test_f3_goes_through_the_changes_and_round_shift_f3_back(changed):
    pane, seen = page_of(changed), []
    for _ in range(6):
        action_of(changed, "find_next").trigger()
        seen.append(pane.current)
    assert seen == [0, 1, 2, 3, 4, 0]
    action_of(changed, "find_previous").trigger()
    assert pane.current == 4
    assert pane.textCursor().currentTable() is not None


def test_choosing_a_row_leads_to_its_change(changed):
    rows = by_name(changed, "Changes")
    rows.setFocus()
    number = next(n for n, row in enumerate(changed._make_changes().panel.rows) if "quick" in row.text)
    rows.setCurrentIndex(rows.model().index(number, 0))
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert page_of(changed).textCursor().block().text().startswith("Growth is")


@pytest.mark.parametrize("way", breadth(["escape", "back", "button"]))
def test_the_way_back_leads_to_where_the_reader_was(make_window, files, way, qtbot):
    window = make_window(files[1], width=800, height=300)
    go_to(window.pane, "trade")
    place, scrolled = window.pane.place, window.pane.verticalScrollBar().value()
    compare(window, *files)
    assert not window.pane.isVisible()
    assert action_of(window, "back").isEnabled()
    if way == "escape":
        QTest.keyClick(page_of(window), Qt.Key.Key_Escape)
    elif way == "back":
        action_of(window, "back").trigger()
    else:
        window._make_changes().panel._back.click()
    assert window.pane.isVisible()
    qtbot.waitUntil(window.pane.hasFocus)  # a window becomes the active one a moment after it is shown
    assert (window.pane.place, window.pane.verticalScrollBar().value()) == (place, scrolled)
    assert window.windowTitle() == "Country"
    assert tree_of(window).isVisible()
    assert not action_of(window, "back").isEnabled()


def test_going_somewhere_or_searching_or_opening_leaves_the_changes(changed, files):
    for leave in (
        lambda: changed.session.go_to_section("trade"),
        lambda: field_of(changed).setText("ports"),
        lambda: changed.open(str(files[0])),
    ):
        compare(changed, *files)
        assert page_of(changed).isVisible()
        leave()
        assert changed.pane.isVisible()
        field_of(changed).clear()


@pytest.mark.parametrize(
    ("theme", "colours"),
    [(ThemeName.DARK, DARK), pytest.param(ThemeName.LIGHT, LIGHT, marks=pytest.mark.slow)],
)
def test_the_page_follows_theme_and_zoom_and_keeps_the_change(changed, theme, colours):
    pane = page_of(changed)
    action_of(changed, "find_next").trigger()
    before = looks_of(pane, "quick")[4]
    changed.looks.choose_theme(theme)
    changed.looks.change_zoom(1)
    assert looks_of(pane, "quick")[0] == colours.inserted
    assert looks_of(pane, "quick")[4] > before
    assert pane.current == 0


def test_high_contrast_tells_by_signs_and_no_ground(changed):
    changed.looks.choose_theme(ThemeName.HIGH_CONTRAST)
    pane = page_of(changed)
    assert "[−slow and steady−]\u2009[+quick+]" in pane.toPlainText().replace("\u00a0", " ")
    assert looks_of(pane, "quick")[0] == HIGH_CONTRAST.page


def test_in_a_small_window_the_list_lies_over_the_page_and_goes_when_one_is_chosen(make_window, files):
    window = make_window(files[1], width=455, height=256)
    compare(window, *files)
    assert page_of(window).isVisible()
    assert page_of(window).horizontalScrollBar().maximum() == 0
    action_of(window, "sidebar").trigger()
    rows = by_name(window, "Changes")
    assert rows.isVisible()
    assert rows.height() >= 2 * rows.fontMetrics().lineSpacing()
    rows.clicked.emit(rows.model().index(1, 0))
    assert not sidebar_of(window).isVisible()
    assert area_of(window).is_narrow


def test_a_change_is_said_when_the_reader_is_led_to_it(changed, spoken):
    spoken()
    said = []
    for _ in range(3):
        action_of(changed, "find_next").trigger()
        said += spoken()
    growth, unemployment, people = said
    words = "Growth is [deleted: slow and steady] [inserted: quick] in most of the years"
    assert growth == f"1 of 5, Economy. {words}"
    assert unemployment == (
        "2 of 5, Unemployment. [deleted: 3.4] [inserted: 2.9] % ( [deleted: 2023] [inserted: 2024] est.). "
        "3.4% became 2.9% (2023 to 2024)"
    )
    assert people.startswith("3 of 5, Trade. [moved from People] Many people live here")


def test_a_caret_that_comes_into_a_change_says_what_it_is(changed, spoken):
    pane = page_of(changed)
    pane.setFocus()
    caret = QTextCursor(pane.document().find("Growth is"))
    caret.setPosition(caret.block().previous().position())
    pane.setTextCursor(caret)
    spoken()
    QTest.keyClick(pane, Qt.Key.Key_Down)
    assert spoken() == ["[deleted: slow and steady] [inserted: quick]"]


def test_two_texts_that_say_the_same_are_said_to(make_window, files):
    window = make_window(files[0])
    files[1].write_text(OLD + "\n", encoding="utf-8")
    compare(window, *files)
    assert "Nothing changed: both texts say the same." in page_of(window).toPlainText()
    action_of(window, "find_next").trigger()
    assert page_of(window).current == -1


def test_what_cannot_be_compared_is_said_in_one_line(window, files, tmp_path):
    binary, large = tmp_path / "picture.png", tmp_path / "large.md"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    with large.open("wb") as file:
        file.truncate(6 * 1024 * 1024)
    room = window._make_changes()
    for old, words in (
        (files[1], "Both are the same file"),
        (tmp_path / "none.md", "none.md"),
        (binary, "picture.png"),
        (large, "too large to be compared: 6.0 MB"),
    ):
        with pytest.raises(DocumentError, match=words) as told:
            room.compare(str(old), str(files[1]))
        assert "\n" not in told.value.what
        assert not room.is_shown


def test_the_dialog_takes_names_of_the_library_and_fills_in_the_edition_before(
    make_window, files, tmp_path, monkeypatch
):
    from hkviewer.gui.changes.compare_dialog import CompareDialog

    folder = tmp_path / "sheets"
    folder.mkdir()
    for text, year in ((OLD, 2023), (NEW, 2024)):
        front = f"---\ntitle: Country\nid: country\nedition: {year}\n---\n\n"
        (folder / f"{year}.md").write_text(front + text, encoding="utf-8")
    added = AddedPaths(by_policy=())
    added.add([folder])
    Library(added).refresh()
    window = make_window(folder / "2024.md")
    seen = []

    def use(dialog):
        seen.append(dialog.older.text())
        for name in ("nowhere", "country@1999", str(tmp_path / "none.md")):
            dialog.older.setText(name)
            dialog.accept_button.click()
            seen.append(dialog.message.words)
        dialog.older.setText("country@2023")
        dialog.newer.setText("country")
        dialog.accept_button.click()
        return dialog.result()

    monkeypatch.setattr(CompareDialog, "exec", use)
    window._make_changes().ask()
    before, *faults = seen
    assert before == "country@2023"
    assert "no sheet’s id" in faults[0]
    assert "has no edition “1999”" in faults[1]
    assert "There is no file" in faults[2]
    assert not any("leave it out" in fault for fault in faults)
    assert "slow and steady\u2009quick" in page_of(window).toPlainText()


def test_a_redline_is_saved_where_copies_are(window, files, monkeypatch):
    asked = []
    monkeypatch.setattr(comparing, "ask_where_to_save", lambda *told: asked.append(told[2]))
    compare(window, *files)
    window._make_changes().save()
    assert [file.parent for file in asked] == [copies_folder()]


def test_the_dialog_takes_two_files_and_says_what_is_wrong_with_them(window, files, monkeypatch):
    from hkviewer.gui.changes.compare_dialog import CompareDialog

    seen = []

    def use(dialog):
        dialog.older.setText(str(files[1]))
        dialog.newer.setText(str(files[1]))
        dialog.accept_button.click()
        seen.append(dialog.message.words)
        dialog.older.setText(str(files[0]))
        dialog.accept_button.click()
        return dialog.result()

    monkeypatch.setattr(CompareDialog, "exec", use)
    action_of(window, "what_changed").trigger()
    assert "Both are the same file" in seen[0]
    assert page_of(window).isVisible()


def test_a_long_page_comes_in_parts_that_links_and_f3_turn(make_window, tmp_path, monkeypatch):
    from hkviewer.gui.changes import passages

    monkeypatch.setattr(passages, "_LONGEST_PART", 1_000)
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(
        "# A\n\n" + "".join(f"## S{n}\n\nValue of it: {n}\n\n" for n in range(60)), encoding="utf-8"
    )
    new.write_text(
        "# A\n\n" + "".join(f"## S{n}\n\nValue of it: {n + 1}\n\n" for n in range(60)), encoding="utf-8"
    )
    window = make_window(new)
    compare(window, old, new)
    pane = page_of(window)
    assert "Next part" in pane.toPlainText()
    action_of(window, "find_previous").trigger()
    assert pane.current == 59
    assert "Previous part" in pane.toPlainText()
    assert pane.textCursor().block().text() == "Value of it: 59\u200960"


def test_the_notice_of_a_changed_file_offers_what_changed(make_window, files, qtbot):
    file = files[0]
    window = make_window(file)
    file.write_text(NEW, encoding="utf-8")
    qtbot.waitUntil(lambda: any(bar.isVisible() for bar in window.findChildren(NoticeBar)))
    notice = part_of(window, NoticeBar)
    assert [b.text() for b in (notice._take, notice._ask)] == ["Show the new text", "What changed"]
    notice._ask.click()
    assert "Growth is slow and steady\u2009quick in most" in page_of(window).toPlainText()
    # The document is still the old text, and the notice still says so.
    assert notice.isVisible()
    QTest.keyClick(page_of(window), Qt.Key.Key_Escape)
    assert "slow and steady" in window.pane.toPlainText()
    notice._ask.click()
    notice._take.click()
    assert window.pane.isVisible()
    assert "quick" in window.pane.toPlainText()


def test_a_file_that_went_again_is_said_over_the_text(make_window, files):
    window = make_window(files[0])
    room = window._make_changes()
    files[0].unlink()
    room.compare_with_file()
    assert part_of(window, NoticeBar).isVisible()
    assert window.pane.isVisible()


@pytest.mark.parametrize("width", breadth([455, 1180]))
def test_a_notice_with_two_buttons_leaves_its_words_room(make_window, files, width):
    window = make_window(files[0], width=width, height=256)
    window._documents.show_news(
        "“a.md” has changed since it was opened.", "Show the new text", bool, "What changed"
    )
    QApplication.processEvents()
    notice = part_of(window, NoticeBar)
    assert notice._words.width() >= 200
    assert notice.height() < 100
    assert notice._close.geometry().right() < notice.width()


def test_what_is_copied_tells_what_went_and_what_came(changed, qapp, qtbot):
    pane = page_of(changed)
    pane.setFocus()
    qtbot.waitUntil(pane.hasFocus)
    pane.setTextCursor(pane.document().find("Growth is slow and steady\u2009quick in most"))
    action_of(changed, "copy").trigger()
    assert qapp.clipboard().text() == "Growth is [-slow and steady-]{+quick+} in most"


def test_what_took_the_place_of_something_stands_apart_from_it(changed):
    # Read aloud, “3.42.9%” would be one number; with a line through the blank it would be a dash.
    pane = page_of(changed)
    assert "3.4\u20092.9% (2023\u20092024 est.)" in pane.toPlainText()
    blank = pane.document().find("\u2009")
    form = blank.charFormat()
    assert (form.fontStrikeOut(), form.fontUnderline(), form.background().style()) == (
        *(False, False),
        Qt.BrushStyle.NoBrush,
    )


def test_what_went_has_no_room_behind_it_where_a_blank_or_nothing_follows(make_window, tmp_path):
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("# T\n\nOne (or two) of very many ships sail there now at last.\n", encoding="utf-8")
    new.write_text("# T\n\nOne (or two) of many ships sail there now.\n", encoding="utf-8")
    window = make_window(new)
    compare(window, old, new)
    assert page_of(window).toPlainText().split("\n")[-1] == (
        "One (or two) of very many ships sail there now at last."
    )


def test_a_blank_between_what_went_and_what_came_is_not_copied_from_either_side(changed, qapp):
    pane = page_of(changed)
    for words, copied in (
        ("steady\u2009quick", "[-steady-]{+quick+}"),
        ("steady\u2009", "[-steady-]"),
        ("\u2009quick", "{+quick+}"),
    ):
        pane.setTextCursor(below_summary(pane, words))
        assert pane.createMimeDataFromSelection().text() == copied


def test_rows_that_changed_stand_below_the_names_of_their_columns(make_window, tmp_path):
    window = make_window()
    rows = "".join(f"| {year} | ${year - 1990} billion |\n" for year in range(2000, 2020))
    text = f"# T\n\n## Sums\n\n| Year | Sum |\n| --- | --- |\n{rows}"
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(text, encoding="utf-8")
    new.write_text(text.replace("$15 billion", "$16 billion"), encoding="utf-8")
    compare(window, old, new)
    document = page_of(window).document()
    table = document.find("2005", document.find("2005").position()).currentTable()
    assert table.rows() == 2
    assert table.cellAt(0, 1).firstCursorPosition().block().text() == "Sum"
    assert "5 rows the same" in page_of(window).toPlainText()
    assert "14 rows the same" in page_of(window).toPlainText()


def test_list_marks_and_those_of_quotations_are_shown_as_a_reader_knows_them(make_window, tmp_path):
    window = make_window()
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("# T\n\n- first one\n- second one - of two\n\n> Said once.\n", encoding="utf-8")
    new.write_text("# T\n\n- first one\n- second two - of two\n\n> Said twice.\n", encoding="utf-8")
    compare(window, old, new)
    lines = page_of(window).toPlainText().split("\n")
    assert lines[-2:] == ["• second one\u2009two - of two", "Said once\u2009twice."]


@pytest.mark.slow
def test_large_files_are_compared_in_a_process_of_their_own(make_window, files, tmp_path, monkeypatch):
    monkeypatch.setattr(comparing, "_QUICK", 0)
    window = make_window(files[1])
    compare(window, *files)
    assert "slow and steady\u2009quick" in page_of(window).toPlainText()
    with pytest.raises(DocumentError, match="none"):
        compare(window, tmp_path / "none.md", files[1])


@pytest.mark.slow
def test_the_text_that_is_read_is_compared_with_its_file_in_a_process_too(make_window, files, monkeypatch):
    monkeypatch.setattr(comparing, "_QUICK", 0)
    window = make_window(files[0])
    files[0].write_text(NEW, encoding="utf-8")
    window._make_changes().compare_with_file()
    assert "slow and steady\u2009quick" in page_of(window).toPlainText()


@pytest.fixture
def said_process(monkeypatch):
    """Lets what the process does be done here: it takes half a second to start."""

    def asked(texts, form, _is_stopped):
        old, new = map(opened, texts)
        return b"".join(_file(old, new, form))

    monkeypatch.setattr(compare_process, "_asked", asked)


@pytest.mark.usefixtures("said_process")
def test_the_redline_is_saved_in_the_form_of_its_ending(changed, tmp_path, monkeypatch):
    target = tmp_path / "told.html"
    monkeypatch.setattr(comparing, "ask_where_to_save", lambda *_: target)
    by_name(changed, "Save the redline…").click()
    assert "<del>" in target.read_text(encoding="utf-8")
    assert "saved as “told.html”" in status_of(changed)
    # What is shown is what leaves the window, by the menu too.
    target.unlink()
    action_of(changed, "export_copy").trigger()
    assert target.exists()
    assert not by_name(changed, "Print or save a copy…").isVisible()


@pytest.mark.usefixtures("said_process")
@pytest.mark.parametrize(
    ("name", "words"), [("new.md", "no ending of a redline"), ("told.txt", "changed since")]
)
def test_a_redline_that_cannot_be_saved_replaces_nothing(changed, files, monkeypatch, name, words):
    target = files[0].parent / name
    monkeypatch.setattr(comparing, "ask_where_to_save", lambda *_: target)
    files[0].write_text(OLD.replace("quick", "slow") + "\nMore.\n", encoding="utf-8")
    changed._make_changes().save()
    assert words in part_of(changed, NoticeBar).accessibleDescription()
    assert files[1].read_text(encoding="utf-8") == NEW
    assert not (files[0].parent / "told.txt").exists()


@pytest.mark.slow
def test_a_redline_comes_from_a_process_of_its_own(files):
    old, new = read_document(files[0]), str(files[1])
    digests = tuple(read_document(file).sheet.digest for file in files)
    for form, begins in (("text", b"What changed"), ("pdf", b"%PDF-"), ("html", b"<!DOCTYPE")):
        data = written_apart((old, new), form, digests, lambda: False)
        assert data is not None
        assert data.startswith(begins)


def test_the_status_line_tells_of_the_comparison_and_of_the_sheet_again(changed):
    assert "Comparison · Two texts of" in status_of(changed) or "Comparison · From" in status_of(changed)
    action_of(changed, "find_previous").trigger()
    assert by_name(changed, "Place").text().startswith("Table · ")
    action_of(changed, "back").trigger()
    assert "Comparison" not in status_of(changed)
    assert by_name(changed, "Place").text().startswith("Economy · ")


def status_of(window: MainWindow) -> str:
    return part_of(window, StatusLine)._source._words


def test_what_became_of_figures_is_told_on_the_page_below_where_they_stand(changed):
    lines = page_of(changed).toPlainText().split("\n")
    told = lines.index("Unemployment: 3.4% became 2.9% (2023 to 2024).", 5)
    assert "est.)" in lines[told - 1]
    # A table stays one.
    assert lines[-1] == "Table: 2018, Sum: $31 billion became $33 billion."


def test_a_long_page_is_written_in_steps(make_window, tmp_path, monkeypatch, qtbot):
    from hkviewer.gui.changes import page_writer

    monkeypatch.setattr(page_writer, "_STEP", 500)
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    for file, word in ((old, "one"), (new, "other")):
        sections = "".join(f"## S{n}\n\nThe {word} value of it\n\n" for n in range(60))
        file.write_text(f"# A\n\n{sections}", encoding="utf-8")
    window = make_window(new)
    compare(window, old, new)
    pane = page_of(window)
    assert not pane._steps.is_done
    assert "S59" not in pane.toPlainText()
    # Whoever wants to go there does not wait.
    action_of(window, "find_previous").trigger()
    assert pane.textCursor().block().text() == "The one\u2009other value of it"
    assert pane.current == 59
    qtbot.waitUntil(lambda: pane._steps.is_done)
    assert pane.toPlainText().count("S59") == 1


def test_a_page_comes_whole_from_the_process_that_made_it(files):
    page = made(*map(read_document, files))
    assert _page(_lines(*page)) == page


def test_cancel_ends_the_process_that_compares(files):
    assert made_apart(str(files[0]), str(files[1]), lambda: True) is None


def test_the_window_does_not_wait_for_what_compares():
    code = "import sys, hkviewer.gui.frame.changes_room; print('rapidfuzz' in sys.modules, *sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    is_there, *modules = found.stdout.split()
    assert is_there == "False"
    assert not {"hkviewer.compare.matching", "hkviewer.export.redline.registry"} & {*modules}


def test_a_part_of_a_table_has_fewer_rows_than_one_of_a_list_has_items():
    cells = tuple(Passage("row", (Piece(SAME, f"a | b | {n}"),)) for n in range(2_000))
    items = tuple(Passage("item", passage.pieces) for passage in cells)
    rows, listed = (len(ChangesPage(of, ()).parts[0]) for of in (cells, items))
    assert rows < listed / 2


def test_the_process_that_compares_loads_no_qt():
    code = "import sys, hkviewer.gui.changes.compare_process; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def words_of(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


def test_every_word_of_the_new_text_is_on_the_page_once_and_every_figure_in_the_list(files):
    old, new = map(read_document, files)
    _, page = made(old, new)
    passages = [each for item in page.items for each in (item.passages if isinstance(item, Fold) else [item])]
    shown = "\n".join(
        "".join(piece.text for piece in passage.pieces if piece.kind != "deleted")
        for passage in passages
        if passage.kind != FIGURES
    )
    text = "\n".join(f"{section.title}\n{section.text}" for section in new.sheet.sections)
    assert words_of(shown) == words_of(text)
    assert sum(len(change.figures) for change in page.changes) == len(compare_documents(old, new).figures)


def test_a_column_that_came_is_said_once_and_no_row_of_it_is_a_change(make_window, tmp_path):
    window = make_window()
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("# T\n\n## S\n\n| A | B |\n| - | - |\n| one | two |\n| three | four |\n", encoding="utf-8")
    new.write_text(
        "# T\n\n## S\n\n| A | B | C |\n| - | - | - |\n| one | two | x |\n| three | four | y |\n",
        encoding="utf-8",
    )
    compare(window, old, new)
    text = page_of(window).toPlainText()
    assert "Table in “S”: the column “C” was added." in text
    assert not rows_of(window)
    assert "3 rows the same but for whole columns" in text


def test_two_sheets_are_called_that_in_the_head(tmp_path):
    for name in ("Chad", "Kenya"):
        (tmp_path / f"{name.lower()}.md").write_text(f"# {name}\n\nWords of {name}.\n", encoding="utf-8")
    head, _ = made(*(read_document(tmp_path / f"{name}.md") for name in ("chad", "kenya")))
    assert head.summary.startswith("These may be two sheets, “Chad” and “Kenya”")


def test_the_list_of_another_comparison_begins_at_its_top(make_window, tmp_path):
    files = [tmp_path / "old.md", tmp_path / "new.md"]
    for file, value in zip(files, (1, 2), strict=True):
        rows = (f"## Section {n}\n\nThere were {value}{n} ships.\n" for n in range(80))
        file.write_text("# Ships\n\n" + "\n".join(rows), encoding="utf-8")
    window = make_window(files[1])
    compare(window, *files)
    shown = window._make_changes().panel.list
    QApplication.processEvents()
    shown.scrollToBottom()
    assert shown.verticalScrollBar().value() > 0
    compare(window, *reversed(files))
    QApplication.processEvents()
    assert shown.verticalScrollBar().value() == 0


def test_an_error_goes_with_the_next_comparison_or_escape(make_window, files, tmp_path, qtbot):
    window = make_window(files[1])
    window.open(str(tmp_path / "missing.md"))
    notice = part_of(window, NoticeBar)
    assert "leave it out" not in notice.accessibleDescription()
    assert "“Open a document…”" in notice.accessibleDescription()
    compare(window, *files)
    assert not notice.isVisible()
    window.open(str(tmp_path / "missing.md"))
    qtbot.keyClick(notice._close, Qt.Key.Key_Escape)
    assert not notice.isVisible()
    assert page_of(window).isVisible()
    window.open(str(tmp_path / "missing.md"))
    window._opener.open_at(str(files[1]), None)
    assert not notice.isVisible()


def test_the_caret_stays_at_its_words_when_signs_come_with_another_theme(changed):
    pane = page_of(changed)
    caret = below_summary(pane, "billion")
    caret.setPosition(caret.selectionStart())
    pane.setTextCursor(caret)
    for theme in (ThemeName.HIGH_CONTRAST, ThemeName.LIGHT):
        changed.looks.choose_theme(theme)
        block = pane.textCursor().block().text()
        assert block[pane.textCursor().positionInBlock() :].startswith("billion"), theme


def test_an_error_of_the_dialog_goes_with_the_next_try(window, files, monkeypatch):
    from hkviewer.gui.changes.compare_dialog import CompareDialog

    seen = []

    def use(dialog):
        def stopped(*_):
            seen.append(dialog.message.words)
            return False

        dialog.older.setText(str(files[1]))
        dialog.newer.setText(str(files[1]))
        dialog.accept_button.click()
        seen.append(dialog.message.words)
        dialog.older.setText(str(files[0]))
        monkeypatch.setattr(dialog, "_compare", stopped)
        dialog.accept_button.click()
        seen.append(dialog.message.words)
        return dialog.result()

    monkeypatch.setattr(CompareDialog, "exec", use)
    window._make_changes().ask()
    assert "Both are the same file" in seen[0]
    assert seen[1:] == ["", ""]


def test_a_row_is_read_aloud_with_words_in_the_place_of_its_signs(changed):
    # “− 5% + 3%” is read as “minus 5 per cent plus 3 per cent”.
    rows = by_name(changed, "Changes").model()
    said = [
        rows.index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole) for number in range(rows.rowCount())
    ]
    assert said[1].startswith("[deleted: slow and steady] [inserted: quick]")
    assert said[3].startswith("[deleted: 3.4% (2023 est.)] [inserted: 2.9% (2024 est.)]")
    assert not any("− " in words or "+ " in words for words in said)


def test_choosing_figures_only_says_how_many_are_listed(changed, spoken, qtbot):
    active(changed, qtbot)
    spoken()
    by_name(changed, "Figures only").click()
    assert spoken() == ["2 figures"]
    by_name(changed, "Figures only").click()
    assert spoken() == ["5 changes"]


def test_f3_says_which_changes_there_are_none_of(make_window, files, spoken, qtbot):
    files[1].write_text(OLD.replace("slow", "quick"), encoding="utf-8")
    window = make_window(files[1])
    compare(window, *files)
    active(window, qtbot)
    by_name(window, "Figures only").click()
    spoken()
    action_of(window, "find_next").trigger()
    assert spoken() == ["No figures changed"]
    by_name(window, "Figures only").click()
    files[1].write_text(OLD + "\n", encoding="utf-8")
    compare(window, *files)
    spoken()
    action_of(window, "find_next").trigger()
    assert spoken() == ["No changes"]


@pytest.fixture
def long_page(make_window, tmp_path, monkeypatch):
    """A window that shows the many changes of two texts, in parts."""
    from hkviewer.gui.changes import passages

    monkeypatch.setattr(passages, "_LONGEST_PART", 5_000)
    files = [tmp_path / "old.md", tmp_path / "new.md"]
    for file, word in zip(files, ("one", "other"), strict=True):
        sections = "".join(f"## S{n}\n\nThe {word} value of it\n\n" for n in range(120))
        file.write_text(f"# A\n\n{sections}", encoding="utf-8")
    window = make_window(files[1])
    compare(window, *files)
    return window


def test_another_part_of_the_page_is_said(long_page, spoken, qtbot):
    pane = page_of(long_page)
    active(long_page, qtbot)
    spoken()
    pane._follow("part:1")
    assert spoken() == [f"Part 2 of {len(pane.page.parts)}"]


def test_how_much_has_been_passed_is_known_while_the_page_is_drawn_anew(long_page, monkeypatch, qtbot):
    from hkviewer.gui.changes import page_writer

    pane = page_of(long_page)
    qtbot.waitUntil(lambda: pane._steps.is_done)
    monkeypatch.setattr(page_writer, "_STEP", 500)
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum() // 4)
    before = pane.progress
    assert before > 2
    long_page.looks.choose_theme(ThemeName.DARK)
    assert not pane._steps.is_done
    assert abs(pane.progress - before) <= 2
    qtbot.waitUntil(lambda: pane._steps.is_done)
    assert abs(pane.progress - before) <= 1


@pytest.mark.parametrize("theme", breadth([ThemeName.HIGH_CONTRAST, ThemeName.LIGHT]))
def test_what_is_copied_tells_the_same_in_every_theme(changed, theme):
    changed.looks.choose_theme(theme)
    pane = page_of(changed)
    sign = 2 if theme is ThemeName.HIGH_CONTRAST else 0
    caret = below_summary(pane, "and steady")
    start = caret.selectionStart()
    for length, copied in ((3, "[-and-]"), (10, "[-and steady-]"), (19 + 3 * sign, None)):
        caret.setPosition(start)
        caret.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        pane.setTextCursor(caret)
        told = pane.createMimeDataFromSelection().text()
        assert told == copied or (not copied and told.startswith("[-and steady-]{+quick+} i")), told
    pane.selectAll()
    text = pane.createMimeDataFromSelection().text()
    assert "Growth is [-slow and steady-]{+quick+} in most of the years.\n" in text
    assert "[-3.4-]{+2.9+}% ([-2023-]{+2024+} est.)\n" in text
    assert "\nYear | Sum\n2018 | $[-31-]{+33+} billion\n\nTable: 2018" in text
    assert not set(text) & set("−\u2009\ufdd0\ufdd1\ufffc")


def test_the_way_back_up_shows_what_stands_above_a_change_too(long_page):
    pane = page_of(long_page)
    for _ in range(30):
        action_of(long_page, "find_next").trigger()
    for _ in range(20):
        action_of(long_page, "find_previous").trigger()
        assert pane.cursorRect().top() >= 2 * pane.cursorRect().height()
        assert pane.cursorRect().bottom() <= pane.viewport().height()


def test_with_figures_only_f3_goes_from_one_figure_to_the_next_of_one_change_too(
    make_window, tmp_path, spoken, qtbot
):
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    text = "# T\n\n## S\n\nThere were {} ships, {} boats.\n\n## U\n\nGrowth: {}%\n"
    old.write_text(text.format(10, 20, 3), encoding="utf-8")
    new.write_text(text.format(11, 22, 4), encoding="utf-8")
    window = make_window(new)
    compare(window, old, new)
    active(window, qtbot)
    by_name(window, "Figures only").click()
    spoken()
    seen = []
    for name in ("find_next",) * 4 + ("find_previous",) * 3:
        action_of(window, name).trigger()
        seen.append((page_of(window).current, by_name(window, "Count of changes").text()))
    first, second, third = ((0, "1 of 3 figures"), (0, "2 of 3 figures"), (1, "3 of 3 figures"))
    assert seen == [first, second, third, first, third, second, first]
    said = spoken()
    assert said[1] == "2 of 3 figures, S: 20 boats became 22 boats"
    assert said[0].startswith("1 of 3 figures, S. There were [deleted: 10]")


def test_what_is_compared_is_named_apart(make_window, files, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(comparing, "run_with_progress", lambda _parent, words, _work: told.append(words))
    room = make_window(files[0])._make_changes()
    room.compare_with_file()
    room.compare(str(files[0]), str(files[1]))
    for name in ("2025", "2026"):
        (tmp_path / name).mkdir()
    room.compare(*(str(tmp_path / name / "kenya.md") for name in ("2025", "2026")))
    assert told == [
        "Comparing the text that is shown with the file “old.md”…",
        "Comparing “old.md” with “new.md”…",
        "Comparing “2025/kenya.md” with “2026/kenya.md”…",
    ]


def test_the_dialog_offers_again_what_was_compared(make_window, files, tmp_path, monkeypatch):
    from hkviewer.gui.changes.compare_dialog import CompareDialog

    other = tmp_path / "other.md"
    other.write_text(OLD.replace("slow", "fast"), encoding="utf-8")
    seen = []
    monkeypatch.setattr(
        CompareDialog, "exec", lambda dialog: seen.append((dialog.older.text(), dialog.newer.text()))
    )
    window = make_window(files[1])
    room = window._make_changes()
    room.ask()
    compare(window, *files)
    room.ask()
    room.leave()
    room.ask()
    compare(window, other, files[0])
    room.ask()
    room.leave()
    room.ask()
    old, new = map(str, files)
    assert seen == [("", new), (old, new), (old, new), (str(other), old), ("", new)]


def test_a_caret_that_comes_back_into_a_change_says_what_it_is_again(changed, spoken, qtbot):
    pane = page_of(changed)
    active(changed, qtbot)
    action_of(changed, "find_next").trigger()
    spoken()
    QTest.keyClick(pane, Qt.Key.Key_Up)
    QTest.keyClick(pane, Qt.Key.Key_Right)
    assert spoken() == []
    QTest.keyClick(pane, Qt.Key.Key_Down)
    assert spoken() == ["[deleted: slow and steady] [inserted: quick]"]
    QTest.keyClick(pane, Qt.Key.Key_Right)
    assert spoken() == []
