from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.anchors import Anchors
from hkviewer.content.markdown.element_tree import TOO_DEEP, SheetParser
from hkviewer.content.markdown.outline import cut_at_headings
from hkviewer.content.markdown.parse import parse_sheet, section_id
from hkviewer.content.model import (
    Block,
    CodeBlock,
    CodeSpan,
    Emphasis,
    FactSheet,
    Image,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Strong,
    Table,
    Text,
)
from hkviewer.errors import DocumentError
from tests.examples import breadth, examples

EASY = examples(0.6)


def read(text: str) -> FactSheet:
    return parse_sheet(text, name="a-file", digest="0" * 64)


def only(text: str) -> Any:
    """The one block of a text without headings."""
    (section,) = read(text).sections
    (block,) = section.blocks
    return block


def all_words(sheet: FactSheet) -> list[str]:
    return [word for s in sheet.sections for word in (s.title + " " + s.text).split()]


class TestTitle:
    def test_a_first_heading_is_the_title_and_no_section(self):
        sheet = read("# A\n\n## B\n\nText.\n")
        assert sheet.title == "A"
        assert [(s.title, s.level, s.path, s.line) for s in sheet.sections] == [("B", 2, ("B",), 3)]

    def test_a_first_heading_with_text_under_it_is_a_section(self):
        sheet = read("# A\n\nText.\n\n## B\n")
        assert sheet.title == "A"
        assert [s.path for s in sheet.sections] == [("A",), ("A", "B")]

    def test_a_heading_that_differs_from_the_front_matters_title_is_a_section(self):
        sheet = read("---\ntitle: X\n---\n# A\n\n## B\n")
        assert sheet.title == "X"
        assert [s.title for s in sheet.sections] == ["A", "B"]

    @pytest.mark.parametrize(
        "text", ["## A\n\nText.\n", "<!-- A -->\n\nText.\n", "Text.\n\n### A\n", "#\n\nText."]
    )
    def test_a_lower_heading_or_a_comment_or_none_gives_no_title(self, text):
        assert read(text).title == "a-file"

    def test_a_lower_heading_stays(self):
        assert [(s.title, s.heading_shown) for s in read("## A\n\nText.\n").sections] == [("A", True)]

    def test_words_before_the_first_heading_are_a_section_with_the_sheets_title(self):
        sheet = read("Before.\n\n# A\n\n## B\n")
        assert [(s.title, s.id, s.text) for s in sheet.sections] == [("A", "a", "Before."), ("B", "b", "")]

    @pytest.mark.parametrize(
        ("text", "sections"),
        [
            ("# A\n\nx\n\n## B\n", [("a", "A", 1, ("A",), "x", False), ("b", "B", 2, ("A", "B"), "", True)]),
            ("x\n\n# A\n\n## B\n", [("a", "A", 1, ("A",), "x", False), ("b", "B", 2, ("A", "B"), "", True)]),
            ("x\n\n# A\n\ny\n", [("a", "A", 1, ("A",), "x\n\ny", False)]),
            (
                "x\n\n## B\n\n### C\n",
                [
                    ("b", "a-file", 1, ("a-file",), "x", False),
                    ("b-b", "B", 2, ("a-file", "B"), "", True),
                    ("c", "C", 3, ("a-file", "B", "C"), "", True),
                ],
            ),
            ("---\ntitle: A\n---\n# A\n\nx\n", [("a", "A", 1, ("A",), "x", False)]),
            ("---\ntitle: A\n---\n# B\n\nx\n", [("b", "B", 1, ("B",), "x", True)]),
            ("---\ntitle: the a\n---\n# The *A*\n\nx\n", [("the-a", "the a", 1, ("the a",), "x", False)]),
            (
                "---\ntitle: A\n---\n## A\n\nx\n\n## B\n",
                [("a", "A", 2, ("A",), "x", False), ("b", "B", 2, ("B",), "", True)],
            ),
            (
                "---\ntitle: A\n---\nx\n\n# B\n\ny\n",
                [("a", "A", 1, ("A",), "x", False), ("b", "B", 1, ("B",), "y", True)],
            ),
            (
                "---\ntitle: A\n---\nx\n\n# A\n\ny\n\n# A\n",
                [("a", "A", 1, ("A",), "x\n\ny", False), ("a-3", "A", 1, ("A",), "", True)],
            ),
            ("---\ntitle: A\n---\n#\n\nx\n", [("untitled", "A", 1, ("A",), "x", False)]),
        ],
    )
    def test_words_before_the_first_lower_heading_stand_under_the_title(self, text, sections):
        found = read(text).sections
        assert [(s.id, s.title, s.level, s.path, s.text, s.heading_shown) for s in found] == sections

    def test_a_section_that_is_one_with_that_under_the_title_is_still_found_by_its_id(self):
        sheet = read("x\n\n# A\n\ny\n\n## B\n\n## B\n")
        assert [(s.id, s.anchors) for s in sheet.sections] == [("a", ("a-2",)), ("b", ()), ("a-2-b", ())]
        assert Anchors(sheet).section("a-2") is sheet.sections[0]

    def test_an_id_is_made_of_a_title_as_it_is_written_in_front_matter(self):
        sheet = read("---\ntitle: <b>A</b>\n---\nx\n")
        assert (sheet.title, sheet.sections[0].id, sheet.sections[0].title) == ("A", "b-a-b", "A")

    def test_the_title_keeps_its_emphasis_as_the_heading_of_the_words_under_it(self):
        assert read("# A *b*\n\nx\n").sections[0].heading == (Text("A "), Emphasis((Text("b"),)))

    def test_without_headings_the_files_name_is_the_title_of_one_section(self):
        sheet = read("Only text.")
        assert (sheet.title, [(s.title, s.text) for s in sheet.sections]) == (
            "a-file",
            [("a-file", "Only text.")],
        )

    @pytest.mark.parametrize("text", ["", "\n\n", "   \n", "\ufeff", "---\ntitle: X\n---\n"])
    def test_an_empty_document_has_no_sections(self, text):
        assert read(text).sections == ()

    def test_a_heading_without_words_still_has_a_name_and_an_id(self):
        sheet = read("# A\n\n##\n\nText.\n")
        assert [(s.title, s.id) for s in sheet.sections] == [("(untitled)", "untitled")]


