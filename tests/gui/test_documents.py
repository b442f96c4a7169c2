"""Opening documents: by menu, drop, recent list and link; and what is said when one cannot be shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QPushButton,
    QWidget,
)

from hkviewer.gui.widgets.background_task import QUIET_MILLISECONDS
from hkviewer.gui.widgets.notice import MessagePage, NoticeBar
from hkviewer.gui.window import MainWindow
from hkviewer.preferences.settings import SettingsStore
from tests.gui.doors import action_of, by_name, count_of, field_of, menu_of, search_of, status_of, tree_of
from tests.gui.places import go_to, where

BUNDLED = "U.S. Relations With Hong Kong"


def drop(window: MainWindow, *urls: QUrl) -> bool:
    """Drop `urls` on the window; whether it would take them."""
    data = QMimeData()
    data.setUrls(list(urls))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(300, 300).toPoint(), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, data, left, none))
    return enter.isAccepted()


def recent_texts(window: MainWindow) -> list[str]:
    menu = menu_of(window, "Recent")
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def words_in(widget: QWidget | None) -> str:
    """Everything that the labels of `widget` say."""
    assert widget is not None
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible() and label.text())


def test_the_menu_opens_the_file_that_the_reader_picks(window, hard_sheet, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(hard_sheet), ""))
    action_of(window, "open").trigger()
    assert window.windowTitle() == "A Hard Sheet"


def test_leaving_the_file_dialog_keeps_the_sheet(window, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: ("", ""))
    action_of(window, "open").trigger()
    assert window.windowTitle() == BUNDLED


def test_a_dropped_file_is_opened(window, hard_sheet):
    assert drop(window, QUrl.fromLocalFile(str(hard_sheet)))
    assert window.windowTitle() == "A Hard Sheet"


def test_a_dropped_file_is_taken_as_a_copy_although_a_move_is_proposed(window, hard_sheet):
    """Who is answered that it was moved may delete the file."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(hard_sheet))])
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    enter = QDragEnterEvent(QPoint(300, 300), actions, data, left, shift)
    for event in (enter, QDropEvent(QPointF(300, 300), actions, data, left, shift)):
        event.setDropAction(Qt.DropAction.MoveAction)
        event.ignore()
        QApplication.sendEvent(window, event)
        assert event.isAccepted()
        assert event.dropAction() == Qt.DropAction.CopyAction


def test_a_file_that_may_only_be_moved_is_not_taken(window, hard_sheet):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(hard_sheet))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.MoveAction, data, left, none)
    event.ignore()
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()


def test_a_dropped_web_address_is_not_taken(window):
    assert not drop(window, QUrl("https://example.org/sheet.md"))
    assert window.windowTitle() == BUNDLED


def test_a_file_can_be_dropped_on_the_text_itself(window):
    """The pane leaves drops to the window."""
    assert not window.pane.acceptDrops()
    assert window.acceptDrops()


def test_tree_title_and_status_change_with_the_document(window, hard_sheet, find):
    window.open(str(hard_sheet))
    tree = find("Sections")
    assert tree.model().index(0, 0).data() == "Lists"
    assert status_of(window)._source.text() == "Offline copy"
    window.open(None)
    assert tree.model().index(0, 0).data() == "U.S.-Hong Kong Relations"


