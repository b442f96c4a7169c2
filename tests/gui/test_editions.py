"""An editor's edition: its name, and the menu of its sheets."""

from __future__ import annotations

import shutil

import pytest

from hkviewer.gui.frame import about
from hkviewer.gui.frame.library_host import LibraryHost
from hkviewer.gui.widgets.notice import NoticeBar
from hkviewer.gui.widgets.page_words import PageWords
from hkviewer.preferences.policy import Policy
from hkviewer.system import paths
from tests.gui.doors import action_of, menu_of


@pytest.fixture
def several_sheets(tmp_path, monkeypatch):
    """Two more sheets come with the program."""
    content = tmp_path / "content"
    shutil.copytree(paths.content_folder(), content)
    for title, name, order in (("France", "france", 1), ("Q & A", "q-and-a", 2)):
        front = f"---\ntitle: {title}\nid: {name}\norder: {order}\n---\n"
        (content / f"{name}.md").write_text(f"{front}\n# {title}\n\n## A\n\nText.\n", encoding="utf-8")
    monkeypatch.setattr(paths, "content_folder", lambda: content)


def test_one_sheet_needs_no_menu(window):
    assert not menu_of(window, "Sheets").menuAction().isVisible()


def test_the_library_is_offered_from_the_first_moment_on(several_sheets, make_window, monkeypatch):
    monkeypatch.setattr(LibraryHost, "begin", lambda _host: None)
    assert make_window().findChild(PageWords)


def test_several_sheets_stand_in_a_menu_in_their_order_the_open_one_marked(several_sheets, make_window):
    window = make_window()
    menu = menu_of(window, "Sheets")
    assert menu.menuAction().isVisible()
    menu.aboutToShow.emit()
    titles = [(action.text(), action.isChecked()) for action in menu.actions()]
    assert titles == [("France", True), ("Q && A", False), ("U.S. Relations With Hong Kong", False)]


def test_a_choice_there_opens_the_sheet(several_sheets, make_window):
    window = make_window()
    menu = menu_of(window, "Sheets")
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert window.windowTitle() == "U.S. Relations With Hong Kong"
    menu.aboutToShow.emit()
    assert [action.isChecked() for action in menu.actions()] == [False, False, True]


def test_a_sheet_that_cannot_be_read_stands_in_the_menu_and_says_why(several_sheets, make_window):
    (paths.content_folder() / "france.md").write_bytes(b"\x89PNG\0")
    window = make_window()
    menu = menu_of(window, "Sheets")
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()][-1] == "france.md"
    menu.actions()[-1].trigger()
    assert "binary file" in window.findChild(NoticeBar).accessibleDescription().lower()


def test_an_edition_is_called_by_its_name(monkeypatch, make_window):
    monkeypatch.setattr(paths, "product", lambda: paths.Product(id="east-asia", name="East Asia Fact Sheets"))
    window = make_window()
    assert action_of(window, "about").text() == "&About East Asia Fact Sheets"
    page = about.program_page(Policy())
    assert "<h2>East Asia Fact Sheets, made with hkviewer" in page
    assert "Each sheet’s own licence" in page
