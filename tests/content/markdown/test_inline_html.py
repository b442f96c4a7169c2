"""HTML in Markdown: what it means is shown, its tags never are, and no word is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import (
    Block,
    CodeBlock,
    CodeSpan,
    Definition,
    DefinitionList,
    Emphasis,
    FactSheet,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Span,
    Strong,
    Styled,
    Table,
    Text,
)
from tests.content.markdown.reading import assert_linear
from tests.examples import examples


def read(text: str) -> FactSheet:
    return parse_sheet(text, name="a-file", digest="0" * 64)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text without headings."""
    (section,) = read(text).sections
    return section.blocks


def only(text: str) -> Any:
    (block,) = blocks(text)
    return block


def inlines(text: str) -> tuple[Inline, ...]:
    paragraph = only(text)
    assert isinstance(paragraph, Paragraph)
    return paragraph.content


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def strong(text: str) -> Paragraph:
    return Paragraph((Strong((Text(text),)),))


def text_of(text: str) -> str:
    return "\n\n".join(section.text for section in read(text).sections)


class TestInRunningText:
    @pytest.mark.parametrize(
        ("written", "inline"),
        [
            *((f"<{name}>a</{name}>", Strong((Text("a"),))) for name in ("b", "strong", "B")),
            *((f"<{name}>a</{name}>", Emphasis((Text("a"),))) for name in ("i", "em", "cite", "var", "dfn")),
            *((f"<{name}>a</{name}>", CodeSpan("a")) for name in ("code", "kbd", "samp", "tt")),
            *((f"<{name}>a</{name}>", Styled("deleted", (Text("a"),))) for name in ("del", "s", "strike")),
            ("<u>a</u>", Styled("underlined", (Text("a"),))),
            ("<ins>a</ins>", Styled("inserted", (Text("a"),))),
            ("<small>a</small>", Styled("small", (Text("a"),))),
            ("<mark>a</mark>", Styled("marked", (Text("a"),))),
            ("<sub>a</sub>", Styled("subscript", (Text("a"),))),
            ("<sup>a</sup>", Styled("superscript", (Text("a"),))),
            ('<abbr title="A &amp; B">a</abbr>', Styled("abbreviation", (Text("a"),), "A & B")),
            (
                '<a href="https://a.org/?b=1&amp;c_d_=2">a</a>',
                Link("https://a.org/?b=1&c_d_=2", (Text("a"),)),
            ),
            ("<A HREF=b.md>a</A>", Link("b.md", (Text("a"),))),
            ("<a title='x > y' href='b.md'>a</a>", Link("b.md", (Text("a"),))),
            ('<img src="a%20b.png" alt="*A* map" width=20>', Image("*A* map", "a b.png")),
            ('<img src="https://a.org/b.png" alt="A map"/>', Image("A map", "")),
            ("<code>a &lt; <a href=b.md>b</a></code>", None),
            ("<span class=x>a</span>", Text("a")),
            ("<font color='red'>a</font>", Text("a")),
        ],
    )
    def test_an_element_is_what_it_means(self, written: str, inline: Inline | None) -> None:
        if inline is None:
            expected: tuple[Inline, ...] = (CodeSpan("a < "), Link("b.md", (CodeSpan("b"),)))
        else:
            expected = (Text("x "), inline, Text(" y"))
            if isinstance(inline, Text):
                expected = (Text(f"x {inline.text} y"),)
            assert inlines(f"x {written} y") == expected
            return
        assert inlines(written) == expected

    def test_quotation_marks_are_those_of_the_language(self) -> None:
        assert inlines("He: <q>See <q>this</q>.</q>") == (Text("He: “See ‘this’.”"),)
        for language, shown in (("de-AT", "„a ‚b‘“"), ("fr", "«a «b»»"), ("zh-Hant-TW", "「a『b』」")):
            quoted = "a <q>b</q>" if " " in shown else "a<q>b</q>"
            assert inlines(f"---\nlang: {language}\n---\n<q>{quoted}</q>") == (Text(shown),)
        assert read("---\nlang: ru\ntitle: <q>a</q>\n---\n").title == "«a»"

    def test_a_line_break_is_one_however_it_is_written(self) -> None:
        for written in ("<br>", "<br/>", "<br />", "<BR>", "</br>", "<br class='x'>\n", "<br><br>"):
            assert inlines(f"a{written}b") == (Text("a"), LineBreak(), Text("b"))
        assert blocks("a<br>\n\n<br>\n\n<br>b") == (words("a"), words("b"))

    def test_elements_and_marks_of_markdown_stand_in_one_another(self) -> None:
        assert inlines("**<u>x</u>**") == (Strong((Styled("underlined", (Text("x"),)),)),)
        assert inlines("<u>**x** `y`</u>") == (
            Styled("underlined", (Strong((Text("x"),)), Text(" "), CodeSpan("y"))),
        )
        assert inlines('[<img src="a.png" alt="A">](b.md)') == (Link("b.md", (Image("A", "a.png"),)),)
        assert inlines('<a href="b.md">![A](a.png)</a>') == (Link("b.md", (Image("A", "a.png"),)),)
        assert inlines("[a <em>b</em>](b.md)") == (Link("b.md", (Text("a "), Emphasis((Text("b"),)))),)
        assert inlines('![a <b>c</b>](a.png "t")') == (Image("a c", "a.png"),)

    @pytest.mark.parametrize("margin", ["", "> ", "- ", "> > ", "> - "])
    def test_a_tag_goes_on_over_lines(self, margin: str) -> None:
        below = margin.replace("-", " ")
        (block,) = blocks(f"{margin}a <a\n{below}href='b.md'\n{below}title='c'>x</a> y")
        assert "Link(address='b.md', content=(Text(text='x'),))" in repr(block)
        assert "title" not in repr(block)

    def test_html_stands_in_notes_and_descriptions(self) -> None:
        for text in ("[^1]\n\n[^1]: a\n\n    <div>b</div>\n", "a\n: c\n\n    <p>b</p>\n"):
            assert "Text(text='b')" in repr(blocks(text)[-1])

    def test_a_link_holds_no_link(self) -> None:
        assert inlines('[a <a href="c.md">c</a>](b.md)') == (Link("b.md", (Text("a c"),)),)
        assert inlines('<a href="b.md">b<a href="c.md">c</a>') == (
            Link("b.md", (Text("b"),)),
            Link("c.md", (Text("c"),)),
        )

    def test_a_heading_and_a_cell_hold_elements_too(self) -> None:
        (section,) = read("# T\n\n## a <kbd>b</kbd><br>c\n").sections
        assert section.title == "a b c"
        table = only("| a |\n|---|\n| b<br>c <sub>d</sub> |\n| <ul><li>e</li><li>f</li></ul> |")
        assert table.rows == (
            ((Text("b"), LineBreak(), Text("c "), Styled("subscript", (Text("d"),))),),
            ((Text("e"), LineBreak(), Text("f")),),
        )

    @pytest.mark.parametrize(
        "text",
        [
            *("a < b, c > d", "cat <stdin>", "use <your-token> here", "x <y> z", "List<String> a", "<3"),
            *("<a b>", "if a <b and c> d", "<name, or none>", "<path/to/it>", "a <-- b", "<!-- open"),
            *("Map<K,V>", "<>", "</ b>", "< b>", "<a", "5 <6> 7", "<me@here>?"),
        ],
    )
    def test_what_is_no_element_is_text(self, text: str) -> None:
        assert text_of(text) == text.replace("<me@here>", "me@here")

    def test_a_name_in_angle_brackets_is_a_word_where_an_element_of_it_would_say_nothing(self) -> None:
        assert text_of("see <your-name> at <time> in <data> <b>b") == "see <your-name> at <time> in <data> b"
        assert text_of("</a and b> c") == "</a and b> c"
        assert text_of("<select><option value>- A -</option></select>") == "- A -"
        assert text_of("so that <the value of the change>.") == "so that <the value of the change>."
        assert text_of("<time>a</time> <data value=1>b <input/>c") == "a b c"

    def test_an_escaped_tag_is_text(self) -> None:
        assert inlines(r"a \<tag> \<b>c &lt;i&gt;") == (Text("a <tag> <b>c <i>"),)

    def test_an_unknown_element_gives_its_words(self) -> None:
        assert inlines("a <x-note>b</x-note> <Foo bar='c'>d <Bar/>") == (Text("a b d"),)
        assert blocks("<Diagram flip>\n\na\n\n</Diagram>") == (words("a"),)
        assert inlines("a <b and c> d <b>e</b>")[0] == Text("a <b and c> d ")
        assert inlines("a <span v-pre>b</span>") == (Text("a b"),)
        assert blocks("<Tabs>\n<Tab id='x'>\n\n**a**\n\n</Tab>\n</Tabs>") == (strong("a"),)

    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            *((f"a <{name}>x</{name}> b", "a b") for name in ("script", "style", "template")),
            *(("a <!-- x --> b", "a b"), ("a <!-- x\ny --> b", "a b"), ("a <!-- x\n\n# y\n\n--> b", "a b")),
            *(
                ("a <!----> b", "a b"),
                ("a <!-- x --!> b", "a b"),
                ("<!-- x\n\ny --!>\n\na", "a"),
                ("a <!--> b", "a b"),
                ("<!DOCTYPE html>\n\na<?xml b?>", "a"),
            ),
            ("a <!-- x --> b <!-- y --> c", "a b c"),
            ('<iframe src="https://a.org/" title="A map">words</iframe>', "A map words"),
            ("<svg><title>A</title><desc>B</desc><path d='M0'/></svg>", "A B"),
            ("<video src=a.mp4 controls>no video</video>", "no video"),
            ("<object>a</object> <canvas>b</canvas> <audio>c</audio>", "a b c"),
            ("<label>Name <input placeholder='Yours'></label>", "Name Yours"),
            ("<select><option>a<option>b</select>", "a b"),
            ("<button>a</button><button>b</button>", "a b"),
            ("<textarea>a</textarea><input type=hidden value=b><input type=submit value=c>", "a c"),
            ("<input type=checkbox checked> a <input type=checkbox> b", "☑ a ☐ b"),
            ("<picture><source srcset='a.webp'><img src='a.png' alt='A map'></picture>", "A map"),
            ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
        ],
    )
    def test_what_has_no_form_gives_the_words_that_it_has(self, written: str, shown: str) -> None:
        assert text_of(written) == shown

    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            *(("`<b>` a", "<b> a"), ("``a ` <b>`` c", "a ` <b> c"), ("`<!-- a -->` b", "<!-- a --> b")),
            *(("    <b>a</b>", "<b>a</b>"), ("```\n<!-- a -->\n<b>\n```", "<!-- a -->\n<b>")),
            *(("a\n\n    <!-- b -->", "a\n\n<!-- b -->"), ("- ~~~\n  <p>a\n  ~~~", "- <p>a")),
            ("`a\n<!-- b --> c`", "a <!-- b --> c"),
        ],
    )
    def test_code_is_never_touched(self, written: str, shown: str) -> None:
        assert text_of(written) == shown

    @pytest.mark.parametrize(
        "text", ["<b>a <i>b</b> c</i> d", "<u><b>a b c d", "a b c</b></p></div> d", "<p>a <td>b</tr> c <li>d"]
    )
    def test_tags_in_the_wrong_place_lose_no_word(self, text: str) -> None:
        assert text_of(text).split() == ["a", "b", "c", "d"]


