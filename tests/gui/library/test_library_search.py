"""Searching all sheets of the library from its page."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hkviewer.gui.search.library_controller import LibraryController
from hkviewer.gui.search.result_rows import ResultRow
from hkviewer.gui.widgets.page_words import PageWords
from hkviewer.gui.window import MainWindow
from hkviewer.library.added import AddedPaths
from hkviewer.preferences.settings import SettingsStore
from hkviewer.system import paths
from tests.gui.conftest import named
from tests.gui.doors import action_of, field_of, part_of
from tests.gui.library.conftest import UpdateHere
from tests.gui.library.library_window import room_of, settle, titles, write


def search_in(window: MainWindow) -> Any:
    return part_of(window, LibraryController)


def shown(window: MainWindow) -> list[ResultRow]:
    return list(search_in(window).results._model.rows)


def type_and_wait(qtbot: QtBot, window: MainWindow, text: str) -> Any:
    search = search_in(window)
    field_of(window).setText(text)
    qtbot.waitUntil(lambda: search._answer is not None and not search._is_waiting)
    return search


@pytest.mark.slow
def test_the_field_says_where_it_searches(library):
    assert field_of(library).placeholderText() == "Search the library"
    part_of(library, PageWords).choose(0)
    assert field_of(library).placeholderText() == "Search this sheet"


def test_results_stand_by_sheet_and_section_with_counts_and_badges(qtbot, library, folder):
    search = type_and_wait(qtbot, library, "words")
    assert search.count.text() == "2 in 2 sections of 2 sheets"
    rows = shown(library)
    assert [(row.text, row.note) for row in rows if row.is_sheet] == [
        ("Facts", "11 April 2024 · 1 match"),
        ("Figures", "2020 · 1 match"),
    ]
    assert [row.text for row in rows[:3]] == ["Facts", "First", "Words of 2024-04-11."]
    sheets = room_of(library).page.list

    def badges() -> list[tuple[str, int]]:
        rows = (sheets.sheet_row(sheets.model().index(n, 0)) for n in range(3))
        return [(row.title, row.matches) for row in rows]

    found = [("Facts", 1), ("Figures", 1)]
    qtbot.waitUntil(lambda: badges() == [*found, ("U.S. Relations With Hong Kong", 0)])
    assert sheets.verticalScrollBar().value() == 0
    QTest.keyClick(field_of(library), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: badges()[0] == ("U.S. Relations With Hong Kong", 0))


def test_what_was_found_for_other_words_does_not_stay_below_new_ones(qtbot, library, monkeypatch):
    search = type_and_wait(qtbot, library, "words")
    monkeypatch.setattr(search._worker, "search", lambda _request: None)
    field_of(library).setText("word")
    assert search._old.isActive()
    search._old.timeout.emit()
    assert shown(library) == []
    assert room_of(library).page.list.sheet_row(room_of(library).page.list.model().index(1, 0)).matches == 0
    monkeypatch.undo()
    type_and_wait(qtbot, library, "words")
    qtbot.waitUntil(lambda: bool(shown(library)))
    search._ask_again()
    assert not search._old.isActive(), "the same words are asked again as more is indexed"


def test_a_result_opens_its_sheet_at_the_match_which_is_marked(qtbot, library, folder):
    search = type_and_wait(qtbot, library, "words")
    search.results.chosen.emit(1)
    assert library.session.document.path.name == "other.md"
    assert library.session.place.at.section_id == "first"
    qtbot.waitUntil(lambda: library._search_keys.search.session._current == 0)
    assert room_of(library).page.isVisible()
    assert library.pane.hasFocus()
    action_of(library, "back").trigger()
    assert library.session.document.bundled


def test_what_is_offered_opens_where_it_stands_with_its_words_marked(qtbot, library, folder):
    text = "# More\n\n## Gold\n\nGold and copper.\n\n## Tin\n\nTin and copper and gold here.\n"
    (folder / "more.md").write_text(text, encoding="utf-8")
    action_of(library, "reload").trigger()
    qtbot.waitUntil(lambda: any(each.path.endswith("more.md") for each in search_in(library)._wanted))
    settle(qtbot, library)
    type_and_wait(qtbot, library, "gold copper unobtainium")
    qtbot.waitUntil(lambda: any(row.place for row in shown(library)))
    row = [row for row in shown(library) if row.place][2]
    assert row.text == "More · Tin"
    search_in(library).results.place_chosen.emit(row.place)
    qtbot.waitUntil(lambda: [at.section_id for at in library.pane._matches.ranges] == ["tin"] * 2)
    assert library.session.place.at.section_id == "tin"


@pytest.mark.slow
def test_one_in_the_sheet_that_is_read_goes_there(qtbot, library, folder):
    library.open(str(folder / "other.md"))
    search = type_and_wait(qtbot, library, "words")
    search.results.chosen.emit(1)
    assert library.session.place.at.section_id == "first"


@pytest.mark.slow
def test_where_the_border_was_moved_it_stays(qtbot, library, make_window):
    type_and_wait(qtbot, library, "words")
    border = named(library, "Border between sheets and results")
    QTest.keyClick(border, Qt.Key.Key_Down)
    library.close()
    assert SettingsStore().load().sheets_share > 0


def test_enter_goes_to_the_best_and_down_to_the_list(qtbot, library):
    type_and_wait(qtbot, library, "words")
    field_of(library).setFocus()
    QTest.keyClick(field_of(library), Qt.Key.Key_Down)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Results in the library"
    QTest.keyClick(field_of(library), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not library.session.document.bundled)
    assert library.session.document.path.name == "new.md"


def test_all_editions_are_searched_when_the_button_is_on(qtbot, library):
    search = type_and_wait(qtbot, library, "2015-11-29")
    assert not search.count.text().startswith("1 ")
    search.editions.click()
    qtbot.waitUntil(lambda: search.count.text().startswith("1 in 1 section"))
    assert [row.note for row in shown(library) if row.is_sheet] == ["29 November 2015 · 1 match"]


@pytest.mark.slow
def test_what_stands_in_a_title_alone_is_offered_to_be_opened(qtbot, library):
    search = type_and_wait(qtbot, library, "figures")
    qtbot.waitUntil(lambda: bool(search.message.findChildren(QPushButton)))
    (button,) = search.message.findChildren(QPushButton)
    assert button.accessibleName() == "Open “Figures”"
    button.click()
    assert library.session.document.path.name == "other.md"


@pytest.mark.slow
def test_nothing_is_left_of_it_when_the_field_is_cleared(qtbot, library):
    search = type_and_wait(qtbot, library, "words")
    QTest.keyClick(field_of(library), Qt.Key.Key_Escape)
    assert shown(library) == []
    assert not search.count.isVisible()
    sheets = room_of(library).page.list
    assert sheets.sheet_row(sheets.model().index(1, 0)).matches == 0


@pytest.mark.slow
def test_a_sheet_that_comes_is_found(qtbot, library, folder):
    search = type_and_wait(qtbot, library, "words")
    write(folder, "third.md", "Third", "2021", id_="third")
    action_of(library, "reload").trigger()
    qtbot.waitUntil(lambda: search.count.text() == "3 in 3 sections of 3 sheets")


@pytest.mark.slow
def test_a_damaged_index_is_made_anew_without_a_word(qtbot, library, folder):
    (paths.cache_folder() / "search.sqlite3").write_bytes(b"no index")
    search = search_in(library)
    write(folder, "third.md", "Third", "2021", id_="third")
    action_of(library, "reload").trigger()
    qtbot.waitUntil(lambda: any(sheet.path.endswith("third.md") for sheet in search._wanted))
    type_and_wait(qtbot, library, "words")
    qtbot.waitUntil(lambda: search.count.text() == "3 in 3 sections of 3 sheets")


@pytest.mark.slow
def test_why_not_all_could_be_indexed_stays_beside_what_was_found(qtbot, library, folder, monkeypatch):
    full = "The disk is full."
    monkeypatch.setattr(UpdateHere, "start", lambda self: self._listener.ended(full))
    write(folder, "third.md", "Third", "2021", id_="third")
    action_of(library, "reload").trigger()
    qtbot.waitUntil(lambda: "Third" in titles(library))
    settle(qtbot, library)
    search = type_and_wait(qtbot, library, "words")
    assert search.count.text() == "2 in 2 sections of 2 sheets"
    assert any(full in label.text() for label in search.message.findChildren(QLabel))


def test_sheets_are_indexed_though_their_page_was_not_shown(qtbot, folder, make_window):
    AddedPaths(by_policy=()).add([folder])
    window = make_window()
    settle(qtbot, window)
    assert room_of(window).page is None
    assert (paths.cache_folder() / "search.sqlite3").is_file()


@pytest.mark.slow
def test_on_the_other_page_the_sheet_alone_is_searched(qtbot, library):
    part_of(library, PageWords).choose(0)
    field_of(library).setText("words")
    assert not search_in(library)._is_waiting
    part_of(library, PageWords).choose(1)
    qtbot.waitUntil(lambda: search_in(library).count.text() == "2 in 2 sections of 2 sheets")


def test_a_screen_reader_hears_of_the_library_alone(qtbot, library, spoken):
    type_and_wait(qtbot, library, "words")
    heard: list[str] = []

    def is_told() -> bool:
        heard.extend(spoken())
        return any("sheets" in words for words in heard)

    qtbot.waitUntil(is_told)
    assert heard[-1].startswith("2 matches in 2 sections of 2 sheets")
    assert not any("No section" in words for words in heard)


@pytest.mark.slow
def test_another_process_indexes(qtbot, library, own_process):
    search = type_and_wait(qtbot, library, "words")
    qtbot.waitUntil(lambda: search.count.text() == "2 in 2 sections of 2 sheets", timeout=20_000)
