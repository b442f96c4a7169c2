"""A copy as plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet, Paragraph, Section, Text
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing, OwnWords, SheetPart
from hkviewer.export.formats.registry import write
from hkviewer.export.formats.text import WIDTH
from tests.examples import examples
from tests.rich_sheet import RICH

Make = Callable[..., Briefing]
ECONOMY = "economic-relations"


def text_of(briefing: Briefing) -> str:
    return write(briefing, "txt").decode("utf-8")


def test_every_word_of_the_sheet_stands_in_order(hong_kong: SheetPart, brief: Make) -> None:
    words = text_of(brief(hong_kong)).split()
    position = 0
    for section in hong_kong.sheet.sections:
        for word in (*section.title.split(), *section.text.split()):
            position = words.index(word, position) + 1


def test_no_line_of_a_sheet_of_ordinary_words_is_too_wide(hong_kong: SheetPart, brief: Make) -> None:
    marked = brief(hong_kong, marking="UNCLASSIFIED", paragraph_numbers=True)
    assert max(map(len, text_of(marked).splitlines())) <= WIDTH


def test_the_front_says_what_the_copy_is(hong_kong: SheetPart, brief: Make) -> None:
    excerpt = SheetPart(hong_kong.sheet, (ECONOMY,))
    text = text_of(brief(excerpt, prepared_for="The Minister", prepared_by="Desk 7", marking="OFFICIAL"))
    assert text.lstrip().startswith("OFFICIAL\n")
    assert text.rstrip().endswith("OFFICIAL")
    for line in (
        "Edition:  August 2020 (inferred), 6 years old; received 22 November 2026",
        "Original: https://www.state.gov/u-s-relations-with-hong-kong/",
        "Included: Section 3 of 5",
        "For:      The Minister",
        "By:       Desk 7",
    ):
        assert line in text.splitlines()


def test_the_small_print_names_sheet_sections_and_digest(hong_kong: SheetPart, brief: Make) -> None:
    text = text_of(brief(SheetPart(hong_kong.sheet, (ECONOMY,))))
    print_ = "".join(text[text.rindex("____") :].split())
    assert f"sheet“{hong_kong.sheet.id}”,sections{ECONOMY}(1of5),SHA-256{hong_kong.sheet.digest}" in print_
    assert "verify" not in print_


def test_every_kind_of_block_is_set(every_block: SheetPart, brief: Make) -> None:
    text = text_of(brief(every_block))
    for expected in (
        "1. one\n   - inner one\n     1. deepest\n   - inner two\n",
        "     more of inner two\n",
        "7. seven\n8. eight\n",
        "Name     Sum  Note\n----  ------  ----\na|b    1,300   x\nc     85,000\n",
        "> Quoted words\n>\n> - in a list\n",
        '    if a < b:\n        print("two  blanks")\n\n    # end\n',
        "[Picture: A red dot]",
        "a link [1] twice: again [1].",
        "[1] a link: https://example.org/a_(b)?x=1&y=2\n",
        "A new line.",
    ):
        assert expected in text


def test_a_table_that_is_too_wide_becomes_lines_of_name_and_value(
    part_of: Callable[[str], SheetPart], brief: Make
) -> None:
    long = "word " * 12
    text = text_of(brief(part_of(f"# T\n\n## S\n\n| A | B |\n|---|---|\n| {long} | {long} |\n| x | y |\n")))
    assert "\nA: x\nB: y\n" in text
    assert "\nA: word word" in text


def test_highlighted_words_stand_between_marks(hong_kong: SheetPart, brief: Make) -> None:
    ranges = (TextRange(ECONOMY, BODY, 4, 17), TextRange(ECONOMY, HEADING, 9, 18))
    text = text_of(brief(replace(hong_kong, highlights=ranges), contents="yes"))
    assert "The »United States« has" in text
    assert "\nEconomic »Relations«\n--------------------\n" in text
    assert "\n  Economic Relations\n" in text, "the list of contents marks nothing"


def test_paragraph_numbers_of_an_excerpt_are_those_of_the_sheet(hong_kong: SheetPart, brief: Make) -> None:
    text = text_of(brief(SheetPart(hong_kong.sheet, (ECONOMY,)), paragraph_numbers=True))
    assert "\n9.  The United States has" in text
    assert "\n10. The U.S. trade surplus" in text


def test_own_words_are_told_apart(hong_kong: SheetPart, brief: Make) -> None:
    text = text_of(brief(OwnWords("## To say\n\nSay *this*."), hong_kong))
    assert "[Preparer’s words]\n\nTo say\n------\n\nSay this.\n\n[End of the preparer’s words]" in text


def test_own_words_without_a_heading_get_one(hong_kong: SheetPart, brief: Make) -> None:
    text = text_of(brief(OwnWords("Say *this*."), hong_kong))
    assert "\n\nPreparer’s words\n----------------\n\nSay this.\n\n[End of" in text
    assert "[Preparer" not in text


@pytest.mark.parametrize(("contents", "listed"), [("yes", True), ("no", False), ("auto", False)])
def test_contents_stand_where_they_are_wanted(
    contents: str, *, listed: bool, hong_kong: SheetPart, brief: Make
) -> None:
    assert (
        "Contents\n  U.S.-Hong Kong Relations\n" in text_of(brief(hong_kong, contents=contents))
    ) == listed


def test_nothing_chosen_is_refused(brief: Make) -> None:
    with pytest.raises(UsageError, match="No section"):
        write(brief(), "txt")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn"]), min_size=1))
@examples(0.8)
def test_any_word_comes_through(word: str) -> None:
    from hkviewer.export.briefing import Choices, default_date

    section = Section("s", "Title", 2, ("Title",), (Paragraph((Text(word),)),))
    sheet = FactSheet(id="s", title="S", sections=(section,), digest="0" * 64)
    assert word in text_of(Briefing((SheetPart(sheet),), Choices(default_date({}))))


RICH_TEXT = """
One claim[1] and another[2] and again[1].

