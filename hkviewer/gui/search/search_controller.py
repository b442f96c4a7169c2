"""Brings the search to life with the first key: session, messages and results, connected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.model import FactSheet
from hkviewer.content.place import Place
from hkviewer.gui.search.match_count import MatchCount
from hkviewer.gui.search.order_button import OrderButton
from hkviewer.gui.search.other_sheets import OtherSheets
from hkviewer.gui.search.results_list import ResultsList
from hkviewer.gui.search.results_panel import ResultsPanel
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.search.search_message import SearchMessage
from hkviewer.gui.search.search_session import SearchSession
from hkviewer.gui.search.search_speech import SearchSpeech
from hkviewer.gui.search.search_worker import SearchWorker
from hkviewer.gui.widgets.icons import Icons
from hkviewer.preferences.preferences import Preferences
from hkviewer.search.background.answer import SearchAnswer
from hkviewer.theme import Colours

_NO_DOCUMENT = "No document is open to search in."
_MADE_BEFOREHAND = (
    *(QtWidgets.QStyle, QtWidgets.QStyleOptionViewItem),
    *(QtGui.QAccessible, QtGui.QTextLayout, QtGui.QTextLine),
)
"""What the first answer is drawn and said with. Python makes the enumerations of a Qt class when the class
is first asked for, 9 ms for QStyle: here, while nobody types yet, and not with the first key."""


class SearchController(QtCore.QObject):
    """Connects the field and the count, which are always there, with what a search needs.

    Signals:
        matches_changed: what is to be marked, as `SearchSession.matches_changed`.
        counts_changed: matches by section id, headings included, and the same with those below each.
        current_changed: the number of the current match, -1 for none.
        current_kept: the same, where the reader is not led to it.
        place_chosen: the TextRange of something offered, where the reader wants to go.
        place_entered: that of the first that is offered, where the reader entered what nothing matches.
        ended: the search is over; carries the place to return to, which may be None.
        about_requested: the reader wants to see the document's front matter.
        sheet_requested: the id of another bundled sheet, which has what this one has not.
    """

    matches_changed = QtCore.Signal(object)
    counts_changed = QtCore.Signal(object, object)
    current_changed = QtCore.Signal(int)
    current_kept = QtCore.Signal(int)
    place_chosen = QtCore.Signal(object)
    place_entered = QtCore.Signal(object)
    ended = QtCore.Signal(object)
    about_requested = QtCore.Signal()
    sheet_requested = QtCore.Signal(str)

    def __init__(
        self,
        field: SearchField,
        count: MatchCount,
        preferences: Preferences,
        colours: Colours,
        parent: QtCore.QObject,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._worker = SearchWorker(self)
        self.session = SearchSession(self._worker, self)
        self.message = SearchMessage()
        self._others = OtherSheets(self)
        self._shown_sheet = ""
        self._is_beside = False
        self.results = ResultsList(colours)
        self.order = OrderButton(preferences)
        self.results_panel = ResultsPanel(self.results, self.order)
        self._count = count
        self._speech = SearchSpeech(self, count)
        self._connect()

    def _connect(self) -> None:
        session = self.session
        session.rows_changed.connect(self.results_panel.show_rows)
        session.answer_changed.connect(self._show_answer)
        session.current_changed.connect(self._count.show_current)
        session.current_changed.connect(self.results.show_current)
        session.current_changed.connect(self.current_changed)
        for follow in (self._count.show_current, self.results.show_current, self.current_kept):
            session.order_changed.connect(follow)
        self.order.chosen.connect(session.set_order)
        session.set_order(self.order.order)
        session.matches_changed.connect(self.matches_changed)
        session.counts_changed.connect(self.counts_changed)
        session.failed.connect(self.message.say)
        session.offer_entered.connect(self.place_entered)
        session.ended.connect(self.ended)
        session.committed.connect(self._field.remember)
        session.committed.connect(self._speech.enter)
        session.nothing_entered.connect(self._speech.say_nothing_found)
        self._field.reached.connect(self._worker.prepare)
        self.results.chosen.connect(session.go_to)
        self.results.place_chosen.connect(self.place_chosen)
        self.message.suggested.connect(self._search_for)
        self.message.about_requested.connect(self.about_requested)
        self.message.sheet_requested.connect(self.sheet_requested)
        self._others.found.connect(self._show_other_sheets)

    def set_sheet(self, sheet: FactSheet) -> None:
        """Search `sheet` from now on."""
        self._shown_sheet = sheet.id
        self.session.set_sheet(sheet)
        self.results.expect(sheet.letters)

    def follow(self, text: str, here: Place | None, *, is_beside: bool = False) -> None:
        """The field now holds `text`, and the reader is at `here`.

        `is_beside` says that the reader searches the library: nothing is said of the sheet that is read.
        """
        self._is_beside = self._speech.is_quiet = is_beside
        self._speech.follow(text)
        self.session.type_text(text, here)
        if text.strip() and self._shown_sheet:
            self._count.expect_result()
        elif text.strip() and not is_beside:
            self.message.show_reason(_NO_DOCUMENT)
            self._speech.refuse(_NO_DOCUMENT)

    @property
    def summary(self) -> str:
        """The count of matches and what else is said of them, in one line."""
        return " · ".join(filter(None, (self._count.text(), self.message.accessibleDescription())))

    @property
    def verdict(self) -> str:
        """What a screen reader is to say of what was entered and is not there; "" where it was said."""
        return self._speech.verdict

    def close(self) -> None:
        """End the search's thread, and its process."""
        self._others.stop()
        self._worker.close()

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self.message.recolour(icons, colours)
        self.results.recolour(colours)

    def _search_for(self, text: str) -> None:
        # The button that was pressed goes away, and its focus would go nowhere.
        self._field.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._field.setText(text)
        self._field.entered.emit(1)

    def _show_answer(self, answer: SearchAnswer | None) -> None:
        self._others.stop()
        result = None if answer is None else answer.result
        is_open = answer is not None and answer.is_open
        self._count.show_result(result, is_open=is_open)
        self._speech.take(answer)
        # While a word is being typed a zero is no verdict: it is said after a rest.
        self.message.show_result(None if is_open else result)
        if result is not None and not is_open and not result.section_count and not self._is_beside:
            self._others.look(result.query, self._shown_sheet)

    def _show_other_sheets(self, query: str, sheets: Sequence[tuple[str, str, int]]) -> None:
        if query == self.session.text:
            self.message.add_sheets(sheets)
