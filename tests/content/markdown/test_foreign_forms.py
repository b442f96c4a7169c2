"""What other programs write within words and behind them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hkviewer.content.document import read_document
from hkviewer.content.markdown.foreign_lines import read_foreign_lines
from hkviewer.content.model import (
    CodeBlock,
    CodeSpan,
    Emphasis,
    Image,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Strong,
    Styled,
    Table,
    Text,
)
from hkviewer.search.text.tokens import groups
from tests.content.markdown.reading import assert_linear_in, blocks, inlines, read, words


def styled(style: str, text: str) -> Styled:
    return Styled(style, (Text(text),))


class TestTasks:
    @pytest.mark.parametrize("mark", ["-", "*", "+", "1.", "1)"])
    def test_a_box_is_drawn(self, mark: str) -> None:
        (tasks,) = blocks(f"{mark} [ ] a\n{mark} [x] b\n{mark} [X] c [x]\n\n{mark} d")
        assert isinstance(tasks, ListBlock)
        assert tasks.items == ((words("☐ a"),), (words("☑ b"),), (words("☑ c [x]"),), (words("d"),))

    def test_also_in_lists_within_lists(self) -> None:
        inner = ListBlock(False, ((words("☑ b"),),))
        assert blocks("- [ ] a\n\n  - [x] b\n") == (ListBlock(False, ((words("☐ a"), inner),)),)

    @pytest.mark.parametrize(
        "text", ["- [] a", "- [y] a", "- [x](b.md) a", "- [x]a", "- `[ ]` a", r"- \[ ] a"]
    )
    def test_other_brackets_are_none(self, text: str) -> None:
        assert not {"☐", "☑"} & set(read(text).sections[0].text)

    def test_a_box_is_no_word_of_the_search(self) -> None:
        assert groups("☐ a ☑ b") == groups("a b")


class TestMarks:
    @pytest.mark.parametrize(
        ("text", "content"),
        [
            *(
                ("~~a~~", (styled("deleted", "a"),)),
                ("==a==", (styled("marked", "a"),)),
                ("++a++", (styled("inserted", "a"),)),
            ),
            ("~~**a** b~~ c", (Styled("deleted", (Strong((Text("a"),)), Text(" b"))), Text(" c"))),
            ("*==a==*", (Emphasis((styled("marked", "a"),)),)),
            ("==[a](b.md)==", (Styled("marked", (Link("b.md", (Text("a"),)),)),)),
            ("a~~b~~c", (Text("a"), styled("deleted", "b"), Text("c"))),
            ("(==a b==).", (Text("("), styled("marked", "a b"), Text(")."))),
            ("H~2~O", (Text("H"), styled("subscript", "2"), Text("O"))),
            (
                "x^2^ and 10^-3^",
                (Text("x"), styled("superscript", "2"), Text(" and 10"), styled("superscript", "-3")),
            ),
        ],
    )
    def test_words_have_a_style(self, text: str, content: tuple[Inline, ...]) -> None:
        assert inlines(text) == content

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "a == b and c == d",
                "a==b and c==d",
                "if (a ==b)",
                "~/dir and ~/other",
                "~~~",
                "~a~",
                "~~ a ~~",
                "~~a",
                "===",
            ),
            *(
                "C++ and g++",
                "C++11 and C++14",
                "i++ and ++i",
                "a^b",
                "2^3 and 4^5",
                "a ~ b ~ c",
                "YWJj== and ZGVm==",
                "==",
                "++",
            ),
            *("file~1 and file~2", "x^ 2^", "~~~a~~~", "====a====", "a === b", "^a^"),
        ],
    )
    def test_other_signs_are_text(self, text: str) -> None:
        assert inlines(text) == (Text(text),)

    def test_escaped_signs_are_text(self) -> None:
        assert inlines(r"\~~a~~ \==b==")[0] == Text("~~a~~ ==b==")


class TestEmoji:
    def test_names_are_characters(self) -> None:
        assert inlines(":smile: a (:+1:) :tada::heart: :white_check_mark:.") == (Text("😄 a (👍) 🎉❤️ ✅."),)

    def test_a_capital_may_stand_right_behind_one_and_colons_around_it(self) -> None:
        assert inlines(":smile:Easy ::smile:: easy") == (Text("😄Easy :😄: easy"),)
        assert inlines(":man_raising_hand: :woman_x_y:") == (Text("🙋\u200d♂️ :woman_x_y:"),)
        assert inlines(":red_circle:not :no_such:a a:red_circle:b") == (
            Text("🔴not :no_such:a a:red_circle:b"),
        )

    @pytest.mark.parametrize(
        "text",
        [
            "10:30:45",
            "::",
            "a:b:c",
            "std::b::c",
            ":no_such_name:",
            ":smile",
            "a: b :c:d",
            "ftp://a:80:b",
            ":smile:a",
            "a:smile:",
        ],
    )
    def test_anything_else_is_text(self, text: str) -> None:
        assert inlines(text) == (Text(text),)

    def test_code_and_addresses_hold_none(self) -> None:
        assert inlines("`:smile:` [a](:smile:) \\:smile:") == (
            *(CodeSpan(":smile:"), Text(" "), Link(":smile:", (Text("a"),)), Text(" :smile:")),
        )

    def test_before_code_a_name_is_a_role(self) -> None:
        assert inlines(":key:`a` :smile: `b`") == (
            *(Text(":key:"), CodeSpan("a"), Text(" 😄 "), CodeSpan("b")),
        )

    def test_a_heading_is_still_found_by_the_name(self) -> None:
        (section,) = read("# A\n\n## :rocket: Start\n").sections
        assert (section.title, section.id, section.anchors) == ("🚀 Start", "start", ("rocket-start",))


class TestFormulas:
    @pytest.mark.parametrize(
        ("text", "source"),
        [
            *(
                ("$x$", "x"),
                ("$a_1 *b* \\$ c$", "a_1 *b* \\$ c"),
                ("$2 \\times 3$", "2 \\times 3"),
                ("\\(a+b\\)", "a+b"),
                ("\\(n\\)", "n"),
            ),
            *(
                ("\\(\\alpha\\)", "\\alpha"),
                ("$x_1$", "x_1"),
                ("\\[ E = mc^2 \\]", "E = mc^2"),
                ("\\(x^2\\)", "x^2"),
                ("$<b>$", "<b>"),
            ),
        ],
    )
    def test_a_formula_is_its_source_in_fixed_width(self, text: str, source: str) -> None:
        assert inlines(f"a {text} b") == (Text("a "), CodeSpan(source), Text(" b"))
        assert inlines(f"a ({text}).") == (Text("a ("), CodeSpan(source), Text(")."))

    def test_a_formula_may_touch_words(self) -> None:
        assert inlines("16$\\times$ $x_{1}$is") == (
            *(Text("16"), CodeSpan("\\times"), Text(" "), CodeSpan("x_{1}"), Text("is")),
        )
        assert inlines("the $n$th") == (Text("the "), CodeSpan("n"), Text("th"))

    @pytest.mark.parametrize(
        "text",
        [
            "$$\na *b* \\\\\n- c\n# d\n$$",
            "$$ a *b* $$",
            "\\[\na *b*\n\\]",
            "$$\na {x}\n$$ {#eq:a}",
            "> $$\n> a\n> $$",
            "- a\n\n  $$\n  b\n  $$",
        ],
    )
    def test_lines_of_a_formula_are_code(self, text: str) -> None:
        (block,) = blocks(text)
        while not isinstance(block, CodeBlock):
            block = block.blocks[0] if isinstance(block, Quotation) else block.items[0][1]  # type: ignore[union-attr]
        inner = (
            text.replace("$", "")
            .replace("\\[", "")
            .replace("\\]", "")
            .replace("{#eq:a}", "")
            .replace("> ", "")
        )
        assert block.text == inner.removeprefix("- a\n\n").replace("\n  ", "\n").strip()

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "$5 and $10",
                "US$12.8 billion to $13 billion",
                "$5-$10",
                "$12 or AU$ 15",
                "$HOME/$USER",
                "$ a$",
                "$a $",
                "a$b$c",
            ),
            *(
                "$a$1",
                "costs $1,000 (A$1,400)",
                "$5 million, or HK$.",
                "${a}/${b}",
                "$",
                "$$",
                "^foo$|^bar$",
                "$a",
            ),
        ],
    )
    def test_money_and_names_are_text(self, text: str) -> None:
        assert inlines(text) == (Text(text),)

    @pytest.mark.parametrize(
        "text",
        [
            "[1]",
            "[edit]",
            "(see below)",
            "[x]",
            "[ ]",
            "[a b]",
            "[^1]",
            "[--name=VALUE]",
            "(a and b)",
            "[C++]",
        ],
    )
    def test_escaped_brackets_are_brackets(self, text: str) -> None:
        assert inlines(f"a \\{text[:-1]}\\{text[-1]} b") == (Text(f"a {text} b"),)

    def test_code_holds_no_formula(self) -> None:
        assert inlines("`$x$` $`y`$") == (CodeSpan("$x$"), Text(" "), CodeSpan("y"))
        assert blocks("```\n$$\na\n$$\n```") == (CodeBlock("$$\na\n$$"),)


class TestComments:
    @pytest.mark.parametrize("text", ["a %% b %% c", "a %%b%% c", "a %%b\nb%% c", "a %% *b* `d` [e](f) %% c"])
    def test_what_stands_between_two_signs_is_not_shown(self, text: str) -> None:
        assert inlines(text) == (Text("a c"),)

    @pytest.mark.parametrize("text", ["%%\nb\n\n# c\n\n- d\n%%", "%% b\n\nc %%", "%%b%%"])
    def test_also_over_lines(self, text: str) -> None:
        assert blocks(f"a\n\n{text}\n\nd") == (words("a"), words("d"))

    @pytest.mark.parametrize(
        "text",
        ["100%% sure and 50%% not", "for %%i in (a) do echo %%i", "%%", "%% a", "5%", "%%%", "a %%%% b"],
    )
    def test_other_signs_are_text(self, text: str) -> None:
        assert inlines(text) == (Text(text),)

    def test_a_line_of_code_for_another_program_is_no_end(self) -> None:
        assert read("%% One\n\na\n\n%% Two\n").sections[0].text == "%% One\n\na\n\n%% Two"


class TestAttributes:
    @pytest.mark.parametrize(
        "attributes",
        ["{#id}", "{#id .class}", "{: #id}", "{#id key=value data-x='a b'}", "{:#id .x }", "{ #id }"],
    )
    def test_behind_a_heading_they_are_not_shown_and_an_id_is_an_address(self, attributes: str) -> None:
        for heading in (
            f"## B c {attributes}",
            f"## B c{attributes}",
            f"## B c {attributes} ##",
            f"B c {attributes}\n---",
        ):
            (section,) = read(f"# A\n\n{heading}\n\nd\n").sections
        assert (section.title, section.id, section.anchors[0]) == ("B c", "b-c", "id")

    @pytest.mark.parametrize(
        "attributes", ["{.class}", "{-}", "{.unnumbered}", "{: .no_toc }", "{key=value}"]
    )
    def test_without_an_id_there_is_no_address(self, attributes: str) -> None:
        (section,) = read(f"# A\n\n## B {attributes}\n\nd\n").sections
        assert (section.title, section.anchors) == ("B", ())

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "a\n{: .class}",
                "a\n{:.class #id}",
                "a {: .class}",
                "a {.class}",
                "{: .class}\na",
                "a\n\n{:toc}",
                "a\n{#id}",
            ),
            *("{::options toc_levels='1' /}\n\na", "a\n{: target='_blank' rel=\"x\"}"),
        ],
    )
    def test_behind_a_paragraph_they_are_not_shown(self, text: str) -> None:
        assert blocks(text) == (words("a"),)

    @pytest.mark.parametrize(
        ("text", "content"),
        [
            ("[a](b.md){:d=_'e'}{:} c", (Link("b.md", (Text("a"),)), Text(" c"))),
            ("[a](b.md){: target='_blank'} c", (Link("b.md", (Text("a"),)), Text(" c"))),
            ("[a](b.md){:rel='x y'}{:class=\"z\"} c", (Link("b.md", (Text("a"),)), Text(" c"))),
            ("[a](b.md){.x}", (Link("b.md", (Text("a"),)),)),
            ("![a](b.png){width=50%}, c", (Image("a", "b.png"), Text(", c"))),
            ('![](b.png){alt="A c"}', (Image("A c", "b.png"),)),
            ("![ ](b.png){#d fig-alt='A \"c\"' .e}", (Image('A "c"', "b.png"),)),
            ('![a](b.png){alt="c"}', (Image("a", "b.png"),)),
            ("`a`{.python} c", (CodeSpan("a"), Text(" c"))),
            ("`a`{=html}", (CodeSpan("a"),)),
            ("**a**{.x} c", (Strong((Text("a"),)), Text(" c"))),
            ("[a *b*]{.x #y} c", (Text("a "), Emphasis((Text("b"),)), Text(" c"))),
            ("==a=={.x}", (styled("marked", "a"),)),
        ],
    )
    def test_behind_marked_words_they_are_not_shown(self, text: str, content: tuple[Inline, ...]) -> None:
        assert inlines(text) == content

    def test_also_in_quotations_and_items(self) -> None:
        assert blocks("> a {.b}\n>\n> c") == (Quotation((words("a"), words("c"))),)
        assert blocks("- a {: .b}\n- c {: #d}") == (ListBlock(False, ((words("a"),), (words("c"),))),)

    def test_ids_anywhere_are_addresses_of_their_section(self) -> None:
        one, two = read("# A\n\na\n{: #p}\n\n## B {#h}\n\n[c](d.md){#l} e\n\n```{.py #f}\ng\n```\n").sections
        assert one.anchors == ("p",)
        assert two.anchors == ("h", "f", "l")

    @pytest.mark.parametrize(
        "text",
        [
            "{a}",
            "{a, b}",
            "{x | x > 1}",
            "f(x){y}",
            "a_{i=1}^{n}",
            "{.5}",
            "GET /users/{#id}",
            "{a: b}",
            "{}",
            "use {#id} here",
            "a {b=c}",
        ],
    )
    def test_other_braces_are_text(self, text: str) -> None:
        assert inlines(text) == (Text(text),)

    def test_an_item_that_contents_take_the_place_of_is_left_out(self) -> None:
        assert blocks("a\n\n* TOC\n{:toc}\n\nb") == (words("a"), words("b"))
        assert blocks("1. Contents\n{: toc .x}\n\nb") == (words("b"),)
        assert blocks("* a\n{: .toc}\n")[0] == ListBlock(False, ((words("a"),),))

    def test_an_item_may_begin_with_its_own(self) -> None:
        assert blocks("* {: .a #b}c\n* {:d='e &#123; f'} g\n1. {.a} h") == (
            ListBlock(False, ((words("c"),), (words("g"),))),
            ListBlock(True, ((words("{.a} h"),),)),
        )

    @pytest.mark.parametrize(
        ("info", "language"),
        [
            *(
                ("{.python .numberLines}", "python"),
                ("python {hl_lines='1'}", "python"),
                ("{r, echo=FALSE}", "r"),
            ),
            *(("{#a .rust}", "rust"), ("{code-block} c", "c"), ("js", "js"), ("", "")),
        ],
    )
    def test_of_a_fence_only_the_language_is_kept(self, info: str, language: str) -> None:
        assert blocks(f"```{info}\na\n```") == (CodeBlock("a", language),)

    def test_code_keeps_them(self) -> None:
        assert blocks("```\n## a {#b}\n{: .c}\n```") == (CodeBlock("## a {#b}\n{: .c}"),)
        assert blocks("a\n\n    ## a {#b}") == (words("a"), CodeBlock("## a {#b}"))


class TestWikis:
    @pytest.fixture
    def read_file(self, tmp_path: Path) -> object:
        (tmp_path / "sub" / "under").mkdir(parents=True)
        deep = ("sub/deep.md", "sub/under/deep.md", "sub/under/deep.png", "sub/under/pic.png")
        for name in ("Page One.md", "pic.png", "sub/Other.md", "paper.pdf", *deep):
            (tmp_path / name).write_bytes(b"x")
        (tmp_path / "sheet.md").write_bytes(b"")

        def read(text: str) -> tuple[Inline, ...]:
            (tmp_path / "sheet.md").write_text(f"a {text} b", encoding="utf-8")
            (block,) = read_document(tmp_path / "sheet.md").sheet.sections[0].blocks
            assert isinstance(block, Paragraph)
            return block.content[1:-1] or block.content

        return read

    @pytest.mark.parametrize(
        ("text", "inline"),
        [
            ("[[Page One]]", Link("Page%20One.md", (Text("Page One"),))),
            ("[[page one]]", Link("Page%20One.md", (Text("page one"),))),
            ("[[Page One|*it*]]", Link("Page%20One.md", (Emphasis((Text("it"),)),))),
            (r"[[Page One\|it]]", Link("Page%20One.md", (Text("it"),))),
            ("[[Page One#Head Two]]", Link("Page%20One.md#head-two", (Text("Page One > Head Two"),))),
            ("[[Page One#^a1b2]]", Link("Page%20One.md", (Text("Page One"),))),
            ("[[sub/Other]]", Link("sub/Other.md", (Text("sub/Other"),))),
            ("![[pic.png]]", Image("pic.png", "pic.png")),
            ("![[pic.png|300]]", Image("pic.png", "pic.png")),
            ("![[pic.png|A view]]", Image("A view", "pic.png")),
            ("![[Page One]]", Link("Page%20One.md", (Text("Page One"),))),
            ("[[paper.pdf]]", Link("paper.pdf", (Text("paper.pdf"),))),
            ("[[#Head Two]]", Link("#head-two", (Text("Head Two"),))),
            ("[[No page]]", Text("a No page b")),
            ("[[No page|it]]", Text("a it b")),
            ("![[no.png]]", Image("no.png", "no.png")),
            ("![[../no.png]]", Image("../no.png")),
            ("![[deep.png|300]]", Image("deep.png", "sub/under/deep.png")),
            ("[[deep|it]]", Link("sub/deep.md", (Text("it"),))),
            ("![[under/deep.png]]", Image("under/deep.png", "under/deep.png")),
            ("[[../sheet]]", Text("a ../sheet b")),
            ("[[/etc/passwd]]", Text("a /etc/passwd b")),
        ],
    )
    def test_a_page_is_a_link_if_its_file_is_there(
        self, read_file: object, text: str, inline: Inline
    ) -> None:
        assert read_file(text) == (inline,)  # type: ignore[operator]

    def test_a_reference_may_have_brackets_about_its_words(self) -> None:
        link = Link("x.md", (Text("[1]"),))
        assert inlines("a [[1]][b]\n\n[b]: x.md") == (Text("a "), link)
        assert inlines("[[1]][B]\n\n[b]: x.md") == (link,)
        assert inlines("[[c]] [b]\n\n[b]: x.md") == (Text("c "), Link("x.md", (Text("b"),)))

    def test_reference_links_come_first(self) -> None:
        assert inlines("[[a]]\n\n[a]: /b") == (Text("["), Link("/b", (Text("a"),)), Text("]"))
        assert inlines("[[a]](b.md)") == (Link("b.md", (Text("[a]"),)),)

    @pytest.mark.parametrize(
        "text", ["[[ -f x ]]", "[[1, 2], [3, 4]]", "[[]]", "[[[a]]]", "[[a", "[[a]", "a[[", "[[...]]"]
    )
    def test_other_brackets_are_text(self, text: str) -> None:
        assert inlines(text) == (Text(text),)

    def test_a_table_may_hold_them(self) -> None:
        (table,) = blocks("| a |\n|---|\n| [[No page\\|it]] |\n")
        assert isinstance(table, Table)
        assert table.rows == (((Text("it"),),),)


@pytest.mark.parametrize("name", ["align", "equation*", "gather"])
def test_an_environment_of_formulas_is_in_fixed_width(name: str) -> None:
    formula = f"\\begin{{{name}}}\na &= b \\\\\nc\n\\end{{{name}}}"
    assert blocks(f"a\n{formula}\nb") == (words("a"), CodeBlock(formula), words("b"))
    (box,) = blocks(f":::note\n{formula}\n:::")
    assert box.blocks[1] == CodeBlock(formula)  # type: ignore[union-attr]
    assert blocks(f"```\n{formula}\n```") == (CodeBlock(formula),)
    assert blocks(f"\\begin{{{name}}}\n\na")[1] == words("a")


def test_a_formula_may_begin_behind_its_signs() -> None:
    assert blocks("a\n\n$$a &= b \\\\\n- c$$\n\nb") == (words("a"), CodeBlock("a &= b \\\\\n- c"), words("b"))
    assert blocks("$$a\n\nb$$") == (words("$$a"), words("b$$"))
    assert inlines("$$ a\nb $$ c")[0].text == "a b"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", [r"\[\\A\]", r"\[a^\]"])
def test_escaped_brackets_around_an_escaped_backslash_are_words(text: str) -> None:
    assert inlines(text) == (Text(text.replace("\\\\", "/").replace("\\", "").replace("/", "\\")),)


def test_a_file_without_these_forms_is_not_gone_through() -> None:
    lines = ["# A", "", "a *b* [c](d) `e`", "", "- f"]
    assert read_foreign_lines(lines, 1)[0] is lines


@pytest.mark.parametrize(
    "part",
    [
        *(
            "~~",
            "~~a",
            "==a ",
            "++a ",
            "$a ",
            "$",
            "$$",
            "$$\n",
            "$$\na\n",
            "\\(",
            "\\[",
            "\\[a\n",
            "%%",
            "%%a ",
            "%% a\n",
            "{#",
            "{:",
        ),
        *(
            "{#a}",
            "{: .a}\n",
            "[a]{.b}",
            "[[",
            "[[a",
            "[[a]] ",
            "![[",
            ":a",
            ":a:",
            ":smile:",
            "x^2",
            "H~2~",
            "- [ ] a\n",
            "$a$ ",
            "{a=b",
        ),
    ],
)
def test_reading_takes_linear_time(part: str) -> None:
    assert_linear_in(part)


@pytest.mark.parametrize(
    "written", ["很**“好”**的", "가**“나”**다", "很**（好）**的", "很**好。**的", "「**（a）**」b"]
)
def test_marks_of_emphasis_stand_against_letters_where_no_blanks_part_words(written: str) -> None:
    first, strong, last = inlines(written)
    assert (first, strong, last) == (
        *(Text(written[0]), Strong((Text(written.split("**")[1]),)), Text(written.split("**")[2])),
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("`a`**‡** b", (CodeSpan("a"), Strong((Text("‡"),)), Text(" b"))),
        ("`a`_b_`c`", (CodeSpan("a"), Emphasis((Text("b"),)), CodeSpan("c"))),
        ("`a`*(b)*`c`", (CodeSpan("a"), Emphasis((Text("(b)"),)), CodeSpan("c"))),
        ("_很好_。中", (Emphasis((Text("很好"),)), Text("。中"))),
        ("中，_很好_", (Text("中，"), Emphasis((Text("很好"),)))),
        ("`a`==`b` ==", (CodeSpan("a"), Text("=="), CodeSpan("b"), Text(" =="))),
        ("`i`++ `j`++", (CodeSpan("i"), Text("++ "), CodeSpan("j"), Text("++"))),
    ],
)
def test_marks_of_emphasis_stand_against_code_and_wide_marks(written: str, shown: tuple[Inline, ...]) -> None:
    assert inlines(written) == shown


def test_where_blanks_part_words_they_do_not() -> None:
    assert inlines("a**“b”**") == (Text("a**“b”**"),)


def test_a_draft_of_the_ietf_has_its_title_its_parts_and_what_it_cites() -> None:
    text = (
        "---\ntitle: A Protocol\nabbrev: A\nauthor:\n - name: B\n\n--- abstract\n\nC.\n\n"
        "--- note_To_readers\n\nD.\n\n"
        "--- middle\n\n# Introduction\n\nE {{!HTTP=RFC9110}}, {{?I-D.a-b}}.\n\n--- back\n\n# F\n\nG.\n"
    )
    sheet = read(text)
    assert sheet.title == "A Protocol"
    assert not sheet.faults
    assert [(section.title, section.text) for section in sheet.sections] == [
        *(("Abstract", "C."), ("To readers", "D."), ("Introduction", "E HTTP, I-D.a-b."), ("F", "G.")),
    ]


def test_elsewhere_a_line_before_words_is_text() -> None:
    assert blocks("--- abstract\n\na") == (words("--- abstract"), words("a"))
    assert read("---\na: b\n\n--- abstracts\n").faults


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[`A`][ab.c_d.A] e", (CodeSpan("A"), Text(" e"))),
        ("[a][ab.c]", (Text("a"),)),
        ("[Abc][abc] [abc] x[i][i]", (Text("Abc [abc] x[i][i]"),)),
        ("[`a`][b]", (CodeSpan("a"),)),
        ("[`A`][]", (CodeSpan("A"),)),
        ("[ab.c] [Abc] [foo][ref[]", (Text("[ab.c] [Abc] [foo][ref[]"),)),
        ("[a][] [b][c] [`d`]", (Text("[a][] [b][c] ["), CodeSpan("d"), Text("]"))),
    ],
)
def test_a_reference_to_a_part_of_a_program_is_its_words(written: str, shown: tuple[Inline, ...]) -> None:
    assert inlines(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        *(("the @{a.b:c|d} e", "the d e"), ("the @{a.b} c", "the @{a.b} c"), ("b@{c.d|e}", "b@{c.d|e}")),
        *(("[[The words|a.b-c]]", "The words"), ("[[a-page|words.here]]", "words.here")),
    ],
)
def test_names_in_other_programs_notes_are_words(written: str, shown: str) -> None:
    assert blocks(written) == (words(shown),)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        *(("[a.b.Cd][] e", "a.b.Cd e"), ("([@abc][])", "(@abc)"), ("[Abc][rpc abc]: d", "Abc: d")),
        *(("string[][] a", "string[][] a"), ("cmd [options][files]", "cmd [options][files]")),
        *(
            ("see [the a][b-c]\n\n[d]: e.md", "see the a"),
            ("see [the a][b-c]", "see the a"),
            ("see [the a][b]", "see [the a][b]"),
        ),
        *(("看[的（a）][]解", "看的（a）解"), ("in [RFC1][https://a.b/c] d", "in RFC1 d")),
        *(("[1][2]", "[1][2]"), ("[a b][c d][e f]", "[a b][c d][e f]")),
    ],
)
def test_a_reference_to_what_another_file_defines_is_words(written: str, shown: str) -> None:
    assert blocks(written) == (words(shown),)


def test_a_formula_stands_between_doubled_backslashes_where_kramdown_reads_it() -> None:
    assert inlines(r"of \\(W\\) and \\(x_i = 2\\)") == (
        Text("of "),
        CodeSpan("W"),
        Text(" and "),
        CodeSpan("x_i = 2"),
    )
    assert inlines(r"some \\(plain words\\) here") == (Text(r"some \(plain words\) here"),)