def test_what_cannot_be_read_of_front_matter_is_said_once_and_the_document_opens(window, tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: A\ntitle: B\ntags:\n  - x\n---\n\nText.\n", encoding="utf-8")
    window.open(str(path))
    assert window.windowTitle() == "A"
    assert status_of(window)._source._words.startswith("“a.md”, line 3: “title” is given a second time")
    assert window.findChild(NoticeBar) is None


def test_a_foreign_edition_is_shown_as_it_is_written(window, tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\nedition: 2nd\nreceived: 12 May 2019\nsource: https://[x/\n---\nText.\n", "utf-8")
    window.open(str(path))
    assert status_of(window)._source._words == "Offline copy · edition 2nd · received 12 May 2019"


def test_recent_documents_are_listed_the_last_first_and_open_on_choosing(window, hard_sheet):
    other = hard_sheet.parent / "other.md"
    assert recent_texts(window) == ["No documents yet", "Remember documents"]
    window.open(str(hard_sheet))
    window.open(str(other))
    window.open(None)
    assert recent_texts(window) == [str(other), str(hard_sheet), "Remember documents", "Clear this list"]
    menu_of(window, "Recent").actions()[1].trigger()
    assert window.windowTitle() == "A Hard Sheet"
    assert recent_texts(window)[:2] == [str(hard_sheet), str(other)]


def test_the_recent_list_can_be_cleared(window, hard_sheet):
    window.open(str(hard_sheet))
    recent_texts(window)
    menu_of(window, "Recent").actions()[-1].trigger()
    window.preferences.flush()
    assert SettingsStore().load().recent == ()
    assert recent_texts(window) == ["No documents yet", "Remember documents"]


def test_a_recent_document_that_is_gone_is_said_and_the_sheet_stays(window, hard_sheet):
    window.open(str(hard_sheet))
    window.open(None)
    hard_sheet.unlink()
    recent_texts(window)
    menu_of(window, "Recent").actions()[0].trigger()
    assert window.windowTitle() == BUNDLED
    notice = window.findChild(NoticeBar)
    assert notice.isVisible()
    assert str(hard_sheet) in words_in(notice)


def test_a_file_name_with_an_ampersand_is_shown_as_it_is(window, tmp_path):
    path = tmp_path / "trade & tariffs.md"
    path.write_text("# Trade\n\n## One\n\nWords.\n", encoding="utf-8")
    window.open(str(path))
    assert "trade && tariffs.md" in recent_texts(window)[0]


def bad_documents(folder: Path) -> dict[str, Path]:
    """Files that cannot be shown, each with a word that must be said."""
    (folder / "a folder").mkdir()
    (folder / "binary.md").write_bytes(bytes(range(256)) * 20)
    with (folder / "large.md").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    return {
        "folder": folder / "a folder",
        "no document": folder / "missing.md",
        "binary.md": folder / "binary.md",
        "21.0 MB": folder / "large.md",
    }


KINDS = ["folder", "no document", "binary.md", "21.0 MB"]


@pytest.mark.parametrize("word", KINDS)
def test_a_document_that_cannot_be_shown_at_the_start_is_said_in_the_pane(make_window, tmp_path, word):
    window = make_window(bad_documents(tmp_path)[word])
    page = window.findChild(MessagePage)
    assert page.isVisible()
    said = words_in(page)
    assert "Error" in said, "not by an icon or colour alone"
    assert word in said.replace("Line", "line")
    assert "Traceback" not in said
    assert "\n" in said.strip(), "what to do is said too"


def test_from_the_message_the_bundled_sheet_is_one_button_away(qtbot, make_window, tmp_path):
    window = make_window(tmp_path / "missing.md")
    button = next(b for b in window.findChildren(QPushButton) if "bundled" in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.windowTitle() == BUNDLED
    assert window.pane.isVisible()


def test_where_no_document_is_open_a_search_says_so_and_does_not_go_on(qtbot, make_window, tmp_path):
    window = make_window(tmp_path / "missing.md")
    field_of(window).setText("trade")
    assert search_of(window).message.accessibleDescription() == "No document is open to search in."
    QTest.qWait(QUIET_MILLISECONDS + 100)
    assert count_of(window).text() == ""
    field_of(window).clear()
    assert search_of(window).message.accessibleDescription() == ""


def test_where_no_document_is_open_that_is_said_once_when_typing_rests(qtbot, make_window, tmp_path, spoken):
    window = make_window(tmp_path / "missing.md")
    field_of(window).setFocus()
    spoken()
    for typed in ("t", "tr", "trade"):
        field_of(window).setText(typed)
        assert spoken() == []
    said: list[str] = []

    def hear() -> bool:
        said.extend(spoken())
        return bool(said)

    qtbot.waitUntil(hear)
    assert said == ["No document is open to search in."]


def test_from_the_message_another_document_can_be_opened(
    qtbot, make_window, tmp_path, hard_sheet, monkeypatch
):
    window = make_window(tmp_path / "missing.md")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(hard_sheet), ""))
    button = next(b for b in window.findChildren(QPushButton) if "another" in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.windowTitle() == "A Hard Sheet"


@pytest.mark.parametrize("word", KINDS)
def test_while_a_sheet_is_open_the_word_stands_over_it_and_the_sheet_stays(window, tmp_path, word):
    window.pane.verticalScrollBar().setValue(300)
    place = window.pane.place
    assert not window.open(str(bad_documents(tmp_path)[word]))
    assert window.windowTitle() == BUNDLED
    assert window.pane.isVisible()
    assert window.pane.place == place
    notice = window.findChild(NoticeBar)
    assert notice.isVisible()
    assert word in words_in(notice).replace("Line", "line")
    assert words_in(notice).startswith("Error")
    window.preferences.flush()
    assert SettingsStore().load().recent == (), "what could not be opened is not listed"


def test_the_notice_is_closed_by_its_button_and_by_the_next_sheet(qtbot, window, tmp_path, hard_sheet):
    window.open(str(tmp_path / "missing.md"))
    notice = window.findChild(NoticeBar)
    close = by_name(notice, "Close notice")
    assert QApplication.focusWidget() is close
    qtbot.keyClick(close, Qt.Key.Key_Space)
    assert not notice.isVisible()
    window.open(str(tmp_path / "missing.md"))
    window.open(str(hard_sheet))
    assert not notice.isVisible()


def test_an_unreadable_document_is_said(window, hard_sheet):
    if os.geteuid() == 0:
        pytest.skip("the superuser may read everything")
    hard_sheet.chmod(0)
    assert not window.open(str(hard_sheet))
    assert "permission" in words_in(window.findChild(NoticeBar))


def test_an_unknown_section_is_said_and_nothing_else_changes(window):
    assert not window.open(None, "nowhere")
    assert "no section “nowhere”" in words_in(window.findChild(NoticeBar))
    assert window.windowTitle() == BUNDLED


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "   \n\n"])
def test_an_empty_document_is_shown_or_said_in_plain_words(make_window, tmp_path, text):
    path = tmp_path / "empty.md"
    path.write_text(text, encoding="utf-8")
    window = make_window(path)
    assert window.isVisible()
    page = window.findChild(MessagePage)
    shown = words_in(page) if page is not None and page.isVisible() else window.pane.toPlainText()
    assert shown.strip()
    window.looks.change_zoom(1)
    window.session.step_section(1)
    window.session.go_to_numbered(1)
    window.close()


