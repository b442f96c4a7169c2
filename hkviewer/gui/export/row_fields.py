"""Fields of the copy dialog: each shows one choice of a copy, and is made by its row in the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from PySide6 import QtCore, QtWidgets

from hkviewer.preferences.policy import Policy
from hkviewer.preferences.schema import Row

UNCLASSIFIED = "UNCLASSIFIED"
_OWN = "\n"
"""Stands for the reader's own words; no marking can be called so."""


class Field(Protocol):
    """One choice.

    Attributes:
        widgets: what is laid out, one below the other; the words of `label` stand before the first.
        label: with “&” before the mnemonic; "" for a field that carries its words itself.
    """

    widgets: tuple[QtWidgets.QWidget, ...]
    label: str

    def value(self) -> Any:
        """What is chosen."""

    def show(self, value: Any) -> None:
        """Show `value` as what is chosen."""

    def follow(self, changed: Callable[[], object]) -> None:
        """Call `changed` whenever something else is chosen."""


def field_of(row: Row, mnemonic: str) -> Field:
    """The field for `row`, which the letter `mnemonic` of its label leads to."""
    label = row.label.replace(mnemonic, f"&{mnemonic}", 1)
    if row.type is bool:
        return CheckField(label)
    return ListField(row, label) if row.allowed else TextField(row.label, label)


class ListField:
    """One of several values."""

    def __init__(self, row: Row, label: str) -> None:
        self.label = label
        self._combo = combo_box(row.label, tuple(zip(row.allowed, row.shown, strict=True)))
        self.widgets: tuple[QtWidgets.QWidget, ...] = (self._combo,)

    def value(self) -> Any:
        """What is chosen."""
        return self._combo.currentData()

    def show(self, value: Any) -> None:
        """Show `value`, or the first where there is no such value."""
        _choose(self._combo, value)

    def follow(self, changed: Callable[[], object]) -> None:
        """Call `changed` whenever something else is chosen."""
        self._combo.currentIndexChanged.connect(lambda _index: changed())


class TextField:
    """A line of text."""

    def __init__(self, name: str, label: str) -> None:
        self.label = label
        self._line = _line(name)
        self.widgets: tuple[QtWidgets.QWidget, ...] = (self._line,)

    def value(self) -> str:
        """The text as it stands."""
        return self._line.text()

    def show(self, value: str) -> None:
        """Show `value` from its beginning."""
        self._line.setText(value)
        self._line.setCursorPosition(0)

    def follow(self, changed: Callable[[], object]) -> None:
        """Call `changed` whenever the text changes."""
        self._line.textChanged.connect(lambda _text: changed())


class CheckField:
    """Yes or no."""

    label = ""

    def __init__(self, words: str) -> None:
        self._check = QtWidgets.QCheckBox(words)
        self._check.setAccessibleName(words.replace("&", ""))
        self.widgets: tuple[QtWidgets.QWidget, ...] = (self._check,)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self._check.isChecked()

    def show(self, value: Any) -> None:
        """Tick it where `value` is true."""
        self._check.setChecked(bool(value))

    def follow(self, changed: Callable[[], object]) -> None:
        """Call `changed` whenever it is ticked or not any more."""
        self._check.toggled.connect(lambda _on: changed())


class MarkingField:
    """A marking of those that `policy` offers, or own words in a line below."""

    def __init__(self, row: Row, mnemonic: str, policy: Policy) -> None:
        self.label = row.label.replace(mnemonic, f"&{mnemonic}", 1)
        self._combo = combo_box(row.label, offered_markings(policy))
        self._own = _line(f"Own {row.label.lower()}")
        self._own.setToolTip("The marking, as it shall read")
        self.widgets: tuple[QtWidgets.QWidget, ...] = (self._combo, self._own)
        self.follow(self._show_own)

    def value(self) -> str:
        """The marking."""
        marking: str = self._combo.currentData()
        return self._own.text() if marking == _OWN else marking

    def show(self, value: str) -> None:
        """Show `value` in the list where it is in it, else as own words."""
        _choose(self._combo, value if self._combo.findData(value) >= 0 else _OWN)
        self._own.setText(value if self._combo.currentData() == _OWN else "")
        self._show_own()

    def follow(self, changed: Callable[[], object]) -> None:
        """Call `changed` whenever another marking is chosen or the own words change."""
        self._combo.currentIndexChanged.connect(lambda _index: changed())
        self._own.textChanged.connect(lambda _text: changed())

    def _show_own(self) -> None:
        self._own.setVisible(self._combo.currentData() == _OWN)


class DateField:
    """A day."""

    label = "&Date"

    def __init__(self, date: dt.date) -> None:
        self._edit = QtWidgets.QDateEdit()
        self._edit.setAccessibleName("Date")
        self._edit.setDisplayFormat("d MMMM yyyy")
        self._edit.setCalendarPopup(True)
        self.widgets: tuple[QtWidgets.QWidget, ...] = (self._edit,)
        self.show(date)

    def value(self) -> dt.date:
        """The day that is chosen."""
        date = self._edit.date()
        return dt.date(date.year(), date.month(), date.day())

    def show(self, value: dt.date) -> None:
        """Show the day `value`."""
        self._edit.setDate(QtCore.QDate(value.year, value.month, value.day))

    def follow(self, changed: Callable[[], object]) -> None:
        """Call `changed` whenever another day is chosen."""
        self._edit.dateChanged.connect(lambda _date: changed())


class HighlightsField(CheckField):
    """Whether the matches of a search are marked; out of reach where there are none."""

    def __init__(self) -> None:
        super().__init__("&Highlights of the search")
        self.offer("", has_matches=False)

    def value(self) -> bool:
        """Whether they are to be marked."""
        return self._check.isChecked() and self._check.isEnabled()

    def offer(self, query: str, *, has_matches: bool) -> None:
        """Offer to mark the matches of `query` where it has any; "" for no search."""
        with QtCore.QSignalBlocker(self._check):
            self._check.setEnabled(bool(query) and has_matches)
            if not self._check.isEnabled():
                self._check.setChecked(False)
        shown = query if len(query) <= 16 else query[:15] + "…"
        words = f"&Highlights of “{shown.replace('&', '&&')}”" if query else "&Highlights of the search"
        self._check.setText(words)
        self._check.setToolTip("" if query else "Search the sheet first; then its matches can be marked.")


def offered_markings(policy: Policy) -> tuple[tuple[str, str], ...]:
    """The markings to choose from under `policy`, each with the words to show."""
    if policy.is_locked("copy_marking"):
        texts: tuple[str, ...] = (policy.locks["copy_marking"],)
    elif policy.only_markings:
        texts = policy.markings
    else:
        texts = tuple(dict.fromkeys(["", *(policy.markings or (UNCLASSIFIED,)), _OWN]))
    return tuple((text, {"": "None", _OWN: "Own words"}.get(text, text)) for text in texts)


def combo_box(name: str, entries: tuple[tuple[str, str], ...]) -> QtWidgets.QComboBox:
    """A list of the values in `entries`, each shown by its words."""
    combo = QtWidgets.QComboBox()
    combo.setAccessibleName(name)
    combo.view().setAccessibleName(name)
    for value, words in entries:
        combo.addItem(words, value)
    combo.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(7)
    return combo


def _choose(combo: QtWidgets.QComboBox, value: str) -> None:
    combo.setCurrentIndex(max(combo.findData(value), 0))


def _line(name: str) -> QtWidgets.QLineEdit:
    line = QtWidgets.QLineEdit()
    line.setAccessibleName(name)
    return line
