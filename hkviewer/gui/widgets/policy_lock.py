"""How a choice that the organisation has made is shown: disabled, and with the reason in words."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.widgets.labels import label
from hkviewer.preferences.policy import SET_BY


def add_note(menu: QtWidgets.QMenu) -> None:
    """Add a last line to `menu`: the organisation has made the choice."""
    menu.addAction(SET_BY).setEnabled(False)


def note(words: str) -> QtWidgets.QLabel:
    """A quiet line below a field; it never makes the column wider."""
    result = label(words, "quiet")
    result.setWordWrap(True)
    # Near its field, even where the layout has kept room for a second line.
    result.setAlignment(QtCore.Qt.AlignmentFlag.AlignTop)
    return result


def lock_widget(widget: QtWidgets.QWidget) -> None:
    """Disable `widget`, which still shows its value, and state the reason."""
    widget.setEnabled(False)
    widget.setToolTip(SET_BY)
    widget.setAccessibleDescription(SET_BY)