class TestBlocks:
    def test_markdown_stands_within_after_a_blank_line(self) -> None:
        for name in ("div", "section", "center", "article", "x-note"):
            assert blocks(f"<{name} class='a'>\n\n- **a**\n\n</{name}>\n\nb") == (
                ListBlock(False, (((strong("a")),),)),
                words("b"),
            )

    def test_and_without_one_where_the_element_says_so(self) -> None:
        assert blocks('<div markdown="1">\n1. a\n2. b\n</div>\nc') == (
            ListBlock(True, ((words("a"),), (words("b"),))),
            words("c"),
        )

    def test_marks_in_a_line_are_read_everywhere(self) -> None:
        assert blocks("<div>**a** `b`</div>") == (
            Paragraph((Strong((Text("a"),)), Text(" "), CodeSpan("b"))),
        )

    def test_a_list_heading_or_table_within_needs_no_blank_line(self) -> None:
        assert blocks("<details>\n<summary>a</summary>\n- b\n- c\n</details>\n") == (
            strong("a"),
            ListBlock(False, ((words("b"),), (words("c"),))),
        )
        table = blocks("<details><summary>a</summary>\n| b | c |\n|---|---|\n| d | e |\n</details>")[1]
        assert isinstance(table, Table)
        assert [s.title for s in read("<div>\n# A\n</div>\n<div>\n## B\n</div>\n").sections] == ["B"]

    def test_a_box_stands_before_its_words_also_where_a_line_ends_between_them(self) -> None:
        assert blocks("<label>\n<input type=checkbox>\n a</label>") == (words("☐ a"),)

    def test_code_in_html_is_not_read(self) -> None:
        assert blocks("<div>`<b>`</div>") == (Paragraph((CodeSpan("<b>"),)),)
        assert blocks("<div><code>**/*.js</code> <kbd>__a__</kbd></div>") == (
            Paragraph((CodeSpan("**/*.js"), Text(" "), CodeSpan("__a__"))),
        )

    def test_lists_nest_and_their_end_tags_may_be_missing(self) -> None:
        inner = ListBlock(True, ((words("b"),), (words("c"),)), 3)
        assert blocks("<ul>\n<li>a\n <ol start=3><li>b<li>c</ol>\n<li>d</ul>") == (
            ListBlock(False, ((words("a"), inner), (words("d"),))),
        )

    def test_terms_and_descriptions(self) -> None:
        assert blocks("<dl><dt>a<dt>b</dt><dd>c<p>d</p><div><dt>e<dd>f</div></dl>") == (
            DefinitionList(
                (
                    Definition(((Text("a"),), (Text("b"),)), ((words("c"), words("d")),)),
                    Definition(((Text("e"),),), ((words("f"),),)),
                )
            ),
        )

    def test_paragraphs_rules_and_quotations(self) -> None:
        assert blocks("<p align=center>a<p>b<hr><blockquote>c <p>d</p></blockquote>e</p>f") == (
            *(words("a"), words("b"), Rule(), Quotation((words("c"), words("d"))), words("e"), words("f")),
        )

    def test_lines_of_pre_are_exact(self) -> None:
        source = "<pre><code class='language-c'>\n# a\n\n  <b>b</b>  &lt;c&gt; *d* \\*\n</code></pre>\n\ne"
        assert blocks(source) == (CodeBlock("# a\n\n  b  <c> *d* \\*", "c"), words("e"))
        assert blocks("- a\n\n  <pre>\n  b\n\n    c\n  </pre>\n- d") == (
            ListBlock(False, ((words("a"), CodeBlock("b\n\n  c")), (words("d"),))),
        )

    def test_pre_that_stays_open_takes_what_follows_as_words(self) -> None:
        assert blocks("<pre><table>\n- a <b>b</b>") == (CodeBlock("a b"),)

    def test_what_joined_lines_hold_stays_as_it_is(self) -> None:
        assert blocks("> <pre>\n> a  > b\n>  c\n> </pre>") == (Quotation((CodeBlock("a  > b\n c"),)),)
        assert blocks("> <style>\nhid\n</style>\n\na")[-1] == words("a")

    def test_a_figure_is_its_picture_and_its_words(self) -> None:
        assert blocks("<figure><img src=a.png alt=A><figcaption>b</figcaption></figure>") == (
            Paragraph((Image("A", "a.png"),)),
            words("b"),
        )

    def test_details_are_open_below_their_strong_summary(self) -> None:
        summary = Paragraph((Strong((Text("a "), Emphasis((Text("b"),)))),))
        assert blocks("<details open><summary>a <i>b</i></summary>c</details>") == (summary, words("c"))
        assert blocks("<details>\n<summary>\n\n### a\n\n</summary>\n\nb\n\n</details>") == (
            strong("a"),
            words("b"),
        )

    def test_a_style_goes_on_over_blocks(self) -> None:
        assert blocks('<a href="b.md"><p>a</p><p>b</p></a>') == (
            Paragraph((Link("b.md", (Text("a"),)),)),
            Paragraph((Link("b.md", (Text("b"),)),)),
        )
        assert blocks("<b>\n<p>a</p>\n\nb\n\n") == (strong("a"), words("b"))

    def test_html_stands_in_items_and_quotations(self) -> None:
        assert blocks("- a\n  <div>b\n  c</div>\n- <p>d</p>\n\n> <center>\n> e\n> </center>\n") == (
            ListBlock(False, ((words("a"), words("b c")), (words("d"),))),
            Quotation((words("e"),)),
        )

    def test_a_comment_parts_blocks(self) -> None:
        assert blocks("a\n<!-- b\n\n- c\n-->\nd") == (words("a"), words("d"))
        assert blocks("- a\n\n<!-- -->\n\n- b") == (
            ListBlock(False, ((words("a"),),)),
            ListBlock(False, ((words("b"),),)),
        )

    @pytest.mark.parametrize(
        "html", ["<!-- a -->", "<!-- a\n\nb\n-->", "<pre>a</pre>", "<style>\na\n</style>"]
    )
    def test_markdown_may_follow_directly_what_holds_no_other_element(self, html: str) -> None:
        assert blocks(f"[b]\n\n{html}\n[b]: c.md\n1. d\n2. e")[-1] == ListBlock(
            True, ((words("d"),), (words("e"),))
        )
        assert blocks(f"[b]\n\n{html}\n[b]: c.md\n")[0] == Paragraph((Link("c.md", (Text("b"),)),))

    def test_a_fence_in_a_comment_hides_nothing_behind_it(self) -> None:
        assert blocks("<!--\n```\n-->\n\na\n\n```\n<b>\n```\n") == (words("a"), CodeBlock("<b>"))
        assert blocks("```\n<!--\n```\n\na\n\n```\n-->\n```\n")[1] == words("a")

    def test_tags_that_are_indented_are_no_code_after_a_blank_line(self) -> None:
        assert blocks("<div>\n  <div>\n    <div>\n\na\n\n    </div>\n  </div>\n</div>") == (words("a"),)
        rows = "\n".join(f"    <div>\n      <b>{word}</b>\n\n    </div><!-- x -->\n" for word in "ab")
        assert blocks(f"<section>\n  <section>\n\n{rows}\n  </section><!-- y -->\n\nc\n</section>") == (
            *(strong("a"), strong("b"), words("c")),
        )
        assert blocks("a\n\n    </div>\n") == (words("a"), CodeBlock("</div>"))
        assert blocks("<div>\n\n    <p>a</p>\n\n</div>") == (CodeBlock("<p>a</p>"),)

    @pytest.mark.parametrize("rule", ["---", "***", "_ _ _", "-----"])
    def test_a_rule_ends_it(self, rule: str) -> None:
        assert blocks(f"<Note>\n\na\n\n</Note>\n{rule}\n\nb") == (words("a"), Rule(), words("b"))
        assert blocks(f"<div>\na\n{rule}\nb</div>") == (words("a"), Rule(), words("b"))

    @pytest.mark.parametrize(
        "open_tag",
        ["<!-- a", "<div>", "<p class='x'>", "<pre>", "<table>", "<a href='x'>", "<ul>", "<b>", "<h2>"],
    )
    def test_what_stays_open_swallows_nothing(self, open_tag: str) -> None:
        section = read(f"{open_tag}\n\nb\n\n- c\n\n## d\n\ne").sections[-1]
        assert (section.title, section.blocks) == ("d", (words("e"),))
        assert ListBlock(False, ((words("c"),),)) in read("<div>\n\nb\n\n- c\n").sections[0].blocks