def test_a_sheet_without_sections_says_so_in_the_tree(make_window, tmp_path):
    path = tmp_path / "plain.md"
    path.write_text("# Only a title\n", encoding="utf-8")
    window = make_window(path)
    tree = tree_of(window)
    index = tree.model().index(0, 0)
    assert index.data() == "This sheet has no sections."
    assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
    for step in (1, -1):
        window.session.step_section(step)
    assert where(window.pane) is None


def test_words_before_the_first_heading_are_not_lost(make_window, tmp_path):
    path = tmp_path / "prose.md"
    path.write_text("Words without any heading at all.\n", encoding="utf-8")
    window = make_window(path)
    assert "Words without any heading at all." in window.pane.toPlainText()
    assert window.windowTitle()


def test_a_large_sheet_of_many_sections_opens_and_can_be_walked(make_window, tmp_path):
    path = tmp_path / "large.md"
    sections = [f"## Section {n}\n\n" + "Words and words. " * 60 for n in range(300)]
    path.write_text("# Large\n\n" + "\n\n".join(sections), encoding="utf-8")
    window = make_window(path)
    go_to(window.pane, "section-299")
    assert tree_of(window).currentIndex().data() == "Section 299"


def test_with_no_document_there_is_no_way_back_or_forward(make_window, tmp_path):
    window = make_window(tmp_path / "missing.md")
    assert not action_of(window, "back").isEnabled()
    assert not action_of(window, "forward").isEnabled()
