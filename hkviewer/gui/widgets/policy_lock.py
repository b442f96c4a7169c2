"""How a choice that the organisation has made is shown: out of reach, and saying so in words."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.widgets.labels import label
from hkviewer.preferences.policy import SET_BY


def add_note(menu: QtWidgets.QMenu) -> None:
    """Say at the end of `menu` whose choice stands there."""
    menu.addAction(SET_BY).setEnabled(False)


def note(words: str) -> QtWidgets.QLabel:
    """A quiet line below a field; it never makes the column wider."""
    result = label(words, "quiet")
    result.setWordWrap(True)
    # Near its field, even where the layout has kept room for a second line.
    result.setAlignment(QtCore.Qt.AlignmentFlag.AlignTop)
    return result


def lock_widget(widget: QtWidgets.QWidget) -> None:
    """Show what `widget` holds, and let it be."""
    widget.setEnabled(False)
    widget.setToolTip(SET_BY)
    widget.setAccessibleDescription(SET_BY)
