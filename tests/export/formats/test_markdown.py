"""A copy as Markdown: it reads back as what it was written from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import (
    Block,
    CodeBlock,
    CodeSpan,
    Emphasis,
    FactSheet,
    Image,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Strong,
    Table,
    Text,
)
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing, Choices, OwnWords, SheetPart
from hkviewer.export.formats.registry import write
from tests.examples import examples
from tests.rich_sheet import RICH

Make = Callable[..., Briefing]


def markdown_of(briefing: Briefing) -> str:
    return write(briefing, "md").decode("utf-8")


def read_back(briefing: Briefing) -> FactSheet:
    return parse_sheet(markdown_of(briefing), name="copy", digest="")


def sheet_of(title: str, *blocks: Block) -> Briefing:
    section = Section("s", title, 2, (title,), blocks, heading=(Text(title),))
    sheet = FactSheet(id="s", title="The sheet", sections=(section,), digest="0" * 64)
    return Briefing((SheetPart(sheet),), Choices(dt.date(2026, 1, 1)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_bundled_sheet_reads_back_as_it_is(hong_kong: SheetPart, brief: Make) -> None:
    found = read_back(brief(hong_kong))
    assert found.title == hong_kong.sheet.title
    wanted = hong_kong.sheet.sections
    got = found.sections[-len(wanted) :]
    assert [(s.id, s.title, s.level) for s in got] == [(s.id, s.title, s.level) for s in wanted]
    assert [s.blocks for s in got[:-1]] == [s.blocks for s in wanted[:-1]]
    # The small print stands under the last heading.
    assert got[-1].text.startswith(wanted[-1].text)


def test_every_kind_of_block_reads_back_as_it_is(every_block: SheetPart, brief: Make) -> None:
    wanted = every_block.sheet.sections
    got = read_back(brief(every_block)).sections[-len(wanted) :]
    assert [(s.title, s.level) for s in got] == [(s.title, s.level) for s in wanted]
    # The text tells nesting, numbers and rows too.
    assert [s.text for s in got[:-1]] == [s.text for s in wanted[:-1]]


def test_the_front_says_what_the_copy_is(hong_kong: SheetPart, brief: Make) -> None:
    lines = markdown_of(brief(hong_kong, marking="OFFICIAL", prepared_for="A_B")).splitlines()
    assert lines[0] == lines[-1] == "**OFFICIAL**"
    assert lines[2] == "# U.S. Relations With Hong Kong"
    for line in (
        "- **Edition:** August 2020 (inferred), 6 years old; received 22 November 2026",
        "- **Original:** <https://www.state.gov/u-s-relations-with-hong-kong/>",
        "- **For:** A\\_B",
    ):
        assert line in lines


def test_own_words_are_told_apart(hong_kong: SheetPart, brief: Make) -> None:
    text = markdown_of(brief(OwnWords("## To say\n\nSay *this*."), hong_kong))
    assert "\n*Preparer’s words*\n\n## To say\n\nSay *this*.\n\n***\n" in text


def test_contents_lead_to_the_headings(hong_kong: SheetPart, brief: Make) -> None:
    text = markdown_of(brief(hong_kong, contents="yes"))
    assert "- [Economic Relations](#economic-relations)\n" in text
    assert "](#" not in markdown_of(brief(hong_kong, contents="no"))


def test_paragraph_numbers_begin_no_list(hong_kong: SheetPart, brief: Make) -> None:
    part = SheetPart(hong_kong.sheet, ("economic-relations",))
    section = read_back(brief(part, paragraph_numbers=True)).sections[-1]
    assert section.text.startswith("(9) The United States")


def test_nothing_chosen_is_refused(brief: Make) -> None:
    with pytest.raises(UsageError, match="No section"):
        write(brief(), "md")


@pytest.mark.parametrize(
    "words",
    [
        *("# a", "- a", "+ a", "> a", "1. a", "12) a", "=", "---", "***", "~~~", "```", "| a | b |"),
        *(
            "*a*",
            "_a_",
            "a*b*c",
            "`a`",
            "[a](b)",
            "![a](b)",
            "[a]: http://b.c",
            "<b>",
            "<http://a.b>",
            "&amp;",
        ),
        *(
            "\\",
            "a\\*",
            "&#35;",
            "a #",
            "a ##",
            "#",
            "2 < 3 & 4 > 3",
            "C:\\x\\y",
            "{a}",
            "$a$",
            "$$a$$",
            "~~a~~",
            "==a==",
            "%%a%%",
            "{#a}",
            "a {: .b}",
            "{{ a }}",
            ":smile:",
            "!!! note",
            ": a",
            "[^1]",
            "[[a]]",
            "[a=b]",
            "[<b>a]",
            "[a [b] 2 + x]",
            "$31 billion to $40",
            "http://a.b/c_d_e",
        ),
    ],
)
def test_marks_stay_words(words: str) -> None:
    found = read_back(sheet_of(words, Paragraph((Text(words),)))).sections[-1]
    assert found.title == words
    assert found.leaves[0].text == words


_MARKS = list("ab1 .-#*_`[]()<>!&;|~=+\\:{}'\"/$%^, ")
_PIECES = st.sampled_from([*_MARKS, "&amp;", "http://x.y", "<b>", "1.", "- ", "é", "中", "1)"])
_WORDS = (
    st.lists(_PIECES, min_size=1, max_size=12)
    .map(lambda pieces: re.sub(" +", " ", "".join(pieces)).strip())
    .filter(bool)
)
_PLAIN: st.SearchStrategy[Inline] = _WORDS.map(Text)
_INLINES: st.SearchStrategy[tuple[Inline, ...]] = st.one_of(
    st.tuples(_PLAIN),
    st.tuples(_PLAIN, _PLAIN.map(lambda text: Strong((text,))), _PLAIN),
    st.tuples(_PLAIN, _PLAIN.map(lambda text: Strong((Emphasis((text,)), text))), _PLAIN),
    st.tuples(_WORDS.map(CodeSpan)),
    st.tuples(_PLAIN.map(lambda text: Link("http://x.y/(a)_b", (text,)))),
)
_PARAGRAPHS = _INLINES.map(Paragraph)
_ITEMS: st.SearchStrategy[tuple[Block, ...]] = st.one_of(
    st.tuples(_PARAGRAPHS),
    st.tuples(_PARAGRAPHS, _PARAGRAPHS),
    st.tuples(_PARAGRAPHS, _PARAGRAPHS.map(lambda inner: ListBlock(ordered=False, items=((inner,),)))),
)
_BLOCKS: st.SearchStrategy[Block] = st.one_of(
    _PARAGRAPHS,
    st.builds(
        lambda items, start: ListBlock(ordered=start is not None, items=tuple(items), start=start or 1),
        st.lists(_ITEMS, min_size=1, max_size=3),
        st.none() | st.integers(1, 1200),
    ),
    st.lists(_PARAGRAPHS, min_size=1, max_size=2).map(lambda inner: Quotation(tuple(inner))),
    st.builds(lambda a, b: Table((a, b), ((b, a),), ("", "right")), _INLINES, _INLINES),
    st.lists(_WORDS, min_size=1, max_size=3).map(lambda lines: CodeBlock("\n".join(lines))),
    st.just(Rule()),
)


@given(_WORDS, st.lists(_BLOCKS, min_size=1, max_size=3))
@example("a", [Paragraph((Text("$"), Strong((Text("a"),)), Text("$")))])
@example("a", [Paragraph((Link("http://x.y/(a)_b", (Text("]:"),)),))])
@example("a", [Paragraph((Text("[["), Strong((Text("<b>"),)), Text("a]")))])
@example("a", [Paragraph((Text("a"), Strong((Emphasis((Text("^a"),)), Text("^a"))), Text("a")))])
@example("[<b>a]", [Paragraph((Text("[<b>a]"),)), Paragraph((Text("[a"), Strong((Text("a=b"),)), Text("]")))])
@examples(1.2, HealthCheck.too_slow)
def test_every_word_reads_back_whatever_marks_stand_in_it(title: str, blocks: list[Block]) -> None:
    briefing = sheet_of(title, *blocks)
    found = read_back(briefing).sections[-1]
    wanted = [squeezed(leaf.text) for leaf in briefing.sheets[0].chosen[0].leaves]
    got = [squeezed(leaf.text) for leaf in found.leaves]
    assert squeezed(found.title) == squeezed(title)
    assert got[: len(wanted)] == wanted


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn"]), min_size=1))
@examples(0.8)
def test_any_word_comes_through(word: str) -> None:
    found = read_back(sheet_of("Title", Paragraph((Text(word),)))).sections[-1]
    assert found.leaves[0].text == word


def test_matches_are_marked_neither_in_headings_nor_in_text(hong_kong: SheetPart, brief: Make) -> None:
    spans = ((HEADING, 0, 8), (BODY, 4, 17))
    marked = replace(hong_kong, highlights=tuple(TextRange("economic-relations", *span) for span in spans))
    assert markdown_of(brief(marked)) == markdown_of(brief(hong_kong))


def test_notes_definitions_styles_and_spanned_cells_read_back_as_they_are(brief: Make) -> None:
    found = parse_sheet(write(brief(SheetPart(RICH)), "md").decode(), name="sheet", digest="")
    sections = {section.title: section for section in found.sections}
    styles, tables, definitions = RICH.sections
    assert sections["Styles"].text == styles.text
    assert sections["Styles"].blocks[1:] == styles.blocks[1:]
    assert sections["Tables"].blocks == tables.blocks
    last = sections["Definitions[6]"]
    assert last.heading == definitions.heading
    # Between its text and its notes stands the small print.
    assert (*last.blocks[:2], last.blocks[-1]) == definitions.blocks


def test_a_bar_in_a_cell_of_code_or_in_an_address_reads_back_as_it_is(brief: Make) -> None:
    cells = tuple((CodeSpan(code),) for code in ("a | b", r"\|", r"\\|"))
    table = Table(((Link("b|c.md", (Text("a | b"),)),), *cells[:2]), (cells,), ("", "", ""))
    assert read_back(sheet_of("A", table)).sections[-1].blocks[0] == table
    assert r"| `a \| b` |" in markdown_of(sheet_of("A", table))


def test_a_picture_that_is_not_included_is_told_of_if_it_has_no_words(brief: Make) -> None:
    told = (Text("[Picture not included]"),)
    table = Table(((Image("", ""),), (Image("A map", ""),)), (), ("", ""))
    found = read_back(sheet_of("A", Paragraph((Image("", ""),)), table)).sections[-1].blocks
    assert found[:2] == (Paragraph(told), Table((told, (Text("A map"),)), (), ("", "")))
