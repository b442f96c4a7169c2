"""A sheet as a page of HTML for other programs, and a section for the clipboard."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.document import open_document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import NO_TEXT, FactSheet
from hkviewer.export.formats.sheet_html import page_html, section_html
from tests.examples import examples
from tests.html_reader import HtmlReader
from tests.rich_sheet import RICH

TODAY = dt.date(2026, 11, 22)


def sheet(text: str) -> FactSheet:
    return parse_sheet(text, name="t", digest="")


def test_raw_html_in_a_sheet_never_reaches_the_page():
    hostile = sheet('# T\n\n## <b>A</b>\n\n<script>alert(1)</script> <img src=x onerror="y"> &lt;i&gt;\n')
    for html in (page_html(hostile, TODAY), section_html(hostile.sections[0])):
        read = HtmlReader(html)
        assert "script" not in read.tags
        assert "img" not in read.tags
        assert "alert" not in read.text
        assert "b" not in read.tags
        assert "<i>" in read.text


def test_a_sheet_without_source_has_no_empty_line_and_one_without_text_says_so():
    assert "<p></p>" not in page_html(sheet("# T\n\na"), TODAY)
    assert NO_TEXT in HtmlReader(page_html(sheet("[a]: https://a.org"), TODAY)).text


def test_a_picture_is_its_words():
    page = HtmlReader(page_html(sheet("# T\n\n## A\n\n![A map](map.png)\n"), TODAY))
    assert "img" not in page.tags
    assert "A map" in page.text


def test_a_section_for_the_clipboard_has_its_heading_and_no_id():
    html = section_html(sheet("# T\n\n## A *B*\n\n3. x\n").sections[0])
    assert html == '<h2>A <em>B</em></h2><ol start="3"><li>x</li></ol>'


def test_the_page_stands_alone_without_scripts_and_names_source_and_edition():
    html = page_html(open_document(None).sheet, TODAY)
    read = HtmlReader(html)
    assert html.startswith("<!DOCTYPE html>")
    assert ("lang", "en") in read.attributes
    assert not {"script", "link", "img"} & set(read.tags)
    assert read.tags.count("h1") == 1
    assert "August 2020 (inferred), 6 years old" in read.text
    assert "https://www.state.gov/u-s-relations-with-hong-kong/" in read.text


def test_the_page_of_some_sections_has_those_alone():
    bundled = open_document(None).sheet
    read = HtmlReader(page_html(bundled, TODAY, [bundled.sections[1]]))
    assert "provides no foreign assistance" in read.text
    assert "Basic Law" not in read.text


@examples(1)
@given(st.text(st.sampled_from("ab 1\n*_`#>-|[]()!<>&\\\"'😀香"), max_size=150))
def test_any_sheet_gives_html_whose_tags_close_and_loses_no_letter(text):
    parsed = sheet("# T\n\n## A\n\n" + text)
    read = HtmlReader(page_html(parsed, TODAY))
    for section in parsed.sections:
        for leaf in section.leaves:
            for word in leaf.text.split():
                assert word in read.text


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:x", "vbscript:x", "data:text/html,x", "file:///etc/passwd", "//evil"],
)
def test_a_page_for_other_programs_keeps_no_link_that_they_should_not_follow(address):
    sheet = parse_sheet(
        f"# T\n\n## S\n\n[words]({address}) and [more](https://example.org/a)\n", name="t", digest=""
    )
    page = page_html(sheet, TODAY)
    assert "words" in page
    assert address not in page
    assert '<a href="https://example.org/a">more</a>' in page


@pytest.mark.parametrize("address", ["#s", "other.md", "mailto:a@example.org", "folder/other.md#s"])
def test_a_page_for_other_programs_keeps_what_lies_beside_it(address):
    sheet = parse_sheet(f"# T\n\n## S\n\n[words]({address})\n", name="t", digest="")
    assert f'<a href="{address}">words</a>' in page_html(sheet, TODAY)


def test_notes_lead_there_and_back_and_each_id_stands_once() -> None:
    html = page_html(RICH, dt.date(2026, 1, 1))
    page = HtmlReader(html)
    ids = [value for name, value in page.attributes if name == "id"]
    jumps = [value for name, value in page.attributes if name == "href" and (value or "").startswith("#")]
    assert len(set(ids)) == len(ids)
    assert {(jump or "")[1:] for jump in jumps} <= {*ids}
    assert html.count('href="#_note-2"') == 3


def test_a_section_takes_its_notes_along() -> None:
    html = page_html(RICH, dt.date(2026, 1, 1), RICH.sections[1:2])
    assert '<li id="_note-2">Of two paragraphs.' in html