class TestHeadings:
    def test_six_levels_nest(self):
        sheet = read("\n".join(f"{'#' * n} H{n}" for n in range(1, 7)))
        assert [s.level for s in sheet.sections] == [2, 3, 4, 5, 6]
        assert sheet.sections[-1].path == ("H2", "H3", "H4", "H5", "H6")

    def test_setext_headings_count(self):
        sheet = read("Title\n=====\n\nPart\n----\nText.\nNext\n----\n")
        assert sheet.title == "Title"
        assert sheet.sections[0].title == "Part"
        assert sheet.sections[0].line == 4

    def test_a_hash_without_a_space_is_text(self):
        assert read("#1 trading partner").sections[0].text == "#1 trading partner"

    def test_seven_hashes_are_text(self):
        assert read("####### seven").sections[0].text == "####### seven"

    def test_closing_hashes_are_left_out_but_not_a_word_that_ends_in_one(self):
        assert [s.title for s in read("# T\n## A ##\n## C#\n").sections] == ["A", "C#"]

    def test_emphasis_in_a_heading_is_kept_apart_from_its_title(self):
        section = read("# T\n## A *b*\n").sections[0]
        assert section.title == "A b"
        assert section.heading == (Text("A "), Emphasis((Text("b"),)))

    def test_a_heading_in_a_quotation_is_a_strong_paragraph(self):
        assert only("> # A\n") == Quotation((Paragraph((Strong((Text("A"),)),)),))

    def test_the_line_counts_the_front_matter(self):
        assert read("---\ntitle: T\n---\n\n## A\n").sections[0].line == 5

    def test_hashes_in_fenced_code_are_no_headings(self):
        sheet = read("# T\n\n## A\n\n```\n# no\n\n## nor this\n```\n\n## B\n")
        assert [s.title for s in sheet.sections] == ["A", "B"]
        assert sheet.sections[0].blocks == (CodeBlock("# no\n\n## nor this"),)

    def test_a_fence_that_is_never_closed_swallows_no_heading(self):
        sheet = read("# T\n\n## A\n\n```\ncode\n\n## B\n")
        assert [s.title for s in sheet.sections] == ["A", "B"]
        assert sheet.sections[0].text.split() == ["```", "code"]


