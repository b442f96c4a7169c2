"""What a screen reader says of a search: how much was found when the reader rests, or what is near."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.search.result_rows import offers_in_words
from hkviewer.gui.widgets.announce import announce, is_heard
from hkviewer.gui.widgets.labels import counted, matches_text
from hkviewer.search.background.answer import SearchAnswer
from hkviewer.search.background.library_answer import LibraryAnswer
from hkviewer.search.result import SearchResult

REST_MILLISECONDS = 700
"""Longer than from one key to the next: of what is typed on, nothing is said."""


class SearchSpeech(QtCore.QObject):
    """Says of a search what was found, once, when the reader rests or enters what nothing matches.

    What comes meanwhile, as the answers to every key, is not said: it would be cut short by the next key.
    """

    def __init__(self, parent: QtCore.QObject, widget: QtWidgets.QWidget) -> None:
        """`widget` is what shows how much was found."""
        super().__init__(parent)
        self._widget = widget
        self._answer: SearchAnswer | LibraryAnswer | None = None
        self.is_quiet = False
        """Whether another search is what the reader is told of."""
        self._is_said = False
        self._is_due = False
        self._reason = ""
        self._rest = QtCore.QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._say_when_known)

    def follow(self, text: str) -> None:
        """Another `text` was typed."""
        self._is_due = False
        self._answer = None
        self._is_said = False
        self._reason = ""
        if text.strip() and is_heard() and not self.is_quiet:
            self._rest.start()
        else:
            self._rest.stop()

    def refuse(self, reason: str) -> None:
        """What was typed is not searched for; `reason` says why, when typing rests."""
        self._reason = reason

    def enter(self) -> None:
        """What was typed is entered: the place of a match is said instead, if there is one."""
        self._rest.stop()
        self._is_due = False

    def take(self, answer: SearchAnswer | LibraryAnswer | None) -> None:
        """What was typed has this answer; None where there is no search."""
        self._answer = None if answer is None or answer.is_open else answer
        if self._is_due:
            self._say_when_known()

    def say_nothing_found(self) -> None:
        """Say that what was entered is not there: whoever presses Enter waits for an answer."""
        if self._answer is not None:
            announce(self._widget, summary(self._answer.result))

    @property
    def verdict(self) -> str:
        """That what was entered is not there; "" where it was said already."""
        return "" if self._is_said or self._answer is None else self._answer.result.message

    def _say_when_known(self) -> None:
        if self._reason:
            announce(self._widget, self._reason)
            return
        self._is_due = self._answer is None
        if self._answer is not None and not self._is_said:
            self._is_said = True
            announce(self._widget, summary(self._answer.result))


def summary(result: SearchResult) -> str:
    """What was found in words, or what is near: “9 matches in 3 sections”."""
    if not result.total:
        # An explanation that says the same by itself needs no verdict before it.
        parts = [result.message or "No matches", offers_in_words(result)]
    else:
        plus = " at least" if result.capped else ""
        sections = counted(result.section_count, "section")
        if result.documents:
            sections += f" of {counted(len(result.documents), 'sheet')}"
        parts = [f"{matches_text(result.total)}{plus} in {sections}", result.message or result.alias]
    return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in parts if part)
