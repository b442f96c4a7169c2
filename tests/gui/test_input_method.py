"""A query that an input method composes, as Chinese is typed."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from hkviewer.gui.window import MainWindow
from tests.gui.doors import action_of, count_of


@pytest.fixture
def field(window: MainWindow) -> QLineEdit:
    action_of(window, "find").trigger()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert focus.accessibleName() == "Search"
    return focus


def compose(field: QLineEdit, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def test_a_composed_query_is_searched_when_it_is_committed(qtbot, window, field):
    compose(field, "tr")
    compose(field, "trade")
    assert field.text() == "", "what is being composed is no query yet"
    compose(field, "", "trade")
    assert field.text() == "trade"
    qtbot.waitUntil(lambda: "section" in count_of(window).text(), timeout=5000)


def test_a_composed_chinese_query_arrives_whole(qtbot, window, field):
    compose(field, "xiang gang")
    compose(field, "", "香港")
    assert field.text() == "香港"
    compose(field, "bei")
    compose(field, "", "北京")
    assert field.text() == "香港北京"


def test_a_composition_that_is_given_up_leaves_the_query_as_it_was(field):
    compose(field, "", "trade")
    compose(field, "xyz")
    compose(field, "")
    assert field.text() == "trade"