class TestBlocks:
    def test_lines_of_a_paragraph_are_joined_by_single_spaces(self):
        assert only("a\n  b\nc   d") == Paragraph((Text("a b c d"),))

    def test_no_break_spaces_are_kept(self):
        assert only("a\u00a0\u00a0b") == Paragraph((Text("a\u00a0\u00a0b"),))

    @pytest.mark.parametrize("end", ["  \n", "\\\n", "    \n"])
    def test_a_hard_break_is_a_line_break(self, end):
        assert only(f"a{end}b") == Paragraph((Text("a"), LineBreak(), Text("b")))

    @pytest.mark.parametrize("indent", [2, 3, 4])
    def test_lists_nest_by_two_to_four_spaces(self, indent):
        inner = ListBlock(ordered=False, items=((Paragraph((Text("b"),)),),))
        outer = ListBlock(ordered=False, items=((Paragraph((Text("a"),)), inner), (Paragraph((Text("c"),)),)))
        assert only(f"- a\n{' ' * indent}- b\n- c") == outer

    def test_a_numbered_list_keeps_its_first_number(self):
        block = only("3. a\n4. b\n")
        assert (block.ordered, block.start, len(block.items)) == (True, 3, 2)

    def test_a_list_may_follow_a_paragraph_at_once(self):
        section = read("text\n- a\n- b").sections[0]
        assert section.text == "text\n\n- a\n- b"

    def test_a_year_at_the_start_of_a_line_is_no_list_within_a_paragraph(self):
        assert only("It was signed in\n1997. Later it ended.") == Paragraph(
            (Text("It was signed in 1997. Later it ended."),)
        )

    def test_code_in_a_list_item_stays_in_it(self):
        block = only("- a\n  ```py\n  - x\n\n    y\n  ```\n- b\n")
        assert block.items[0] == (Paragraph((Text("a"),)), CodeBlock("- x\n\n  y", "py"))

    def test_tildes_fence_code_too(self):
        assert only("~~~\na < b & c\n```\n~~~") == CodeBlock("a < b & c\n```")

    def test_indented_code(self):
        assert only("    a\n      b") == CodeBlock("a\n  b")

    def test_a_table_has_alignments(self):
        assert only("|a|b|c|\n|:-|-:|:-:|\n|1|*2*|3|") == Table(
            ((Text("a"),), (Text("b"),), (Text("c"),)),
            (((Text("1"),), (Emphasis((Text("2"),)),), (Text("3"),)),),
            ("left", "right", "center"),
        )

    def test_a_row_with_too_many_cells_loses_none(self):
        assert only("|a|b|\n|-|-|\n|1|2|3|").rows == (((Text("1"),), (Text("2 3"),)),)

    def test_heading_and_rule_may_have_another_count_of_cells(self):
        assert only("|a|b|\n|---|---|---|\n|1|2|3|") == Table(
            ((Text("a"),), (Text("b"),), ()), (((Text("1"),), (Text("2"),), (Text("3"),)),), ("", "", "")
        )
        table = only("a | b | c\n:-- | ---\n1 | 2 | 3")
        assert (table.header[2], table.alignments) == ((Text("c"),), ("left", "", ""))
        assert only("|a|\n|---|---|\n").content[0] == Text("|a| |---|---|")

    def test_a_picture_of_the_web_without_words_leaves_its_place(self):
        picture = Image("", "")
        assert only("![](https://a.org/b.png)").content == (picture,)
        sentence = only("a <img src='https://a.org/b.png'> b")
        assert sentence.content == (Text("a "), picture, Text(" b"))
        assert only("| a |\n|---|\n| ![](../b.png) |").rows == (((picture,),),)

    @pytest.mark.parametrize(
        "said", ["alt=''", "alt", "role=presentation", "role='none'", "aria-hidden=true"]
    )
    def test_one_that_is_said_to_be_decorative_leaves_nothing(self, said: str) -> None:
        assert only(f"a <img src='https://a.org/b.png' {said}> b").content == (Text("a b"),)

    @pytest.mark.parametrize(
        ("link", "address", "words"),
        [
            ("[![](https://a.org/b.png)](https://www.c.org/d/)", "https://www.c.org/d/", "c.org/d"),
            ('<a href="https://c.org"><img src="https://a.org/b.png"></a>', "https://c.org", "c.org"),
            ('<a href="d.md"><img src="https://a.org/b.png" alt=""></a>', "d.md", "d.md"),
            ("[![][p]](#d)\n\n[p]: https://a.org/b.png", "#d", "d"),
        ],
    )
    def test_a_link_around_a_picture_without_words_says_where_it_leads(
        self, link: str, address: str, words: str
    ) -> None:
        assert only(f"a {link}").content == (Text("a "), Link(address, (Text(words),)))

    def test_one_around_a_picture_that_is_shown_needs_no_words(self) -> None:
        picture = Image("", "b.png")
        assert only("[![](b.png)](https://c.org)").content == (Link("https://c.org", (picture,)),)
        assert read("[![](https://a.org/b.png)]()").sections == ()

    def test_a_heading_has_the_words_of_its_pictures_alone(self):
        (section,) = read("# A\n\n## ![](https://a.org/b.png) B ![c](https://a.org/c.png)\n\nd\n").sections
        assert section.heading == (Text("B "), Image("c", ""))

    def test_an_escaped_bar_is_a_bar_in_every_cell(self):
        def cell(written: str) -> Any:
            table = only(f"| {written} | b |\n|---|---|\n| c | {written} |\n")
            assert table.header[0] == table.rows[0][1]
            assert (table.header[1], table.rows[0][0]) == ((Text("b"),), (Text("c"),))
            return table.header[0]

        assert cell(r"`git branch \| grep -v x`") == (CodeSpan("git branch | grep -v x"),)
        assert cell(r"a \| \* `\*`") == (Text("a | * "), CodeSpan(r"\*"))
        assert cell(r"`` ` \| ``") == (CodeSpan("` |"),)
        assert cell(r"`\\|`") == (CodeSpan(r"\|"),)  # as in GitHub's tables
        assert cell(r"[a](b\|c.md)") == (Link("b|c.md", (Text("a"),)),)
        assert only(r"`a \| b`").content == (CodeSpan(r"a \| b"),)  # in no table

    def test_a_table_without_rows_has_none(self):
        assert only("|a|b|\n|-|-|").rows == ()

    def test_quotations_nest(self):
        assert only("> a\n>\n> > b") == Quotation(
            (Paragraph((Text("a"),)), Quotation((Paragraph((Text("b"),)),)))
        )

    def test_a_rule(self):
        assert read("a\n\n---\n\nb").sections[0].blocks[1] == Rule()


