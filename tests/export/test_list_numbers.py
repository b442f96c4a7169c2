"""Lists of letters, Roman numbers and numbers that leave some out look so in the window and in every copy."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pypdfium2
import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.formats.registry import write
from hkviewer.export.formats.sheet_html import page_html

TEXT = """# T

<ol type="a" start="3"><li>one</li><li>two<ol type="I"><li>deep</li></ol></li><li value="9">three</li></ol>

- apart

<ol reversed><li>last</li><li>first</li></ol>
"""
MARKERS = ["c.", "d.", "I.", "i.", "2.", "1."]


@pytest.fixture(scope="module")
def sheet() -> FactSheet:
    return parse_sheet(TEXT, name="t", digest="0" * 64)


def copied(sheet: FactSheet, form: str) -> bytes:
    return write(Briefing((SheetPart(sheet),), Choices(dt.date(2026, 1, 1))), form)


def test_in_text(sheet: FactSheet) -> None:
    lines = copied(sheet, "txt").decode().split("\n")
    assert [line.split()[0] for line in lines if line.strip()[:2] in MARKERS] == MARKERS


def test_in_markdown_they_read_back_as_they_are(sheet: FactSheet) -> None:
    back = parse_sheet(copied(sheet, "md").decode(), name="copy", digest="")
    (body,) = sheet.sections
    assert body.text in "\n".join(section.text for section in back.sections)


def test_on_a_page(sheet: FactSheet) -> None:
    starts = ['<ol type="a" start="3">', '<ol type="I">', '<ol type="a" start="9">', '<ol start="2">', "<ol>"]
    assert re.findall("<ol[^>]*>", copied(sheet, "html").decode()) == starts
    shown = page_html(sheet, dt.date(2026, 1, 1))
    assert [tag.replace(' start="1"', "") for tag in re.findall("<ol[^>]*>", shown)] == starts


def test_in_pdf(sheet: FactSheet) -> None:
    text = pypdfium2.PdfDocument(copied(sheet, "pdf"))[0].get_textpage().get_text_bounded()
    assert [line.split()[0] for line in text.splitlines() if line[:2] in MARKERS] == MARKERS


def test_in_word(sheet: FactSheet) -> None:
    with zipfile.ZipFile(io.BytesIO(copied(sheet, "docx"))) as archive:
        numbering = archive.read("word/numbering.xml").decode()
    for form in ("lowerLetter", "upperRoman", "decimal"):
        assert f'<w:numFmt w:val="{form}"/>' in numbering
    assert re.findall(r'startOverride w:val="(\d+)"', numbering) == ["3", "1", "9", "2", "1"]
