"""A copy as HTML: one file, accessible, with nothing to fetch or run."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.document import read_document
from hkviewer.content.model import FactSheet, Link, Paragraph, Section, Text
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing, Choices, Cover, OwnWords, SheetPart
from hkviewer.export.formats.registry import write
from hkviewer.system.characters import one_line
from tests.examples import examples
from tests.rich_sheet import RICH

Make = Callable[..., Briefing]
Attributes = dict[str, str | None]
_VOID = {"meta", "br", "hr", "img"}


class Page(HTMLParser):
    """A page taken apart; fails where a tag is closed that is not open."""

    def __init__(self, briefing: Briefing) -> None:
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.words: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] = []
        self.feed(write(briefing, "html").decode("utf-8"))
        self.close()
        assert self._open == [], "tags are left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        (self.styles if self._open[-1:] == ["style"] else self.words).append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def all(self, tag: str) -> list[Attributes]:
        return [attributes for found, attributes in self.tags if found == tag]

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]


def sheet_of(words: str, title: str = "Title", address: str = "") -> Briefing:
    content = (Link(address, (Text(words),)),) if address else (Text(words),)
    section = Section("s", title, 2, (title,), (Paragraph(content),), heading=(Text(title),))
    sheet = FactSheet(id="s", title=title, sections=(section,), digest="0" * 64, publisher=words)
    return Briefing((SheetPart(sheet),), Choices(dt.date(2026, 1, 1), marking=words[:90]))


def test_every_word_of_the_sheet_stands_in_order(hong_kong: SheetPart, brief: Make) -> None:
    page = Page(brief(hong_kong))
    text = "".join(page.text.split())
    position = 0
    for section in hong_kong.sheet.sections:
        for words in (section.title, *(leaf.text for leaf in section.leaves)):
            position = text.index("".join(words.split()), position)


def test_the_page_names_its_language_title_and_landmarks(hong_kong: SheetPart, brief: Make) -> None:
    page = Page(brief(hong_kong))
    assert page.all("html") == [{"lang": "en"}]
    assert "U.S. Relations With Hong Kong" in page.text
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert len(page.all(landmark)) == 1, landmark


def test_the_first_link_skips_to_the_text(hong_kong: SheetPart, brief: Make) -> None:
    page = Page(brief(hong_kong))
    assert page.all("a")[0]["href"] == "#_text"
    assert page.all("main")[0]["id"] == "_text"


@pytest.mark.parametrize("own", ["", "## Own\n\n### Deeper\n\nWords.", "Words."])
def test_headings_begin_at_one_and_skip_no_level(own: str, every_block: SheetPart, brief: Make) -> None:
    parts = (OwnWords(own), every_block) if own else (every_block,)
    levels = [int(tag[1]) for tag, _ in Page(brief(*parts)).tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_every_jump_arrives(
    every_block: SheetPart, hong_kong: SheetPart, brief: Make
) -> None:
    page = Page(brief(OwnWords("# Links\n\n# Contents\n\n# _text\n\nx"), every_block, hong_kong))
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    jumps = [address[1:] for address in page.values("href") if address.startswith("#")]
    assert len(jumps) > 10
    assert set(jumps) <= set(ids)


def test_nothing_is_fetched_or_run(every_block: SheetPart, brief: Make) -> None:
    page = Page(brief(every_block, marking="</style><script>alert(1)</script>"))
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "iframe", "object", "embed", "base", "form"}
    assert all(source.startswith("data:image/") for source in page.values("src"))
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "url(" not in "".join(page.styles)
    assert any("default-src 'none'" in content for content in page.values("content"))


def test_a_picture_in_the_sheets_folder_is_part_of_the_file_and_no_other(
    every_block: SheetPart, brief: Make
) -> None:
    page = Page(brief(every_block))
    assert [image["alt"] for image in page.all("img")] == ["A red dot"]
    assert "[Picture: no such picture]" in page.text
    assert "outside" in page.text


def test_a_link_that_leads_nowhere_safe_stays_words() -> None:
    page = Page(sheet_of("words", address="javascript:alert(1)"))
    assert not any("javascript" in address for address in page.values("href"))
    assert "words" in page.text


def test_links_are_followed_by_their_number_in_the_list_of_links(every_block: SheetPart, brief: Make) -> None:
    page = Page(brief(every_block))
    address = "https://example.org/a_(b)?x=1&y=2"
    assert page.values("href").count(address) == 3  # twice in the text, once in the list
    assert f"a link: {address}" in page.text
    roles = page.values("role")
    assert roles.count("doc-noteref") >= 2
    assert roles.count("doc-endnotes") == 1


def test_the_list_of_links_has_the_numbers_of_the_text_where_footnotes_take_some(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# A\n\nB[^1] [c](https://c.example) d[^2] [e](https://e.example).\n\n[^1]: f\n[^2]: g\n",
        encoding="utf-8",
    )
    page = Page(Briefing((SheetPart.of(read_document(path)),), Choices(dt.date(2026, 1, 1))))
    items = [item for item in page.all("li") if str(item.get("id")).startswith("_link-")]
    number = 0
    for item in items:
        number = int(item.get("value") or number + 1)
        assert item["id"] == f"_link-{number}"
    assert number > len(items) == 2


def test_tables_have_headings_for_their_columns(every_block: SheetPart, brief: Make) -> None:
    page = Page(brief(every_block))
    assert [cell.get("scope") for cell in page.all("th")] == ["col"] * 5
    regions = [a for _, a in page.tags if a.get("role") == "region"]
    assert all(region.get("aria-label") and region.get("tabindex") == "0" for region in regions)


def test_numbered_lists_begin_where_the_sheet_begins_them(every_block: SheetPart, brief: Make) -> None:
    assert [found.get("start") for found in Page(brief(every_block)).all("ol")][:3] == [None, None, "7"]


def test_the_marking_stands_at_head_and_foot_of_page_and_paper(hong_kong: SheetPart, brief: Make) -> None:
    page = Page(brief(hong_kong, marking="UNCLASSIFIED", paper="a4", layout="compact"))
    assert [a for _, a in page.tags if a.get("class") == "marking"] == [{"class": "marking"}] * 2
    style = "".join(page.styles)
    assert style.count('content:"UNCLASSIFIED"') == 2
    assert "@top-center" in style
    assert "@bottom-center" in style
    assert "size:A4" in style
    assert "columns:2" in style


def test_highlights_are_marks(hong_kong: SheetPart, brief: Make) -> None:
    spans = ((HEADING, 0, 8), (BODY, 4, 17), (BODY, 22, 33))
    ranges = tuple(TextRange("economic-relations", *span) for span in spans)
    html = write(brief(replace(hong_kong, highlights=ranges), contents="yes"), "html").decode("utf-8")
    assert html.count("<mark>") == 3
    assert "><mark>Economic</mark> Relations</h2>" in html
    assert ">Economic Relations</a>" in html, "the list of contents marks nothing"


def test_a_cover_notes_and_contents_come_when_asked_for(hong_kong: SheetPart, brief: Make) -> None:
    plain = Page(brief(hong_kong, contents="no"))
    assert plain.all("nav") == []
    full = Page(brief(Cover(), hong_kong, contents="yes", notes=True))
    assert full.all("nav") == [{"aria-labelledby": "_contents"}]
    assert full.all("header") == [{"class": "cover"}]
    assert "Notes" in full.text
    assert "Notes" not in plain.text


def test_on_a_screen_a_short_sheet_has_jumps_that_are_not_printed(hong_kong: SheetPart, brief: Make) -> None:
    assert Page(brief(hong_kong)).all("nav")[0]["class"] == "screen"


def test_nothing_chosen_is_refused(brief: Make) -> None:
    with pytest.raises(UsageError, match="No section"):
        write(brief(), "html")


# Blank words make no marking, and so one line less. A title is one line wherever it comes from.
@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(one_line),
    st.text(min_size=1).map(one_line).filter(bool),
)
@examples(0.8)
def test_any_text_comes_through_and_stays_text(words: str, title: str) -> None:
    page = Page(sheet_of(words, title))
    known = [(tag, attributes) for tag, attributes in Page(sheet_of("a", "b")).tags]
    assert [tag for tag, _ in page.tags if tag != "p"] == [tag for tag, _ in known if tag != "p"]
    assert words.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") in page.text


def test_text_from_right_to_left_says_so(brief: Make, part_of: Callable[[str], SheetPart]) -> None:
    text = "# T\n\n## S\n\n- العلاقات\n- b\n\n> العلاقات\n\n- English\n"
    foreign = Page(brief(part_of(text)))
    assert [found.get("dir") for found in foreign.all("ul")] == ["rtl", None]
    assert [found.get("dir") for found in foreign.all("blockquote")] == ["rtl"]
    assert foreign.all("html") == [{"lang": "en"}]
    arabic = Page(brief(part_of(f"---\nlanguage: ar\n---\n\n{text}")))
    assert arabic.all("html") == [{"lang": "ar", "dir": "rtl"}]
    assert [found.get("dir") for found in arabic.all("ul")] == [None, "ltr"]


@pytest.mark.parametrize(("marking", "times"), [("SENSITIVE BUT UNCLASSIFIED", 2), ("W" * 90, 0)])
def test_a_marking_of_usual_length_keeps_its_line_at_a_printed_pages_foot(
    hong_kong: SheetPart, brief: Make, marking: str, times: int
) -> None:
    page = write(brief(hong_kong, marking=marking), "html").decode()
    assert page.count("white-space:nowrap;content") == times


def test_notes_lead_there_and_back(brief: Make) -> None:
    page = Page(brief(SheetPart(RICH)))
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    jumps = [address[1:] for address in page.values("href") if address.startswith("#_")]
    for number in range(1, 8):
        assert f"_note-{number}" in jumps
        assert f"_mention-{number}" in jumps
    assert {*jumps} <= {*ids}


def test_styles_definitions_and_spanned_cells_have_their_tags(brief: Make) -> None:
    html = write(brief(SheetPart(RICH)), "html").decode()
    assert "<u>underlined</u>, <small>small</small>, " in html
    assert '<mark class="own">marked</mark>, <del>deleted</del>, <ins>inserted</ins>' in html
    assert "H<sub>2</sub>O, x<sup>2</sup>" in html
    assert '<abbr title="Hypertext Markup Language">HTML</abbr>' in html
    assert "<dt>Quota</dt><dt>Limit</dt><dd>An amount." in html
    assert '<td rowspan="2" colspan="2">Both years together</td><td class="right">7</td></tr>' in html
    assert '<tr><td class="right">8</td></tr>' in html
    assert "<table><tbody><tr><td>north</td>" in html


def test_highlights_lie_within_the_authors_looks(brief: Make) -> None:
    start = RICH.sections[0].text.index("marked")
    marked = TextRange("styles", BODY, start, start + len("mark"))
    html = write(brief(replace(SheetPart(RICH), highlights=(marked,))), "html").decode()
    assert '<mark class="own"><mark>mark</mark></mark><mark class="own">ed</mark>' in html


def test_a_table_from_right_to_left_says_so(brief: Make, part_of: Callable[[str], SheetPart]) -> None:
    text = "# T\n\n| العلاقات | ا |\n|---|---|\n| ب | 5 |\n\n| A | B |\n|---|---|\n| c | d |\n"
    assert [found.get("dir") for found in Page(brief(part_of(text))).all("table")] == ["rtl", None]
    arabic = Page(brief(part_of(f"---\nlanguage: ar\n---\n\n{text}")))
    assert [found.get("dir") for found in arabic.all("table")] == [None, "ltr"]
