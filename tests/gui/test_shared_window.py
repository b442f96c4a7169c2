"""The window that tests share which only look: one that changes it fails, and the next has a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from PySide6.QtGui import QTextCursor
from shiboken6 import isValid

from hkviewer.gui.window import MainWindow
from hkviewer.theme import ThemeName
from tests.gui.doors import action_of, field_of, tree_of
from tests.gui.places import go_to

CHANGES: dict[str, Callable[[MainWindow], object]] = {
    "zoom": lambda window: window.looks.change_zoom(1),
    "theme": lambda window: window.looks.choose_theme(ThemeName.DARK),
    "place": lambda window: go_to(window.pane, "economic-relations"),
    "caret": lambda window: window.pane.moveCursor(QTextCursor.MoveOperation.NextWord),
    "search": lambda window: field_of(window).setText("trade"),
    "notice": lambda window: window.open("missing.md"),
    "size": lambda window: window.resize(900, 700),
    "sidebar": lambda window: action_of(window, "sidebar").trigger(),
    "a setting": lambda window: action_of(window, "paragraph_numbers").trigger(),
    "focus": lambda window: tree_of(window).setFocus(),
    "closing": lambda window: window.close(),
}
Look = Callable[[], Iterator[MainWindow]]


@pytest.mark.parametrize("change", CHANGES)
def test_a_test_that_changes_it_fails_and_the_next_has_a_new_one(look: Look, change: str) -> None:
    use = look()
    window = next(use)
    CHANGES[change](window)
    with pytest.raises(AssertionError, match="changed the window"):
        next(use)
    assert not isValid(window), "the next has a new one"


def test_one_that_only_looks_passes_it_on(look: Look) -> None:
    use = look()
    window = next(use)
    assert window.pane.toPlainText()
    with suppress(StopIteration):
        next(use)
    assert next(look()) is window
