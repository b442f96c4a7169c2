"""Links to a section of the copy lead to its heading, in every format that has links."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pikepdf
import pytest

from hkviewer.export.briefing import Briefing, OwnWords, SheetPart
from hkviewer.export.formats import docx, html, markdown, text
from hkviewer.export.pdf.compiler import Compiler

Make = Callable[..., Briefing]

SHEET = """# The sheet

## First part

See [the second](#second--last) and [the first](#first-part), [nothing](#nowhere) and [up](../up.md).

## Second & last

Back to the [first](#First-part).
"""


@pytest.fixture
def sheet(part_of: Callable[[str], SheetPart]) -> SheetPart:
    return part_of(SHEET)


def jumps(page: str) -> list[str]:
    """The addresses within `page` that its text has."""
    return re.findall(r'<a href="#([^_"][^"]*)"', page.partition("<main")[2])


def test_a_page_leads_to_its_headings(sheet: SheetPart, brief: Make) -> None:
    page = html.write(brief(sheet)).decode()
    assert jumps(page) == ["second-last", "first-part", "first-part"]
    assert "nothing and up." in page


def test_a_section_that_is_not_in_the_copy_is_led_to_nowhere(sheet: SheetPart, brief: Make) -> None:
    part = SheetPart(sheet.sheet, ("first-part",), sheet.document, sheet.folder)
    page = html.write(brief(part)).decode()
    assert jumps(page) == ["first-part"]


def test_the_same_headings_in_several_parts_are_told_apart(sheet: SheetPart, brief: Make) -> None:
    page = html.write(brief(OwnWords("## First part\n\n[own](#first-part)"), sheet, sheet)).decode()
    assert jumps(page) == [
        "first-part",
        *("second-last", "first-part-2", "first-part-2"),
        *("second-last-2", "first-part-3", "first-part-3"),
    ]


def test_markdown_leads_to_them_by_their_ids(sheet: SheetPart, brief: Make) -> None:
    copy = markdown.write(brief(sheet)).decode()
    assert "[the second](#second-last)" in copy
    assert "[nothing](#nowhere)" in copy
    assert "](../up.md)" not in copy


def test_plain_text_has_the_words(sheet: SheetPart, brief: Make) -> None:
    assert "See the second and the first, nothing and up." in text.write(brief(sheet)).decode()


def test_a_word_file_leads_to_bookmarks(sheet: SheetPart, brief: Make) -> None:
    with zipfile.ZipFile(io.BytesIO(docx.write(brief(sheet, contents="no")))) as archive:
        document = archive.read("word/document.xml").decode()
    marks = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', document)
    led_to = re.findall(r'<w:hyperlink [^>]*w:anchor="([^"]+)"', document)
    assert led_to == [marks[1], marks[0], marks[0]]


def test_a_pdf_leads_to_its_headings(sheet: SheetPart, brief: Make, compiler: Compiler) -> None:
    pdf = compiler.pdf(
        brief(OwnWords("## Aim & way\n\n[end](#the-end) [way](#aim--way)\n\n## The end\n\ny"), sheet)
    )
    opened = pikepdf.Pdf.open(io.BytesIO(pdf))
    annotations = [note for page in opened.pages for note in page.get("/Annots", [])]
    targets = [
        str(note.get("/Dest") or note.A.get("/D")) for note in annotations if "/URI" not in note.get("/A", {})
    ]
    assert targets == ["to-the-end", "to-aim-way", "to-second-last", "part-1", "part-1"]
