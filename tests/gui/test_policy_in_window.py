"""What the organisation has set, as the window shows it: in force, out of reach, and saying so."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QMenu, QWidget

from hkviewer.gui.export import printing
from hkviewer.gui.frame import about, links
from hkviewer.gui.frame.document_commands import DocumentCommands
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.widgets import dialogs
from hkviewer.gui.widgets.dialogs import LinkQuestion
from hkviewer.gui.widgets.notice import NoticeBar
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.policy import SET_BY, Policy
from hkviewer.preferences.policy_file import read
from hkviewer.preferences.settings import Settings, SettingsStore
from hkviewer.system import paths
from hkviewer.theme import ThemeName
from tests.examples import breadth
from tests.gui.doors import (
    action_of,
    by_name,
    copy_dialog_of,
    field_of,
    menu_of,
    part_of,
    search_of,
    status_of,
)
from tests.gui.places import point, where

popups = pytest.mark.qt_log_ignore("This plugin does not support (grabbing|raise)", extend=True)
WORDS = "Set by your organisation"


def policy(**groups: Any) -> Policy:
    return read(json.dumps(groups).encode(), "policy.json")


@pytest.fixture
def impose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets the machine have a policy: impose(defaults={...}, locks={...})."""

    def put(text: str = "", **groups: Any) -> None:
        file = tmp_path / "policy.json"
        file.write_text(text or json.dumps(groups), encoding="utf-8")
        monkeypatch.setattr(paths, "policy_file", lambda: file)

    return put


def rows(menu: QMenu) -> dict[str, QAction]:
    return {action.text().replace("&", ""): action for action in menu.actions() if action.text()}


def notes(whole: QWidget) -> list[str]:
    return [words.text() for words in whole.findChildren(QLabel) if SET_BY.lower() in words.text().lower()]


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(words.split())


def test_without_a_policy_no_organisation_is_named(window):
    menu = menu_of(window, "Theme")
    assert WORDS not in rows(menu)
    assert all(action.isEnabled() for action in menu.actions())
    assert WORDS not in about.program_page(Policy())


# Theme


def test_a_locked_theme_is_in_force_and_its_menu_says_whose_choice_it_is(make_window, impose):
    SettingsStore().change(lambda settings: settings.replace(theme=ThemeName.LIGHT))
    impose(locks={"theme": "dark"})
    window = make_window()
    menu = menu_of(window, "Theme")
    menu.aboutToShow.emit()
    found = rows(menu)
    assert window.looks.colours.dark
    assert found["Dark"].isChecked()
    assert not any(
        found[name].isEnabled() for name in ("System", "Light", "Dark", "High contrast", "Next theme")
    )
    assert found["Dark"].toolTip() == WORDS
    assert not found[WORDS].isEnabled()


def test_a_locked_theme_stays_whatever_is_tried_and_the_readers_own_comes_back(make_window, impose):
    SettingsStore().change(lambda settings: settings.replace(theme=ThemeName.LIGHT))
    impose(locks={"theme": "dark"})
    window = make_window()
    window.looks.choose_theme(ThemeName.HIGH_CONTRAST)
    assert window.looks.colours.dark
    window.close()
    impose("{}")
    assert SettingsStore().load().theme is ThemeName.LIGHT


def test_a_default_theme_holds_until_the_reader_chooses(make_window, impose):
    impose(defaults={"theme": "dark", "zoom": 150})
    window = make_window()
    assert window.looks.colours.dark
    assert status_of(window)._zoom.text() == "150 %"
    assert all(action.isEnabled() for action in menu_of(window, "Theme").actions())
    window.looks.choose_theme(ThemeName.LIGHT)
    window.close()
    assert not make_window().looks.colours.dark


# Links and the browser


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[LinkQuestion]]:
    """Stands for a reader who accepts however the dialog looks; the dialogs seen."""
    seen: list[LinkQuestion] = []

    def accept(box: LinkQuestion) -> int:
        seen.append(box)
        box.show()
        QApplication.processEvents()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(LinkQuestion, "exec", accept)
    yield seen
    for box in seen:
        box.close()