class TestHeadings:
    @pytest.mark.parametrize(
        "text",
        [
            *("<h2>a</h2>", "<h2 align=center>\n  a\n</h2>", "<div>\n<h2>a</h2>\n</div>", "<H2>a</H2>"),
            *("<section><center><h2>a</h2></center></section>", "<p><h2>a</h2>", "<h2>\n\na\n\n</h2>"),
            *("<h2><a name=x></a>a</h2>", "<a href=b.md><h2>a</h2></a>", "<div><h2>a</h2><p>b</p></div>"),
        ],
    )
    def test_a_heading_is_a_section(self, text: str) -> None:
        sheet = read(f"# T\n\nx\n\n{text}\n\nc\n")
        assert [(s.level, s.title) for s in sheet.sections] == [(1, "T"), (2, "a")]
        assert sheet.sections[1].line in range(5, 8)
        assert sheet.sections[1].text.endswith("c")

    def test_the_first_one_gives_the_title(self) -> None:
        assert read("<p>\n</p>\n<h1>A\nb</h1>\n\n## C\n").title == "A b"

    @pytest.mark.parametrize(
        "before_and_behind",
        [
            *(("<table><tr><td>", "</td></tr></table>"), ("<ul><li>", "</ul>"), ("<dl><dd>", "</dl>")),
            *(("<blockquote>", "</blockquote>"), ("<details>", "</details>"), ("- ", ""), ("> ", "")),
        ],
    )
    def test_elsewhere_it_is_a_strong_paragraph(self, before_and_behind: tuple[str, str]) -> None:
        before, behind = before_and_behind
        sheet = read(f"# T\n\n{before}<h2>a</h2>{behind}\n")
        assert [s.title for s in sheet.sections] == ["T"]
        assert "Strong(content=(Text(text='a'),))" in repr(sheet.sections[0].blocks)

    def test_one_in_markdown_is_no_section_within_a_table(self) -> None:
        cells = "<td>\n\n### a\n\nb\n\nc\n---\n\n</td>\n<td>\n\nd\n\n</td>"
        sheet = read(f"# T\n\n<table><tr>\n{cells}</tr></table>\n\n## e")
        assert [s.title for s in sheet.sections] == ["T", "e"]
        (table,) = sheet.sections[0].blocks
        assert isinstance(table, Table)
        lines = (Strong((Text("a"),)), LineBreak(), Text("b"), LineBreak(), Strong((Text("c"),)))
        assert table.rows == ((lines, (Text("d"),)),)

    def test_one_without_words_is_none(self) -> None:
        assert blocks("<h1><img src=a.png></h1>\n\nb")[1] == words("b")
        assert read("<h2><img src=https://a/b.png alt=A></h2>").sections[0].title == "A"

    def test_names_of_places_lead_to_their_section(self) -> None:
        sheet = read(
            '# T\n\n<a name="a"></a>\n## A <a id="b"/>\n\n<p id="c">x <span id=d>y</span></p>\n\n'
            '<a id="e"></a>\n\n<h2 id="f">B</h2>\n\n<div id="c">z</div>'
        )
        assert [s.anchors for s in sheet.sections] == [("a", "b", "c", "d"), ("e", "f", "c")]


