"""The sidebar: what leads through the sheet, beside the pane or over it."""

from __future__ import annotations

from PySide6 import QtGui, QtWidgets

from hkviewer.gui.labels import label
from hkviewer.gui.properties import set_properties
from hkviewer.gui.section_tree import SectionTree


class Sidebar(QtWidgets.QFrame):
    """Holds Back and Forward, the section tree, and the button for a copy."""

    def __init__(self, tree: SectionTree, back: QtGui.QAction, forward: QtGui.QAction) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName("Sidebar")
        self.tree = tree
        head = QtWidgets.QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(label("SECTIONS", "caption"), 1)
        for action in (back, forward):
            head.addWidget(quiet_button(action))
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(tree, 1)


def quiet_button(action: QtGui.QAction) -> QtWidgets.QToolButton:
    """A button without a frame that does what `action` does."""
    button = QtWidgets.QToolButton()
    button.setDefaultAction(action)
    set_properties(button, toolButtonStyle="ToolButtonIconOnly")
    button.setProperty("quiet", True)
    words = action.text().replace("&", "")
    button.setAccessibleName(words)
    keys = action.shortcut().toString()
    button.setToolTip(f"{words} ({keys})" if keys else words)
    return button
