"""The pages' own widget: drawing what is in view, and no more."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hkviewer.content.document import open_document
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.gui.export import page_view
from hkviewer.gui.export.page_view import PageView

DATE = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def pdfs() -> tuple[bytes, bytes]:
    """Two copies of six pages in large type that differ in their marking."""
    part = SheetPart.of(open_document(None))
    with Compiler() as compiler:
        made = [
            compiler.pdf(Briefing((part,), Choices(DATE, layout="large", marking=marking)))
            for marking in ("", "UNCLASSIFIED")
        ]
    return made[0], made[1]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that were drawn, in order."""
    numbers: list[int] = []
    draw = page_view.page_image

    def noted(pdf, dpi, number):
        numbers.append(number)
        return draw(pdf, dpi, number)

    monkeypatch.setattr(page_view, "page_image", noted)
    return numbers


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> PageView:
    made = PageView()
    qtbot.addWidget(made)
    made.resize(300, 2000)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_more_pages_in_view_than_are_kept_are_each_drawn_once(view, qtbot, pdfs, drawn, monkeypatch):
    monkeypatch.setattr(page_view, "_KEPT", 2)
    view.show_pdf(pdfs[0])
    view.zoom_to(25)
    drawn.clear()
    view.show_pdf(pdfs[1])
    qtbot.waitUntil(lambda: len(drawn) >= view.page_count, timeout=5000)
    qtbot.wait(100)
    assert sorted(drawn) == list(range(1, view.page_count + 1))


def test_the_page_looked_at_is_drawn_first(view, qtbot, pdfs, drawn):
    view.show_pdf(pdfs[0])
    view.zoom_to(50)
    view.go_to(3)
    qtbot.wait(100)
    drawn.clear()
    view.show_pdf(pdfs[1])
    qtbot.waitUntil(lambda: len(drawn) >= 2, timeout=5000)
    assert drawn[0] == view.page == 3


def test_a_size_asked_for_before_the_first_copy_is_taken(view, pdfs):
    view.zoom_to(50)
    view.show_pdf(pdfs[0])
    assert view.zoom == 50


def test_in_the_end_every_page_in_view_is_of_the_newest_copy(view, qtbot, pdfs, drawn):
    view.zoom_to(25)
    view.show_pdf(pdfs[1])
    qtbot.waitUntil(lambda: len(view._pictures) == view.page_count, timeout=5000)
    wanted = view.grab().toImage()
    view.show_pdf(pdfs[0])
    view.show_pdf(pdfs[1])
    qtbot.waitUntil(lambda: len(view._pictures) == view.page_count, timeout=5000)
    assert view.grab().toImage() == wanted


def test_pictures_out_of_view_are_let_go(view, qtbot, pdfs, drawn, monkeypatch):
    monkeypatch.setattr(page_view, "_KEPT", 2)
    view.resize(500, 400)
    view.show_pdf(pdfs[0])
    view.zoom_to(100)
    for page in range(1, view.page_count + 1):
        view.go_to(page)
        qtbot.waitUntil(lambda page=page: page in drawn, timeout=5000)
    assert len(view._pictures) <= 2