class TestInlines:
    def test_emphasis_and_code(self):
        assert only("*a* **b `c<d`** _e_") == Paragraph(
            (
                Emphasis((Text("a"),)),
                Text(" "),
                Strong((Text("b "), CodeSpan("c<d"))),
                Text(" "),
                Emphasis((Text("e"),)),
            )
        )

    @pytest.mark.parametrize(
        "text",
        ["[a](http://x/y)", "[a][1]\n\n[1]: http://x/y", '[a](http://x/y "words")', "[a]\n\n[a]: http://x/y"],
    )
    def test_links(self, text):
        assert only(text) == Paragraph((Link("http://x/y", (Text("a"),)),))

    def test_a_link_may_be_defined_in_a_later_section(self):
        sheet = read("## A\n\n[a][1]\n\n## B\n\n[1]: http://x/y\n")
        assert sheet.sections[0].blocks == (Paragraph((Link("http://x/y", (Text("a"),)),)),)

    def test_a_mail_address_is_not_disguised(self):
        assert only("<a@example.org>") == Paragraph((Link("mailto:a@example.org", (Text("a@example.org"),)),))

    @pytest.mark.parametrize("address", ["p.png", "pictures/p.png", "./p.png", "a%20b.png"])
    def test_a_picture_beside_the_document_may_be_shown(self, address):
        (image,) = only(f"![alt]({address})").content
        assert image.alternative == "alt"
        assert image.file == address.removeprefix("./").replace("%20", " ")

    @pytest.mark.parametrize(
        "address",
        [
            "http://x/p.png",
            "//x/p.png",
            "/etc/p.png",
            "../p.png",
            "a/../../p.png",
            "file:///p.png",
            "C:\\p.png",
            "..\\p.png",
            "%2e%2e/p.png",
            "~/p.png",
            "data:image/png;base64,AA",
            "%2Fetc/p.png",
        ],
    )
    def test_any_other_picture_stands_as_its_words(self, address):
        assert only(f"![alt](<{address}>)") == Paragraph((Image("alt", ""),))

    def test_entities_are_their_characters_and_unknown_ones_text(self):
        assert only("&eacute; &#233; &lt;b&gt; &unknown; AT&T") == Paragraph(
            (Text("é é <b> &unknown; AT&T"),)
        )

    def test_notes_in_brackets_are_text(self):
        assert read("A.\n\n[Note]: Important").sections[0].text == "A.\n\n[Note]: Important"

    @pytest.mark.parametrize(
        "text", ["As in [1].\n\n[1]: Smith", "- [x] a\n\n[x]: done", "[Note](a.md)\n\n[Note]: Yes"]
    )
    def test_what_no_words_in_brackets_name_is_text(self, text: str) -> None:
        assert read(text).sections[0].text.endswith(text.rpartition("\n")[2])

    @pytest.mark.parametrize(
        "text",
        [
            *("[a][b]\n\n[b]: license", "[License]\n\n[License]: LICENSE"),
            *("# T\n\n[a][b c]\n\n[b c]: x", "[a][]\n\n[a]: b"),
            "See [Samples], [A b].\n\n[Samples]: sample-list\n[A b]: https://a.b/",
        ],
    )
    def test_a_word_is_an_address_where_a_reference_names_its_label(self, text: str) -> None:
        (section,) = read(text).sections
        assert "[" not in section.text
        assert "]:" not in section.text

    def test_an_asterisk_that_points_to_a_footnote_is_text(self):
        assert only("8 territories*; Delhi*, Goa") == Paragraph((Text("8 territories*; Delhi*, Goa"),))

    def test_emphasis_needs_no_spaces_around_it(self):
        assert only("香港**特別**行政區 **total:**1") == Paragraph(
            (
                Text("香港"),
                Strong((Text("特別"),)),
                Text("行政區 "),
                Strong((Text("total:"),)),
                Text("1"),
            )
        )

    @pytest.mark.parametrize(
        "text",
        ["**a*b**_c_", "*a**_*b", "word* * *a*word*", "* a*b **c* d", "___a__b_", "*" * 9],
    )
    def test_unbalanced_marks_lose_no_word(self, text):
        shown = read(text).sections[0].text if read(text).sections else ""
        assert re.findall("[a-z]", shown) == re.findall("[a-z]", text)

    def test_emphasis_within_emphasis(self):
        assert only("*a **b** c*") == Paragraph(
            (Emphasis((Text("a "), Strong((Text("b"),)), Text(" c"))),),
        )
        assert only("***a***") == Paragraph((Emphasis((Strong((Text("a"),)),)),))
        assert only("*a [b*](http://x)") == Paragraph((Text("*a "), Link("http://x", (Text("b*"),))))

    def test_underscores_within_words_are_text(self):
        assert only("snake_case_name __init__ _a_") == Paragraph(
            (Text("snake_case_name "), Strong((Text("init"),)), Text(" "), Emphasis((Text("a"),)))
        )

    def test_escaped_marks_are_themselves(self):
        assert only(r"\*a\* 1\. \[b\]") == Paragraph((Text("*a* 1. [b]"),))

    def test_control_characters_cannot_reach_a_terminal(self):
        assert only("a\x1b[31mb\x07\x0e\x02") == Paragraph((Text("a\ufffd[31mb\ufffd\ufffd\ufffd"),))


