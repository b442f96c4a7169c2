"""Announcing to screen readers what appears beside the focus (WCAG 2.2, 4.1.3)."""

from __future__ import annotations

from PySide6 import QtGui, QtWidgets


def announce(widget: QtWidgets.QWidget, words: str) -> None:
    """Have a running assistive program speak `words`, which `widget` shows; "" is not announced.

    Where none runs nothing is sent: making the event would only cost time.
    """
    accessible = QtGui.QAccessible
    # PySide6 hands the event over from 6.8 on; some builds of 6.8 lack it.
    if words and accessible.isActive() and hasattr(QtGui, "QAccessibleAnnouncementEvent"):
        accessible.updateAccessibility(QtGui.QAccessibleAnnouncementEvent(widget, words))
