"""A zero is no verdict while a word is being typed; a long search shows its beginning."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hkviewer.gui.search.search_session import REST_MILLISECONDS, SearchSession
from hkviewer.gui.window import MainWindow
from tests.examples import breadth
from tests.gui.doors import action_of, count_of, field_of, search_of


@pytest.fixture
def session(window: MainWindow) -> SearchSession:
    """A search whose rest the test decides on."""
    action_of(window, "find").trigger()
    found: SearchSession = search_of(window).session
    found._rest.setInterval(10**8)
    return found


def type_(qtbot: QtBot, window: MainWindow, text: str) -> None:
    field_of(window).setText(text)
    session = search_of(window).session
    qtbot.waitUntil(
        lambda: session._shown is not None and session._shown.text == text and session._runner.is_done
    )


def rest(qtbot: QtBot, session: SearchSession) -> None:
    session._rest.timeout.emit()
    qtbot.waitUntil(lambda: session._open is None and session._runner.is_done)


def committed(session: SearchSession) -> bool:
    return session._shown is not None and not session._shown.typing and session._runner.is_done


HALF_TYPED = ["gold and silver imp", "hongkong", "soverignty", "wary", "香港", "zzzz", "trade zzzz"]


@pytest.mark.parametrize("text", breadth(HALF_TYPED, 3))
def test_no_verdict_is_said_of_what_is_half_typed(qtbot, window, session, text):
    type_(qtbot, window, text)
    assert session._open is not None
    assert count_of(window).text() == "No matches yet"
    assert not search_of(window).message.isVisible()
    assert not search_of(window).results_panel.isVisible()


@pytest.mark.parametrize("text", breadth(HALF_TYPED, 3))
def test_after_a_rest_all_is_there_that_enter_brings(qtbot, window, session, text):
    type_(qtbot, window, text)
    place = window.session.place
    session._rest.timeout.emit()
    qtbot.waitUntil(lambda: committed(session))
    search = search_of(window)
    rested = (count_of(window).text(), search.message._words.text(), [*search.results._model.rows])
    assert rested[0] != "No matches yet"
    assert rested[1] or rested[2]
    assert (window.session.place, session._current) == (place, -1), "a rest leads nowhere"
    field_of(window).clear()
    field_of(window).setText(text)
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: committed(session))
    entered = (search.message._words.text(), [*search.results._model.rows])
    assert entered == rested[1:]


@pytest.mark.parametrize("text", ["tra", "econ", "hong k", "gold i"])
def test_hits_of_a_half_typed_word_stay_as_they_are(qtbot, window, session, text):
    type_(qtbot, window, text)
    shown, rows = session._shown, [*search_of(window).results._model.rows]
    assert rows
    rest(qtbot, session)
    QTest.qWait(20)
    assert (session._shown, [*search_of(window).results._model.rows]) == (shown, rows)


def test_the_next_key_takes_back_what_a_rest_brought(qtbot, window, session):
    type_(qtbot, window, "soverignt")
    session._rest.timeout.emit()
    qtbot.waitUntil(lambda: committed(session))
    type_(qtbot, window, "soverigntx")
    assert count_of(window).text() == "No matches yet"
    assert not search_of(window).message.isVisible()


def test_who_rests_before_the_answer_is_there_need_not_rest_again(qtbot, window, session):
    field_of(window).setText("hongkong")
    session._rest.timeout.emit()
    qtbot.waitUntil(lambda: committed(session))
    assert search_of(window).results._model.rows


def test_a_space_ends_a_word_without_a_rest(qtbot, window, session):
    type_(qtbot, window, "zzzz ")
    assert session._open is None
    assert count_of(window).text() == "No matches"
    assert search_of(window).message.isVisible()


def test_it_is_half_a_second_from_the_last_key(qtbot, window):
    session = search_of(window).session
    field_of(window).setText("zzzz")
    assert (session._rest.isActive(), session._rest.interval()) == (True, REST_MILLISECONDS)
    assert REST_MILLISECONDS == 500
    field_of(window).clear()
    assert not session._rest.isActive()


def compose(window: MainWindow, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field_of(window), event)


def test_a_composed_word_is_whole(qtbot, window, session):
    compose(window, "xiang gang zheng fu")
    compose(window, "", "象牙")
    qtbot.waitUntil(lambda: committed(session))
    assert search_of(window).message.isVisible()


def test_who_composes_does_not_rest(window, session):
    field_of(window).setText("zzzz")
    assert session._rest.isActive()
    compose(window, "xiang")
    assert not session._rest.isActive()
    assert not session._rested
    compose(window, "")
    assert session._rested, "given up: what stands there is all"


def test_a_key_that_an_input_method_hands_on_is_half_typed(qtbot, window, session):
    for letter in "zzzz":
        compose(window, "", letter)
    qtbot.waitUntil(lambda: session._open is not None)
    assert count_of(window).text() == "No matches yet"


LONG = "agreement " * 40 + "end"


@pytest.mark.parametrize("leave", [Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason])
def test_a_long_search_shows_its_beginning_when_the_field_is_left(window, session, leave):
    field = field_of(window)
    QTest.keyClicks(field, LONG)
    assert field.cursorPosition() == len(LONG)
    window.pane.setFocus(leave)
    assert field.cursorPosition() == 0
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    assert field.cursorPosition() == len(LONG), "typing goes on where it was left"


@pytest.mark.parametrize("reason", [Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason])
def test_another_window_or_a_menu_does_not_take_the_caret_away(window, session, reason):
    field = field_of(window)
    QTest.keyClicks(field, "trade")
    QApplication.sendEvent(field, QFocusEvent(QFocusEvent.Type.FocusOut, reason))
    assert field.cursorPosition() == 5


def test_a_search_that_comes_from_elsewhere_shows_its_beginning(window):
    window.pane.setFocus()
    window.search_for(LONG)
    assert field_of(window).cursorPosition() == 0