class TestTables:
    def test_the_first_row_of_a_head_is_the_heading_row(self) -> None:
        body = "<tbody><tr><th>c</th><td align=right>d</td></tr></tbody>"
        assert only(f"<table><thead><tr><td>a<td>b</tr></thead>{body}</table>") == Table(
            ((Text("a"),), (Text("b"),)), (((Strong((Text("c"),)),), (Text("d"),)),), ("", "right")
        )
        assert only("<table><tr><th>a<th>b<tr><td>c<td>d</table>").header == ((Text("a"),), (Text("b"),))

    def test_without_a_head_there_is_none(self) -> None:
        assert only("<table>\n<tr><td>a</td><td>b</td></tr>\n</table>") == Table(
            (), (((Text("a"),), (Text("b"),)),), ("", "")
        )

    @pytest.mark.parametrize("head", ["| | |\n|---|---|", "|&nbsp;|<br>|\n|:-:|--|"])
    def test_a_heading_row_without_words_is_none(self, head: str) -> None:
        table = only(f"{head}\n| a | b |\n| c | d |")
        assert table.header == ()
        assert table.rows == (((Text("a"),), (Text("b"),)), ((Text("c"),), (Text("d"),)))
        assert read(f"{head}\n| a | b |\n").sections[0].text == "a | b"
        assert only("| | ![](b.png) |\n|---|---|\n| a | b |").header == ((), (Image("", "b.png"),))

    def test_below_a_heading_row_without_words_merged_cells_stay(self) -> None:
        head = "<thead><tr><th rowspan=2><th colspan=2><tr><th>c<th>d</thead>"
        table = only(f"<table>{head}<tr><td rowspan=2>e<td>f<td>g<tr><td>h<td>i</table>")
        assert table.header == ()
        assert table.rows[0] == ((), (Strong((Text("c"),)),), (Strong((Text("d"),)),))
        assert table.spans == (Span(2, 0, 2, 1),)

    def test_a_second_row_of_a_head_begins_the_body(self) -> None:
        head = "<thead><tr><th rowspan=2>a<th colspan=2>b<tr><th>c<th>d</thead>"
        table = only(f"<table>{head}<tr><td>e<td>f<td>g</table>")
        assert table.header == ((Text("a"),), (Text("b"),), ())
        assert table.rows[0] == ((), (Strong((Text("c"),)),), (Strong((Text("d"),)),))
        assert table.spans == (Span(0, 0, 2, 1), Span(0, 1, 1, 2))

    @pytest.mark.parametrize("count", ["2", "0", "9"])
    def test_a_cell_of_a_head_reaches_to_its_end_at_most(self, count: str) -> None:
        rows = f"<tr><th rowspan={count}><th colspan=2>b<tr><th>c<th>d"
        table = only(f"<table><thead>{rows}<tbody><tr><td>e<td>f<td>g</table>")
        assert table.rows[0][1] == (Strong((Text("c"),)),)
        assert table.rows[1] == ((Text("e"),), (Text("f"),), (Text("g"),))
        assert table.spans == (Span(0, 0, 2, 1), Span(0, 1, 1, 2))

    def test_without_a_head_a_heading_reaches_into_the_rows_below(self) -> None:
        table = only("<table><tr><th rowspan=2>a<th colspan=2>b<tr><th>c<th>d<tr><td>e<td>f<td>g</table>")
        assert table.header == ((Text("a"),), (Text("b"),), ())
        assert table.rows[0] == ((), (Strong((Text("c"),)),), (Strong((Text("d"),)),))
        assert table.spans == (Span(0, 0, 2, 1), Span(0, 1, 1, 2))

    def test_a_cell_of_several_rows_and_columns_is_one_leaf(self) -> None:
        source = "<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f</table>"
        (section,) = read(source).sections
        (table,) = section.blocks
        assert isinstance(table, Table)
        assert table.spans == (Span(1, 0, 2, 2),)
        assert [(leaf.text, leaf.row, leaf.column) for leaf in section.leaves] == [
            *(("a", 1, 0), ("b", 1, 2), ("c", 2, 2), ("d", 3, 0), ("e", 3, 1), ("f", 3, 2)),
        ]

    @pytest.mark.parametrize("count", ["100000", "99999999999999999999", "0", "-1", "x", "²"])
    def test_a_count_that_is_too_high_takes_no_room(self, count: str) -> None:
        table = only(f"<table><tr><td colspan={count} rowspan={count}>a<td>b<tr><td>c<td>d</table>")
        assert len(table.rows) == 2
        assert max(len(row) for row in table.rows) <= 3
        assert text_of(f"<table><tr><td colspan={count}>a<tr><td>b</table>").split() == ["a", "b"]

    def test_blocks_in_a_cell_are_lines(self) -> None:
        source = "<table><tr><td><p>a</p><p>b</p><ul><li>c<li>d</ul><pre>e\nf</pre></td>"
        nested = "<td><table><tr><td>g</td><td>h</td></tr><tr><td>i</table></td></tr></table>"
        (first, second), *_ = only(source + nested).rows
        assert [part for part in first if not isinstance(part, LineBreak)] == [
            *(Text("a"), Text("b"), Text("c"), Text("d"), CodeSpan("e"), CodeSpan("f")),
        ]
        assert second == (Text("g h"), LineBreak(), Text("i"))

    def test_a_caption_stands_above(self) -> None:
        caption, table = blocks("<table><caption>a</caption><tr><td>b<td>c</table>")
        assert caption == words("a")
        assert isinstance(table, Table)

    def test_one_cell_is_a_frame_around_its_blocks(self) -> None:
        assert blocks("<table><tr><td>\n\n- a\n\n</td></tr></table>") == (ListBlock(False, ((words("a"),),)),)

    def test_words_beside_the_cells_are_kept(self) -> None:
        assert sorted(text_of("<table>a<tr>b<td>c</td></tr>d</table>").replace("|", " ").split()) == list(
            "abcd"
        )

    def test_indented_rows_with_blank_lines_between_are_no_code(self) -> None:
        table = only(
            "<table>\n\n    <tr>\n\n      <td>a</td>\n\n      <td>\n\nb\n\n      </td>\n    </tr>\n</table>"
        )
        assert table.rows == (((Text("a"),), (Text("b"),)),)


