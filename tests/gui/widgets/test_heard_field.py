"""A screen reader learns of a line before its caret and its selection."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hkviewer.gui.widgets.heard_field import HeardField

TAB = Qt.FocusReason.TabFocusReason


@pytest.fixture
def field(qtbot):
    """A line with words, beside another that has the focus."""
    whole = QWidget()
    qtbot.addWidget(whole)
    other, line = HeardField(), HeardField("words")
    column = QVBoxLayout(whole)
    column.addWidget(other)
    column.addWidget(line)
    with qtbot.waitExposed(whole):
        whole.show()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    yield line
    whole.close()


def test_who_hears_it_is_told_of_the_focus_before_the_words_are_selected(field, screen_reader, qtbot):
    field.setFocus(TAB)
    assert field.hasFocus()
    assert not field.hasSelectedText()
    qtbot.waitUntil(lambda: field.selectedText() == "words")


def test_what_is_selected_by_then_stays_so(field, screen_reader, qtbot):
    field.setFocus(TAB)
    field.setSelection(0, 2)
    QTimer.singleShot(0, field, lambda: field.setObjectName("later"))
    qtbot.waitUntil(lambda: field.objectName() == "later")
    assert field.selectedText() == "wo"


def test_to_who_sees_it_the_words_are_selected_at_once(field):
    field.setFocus(TAB)
    assert field.selectedText() == "words"
