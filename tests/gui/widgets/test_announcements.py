"""What happens beside the focus is said to screen readers that listen (WCAG 2.2, 4.1.3)."""

from __future__ import annotations

import sys

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleTextCursorEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListView, QToolButton, QVBoxLayout, QWidget

from hkviewer.gui.widgets import announce as announcing
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.notice import MessageLine, NoticeBar
from hkviewer.gui.widgets.progress_line import ProgressLine
from tests.gui.doors import by_name, status_of


@pytest.fixture
def form(qtbot, screen_reader, monkeypatch):
    """A window with a field and a list, and a screen reader that listens on Linux."""
    monkeypatch.setattr(sys, "platform", "linux")
    whole = QWidget()
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    model = QStandardItemModel(whole)
    for words in ("one", "two"):
        model.appendRow(QStandardItem(words))
    rows = QListView()
    rows.setModel(model)
    for part in (QLineEdit(), rows):
        column.addWidget(part)
    whole.show()
    qtbot.waitExposed(whole)
    return whole


def test_words_come_as_a_description_of_what_has_the_focus_that_goes_at_once(form, monkeypatch):
    field = form.findChild(QLineEdit)
    field.setFocus()
    described: list[str] = []
    monkeypatch.setattr(field, "setAccessibleDescription", described.append)
    announce(form, "Copied")
    assert described == [], "what moves the focus now is said first"
    QApplication.processEvents()
    assert described == ["Copied", ""]


def test_a_text_tells_of_its_caret_first_for_orca_may_have_lost_it(form, monkeypatch):
    field = form.findChild(QLineEdit)
    field.setFocus()
    told: list[object] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    monkeypatch.setattr(field, "setAccessibleDescription", told.append)
    announce(form, "Copied")
    QApplication.processEvents()
    caret, *words = told
    assert isinstance(caret, QAccessibleTextCursorEvent)
    assert (caret.object(), caret.cursorPosition()) == (field, 0)
    assert words == ["Copied", ""]


def test_in_a_list_the_row_that_has_the_focus_is_described(form):
    rows = form.findChild(QListView)
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(1, 0))
    described: list[tuple[int, str]] = []
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    rows.model().dataChanged.connect(lambda index, *_: described.append((index.row(), index.data(role))))
    announce(form, "Copied")
    QApplication.processEvents()
    assert described == [(1, "Copied"), (1, "")]


def test_a_part_gets_its_own_description_back_when_it_is_left(form):
    field = form.findChild(QLineEdit)
    field.setAccessibleDescription("Set by your organisation")
    field.setFocus()
    announce(form, "Copied")
    QApplication.processEvents()
    assert field.accessibleDescription() == ""
    form.findChild(QListView).setFocus()
    QApplication.processEvents()
    assert field.accessibleDescription() == "Set by your organisation"


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_elsewhere_words_are_announced_as_qt_has_it(form, monkeypatch, system):
    told: list[QAccessibleAnnouncementEvent] = []
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(QtGui, "QAccessible", type("Q", (), {"updateAccessibility": told.append}))
    announcing.speak(form, "Copied")
    assert [event.message() for event in told] == ["Copied"]


def test_on_linux_what_has_the_focus_announces_words_to_who_hears_that(form, monkeypatch):
    told: list[QAccessibleAnnouncementEvent] = []
    monkeypatch.setattr(announcing, "hears_announcements", lambda: True)
    field = form.findChild(QLineEdit)
    field.setFocus()
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    announcing.speak(form, "Copied")
    assert [(event.message(), event.object()) for event in told] == [("Copied", field)]
    assert field.accessibleDescription() == ""


def test_announcements_wait_for_the_line_of_a_caret(form, monkeypatch):
    waits: list[int] = []
    monkeypatch.setattr(QTimer, "singleShot", lambda wait, *_: waits.append(wait))
    for hears in (False, True, None):
        monkeypatch.setattr(announcing, "hears_announcements", lambda hears=hears: hears)
        announce(form, "Link page")
    # By when the line is said it is known what is listened to.
    assert waits == [0, announcing._LINE_MILLISECONDS, announcing._LINE_MILLISECONDS]


