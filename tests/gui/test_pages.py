"""The pages about the document, the keys and the program; the report of an unexpected error."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QMessageBox

from hkviewer import __version__
from hkviewer.content.document import open_document, read_document
from hkviewer.gui.actions import ACTIONS
from hkviewer.gui.frame import about
from hkviewer.gui.startup.app import _ErrorReporter
from hkviewer.gui.widgets import dialogs
from hkviewer.preferences.policy import Policy
from tests.gui.doors import action_of


def plain(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText()


@pytest.fixture(scope="module")
def document_words(qapp: QApplication) -> str:
    import datetime as dt

    return plain(about.document_page(open_document(None), dt.date(2026, 11, 22)))


@pytest.mark.parametrize(
    "words",
    [
        "U.S. Department of State",
        "Bureau of East Asian and Pacific Affairs",
        "August 2020 (inferred), 6 years old",
        "the country guide of trade.gov of 2022-01-21 cites “U.S. Relations with Hong Kong, August 2020”",
        "https://www.state.gov/u-s-relations-with-hong-kong/",
        "22 November 2026",
        "public domain (17 U.S.C. § 105)",
        "U.S.-Hong Kong Relations",
        "Here's how you know",
        "Yes: every word of the captured text",
        "not an official product",
    ],
)
def test_about_this_document_says(document_words, words):
    assert words in document_words


def test_about_this_document_shows_the_digest_of_the_file(document_words):
    assert open_document(None).sheet.digest in document_words


def test_about_a_sheet_of_one_s_own_says_what_is_known_and_nothing_more(qapp, hard_sheet):
    import datetime as dt

    words = plain(about.document_page(read_document(hard_sheet), dt.date(2026, 11, 22)))
    assert "A Hard Sheet" in words
    assert str(hard_sheet) in words
    assert "no captured text" in words
    for absent in ("Publisher", "Edition", "Licence", "banner", "None"):
        assert absent not in words


def test_front_matter_of_another_program_stands_there_as_it_is(qapp, tmp_path):
    import datetime as dt

    path = tmp_path / "foreign.md"
    front = (
        "title: T\nauthor: [J. Doe, A. Roe]\ndate: 12 May 2019\n# a note\ntags:\n  - <b>x</b>\nbad: [\n  y"
    )
    path.write_text(f"---\n{front}\n---\n\nText.\n", encoding="utf-8")
    words = plain(about.document_page(read_document(path), dt.date(2026, 11, 22)))
    for line in (
        "J. Doe, A. Roe",
        "dated 12 May 2019, 7 years old",
        "“foreign.md”, line 9",
        *front.splitlines(),
    ):
        assert line in words


def test_markup_in_front_matter_shows_as_text(qapp, tmp_path):
    import datetime as dt

    path = tmp_path / "markup.md"
    path.write_text("---\nkind: <b>x</b>\npublisher: <img src=x>\n---\n\n# T\n", encoding="utf-8")
    words = plain(about.document_page(read_document(path), dt.date(2026, 11, 22)))
    assert "<b>x</b>" in words
    assert "<img src=x>" in words


def test_the_keys_page_lists_every_key_of_the_table(qapp):
    words = plain(about.keys_page(ACTIONS))
    for spec in ACTIONS:
        if spec.keys:
            assert spec.plain_text in words, spec.name
            assert spec.keys[0].replace("PgUp", "").replace("PgDown", "") in words, spec.name
    for more in ("Ctrl+1", "Space", "Arrow keys", "Tab", "Enter", "Esc", "Ctrl+wheel"):
        assert more in words


def test_about_the_program_tells_versions_licences_and_that_it_is_not_official(qapp):
    words = plain(about.program_page(Policy()))
    for needed in (
        __version__,
        "MIT",
        "Open Font Licence",
        "Lucide",
        "LGPL",
        "not an official product",
        "Python",
    ):
        assert needed in words


def test_about_this_document_before_any_document_is_no_error(make_window, tmp_path):
    window = make_window(tmp_path / "missing.md")
    action_of(window, "about_document").trigger()
    action_of(window, "copy").trigger()
    action_of(window, "select_all").trigger()
    for name in ("next_section", "previous_section", "back", "forward", "zoom_in", "next_theme"):
        action_of(window, name).trigger()


@pytest.fixture
def excepthook(monkeypatch):
    """sys.excepthook comes back after the test."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


def test_an_unexpected_error_is_shown_with_versions_and_a_report_to_copy(window, monkeypatch, excepthook):
    shown: list[QMessageBox] = []

    def run(box: QMessageBox) -> int:
        shown.append(box)
        copy = next(button for button in box.buttons() if "Copy" in button.text())
        copy.click()
        assert box.result() == 0, "copying does not close the box"
        return 0

    monkeypatch.setattr(QMessageBox, "exec", run)
    _ErrorReporter(window)
    error = ZeroDivisionError("made for the test")
    sys.excepthook(type(error), error, None)
    (box,) = shown
    assert f"hkviewer {__version__}" in box.informativeText()
    assert "Qt 6" in box.informativeText()
    assert "Traceback" not in box.text() + box.informativeText()
    report = QApplication.clipboard().text()
    assert "ZeroDivisionError: made for the test" in report
    assert f"hkviewer {__version__}" in report


def test_an_error_while_one_is_shown_does_not_pile_up(window, monkeypatch, excepthook):
    shown = []

    def run(_report, _parent):
        shown.append(1)
        sys.excepthook(ValueError, ValueError("again"), None)

    monkeypatch.setattr(dialogs, "show_error", run)
    _ErrorReporter(window)
    sys.excepthook(ValueError, ValueError("first"), None)
    assert shown == [1]


def test_an_interrupt_by_the_keyboard_is_no_error(window, monkeypatch, excepthook):
    shown = []
    monkeypatch.setattr(dialogs, "show_error", lambda *_arguments: shown.append(1))
    _ErrorReporter(window)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert shown == []
