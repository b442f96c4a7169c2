"""Searches all sheets of the library: in the background, beside the search in the sheet that is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from PySide6 import QtCore, QtWidgets

from hkviewer.content.edition import plain_date
from hkviewer.content.ranges import TextRange
from hkviewer.gui.search.match_count import MatchCount
from hkviewer.gui.search.order_button import OrderButton
from hkviewer.gui.search.result_rows import ResultRow, ResultRows, offered_rows
from hkviewer.gui.search.results_list import ResultsList
from hkviewer.gui.search.results_panel import ResultsPanel
from hkviewer.gui.search.search_message import SearchMessage
from hkviewer.gui.search.search_session import REST_MILLISECONDS
from hkviewer.gui.search.search_speech import SearchSpeech
from hkviewer.gui.search.search_worker import SearchWorker
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import matches_text
from hkviewer.preferences.preferences import Preferences
from hkviewer.search.background.answer import SearchRequest
from hkviewer.search.background.background_search import Searching
from hkviewer.search.background.library_answer import LibraryAnswer, SheetResults
from hkviewer.search.library.wanted import WantedSheet, index_file
from hkviewer.search.result import SectionMatches
from hkviewer.theme import Colours

_OLD_MILLISECONDS = 1_000
"""After so long what was found for other words goes: nobody is to take it for an answer."""
_ALL_EDITIONS = "edition:all"


class SheetPlace(NamedTuple):
    """A place in a file of the library; None is its top. `near`: what stands there of a section offered."""

    path: str
    at: TextRange | None
    near: tuple[TextRange, ...] = ()


class LibraryController(QtCore.QObject):
    """Searches what is typed in the library, as long as it is told to, and shows what was found.

    Args:
        preferences: the order of results.
        colours: what results are drawn in.
        parent: what this object belongs to.

    Attributes:
        count, message, results_panel: what shows how much was found, what is said of it, and where.

    Signals:
        counts_changed: the matches of each file that has any, by its path.
        place_chosen: the SheetPlace that the reader wants to see.
        suggested: a query that is offered, and that the reader wants.
    """

    counts_changed = QtCore.Signal(object)
    place_chosen = QtCore.Signal(object)
    suggested = QtCore.Signal(str)

    def __init__(self, preferences: Preferences, colours: Colours, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._worker = SearchWorker(self)
        self._wanted: Sequence[WantedSheet] = ()
        self._titles: Mapping[str, str] = {}
        self._text = self._shown_text = ""
        self.is_on = False
        """Whether the library is searched, and not the sheet alone."""
        self._goes = False
        self._is_waiting = False
        self._fault = ""
        """Why not all could be indexed."""
        self._answer: LibraryAnswer | None = None
        self._asked: SearchRequest | None = None
        self.count = MatchCount()
        self.count.setAccessibleName("Match count in the library")
        self.count.setWordWrap(True)
        self.message = SearchMessage()
        self.results = ResultsList(colours)
        self.results.setAccessibleName("Results in the library")
        self.order = OrderButton(preferences)
        self.editions = _editions_button()
        self.results_panel = ResultsPanel(self.results, self.order, self.editions)
        self._speech = SearchSpeech(self, self.count)
        self._rest = QtCore.QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._old = QtCore.QTimer(self, singleShot=True, interval=_OLD_MILLISECONDS)
        self._connect()

    def _connect(self) -> None:
        self._worker.found.connect(self._take)
        self._worker.failed.connect(self.message.say)
        self._rest.timeout.connect(self._look_further)
        self._old.timeout.connect(self._drop)
        self.results.chosen.connect(self._choose)
        self.results.place_chosen.connect(self.place_chosen)
        self.message.suggested.connect(self.suggested)
        self.message.sheet_requested.connect(self._open_front)
        for again in (self.order.chosen, self.editions.toggled):
            again.connect(lambda _value: self._ask_again())

    # What is searched

    def set_sheets(self, wanted: Sequence[WantedSheet], titles: Mapping[str, str]) -> None:
        """Search `wanted` from now on, as far as they are indexed; `titles` are theirs by path."""
        self._titles = titles
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._worker.set_search(partial(_open_search, wanted))
        self._ask_again()

    def follow(self, text: str) -> None:
        """The field now holds `text`."""
        if text == self._text:
            return
        self._text = text
        if self.is_on:
            self._speech.follow(text)
            self._ask(typing=True)

    def turn(self, *, is_on: bool) -> None:
        """Search what is typed, or let it be: the reader searches in the sheet alone."""
        if is_on != self.is_on:
            self.is_on = is_on
            if is_on:
                self._worker.prepare()
                self._ask(typing=False)
            else:
                self._worker.cancel()

    def enter(self) -> None:
        """Go to the best match, as soon as there is an answer."""
        if self._text.strip():
            self._goes = True
            self._speech.enter()
            self._ask(typing=False)

    def close(self) -> None:
        """End the search's thread."""
        self._worker.close()

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self.message.recolour(icons, colours)
        self.results.recolour(colours)

    def _ask(self, *, typing: bool) -> None:
        self._rest.stop()
        if not self._text.strip():
            self._worker.cancel()
            self._asked = None
            self._show(None)
            return
        text = f"{self._text} {_ALL_EDITIONS}" if self.editions.isChecked() else self._text
        # What stands before a filter is not half typed.
        typing = typing and text == self._text
        self._asked = SearchRequest(text, typing, self.order.order)
        self._worker.search(self._asked)
        self._is_waiting = True
        self.count.expect_result()
        if self._shown_text != self._text and not self._old.isActive():
            self._old.start()
        if typing:
            self._rest.start()

    def _ask_again(self) -> None:
        if self.is_on and self._asked is not None:
            self._ask(typing=self._asked.typing)

    def _look_further(self) -> None:
        """The reader rests: a zero for what is half typed is none yet."""
        if self._answer is None or self._answer.is_open:
            self._ask(typing=False)

    # The index

    def follow_index(self) -> None:
        """More is indexed than before: search again what was typed, where that was not complete."""
        is_partial = self._answer is not None and not self._answer.progress.is_complete
        # A search that is under way is not to be interrupted, or there would be no answer before the end,
        # and a reader who goes through the list is to find it as it was.
        is_in_use = self.results.hasFocus() or self.results.verticalScrollBar().value() > 0
        if is_partial and not self._is_waiting and not is_in_use:
            self._ask_again()

    def end_index(self, fault: str) -> None:
        """All is indexed that can be; `fault` says why not all could be, "" for nothing."""
        self._fault = fault
        if fault:
            self.message.say(fault)
        self._ask_again()

    # What was found

    def _take(self, request: SearchRequest, answer: LibraryAnswer) -> None:
        if self.is_on and request == self._asked:
            self._is_waiting = False
            self._show(answer)
            if self._goes and not request.typing:
                self._goes = False
                self._go_to_best()

    def _show(self, answer: LibraryAnswer | None) -> None:
        self._old.stop()
        self._shown_text = self._text
        if answer is None:
            self._drop()
            self.count.show_result(None)
            return
        before, self._answer = self._answer, answer
        titles = {name: self._titles.get(path) for name, path in answer.paths.items()}
        # What is read of the query is not what the button added.
        why = "" if answer.progress.is_complete else self._fault
        message = " ".join(filter(None, (answer.result.message, why)))
        result = replace(answer.result, query=self._text, message=message, front=())
        place = partial(_place_in, answer)
        offered = offered_rows(result, place, titles.get)
        # While sheets are indexed the same may be found again: a list that is read is not to flicker.
        if before is None or offered or (before.sheets, before.rows) != (answer.sheets, answer.rows):
            self.results_panel.show_rows(ResultRows(answer.rows, offered), list(_titles(answer)))
        self.counts_changed.emit(answer.counts)
        self.count.show_result(result, is_open=answer.is_open)
        self.message.show_result(None if answer.is_open else result)
        if not answer.is_open and not result.total:
            self.message.offer_sheets({match.document: match.value for match in answer.result.front})
        self._speech.take(answer)

    def _drop(self) -> None:
        """Show nothing of the answer to other words."""
        self._answer = None
        self.results_panel.show_rows(ResultRows())
        self.message.show_result(None)
        self.counts_changed.emit({})

    def _choose(self, match: int) -> None:
        if self._answer is not None:
            sheet, at = self._answer.target(match)
            self.results.show_current(match)
            self.place_chosen.emit(SheetPlace(sheet.path, at))

    def _go_to_best(self) -> None:
        if self._answer is None:
            return
        if len(self._answer.matches.starts):
            self._choose(0)
        else:
            self._speech.say_nothing_found()

    def _open_front(self, document: str) -> None:
        """A sheet was asked for that has the words in its title or front matter alone."""
        if self._answer is not None and (path := self._answer.paths.get(document)):
            self.place_chosen.emit(SheetPlace(path, None))