def test_notices_messages_and_the_status_line_are_announced(window, spoken, qtbot):
    assert not window.open("/gone.md")
    # The focus goes to its button: Orca reads the notice around it, and would say it twice.
    assert by_name(window, "Close notice").hasFocus()
    assert spoken() == ([] if sys.platform == "linux" else ["There is no document “/gone.md”."])
    assert not window.open("/gone.md")
    assert [words.split("”")[0] for words in spoken()] == ["There is no document “/gone.md"]
    status_of(window).say("Settings are not kept.")
    assert spoken() == ["Settings are not kept."]
    line = MessageLine()
    qtbot.addWidget(line)
    line.show_message("Saved.")
    assert spoken() == ["Saved."]


def test_a_dialog_that_is_closed_says_nothing(form, spoken):
    line = MessageLine()
    dialog = QDialog(form)
    QVBoxLayout(dialog).addWidget(line)
    line.show_message("The file has changed.")
    assert spoken() == []


def test_the_way_to_a_notice_leads_to_its_first_button(qtbot):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_news("“a.md” has changed.", "Show the new text", "What changed")
    bar.setFocus()
    assert isinstance(button := bar.focusWidget(), QToolButton)
    assert button.text() == "Show the new text"
    bar.show_news("“a.md” is gone.", "")
    bar.setFocus()
    assert isinstance(button := bar.focusWidget(), QToolButton)
    assert button.accessibleName() == "Close notice"


def test_nothing_is_said_to_nobody(window, spoken):
    QAccessible.setActive(False)
    announce(window, "words")
    QAccessible.setActive(True)
    announce(window, "")
    assert spoken() == []


def test_words_about_what_is_gone_are_not_said(form, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(announcing, "speak", lambda _widget, words: said.append(words))
    part = QWidget(form)
    announce(part, "words")
    part.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert said == []


def test_progress_is_said_at_its_beginning_and_where_one_asks(form, qtbot, spoken):
    line = ProgressLine()
    form.layout().addWidget(line)
    line._quiet.setInterval(0)
    line.begin("Opening “a.md”…")
    QApplication.processEvents()
    line.show_progress(420)
    line.show_progress(450)
    assert spoken() == ["Opening “a.md”…"], "no flood of numbers"
    line.setFocus()
    assert line.accessibleDescription() == "Opening “a.md”… 45 %"


def test_a_bar_that_hurries_tells_of_few_steps(form, qtbot):
    line = ProgressLine()
    form.layout().addWidget(line)
    line.begin("Opening “a.md”…")
    told: list[int] = []
    line._bar.valueChanged.connect(told.append)
    for done in range(1000):
        line.show_progress(done)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [999], "Orca before version 45 drops what is said in a flood"


def test_a_reader_that_comes_hears_what_has_the_focus(form, monkeypatch):
    told: list[QAccessibleEvent] = []
    field = form.findChild(QLineEdit)
    field.setFocus()
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    announcing.tell_focus()
    assert [(event.object(), event.type()) for event in told] == [(field, QAccessible.Event.Focus)]


def test_what_a_dialog_leads_to_is_said_when_it_is_closed(form, qtbot, monkeypatch):
    said: list[bool] = []
    dialog = QDialog(form)
    monkeypatch.setattr(announcing, "speak", lambda *_: said.append(dialog.isVisible()))
    dialog.open()
    announce(form, "Opened")
    announce(dialog, "Saved")
    QApplication.processEvents()
    assert said == [True], "what is said of the dialog itself does not wait"
    dialog.close()
    qtbot.waitUntil(lambda: said == [True, False])


@pytest.mark.parametrize("is_dialog", [True, False])
def test_what_a_dialog_led_to_waits_for_the_focus_to_be_back(is_dialog, form, qtbot, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(announcing, "speak", lambda _widget, words: said.append(words))
    monkeypatch.setattr(announcing, "_CLOSING_MILLISECONDS", 10)
    active: list[QWidget | None] = [None, None, None, form]
    # Where it was over another dialog, that one is still open.
    monkeypatch.setattr(QApplication, "activeModalWidget", lambda: form if is_dialog else None)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: active.pop(0) if len(active) > 1 else form)
    announce(form, "Saved")
    QApplication.processEvents()
    assert said == []
    qtbot.waitUntil(lambda: said == ["Saved"])
    assert len(active) == 1
