"""One line that says how far something is: where the focus goes when it ends."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from hkviewer.gui.widgets.progress_line import ProgressLine


class _Form(QWidget):
    """The line between a field and what is shown when the line has ended."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.field, self.following, self.line = QLineEdit(), QLineEdit(), ProgressLine()
        for part in (self.field, self.line, self.following):
            column.addWidget(part)


@pytest.fixture
def form(qtbot):
    form = _Form()
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    QApplication.processEvents()
    form.line.show()
    form.line.cancel.setFocus()
    assert form.line.cancel.hasFocus()
    return form


def test_whoever_has_the_focus_in_it_is_led_on(form):
    form.line.end(form.following)
    assert form.following.hasFocus()


def test_whoever_has_left_it_stays(form):
    form.field.setFocus()
    form.line.end(form.following)
    assert form.field.hasFocus()
