"""The library in the window: its page, what leads there, and what is opened from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from hkviewer.gui.frame import library_room
from hkviewer.gui.frame.library_host import LibraryHost
from hkviewer.gui.frame.library_room import LibraryRoom
from hkviewer.gui.library.pick_dialog import PickDialog
from hkviewer.gui.widgets.notice import NoticeBar
from hkviewer.gui.widgets.page_words import PageWords
from hkviewer.gui.window import MainWindow
from hkviewer.library.added import AddedPaths
from hkviewer.library.library import Library
from hkviewer.system import paths
from tests.gui.conftest import named
from tests.gui.doors import action_of, copy_dialog_of, menu_of, part_of, sidebar_of, status_of, tree_of
from tests.gui.library.library_window import room_of, settle, titles, write


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""


def title_line(window: MainWindow) -> str:
    return window.pane.document().begin().next().text().replace("\u00a0", " ")


class TestWhoHasOneSheet:
    def test_is_told_of_a_damaged_list_of_what_was_added(self, make_window):
        file = paths.data_folder() / "library.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('{"paths": ["/ho', encoding="utf-8")
        window = make_window()
        assert "library.json” is damaged" in status_of(window)._source.accessibleName()
        assert file.read_text(encoding="utf-8") == '{"paths": ["/ho'

    def test_sees_nothing_of_it(self, seen_window):
        assert not seen_window.findChildren(PageWords)
        assert not seen_window.findChildren(LibraryRoom)
        assert not action_of(seen_window, "show_library").isVisible()

    def test_is_asked_for_files_alone_when_a_copy_takes_another_sheet(self, window):
        menu_of(window, "Library").aboutToShow.emit()
        assert part_of(window, LibraryHost).pick(lambda _parent: "a file", window) == "a file"

    @pytest.mark.slow
    def test_may_begin_one_in_the_menu(self, qtbot, window, folder, monkeypatch):
        menu = menu_of(window, "Library")
        menu.aboutToShow.emit()
        words = [action.text().replace("&", "") for action in menu.actions()]
        assert words == ["Add files…", "Add a folder…"]
        monkeypatch.setattr(
            "hkviewer.gui.library.library_menus.QtWidgets.QFileDialog.getExistingDirectory",
            lambda *_: str(folder),
        )
        menu.actions()[1].trigger()
        settle(qtbot, window)
        assert titles(window) == ["U.S. Relations With Hong Kong", "Facts", "Figures"]
        assert action_of(window, "show_library").isVisible()

    @pytest.mark.slow
    def test_has_no_words_left_when_all_was_removed(self, qtbot, library, folder):
        room_of(library).remove(str(folder))
        assert not part_of(library, PageWords).isVisible()
        assert tree_of(library).isVisible()
        settle(qtbot, library)

    def test_says_what_was_removed_and_adds_it_again(self, qtbot, library, folder):
        room = room_of(library)
        room.remove(str(folder))
        settle(qtbot, library)
        notice = part_of(library, NoticeBar)
        assert notice.accessibleDescription().startswith("“sheets” is no longer in the library.")
        next(b for b in notice.findChildren(QToolButton) if b.text() == "Add again").click()
        settle(qtbot, library)
        assert titles(library) == ["U.S. Relations With Hong Kong", "Facts", "Figures"]
        assert not notice.isVisible()


class TestThePage:
    def test_takes_the_place_of_the_sections(self, library):
        assert room_of(library).page.isVisible()
        assert not tree_of(library).isVisible()
        part_of(library, PageWords).choose(0)
        assert tree_of(library).isVisible()
        assert not room_of(library).page.isVisible()

    def test_is_filtered_while_it_is_typed(self, library):
        page = room_of(library).page
        assert page.field.hasFocus()
        QTest.keyClicks(page.field, "figur")
        assert titles(library) == ["Figures"]
        assert page.sheets.count_words == "1 of 3 sheets"
        QTest.keyClicks(page.field, "x")
        assert named(library, "No title, publisher, edition or file name has “figurx”.").isVisible()
        QTest.keyClick(page.field, Qt.Key.Key_Escape)
        assert len(titles(library)) == 3

    def test_folds_editions_under_the_newest(self, library):
        sheets = room_of(library).page.list
        facts = sheets.model().index(1, 0)
        assert sheets.model().rowCount(facts) == 1
        assert not sheets.isExpanded(facts)
        sheets.setFocus()
        sheets.setCurrentIndex(facts)
        QTest.keyClick(sheets, Qt.Key.Key_Right)
        assert sheets.isExpanded(facts)
        assert sheets.model().index(0, 0, facts).data() == "29 November 2015, 10 years old"

    def test_opens_the_newest_and_back_leads_back(self, library):
        page = room_of(library).page
        QTest.keyClicks(page.field, "facts")
        QTest.keyClick(page.field, Qt.Key.Key_Down)
        QTest.keyClick(page.list, Qt.Key.Key_Return)
        assert library.session.document.key.edition == "2024-04-11"
        assert library.pane.hasFocus()
        assert page.isVisible()
        action_of(library, "back").trigger()
        assert library.session.document.bundled

    @pytest.mark.slow
    def test_marks_what_is_read(self, library, folder):
        library.open(str(folder / "other.md"))
        sheets = room_of(library).page.list
        assert [sheets.is_read(sheets.model().index(n, 0)) for n in range(3)] == [False, False, True]

    def test_a_row_says_itself_and_its_number(self, library):
        index = room_of(library).page.list.model().index(1, 0)
        said = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert said == "Facts, Bureau of Facts, 11 April 2024, 2 years old, 1 other edition, 2 of 3"

    def test_the_words_are_one_stop_before_the_search_and_arrows_choose(self, library):
        words = part_of(library, PageWords).findChildren(QPushButton)
        assert [word.text() for word in words] == ["This sheet", "Library"]
        words[1].setFocus()
        QTest.keyClick(words[1], Qt.Key.Key_Tab)
        assert focus_name() == "Search"
        words[1].setFocus()
        QTest.keyClick(words[1], Qt.Key.Key_Left)
        assert sidebar_of(library).page == 0
        assert tree_of(library).isVisible()

    @pytest.mark.slow
    def test_its_parts_are_reached_with_f6(self, library):
        seen = set()
        for _ in range(9):
            action_of(library, "next_part").trigger()
            focus = QApplication.focusWidget()
            assert focus is not None
            interface = QAccessible.queryAccessibleInterface(focus)
            assert interface is not None
            seen.add(interface.text(QAccessible.Text.Name))
        assert {"Library", "Filter sheets", "Sheets", "Fact sheet", "Search"} <= seen

    @pytest.mark.slow
    def test_what_changed_takes_its_place_and_the_words_follow(self, library, folder):
        room_of(library).changes_requested.emit(str(folder / "old.md"), str(folder / "new.md"))
        assert sidebar_of(library).page == 0
        assert named(library, "Changes").isVisible()

    @pytest.mark.slow
    def test_every_part_of_it_has_a_name_and_can_be_hit(self, library):
        page = room_of(library).page
        for part in page.findChildren(QWidget):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                interface = QAccessible.queryAccessibleInterface(part)
                assert interface is not None
                assert interface.text(QAccessible.Text.Name), type(part).__name__
        for button in (*part_of(library, PageWords).findChildren(QPushButton), page.manage):
            assert min(button.width(), button.height()) >= 24
        sheets = page.list
        assert all(sheets.visualRect(sheets.model().index(number, 0)).height() >= 28 for number in range(3))

    @pytest.mark.slow
    def test_up_and_esc_lead_from_the_list_back_to_the_filter(self, library):
        page = room_of(library).page
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Escape):
            QTest.keyClick(page.field, Qt.Key.Key_Down)
            assert page.list.hasFocus()
            QTest.keyClick(page.list, key)
            assert page.field.hasFocus()

    def test_over_a_narrow_window_it_makes_room_for_what_is_opened(self, library, folder):
        library.resize(455, 256)
        action_of(library, "show_library").trigger()
        page = room_of(library).page
        assert page.isVisible()
        QTest.keyClicks(page.field, "figures")
        QTest.keyClick(page.field, Qt.Key.Key_Return)
        assert library.session.document.path == folder / "other.md"
        assert not sidebar_of(library).isVisible()

    def test_commands_of_a_sheet_compare_it_and_remove_its_folder(self, library, folder):
        room = room_of(library)
        changed: list[tuple[str, str]] = []
        room.changes_requested.connect(lambda old, new: changed.append((old, new)))
        menu = room.commands(room.page.list.edition_at(room.page.list.model().index(1, 0)))
        assert [action.text().replace("&", "") for action in menu.actions()] == [
            "Open",
            "What changed since 29 November 2015",
            "Copy the file’s path",
            "",
            "Remove the folder “sheets” from the library",
        ]
        menu.actions()[1].trigger()
        assert changed == [(str(folder / "old.md"), str(folder / "new.md"))]


class TestWhatIsRead:
    def test_a_file_that_comes_is_listed_after_f5(self, qtbot, library, folder):
        write(folder, "third.md", "Third", "2021", id_="third")
        action_of(library, "reload").trigger()
        qtbot.waitUntil(lambda: "Third" in titles(library))

    @pytest.mark.slow
    def test_and_by_itself(self, qtbot, library, folder):
        write(folder, "third.md", "Third", "2021", id_="third")
        qtbot.waitUntil(lambda: "Third" in titles(library))

    def test_a_folder_that_is_gone_stays_listed_as_absent(self, qtbot, library, folder):
        shutil.move(folder, folder.with_name("elsewhere"))
        action_of(library, "reload").trigger()
        sheets = room_of(library).page.list
        qtbot.waitUntil(lambda: "not here now" in sheets.sheet_row(sheets.model().index(1, 0)).details)
        assert titles(library) == ["U.S. Relations With Hong Kong", "Facts", "Figures"]
        room_of(library).open(str(folder / "other.md"))
        assert library.session.document.bundled
        notice = named(library, "Notice").accessibleDescription()
        assert notice.startswith("“Figures” is not here now")

    @pytest.mark.slow
    def test_the_window_waits_for_no_drive_that_does_not_answer(self, library, folder, monkeypatch):
        monkeypatch.setattr(library_room, "answers", lambda _path, _patience: False)
        room_of(library).open(str(folder / "other.md"))
        assert library.session.document.bundled
        notice = named(library, "Notice").accessibleDescription()
        assert notice.startswith("“Figures” cannot be read now: the drive of ")

    @pytest.mark.slow
    def test_one_that_cannot_be_read_is_told_of(self, qtbot, library, folder):
        (folder / "broken.md").write_bytes(b"\x00\x01\x02" * 100)
        action_of(library, "reload").trigger()
        labels = room_of(library).page.findChildren(QLabel)
        said = "“sheets/broken.md” is not a text but a binary file."
        qtbot.waitUntil(lambda: any(label.accessibleName() == said for label in labels))

    def test_two_files_of_one_edition_with_other_words_are_told_of(self, qtbot, library, folder):
        write(folder, "old2.md", "Facts, too", "2015-11-29")
        action_of(library, "reload").trigger()
        said = (
            "“facts” has 2 files of its edition 2015-11-29 with different words; none is newer: "
            "“sheets/old.md”, “sheets/old2.md”."
        )
        labels = room_of(library).page.findChildren(QLabel)
        qtbot.waitUntil(lambda: any(said in label.accessibleName() for label in labels))

    @pytest.mark.slow
    def test_that_all_is_indexed_is_said_where_it_was_said_that_it_is_not(self, library, spoken):
        room = room_of(library)
        room.page.show_indexed(2, 3)
        room.page.progress.show()
        room.index.ended.emit("")
        assert "All 3 files are indexed" in spoken()
        room.index.ended.emit("")
        assert "indexed" not in spoken()

    @pytest.mark.slow
    def test_progress_counts_and_can_be_stopped(self, library):
        page = room_of(library).page
        page.show_progress(3, 200)
        page.show_progress(120, 200)
        assert named(page, "Reading 120 of 200 files")
        assert page.progress.cancel.accessibleName().startswith("Cancel")


class TestNewerEdition:
    def test_is_named_under_the_title_of_an_older_one(self, library, folder):
        library.open(str(folder / "old.md"))
        assert title_line(library).endswith("Newer edition: 11 April 2024 · What changed")
        library.pane.fact_activated.emit(0)
        assert library.session.document.path.name == "new.md"
        assert "Newer" not in title_line(library)

    def test_is_named_in_what_the_program_began_with(self, qtbot, folder, make_window):
        added = AddedPaths(by_policy=())
        added.add([folder])
        Library(added).refresh()  # as a start before has left it: nothing has changed since
        window = make_window(folder / "old.md")
        qtbot.waitUntil(lambda: "Newer edition" in title_line(window))

    @pytest.mark.slow
    def test_is_named_where_a_date_alone_tells_which_is_newer(self, qtbot, library, folder):
        for name, date in (("x", "12 May 2019"), ("y", "3 June 2021")):
            file = write(folder, f"{name}.md", "X", date, id_="dated")
            file.write_text(file.read_text(encoding="utf-8").replace("edition:", "date:"), encoding="utf-8")
        action_of(library, "reload").trigger()
        qtbot.waitUntil(lambda: "X" in titles(library))
        library.open(str(folder / "x.md"))
        assert "Newer edition: dated 3 June 2021" in title_line(library)
        library.open(str(folder / "y.md"))
        assert "Newer" not in title_line(library)

    @pytest.mark.slow
    def test_leads_to_what_changed(self, library, folder):
        library.open(str(folder / "old.md"))
        library.pane.fact_activated.emit(1)
        assert named(library, "Changes").isVisible()

    def test_that_comes_later_is_said_and_the_place_stays(self, qtbot, library, folder):
        library.open(str(folder / "new.md"), "first")
        before = library.pane.place, library.pane.textCursor().block().text()
        assert before[1] == "First"
        write(folder, "newest.md", "Facts", "2026-01-01")
        qtbot.waitUntil(lambda: "Newer edition: 1 January 2026" in title_line(library))
        assert (library.pane.place, library.pane.textCursor().block().text()) == before


class TestDropping:
    @staticmethod
    def drop(window: MainWindow, *paths: Path, at: QPointF | None = None) -> None:
        at = at or QPointF(600, 300)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        window.dropEvent(QDropEvent(at, copy, data, Qt.MouseButton.LeftButton, none))

    @pytest.mark.slow
    def test_a_folder_is_added(self, qtbot, window, folder):
        self.drop(window, folder)
        settle(qtbot, window)
        assert "Figures" in titles(window)

    @pytest.mark.slow
    def test_one_file_is_opened(self, window, folder):
        self.drop(window, folder / "old.md")
        assert window.session.document.path.name == "old.md"
        assert not window.findChildren(LibraryRoom)

    def test_several_are_added_and_one_on_the_page(self, qtbot, window, folder):
        self.drop(window, folder / "old.md", folder / "new.md")
        settle(qtbot, window)
        assert titles(window) == ["U.S. Relations With Hong Kong", "Facts"]
        at = room_of(window).page.mapTo(window, QPoint(20, 60))
        self.drop(window, folder / "other.md", at=QPointF(at))
        settle(qtbot, window)
        assert "Figures" in titles(window)


class TestPicking:
    def test_a_copy_takes_another_sheet_from_the_library(self, library, monkeypatch):
        action_of(library, "print_copy").trigger()
        copies = copy_dialog_of(library)
        shown: list[PickDialog] = []

        def pick(dialog):
            shown.append(dialog)
            QTest.keyClicks(dialog.sheets.field, "figures")
            QTest.keyClick(dialog.sheets.field, Qt.Key.Key_Return)

        monkeypatch.setattr(PickDialog, "exec", pick)
        copies._add_sheet()
        assert [part.sheet.title for part in copies.parts.parts()] == [
            "U.S. Relations With Hong Kong",
            "Figures",
        ]
        assert shown[0].windowTitle() == "Add another sheet"

    @pytest.mark.slow
    def test_or_a_file(self, library, monkeypatch, folder):
        monkeypatch.setattr(PickDialog, "exec", lambda dialog: dialog.buttons.buttons()[-1].click())
        picked = room_of(library).pick(lambda _parent: str(folder / "old.md"), library)
        assert picked == str(folder / "old.md")

    @pytest.mark.slow
    def test_nothing_is_picked_where_it_is_given_up(self, library, monkeypatch):
        monkeypatch.setattr(PickDialog, "exec", PickDialog.reject)
        assert room_of(library).pick(lambda _parent: "", library) == ""


def test_who_unfolds_editions_hears_the_row_anew_and_how_many(qtbot, library, spoken, monkeypatch):
    rows = room_of(library).page.list
    rows.setFocus()
    facts = next(n for n in range(3) if rows.model().index(n, 0).data().startswith("Facts"))
    rows.setCurrentIndex(rows.model().index(facts, 0))
    QApplication.processEvents()
    told = []
    monkeypatch.setattr(rows, "currentChanged", lambda row, _before: told.append(row.data()))
    spoken()
    rows.expand(rows.currentIndex())
    qtbot.waitUntil(lambda: bool(told) and spoken() == ["1 other edition unfolded"])
    assert {*told} == {"Facts"}, "to Orca it is another row than before"


def test_what_is_indexed_after_it_was_read_is_told_of_as_one_work(qtbot, library, spoken):
    room = room_of(library)
    room._show_progress(1, 2)
    room._show_indexed(0, 2)
    room.page.progress._tell()
    assert spoken() == ["Indexed 0 of 2 files"], "words that are out of date are not said"
    room._end_indexed("")


def test_adding_is_said_with_what_came_of_it(qtbot, window, folder, spoken):
    TestDropping.drop(window, folder)
    settle(qtbot, window)
    assert "3 sheets" in spoken()


def test_what_a_person_names_is_its_newest_edition_or_another_and_what_is_not_there_is_said(library):
    assert library.open("facts")
    assert "Words of 2024-04-11." in library.pane.toPlainText()
    assert library.open("facts@2015")
    assert "Words of 2015-11-29." in library.pane.toPlainText()
    assert not library.open("facts@2016")
    said = library.findChild(NoticeBar).findChildren(QLabel)
    assert any("“facts” has no edition “2016”" in label.text() for label in said)


def test_the_bundled_edition_opens_where_the_library_has_a_newer_one(qtbot, library, folder):
    newer = write(folder, "newer.md", "Newer", "2031", id_="us-relations-with-hong-kong")
    room_of(library).refresh()
    settle(qtbot, library)
    assert library.open("us-relations-with-hong-kong")
    assert library.windowTitle() == "Newer"
    room_of(library).opened.emit("us-relations-with-hong-kong")  # the row of the bundled edition
    assert library.windowTitle() != "Newer"
    newer.unlink()
