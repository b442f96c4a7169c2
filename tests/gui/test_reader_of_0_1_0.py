"""A reader whose files version 0.1.0 wrote finds everything again in today's window."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QSplitter,
    QTextEdit,
    QTreeView,
    QWidget,
)

BASELINE = Path(__file__).parents[1] / "data" / "baseline-0.1.0"


@pytest.fixture(autouse=True)
def documents(documents_of_0_1_0):
    return documents_of_0_1_0


def named(whole: QWidget, kind: type[Any], name: str) -> Any:
    return next(widget for widget in whole.findChildren(kind) if widget.accessibleName() == name)


def entries(place: QWidget) -> dict[str, QAction]:
    """The entries of a menu or the menu bar by their titles; a menu is filled first."""
    if isinstance(place, QMenu):
        place.aboutToShow.emit()
    return {action.text().replace("&", ""): action for action in place.actions() if action.text()}


def menu(window: QMainWindow, *titles: str) -> dict[str, QAction]:
    """The entries of the menu that these titles lead to."""
    place: Any = window.menuBar()
    for title in titles:
        place = entries(place)[title].menu()
    return entries(place)


def paragraph_at_top(window: QMainWindow) -> str:
    """The paragraph that the first line in view belongs to."""
    pane = named(window, QTextEdit, "Fact sheet")
    viewport = pane.viewport()
    text: str = pane.cursorForPosition(QPoint(viewport.width() // 2, 12)).block().text()
    return text


@pytest.mark.parametrize(
    ("document", "words", "section"),
    [
        ("own.md", "212 ships waited in the roads", "Weather"),
        ("second.md", "Freight", "Freight"),
        (None, "comprehensive strategic trade controls system", "Economic Relations"),
    ],
    ids=["body of an own sheet", "heading of an own sheet", "body of the bundled sheet"],
)
def test_reading_goes_on_where_it_stopped(document, words, section, make_window, documents):
    window = make_window(document and documents / document, height=400)
    assert words in paragraph_at_top(window)
    assert named(window, QTreeView, "Sections").currentIndex().data() == section


def test_the_recent_documents_stand_in_the_menu_and_open_where_they_were_left(make_window, documents):
    window = make_window(height=400)
    recent = menu(window, "File", "Open recent")
    assert list(recent)[:2] == [str(documents / "second.md"), str(documents / "own.md")]
    recent[str(documents / "own.md")].trigger()
    QApplication.processEvents()
    assert window.windowTitle() == "Port of the Eastern District"
    assert "212 ships waited in the roads" in paragraph_at_top(window)


def test_the_window_looks_as_the_reader_left_it(make_window):
    window = make_window()
    assert {title for title, action in menu(window, "View", "Theme").items() if action.isChecked()} == {
        "Dark"
    }
    assert named(window, QLabel, "Zoom").text() == "125 %"
    assert menu(window, "View")["Paragraph numbers"].isChecked()
    assert menu(window, "View")["Sidebar"].isChecked()
    assert not menu(window, "Edit")["“/” goes to the search field"].isChecked()
    forms = menu(window, "Edit", "Citation form")
    assert [title for title, action in forms.items() if action.isChecked()] == ["Chicago note"]
    assert window.findChildren(QSplitter)[0].sizes()[0] == 340


@pytest.mark.qt_log_ignore("This plugin does not support (grabbing|raise)", extend=True)
def test_the_last_searches_are_offered(make_window):
    window = make_window()
    offered: list[list[str]] = []

    def look() -> None:
        """The menu waits for the reader: look at it and close it."""
        shown = QApplication.activePopupWidget()
        if shown is None:
            return
        offered.append([action.text() for action in shown.actions()])
        shown.close()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(10)
    QTest.keyClick(named(window, QLineEdit, "Search"), Qt.Key.Key_Down)
    timer.stop()
    assert [titles[:2] for titles in offered] == [["hong kong", "trade"]]


def open_dialog(window: QMainWindow) -> QDialog:
    menu(window, "File")["Print or save a copy…"].trigger()
    QApplication.processEvents()
    return next(dialog for dialog in window.findChildren(QDialog) if dialog.isVisible())


def choices_of(dialog: QDialog) -> dict[str, str | bool]:
    """What the dialog shows as chosen."""
    combos = ("Layout", "Paper", "Contents", "Marking")
    ticks = ("Paragraph numbers", "Ruled space for notes", "Cover page")
    return {
        **{name: named(dialog, QComboBox, name).currentText() for name in combos},
        **{name: named(dialog, QLineEdit, name).text() for name in ("Prepared for", "Prepared by")},
        **{name: named(dialog, QAbstractButton, name).isChecked() for name in ticks},
    }


CHOSEN = {
    "Layout": "Compact, in two columns",
    "Paper": "A4",
    "Contents": "Always",
    "Marking": "UNCLASSIFIED",
    "Prepared for": "The Minister",
    "Prepared by": "East Asia Desk",
    "Paragraph numbers": True,
    "Ruled space for notes": True,
}


def test_the_copy_begins_with_the_last_choices_and_every_recipe_can_be_taken(make_window):
    dialog = open_dialog(make_window())
    assert choices_of(dialog) == {**CHOSEN, "Cover page": False}
    recipes = entries(named(dialog, QAbstractButton, "Recipes").menu())
    assert {"From the window", "Large type", "Times", "Weekly brief"} <= recipes.keys()
    recipes["Large type"].trigger()
    assert choices_of(dialog)["Layout"] == "Large, 18 points"
    recipes["From the window"].trigger()
    assert choices_of(dialog) == {**CHOSEN, "Cover page": True}


def test_opening_and_closing_loses_nothing_that_was_kept(make_window, documents):
    home = Path(os.environ["HKVIEWER_HOME"])
    files = [home / "config" / "settings.json", home / "data" / "places.json"]
    before = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    make_window(documents / "own.md", height=400).close()
    settings, places = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    moved = {"window", "recent", "version"}
    kept = {name: value for name, value in before[0].items() if name not in moved}
    assert {name: settings[name] for name in kept} == kept
    assert settings["recent"] == [str(documents / "own.md"), str(documents / "second.md")]
    for key, place in before[1].items():
        assert (places[key]["section"], places[key]["offset"]) == (place["section"], place["offset"])


def test_a_policys_locks_are_in_force_in_the_window(make_window, documents, monkeypatch):
    shutil.copyfile(BASELINE / "policy.json", documents / "policy.json")
    monkeypatch.setenv("HKVIEWER_POLICY", "policy.json")
    window = make_window()
    themes = menu(window, "View", "Theme")
    assert themes["Dark"].isChecked()
    assert not any(themes[title].isEnabled() for title in ("System", "Light", "Dark", "High contrast"))
    assert next(iter(menu(window, "File", "Open recent"))) == "Documents are not remembered"
    assert not menu(window, "File")["Read in my browser: set by your organisation"].isEnabled()
    dialog = open_dialog(window)
    locked = {"Layout": "Large, 18 points", "Paper": "A4", "Marking": "INTERNAL"}
    assert {**choices_of(dialog), **locked} == choices_of(dialog)
    assert not any(named(dialog, QComboBox, name).isEnabled() for name in locked)
