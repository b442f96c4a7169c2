"""The sidebar: what leads through the sheet, beside the pane or over it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.search.match_count import MatchCount
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.widgets.labels import FittingButton
from hkviewer.gui.widgets.layouts import captioned, in_column, in_row
from hkviewer.gui.widgets.qt_numbers import set_properties

if TYPE_CHECKING:
    from hkviewer.gui.changes.changes_list import ChangesPanel
    from hkviewer.gui.frame.shared_room import SharedRoom
    from hkviewer.gui.search.results_panel import ResultsPanel
    from hkviewer.gui.search.search_controller import SearchController
    from hkviewer.gui.search.search_message import SearchMessage

_ROOM_FOR_BOTH = 28
"""Lines of the interface's type below which tree and results would hold a row or two each."""
_ROOM_FOR_A_MESSAGE = 20
"""The same for the tree and a message of some lines with a button."""


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
        *,
        share: int,
    ) -> None:
        """Lay the parts out; `share` is the first `sections_share`."""
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
        self._message: SearchMessage | None = None
        self._results: ResultsPanel | None = None
        self._room: SharedRoom | None = None
        self._first_share = share
        self._in_place: ChangesPanel | None = None
        count.hide()

    @property
    def sections_share(self) -> int:
        """Thousandths of the room beside results that the reader gave the sections; 0 for what they need."""
        return self._room.share if self._room is not None else self._first_share

    def setFocus(self, *reason: QtCore.Qt.FocusReason) -> None:
        """Give the focus to what is listed; with Qt's proxy screen readers would find it here too."""
        (self._tree if self._in_place is None else self._in_place.list).setFocus(*reason)

    def add_search(self, search: SearchController) -> None:
        """Put the messages of `search` below the count, and its results below the tree."""
        from hkviewer.gui.frame.shared_room import SharedRoom  # not at the start

        message, results = search.message, search.results_panel
        self._tree.prepare_badges()
        had_focus = self._tree.hasFocus()
        self._room = SharedRoom(self._sections, results, self._whole_sections, self._first_share)
        self._column.insertWidget(2, message)
        self._column.insertWidget(3, self._room, 2)
        if had_focus:
            self._tree.setFocus()
        # Tab goes as they stand: the head, the message, the tree, the results, the foot.
        message.stand_after(self._head_end)
        parts = (self._head_end, self._tree, self._room.border, search.order, search.results, self._copy)
        for before, after in itertools.pairwise(parts):
            self.setTabOrder(before, after)
        self._message, self._results = message, results
        for part in (message, results):
            part.installEventFilter(self)
        self._tree.heights_changed.connect(self._share_room)

    def show_in_place(self, panel: ChangesPanel | None) -> None:
        """Show `panel` in the place of sections and results; None shows these again."""
        if panel is not None and self._column.indexOf(panel) < 0:
            self._column.insertWidget(self._column.indexOf(self._copy) - 1, panel, 2)
            parts = (self._head_end, panel.figures_only, panel.list, self._copy)
            for former, latter in itertools.pairwise(parts):
                self.setTabOrder(former, latter)
        before, self._in_place = self._in_place, panel
        if before is not None:
            before.hide()
        self._sections.setVisible(panel is None)
        if panel is not None:
            panel.show()
        self._share_room()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Make room when a message or results come, give it back when they go."""
        kinds = QtCore.QEvent.Type
        if event.type() in (kinds.ShowToParent, kinds.HideToParent) or (
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

        Where there is still less they take that of the margins and of the button at the foot too, which a
        menu has as well.
        """
        if self._room is None or self._results is None or self._message is None:
            return
        if self._in_place is not None:
            self._give_room_to_panel()
            return
        has_results = not self._results.isHidden()
        has_message = not self._message.isHidden()
        wanted = _ROOM_FOR_BOTH if has_results else _ROOM_FOR_A_MESSAGE if has_message else 0
        lines = self.height() / self.fontMetrics().lineSpacing()
        has_sections = lines >= wanted
        self._sections.setVisible(has_sections)
        has_room = lines >= _ROOM_FOR_A_MESSAGE
        self._message.show_caption(is_shown=has_room)
        is_crowded = not has_room and (has_results or has_message)
        self._results.give_way(to_message=is_crowded and has_message)
        self._copy.setVisible(not is_crowded)
        around, between = (4, 4) if is_crowded else (12, 8)
        self._column.setContentsMargins(around, around, around, around)
        self._column.setSpacing(between)
        self._room.setVisible(has_sections or has_results)
        self._room.share_out()

    def _give_room_to_panel(self) -> None:
        """Nothing but the head, the panel, and the foot where there is room for it."""
        assert self._room is not None
        assert self._in_place is not None
        self._room.hide()
        is_crowded = self.height() / self.fontMetrics().lineSpacing() < _ROOM_FOR_A_MESSAGE
        self._in_place.give_way(is_crowded=is_crowded)
        self._copy.setVisible(not is_crowded)
        around, between = (4, 4) if is_crowded else (12, 8)
        self._column.setContentsMargins(around, around, around, around)
        self._column.setSpacing(between)

    def _whole_sections(self) -> int | None:
        """The height of caption and tree where the tree is whole in half of the room; None where it is not.

        It takes just that, whatever is found.
        """
        message = self._message.height() if self._message is not None and self._message.isVisible() else 0
        whole = self._tree.whole_height((self.height() - message) // 2)
        caption = self._sections.sizeHint().height() - self._tree.sizeHint().height()
        return None if whole is None else whole + caption


def quiet_button(action: QtGui.QAction) -> QtWidgets.QToolButton:
    """A button without a frame that does what `action` does."""
    button = QtWidgets.QToolButton()
    button.setDefaultAction(action)
    set_properties(button, toolButtonStyle="ToolButtonIconOnly")
    button.setProperty("quiet", True)
    words = action.text().replace("&", "")
    button.setAccessibleName(words)
    return button
