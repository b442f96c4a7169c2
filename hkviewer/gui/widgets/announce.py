"""Telling screen readers what appears beside the focus (WCAG 2.2, 4.1.3)."""

from __future__ import annotations

from PySide6 import QtGui, QtWidgets


def announce(widget: QtWidgets.QWidget, words: str) -> None:
    """Let an assistive program that listens say `words`, which `widget` shows; "" says nothing.

    Without one Qt has nobody to tell, and the event would only cost time.
    """
    accessible = QtGui.QAccessible
    # PySide6 hands the event over from 6.8 on; some builds of 6.8 lack it.
    if words and accessible.isActive() and hasattr(QtGui, "QAccessibleAnnouncementEvent"):
        accessible.updateAccessibility(QtGui.QAccessibleAnnouncementEvent(widget, words))