class TestIds:
    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Economic Relations", "economic-relations"),
            ("U.S. Assistance to Hong Kong", "u-s-assistance-to-hong-kong"),
            (
                "Hong Kong’s Membership in International Organizations",
                "hong-kongs-membership-in-international-organizations",
            ),
            ("Côte d'Ivoire", "cote-divoire"),
            ("香港 Hong Kong", "hong-kong"),
            ("香港", ""),
        ],
    )
    def test_an_id_is_the_title_in_ascii(self, title, expected):
        assert section_id(title) == expected

    def test_a_second_of_the_same_name_gets_its_parents_id_in_front(self):
        sheet = read("# T\n## A\n### N\n## B\n### N\n### N\n## A\n")
        assert [s.id for s in sheet.sections] == ["a", "n", "b", "b-n", "b-n-2", "a-2"]

    def test_a_title_without_ascii_letters_keeps_its_id_when_others_are_added(self):
        short, long = read("# T\n## 香港\n"), read("# T\n## 澳門\n## 香港\n")
        assert short.sections[0].id == long.sections[1].id
        assert re.fullmatch(r"section-[0-9a-f]{8}", short.sections[0].id)

    @EASY
    @given(
        st.lists(
            st.tuples(st.integers(1, 6), st.sampled_from(["A", "a", "A 2", "A-2", "a a", "香", "-", ""]))
        )
    )
    def test_all_ids_of_a_sheet_differ(self, headings):
        sheet = read("\n".join(f"{'#' * level} {title}" for level, title in headings))
        ids = [s.id for s in sheet.sections]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in ids)


