"""Shows what a search matches: in pane and tree, and in the status line where the sidebar is away."""

from __future__ import annotations

from PySide6 import QtCore

from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.gui.frame.reading_area import ReadingArea
from hkviewer.gui.frame.status_line import StatusLine
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.search.search_controller import SearchController
from hkviewer.gui.session import ReadingSession


class SearchDisplay(QtCore.QObject):
    """Connects `search` with what shows its matches; it belongs to the search.

    Args:
        search: the search.
        session: is led back to where the search began.
        pane: marks the matches.
        tree: counts them by section.
        area: gives the current match room.
        status: says then what the sidebar would.
    """

    def __init__(
        self,
        search: SearchController,
        session: ReadingSession,
        pane: ReadingPane,
        tree: SectionTree,
        *,
        area: ReadingArea,
        status: StatusLine,
    ) -> None:
        super().__init__(search)
        self._search = search
        self._session = session
        self._pane = pane
        self._area = area
        self._status = status
        search.matches_changed.connect(pane.show_matches)
        search.counts_changed.connect(tree.show_matches)
        search.current_changed.connect(self._show_current)
        search.current_kept.connect(pane.show_current_match)
        search.place_chosen.connect(self._go_to)
        search.ended.connect(self._return)

    def _show_current(self, number: int) -> None:
        self._status.show_search("")
        if number < 0:
            self._pane.show_current_match(-1)
            return
        if self._area.is_narrow:
            # The sidebar, which has the count, makes room for the match.
            self._area.close_overlay()
            self._status.show_search(self._search.summary)
        self._pane.go_to_match(number)

    def _go_to(self, at: TextRange) -> None:
        """Go where something offered stands."""
        if self._session.document is not None:
            self._session.jump(Place(self._session.document.key, at))
            self._session.jumped.emit()

    def _return(self, origin: Place | None) -> None:
        # Without one the document was opened while something was searched for: the reader stays.
        if origin is not None:
            self._session.go_to(origin)
