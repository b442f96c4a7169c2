"""The sidebar: what leads through the sheet, beside the pane or over it."""

from __future__ import annotations

from PySide6 import QtGui, QtWidgets

from hkviewer.gui.labels import label
from hkviewer.gui.match_count import MatchCount
from hkviewer.gui.properties import set_properties
from hkviewer.gui.search_field import SearchField
from hkviewer.gui.section_tree import SectionTree


class Sidebar(QtWidgets.QFrame):
    """Holds the search field with Back and Forward beside it, the section tree, the results."""

    def __init__(
        self,
        field: SearchField,
        count: MatchCount,
        tree: SectionTree,
        back: QtGui.QAction,
        forward: QtGui.QAction,
    ) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName("Sidebar")
        head = QtWidgets.QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(field, 1)
        for action in (back, forward):
            head.addWidget(quiet_button(action))
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(count)
        column.addWidget(label("SECTIONS", "caption"))
        column.addWidget(tree, 2)
        self._column = column
        count.hide()

    def add_search(self, message: QtWidgets.QWidget, results: QtWidgets.QWidget) -> None:
        """Put what a search has to say below the count, and its results below the tree."""
        self._column.insertWidget(2, message)
        self._column.insertWidget(self._column.count(), results, 3)


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
