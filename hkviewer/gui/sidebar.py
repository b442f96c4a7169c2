"""The sidebar: what leads through the sheet, beside the pane or over it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from hkviewer.gui.labels import label
from hkviewer.gui.section_tree import SectionTree


class Sidebar(QWidget):
    """Holds Back and Forward, the section tree, and the button for a copy."""

    def __init__(self, tree: SectionTree, back: QAction, forward: QAction) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Sidebar")
        self.tree = tree
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(label("SECTIONS", "caption"), 1)
        for action in (back, forward):
            head.addWidget(quiet_button(action))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(tree, 1)


def quiet_button(action: QAction) -> QToolButton:
    """A button without a frame that does what `action` does."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setProperty("quiet", True)
    words = action.text().replace("&", "")
    button.setAccessibleName(words)
    keys = action.shortcut().toString()
    button.setToolTip(f"{words} ({keys})" if keys else words)
    return button
