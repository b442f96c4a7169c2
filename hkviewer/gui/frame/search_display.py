"""Shows what a search matches: in pane and tree, and in the status line where the sidebar is away."""

from __future__ import annotations

from PySide6 import QtCore

from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.gui.frame.reading_area import ReadingArea
from hkviewer.gui.frame.status_line import StatusLine
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.reading.spoken_text import sentence_at
from hkviewer.gui.search.search_controller import SearchController
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.announce import announce, is_heard


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
        self._tree = tree
        self._pane = pane
        self._area = area
        self._status = status
        self._match_section = ""
        self._match_place: Place | None = None
        session.place_changed.connect(self._name_section)
        search.matches_changed.connect(pane.show_matches)
        search.counts_changed.connect(tree.show_matches)
        search.current_changed.connect(self._show_current)
        search.current_kept.connect(pane.show_current_match)
        search.place_chosen.connect(self._go_to)
        search.place_entered.connect(self._show_offered)
        search.ended.connect(self._return)

    def _show_current(self, number: int) -> None:
        self._status.show_search("")
        self._match_place = None
        if number < 0:
            self._pane.show_current_match(-1)
            return
        if self._area.is_narrow:
            # The sidebar, which has the count, makes room for the match.
            self._area.close_overlay()
            self._status.show_search(self._search.summary)
        self._pane.go_to_match(number)
        self._say_match(number)
        self._match_section = self._search.session.matches[number].section_id
        self._match_place = self._pane.place
        self._name_section(self._match_place)

    def _say_match(self, number: int) -> None:
        """Have a screen reader say which match this is, and its sentence; a row of results says its own."""
        document = self._session.document
        if document is None or not is_heard():
            return
        matches = self._search.session.matches
        title = document.sheet.section(matches[number].section_id).title
        words = f"{number + 1:,} of {len(matches):,}, {title}"
        if not self._search.results.hasFocus():
            words = f"{words}. {sentence_at(self._pane.textCursor())}"
        announce(self._pane, words)

    def _name_section(self, place: Place | None) -> None:
        """Let tree and status line name the section of the match, until the reader goes on from there.

        A match in a low part of the view is in another section than the line at the top, which they
        name while reading.
        """
        document = self._session.document
        if document is None or place is None or place != self._match_place:
            self._match_place = None
            return
        self._tree.show_reading(self._match_section)
        self._status.show_section(document.sheet.section(self._match_section).title)

    def _go_to(self, at: TextRange) -> None:
        """Go where something offered stands."""
        self._session.go_to_range(at)

    def _show_offered(self, at: TextRange) -> None:
        """Show what is offered first to a reader who goes on typing."""
        if self._session.document is not None:
            if self._area.is_narrow:
                self._area.close_overlay()
                self._status.show_search(self._search.summary)
            self._session.jump(Place(self._session.document.key, at))
            if is_heard():
                title = self._session.document.sheet.section(at.section_id).title
                nearest = f"Nearest: {title}. {sentence_at(self._pane.textCursor())}"
                announce(self._pane, " ".join(filter(None, (self._search.verdict, nearest))))

    def _return(self, origin: Place | None) -> None:
        # Without one the document was opened while something was searched for: the reader stays.
        if origin is not None:
            self._session.go_to(origin)