- An item[3]
- Other

[1] The first, with a stress.
[2] Of two paragraphs.
    And a list.
    1. one
    2. two
[3] Mentions[4].
[4] Mentioned in a note.
"""
RICH_TABLE = """
Year                 Exports  Imports[5]
-------------------  -------  ----------
2019                   33 bn        5[2]
Both years together                    7
                                       8

Between.

north  south
east   west
"""
RICH_TERMS = """
Tariff
    A tax on imports[7].
Quota
Limit
    An amount.

    In two paragraphs.
    Another meaning.

    - with a list
"""


@pytest.mark.parametrize("piece", [RICH_TEXT, RICH_TABLE, RICH_TERMS])
def test_notes_spanned_cells_and_definitions_stand_in_text(piece: str, brief: Make) -> None:
    assert piece in write(brief(SheetPart(RICH)), "txt").decode()


def test_links_are_numbered_from_behind_the_notes(brief: Make) -> None:
    assert "[8] link: https://example.org/a" in write(brief(SheetPart(RICH)), "txt").decode()


def test_an_excerpt_takes_its_notes_along(brief: Make) -> None:
    text = write(brief(SheetPart(RICH, ("tables",))), "txt").decode()
    assert "[5] Of a table’s heading." in text
    assert "[2] Of two paragraphs." in text
    assert "The first, with" not in text


def test_the_notes_of_several_sheets_have_numbers_of_their_own(brief: Make) -> None:
    other = RICH.replace(id="other", title="Other")
    text = write(brief(SheetPart(RICH, ("styles",)), SheetPart(other, ("definitions",))), "txt").decode()
    assert "[4] Mentioned in a note." in text
    assert "A tax on imports[11]." in text
    assert "[11] Of a definition." in text


def test_the_address_of_a_picture_without_words_is_listed_by_what_it_is(brief: Make) -> None:
    sheet = parse_sheet("# T\n\na [![](b.png)](https://c.org/d)", name="t", digest="0" * 64)
    assert "[1] [Picture]: https://c.org/d" in text_of(brief(SheetPart(sheet))).splitlines()


def test_what_is_raised_or_struck_is_told_apart_from_what_stands_beside_it(brief: Make) -> None:
    text = "# T<sup>2</sup>\n\na\n\n## H<sub>2</sub>O\n\n- 10<sup>[6](https://a.org/b)</sup>, ~~no~~ x^k+1^"
    part = SheetPart(parse_sheet(text, name="t", digest="0" * 64))
    lines = text_of(brief(part)).splitlines()
    for line in ("T²", "H₂O", "- 10⁶ [1], [deleted: no] x^(k+1)"):
        assert line in lines
    marked = replace(part, highlights=(TextRange("h2o", BODY, 3, 5),))
    assert "- 1»0«»⁶« [1], [deleted: no] x^(k+1)" in text_of(brief(marked)).splitlines()
