"""What is said to someone who does not see the window: each thing once, in plain words."""

from __future__ import annotations

import re
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleStateChangeEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hkviewer.gui.window import MainWindow
from tests.gui.conftest import Spoken
from tests.gui.doors import action_of, field_of, search_of, tree_of


def heard(spoken: Spoken, qtbot: QtBot) -> list[str]:
    """What is said next, as soon as something is."""
    said: list[str] = []

    def is_said() -> bool:
        said.extend(spoken())
        return bool(said)

    qtbot.waitUntil(is_said)
    return said


@pytest.fixture
def typed(window, spoken, qtbot):
    """Types into the search field and rests; what is said then."""

    def type_(text):
        search_of(window)._speech._rest.setInterval(60)
        field_of(window).setFocus()
        field_of(window).clear()
        spoken()
        QTest.keyClicks(field_of(window), text)
        said = heard(spoken, qtbot)
        QTest.qWait(100)
        return [*said, *spoken()]

    return type_


def entered(window: MainWindow, spoken: Spoken, qtbot: QtBot) -> list[str]:
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    return heard(spoken, qtbot)


def test_matches_are_counted_when_typing_rests_and_only_then(typed, window, spoken, qtbot):
    assert typed("trade") == ["9 matches in 3 sections."]
    assert typed("zzyzx") == ["No section contains “zzyzx”."]
    assert typed("trad surpluss")[0].endswith(
        "Nearest: Economic Relations, without “trad”. Offered: surplus."
    )


def test_enter_and_f3_say_the_number_the_section_and_the_sentence(typed, window, spoken, qtbot):
    typed("surplus")
    (first,) = entered(window, spoken, qtbot)
    sentence = "The U.S. trade surplus with Hong Kong is the single largest with a U.S. trading partner"
    assert first.startswith(f"1 of 2, Economic Relations. {sentence}")
    action_of(window, "find_next").trigger()
    (second,) = heard(spoken, qtbot)
    assert second.startswith("2 of 2, Economic Relations. ")


def test_what_is_entered_and_not_there_is_said_at_every_enter(typed, window, spoken, qtbot):
    assert typed("zzyzx") == entered(window, spoken, qtbot) == entered(window, spoken, qtbot)


def test_f3_where_nothing_matches_says_so_again(typed, window, spoken, qtbot):
    said = typed("zzyzx")
    action_of(window, "find_next").trigger()
    assert heard(spoken, qtbot) == said


def test_a_file_that_is_read_again_says_so(make_window, spoken, tmp_path):
    file = tmp_path / "a.md"
    file.write_text("# A\n\n## B\n\nwords\n", encoding="utf-8")
    window = make_window(str(file))
    window.pane.setFocus()
    spoken()
    action_of(window, "reload").trigger()
    assert spoken() == ["“a.md” was read again."]


def test_what_is_entered_and_has_near_sections_leads_to_the_first_and_says_so(typed, window, spoken, qtbot):
    typed("trad surpluss")
    (said,) = entered(window, spoken, qtbot)
    assert said.startswith("Nearest: Economic Relations. ")


def test_esc_says_that_the_search_ended_and_where_one_is_back(typed, window, spoken, qtbot):
    window.session.go_to_numbered(4)
    typed("trade")
    entered(window, spoken, qtbot)
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    # The pane has got the focus: the screen reader reads it, and its line is the heading's first.
    assert spoken() == ["Organizations, Search ended"]
    assert window.pane.hasFocus()


def test_in_the_results_the_place_of_a_match_is_said_without_its_sentence(typed, window, spoken, qtbot):
    typed("trade")
    results = search_of(window).results
    results.setFocus()
    results.setCurrentIndex(results.model().index(1, 0))
    spoken()
    QTest.keyClick(results, Qt.Key.Key_Return)
    (said,) = heard(spoken, qtbot)
    assert re.fullmatch(r"\d of 9, [^.]*(\.S\.[^.]*)?", said)


def test_sections_are_said_with_their_level_however_one_goes_there(window, spoken):
    window.pane.setFocus()
    spoken()
    action_of(window, "next_section").trigger()
    action_of(window, "next_section").trigger()
    window.session.go_to_numbered(3)
    titles = ["U.S.-Hong Kong Relations", "U.S. Assistance to Hong Kong", "Economic Relations"]
    assert spoken() == [f"{title}, heading level 2" for title in titles]
    tree_of(window).setFocus()
    tree_of(window).chosen.emit("economic-relations")
    assert window.pane.hasFocus()
    assert spoken() == ["heading level 2"], "the screen reader reads the line of what gets the focus itself"


