from __future__ import annotations

from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.frame import browser_copy
from hkviewer.gui.reading.citing import _CitationDialog
from hkviewer.gui.reading.numbering import ParagraphNumbers
from hkviewer.gui.reading.text_geometry import words_rect
from hkviewer.gui.window import MainWindow
from hkviewer.preferences.settings import SettingsStore
from tests.gui.doors import action_of
from tests.gui.places import go_to, point


def clipboard() -> tuple[str, str]:
    data = QtGui.QGuiApplication.clipboard().mimeData()
    return data.text(), data.html()


def test_copy_section_puts_the_section_at_the_reading_place_as_text_and_html(window):
    go_to(window.pane, "u-s-assistance-to-hong-kong")
    action_of(window, "copy_section").trigger()
    text, html = clipboard()
    assert (
        text
        == "U.S. Assistance to Hong Kong\n\nThe United States provides no foreign assistance to Hong Kong."
    )
    assert "<h2>U.S. Assistance to Hong Kong</h2><p>The United States provides no" in html


def select(window: MainWindow, words: str) -> None:
    pane = window.pane
    cursor = pane.document().find(words)
    assert cursor.hasSelection()
    pane.setTextCursor(cursor)


def test_copy_with_citation_adds_where_the_selected_words_come_from(window):
    select(window, "substantial economic and social ties")
    action_of(window, "copy_with_citation").trigger()
    text, html = clipboard()
    words, _, cited = text.partition("\n\n")
    assert words == "substantial economic and social ties"
    for part in (
        "U.S. Department of State",
        "“U.S. Relations With Hong Kong”",
        "August 2020 (inferred)",
        "section “Economic Relations”",
        "paragraph 9",
        "https://www.state.gov/u-s-relations-with-hong-kong/",
        "received 22 November 2026",
    ):
        assert part in cited
        assert part in html or part == "https://www.state.gov/u-s-relations-with-hong-kong/"


def test_without_a_selection_the_whole_section_is_copied_and_cited(window):
    go_to(window.pane, "economic-relations")
    action_of(window, "copy_with_citation").trigger()
    text, _ = clipboard()
    assert text.startswith("Economic Relations\n\nThe United States has substantial")
    assert "section “Economic Relations”" in text.rpartition("\n\n")[2]


@pytest.mark.parametrize(
    ("form", "sign"), [("chicago", "under “"), ("apa", "(2020, August)"), ("plain", "section “")]
)
def test_the_form_that_was_chosen_is_used_and_kept(window, form, sign):
    action_of(window, f"cite_{form}").trigger()
    window.preferences.flush()
    assert SettingsStore().load().citation_form == form
    assert action_of(window, f"cite_{form}").isChecked()
    action_of(window, "copy_with_citation").trigger()
    assert sign in clipboard()[0]


def test_the_page_of_citations_has_every_form_and_saves_a_ris_record(window, tmp_path, monkeypatch):
    dialog = _CitationDialog(window.session.document.sheet, window)
    shown = dialog.page.toPlainText()
    for name in ("Plain", "Chicago note", "APA", "August 2020 (inferred)"):
        assert name in shown
    file = tmp_path / "sheet.ris"
    monkeypatch.setattr(QtWidgets.QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(file), ""))
    dialog._save()
    assert file.read_text(encoding="utf-8").startswith("TY  - ")
    assert str(file) in dialog._outcome.text()


def test_a_ris_record_that_cannot_be_written_gets_one_line(window, tmp_path, monkeypatch):
    dialog = _CitationDialog(window.session.document.sheet, window)
    missing = tmp_path / "no" / "sheet.ris"
    monkeypatch.setattr(QtWidgets.QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(missing), ""))
    dialog._save()
    assert "could not be written" in dialog._outcome.text()


def test_read_in_my_browser_writes_the_page_and_asks_before_it_opens_it(window, monkeypatch):
    asked: list[str] = []
    opened: list[str] = []

    def ask(address: str, _parent: object) -> bool:
        asked.append(address)
        return True

    def open_outside(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(browser_copy, "ask_about_link", ask)
    monkeypatch.setattr(browser_copy, "open_outside", open_outside)
    action_of(window, "read_in_browser").trigger()
    assert asked == opened
    (address,) = asked
    page = Path(address.removeprefix("file://")).read_text(encoding="utf-8")
    assert "<h1" in page
    assert "$31 billion" in page


def test_a_refused_question_opens_nothing(window, monkeypatch):
    monkeypatch.setattr(browser_copy, "ask_about_link", lambda *_a: False)
    monkeypatch.setattr(browser_copy, "open_outside", lambda _address: pytest.fail("opened"))
    action_of(window, "read_in_browser").trigger()


def test_paragraph_numbers_are_those_of_the_copy_and_stay_out_of_the_text(window):
    before = window.pane.toPlainText()
    action_of(window, "paragraph_numbers").trigger()
    window.preferences.flush()
    assert SettingsStore().load().paragraph_numbers
    points = ParagraphNumbers(window.session.document.sheet).points
    assert list(points) == list(range(1, len(points) + 1))
    assert points[9] == point("economic-relations", 0)
    assert window.pane.toPlainText() == before


def test_paragraph_numbers_are_drawn_beside_the_column_until_they_are_switched_off(window):
    plain = window.pane.viewport().grab().toImage()
    action_of(window, "paragraph_numbers").trigger()
    numbered = window.pane.viewport().grab().toImage()
    column = plain.rect().adjusted(plain.width() // 4, 0, 0, 0)
    assert numbered != plain
    assert numbered.copy(column) == plain.copy(column)
    action_of(window, "paragraph_numbers").trigger()
    assert window.pane.viewport().grab().toImage() == plain


def test_a_number_stands_beside_the_words_of_a_line_that_a_picture_makes_taller(qapp):
    view = QtWidgets.QTextEdit()
    picture = QtGui.QImage(20, 90, QtGui.QImage.Format.Format_RGB32)
    kind = QtGui.QTextDocument.ResourceType.ImageResource
    view.document().addResource(kind, QtCore.QUrl("a:b"), picture)
    view.resize(400, 400)
    view.show()
    view.setHtml('<p>Words <img src="a:b"></p><p>Words</p>')
    tall, plain = (words_rect(view, position) for position in (0, view.document().lastBlock().position()))
    assert tall.height() == pytest.approx(plain.height(), abs=2)
    assert tall.bottom() > 90
