"""The sidebar: what leads through the sheet, beside the pane or over it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.search.match_count import MatchCount
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.widgets.labels import FittingButton
from hkviewer.gui.widgets.layouts import Part, captioned, in_column, in_row
from hkviewer.gui.widgets.qt_numbers import set_properties

if TYPE_CHECKING:
    from hkviewer.gui.frame.shared_room import SharedRoom
    from hkviewer.gui.search.results_panel import ResultsPanel
    from hkviewer.gui.search.search_controller import SearchController
    from hkviewer.gui.search.search_message import SearchMessage
    from hkviewer.gui.widgets.page_words import PageWords
    from hkviewer.gui.widgets.panel import Panel

PAGES = ("This sheet", "Library")
"""The words at the head, where there is a library: what leads through the sheet, and the others."""
_ROOM_FOR_BOTH = 28
"""Lines of the interface's type below which tree and results would hold a row or two each."""
_ROOM_FOR_A_MESSAGE = 20
"""The same for the tree and a message of some lines with a button."""


class Sidebar(QtWidgets.QFrame):
    """Holds the search field with Back and Forward beside it, the section tree, the results.

    All but the first and the foot is a page, which gives way to the library's. Signals:

    copy_requested: the button at the foot was pressed.
    page_chosen: the number of the page that the reader chose; 0 is what leads through the sheet.
    """

    copy_requested = QtCore.Signal()
    page_chosen = QtCore.Signal(int)

    def __init__(
        self,
        field: SearchField,
        count: MatchCount,
        tree: SectionTree,
        back: QtGui.QAction,
        forward: QtGui.QAction,
        *,
        share: int,
        has_library: bool = False,
    ) -> None:
        """Lay the parts out; `share` is the first `sections_share`, `has_library` offers the second page."""
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName("Sidebar")
        # However large its letters, it must not keep the window from being small.
        self.setMinimumHeight(1)
        buttons = [quiet_button(action) for action in (back, forward)]
        self._first, self._head_end = field, buttons[-1]
        head = in_row(field, *buttons, growing=field, spacing=4)
        self._tree = tree
        self._sections = captioned("SECTIONS", tree)
        self._parts = in_column(count, self._sections)
        self._parts.setStretch(1, 2)
        # Where neither tree nor results are to be seen, what is free stands below the message.
        self._parts.addStretch(0)
        self._sheet = QtWidgets.QWidget()
        self._sheet.setLayout(self._parts)
        self._copy = FittingButton("Print or save", "a copy…")
        self._copy.clicked.connect(self.copy_requested)
        self._words: PageWords | None = None
        rows: list[Part] = [head, self._sheet, self._copy]
        if has_library:
            # Before the others also for Tab.
            self._words = self._make_words()
            rows.insert(0, self._words)
        self._column = in_column(*rows, growing=self._sheet, margins=(12, 12, 12, 12))
        self.setLayout(self._column)
        self._message: SearchMessage | None = None
        self._results: ResultsPanel | None = None
        self._room: SharedRoom | None = None
        self._first_share = share
        self._in_place: Panel | None = None
        self._library: Panel | None = None
        count.hide()

    @property
    def sections_share(self) -> int:
        """Thousandths of the room beside results that the reader gave the sections; 0 for what they need."""
        return self._room.share if self._room is not None else self._first_share

    def setFocus(self, *reason: QtCore.Qt.FocusReason) -> None:
        """Give the focus to what is listed; with Qt's proxy screen readers would find it here too."""
        (self._panel or self._tree).setFocus(*reason)

    def add_search(self, search: SearchController) -> None:
        """Put the messages of `search` below the count, and its results below the tree."""
        from hkviewer.gui.frame.shared_room import SharedRoom  # not at the start

        message, results = search.message, search.results_panel
        self._tree.prepare_badges()
        had_focus = self._tree.hasFocus()
        self._room = SharedRoom(self._sections, results, self._whole_sections, self._first_share)
        self._parts.insertWidget(1, message)
        self._parts.insertWidget(2, self._room, 2)
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

    def show_in_place(self, panel: Panel | None) -> None:
        """Show `panel` in the place of sections and results; None shows these again."""
        if panel is not None:
            self.show_page(0)
            if self._parts.indexOf(panel) < 0:
                self._parts.insertWidget(self._parts.count() - 1, panel, 2)
                self._tab_through(panel)
        before, self._in_place = self._in_place, panel
        for each in (before, panel):
            if each is not None:
                each.setVisible(each is panel)
        self._sections.setVisible(panel is None)
        self._copy.setVisible(panel is None)
        self._share_room()

    def _tab_through(self, panel: Panel) -> None:
        for former, latter in itertools.pairwise((self._head_end, *panel.stops, self._copy)):
            self.setTabOrder(former, latter)

    # The pages

    def offer_pages(self) -> None:
        """Let the reader choose between what leads through the sheet and the library."""
        if self._words is None:
            self._words = self._make_words()
            self._column.insertWidget(0, self._words)
            before = self._first.previousInFocusChain()
            while before is not None and not before.focusPolicy():
                before = before.previousInFocusChain()
            if before is not None:
                for former, latter in itertools.pairwise((before, *self._words.stops)):
                    self.setTabOrder(former, latter)
        self._words.show()
        self._share_room()

    def _make_words(self) -> PageWords:
        from hkviewer.gui.widgets.page_words import PageWords  # most readers have one sheet

        words = PageWords(PAGES)
        words.chosen.connect(self._turn_page)
        return words

    def withdraw_pages(self) -> None:
        """Show what leads through the sheet, and no words to choose by."""
        if self._words is not None:
            self.show_page(0)
            self._words.hide()
            self._share_room()

    def add_page(self, page: Panel) -> None:
        """Take `page` for the second one."""
        self._library = page
        page.hide()
        self._column.insertWidget(self._column.indexOf(self._copy), page, 2)
        self._tab_through(page)

    def show_page(self, number: int) -> None:
        """Show the page of that number, as the reader may do."""
        if self._words is not None:
            self._words.choose(number)

    @property
    def page(self) -> int:
        """The number of the page that is shown."""
        return self._words.number if self._words is not None else 0

    def parts(self) -> list[QtWidgets.QWidget]:
        """What F6 stops at, besides what the pages have: the word that is chosen."""
        return [self._words.stops[self._words.number]] if self._words is not None else []

    @QtCore.Slot(int)
    def _turn_page(self, number: int) -> None:
        self.page_chosen.emit(number)
        self._sheet.setVisible(number == 0)
        if self._library is not None:
            self._library.setVisible(number == 1)
        self._share_room()

    @property
    def _panel(self) -> Panel | None:
        """What is shown in the place of sections and results."""
        return self._library if self.page else self._in_place

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

    @QtCore.Slot()
    def _share_room(self) -> None:
        """Where there is little height, the results, or a message, take the place of the tree.

        Where there is still less they take that of the margins and of the button at the foot too, which a
        menu has as well.
        """
        if panel := self._panel:
            self._give_room_to(panel)
            return
        if self._room is None or self._results is None or self._message is None:
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
        self._tighten(is_crowded=is_crowded)
        self._room.setVisible(has_sections or has_results)
        self._room.share_out()

    def _give_room_to(self, panel: Panel) -> None:
        """Nothing but the head, the panel, and the foot where there is room for it."""
        if self._room is not None:
            self._room.hide()
        is_crowded = self.height() / self.fontMetrics().lineSpacing() < _ROOM_FOR_A_MESSAGE
        panel.give_way(is_crowded=is_crowded)
        self._tighten(is_crowded=is_crowded)

    def _tighten(self, *, is_crowded: bool) -> None:
        """Leave the button at the foot out, and most of the margins, where there is little room."""
        # Beside what stands in the sheet's place a copy of that is out of place.
        self._copy.setVisible(
            not is_crowded and (self._in_place is None or self._panel is not self._in_place)
        )
        around, between = (4, 4) if is_crowded else (12, 8)
        self._column.setContentsMargins(around, around, around, around)
        for column in (self._column, self._parts):
            column.setSpacing(between)

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
