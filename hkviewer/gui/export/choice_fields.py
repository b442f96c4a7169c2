"""How a copy looks and what it says about itself: the fields of the briefing dialog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.export.briefing import Choices, Contents, Layout, Paper
from hkviewer.export.policy_rules import enforced
from hkviewer.gui.widgets.labels import label
from hkviewer.gui.widgets.policy_lock import lock_widget, note
from hkviewer.preferences.policy import SET_BY, Policy
from hkviewer.preferences.settings import Settings

_Row = tuple[str, QtWidgets.QWidget]
"""The words before a field, and the field."""

LAYOUTS = (
    ("standard", "Standard"),
    ("compact", "Compact, in two columns"),
    ("large", "Large, 18 points"),
)
PAPERS = (("letter", "Letter"), ("a4", "A4"))
CONTENTS = (("auto", "From four pages on"), ("yes", "Always"), ("no", "Never"))
UNCLASSIFIED = "UNCLASSIFIED"
_OWN = "\n"
"""Stands for the reader's own words; no marking can be called so."""
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
        self._layout = _combo("Layout", LAYOUTS)
        self._paper = _combo("Paper", PAPERS)
        self._marking = _combo("Marking", offered_markings(policy))
        self._own_marking = _line("Own marking")
        self._own_marking.setToolTip("The marking, as it shall read")
        self._prepared_for = _line("Prepared for")
        self._prepared_by = _line("Prepared by")
        self._date = QtWidgets.QDateEdit(QtCore.QDate(date.year, date.month, date.day))
        self._date.setAccessibleName("Date")
        self._date.setDisplayFormat("d MMMM yyyy")
        self._date.setCalendarPopup(True)
        self._contents = _combo("Contents", CONTENTS)
        self._numbers = _check("Paragraph &numbers")
        self._marks = _check("&Highlights of the search")
        self._notes = _check("&Ruled space for notes")
        self.offer_highlights("", has_matches=False)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        look = [
            *self._row("&Layout", self._layout, "copy_layout"),
            *self._row("&Paper", self._paper, "copy_paper"),
        ]
        column.addWidget(_group("Layout and paper", look))
        names: list[_Row] = [
            *self._row("&Marking", self._marking, "copy_marking"),
            ("", self._own_marking),
            *self._row("Prepared &for", self._prepared_for, "copy_prepared_for"),
            *self._row("Prepared &by", self._prepared_by, "copy_prepared_by"),
            ("&Date", self._date),
        ]
        column.addWidget(_group("Marking and names", names))
        checks: list[_Row] = [
            ("C&ontents", self._contents),
            ("", self._numbers),
            ("", self._marks),
            ("", self._notes),
        ]
        column.addWidget(_group("Include", checks))

    def _row(self, words: str, field: QtWidgets.QWidget, setting: str) -> list[_Row]:
        """The row of `field`, and below it whose choice it is where that is not the reader's."""
        if self._policy.is_locked(setting):
            lock_widget(field)
            return [(words, field), ("", note(SET_BY))]
        if setting == "copy_marking" and self._policy.only_markings:
            said = f"The list: {SET_BY.lower()}"
            field.setToolTip(said)
            field.setAccessibleDescription(said)
            return [(words, field), ("", note(said))]
        return [(words, field)]

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        """Let the fields of all groups begin at one line, whatever size the words now have."""
        super().showEvent(event)
        forms = self.findChildren(QtWidgets.QFormLayout)
        cells = [form.itemAt(n, _LABEL) for form in forms for n in range(form.rowCount())]
        labels = [words for cell in cells if cell is not None and (words := cell.widget()) is not None]
        widest = max(words.sizeHint().width() for words in labels)
        for words in labels:
            words.setMinimumWidth(widest)

    def _connect(self) -> None:
        for combo in (self._layout, self._paper, self._marking, self._contents):
            combo.currentIndexChanged.connect(lambda _index: self._follow())
        for line in (self._own_marking, self._prepared_for, self._prepared_by):
            line.textChanged.connect(lambda _text: self._follow())
        self._date.dateChanged.connect(lambda _date: self._follow())
        for check in (self._numbers, self._marks, self._notes):
            check.toggled.connect(lambda _on: self._follow())

    def _follow(self) -> None:
        self._own_marking.setVisible(self._marking.currentData() == _OWN)
        self.changed.emit()

    # Values

    def choices(self) -> Choices:
        """What is chosen."""
        date = self._date.date()
        marking = self._marking.currentData()
        return Choices(
            date=dt.date(date.year(), date.month(), date.day()),
            paper=cast("Paper", self._paper.currentData()),
            layout=cast("Layout", self._layout.currentData()),
            contents=cast("Contents", self._contents.currentData()),
            marking=self._own_marking.text() if marking == _OWN else marking,
            prepared_for=self._prepared_for.text(),
            prepared_by=self._prepared_by.text(),
            paragraph_numbers=self._numbers.isChecked(),
            notes=self._notes.isChecked(),
            **self._other,
        )

    @property
    def marks_matches(self) -> bool:
        """Whether the copy shall mark the matches of the search."""
        return self._marks.isChecked() and self._marks.isEnabled()

    def show_choices(self, choices: Choices) -> None:
        """Show `choices`, but not their date, which belongs to one copy alone.

        What the organisation has set stands in their place.
        """
        choices = enforced(choices, self._policy)
        with QtCore.QSignalBlocker(self):
            _choose(self._layout, choices.layout)
            _choose(self._paper, choices.paper)
            _choose(self._contents, choices.contents)
            _choose(self._marking, choices.marking if self._marking.findData(choices.marking) >= 0 else _OWN)
            self._own_marking.setText(choices.marking if self._marking.currentData() == _OWN else "")
            for line, words in (
                (self._prepared_for, choices.prepared_for),
                (self._prepared_by, choices.prepared_by),
            ):
                line.setText(words)
                line.setCursorPosition(0)
            self._numbers.setChecked(choices.paragraph_numbers)
            self._notes.setChecked(choices.notes)
            # The dialog has no field for these; a recipe that has them keeps them.
            self._other = {"title": choices.title, "profile": choices.profile}
            self._follow()

    def offer_highlights(self, query: str, *, has_matches: bool) -> None:
        """Offer to mark the matches of `query` where it has any; "" for no search."""
        with QtCore.QSignalBlocker(self._marks):
            self._marks.setEnabled(bool(query) and has_matches)
            if not self._marks.isEnabled():
                self._marks.setChecked(False)
        shown = query if len(query) <= 16 else query[:15] + "…"
        words = f"&Highlights of “{shown.replace('&', '&&')}”" if query else "&Highlights of the search"
        self._marks.setText(words)
        self._marks.setToolTip("" if query else "Search the sheet first; then its matches can be marked.")


