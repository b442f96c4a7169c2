"""What CommonMark says of forms that files use, where Python-Markdown says something else."""

from __future__ import annotations

import string
import time
from typing import Any

import pytest

from hkviewer.content.markdown.containers import find_containers
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import (
    Block,
    CodeBlock,
    CodeSpan,
    Image,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Table,
    Text,
    plain_text,
)
from tests.content.markdown.reading import assert_linear_in
from tests.examples import breadth


def sections(text: str) -> tuple[Section, ...]:
    return parse_sheet(text, name="a-file", digest="0" * 64).sections


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text without headings."""
    (section,) = sections(text)
    return section.blocks


def inlines(text: str) -> tuple[Any, ...]:
    """What stands in the one paragraph of a text."""
    (paragraph,) = blocks(text)
    assert isinstance(paragraph, Paragraph)
    return paragraph.content


class TestEscapes:
    @pytest.mark.parametrize("mark", string.punctuation)
    def test_a_backslash_before_any_ascii_punctuation_is_not_shown(self, mark: str) -> None:
        assert inlines(f"a \\{mark} b") == (Text(f"a {mark} b"),)

    def test_a_backslash_before_anything_else_is_shown(self) -> None:
        assert inlines(r"C:\temp \é \→ 2 \ 3") == (Text(r"C:\temp \é \→ 2 \ 3"),)

    def test_a_backslash_at_the_end_of_a_paragraph_is_shown_in_a_path_alone(self) -> None:
        assert inlines("The end.\\") == (Text("The end."),)
        assert inlines("a ![b](c.png){width=280}\\") == (Text("a "), Image("b", "c.png"))
        for path in ("C:\\", "C:\\temp\\"):
            assert inlines(f"in {path}") == (Text(f"in {path}"),)


class TestLinks:
    @pytest.mark.parametrize(
        "target",
        [
            *("(b.md)", "( b.md )", "(<b.md>)", "(b.md 'of it')", '(<b.md> "of it")', "(b.md (of it))"),
            *("(b.md\n'of\nit')", "(\nb.md\n)"),
        ],
    )
    def test_an_address_stands_with_or_without_angle_brackets_and_a_title(self, target: str) -> None:
        assert inlines(f"See [a]{target}.") == (Text("See "), Link("b.md", (Text("a"),)), Text("."))

    @pytest.mark.parametrize(
        ("written", "address"),
        [
            ("a(b)c", "a(b)c"),
            ("a(b(c))", "a(b(c))"),
            (r"a\)b", "a)b"),
            ("<a b)c>", "a b)c"),
            ("a?b&amp;c", "a?b&c"),
            ("a b.md", "a b.md"),
            ("<a b.md>", "a b.md"),
            ('"a"', '"a"'),
        ],
    )
    def test_an_address_is_read_as_it_is_meant(self, written: str, address: str) -> None:
        assert inlines(f"[x]({written})") == (Link(address, (Text("x"),)),)

    @pytest.mark.parametrize("text", ["[a](b\nc)", "[a](<b\nc>)", "[a](<b)", "[a] (b.md)", "[a](b"])
    def test_what_is_no_address_stays_text(self, text: str) -> None:
        assert inlines(text) == (Text(text.replace("\n", " ")),)

    def test_a_link_holds_no_link(self) -> None:
        inner = Link("b.md", (Text("b"),))
        assert inlines("[a [b](b.md)](a.md)") == (Text("[a "), inner, Text("](a.md)"))
        assert inlines("[a [b](b.md)][r]\n\n[r]: /r") == (
            *(Text("[a "), inner, Text("]")),
            Link("/r", (Text("r"),)),
        )

    def test_a_link_holds_the_same_link_to_a_heading(self) -> None:
        for text in ("[1 A [2](#a)](#a)", "[1 A\n[2](#a)](#a)"):
            assert inlines(text) == (Link("#a", (Text("1 A 2"),)),)

    def test_a_link_holds_an_image_or_an_address(self) -> None:
        assert inlines("[![a](a.png)](b.md)") == (Link("b.md", (Image("a", "a.png"),)),)
        assert inlines("[<https://a.org/>](https://a.org/)")[0].address == "https://a.org/"
        badge = f"[![a](https://b.c/{'d' * 1500})](https://e.f)"
        assert inlines(badge) == (Link("https://e.f", (Image("a"),)),)


class TestAddressesAndEntities:
    @pytest.mark.parametrize(
        "address",
        [
            *("https://a.org/b_c_d*e*", "irc://a.b:2/c", "a+b+c:d", "localhost:5001/a", "MAILTO:A@B.C"),
            *(r"https://a.org/\[\\", "https://a.org/?b=](c)"),
        ],
    )
    def test_an_address_in_angle_brackets_is_a_link_of_any_scheme(self, address: str) -> None:
        assert inlines(f"See <{address}>") == (Text("See "), Link(address, (Text(address),)))

    @pytest.mark.parametrize("text", ["<https://a.org/b c>", "<a:b>", "< https://a.org/>", "<//a.org/>"])
    def test_anything_else_in_angle_brackets_is_text(self, text: str) -> None:
        assert plain_text(inlines(text)) == text

    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            *(("&#X22;", '"'), ("&#xD06;", "ആ"), ("&#42;a&#42;", "*a*"), ("&#95;a&#95;", "_a_")),
            *(
                ("&#0;", "�"),
                ("&#87654321;", "&#87654321;"),
                ("&#abcdef0;", "&#abcdef0;"),
                ("&hi?;", "&hi?;"),
            ),
        ],
    )
    def test_an_entity_is_its_character_and_no_mark(self, written: str, shown: str) -> None:
        assert inlines(written) == (Text(shown),)

    @pytest.mark.parametrize("alternative", ["a *b* c", "**a** b c", "a _b_ c", r"a b \c", "*a* *b* __c__"])
    def test_the_words_of_an_image_have_no_marks(self, alternative: str) -> None:
        shown = alternative.replace("*", "").replace("_", "")
        assert inlines(f"![{alternative}](a.png)") == (Image(shown, "a.png"),)
        assert inlines(f"![{alternative}]\n\n[{alternative}]: a.png") == (Image(shown, "a.png"),)


class TestReferences:
    @pytest.mark.parametrize(
        "definition",
        [
            *("[a b]: /u", "[A  B]: /u", "[a\nb]: /u", "[a b]:\n/u", "   [a b]: </u>", "[a b]: /u 'of it'"),
            *('[a b]: /u\n"of it"', "[a b]:\n  /u\n  (of\nit)", "[a b]: /u\n[a b]: /other"),
        ],
    )
    def test_a_definition_may_take_several_lines(self, definition: str) -> None:
        assert inlines(f"[x][a b]\n\n{definition}") == (Link("/u", (Text("x"),)),)

    @pytest.mark.parametrize(
        ("label", "words"),
        [
            ("CISA `x` script", (Text("CISA "), CodeSpan("x"), Text(" script"))),
            ("`x`", (CodeSpan("x"),)),
            (r"a\]", (Text("a]"),)),
            (r"\[a\]", (Text("[a]"),)),
            ("ẞ", (Text("ẞ"),)),
            ("`a<b>::c`", (CodeSpan("a<b>::c"),)),
            ("`a<T>`", (CodeSpan("a<T>"),)),
            ("a &amp; b", (Text("a & b"),)),
        ],
    )
    def test_a_label_may_hold_code_and_escaped_brackets(self, label: str, words: tuple[Any, ...]) -> None:
        assert inlines(f"[{label}]\n\n[{label}]: /u") == (Link("/u", words),)

    def test_words_may_stand_directly_under_a_definition(self) -> None:
        assert inlines("[a]: /u\nSee [a].") == (Text("See "), Link("/u", (Text("a"),)), Text("."))

    def test_a_definition_directly_under_words_is_text(self) -> None:
        assert inlines("Words\n[a]: /u") == (Text("Words [a]: /u"),)

    def test_brackets_apart_are_no_pair(self) -> None:
        link = Link("/b", (Text("b"),))
        assert inlines("[a] [b]\n\n[b]: /b") == (Text("[a] "), link)
        assert inlines("[a]\n[b]\n\n[b]: /b") == (Text("[a] "), link)

    def test_a_label_without_definition_does_not_hide_the_next(self) -> None:
        assert inlines("[a][b][c]\n\n[c]: /c") == (Text("[a]"), Link("/c", (Text("b"),)))


class TestTables:
    def test_a_cell_may_hold_only_code(self) -> None:
        (table,) = blocks("| A | B |\n|---|---|\n| `a` | `b` |\n| `c` | |\n")
        assert isinstance(table, Table)
        assert table.rows == (((CodeSpan("a"),), (CodeSpan("b"),)), ((CodeSpan("c"),), ()))


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def items(*texts: str, start: int = 0) -> ListBlock:
    """A list with a paragraph in each item; numbered from `start` unless that is 0."""
    return ListBlock(bool(start), tuple((words(text),) for text in texts), start or 1)


class TestLists:
    def test_a_number_may_have_a_parenthesis_behind_it(self) -> None:
        assert blocks("1) a\n2) b") == (items("a", "b", start=1),)
        assert blocks("Words\n1) a") == (words("Words"), items("a", start=1))
        assert blocks("10) a\n    - b") == (ListBlock(True, ((words("a"), items("b")),), 10),)

    @pytest.mark.parametrize("text", ["Words\n2) a", "1)a", "1234567890) a", r"1\) a"])
    def test_what_begins_no_list_is_text(self, text: str) -> None:
        (paragraph,) = blocks(text)
        assert isinstance(paragraph, Paragraph)

    @pytest.mark.parametrize("between", ["\n", "\n\n"])
    def test_a_list_that_changes_its_mark_is_a_new_list(self, between: str) -> None:
        assert blocks(f"- a\n- b{between}+ c{between}* d") == (items("a", "b"), items("c"), items("d"))
        assert blocks(f"1. a{between}1) b") == (items("a", start=1), items("b", start=1))
        nested = ListBlock(False, ((words("a"), items("b"), items("c")),))
        assert blocks(f"- a\n  - b{between}  * c") == (nested,)

    def test_a_list_that_keeps_its_mark_is_one(self) -> None:
        assert blocks("- a\n\n- b\n- c") == (items("a", "b", "c"),)
        assert blocks("1) a\n\n1) b") == (items("a", "b", start=1),)

    @pytest.mark.parametrize("text", ["- a\n-\n- b", "- a\n-   \n- b", "- a\n\n-\n\n- b", "* a\n*\n* b"])
    def test_an_item_may_be_empty(self, text: str) -> None:
        assert blocks(text) == (ListBlock(False, ((words("a"),), (), (words("b"),))),)


class TestRules:
    @pytest.mark.parametrize(
        "rule", ["***", "- - -", " _ _ _", "-     -      -      -", "*\t*\t*\t", "**  * ** "]
    )
    def test_a_rule_may_have_blanks_between(self, rule: str) -> None:
        assert blocks(f"a\n\n{rule}\nb") == (words("a"), Rule(), words("b"))

    def test_a_rule_in_an_item_is_part_of_it(self) -> None:
        assert blocks("- a\n\n  ***\n\n  b\n- c") == (
            ListBlock(False, ((words("a"), Rule(), words("b")), (words("c"),))),
        )
        assert blocks("- a\n***\n- b") == (items("a"), Rule(), items("b"))


class TestQuotations:
    def test_a_blank_line_ends_a_quotation(self) -> None:
        assert blocks("> a\n\n> b") == (Quotation((words("a"),)), Quotation((words("b"),)))
        assert blocks("- > a\n\n  > b") == (
            ListBlock(False, ((Quotation((words("a"),)), Quotation((words("b"),))),)),
        )

    def test_a_line_with_only_the_mark_does_not(self) -> None:
        assert blocks("> a\n>\n> b") == (Quotation((words("a"), words("b"))),)

    @pytest.mark.parametrize("between", ["", "\n", "  >\n"])
    def test_one_may_stand_in_an_item_below_words_and_hold_lists(self, between: str) -> None:
        quotation = Quotation((words("a"), items("b")))
        assert blocks(f"- > a\n{between.strip() and between}  > - b") == (ListBlock(False, ((quotation,),)),)
        assert blocks(f"1. x\n{between.strip(' >')}   > a\n   > - b\n2. y") == (
            ListBlock(True, ((words("x"), quotation), (words("y"),))),
        )

    def test_fenced_code_does_not(self) -> None:
        assert blocks("> a\n> ```\n> b\n> ```\n> c") == (
            Quotation((words("a"), CodeBlock("b", ""), words("c"))),
        )


def headings(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in sections("# Of it\n\nWords.\n\n" + text)[1:]]


class TestHeadings:
    def test_up_to_three_blanks_may_stand_before_a_heading(self) -> None:
        assert headings(" ## a\n  ### b ##\n   ## c") == [(2, "a"), (3, "b"), (2, "c")]
        assert headings("  a\n  ===\n\n b\n   --- ") == [(1, "a"), (2, "b")]
        assert headings("- a\n\nb\n\n  ## c") == [(2, "c")]
        assert headings("- a\n ## b") == [(2, "b")]
        assert headings("- a\n# b\n  ## c") == [(1, "b"), (2, "c")]

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "    ## a",
                "- a\n\n  ## b",
                "10) a\n\n    b\n    ---",
                "- a\n  ## b",
                "- - a\n\n    b\n\n   # c",
            ),
            *("* a\n\n  b\n  ===", "1. a\n   # b", "> ## a", "- # a"),
        ],
    )
    def test_what_is_indented_further_or_into_an_item_is_none(self, text: str) -> None:
        assert headings(text) == []

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            *(("a\nb\n---", "a b"), ("  a\nb\n c\n===", "a b c"), ("a *b\nc*\n===", "a b c")),
            *(("***\na\n---", "a"), ("a\nb `c`\n--", "a b c"), ("[a]: /b\n\nc\nd\n=", "c d")),
        ],
    )
    def test_an_underlined_heading_may_have_several_lines(self, text: str, title: str) -> None:
        assert [words for _, words in headings(text)] == [title]

    @pytest.mark.parametrize(
        "text",
        [
            *("- a\nb\n---", "> a\nb\n---", "a | b\n--|--\nc | d\n---", "a\n> b\n---", "[a]: /b\n==="),
            *("    a\n---", "a\n\n---", "a\n- b\n---", "a\n--- -"),
        ],
    )
    def test_a_line_under_anything_but_words_makes_none(self, text: str) -> None:
        assert headings(text) == []


class TestFences:
    @pytest.mark.parametrize(
        "item",
        [
            "- a\n\n  ```\n  b",
            "- a\n  ```\n  b",
            "1) a\n\n    ```text\n    b\n",
            "- ```\n  b",
            "* a\n  - ~~~\n    b",
        ],
    )
    def test_an_open_fence_ends_with_its_item(self, item: str) -> None:
        assert headings(f"{item}\n## c\n\n```\nd\n```\n\n## e") == [(2, "c"), (2, "e")]

    def test_the_words_of_an_item_that_ends_with_it_are_code(self) -> None:
        assert blocks("- a\n\n  ```\n  b\n\n   c\n\nd") == (
            ListBlock(False, ((words("a"), CodeBlock("b\n\n c", "")),)),
            words("d"),
        )
        assert blocks("- ```\n  b\n- c") == (ListBlock(False, ((CodeBlock("b", ""),), (words("c"),))),)

    def test_an_open_fence_ends_with_its_quotation(self) -> None:
        assert blocks("> ```\n> a\n\nb") == (Quotation((CodeBlock("a", ""),)), words("b"))
        assert blocks("1. a\n\n       b\n         c\n       - d\n\n       e\n2. f") == (
            ListBlock(True, ((words("a"), CodeBlock("b\n  c\n- d\n\ne", "")), (words("f"),))),
        )
        assert blocks("- a\n\n      b\n      c\nd")[1:] == (words("d"),)
        assert blocks("- > ~~~\n  > a\n  >\n  > # b\n  > ~~~\n  > c\n- d") == (
            ListBlock(False, ((Quotation((CodeBlock("a\n\n# b", ""), words("c"))),), (words("d"),))),
        )
        assert blocks("> a\n> ~~~\n> b\nc") == (Quotation((words("a"), CodeBlock("b", ""))), words("c"))

    def test_an_open_fence_elsewhere_is_text(self) -> None:
        assert headings("```\na\n\n## b") == [(2, "b")]
        assert headings("- a\n\n```\nb\n\n## c") == [(2, "c")]

    def test_a_fence_of_tildes_may_have_backticks_behind_it(self) -> None:
        assert blocks("~~~ a ``` b\nc\n~~~") == (CodeBlock("c", "a"),)

    @pytest.mark.parametrize(
        "text", breadth(["- a\n\n  ```\n  b\n", "> ```\n> a\n\n", "- - - a\n", "```\n- ```\n"])
    )
    def test_reading_takes_linear_time(self, text: str) -> None:
        def seconds(count: int) -> float:
            start = time.process_time()
            find_containers((text * count).split("\n"))
            return time.process_time() - start

        seconds(1000)
        assert min(seconds(8000) for _ in range(3)) < 16 * min(seconds(2000) for _ in range(3))


def test_words_behind_a_fence_that_stays_open_in_an_item_are_not_lost(parse: Any) -> None:
    (section,) = parse("- ~~~ not a language\n  - inner\n").sections
    assert "not a language" in section.text


class TestOpenFencesInItemsOfQuotations:
    def test_one_ends_with_its_item(self) -> None:
        code = CodeBlock("c")
        for a, b in (("- a", "- b"), ("1. a", "2. b"), ("*  a", "*  b")):
            (quotation,) = blocks(f"> {a}\n>    ```\n>    c\n> {b}\n>\n> d")
            assert isinstance(quotation, Quotation)
            items, after = quotation.blocks
            assert isinstance(items, ListBlock)
            assert [item[1:] for item in items.items] == [(code,), ()]
            assert after == words("d")

    def test_it_may_stand_behind_the_items_mark_or_deeper(self) -> None:
        assert text_of("> - ```\n>   a\n>\n> b") == "> - a\n> b"
        assert text_of("> - a\n>   - b\n>     ~~~\n>     c\n>   - d\n> - e") == (
            "> - a\n>   - b\n>     c\n>   - d\n> - e"
        )
        assert text_of(">> - a\n>>   ```\n>>   b\n>> c") == "> > - a\n> >   b\n> > c"

    def test_a_closed_one_and_one_beside_items_go_on(self) -> None:
        assert (
            text_of("> - a\n>   ```\n>   b\n>\n>   c\n>   ```\n>   d") == "> - a\n>   b\n>   \n>   c\n>   d"
        )
        assert text_of("> - a\n>\n> b\n> ```\n> c\n> d") == "> - a\n> b\n> c\n> d"

    def test_however_many_there_are_reading_is_linear(self) -> None:
        assert_linear_in("> - a\n>   ```\n>   b\n")


def text_of(text: str) -> str:
    return sections(text)[0].text
