"""A sheet as the HTML of the pane."""

from __future__ import annotations

import datetime as dt
import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCharFormat, QTextDocument

from hkviewer.content.document import open_document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import NO_TEXT, FactSheet
from hkviewer.gui.reading.pane_html import PaneStyle, about_line, pane_html
from hkviewer.gui.reading.rich_text import underline_abbreviations
from hkviewer.theme import DARK, HIGH_CONTRAST, LIGHT, TYPOGRAPHY, Colours
from tests.examples import breadth, examples
from tests.html_reader import HtmlReader
from tests.rich_sheet import RICH

TODAY = dt.date(2026, 11, 22)


def sheet(text: str) -> FactSheet:
    return parse_sheet(text, name="t", digest="")


def test_what_would_be_markup_is_written_as_the_standard_library_writes_it():
    title = "Less < & > “\"'"
    assert f"<h1>{escape(title)}</h1>" in pane(sheet(f"---\ntitle: {title}\n---\n"))


def pane(of: FactSheet, zoom: float = 1.0) -> str:
    return pane_html(of, PaneStyle(LIGHT, TYPOGRAPHY, zoom), TODAY)


def test_the_pane_has_every_heading_and_every_leaf():
    bundled = open_document(None).sheet
    html = HtmlReader(pane(bundled))
    for section in bundled.sections:
        assert section.title in html.text
        for leaf in section.leaves:
            assert leaf.text in html.text


def test_html_in_a_sheet_is_read_and_never_passed_through():
    read = HtmlReader(
        pane(sheet('# T\n\n## <b>A</b>\n\n<script>alert(1)</script> <img src=x onerror="y">\n'))
    )
    assert not {"script", "b"} & set(read.tags)
    assert [value for name, value in read.attributes if name == "src"] == ["sheet:x"]
    assert "alert" not in read.text
    assert [value for name, value in read.attributes if name == "onerror"] == []
    assert "A" in read.text


def test_an_address_cannot_leave_its_attribute():
    read = HtmlReader(pane(sheet('# T\n\n## A\n\n[x](<a"onclick="b>)\n')))
    assert not [name for name, _ in read.attributes if name == "onclick"]


def test_a_picture_is_named_with_its_words_below_one_from_elsewhere_is_its_words():
    read = HtmlReader(pane(sheet("# T\n\n## A\n\n![A map](map.png) ![Away](https://example.org/x.png)\n")))
    assert [value for name, value in read.attributes if name == "src"] == ["sheet:map.png"]
    assert "A map" in read.text
    assert "Away" in read.text


def test_sizes_are_in_points_times_the_zoom():
    bundled = open_document(None).sheet
    assert "font-size: 12.00pt" in pane(bundled)
    assert "font-size: 24.00pt" in pane(bundled, 2.0)
    assert "font-size: 12.00pt" not in pane(bundled, 2.0)
    for unit in ("em;", "rem;", "var("):
        assert unit not in pane(bundled)


def test_colours_are_the_theme_s():
    html = pane_html(open_document(None).sheet, PaneStyle(DARK, TYPOGRAPHY), TODAY)
    assert DARK.heading in html
    assert LIGHT.heading not in html


def test_the_line_about_the_sheet_tells_what_is_known():
    assert about_line(open_document(None).sheet, TODAY) == (
        "U.S. Department of State · Bilateral relations fact sheet · "
        "August 2020 (inferred), 6 years old · 5 sections · 3 min read"
    )
    assert about_line(sheet("# T\n\n## A\n\nWords.\n"), TODAY) == "1 section · 1 min read"
    assert about_line(sheet("# T\n"), TODAY) == NO_TEXT
    assert about_line(sheet("[a]: https://a.org\n\n<!-- b -->\n"), TODAY) == NO_TEXT


@pytest.mark.parametrize("fact", ["August 2020 (inferred),", "6 years old", "5 sections", "3 min read"])
def test_short_facts_of_that_line_are_not_broken_in_the_pane(fact):
    assert fact.replace(" ", "\u00a0") in pane(open_document(None).sheet)


FACTS = """\
author: Office of the Historian
publisher: United States Department of State, Bureau of East Asian and Pacific Affairs
kind: Fact sheet
date: 2020-08
"""


def about_lines(shown: QTextDocument, width: float) -> list[str]:
    """The line about the sheet as it is laid out in a column of so many pixels."""
    shown.setTextWidth(width)
    shown.documentLayout().documentSize()
    block = shown.begin().next()
    found = map(block.layout().lineAt, range(block.layout().lineCount()))
    return [block.text()[n.textStart() : n.textStart() + n.textLength()].strip() for n in found]


