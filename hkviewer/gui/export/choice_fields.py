"""How a copy looks and what it says about itself: the fields of the briefing dialog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.export.briefing import Choices
from hkviewer.export.policy_rules import enforced
from hkviewer.gui.export.row_fields import (
    DateField,
    Field,
    HighlightsField,
    MarkingField,
    field_of,
)
from hkviewer.gui.widgets.labels import label
from hkviewer.gui.widgets.policy_lock import lock_widget, note
from hkviewer.preferences.policy import SET_BY, Policy
from hkviewer.preferences.schema import CHOICES, Paper

_GROUPS = {
    "Layout and paper": ("layout", "paper", "profile"),
    "Marking and names": ("marking", "prepared_for", "prepared_by", "date"),
    "Include": ("contents", "paragraph_numbers", "highlights", "notes"),
}
"""The fields of `Choices` as they stand in the dialog, with the highlights; a title of its own has none."""
_MNEMONICS = {
    "layout": "L",
    "paper": "P",
    "profile": "t",
    "marking": "M",
    "prepared_for": "f",
    "prepared_by": "b",
    "contents": "o",
    "paragraph_numbers": "n",
    "notes": "R",
}
_Row = tuple[str, QtWidgets.QWidget]
"""The words before a field, and the field."""
_LABEL = QtWidgets.QFormLayout.ItemRole.LabelRole

_Country = QtCore.QLocale.Country
LETTER_COUNTRIES = frozenset(
    {
        _Country.UnitedStates,
        _Country.Canada,
        _Country.Mexico,
        _Country.Belize,
        _Country.Chile,
        _Country.Colombia,
        _Country.CostaRica,
        _Country.Guatemala,
        _Country.Nicaragua,
        _Country.Panama,
        _Country.Philippines,
        _Country.PuertoRico,
        _Country.ElSalvador,
        _Country.Venezuela,
        _Country.AnyCountry,
    }
)
"""Where paper is Letter (Unicode CLDR, supplemental data, paperSize); a system that names no country too."""


def usual_paper(locale: QtCore.QLocale) -> Paper:
    """The paper that the country of `locale` uses."""
    return "letter" if locale.territory() in LETTER_COUNTRIES else "a4"


class BriefingChoices(QtWidgets.QWidget):
    """The groups Layout and paper, Marking and names, Include.

    `changed` tells of every change by the reader's hand. What `policy` has locked is shown and let be.
    """

    changed = QtCore.Signal()

    def __init__(self, date: dt.date, policy: Policy, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = policy
        self._other: dict[str, Any] = {}
        self._highlights = HighlightsField()
        self._fields = self._make_fields(date)
        self._lay_out()
        for field in (*self._fields.values(), self._highlights):
            field.follow(self.changed.emit)

    def _make_fields(self, date: dt.date) -> dict[str, Field]:
        """For each field of `Choices` that has one here, by its name, the field in the dialog."""
        fields: dict[str, Field] = {"date": DateField(date)}
        for row in CHOICES:
            if row.name == "marking":
                fields[row.name] = MarkingField(row, _MNEMONICS[row.name], self._policy)
            elif row.name in _MNEMONICS:
                fields[row.name] = field_of(row, _MNEMONICS[row.name])
        return fields

    def _lay_out(self) -> None:
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for title, names in _GROUPS.items():
            column.addWidget(_group(title, [row for name in names for row in self._rows(name)]))

    def _rows(self, name: str) -> list[_Row]:
        """The rows of a field, and below its first whose choice it is where that is not the reader's."""
        field = self._highlights if name == "highlights" else self._fields[name]
        first, *others = field.widgets
        rows: list[_Row] = [(field.label, first)]
        if self._policy.is_locked(f"copy_{name}"):
            lock_widget(first)
            rows.append(("", note(SET_BY)))
        elif name == "marking" and self._policy.only_markings:
            said = f"The list: {SET_BY.lower()}"
            first.setToolTip(said)
            first.setAccessibleDescription(said)
            rows.append(("", note(said)))
        return [*rows, *(("", widget) for widget in others)]

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        """Let the fields of all groups begin at one line, whatever size the words now have."""
        super().showEvent(event)
        forms = self.findChildren(QtWidgets.QFormLayout)
        cells = [form.itemAt(n, _LABEL) for form in forms for n in range(form.rowCount())]
        labels = [words for cell in cells if cell is not None and (words := cell.widget()) is not None]
        widest = max(words.sizeHint().width() for words in labels)
        for words in labels:
            words.setMinimumWidth(widest)

    # Values

    def choices(self) -> Choices:
        """What is chosen."""
        return Choices(**{**self._other, **{name: field.value() for name, field in self._fields.items()}})

    @property
    def marks_matches(self) -> bool:
        """Whether the copy shall mark the matches of the search."""
        return self._highlights.value()

    def show_choices(self, choices: Choices) -> None:
        """Show `choices`, but not their date, which belongs to one copy alone.

        What the organisation has set stands in their place; what has no field is kept.
        """
        values = vars(enforced(choices, self._policy))
        self._other = {name: value for name, value in values.items() if name not in self._fields}
        with QtCore.QSignalBlocker(self):
            for name, field in self._fields.items():
                if name != "date":
                    field.show(values[name])

    def offer_highlights(self, query: str, *, has_matches: bool) -> None:
        """Offer to mark the matches of `query` where it has any; "" for no search."""
        self._highlights.offer(query, has_matches=has_matches)


def group(title: str) -> tuple[QtWidgets.QWidget, QtWidgets.QVBoxLayout]:
    """A part of the choices under a caption, and the column to fill."""
    whole = QtWidgets.QWidget()
    whole.setAccessibleName(title)
    column = QtWidgets.QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(label(title.upper(), "caption"))
    return whole, column


def _group(title: str, rows: Sequence[_Row]) -> QtWidgets.QWidget:
    whole, column = group(title)
    form = QtWidgets.QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(8)
    # Large words in a narrow dialog stand above their fields.
    form.setRowWrapPolicy(QtWidgets.QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QtWidgets.QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for words, field in rows:
        if isinstance(field, QtWidgets.QCheckBox):
            form.addRow(field)
        else:
            form.addRow(words, field)
    column.addLayout(form)
    return whole