class TestHostileInput:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "text",
        [
            *(
                "<div>" * 25_000,
                "<b>" * 25_000,
                "<ul><li>" * 12_500,
                "a <u>" * 12_500,
                "<table><tr><td>" * 7_500,
            ),
            *(
                "<!-- " * 25_000,
                "<!--a-->" * 12_500,
                "</p>" * 25_000,
                "<pre>\n\n" * 7_500,
                "<h2>\n" * 12_500,
            ),
            *('<a x="' * 12_500, "<a x='\"" * 12_500, "<span id=a>\n\n" * 5_000, "<x-y>" * 25_000),
            *("<table><tr>" + "<td colspan=1000 rowspan=1000>" * 5_000, "<tr><td rowspan=65534>\n" * 5_000),
            *("`<b>` " * 5_000, "` <b> `` " * 5_000, "<!--\n```\n-->\n\n" * 2_500, "- <pre>\n" * 5_000),
            *("<svg>" * 12_500, "<summary>a\n" * 7_500, "<details>\n\n## a\n\n" * 1_250, "<q>" * 12_500),
        ],
    )
    def test_any_count_of_tags_is_read_in_linear_time(self, text: str) -> None:
        assert_linear(f"# T\n\n{text[: len(text) // 4]} end", f"# T\n\n{text} end")

    def test_no_word_is_lost_however_deep(self) -> None:
        for opening, closing in (("<div>", "</div>"), ("<ul><li>", "</ul>"), ("<table><tr><td>", "</table>")):
            text = "".join(f"{opening}w{n} " for n in range(300)) + closing * 300 + " end"
            shown = text_of(text)
            assert [word for n in range(300) if (word := f"w{n}") not in shown] == []
            assert "end" in shown


