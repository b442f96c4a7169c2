"""How a copy looks and what it states about itself: the fields of the briefing dialog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.export.briefing import Choices
from hkviewer.export.policy_rules import enforced
from hkviewer.gui.export.row_fields import HighlightsBox, date_field, field_of
from hkviewer.gui.widgets.labels import label, name_label
from hkviewer.gui.widgets.layouts import in_column
from hkviewer.gui.widgets.policy_lock import lock_widget, note
from hkviewer.preferences.policy import SET_BY, Policy
from hkviewer.preferences.schema import CHOICES, Paper

_GROUPS = {
    "Layout and paper": {"layout": "L", "paper": "a", "profile": "t"},
    "Marking and names": {"marking": "M", "title": "y", "prepared_for": "f", "prepared_by": "b", "date": "D"},
    "Include": {"contents": "o", "paragraph_numbers": "n", "highlights": "g", "notes": "u"},
}
"""The fields of `Choices` as they stand in the dialog, with the highlights, each with the letter that
leads to it, which leads nowhere else in the dialog."""
_Row = tuple[str, QtWidgets.QWidget]
"""The words before a field, and the field."""
_LABEL = QtWidgets.QFormLayout.ItemRole.LabelRole
LETTER_TERRITORIES = frozenset("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split())
"""Where paper is Letter (Unicode CLDR, supplemental data, paperSize)."""


def usual_paper(locale: QtCore.QLocale) -> Paper:
    """The paper that the country of `locale` uses; Letter for a system that names no country."""
    code = QtCore.QLocale.territoryToCode(locale.territory())
    return "letter" if not code or code in LETTER_TERRITORIES else "a4"


class BriefingChoices(QtWidgets.QWidget):
    """The groups Layout and paper, Marking and names, Include.

    `changed` is emitted at every change by the reader's hand. What `policy` has locked is shown and disabled.
    `highlights` is the box for the matches of a search, which are no field of `Choices`.
    """

    changed = QtCore.Signal()

    def __init__(self, date: dt.date, policy: Policy, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = policy
        self._other: dict[str, Any] = {}
        self.highlights = HighlightsBox()
        letters = {name: letter for names in _GROUPS.values() for name, letter in names.items()}
        self._fields = {"date": date_field(date)} | {
            row.name: field_of(row, letters[row.name], policy) for row in CHOICES if row.name in letters
        }
        groups = (
            _group(title, [row for name in names for row in self._rows(name)])
            for title, names in _GROUPS.items()
        )
        self.setLayout(in_column(*groups, spacing=16))
        signals = (signal for field in self._fields.values() for signal in field.signals)
        for signal in (*signals, self.highlights.toggled):
            signal.connect(lambda *_value: self.changed.emit())

    def _rows(self, name: str) -> list[_Row]:
        """The rows of a field, and below its first whose choice it is where that is not the reader's."""
        if name == "highlights":
            return [("", self.highlights)]
        field = self._fields[name]
        first, *others = field.widgets
        rows: list[_Row] = [(field.label, first)]
        if self._policy.is_locked(f"copy_{name}"):
            lock_widget(first)
            rows.append(("", note(SET_BY)))
        elif name == "marking" and self._policy.only_markings:
            reason = f"The list: {SET_BY.lower()}"
            first.setToolTip(reason)
            first.setAccessibleDescription(reason)
            rows.append(("", note(reason)))
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

    def offer_title(self, title: str) -> None:
        """Show what a copy without a title of its own is called."""
        field = self._fields["title"].widgets[0]
        if isinstance(field, QtWidgets.QLineEdit):
            field.setPlaceholderText(title)

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


def group(title: str, content: QtWidgets.QWidget | QtWidgets.QLayout) -> QtWidgets.QWidget:
    """A part of the choices: `content` under its title as a caption."""
    whole = QtWidgets.QWidget()
    whole.setAccessibleName(title)
    whole.setLayout(in_column(label(title.upper(), "caption"), content))
    return whole


def _group(title: str, rows: Sequence[_Row]) -> QtWidgets.QWidget:
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
            form.addRow(name_label(words, field) if words else "", field)
    return group(title, form)