class Presses(QObject):
    """The keys that widgets get: of these Qt's bridge tells a screen reader."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self.keys: list[int] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keys += [event.key()] * watched.isWidgetType()
        return super().eventFilter(watched, event)


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux")
def test_a_screen_reader_knows_of_a_command_s_key_before_it_leads_the_caret(window, spoken, qapp):
    tree_of(window).setFocus()
    window.pane.setFocus()
    QTest.keyClick(window.pane, Qt.Key.Key_Down)
    spoken()
    presses = Presses(qapp)
    before: list[int] = []
    window.pane.cursorPositionChanged.connect(lambda: before.append(presses.keys.count(Qt.Key.Key_3)))
    QTest.keyClick(window.pane, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qapp.removeEventFilter(presses)
    assert before == [1]
    assert spoken() == ["Economic Relations, heading level 2"]
    QTest.keyClick(window.pane, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    spoken()
    presses = Presses(qapp)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for held in (Qt.KeyboardModifier.ControlModifier, both):
        QTest.keyClick(window.pane, Qt.Key.Key_C, held)
    qapp.removeEventFilter(presses)
    assert spoken() == ["Copied", "Copied with citation"]
    assert presses.keys.count(Qt.Key.Key_C) == 0, "Orca tells of copying, where it knows of the key"


def test_a_text_that_is_drawn_anew_is_not_new_to_a_screen_reader(make_window, screen_reader, tmp_path):
    file = tmp_path / "a.md"
    file.write_text("---\npublisher: P\n---\n# A\n\n## B\n\nwords\n", encoding="utf-8")
    window = make_window(str(file))
    changes: list[int] = []
    window.pane.document().contentsChange.connect(lambda *where: changes.append(where[0]))
    window.resize(window.width() - 90, window.height())
    QApplication.processEvents()
    assert changes == []


def test_a_screen_reader_knows_that_the_pane_has_lost_the_focus(window, screen_reader, monkeypatch):
    told: list[tuple[object, bool]] = []

    def tell(event):
        if isinstance(event, QAccessibleStateChangeEvent):
            told.append((event.object(), bool(event.changedStates().focused)))

    window.pane.setFocus()
    monkeypatch.setattr(QAccessible, "updateAccessibility", tell)
    field_of(window).setFocus()
    assert told == [(window.pane, True)]
    window.pane.setFocus()
    told.clear()
    window.menuBar().setFocus(Qt.FocusReason.MenuBarFocusReason)
    assert told == [], "a menu gives it back: the text would be read again"


def test_of_a_heading_that_is_read_by_a_line_the_rest_is_said(window, spoken):
    window.resize(460, 500)
    action_of(window, "sidebar").trigger()
    window.pane.setFixedWidth(260)
    QApplication.processEvents()
    tree_of(window).setFocus()
    spoken()
    window.session.jumping.emit()
    window.session.go_to_numbered(4)
    (said,) = spoken()
    assert said.endswith("Organizations, heading level 2")
    assert "Hong Kong’s" not in said


def test_the_focus_comes_before_the_caret(window, qtbot):
    tree_of(window).setFocus()
    focused: list[bool] = []
    window.pane.cursorPositionChanged.connect(lambda: focused.append(window.pane.hasFocus()))
    tree_of(window).chosen.emit("economic-relations")
    assert focused
    assert all(focused)


def test_back_and_forward_say_where_they_lead(window, spoken):
    window.pane.setFocus()
    window.session.go_to_numbered(2)
    window.session.go_to_numbered(3)
    spoken()
    window.session.back()
    window.session.back()
    window.session.forward()
    assert spoken() == [
        "Back, U.S. Assistance to Hong Kong",
        "Back, top of the document",
        "Forward, U.S. Assistance to Hong Kong",
    ]


def test_zoom_theme_switches_and_copies_are_said(window, spoken):
    window.activateWindow()
    QApplication.processEvents()
    spoken()
    for name in ("zoom_in", "zoom_reset", "theme_dark", "paragraph_numbers", "sidebar", "cite_apa"):
        action_of(window, name).trigger()
    assert spoken() == [
        *("110 %", "100 %", "Dark", "Paragraph numbers: on", "Sidebar: hidden", "Citations: APA"),
    ]
    window.pane.setFocus()
    action_of(window, "copy").trigger()
    action_of(window, "select_all").trigger()
    action_of(window, "copy").trigger()
    action_of(window, "copy_with_citation").trigger()
    window.pane.moveCursor(QTextCursor.MoveOperation.Start)
    action_of(window, "copy_section").trigger()
    assert spoken() == [
        *("Nothing is selected", "Copied", "Copied with citation"),
        "Section copied: U.S.-Hong Kong Relations",
    ]


def test_without_a_screen_reader_nothing_is_put_into_words(window, monkeypatch, qtbot):
    said: list[object] = []
    monkeypatch.setattr("hkviewer.gui.widgets.announce.speak", lambda *words: said.append(words))
    monkeypatch.setattr("hkviewer.gui.reading.caret_speech.surroundings", lambda *_: pytest.fail("looked"))
    monkeypatch.setattr("hkviewer.gui.frame.search_display.sentence_at", lambda *_: pytest.fail("looked"))
    window.search_for("trade")
    qtbot.waitUntil(lambda: search_of(window).session._current == 0)
    QTest.keyClick(window.pane, Qt.Key.Key_Down)
    window.session.go_to_numbered(2)
    QApplication.processEvents()
    assert said == []


def test_an_error_in_a_sheet_s_place_is_read_with_what_has_the_focus(make_window):
    window = make_window("/gone.md")
    button = QApplication.focusWidget()
    assert button is not None
    assert button.window() is window
    assert button.accessibleDescription().startswith("There is no document “/gone.md”")