WORD = st.text(st.characters(whitelist_categories=["L", "N"]), min_size=1, max_size=8)
# A word of a text, with what people and Markdown put around words.
TOKEN = st.one_of(
    WORD,
    st.tuples(
        st.sampled_from(
            ["*", "**", "_", "`", "<", "</", "[", "(", "> ", "~~~", "```", "|", "#", "![", "\\", "&"]
        ),
        WORD,
        st.sampled_from(["", "*", "**", "_", "`", ">", "]", ")", "](", "|", ";", ":", "  ", "\n---", "]: "]),
    ).map("".join),
)
SEPARATOR = st.sampled_from(
    [" ", "\n", "\n\n", "\n- ", "\n    ", "\n> ", "\n1. ", "\n# ", "\n  - ", " | ", "\n|-|-|\n"]
)


class TestNothingIsLost:
    @examples(2.5)
    @given(st.lists(st.tuples(TOKEN, SEPARATOR), max_size=25))
    def test_every_word_of_any_text_is_in_a_title_or_a_sections_text(self, parts):
        # Addresses, definitions and entities are Markdown's own; here no word may look like one.
        text = "".join(token.replace("](", "] (").replace("]: ", "] ") + gap for token, gap in parts)
        text = re.sub(r"&(\w+);", r"&\1", text)
        sheet = read(text)
        shown = " ".join([sheet.title, *(s.title + "\n" + s.text for s in sheet.sections)])
        for word in re.findall(r"\w+", text.replace("_", " ")):
            # An item's number and the language of code are shown otherwise, an element's name (<A>) is not.
            if word not in shown and not re.search(
                rf"(```|~~~) *{re.escape(word)}|{re.escape(word)}\.|</?(?=[A-Za-z]){re.escape(word)}[\s>]",
                text,
            ):
                raise AssertionError((word, text, shown))

    @EASY
    @given(st.text(max_size=400))
    def test_any_text_can_be_read_and_offsets_hold(self, text):
        try:
            sheet = read(text)
        except DocumentError:
            return
        for section in sheet.sections:
            for leaf in section.leaves:
                assert section.text[leaf.offset : leaf.offset + len(leaf.text)] == leaf.text
            assert "\x02" not in section.text
            assert "klzzwxh" not in section.text

    @EASY
    @given(st.text("#*_`>-+=|[]()!<&;: \n\t1a\\~", max_size=300))
    def test_any_soup_of_marks_can_be_read(self, text):
        try:
            sheet = read(text)
        except DocumentError:
            return
        assert all(s.title for s in sheet.sections)
        assert "klzzwxh" not in "".join(all_words(sheet))

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_any_line_ending_reads_the_same(self, end, sheet_files):
        text = sheet_files[0].read_text("utf-8")
        assert read(text.replace("\n", end)) == read(text)

    @pytest.mark.slow
    def test_every_word_of_the_country_sheets_is_there_in_order(self, sheet_files):
        assert len(sheet_files) == 22
        for path in sheet_files:
            text = path.read_text("utf-8")
            sheet = read(text)
            text = re.sub(r"^(\d+)\) ", r"\1. ", text, flags=re.MULTILINE)
            expected = re.sub(r"[*#_\\]|^- ", " ", text, flags=re.MULTILINE).split()
            shown = [sheet.title, *(t for s in sheet.sections for t in (s.title, s.text))]
            got = re.sub(r"[*#_\\]|^- ", " ", "\n".join(shown), flags=re.MULTILINE).split()
            if sheet.sections and sheet.sections[0].title == sheet.title:
                got = got[len(sheet.title.split()) :]
            assert got == expected, path.name


