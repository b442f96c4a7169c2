"""A task has its box in place of a bullet, in the window and in each copy that draws bullets."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
from collections.abc import Callable

import docx
import pypdfium2 as pdfium
import pytest
from docx.text.paragraph import Paragraph
from PySide6.QtGui import QTextDocument, QTextListFormat

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.formats import docx as word
from hkviewer.export.formats import html
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.gui.reading.pane_html import PaneStyle, pane_html
from hkviewer.theme import LIGHT, TYPOGRAPHY

TODAY = dt.date(2026, 11, 22)
TEXT = "- [ ] a\n- [x] b\n  - [ ] c\n- d\n- [ ] e\n\n***\n\n1. [x] f\n"


@pytest.fixture(scope="module")
def sheet() -> FactSheet:
    return parse_sheet(TEXT, name="t", digest="0" * 64)


def briefing(sheet: FactSheet) -> Briefing:
    return Briefing((SheetPart(sheet),), Choices(TODAY))


def test_in_the_window(qapp: object, sheet: FactSheet) -> None:
    document = QTextDocument()
    document.setHtml(pane_html(sheet, PaneStyle(LIGHT, TYPOGRAPHY), TODAY))
    shown = {}
    block = document.begin()
    while block.isValid():
        if block.textList():
            shown[block.text()] = block.textList().format().style()
        block = block.next()
    none, disc = QTextListFormat.Style.ListStyleUndefined, QTextListFormat.Style.ListDisc
    number = QTextListFormat.Style.ListDecimal
    assert shown == {"☐ a": none, "☑ b": none, "☐ c": none, "d": disc, "☐ e": none, "☑ f": number}


def test_in_the_window_what_a_task_holds_stands_behind_its_box(qapp: object, sheet: FactSheet) -> None:
    document = QTextDocument()
    document.setHtml(pane_html(sheet, PaneStyle(LIGHT, TYPOGRAPHY), TODAY))
    block, margins = document.begin(), {}
    while block.isValid():
        margins[block.text()] = block.blockFormat().leftMargin()
        block = block.next()
    assert margins["☐ c"] > margins["☑ b"] == margins["d"]


def test_in_a_page_where_it_says_what_it_means(sheet: FactSheet) -> None:
    page = html.write(briefing(sheet)).decode()
    without = {
        re.sub("<.*?>", "", item)[:3]: "none" in item or "none" in before
        for before, item in re.findall("(<ul[^>]*>|</li>|<ol>)(<li.*?)(?=<ul|</li>)", page)
    }
    assert without == {"☐ a": True, "☑ b": True, "☐ c": True, "d": False, "☐ e": True, "☑ f": False}
    assert '<span role="img" aria-label="Done">☑</span> b' in page
    assert '<span role="img" aria-label="To do">☐</span> c' in page


def test_in_a_word_document(sheet: FactSheet) -> None:
    document = docx.Document(io.BytesIO(word.write(briefing(sheet))))
    numbering = document.part.numbering_part.element

    def form(paragraph: Paragraph) -> str:
        (number,) = paragraph._p.xpath("w:pPr/w:numPr/w:numId/@w:val")
        (abstract,) = numbering.xpath(f"w:num[@w:numId={number}]/w:abstractNumId/@w:val")
        return str(numbering.xpath(f"w:abstractNum[@w:abstractNumId={abstract}]/w:lvl/w:numFmt/@w:val")[0])

    forms = {p.text: form(p) for p in document.paragraphs if p.style and str(p.style.name)[:4] == "List"}
    assert forms == {
        "☐ a": "none",
        "☑ b": "none",
        "☐ c": "none",
        "d": "bullet",
        "☐ e": "none",
        "☑ f": "decimal",
    }


def test_in_a_pdf(compiler: Compiler, words_on_pages: Callable[[bytes], str], sheet: FactSheet) -> None:
    text = words_on_pages(compiler.pdf(briefing(sheet)))
    assert [line for line in text.split("\r\n") if re.search(r"[☐☑•]", line)] == [
        *("☐ a", "☑ b", "☐ c", "• d", "☐ e", "1. ☑ f"),
    ]


def test_in_a_pdf_what_a_task_holds_stands_behind_its_box(compiler: Compiler) -> None:
    sheet = parse_sheet("- [ ] Aaa\n  - Bbb\n\n  Ccc\n", name="t", digest="0" * 64)
    with contextlib.closing(pdfium.PdfDocument(compiler.pdf(briefing(sheet)))) as document:
        text = document[0].get_textpage()
        found = {word: text.search(word).get_next() for word in ("Aaa", "Bbb", "Ccc")}
        left = {word: text.get_charbox(place[0])[0] for word, place in found.items() if place}
    assert left["Ccc"] >= left["Aaa"] - 1
    assert left["Bbb"] > left["Aaa"] + 5
