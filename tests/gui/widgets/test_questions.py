"""Questions for a line of words, and for Yes or No."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from hkviewer.gui.widgets.questions import LineQuestion, YesNoQuestion, ask_for_line, may

_BUTTONS = QDialogButtonBox.StandardButton


@pytest.fixture
def parent(qtbot):
    """A window to ask over."""
    whole = QWidget()
    qtbot.addWidget(whole)
    yield whole
    whole.close()


@pytest.mark.parametrize(("button", "given"), [(_BUTTONS.Ok, "Weekly"), (_BUTTONS.Cancel, "")])
def test_a_question_for_a_line_gives_what_is_typed(parent, monkeypatch, button, given):
    def answer(question: LineQuestion) -> int:
        assert (question.windowTitle(), question.field.accessibleName()) == ("Save", "Name of it")
        question.field.setText("Weekly")
        question.buttons.button(button).click()
        return question.result()

    monkeypatch.setattr(QDialog, "exec", answer)
    assert ask_for_line("Save", "&Name of it", lambda *_: True, parent) == given


def test_it_stays_where_what_is_typed_may_not_be(parent):
    question = LineQuestion(
        "Save", "&Name", lambda typed, asking: typed == "b" and asking is question, parent
    )
    question.open()
    for typed in ("a", "b"):
        assert question.isVisible()
        question.field.setText(typed)
        question.buttons.button(_BUTTONS.Ok).click()
    assert not question.isVisible()


def test_a_label_is_read_without_the_sign_before_its_letter(parent):
    (label,) = LineQuestion("Save", "&Name", lambda *_: True, parent).findChildren(QLabel)
    assert (label.text(), label.accessibleName()) == ("&Name:", "Name:")


@pytest.mark.parametrize(("button", "is_yes"), [(_BUTTONS.Yes, True), (_BUTTONS.No, False)])
def test_yes_is_yes_and_no_is_no(parent, monkeypatch, button, is_yes):
    def answer(question: YesNoQuestion) -> int:
        assert [label.text() for label in question.findChildren(QLabel)] == ["Replace <b>it</b>?"]
        question.buttons.button(button).click()
        return question.result()

    monkeypatch.setattr(QDialog, "exec", answer)
    assert may("Save", "Replace <b>it</b>?", parent) is is_yes
