"""The ring around a part that the keyboard brought the focus to; a reader with a mouse needs none."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets


def brought_by_keyboard(event: QtGui.QFocusEvent) -> bool:
    """Whether a key moved the focus."""
    by = QtCore.Qt.FocusReason
    return event.reason() in (by.TabFocusReason, by.BacktabFocusReason, by.ShortcutFocusReason)


def show_ring(widget: QtWidgets.QWidget, *, shown: bool) -> None:
    """Draw the ring around `widget`, or take it away: the style sheet draws it where the property is set."""
    if widget.property("ring") != shown:
        widget.setProperty("ring", shown)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