def test_no_tag_goes_on_over_the_cells_of_a_table() -> None:
    text = "> | a | <b c |\n> |---|---|\n> | d | ![e](f.png){#g width=9} > h |\n"
    (section,) = parse_sheet(text, name="a", digest="").sections
    assert section.text == "> a | <b c\n> d | e > h"


def test_words_of_which_one_comes_twice_are_no_attributes() -> None:
    (section,) = parse_sheet("| a | <b c |\n|---|---|\n| d | e > f |\n", name="a", digest="").sections
    assert section.text == "a | <b c\nd | e > f"


def test_the_mark_of_a_quotation_closes_no_tag() -> None:
    (section,) = parse_sheet("> > a <b c, d\n> > e <i>f</i>\n", name="a", digest="").sections
    assert section.text == "> > a <b c, d e f"


@pytest.mark.parametrize("form", ["<p>{}</p>", "{}", "- {}", "| a |\n|---|\n| {} |", "## {}"])
def test_nothing_of_a_script_is_passed_on(form: str, parse: Callable[[str], Any]) -> None:
    text = '<a href="javascript:x()" onclick="y()">a</a><img src=x onerror="z()" alt="b"><script>q()</script>'
    assert not {"y()", "z()", "q()"} & set(repr(parse(form.format(text))).replace('"', "'").split("'"))


