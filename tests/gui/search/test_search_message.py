"""What a search says: all of it can be read, and its buttons are in the keyboard's way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from hkviewer.gui.frame.shared_room import SharedRoom
from hkviewer.gui.search.search_message import SearchMessage
from hkviewer.gui.window import MainWindow
from tests.examples import breadth
from tests.gui.doors import field_of, part_of, search_of, sidebar_of, tree_of

LONG_WORDS = [
    "counterrevolutionaries",
    "x" * 5_000,
    "𝒳é👩‍👩‍👧" * 30,
    "a quite-long-word-indeed-and-more-of-it b",
]


def ask(qtbot: QtBot, window: MainWindow, text: str) -> SearchMessage:
    field_of(window).setFocus()
    field_of(window).setText(text)
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    session = search_of(window).session
    qtbot.waitUntil(lambda: session._shown is not None and session._shown.text == text, timeout=10000)
    QTest.qWait(50)
    found: SearchMessage = search_of(window).message
    return found


@pytest.mark.parametrize("steps", breadth([0, 5, 9], 2))
@pytest.mark.parametrize("text", LONG_WORDS, ids=range(len(LONG_WORDS)))
def test_all_of_a_message_can_be_read_however_long_its_words(qtbot, window, text, steps):
    window.resize(3_000, 1_500)
    window.looks.change_zoom(steps)
    message = ask(qtbot, window, text)
    words = message._words
    assert message.width() <= sidebar_of(window).contentsRect().width()
    room = words.contentsRect()
    for run in words.text().replace("\u200b", " ").split(" "):
        assert words.fontMetrics().horizontalAdvance(run) <= room.width()
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    assert "\u200b" not in words.accessibleName() + message.accessibleDescription()
    assert words.accessibleName() == message.accessibleDescription()
    assert words.accessibleName().startswith("No section contains “")


def test_a_message_is_broken_anew_when_the_sidebar_gets_another_width(qtbot, window):
    message = ask(qtbot, window, "a" * 40)
    assert "\u200b" in message._words.text()
    sidebar_of(window).setFixedWidth(700)
    QTest.qWait(50)
    assert message._words.text() == message._words.accessibleName()


@pytest.mark.parametrize("steps", [0, 9])
def test_suggestions_are_as_wide_as_the_sidebar_lets_them(qtbot, window, steps):
    window.resize(3_000, 1_500)
    window.looks.change_zoom(steps)
    message = ask(qtbot, window, "soverignty of wombats")
    (button,) = [b for b in message.findChildren(QPushButton) if b.isVisible()]
    assert button.mapTo(sidebar_of(window), QPoint(button.width(), 0)).x() <= sidebar_of(window).width()
    assert button.accessibleName() == "Search for “sovereignty”"
    assert button.text().startswith("Search for")


@pytest.mark.parametrize(
    ("query", "said", "offered"),
    [
        ("soverignty", "No match for “soverignty”. Showing “sovereignty”.", []),
        ("pearls or gold", "", ["pearls OR gold"]),
        ("“silver pearls”", "No section contains “silver pearls”.", []),
        ("“pearls and gold”", "No section contains “pearls and gold”.", ["pearls and gold"]),
    ],
)
def test_a_message_and_its_links_say_nothing_twice(qtbot, window, query, said, offered):
    message = ask(qtbot, window, query)
    links = [b for b in message.findChildren(QPushButton) if b.isVisible()]
    assert [b.accessibleName() for b in links] == [f"Search for “{text}”" for text in offered]
    assert message._caption.isVisible() == bool(offered)
    words = message._words
    assert (words.accessibleName() if words.isVisible() else "") == said
    assert all(text in message.accessibleDescription() for text in offered), "the status line has no links"


@pytest.mark.parametrize("press", ["key", "mouse"])
def test_after_a_suggestion_was_pressed_the_keys_go_to_the_field(qtbot, window, press):
    message = ask(qtbot, window, "soverignty of wombats")
    (button,) = [b for b in message.findChildren(QPushButton) if b.isVisible()]
    button.setFocus()
    if press == "key":
        QTest.keyClick(button, Qt.Key.Key_Space)
    else:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: search_of(window).session._current == 0)
    assert QApplication.focusWidget() is field_of(window)


def test_tab_goes_through_the_sidebar_as_its_parts_stand(qtbot, window):
    for query in ("trade", "soverignty of wombats", "pearls or gold"):
        message = ask(qtbot, window, query)
    (button,) = [b for b in message.findChildren(QPushButton) if b.isVisible()]
    field_of(window).setFocus()
    search = search_of(window)
    border = part_of(window, SharedRoom).border
    # Enter led to what is nearest, so that there is a way back.
    ways = [way for way in sidebar_of(window).findChildren(QToolButton) if way.text() == "Back"]
    assert [way.isEnabled() for way in ways] == [True]
    wanted = [*ways, button, tree_of(window), border, search.order, search.results, sidebar_of(window)._copy]
    seen = []
    for _ in wanted:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == wanted
