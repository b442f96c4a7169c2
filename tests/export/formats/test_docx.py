"""A copy as a Word document, read again by python-docx."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from unittest.mock import create_autospec

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.styles.styles import Styles
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.model import FactSheet, Link, Paragraph, Section, Text
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing, Choices, Cover, OwnWords, SheetPart
from hkviewer.export.formats.registry import write
from tests.examples import examples
from tests.rich_sheet import RICH

Make = Callable[..., Briefing]


def word(briefing: Briefing) -> Document:
    return docx.Document(io.BytesIO(write(briefing, "docx")))


def xml_of(briefing: Briefing, part: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(write(briefing, "docx"))) as archive:
        return ET.fromstring(archive.read(f"word/{part}.xml"))


def attributes(root: ET.Element, tag: str, name: str = "w:val") -> list[str]:
    return [found.get(qn(name), "") for found in root.iter(qn(tag))]


def headings(document: Document) -> list[tuple[int, str]]:
    named = ((p.style.name or "", p.text) for p in document.paragraphs if p.style)
    return [(int(name[-1]), text) for name, text in named if name.startswith("Heading ")]


def with_style(document: Document, name: str) -> list[WordParagraph]:
    return [p for p in document.paragraphs if p.style and p.style.name == name]


def leaves(document: Document) -> Iterator[str]:
    """The texts of paragraphs and cells in order."""
    for child in document.element.body.iter(qn("w:p")):
        yield WordParagraph(child, document.element.body).text


def sheet_of(words: str, title: str = "Title", address: str = "") -> Briefing:
    content = (Link(address, (Text(words),)),) if address else (Text(words),)
    section = Section("s", title, 2, (title,), (Paragraph(content),), heading=(Text(title),))
    sheet = FactSheet(id="s", title=title, sections=(section,), digest="0" * 64, publisher=words)
    return Briefing((SheetPart(sheet),), Choices(dt.date(2026, 1, 1), marking=words[:90]))


def test_every_word_of_the_sheet_stands_in_order(hong_kong: SheetPart, brief: Make) -> None:
    texts = [p.text for p in word(brief(hong_kong)).paragraphs]
    position = 0
    for section in hong_kong.sheet.sections:
        for wanted in (section.title, *(leaf.text for leaf in section.leaves)):
            position = texts.index(wanted, position) + 1


def test_headings_are_real_ones_and_skip_no_level(every_block: SheetPart, brief: Make) -> None:
    found = headings(word(brief(OwnWords("# Own\n\nwords"), every_block)))
    assert found[:4] == [(1, "Every block"), (2, "Own"), (2, "Words & marks"), (3, "Lists")]
    levels = [level for level, _ in found]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert max(levels) == 6


def test_title_author_language_and_dates_are_set(hong_kong: SheetPart, brief: Make) -> None:
    briefing = brief(hong_kong)
    about = word(briefing).core_properties
    assert (about.title, about.author) == ("U.S. Relations With Hong Kong", "U.S. Department of State")
    assert about.language == "en-US"
    assert about.created == about.modified
    assert about.created is not None
    assert about.created.date() == dt.date(2026, 11, 22)
    assert attributes(xml_of(briefing, "styles"), "w:lang")[0] == "en-US"


def test_a_sheet_in_another_language_says_so(part_of: Callable[[str], SheetPart], brief: Make) -> None:
    german = part_of("---\ntitle: Blatt\nlanguage: de\n---\n\n## Teil\n\nWorte.\n")
    assert attributes(xml_of(brief(german), "styles"), "w:lang")[0] == "de"


def test_of_several_sheets_each_word_has_its_language(
    part_of: Callable[[str], SheetPart], hong_kong: SheetPart, brief: Make
) -> None:
    german = part_of("---\ntitle: Blatt\nlanguage: de\n---\n\n## Teil\n\nWorte.\n")
    document = xml_of(brief(hong_kong, german), "document")
    assert attributes(document, "w:lang").count("de") == 3  # title, heading, words


def test_the_foot_counts_pages_by_fields(hong_kong: SheetPart, brief: Make) -> None:
    document = word(brief(hong_kong))
    for footer in (document.sections[0].footer, document.sections[0].first_page_footer):
        instructions = "".join(e.text or "" for e in footer._element.iter(qn("w:instrText")))
        assert instructions.split() == ["PAGE", "NUMPAGES"]
        assert "Page 1 of 1" in footer.paragraphs[0].text
        assert "August 2020 (inferred)" in footer.paragraphs[0].text


def test_the_running_head_begins_on_page_two(hong_kong: SheetPart, brief: Make) -> None:
    section = word(brief(hong_kong)).sections[0]
    assert section.different_first_page_header_footer
    assert "U.S. Relations With Hong Kong" in section.header.paragraphs[-1].text
    assert "".join(p.text for p in section.first_page_header.paragraphs) == ""


def test_the_marking_stands_at_head_foot_and_in_the_body(hong_kong: SheetPart, brief: Make) -> None:
    document = word(brief(hong_kong, marking="OFFICIAL SENSITIVE"))
    section = document.sections[0]
    for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        assert "OFFICIAL SENSITIVE" in [p.text for p in part.paragraphs]
    body = [p.text for p in document.paragraphs]
    assert "Marking: OFFICIAL SENSITIVE" in body
    assert body[-1] == "OFFICIAL SENSITIVE"


def test_nested_lists_are_word_lists_that_count_for_themselves(every_block: SheetPart, brief: Make) -> None:
    document = word(brief(every_block))
    found = {}
    for paragraph in document.paragraphs:
        properties = paragraph._p.pPr
        if properties is not None and (place := properties.find(qn("w:numPr"))) is not None:
            values = (place.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("numId", "ilvl"))
            found[paragraph.text] = tuple(map(int, values))
    assert found["one"][0] == found["two"][0] == found["three"][0]
    assert found["one"][1] == 0
    assert found["inner one"] == (found["inner two"][0], 1)
    assert found["deepest"][1] == 2
    assert len({found[item][0] for item in ("one", "inner one", "deepest", "seven", "in a list")}) == 5
    assert "more of inner two" not in found


def test_a_list_begins_with_the_number_that_the_sheet_gives_it(every_block: SheetPart, brief: Make) -> None:
    starts = attributes(xml_of(brief(every_block), "numbering"), "w:startOverride")
    assert starts == ["1", "1", "7"]


def test_tables_repeat_their_heading_row_and_break_no_row(every_block: SheetPart, brief: Make) -> None:
    tables = word(brief(every_block)).tables
    assert [[cell.text for cell in row.cells] for row in tables[0].rows] == [
        ["Name", "Sum", "Note"],
        ["a|b", "1,300", "x"],
        ["c", "85,000", ""],
    ]
    assert len(tables) == 2
    for table in tables:
        properties = [row._tr.trPr for row in table.rows]
        assert all(p is not None and p.find(qn("w:cantSplit")) is not None for p in properties)
        repeated = [p is not None and p.find(qn("w:tblHeader")) is not None for p in properties]
        assert repeated == [True] + [False] * (len(repeated) - 1)


def test_code_and_quotations_have_styles_of_their_own(every_block: SheetPart, brief: Make) -> None:
    document = word(brief(every_block))
    assert [p.text for p in with_style(document, "hkviewer Code")] == [
        'if a < b:\n    print("two  blanks")\n\n# end'
    ]
    assert [p.text for p in with_style(document, "Quote")] == ["Quoted words"]


def test_a_picture_has_its_alternative_text_and_one_outside_the_folder_is_words(
    every_block: SheetPart, brief: Make
) -> None:
    briefing = brief(every_block)
    pictures = [e.get("descr") for e in xml_of(briefing, "document").iter(qn("wp:docPr"))]
    assert pictures == ["A red dot"]
    assert any("[Picture: no such picture]" in text and "outside" in text for text in leaves(word(briefing)))


def test_a_picture_that_is_none_is_words(every_block: SheetPart, brief: Make) -> None:
    assert every_block.folder is not None
    (every_block.folder / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    assert any("[Picture: A red dot]" in text for text in leaves(word(brief(every_block))))


def test_links_lead_out_and_are_listed_at_the_end(every_block: SheetPart, brief: Make) -> None:
    document = word(brief(every_block))
    targets = [r.target_ref for r in document.part.rels.values() if r.is_external]
    address = "https://example.org/a_(b)?x=1&y=2"
    assert address in targets
    assert "other.md" not in targets
    assert (2, "Links") in headings(document)
    assert f"[1]  a link: {address}" in [p.text for p in document.paragraphs]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "other.md"])
def test_no_link_leads_anywhere_but_to_the_web_and_mail(address: str) -> None:
    rels = word(sheet_of("words", address=address)).part.rels.values()
    assert not [r for r in rels if r.is_external]


def test_highlights_and_paragraph_numbers_are_set(hong_kong: SheetPart, brief: Make) -> None:
    part = SheetPart(hong_kong.sheet, ("economic-relations",))
    ranges = (TextRange("economic-relations", BODY, 4, 17), TextRange("economic-relations", HEADING, 0, 8))
    marked = replace(part, highlights=ranges)
    document = word(brief(marked, paragraph_numbers=True, contents="yes"))
    highlighted = [
        (paragraph.style and paragraph.style.name, run.text)
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color
    ]
    assert highlighted == [("Heading 2", "Economic"), ("Normal", "United States")]
    assert any(p.text.startswith("9\tThe United States") for p in document.paragraphs)


@pytest.mark.parametrize(
    ("choices", "face", "size"),
    [
        ({}, "Cambria", 11.5),
        ({"layout": "large"}, "Cambria", 18),
        ({"profile": "times-14"}, "Times New Roman", 14),
    ],
)
def test_the_profile_and_layout_set_face_and_size(
    choices: dict[str, str], face: str, size: float, hong_kong: SheetPart, brief: Make
) -> None:
    styles = word(brief(hong_kong, **choices)).styles
    font = styles["Normal"].font
    assert (font.name, font.size and font.size.pt) == (face, size)
    if choices.get("profile"):
        assert {styles[f"Heading {level}"].font.name for level in range(1, 7)} == {face}


@pytest.mark.parametrize(("paper", "width"), [("letter", 8.5), ("a4", 210 / 25.4)])
def test_the_paper_is_the_chosen_one(paper: str, width: float, hong_kong: SheetPart, brief: Make) -> None:
    found = word(brief(hong_kong, paper=paper)).sections[0].page_width
    assert found is not None
    assert found.inches == pytest.approx(width, abs=0.01)


def test_the_compact_layout_has_two_columns_below_the_title(hong_kong: SheetPart, brief: Make) -> None:
    document = xml_of(brief(hong_kong, layout="compact"), "document")
    assert attributes(document, "w:cols", "w:num")[-1] == "2"


def test_contents_are_a_field_that_names_the_headings_already(hong_kong: SheetPart, brief: Make) -> None:
    briefing = brief(hong_kong, contents="yes")
    document = xml_of(briefing, "document")
    assert any("TOC" in (e.text or "") for e in document.iter(qn("w:instrText")))
    jumps = [
        found.get(qn("w:anchor")) for found in document.iter(qn("w:hyperlink")) if found.get(qn("w:anchor"))
    ]
    assert jumps == attributes(document, "w:bookmarkStart", "w:name")
    assert len(jumps) == 5
    kinds = attributes(document, "w:fldChar", "w:fldCharType")
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_a_cover_and_ruled_lines_come_when_asked_for(hong_kong: SheetPart, brief: Make) -> None:
    document = xml_of(brief(Cover(), hong_kong, notes=True), "document")
    assert "page" in attributes(document, "w:br", "w:type")
    assert (2, "Notes") in headings(word(brief(hong_kong, notes=True)))


def test_the_same_choices_make_the_same_bytes(every_block: SheetPart, brief: Make) -> None:
    assert write(brief(every_block), "docx") == write(brief(every_block), "docx")


def test_nothing_chosen_is_refused(brief: Make) -> None:
    with pytest.raises(UsageError, match="No section"):
        write(brief(), "docx")


@given(st.text(min_size=1), st.text(min_size=1))
@examples(0.25)
def test_no_text_breaks_the_file(words: str, title: str) -> None:
    document = word(sheet_of(words, title))
    assert document.paragraphs[1].style is not None


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1))
@examples(0.25)
def test_any_text_comes_through(words: str) -> None:
    assert words in [p.text for p in word(sheet_of(words)).paragraphs]


def test_text_from_right_to_left_says_so_with_its_own_size_and_weight(
    part_of: Callable[[str], SheetPart], brief: Make
) -> None:
    text = "# العلاقات\n\n## S\n\nالعلاقات **العلاقات** U.S.\n\n- العلاقات\n\nEnglish\n"
    text += "\n```\nالعلاقات\nالعلاقات\n```\n"
    document = word(brief(part_of(text)))
    found = {
        p.text: p._p.pPr is not None and len(p._p.pPr.findall(qn("w:bidi"))) for p in document.paragraphs
    }
    assert found["العلاقات"] == 1
    assert found["العلاقات العلاقات U.S."] == 1
    assert found["العلاقات\nالعلاقات"] == 1
    assert not found["English"]
    mixed = next(p for p in document.paragraphs if p.text.endswith("U.S."))
    assert [bool(run.font.rtl) for run in mixed.runs] == [True, True, False]
    assert mixed.runs[1].font.cs_bold
    sizes = xml_of(brief(part_of(text)), "styles")
    assert attributes(sizes, "w:szCs")


def test_a_long_title_takes_one_line_of_the_running_head(
    part_of: Callable[[str], SheetPart], brief: Make
) -> None:
    document = word(brief(part_of(f"# {'A very long title ' * 20}\n\n## S\n\nx\n")))
    running = document.sections[0].header.paragraphs[-1].text
    assert running.startswith("A very long title")
    assert len(running) < 60


def text_in(element: ET.Element) -> str:
    return "".join(found.text or "" for found in element.iter(qn("w:t")))


def test_notes_are_footnotes_that_word_counts(brief: Make) -> None:
    notes = xml_of(brief(SheetPart(RICH)), "footnotes").findall(qn("w:footnote"))
    assert [text_in(note) for note in notes[2:]] == [
        " The first, with a stress.",
        " Of two paragraphs.And a list.onetwo",
        " Mentions[4].",
        # Word would give it the number 4.
        "7 Of a definition.",
    ]
    assert [len(list(note.iter(qn("w:footnoteRef")))) for note in notes[2:]] == [1, 1, 1, 0]
    body = xml_of(brief(SheetPart(RICH)), "document")
    assert attributes(body, "w:footnoteReference", "w:id") == ["1", "2", "3", "4"]
    assert attributes(body, "w:footnoteReference", "w:customMarkFollows") == ["", "", "", "1"]
    fields = [found.text for found in body.iter(qn("w:instrText")) if "NOTEREF" in (found.text or "")]
    assert [(field or "").split()[1] for field in fields] == ["note_1", "note_2", "note_2"]
    assert {"note_1", "note_2"} <= {*attributes(body, "w:bookmarkStart", "w:name")}


def test_notes_of_headings_and_table_heads_stand_at_the_end_and_are_led_to(brief: Make) -> None:
    document = word(brief(SheetPart(RICH)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    at = texts.index("Endnotes")
    assert texts[at + 1 : at + 4] == [
        "[4]\tMentioned in a note.",
        "[5]\tOf a table’s heading.",
        "[6]\tOf a heading.",
    ]
    assert (3, "Definitions[6]") in headings(document)
    notes = xml_of(brief(SheetPart(RICH)), "footnotes")
    assert attributes(notes, "w:hyperlink", "w:anchor") == ["endnote_4"]


def test_an_excerpt_counts_its_notes_from_where_it_begins(brief: Make) -> None:
    briefing = brief(SheetPart(RICH, ("definitions",)))
    assert attributes(xml_of(briefing, "settings"), "w:numStart") == ["7"]
    assert attributes(xml_of(briefing, "document"), "w:footnoteReference", "w:customMarkFollows") == [""]


def test_no_part_for_notes_stands_in_a_copy_without_any(hong_kong: SheetPart, brief: Make) -> None:
    with zipfile.ZipFile(io.BytesIO(write(brief(hong_kong), "docx"))) as archive:
        assert "word/footnotes.xml" not in archive.namelist()


def test_cells_over_several_rows_and_columns_are_merged(brief: Make) -> None:
    spanned, bare = word(brief(SheetPart(RICH))).tables
    cells = [[cell.text for cell in row.cells] for row in spanned.rows]
    assert cells[2:] == [
        ["Both years together", "Both years together", "7"],
        ["Both years together"] * 2 + ["8"],
    ]
    assert [[cell.text for cell in row.cells] for row in bare.rows] == [["north", "south"], ["east", "west"]]
    heads = [len(table._tbl.findall(f".//{qn('w:tblHeader')}")) for table in (spanned, bare)]
    assert heads == [1, 0]


def test_styles_and_definitions_look_as_they_should(brief: Make) -> None:
    document = word(brief(SheetPart(RICH)))
    runs = {run.text: run for paragraph in document.paragraphs for run in paragraph.runs}
    assert runs["underlined"].font.underline
    assert runs["inserted"].font.underline
    assert runs["deleted"].font.strike
    twos = [run.font for paragraph in document.paragraphs for run in paragraph.runs if run.text == "2"]
    assert [bool(font.subscript) for font in twos[:2]] == [True, False]
    assert twos[1].superscript
    body = xml_of(brief(SheetPart(RICH)), "document")
    assert "D9E8F6" in attributes(body, "w:shd", "w:fill")
    terms = [paragraph.text for paragraph in with_style(document, "hkviewer Term")]
    assert terms == ["Tariff", "Quota", "Limit"]
    (meaning,) = (paragraph for paragraph in document.paragraphs if paragraph.text == "An amount.")
    assert (meaning.paragraph_format.left_indent or 0) > 0


def test_styles_are_looked_up_once_however_many_paragraphs_there_are(
    monkeypatch: pytest.MonkeyPatch, brief: Make, part_of: Callable[[str], SheetPart]
) -> None:
    found = create_autospec(Styles.__getitem__, side_effect=Styles.__getitem__)
    monkeypatch.setattr(Styles, "__getitem__", found)
    counts = []
    for paragraphs in (10, 200):
        words = "".join(f"Words [there](https://example.org/{n}).\n\n- item\n\n" for n in range(paragraphs))
        found.reset_mock()
        write(brief(part_of(f"# A\n\n## B\n\n{words}")), "docx")
        counts.append(found.call_count)
    assert counts[0] == counts[1]


def test_a_table_from_right_to_left_has_its_first_column_at_the_right(
    brief: Make, part_of: Callable[[str], SheetPart]
) -> None:
    text = "# T\n\n| \u05d0 | \u05d1 |\n|:--|--:|\n| \u05d2 | 5 |\n\n| A | B |\n|---|---|\n| c | d |\n"
    tables = word(brief(part_of(text))).tables
    found = [table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in tables]
    assert found == [True, False]
    sides = [cell.paragraphs[0].alignment for cell in tables[0].rows[1].cells]
    # In a paragraph from right to left Word's right is the left.
    assert sides == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.RIGHT]