def test_a_forbidden_link_is_shown_never_opened_and_the_dialog_says_whose_choice_it_is(
    make_window, impose, answer, monkeypatch
):
    opened: list[str] = []
    monkeypatch.setattr(links, "open_outside", opened.append)
    impose(locks={"external-links": False})
    make_window().pane.link_activated.emit("https://example.org/a")
    (box,) = answer
    assert opened == []
    assert f"{WORDS}." in box.words.text()
    assert box.address.toPlainText() == "https://example.org/a"
    button = next(button for button in box.buttons.buttons() if button.text() == "Open link")
    assert not button.isEnabled()
    assert (button.toolTip(), button.accessibleDescription()) == (WORDS, WORDS)


def test_an_allowed_link_opens_after_the_question(make_window, impose, answer, monkeypatch):
    opened: list[str] = []

    def open_outside(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(links, "open_outside", open_outside)
    impose(locks={"external-links": True})
    make_window().pane.link_activated.emit("https://example.org/a")
    assert opened == ["https://example.org/a"]
    assert WORDS not in answer[0].words.text()


def test_a_forbidden_browser_copy_is_out_of_reach_in_the_menu_which_says_why(
    make_window, impose, monkeypatch
):
    impose(locks={"browser-copy": False})
    window = make_window()
    action = action_of(window, "read_in_browser")
    assert not action.isEnabled()
    assert action.text().replace("&", "") == "Read in my browser: set by your organisation"
    assert action.toolTip() == WORDS
    monkeypatch.setattr(dialogs, "ask_about_link", lambda *_a, **_n: True)
    part_of(window, DocumentCommands).read_in_browser()
    assert WORDS in part_of(window, NoticeBar)._words.text(), "whatever leads there"
    assert not list(paths.cache_folder().rglob("*.html"))


# What is remembered


def test_recent_documents_that_are_not_to_be_kept_are_on_no_list_and_in_no_file(
    make_window, impose, hard_sheet
):
    first = make_window(hard_sheet, height=300)
    first.findChild(SectionTree).chosen.emit("letters")
    first.close()
    assert hard_sheet.name in (paths.data_folder() / "places.json").read_text(encoding="utf-8")
    assert SettingsStore().load().recent == (str(hard_sheet),)
    impose(locks={"recent-documents": False})
    window = make_window(hard_sheet, height=300)
    window.findChild(SectionTree).chosen.emit("tables")
    menu = menu_of(window, "Recent")
    menu.aboutToShow.emit()
    found = rows(menu)
    window.close()
    assert list(found) == ["Documents are not remembered", "Remember documents", WORDS]
    assert not any(action.isEnabled() for action in found.values())
    assert not found["Remember documents"].isChecked()
    for file in paths.settings_folder().parent.rglob("*.json"):
        assert hard_sheet.name not in file.read_text(encoding="utf-8"), file


def test_the_place_in_the_bundled_sheet_is_kept_all_the_same(make_window, impose):
    impose(locks={"recent-documents": False})
    window = make_window()
    tree = window.findChild(SectionTree)
    assert tree is not None
    tree.chosen.emit("economic-relations")
    window.close()
    assert where(make_window().pane) == point("economic-relations")


def test_the_reader_too_may_have_no_documents_remembered(make_window, hard_sheet):
    window = make_window(hard_sheet, height=300)
    window.findChild(SectionTree).chosen.emit("letters")
    window.open(str(hard_sheet))
    menu = menu_of(window, "Recent")
    menu.aboutToShow.emit()
    keep = rows(menu)["Remember documents"]
    assert keep.isEnabled()
    keep.trigger()
    window.open(str(hard_sheet))
    window.close()
    kept = SettingsStore().load()
    assert (kept.recent, kept.keep_recent) == ((), False)
    assert str(hard_sheet) not in (paths.data_folder() / "places.json").read_text(encoding="utf-8")


@popups
def test_the_search_history_that_is_not_to_be_kept_says_whose_choice_it_is(make_window, impose, qtbot):
    SettingsStore().change(lambda settings: settings.with_search("secret"))
    impose(locks={"search-history": False})
    window = make_window()
    search_of(window).session.committed.emit("another secret")
    seen: dict[str, QAction] = {}
    states: dict[str, bool] = {}

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        seen.update(rows(menu))
        states.update({name: action.isEnabled() for name, action in seen.items()})
        menu.close()

    QTimer.singleShot(0, look)
    field_of(window).show_history()
    assert WORDS in states
    assert (states["Remember searches"], states[WORDS]) == (False, False)
    window.close()
    file = (paths.settings_folder() / "settings.json").read_text(encoding="utf-8")
    assert "secret" not in file
    impose("{}")
    assert SettingsStore().load().keep_search_history, "the reader’s own choice is back"


# Copies

FIELDS = {
    "Layout": ("layout", "large"),
    "Paper": ("paper", "a4"),
    "Marking": ("marking", "CUI"),
    "Prepared for": ("prepared-for", "The Minister"),
    "Prepared by": ("prepared-by", "Desk 3"),
}


@pytest.mark.parametrize("name", breadth(FIELDS))
def test_a_locked_field_of_a_copy_shows_its_value_out_of_reach_and_whose_it_is(make_dialog, name):
    key, value = FIELDS[name]
    found = policy(locks={key: value})
    dialog = make_dialog(policy=found, settings=Settings(**found.around({})))
    field = by_name(dialog, name)
    assert not field.isEnabled()
    assert (field.toolTip(), field.accessibleDescription()) == (WORDS, WORDS)
    assert notes(dialog) == [WORDS]
    shown = field.currentText() if isinstance(field, QComboBox) else field.text()
    assert shown.startswith(
        value.capitalize() if name == "Layout" else value.upper() if name == "Paper" else value
    )
    others = [by_name(dialog, other) for other in FIELDS if other != name]
    assert all(other.isEnabled() for other in others)
    assert getattr(dialog.briefing.choices, key.replace("-", "_")) == value


def test_what_is_locked_stands_in_the_copy_and_never_in_the_readers_settings(make_window, impose, settled):
    SettingsStore().change(lambda settings: settings.replace(copy_marking="MY OWN", copy_paper="letter"))
    impose(locks={"marking": "CUI", "paper": "a4", "prepared-by": "Desk 3"})
    window = make_window()
    action_of(window, "print_copy").trigger()
    words = text_of(settled(copy_dialog_of(window)))
    assert "CUI" in words
    assert "Desk 3" in words
    copy_dialog_of(window).close()
    window.close()
    file = json.loads((paths.settings_folder() / "settings.json").read_text(encoding="utf-8"))
    assert (file["copy_marking"], file["copy_paper"]) == ("MY OWN", "letter")
    assert "copy_prepared_by" not in file


def test_a_default_is_shown_until_the_reader_chooses_and_the_usual_paper_is_a_choice_beside_it(
    make_window, impose
):
    for default, other in (("a4", "Letter"), ("letter", "A4")):
        impose(defaults={"paper": default})
        (paths.settings_folder() / "settings.json").unlink(missing_ok=True)
        window = make_window()
        action_of(window, "print_copy").trigger()
        assert copy_dialog_of(window).briefing.choices.paper == default
        by_name(copy_dialog_of(window), "Paper").setCurrentText(other)
        copy_dialog_of(window).close()
        window.close()
        assert SettingsStore().load().copy_paper == other.lower()


def entries(combo: QComboBox) -> list[str]:
    return [combo.itemText(n) for n in range(combo.count())]


def test_the_organisations_markings_are_offered_beside_own_words(make_dialog):
    dialog = make_dialog(policy=policy(defaults={"markings": ["INTERNAL", "CUI"]}))
    assert entries(by_name(dialog, "Marking")) == ["None", "INTERNAL", "CUI", "Own words"]
    assert notes(dialog) == []


def test_of_a_locked_list_only_its_markings_can_be_chosen_and_it_says_so(make_dialog):
    found = policy(locks={"markings": ["INTERNAL", "CUI"]})
    dialog = make_dialog(policy=found, settings=Settings(**found.around({"copy_marking": "MY OWN"})))
    combo = by_name(dialog, "Marking")
    assert entries(combo) == ["INTERNAL", "CUI"]
    assert combo.isEnabled()
    assert dialog.briefing.choices.marking == "INTERNAL"
    assert notes(dialog) == ["The list: set by your organisation"]
    assert combo.accessibleDescription() == "The list: set by your organisation"
    assert not by_name(dialog, "Own marking").isVisible()


def test_a_locked_list_may_hold_none(make_dialog):
    dialog = make_dialog(policy=policy(locks={"markings": ["", "CUI"]}))
    assert entries(by_name(dialog, "Marking")) == ["None", "CUI"]
    assert dialog.briefing.choices.marking == ""


def test_a_recipe_saved_before_the_lock_gives_way_to_it(make_dialog):
    before = make_dialog()
    by_name(before, "Marking").setCurrentText("Own words")
    by_name(before, "Own marking").setText("MY OWN")
    before.recipes.save("Mine")
    dialog = make_dialog(policy=policy(locks={"markings": ["INTERNAL"], "paper": "a4"}))
    dialog.recipes.load("Mine")
    choices = dialog.briefing.choices
    assert (choices.marking, choices.paper) == ("INTERNAL", "a4")


@pytest.mark.parametrize("button", ["Export", "Print"])
def test_no_copy_leaves_while_the_lock_on_its_marking_cannot_be_read(make_dialog, settled, button):
    dialog = make_dialog(policy=policy(locks={"marking": 7}))
    settled(dialog)
    by_name(dialog, button).click()
    assert "No copy is made" in dialog.message.words


def test_a_locked_paper_is_printed_as_it_is_set(make_dialog, settled, monkeypatch):
    asked: list[bool] = []
    monkeypatch.setattr(
        printing, "print_copy", lambda *_a, paper_is_fixed, **_named: asked.append(paper_is_fixed)
    )
    for found in (policy(), policy(locks={"paper": "a4"})):
        dialog = make_dialog(policy=found)
        settled(dialog)
        by_name(dialog, "Print").click()
    assert asked == [False, True]


# A damaged policy


@pytest.mark.parametrize("text", ["{", "[]", '{"locks": 7}', '{"locks": {"makring": "CUI"}}', "\x00"])
def test_a_damaged_policy_opens_the_window_and_is_said(make_window, impose, text):
    impose(text)
    window: MainWindow = make_window()
    assert window.windowTitle() == "U.S. Relations With Hong Kong"
    assert "policy file has faults" in status_of(window)._source.accessibleName()
    assert not action_of(window, "read_in_browser").isEnabled()
    tree = window.findChild(SectionTree)
    assert tree is not None
    tree.chosen.emit("economic-relations")
    window.close()


def test_about_tells_what_is_in_force_and_what_is_wrong(qapp):
    words = about.program_page(policy(locks={"theme": "drak", "paper": "a4"}))
    assert f"<h3>{WORDS}</h3>" in words
    assert "locked: paper “a4”" in words
    assert "“theme” must be" in words
    assert "policy.json" in words


def test_the_store_of_places_forgets_paths_and_keeps_bundled_sheets(tmp_path):
    store = PlaceStore()
    store._file.change(lambda _stored: {"us-relations-with-hong-kong": {}, str(tmp_path / "a.md"): {}})
    store.forget_documents()
    assert store._file.load() == {"us-relations-with-hong-kong": {}}


def test_file_dialogs_note_their_folders_beside_the_settings_or_nowhere(make_window, impose):
    """Qt's own dialogs would write the folders that were visited into the reader's home."""
    kinds = QSettings

    def noted_in() -> Path:
        return Path(kinds(kinds.Format.NativeFormat, kinds.Scope.UserScope, "QtProject").fileName())

    make_window()
    file = paths.settings_folder() / "QtProject.conf"
    assert noted_in() == file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("[FileDialog]\nlastVisited=/secret\n", encoding="utf-8")
    impose(locks={"recent-documents": False})
    make_window()
    assert noted_in().parent == Path(os.devnull)
    assert not file.exists()