def _titles(answer: LibraryAnswer) -> Iterator[tuple[int, ResultRow]]:
    """The title of each sheet above its first row; it leads to the best match in it."""
    for sheet in answer.sheets:
        yield sheet.first_row, _title(sheet, answer.rows.first_matches[sheet.first_row])


def _title(sheet: SheetResults, match: int) -> ResultRow:
    words = " · ".join(filter(None, (plain_date(sheet.edition), matches_text(sheet.matches))))
    return ResultRow(sheet.title, (), match, words, is_sheet=True)


def _place_in(answer: LibraryAnswer, section: SectionMatches, at: TextRange) -> SheetPlace:
    return SheetPlace(answer.paths[section.document], at, section.ranges)


def _open_search(wanted: Sequence[WantedSheet]) -> Searching[LibraryAnswer]:
    """What searches the library; called in the search's thread."""
    from hkviewer.search.background.library_search import LibrarySearch

    return LibrarySearch(index_file(), wanted)


def _editions_button() -> QtWidgets.QToolButton:
    button = QtWidgets.QToolButton()
    button.setObjectName("order")
    button.setCheckable(True)
    button.setText("All editions")
    button.setToolTip("Search all editions of each sheet, not the newest alone")
    button.setProperty("quiet", True)
    button.setMinimumWidth(1)
    button.setSizePolicy(QtWidgets.QSizePolicy.Policy.Maximum, QtWidgets.QSizePolicy.Policy.Fixed)
    return button
