"""What is said and can be done when the file that is read changes, is replaced, renamed or gone."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QFileSystemWatcher, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from hkviewer.gui.frame.file_watch import FileWatch
from hkviewer.gui.widgets.notice import NoticeBar
from hkviewer.gui.window import MainWindow
from tests.gui.doors import action_of, copy_dialog_of, part_of
from tests.gui.places import go_to, where

FIRST = "# Sheet\n\nWords of the first part.\n\n## Other\n\nOld words.\n\nThe last paragraph.\n"
SECOND = FIRST.replace("Old words.", "New words.\n\nMore of them.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.md"
    path.write_text(FIRST, encoding="utf-8")
    return path


@pytest.fixture
def reading(make_window: Callable[[Path], MainWindow], file: Path) -> MainWindow:
    return make_window(file)


def notice(window: MainWindow) -> str:
    """What is said over the document, "" for nothing."""
    bars = [bar for bar in window.findChildren(NoticeBar) if bar.isVisible()]
    return bars[0].accessibleDescription() if bars else ""


def button(window: MainWindow) -> QToolButton:
    return part_of(window, NoticeBar)._take


def until_looked(qtbot: QtBot, window: MainWindow) -> None:
    """Look at the file as when the program is activated, and wait for the answer."""
    watch = part_of(window, FileWatch)
    with qtbot.waitSignal(window.destroyed, timeout=1500, raising=False):
        watch.look()


def write(path: Path) -> None:
    path.write_text(SECOND, encoding="utf-8")


def replace(path: Path) -> None:
    """As programs save that put a finished file in the old one's place."""
    other = path.with_suffix(".tmp")
    other.write_text(SECOND, encoding="utf-8")
    other.replace(path)


def keep_a_backup(path: Path) -> None:
    """As editors save that rename the old file first."""
    path.rename(path.with_name(path.name + "~"))
    path.write_text(SECOND, encoding="utf-8")


@pytest.mark.parametrize("save", [write, replace, keep_a_backup])
def test_new_text_is_told_of_and_shown_when_wanted(qtbot, reading, file, save):
    focused = QApplication.focusWidget()
    save(file)
    qtbot.waitUntil(lambda: "has changed" in notice(reading))
    assert "sheet.md" in notice(reading)
    assert "New words" not in reading.pane.toPlainText()
    assert QApplication.focusWidget() is focused
    assert button(reading).text() == "Show the new text"
    button(reading).click()
    assert "New words" in reading.pane.toPlainText()
    assert notice(reading) == ""


def test_a_second_change_is_told_of_too(qtbot, reading, file):
    write(file)
    qtbot.waitUntil(lambda: notice(reading) != "")
    button(reading).click()
    file.write_text("# Third\n", encoding="utf-8")
    qtbot.waitUntil(lambda: "has changed" in notice(reading))


@pytest.mark.parametrize("leave", [Path.unlink, lambda path: path.rename(path.with_name("other.md"))])
def test_a_file_that_goes_leaves_its_words(qtbot, reading, file, leave):
    leave(file)
    qtbot.waitUntil(lambda: "no longer there" in notice(reading))
    assert button(reading).isHidden()
    assert "Old words" in reading.pane.toPlainText()


def test_what_comes_back_unchanged_needs_no_words(qtbot, reading, file):
    file.unlink()
    qtbot.waitUntil(lambda: notice(reading) != "")
    file.write_text(FIRST, encoding="utf-8")
    qtbot.waitUntil(lambda: notice(reading) == "")


def test_a_new_time_alone_is_no_change(qtbot, reading, file):
    os.utime(file, (1, 1))
    until_looked(qtbot, reading)
    assert notice(reading) == ""


def test_a_drive_that_reports_nothing_is_looked_at_when_the_program_is_activated(qtbot, reading, file, qapp):
    watcher = part_of(reading, QFileSystemWatcher)
    watcher.blockSignals(True)
    write(file)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: "has changed" in notice(reading))


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_file_that_becomes_a_circle_of_links_is_gone_and_watched_again_when_it_is_back(
    reading, file, qtbot
):
    file.unlink()
    file.symlink_to(file)
    qtbot.waitUntil(lambda: "no longer there" in notice(reading))  # a warning of the watcher's fails the test
    file.unlink()
    write(file)
    qtbot.waitUntil(lambda: "has changed" in notice(reading))


def test_f5_reads_again_and_keeps_the_place(reading, file):
    go_to(reading.pane, "other", 12)
    before = where(reading.pane)
    assert before is not None
    write(file)
    action_of(reading, "reload").trigger()
    assert "New words" in reading.pane.toPlainText()
    after = where(reading.pane)
    assert after is not None
    assert after.section_id == "other"
    assert not action_of(reading, "back").isEnabled()


def test_f5_on_a_file_that_is_gone_loses_nothing(reading, file):
    file.unlink()
    action_of(reading, "reload").trigger()
    assert "There is no document" in notice(reading)
    assert "Old words" in reading.pane.toPlainText()


def test_f5_reads_the_bundled_sheet_again(window):
    text = window.pane.toPlainText()
    action_of(window, "reload").trigger()
    assert window.pane.toPlainText() == text
    assert notice(window) == ""


def test_the_document_that_is_left_is_watched_no_more(qtbot, reading, file, tmp_path):
    other = tmp_path / "other.md"
    other.write_text("# Other\n", encoding="utf-8")
    reading.open(str(other))
    write(file)
    until_looked(qtbot, reading)
    assert notice(reading) == ""


def test_the_copy_dialog_says_that_it_sets_the_old_text(qtbot, reading, file, settled):
    write(file)
    qtbot.waitUntil(lambda: notice(reading) != "")
    action_of(reading, "print_copy").trigger()
    dialog = copy_dialog_of(reading)
    assert "The file has changed since it was opened" in dialog.message.words
    copy = pdfium.PdfDocument(settled(dialog))
    words = "".join(page.get_textpage().get_text_range() for page in copy)
    copy.close()
    assert hashlib.sha256(FIRST.encode()).hexdigest()[:8] in words
    assert "The file has changed since it was opened" in dialog.message.words
    dialog.close()


def test_a_window_may_close_while_its_file_is_looked_at(make_window, file, qapp):
    window = make_window(file)
    part_of(window, FileWatch).look()
    window.close()
    window.deleteLater()
    qapp.processEvents()