ELEMENTS = st.sampled_from(
    """a abbr article b blockquote body button caption center cite code dd del details div dl dt em fieldset
    figure font form h1 h2 h3 h4 h5 h6 i iframe ins kbd label legend li mark menu object ol option p pre q s
    samp section select small span strong sub summary sup svg table tbody td textarea tfoot th thead title tr
    u ul var video x-unknown Tabs""".split()
)
ATTRIBUTES = st.sampled_from(
    [
        *("", " class=x", ' id="y"', " nowrap", ' title="x > z"', " colspan=3", " rowspan='2'", " href=#y"),
        *(" open", "/"),
    ]
)
GAPS = st.sampled_from(
    ["", "", " ", "\n", "\n  ", "\n\n", "\n\n    ", "\n- ", "\n> ", " | ", "<br>", "<hr>", "\n\n## "]
)
HIDDEN = st.sampled_from(
    [
        "<!-- hid -->",
        "<!--\n\nhid\n-->",
        "<script>hid</script>",
        "<style>\nhid\n</style>",
        "<b hidden>hid</b>",
    ]
)
OPENING = st.builds("<{}{}>".format, ELEMENTS, ATTRIBUTES)
PIECES = st.one_of(st.just("W"), OPENING, st.builds("</{}>".format, ELEMENTS), GAPS, HIDDEN)


