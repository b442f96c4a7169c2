"""A sheet as HTML: for the pane, and as a page for other programs."""

from __future__ import annotations

import datetime as dt
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.document import open_document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.export.formats.sheet_html import PaneStyle, about_line, page_html, pane_html
from hkviewer.theme import DARK, LIGHT, TYPOGRAPHY
from tests.examples import examples

TODAY = dt.date(2026, 11, 22)


class Reader(HTMLParser):
    """Collects tags, attributes and words of HTML; fails where tags do not close."""

    VOID = ("meta", "br", "img", "hr")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def sheet(text: str) -> FactSheet:
    return parse_sheet(text, name="t", digest="")


def test_what_would_be_markup_is_written_as_the_standard_library_writes_it():
    title = "Less < & > “\"'"
    assert f"<h1>{escape(title)}</h1>" in pane(sheet(f"---\ntitle: {title}\n---\n"))


def pane(of: FactSheet, zoom: float = 1.0) -> str:
    return pane_html(of, PaneStyle(LIGHT, TYPOGRAPHY, zoom), TODAY)


def test_the_pane_has_every_heading_and_every_leaf():
    bundled = open_document(None).sheet
    html = Reader(pane(bundled))
    for section in bundled.sections:
        assert section.title in html.text
        for leaf in section.leaves:
            assert leaf.text in html.text


def test_raw_html_in_a_sheet_shows_as_text():
    hostile = sheet('# T\n\n## <b>A</b>\n\n<script>alert(1)</script> <img src=x onerror="y"> &lt;i&gt;\n')
    for html in (pane(hostile), page_html(hostile, TODAY)):
        read = Reader(html)
        assert "script" not in read.tags
        assert "img" not in read.tags
        assert "<script>alert(1)</script>" in read.text
        assert "<b>A</b>" in read.text


def test_an_address_cannot_leave_its_attribute():
    read = Reader(pane(sheet('# T\n\n## A\n\n[x](<a"onclick="b>)\n')))
    assert not [name for name, _ in read.attributes if name == "onclick"]


def test_a_picture_is_named_for_the_pane_alone_and_words_elsewhere():
    pictured = sheet("# T\n\n## A\n\n![A map](map.png) ![Away](https://example.org/x.png)\n")
    read = Reader(pane(pictured))
    assert [value for name, value in read.attributes if name == "src"] == ["sheet:map.png"]
    assert "A map" in read.text
    assert "Away" in read.text
    page = Reader(page_html(pictured, TODAY))
    assert "img" not in page.tags
    assert "A map" in page.text


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
    assert about_line(sheet("# T\n"), TODAY) == ""


@pytest.mark.parametrize("fact", ["August 2020 (inferred),", "6 years old", "5 sections", "3 min read"])
def test_short_facts_of_that_line_are_not_broken_in_the_pane(fact):
    assert fact.replace(" ", "\u00a0") in pane(open_document(None).sheet)


def test_the_page_stands_alone_without_scripts_and_names_source_and_edition():
    html = page_html(open_document(None).sheet, TODAY)
    read = Reader(html)
    assert html.startswith("<!DOCTYPE html>")
    assert ("lang", "en") in read.attributes
    assert not {"script", "link", "img"} & set(read.tags)
    assert read.tags.count("h1") == 1
    assert "August 2020 (inferred), 6 years old" in read.text
    assert "https://www.state.gov/u-s-relations-with-hong-kong/" in read.text


def test_the_page_of_some_sections_has_those_alone():
    bundled = open_document(None).sheet
    read = Reader(page_html(bundled, TODAY, [bundled.sections[1]]))
    assert "provides no foreign assistance" in read.text
    assert "Basic Law" not in read.text


@examples(1)
@given(st.text(st.sampled_from("ab 1\n*_`#>-|[]()!<>&\\\"'😀香"), max_size=150))
def test_any_sheet_gives_html_whose_tags_close_and_loses_no_letter(text):
    parsed = sheet("# T\n\n## A\n\n" + text)
    for html in (pane(parsed), page_html(parsed, TODAY)):
        read = Reader(html)
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