def depth_of(blocks: Iterable[Block]) -> int:
    """How deep lists and quotations are nested."""
    inner: list[tuple[Block, ...]] = []
    for block in blocks:
        inner.extend(block.items if isinstance(block, ListBlock) else ())
        inner.extend([block.blocks] if isinstance(block, Quotation) else ())
    return 1 + max(map(depth_of, inner)) if inner else 0


class TestHostileInput:
    @pytest.mark.parametrize(
        "text",
        breadth(
            [
                "> " * 400 + "a",
                "- " * 400 + "a",
                "\n".join("    " * n + "- a" for n in range(400)),
                "\n\n".join("    " * n + "- a" for n in range(150)),
                "\n".join("> " * n + "a" for n in range(300)),
            ],
            2,
        ),
        ids=["quotations", "markers", "lists", "loose lists", "deepening quotations"],
    )
    def test_what_is_nested_too_deeply_stands_with_the_deepest(self, text):
        count = text.count("a")
        text = "".join(chr(0x4E00 + number) if c == "a" else c for number, c in enumerate(text))
        wanted = [c for c in text if c >= "\u4e00"]
        (section,) = read("# T\n\n## A\n\n" + text).sections
        assert [c for c in section.text if c >= "\u4e00"] == wanted
        assert len(wanted) == count
        assert depth_of(section.blocks) == 100
        assert "\x11" not in section.text

    def test_what_is_nested_too_deeply_is_named_with_its_line(self):
        lines = ["# T", "", "> " * 100 + "a", "", "# U", "", "- " * 101 + "a"]
        pieces = cut_at_headings(lines, list(range(1, 9)))
        parser = SheetParser()
        parser.parse(pieces)
        assert parser.too_deep == [5]

    def test_what_is_nested_too_deeply_is_told_once(self):
        text = "".join(f"## A\n\n{'> ' * 101}a\n\n" for _ in range(3))
        (fault,) = read(text).faults
        assert fault == f"line 1: {TOO_DEEP}"
        assert read("> " * 100 + "a").faults == ()

    @pytest.mark.parametrize("depth", [2, 50, 99])
    def test_a_hundred_levels_can_be_read(self, depth):
        for text in ("> " * depth + "end", "\n".join("    " * n + "- end" for n in range(depth))):
            assert read(text).sections[0].text.endswith("end")

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "text",
        [
            "[" * 100_000,
            "[a](" * 50_000,
            "`a " * 60_000,
            "\\*" * 100_000,
            "**a" * 60_000,
            "a  \n" * 50_000,
            "`a`|" * 20_000 + "\n-|-",
            "~~~ a\n" * 50_000,
            "a\n---\n" * 10_000,
            "<a " * 100_000,
            "*a **b " * 20_000,
            "*a_b" * 20_000,
            "![" * 50_000,
        ],
    )
    def test_long_input_full_of_marks_does_not_hang(self, text):
        start = time.process_time()
        sheet = read(text)
        assert sheet.sections
        assert time.process_time() - start < 20  # minutes, before bounds were set


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Get ready <em>before</em> you travel", "Get ready before you travel"),
        ("The `npm` command", "The npm command"),
        ("**Bold** words &amp; more", "Bold words & more"),
        ("snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4"),
        ("A < B & C", "A < B & C"),
        ("Cost \\$5", "Cost $5"),
        ("C#", "C#"),
        ("<br>", "<br>"),
    ],
)
def test_a_stated_title_shows_no_markup(stated, title):
    text = f"---\ntitle: {stated}\nlayout: page\n---\n\nWords.\n"
    assert parse_sheet(text, name="x", digest="").title == title


@pytest.mark.parametrize("length", breadth([3_000, 5_000, 1_000_000], 2))
def test_an_address_may_be_of_any_length(length: int) -> None:
    text = (
        f"a ![b](data:image/png;base64,{'iVB/+' * (length // 5)}==) [c](https://a.org/{'x' * length} 'd') e"
    )
    sheet = parse_sheet(text, name="n", digest="0" * 64)
    assert sheet.sections[0].text == "a b c e"