def numbered(text: str) -> tuple[str, list[str]]:
    """`text` with a word of its own for each W, and these."""
    first, *others = text.split("W")
    words = [f"qx{number}y" for number in range(len(others))]
    return first + "".join(word + part for word, part in zip(words, others, strict=True)), words


read("")  # raises Python's limit of recursion, which Hypothesis notes at a test's beginning


def test_the_mark_of_a_quotation_ends_no_tag() -> None:
    assert blocks("> a <b c\n>\n> d") == (Quotation((words("a <b c"), words("d"))),)


@examples(8)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_tags_stand_wherever_no_word_is_lost_and_none_is_shown(text: str) -> None:
    text, words = numbered(text)
    sheet = read(text)
    shown = "\n".join([sheet.title, *(f"{s.title}\n{s.text}" for s in sheet.sections)])
    assert [word for word in words if word not in shown] == [], text
    if not re.search("(?m)^[ >-]*    ", text):  # else it may be code
        assert "hid" not in shown.replace("hidden", ""), text
        assert not re.search(r"</?(?!x-unknown|Tabs)\w[^<>]*>", shown), text
    assert not re.search("[\x02\x03\x0e-\x15]", shown)


def test_an_option_with_an_empty_value_is_one() -> None:
    assert blocks("a <select><option value>b</option></select>") == (words("a b"),)


@pytest.mark.parametrize(
    "address",
    [
        '{{< ref "a.md" >}}',
        '{% link "a.md" %}',
        '{{ url_for("a", b="c") }}',
        '<%= url "a" %>',
        'x/{{ f "a" }}/#b',
    ],
)
def test_quotation_marks_of_an_instruction_end_no_value_of_a_tag(address: str) -> None:
    assert inlines(f'a <a title="t u" href="{address}" rel="b">c</a> d') == (Text("a c d"),)
    assert inlines(f'a <img alt="b" src="{address}"> c') == (Text("a "), Image("b"), Text(" c"))
