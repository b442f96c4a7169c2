"""What of a window has the focus, or gets it, and what is dropped on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets


def step_focus(parts: Sequence[QtWidgets.QWidget], focus: QtWidgets.QWidget, step: int) -> None:
    """Move the focus, now in the widget `focus`, by `step` of those of `parts` that are shown."""
    shown = [part for part in parts if part.isVisible()]
    number = next((n for n, part in enumerate(shown) if part is focus or part.isAncestorOf(focus)), -1)
    if number < 0 and step < 0:
        number = 0
    shown[(number + step) % len(shown)].setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)


def focused_text(
    focus: QtWidgets.QWidget | None, usual: QtWidgets.QTextEdit
) -> QtWidgets.QTextEdit | QtWidgets.QLineEdit:
    """The text that has the focus; where none has, the `usual` one."""
    return focus if isinstance(focus, QtWidgets.QTextEdit | QtWidgets.QLineEdit) else usual


def dropped_file(data: QtCore.QMimeData) -> str:
    """The path of the first local file in `data`, or ""."""
    return next((url.toLocalFile() for url in data.urls() if url.isLocalFile()), "")