def offered_markings(policy: Policy) -> tuple[tuple[str, str], ...]:
    """The markings to choose from under `policy`, each with the words to show."""
    if policy.is_locked("copy_marking"):
        texts: tuple[str, ...] = (policy.locks["copy_marking"],)
    elif policy.only_markings:
        texts = policy.markings
    else:
        texts = tuple(dict.fromkeys(["", *(policy.markings or (UNCLASSIFIED,)), _OWN]))
    return tuple((text, {"": "None", _OWN: "Own words"}.get(text, text)) for text in texts)


def remembered(settings: Settings, usual: Paper, date: dt.date) -> Choices:
    """The choices of the last copy, dated `date`, on the `usual` paper where none was chosen."""
    return Choices(
        date=date,
        paper=cast("Paper", settings.copy_paper or usual),
        layout=cast("Layout", settings.copy_layout),
        contents=cast("Contents", settings.copy_contents),
        marking=settings.copy_marking,
        prepared_for=settings.copy_prepared_for,
        prepared_by=settings.copy_prepared_by,
        paragraph_numbers=settings.copy_paragraph_numbers,
        notes=settings.copy_notes,
    )


def to_remember(choices: Choices, usual: Paper | None) -> dict[str, Any]:
    """The settings that keep `choices`; the `usual` paper, the country's, is not kept: it may change."""
    return {
        "copy_paper": "" if choices.paper == usual else choices.paper,
        "copy_layout": choices.layout,
        "copy_contents": choices.contents,
        "copy_marking": choices.marking,
        "copy_prepared_for": choices.prepared_for,
        "copy_prepared_by": choices.prepared_by,
        "copy_paragraph_numbers": choices.paragraph_numbers,
        "copy_notes": choices.notes,
    }


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


def _combo(name: str, entries: tuple[tuple[str, str], ...]) -> QtWidgets.QComboBox:
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


def _check(words: str) -> QtWidgets.QCheckBox:
    check = QtWidgets.QCheckBox(words)
    check.setAccessibleName(words.replace("&", ""))
    return check