@pytest.mark.parametrize("zoom", breadth([0.6, 1.0, 2.0, 3.0], 2))
@pytest.mark.parametrize("text", [None, f"---\n{FACTS}---\n\n# T\n\n## A\n\nWords.\n"])
def test_no_line_about_the_sheet_ends_with_a_sign_that_leads_nowhere(qapp, zoom, text):
    shown = QTextDocument()
    shown.setHtml(pane(open_document(None).sheet if text is None else sheet(text), zoom))
    counts = set()
    # 455 pixels is the narrowest window; below, at 300 %, single letters fit.
    for width in range(round(140 * zoom), 1200, 7):
        lines = about_lines(shown, width)
        counts.add(len(lines))
        assert not [line for line in lines if line.endswith("·")], (width, lines)
    assert len(counts) > 2


@examples(1)
@given(st.text(st.sampled_from("ab 1\n*_`#>-|[]()!<>&\\\"'😀香"), max_size=150))
def test_any_sheet_gives_html_whose_tags_close_and_loses_no_letter(text):
    parsed = sheet("# T\n\n## A\n\n" + text)
    read = HtmlReader(pane(parsed))
    for section in parsed.sections:
        for leaf in section.leaves:
            for word in leaf.text.split():
                assert word in read.text


def formats(document: QTextDocument) -> dict[str, QTextCharFormat]:
    """The format of each run of words."""
    found: dict[str, QTextCharFormat] = {}
    block = document.begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            found.setdefault(iterator.fragment().text(), iterator.fragment().charFormat())
            iterator += 1
        block = block.next()
    return found


@pytest.mark.parametrize("colours", [LIGHT, DARK, HIGH_CONTRAST])
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_styles_have_their_looks_in_every_theme_and_size(colours: Colours, zoom: float) -> None:
    document = QTextDocument()
    document.setHtml(pane_html(RICH, PaneStyle(colours, TYPOGRAPHY, zoom), dt.date(2026, 1, 1)))
    underline_abbreviations(document)
    shown = formats(document)
    assert shown["underlined"].fontUnderline()
    assert shown["deleted"].fontStrikeOut()
    assert shown["small"].fontPointSize() == pytest.approx(TYPOGRAPHY.text_size * 0.85 * zoom)
    assert shown["marked"].background().color().name() == colours.badge
    assert shown["link"].foreground().color().name() == colours.badge_text
    assert shown["2"].verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignSubScript
    assert shown["HTML"].toolTip() == "Hypertext Markup Language"
    assert shown["HTML"].underlineStyle() == QTextCharFormat.UnderlineStyle.DotLine
    assert shown["Tariff"].fontWeight() > shown["An amount."].fontWeight()
    assert shown["Of two paragraphs."].fontPointSize() == pytest.approx(shown["small"].fontPointSize())


def numbers_in(sheet: FactSheet) -> dict[str, str]:
    """What stands before each item of a list in the pane."""
    document = QTextDocument()
    document.setHtml(pane_html(sheet, PaneStyle(LIGHT, TYPOGRAPHY), dt.date(2026, 1, 1)))
    numbers = {}
    block = document.begin()
    while block.isValid():
        if block.textList():
            numbers[block.text()] = block.textList().itemText(block)
        block = block.next()
    return numbers


def test_items_have_the_numbers_that_are_written() -> None:
    text = "<ol type=a start=3><li>x<li>y<li value=9>z</ol>\n\n<ol reversed type=I><li>v<li>w</ol>"
    numbers = numbers_in(parse_sheet(text, name="t", digest=""))
    assert numbers == {"x": "c.", "y": "d.", "z": "i.", "v": "II.", "w": "I."}


def test_notes_have_the_numbers_that_lead_to_them() -> None:
    numbers = numbers_in(RICH)
    assert numbers["Mentioned in a note.\u00a0↩"] == "[4]"
    assert numbers["Of a table’s heading.\u00a0↩"] == "[5]"
    assert numbers["two"] == "2."


def test_words_without_a_heading_stand_a_paragraphs_space_below_the_line_about_the_sheet(qapp):
    def space_below_line(text: str) -> float:
        document = QTextDocument()
        document.setHtml(pane(sheet(text)))
        return document.begin().next().blockFormat().bottomMargin()

    assert space_below_line("# T\n\nWords.\n") > 1.5 * space_below_line("# T\n\n## A\n\nWords.\n")


def test_a_key_s_sign_and_its_frame_are_set_in_one_typeface(qapp):
    text = "# T\n\n1\ufe0f\u20e3 a [b](https://a.org/2\u20e3) #\u20e3\n"
    html = pane_html(sheet(text), PaneStyle(LIGHT, TYPOGRAPHY), TODAY)
    assert re.findall('<span class="keycap">(.*?)</span>', html) == ["1\ufe0f\u20e3", "#\u20e3"]
    document = QTextDocument()
    document.setHtml(html)
    assert document.find("\u20e3").charFormat().fontFamilies() == ["Noto Emoji"]
