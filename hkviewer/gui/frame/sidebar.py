"""The sidebar: what leads through the sheet, beside the pane or over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.search.match_count import MatchCount
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.widgets.labels import FittingButton
from hkviewer.gui.widgets.layouts import captioned, in_column, in_row
from hkviewer.gui.widgets.qt_numbers import set_properties

if TYPE_CHECKING:
    from hkviewer.gui.search.search_controller import SearchController

_ROOM_FOR_BOTH = 420
"""Pixels of height below which tree and results would hold a row or two each."""
_ROOM_FOR_A_MESSAGE = 300
"""The same for the tree and a message of some lines with a button."""
_ENDLESS = 16_777_215
"""Qt's QWIDGETSIZE_MAX: no limit."""


class Sidebar(QtWidgets.QFrame):
    """Holds the search field with Back and Forward beside it, the section tree, the results.

    `copy_requested` says that the button at the foot was pressed.
    """

    copy_requested = QtCore.Signal()

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
        # However large its letters, it must not keep the window from being small.
        self.setMinimumHeight(1)
        buttons = [quiet_button(action) for action in (back, forward)]
        self._head_end = buttons[-1]
        head = in_row(field, *buttons, growing=field, spacing=4)
        self._column = in_column(head, count, margins=(12, 12, 12, 12))
        self.setLayout(self._column)
        self._tree = tree
        self._sections = captioned("SECTIONS", tree)
        self._column.addWidget(self._sections, 2)
        # Where neither tree nor results are to be seen, what is free stands below the message.
        self._column.addStretch(0)
        self._copy = FittingButton("Print or save", "a copy…")
        self._copy.clicked.connect(self.copy_requested)
        self._column.addWidget(self._copy)
        self._message: QtWidgets.QWidget | None = None
        self._results: QtWidgets.QWidget | None = None
        count.hide()

    def add_search(self, search: SearchController) -> None:
        """Put the messages of `search` below the count, and its results below the tree."""
        message, results = search.message, search.results_panel
        self._tree.prepare_badges()
        self._column.insertWidget(2, message)
        self._column.insertWidget(self._column.indexOf(self._copy), results, 3)
        # Tab goes as they stand: the head, the message, the tree, the results, the foot.
        message.stand_after(self._head_end)
        self.setTabOrder(self._tree, search.order)
        self.setTabOrder(search.order, search.results)
        self._message, self._results = message, results
        for part in (message, results):
            part.installEventFilter(self)
        self._tree.heights_changed.connect(self._share_room)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Make room when a message or results come, give it back when they go."""
        kinds = QtCore.QEvent.Type
        if event.type() in (kinds.Show, kinds.Hide) or (
            event.type() == kinds.Resize and watched is self._message
        ):
            self._share_room()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Where there is little height, the results, or a message, take the place of the tree.

        A tree that is whole in half of it takes just what it needs, whatever is found.
        """
        has_results = self._results is not None and not self._results.isHidden()
        has_message = self._message is not None and not self._message.isHidden()
        wanted = _ROOM_FOR_BOTH if has_results else _ROOM_FOR_A_MESSAGE if has_message else 0
        self._sections.setVisible(self.height() >= wanted)
        message = self._message.height() if self._message is not None and has_message else 0
        whole = self._tree.whole_height((self.height() - message) // 2) if has_results else None
        self._tree.setMinimumHeight(whole or 0)
        self._tree.setMaximumHeight(whole or _ENDLESS)
        self._sections.setMaximumHeight(self._sections.sizeHint().height() if whole else _ENDLESS)


def quiet_button(action: QtGui.QAction) -> QtWidgets.QToolButton:
    """A button without a frame that does what `action` does."""
    button = QtWidgets.QToolButton()
    button.setDefaultAction(action)
    set_properties(button, toolButtonStyle="ToolButtonIconOnly")
    button.setProperty("quiet", True)
    words = action.text().replace("&", "")
    button.setAccessibleName(words)
    return button
