"""One search in one sheet: what was typed, what was found, which match the reader is at."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6 import QtCore

from hkviewer.content.model import FactSheet
from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.gui.search.result_rows import ResultRows, offered_rows
from hkviewer.gui.search.search_worker import SearchWorker
from hkviewer.gui.widgets.lazy_sequence import LazySequence
from hkviewer.gui.widgets.step_runner import StepRunner
from hkviewer.preferences.schema import ResultOrder
from hkviewer.search.background.answer import MatchColumns, SearchAnswer, SearchRequest
from hkviewer.search.background.background_search import Searching

if TYPE_CHECKING:
    from hkviewer.search.result import SearchResult

REST_MILLISECONDS = 500
"""Who types nothing for so long rests: what was half typed is taken as it stands, where nothing has it."""


class Matches(LazySequence[TextRange]):
    """All matches of an answer, in reading order."""

    def __init__(self, columns: MatchColumns) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns.starts)

    def item(self, number: int) -> TextRange:
        """Match `number`."""
        return self._columns.range(number)


class SearchSession(QtCore.QObject):
    """Carries a search from the first key to Esc.

    What was found is told part by part, each part in a turn of the event loop of its own, so that no
    answer holds the window for long; a new answer takes the place of what was not yet told.

    Signals:
        matches_changed: all matches in reading order, as a sequence of TextRange; where there are none, what
            stands in the sections that are offered.
        counts_changed: matches by section id, headings included, and the same with those below each.
        rows_changed: the rows of the results' list.
        answer_changed: the SearchAnswer that now has been told; None when there is no search.
        current_changed: the number of the current match, -1 for none.
        order_changed: the same, where rows stand otherwise now and the reader is to stay.
        offer_entered: where the first section that is offered leads, as a TextRange: the reader entered a
            search that nothing matches.
        nothing_entered: the same where nothing is offered either.
        ended: the search is over; carries the place to return to, which may be None.
        committed: the text of a search that the reader entered.
    """

    answer_changed = QtCore.Signal(object)
    matches_changed = QtCore.Signal(object)
    counts_changed = QtCore.Signal(object, object)
    rows_changed = QtCore.Signal(object)
    current_changed = QtCore.Signal(int)
    order_changed = QtCore.Signal(int)
    nothing_entered = QtCore.Signal()
    offer_entered = QtCore.Signal(object)
    ended = QtCore.Signal(object)
    committed = QtCore.Signal(str)
    failed = QtCore.Signal(str)

    def __init__(self, worker: SearchWorker, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._runner = StepRunner(self)
        self._sheet: FactSheet | None = None
        self._text = ""
        self._origin: Place | None = None
        self._order: ResultOrder = "best"
        self._asked: SearchRequest | None = None
        self._shown: SearchRequest | None = None
        self._matches: Sequence[TextRange] = ()
        self._sought: Sequence[TextRange] = ()
        self._current = -1
        self._go_after: Place | None = None
        self._goes = False
        self._rested = False
        self._open: SearchAnswer | None = None
        self._rest = QtCore.QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self.rest)
        worker.found.connect(self._take)
        worker.failed.connect(self.failed)

    @property
    def is_active(self) -> bool:
        """Whether something is searched for."""
        return bool(self._text)

    @property
    def text(self) -> str:
        """What was typed."""
        return self._text

    @property
    def matches(self) -> Sequence[TextRange]:
        """All matches in reading order."""
        return self._matches

    def set_sheet(self, sheet: FactSheet) -> None:
        """Search `sheet` from now on; a search that is under way is made again in it."""
        self._sheet = sheet
        self._worker.set_search(functools.partial(_open_search, sheet))
        self._origin = None
        self._sought = ()
        self._clear()
        if self._text:
            self._worker.search(self._request(typing=False))

    def type_text(self, text: str, here: Place | None) -> None:
        """Follow the field: `text` now stands there, and the reader is at `here`."""
        if text == self._text:
            return
        if not self._text:
            self._origin = here
        self._text = text
        self._sought = ()
        self._open = None
        self._rested = False
        if not text.strip():
            self._worker.cancel()
            self._clear()
            return
        self._rest.start()
        self._worker.search(self._request(typing=True))

    def mark(self, sought: Sequence[TextRange]) -> None:
        """Mark `sought`, which led the reader into this sheet, where the sheet has no match of its own."""
        self._sought = sought
        if not self._matches:
            self.matches_changed.emit(sought)

    def wait(self) -> None:
        """Take no pause for a rest until the next key or `rest`: something is being composed."""
        self._rest.stop()

    def rest(self) -> None:
        """Take what is half typed as it stands, where nothing has it: the reader rests, or composed a word.

        What was found for a half-typed word stays as it is.
        """
        self._rest.stop()
        self._rested = True
        self._look_further()

    def _look_further(self) -> None:
        if self._open is None:
            return
        answer, self._open = self._open, None
        if answer.result.front:
            self.answer_changed.emit(replace(answer, is_open=False))
        else:
            self._worker.search(self._request(typing=False))

    def enter(self, here: Place | None) -> None:
        """Commit: go to the first match at or after `here`, and if that was done, to the next."""
        if not self._text.strip():
            return
        if self._shown == SearchRequest(self._text, typing=False, order=self._order) and self._current >= 0:
            self.step(1)
        else:
            self.go_from(here)

    def go_from(self, here: Place | None) -> None:
        """Commit: go to the first match at or after `here`, as soon as all are known."""
        if not self._text.strip():
            return
        self._goes, self._go_after = True, here
        self.committed.emit(self._text.strip())
        self._worker.search(self._request(typing=False))

    def set_order(self, order: ResultOrder) -> None:
        """Let sections stand in that order from now on; which match is the current one does not change."""
        if order == self._order:
            return
        self._order = order
        if self._asked is not None and self._text.strip():
            self._worker.search(self._request(typing=self._asked.typing))

    def _request(self, *, typing: bool) -> SearchRequest:
        if not typing:
            self._rest.stop()
            self._open = None
        self._asked = SearchRequest(self._text, typing, self._order)
        return self._asked

    def step(self, step: int) -> None:
        """Go on by `step` matches, round the end; where there are none, tell so."""
        self._runner.then(lambda: self._step(step))

    def _step(self, step: int) -> None:
        if self._matches:
            start = self._current if self._current >= 0 or step < 0 else -1
            self._go_to((start + step) % len(self._matches))
        else:
            self.nothing_entered.emit()

    def go_to(self, number: int) -> None:
        """Go to match `number` of those that are shown."""
        # While others are being shown, nobody can have meant the one that has the number now.
        if self._runner.is_done:
            self._go_to(number)

    def _go_to(self, number: int) -> None:
        self._current = number
        self.current_changed.emit(number)

    def end(self) -> None:
        """Stop searching and offer the place where it began."""
        was_active, origin = self.is_active, self._origin
        self._text = ""
        self._worker.cancel()
        self._clear()
        if was_active:
            self.ended.emit(origin)

    def _clear(self) -> None:
        self._rest.stop()
        self._open = None
        self._goes = False
        self._shown = None
        self.answer_changed.emit(None)
        self._runner.replace(self._tell_parts((), {}, {}, ResultRows()))

    def _take(self, request: SearchRequest, answer: SearchAnswer) -> None:
        if request.text == self._text:
            self._open = None
            is_same = self._shown is not None and replace(self._shown, order=request.order) == request
            current = self._current if is_same else -1
            self._shown = None
            self._runner.replace(self._tell(request, answer, current))

    def _tell(self, request: SearchRequest, answer: SearchAnswer, current: int) -> Iterator[None]:
        """Tell of `answer`, and go to a match if that is wanted; else `current` stays the current one."""
        matches, rows = Matches(answer.matches), ResultRows(answer.rows, offered_rows(answer.result))
        yield from self._tell_parts(matches, answer.counts, answer.sums, rows, self._near(answer.result))
        self._shown = request
        self.answer_changed.emit(answer)
        self._open = answer if answer.is_open and request.typing else None
        if self._rested:
            self._look_further()
        if self._goes and not request.typing:
            yield
            self._goes = False
            if self._matches:
                self._go_to(self._first_after(self._go_after))
            elif (place := rows.first_offered) is not None:
                self.offer_entered.emit(place)
            else:
                self.nothing_entered.emit()
        elif 0 <= current < len(self._matches):
            yield
            self._current = current
            self.order_changed.emit(current)

    def _tell_parts(
        self,
        matches: Sequence[TextRange],
        counts: Mapping[str, int],
        sums: Mapping[str, int],
        rows: ResultRows,
        near: Sequence[TextRange] = (),
    ) -> Iterator[None]:
        self._matches = matches
        self._current = -1
        self.matches_changed.emit(matches or self._sought or near)
        self.current_changed.emit(-1)
        yield
        self.counts_changed.emit(counts, sums)
        yield
        self.rows_changed.emit(rows)
        yield

    def _near(self, result: SearchResult) -> list[TextRange]:
        """What stands in the sections that are offered, in reading order: who goes there is to see why."""
        offered = [near.found for near in result.nearest] + [other.found for other in result.related]
        ranges = {at for section in offered for at in section.ranges}
        return sorted(ranges, key=self._sheet.order) if self._sheet is not None else []

    def _first_after(self, here: Place | None) -> int:
        """The number of the first match at or after `here`, else of the first of all."""
        if here is None or here.at is None or self._sheet is None:
            return 0
        number = self._sheet.first_from(here.at, self._matches)
        return number if number < len(self._matches) else 0


def _open_search(sheet: FactSheet) -> Searching[SearchAnswer]:
    """What searches `sheet`; called in the search's thread, which imports SQLite and more for 30 ms."""
    from hkviewer.search.background.sheet_search import SheetSearch

    return SheetSearch(sheet)
