"""Fields of the copy dialog: each shows one choice of a copy, and is made by its row in the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.export.buttons import combo_box
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.heard_field import HeardField
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.schema import Row

UNCLASSIFIED = "UNCLASSIFIED"
_OWN = "\n"
"""Stands for the reader's own words; no marking can be called so."""
_HIGHLIGHTS = "Hi&ghlights of the search"


class Field(NamedTuple):
    """One choice.

    Attributes:
        label: with “&” before the mnemonic; "" for a field that carries its words itself.
        widgets: what is laid out, one below the other; the words of `label` stand before the first.
        value: returns what is selected.
        show: shows a value as what is selected.
        signals: of the widgets; one is emitted whenever something else is selected.
    """

    label: str
    widgets: tuple[QtWidgets.QWidget, ...]
    value: Callable[[], Any]
    show: Callable[[Any], object]
    signals: tuple[QtCore.SignalInstance, ...]


def field_of(row: Row, mnemonic: str, policy: Policy) -> Field:
    """The field for `row`, which the letter `mnemonic` of its label leads to, under `policy`."""
    label = row.label.replace(mnemonic, f"&{mnemonic}", 1)
    if row.name == "marking":
        return _marking_field(row, label, policy)
    if row.type is bool:
        return _check_field(label)
    return _list_field(row, label) if row.allowed else _text_field(row, label)


def _list_field(row: Row, label: str) -> Field:
    """One of several values; the first is shown in place of one that is not among them."""
    combo = _filled_combo_box(row.label, tuple(zip(row.allowed, row.shown, strict=True)))

    def show(value: Any) -> None:
        _select(combo, value)

    return Field(label, (combo,), combo.currentData, show, (combo.currentIndexChanged,))


def _text_field(row: Row, label: str) -> Field:
    """A line of text, shown from its beginning."""
    line = _line(row.label)

    def show(value: str) -> None:
        line.setText(value)
        line.setCursorPosition(0)

    return Field(label, (line,), line.text, show, (line.textChanged,))


def _check_field(words: str) -> Field:
    """Yes or no."""
    check = QtWidgets.QCheckBox(words)
    check.setAccessibleName(words.replace("&", ""))
    return Field("", (check,), check.isChecked, lambda value: check.setChecked(bool(value)), (check.toggled,))


def _marking_field(row: Row, label: str, policy: Policy) -> Field:
    """A marking of those that `policy` offers, or own words in a line below."""
    combo = _filled_combo_box(row.label, offered_markings(policy))
    own = _line(f"Own {row.label.lower()}")
    own.setToolTip("The marking, as it shall read")

    def value() -> str:
        marking: str = combo.currentData()
        return own.text() if marking == _OWN else marking

    def show(value: str) -> None:
        _select(combo, value if combo.findData(value) >= 0 else _OWN)
        own.setText(value if combo.currentData() == _OWN else "")
        show_own()

    def show_own() -> None:
        own.setVisible(combo.currentData() == _OWN)

    combo.currentIndexChanged.connect(lambda _index: show_own())
    return Field(label, (combo, own), value, show, (combo.currentIndexChanged, own.textChanged))


def date_field(date: dt.date) -> Field:
    """A day, which is `date` at first."""
    edit = QtWidgets.QDateEdit()
    edit.setAccessibleName("Date")
    edit.setDisplayFormat("d MMMM yyyy")
    edit.setCalendarPopup(True)

    def show(value: dt.date) -> None:
        edit.setDate(QtCore.QDate(value.year, value.month, value.day))

    show(date)
    return Field("&Date", (edit,), lambda: edit.date().toPython(), show, (edit.dateChanged,))


class HighlightsBox(QtWidgets.QCheckBox):
    """Whether the matches of a search are marked; out of reach where there are none."""

    def __init__(self) -> None:
        super().__init__(_HIGHLIGHTS)
        self.setAccessibleName(_HIGHLIGHTS.replace("&", ""))
        self.offer("", has_matches=False)

    @property
    def marks_matches(self) -> bool:
        """Whether they are to be marked."""
        return self.isChecked() and self.isEnabled()

    def offer(self, query: str, *, has_matches: bool) -> None:
        """Offer to mark the matches of `query` where it has any; "" for no search."""
        with QtCore.QSignalBlocker(self):
            self.setEnabled(bool(query) and has_matches)
            if not self.isEnabled():
                self.setChecked(False)
        shown = query if len(query) <= 16 else query[:15] + "…"
        self.setText(f"Hi&ghlights of “{shown.replace('&', '&&')}”" if query else _HIGHLIGHTS)
        self.setToolTip("" if query else "Search the sheet first; then its matches can be marked.")


def offered_markings(policy: Policy) -> tuple[tuple[str, str], ...]:
    """The markings to select from under `policy`, each with the words to show."""
    if policy.is_locked("copy_marking"):
        texts: tuple[str, ...] = (policy.locks["copy_marking"],)
    elif policy.only_markings:
        texts = policy.markings
    else:
        texts = tuple(dict.fromkeys(["", *(policy.markings or (UNCLASSIFIED,)), _OWN]))
    return tuple((text, {"": "None", _OWN: "Own words"}.get(text, text)) for text in texts)


def _filled_combo_box(name: str, entries: tuple[tuple[str, str], ...]) -> QtWidgets.QComboBox:
    """A list of the values in `entries`, each shown by its words."""
    combo = combo_box(name)
    for value, words in entries:
        combo.addItem(words, value)
    combo.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(7)
    # Orca does not say what arrow keys choose in a closed list.
    combo.textActivated.connect(lambda words: announce(combo, words))
    return combo


def _select(combo: QtWidgets.QComboBox, value: str) -> None:
    combo.setCurrentIndex(max(combo.findData(value), 0))


def _line(name: str) -> HeardField:
    line = HeardField()
    line.setAccessibleName(name)
    return line
