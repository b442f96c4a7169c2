"""Lines of MDX, VitePress, MkDocs, Obsidian and Kramdown that are no words, and marks within words."""

from __future__ import annotations

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import (
    CodeBlock,
    CodeSpan,
    Image,
    Link,
    ListBlock,
    Paragraph,
    Span,
    Strong,
    Styled,
    Table,
    Text,
)
from tests.content.markdown.reading import assert_linear_in, blocks, inlines, read, words


@pytest.mark.parametrize(
    "lines",
    [
        *("import A from '@x/A';", "import A, {B} from './b'", 'import * as A from "a"', "import './a.css';"),
        *(
            "import {\n  A,\n  B,\n} from 'c';",
            "import A from 'a';\nimport B from 'b';",
            "import A from 'a'; import B from 'b'",
            "<!-- prettier-ignore -->\nimport A from '../a.mdx';",
        ),
        *(
            "export const x = 3;",
            "export const A = () => (\n  <b>c</b>\n);",
            "export default function A() {\n}",
        ),
        *("{/* a */}", "{/* a\n\nb */}", "{/* truncate */}"),
        *("[//]: make it so", "[//]: # (make it so)"),
        *("[TOC]", "[[toc]]", "[[_TOC_]]", "${toc}", "* TOC\n{:toc}", "1. a list\n{:toc}"),
        *("<<< @/a/b.js", "<<< ../b.ts{2}", '--8<-- "a.md"', '-8<- "a.md"', "{* a/b.py hl[1,3:4] *}"),
        *("{::comment}\na\n\nb\n{:/comment}", "{::nomarkdown}", "{:/}", "\\newpage", "{' '}"),
        *("{#if a === 'b'}", "{:else}", "{/if}", "{#each a as b}", "{@html c}"),
        *("<A b={c} {...d} />", "<A {b} />", '<A\n  b="c"\n/>'),
    ],
)
def test_it_is_left_out(lines: str) -> None:
    assert blocks(f"{lines}\n\na") == (words("a"),)
    assert blocks(f"a\n\n{lines}\n\nb") == (words("a"), words("b"))
    code = CodeBlock(lines)
    assert blocks(f"````\n{lines}\n````") == (code,)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "import taxes from China are high",
            "import “a” from b",
            "export controls are const",
            "a\nimport b from 'c'",
        ),
        *("export default rules apply", "a [TOC] b", "a ^ b", "2 ^3", "import a from the “b”"),
    ],
)
def test_sentences_are_words(text: str) -> None:
    assert blocks(text) == (words(text.replace("\n", " ")),)


def test_names_of_components_are_words() -> None:
    text = '<Tabs>\n<TabItem value="a" label="A *b*">\nc\n</TabItem>\n'
    text += '<TabItem label="D">\n\ne\n\n</TabItem>\n</Tabs>'
    strong = [Paragraph((Strong((Text(name),)),)) for name in ("A *b*", "D")]
    assert blocks(text) == (strong[0], words("c"), strong[1], words("e"))
    assert read('# A <Badge type="b" text="c" />').title == "A c"
    assert blocks('<Card\n  title="A"\n  icon="b"\n  description="C"\n/>') == (
        Paragraph((Strong((Text("A"),)),)),
        words("C"),
    )
    assert inlines('`<Badge text="c" />`') == (CodeSpan('<Badge text="c" />'),)


def test_what_is_described_from_its_source_is_named() -> None:
    assert blocks("::: a.b.C\n    options:\n        members: no\n\nd") == (
        Paragraph((CodeSpan("a.b.C"),)),
        words("d"),
    )


def test_components_need_no_values() -> None:
    assert blocks("<Grid stagger>\n<Card wide>\n\na\n\n</Card>\n</Grid>") == (words("a"),)
    assert blocks("<List startsSentence />b") == (words("b"),)
    assert blocks("<Your Name>") == (words("<Your Name>"),)
    assert blocks('<Aside title="A">b</Aside>') == (Paragraph((Strong((Text("A"),)), Text(" b"))),)


def test_code_in_braces_is_code() -> None:
    assert blocks("<A>\n{`\na\n\n b\n`}\n</A>") == (CodeBlock("a\n\n b"),)
    assert inlines("{`a *b*`}") == (CodeSpan("a *b*"),)


def test_ids_of_blocks_are_addresses() -> None:
    sheet = read("# T\n\na ^abc123\n\n- b ^id2\n- c\n\n## D\n\n> e\n\n^quote-of-day")
    assert [section.text for section in sheet.sections] == ["a\n\n- b\n- c", "> e"]
    assert [section.anchors for section in sheet.sections] == [("abc123", "id2"), ("quote-of-day",)]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a {++b++}", Styled("inserted", (Text("b"),))),
        ("a {--b--}", Styled("deleted", (Text("b"),))),
        ("a {==b==}", Styled("marked", (Text("b"),))),
    ],
)
def test_critic_markup_is_read(written: str, shown: Styled) -> None:
    assert inlines(written) == (Text("a "), shown)


def test_critic_markup_of_two_sides() -> None:
    assert inlines("a {~~b~>c~~} d") == (
        Text("a "),
        Styled("deleted", (Text("b"),)),
        Styled("inserted", (Text("c"),)),
        Text(" d"),
    )
    assert inlines("a {>>b<<}c") == (Text("a c"),)


def test_icons_are_left_out_or_say_yes_and_no() -> None:
    assert inlines("a :material-rocket: b :fontawesome-brands-x:{ .c }d") == (Text("a b d"),)
    assert inlines(":material-check: :octicons-x-16:") == (Text("✓ ✗"),)
    assert inlines("a:material-x b") == (Text("a:material-x b"),)


def test_tags_of_kramdown_within_words_are_left_out() -> None:
    assert inlines("a {::nomarkdown}b{:/} c {::comment}{:/comment}d") == (Text("a b c d"),)


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        ('{{< figure src="a.png" title="A *b*" caption="C" >}}', "A b\n\nC"),
        ('{{< img src="a.jpg" alt="A" caption="B" >}}', "A\n\nB"),
        ('{% include image.html file="/a.png" alt="A" caption="A" %}', "A"),
        ('{{< tabs >}}\n{{< tab "One" >}}\na\n{{< /tab >}}\n{{< /tabs >}}', "One\n\na"),
        ('{{% tab name="One" %}}\na\n{{% /tab %}}', "One\n\na"),
        ('{% tab title="One" %}\na\n{% endtab %}', "One\n\na"),
        ('{% embed url="https://a" caption="C" %}', "C"),
        ('{% assign title = "a" %}\nb', "b"),
        ('> {{< figure src="a.png" caption="C" >}}\n> d', "> C\n> d"),
    ],
)
def test_an_instruction_leaves_its_words(instruction: str, shown: str) -> None:
    assert read(f"# T\n\n{instruction}").sections[0].text == shown


def test_a_picture_that_is_there_is_shown() -> None:
    text = '{{< figure src="a b.png" caption="C" >}}'
    sheet = parse_sheet(text, name="n", digest="", find_file=lambda page: page)
    assert sheet.sections[0].blocks == (Paragraph((Image("C", "a b.png"),)),)
    text = '{{< figure src="a.png" caption="C" alt="D" title="D" >}}'
    sheet = parse_sheet(text, name="n", digest="", find_file=lambda page: page)
    assert sheet.sections[0].blocks == (Paragraph((Image("D", "a.png"),)), words("C"))


@pytest.mark.parametrize(
    "part",
    [
        *(
            "import {\n",
            "export const a = (\n",
            "{/*\n\n",
            "<A\n",
            "<A b={\n",
            '<A b={<c "\n',
            '<A b="\n',
            "{::comment}\n\n",
            "{`\n",
            "a ^b\n\n",
        ),
        *(
            "{++",
            "{~~a~>",
            "{>>",
            "\\index{",
            "\\index{{}",
            ":material-",
            "{::nomarkdown",
            "<A b=",
            "{/* ",
            "{#if ",
            "`<A b",
        ),
    ],
)
def test_reading_takes_linear_time(part: str) -> None:
    assert_linear_in(part)


def test_an_id_at_the_end_of_a_heading_is_an_address() -> None:
    sheet = read("# A b[[a-b]]\n\nc\n\n## D [[E]]\n\nf\n")
    assert sheet.title == "A b"
    assert [section.title for section in sheet.sections] == ["A b", "D E"]
    assert "a-b" in sheet.sections[0].anchors


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<A\n  b={() => {\n\n    return '}'\n  }}\n/>", ""),
        ('<A b={[\n  {\n    title: "C *d*",\n    content: (<p>e <b>f</b></p>),\n  },\n]} />', "C *d*\n\ne f"),
        ("<A b={[\n  { title: 'C\\'s', text: (<><ul>\n    <li>d</li>\n  </ul></>) }\n]} />", "C's\n\n- d"),
        ('<A icon={<B />} title="C" buttons={[\n  <D e={<F />}>\n    g\n  </D>,\n]} />', "C\n\ng"),
        ('<A b={c}\n  d="e">\n\nf *g*\n\n</A>', "f g"),
        ('<A title="B"\n/> c', "B\n\nc"),
    ],
)
def test_what_the_attributes_of_a_component_say_is_shown(written: str, shown: str) -> None:
    sections = read(f"{written}\n\nz").sections
    assert "\n\n".join(section.text for section in sections) == f"{shown}\n\nz".lstrip("\n")


@pytest.mark.parametrize("text", ["<A never closed {\n\nb", "<T extends B> c", "<T> a <T>"])
def test_what_is_no_component_stays(text: str) -> None:
    assert "\n\n".join(section.text for section in read(text).sections) == text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\n\n---\nlayout: b\nc:\n  - d\n---\n\ne", "a\n\ne"),
        ("::youtube[A *b*]{#c}", "A b"),
        ("[a](/b.toml){download} c", "a c"),
        ("a\n\n:end_tab:\n\nb :width:`40px`", "a\n\nb"),
        ("- a\n  id:: 60a77d63-f73f-4cd4-9e65-8c4e30cbc752\n  collapsed:: true\n  - b", "- a\n  - b"),
        ("- collapsed:: true is no setting", "- collapsed:: true is no setting"),
        ("- #+BEGIN_NOTE\n  a *b*\n  #+END_NOTE\n- id:: c", "- a b\n- id:: c"),
        ('::frame{src="/a" alt="B"}\n\n::frame{src="c"}', "B"),
    ],
)
def test_settings_of_a_slide_and_directives_of_one_line_give_their_words(written: str, shown: str) -> None:
    assert "\n\n".join(section.text for section in read(written).sections) == shown


def test_a_rule_above_other_lines_is_one() -> None:
    sheet = read("a\n\n---\nB: c\n---\n\nd\n---\ne: f\n---\n")
    assert [section.title for section in sheet.sections] == ["a-file", "B: c", "d", "e: f"]
    # Words with a colon between two rules are no settings: none of them names what a slide has.
    assert [section.title for section in read("# A\n\n---\nnote: remember *b*\n---\n").sections][
        -1
    ] == "note: remember b"


def test_the_size_of_a_picture_is_none_of_its_words() -> None:
    assert inlines("![a|284x210](b.png)") == (Image("a", "b.png"),)
    assert inlines("![a b|100,10%](b.png) c")[0] == Image("a b", "b.png")
    assert inlines("![a | 1 b](b.png) c")[0] == Image("a | 1 b", "b.png")


def test_lines_behind_a_percent_sign_are_comments_where_labels_are() -> None:
    sheet = read("% (c) A\n\n% b\n\n(c)=\n\n# D\n\ne")
    assert (sheet.title, [section.text for section in sheet.sections]) == ("D", ["e"])
    assert read("% A\n% B\n\n# C\n\nd").title == "A"


@pytest.mark.parametrize("head", [":- | :-", "| --- | --- |"])
def test_a_heading_of_rules_has_no_words(head: str) -> None:
    (table,) = blocks(f"{head}\n:- | :-\na | b")
    assert isinstance(table, Table)
    assert table.header == ()


def test_a_heading_may_have_its_id_between_percent_signs() -> None:
    (section,) = read("## A %{#b}%\n\nc").sections
    assert (section.title, section.anchors) == ("A", ("b",))


def test_a_heading_of_a_table_needs_no_bars_around_it() -> None:
    (table,) = blocks("A | b\n|:--|---|\n| c | d |")
    assert isinstance(table, Table)
    assert [len(table.header), len(table.rows)] == [2, 1]


@pytest.mark.parametrize("indent", [2, 4, 7])
def test_what_a_component_holds_may_be_set_in(indent: int) -> None:
    inner = "1. a\n\n   ```sh\n   b\n     c\n   ```"
    text = "\n".join(" " * indent + line if line else "" for line in f"<B c>\n\n{inner}\n\n</B>".split("\n"))
    listed = ListBlock(True, ((words("a"), CodeBlock("b\n  c", "sh")),))
    assert blocks(f"<A>\n{text}\n</A>\n\nd") == (listed, words("d"))


@pytest.mark.parametrize("inner", ["| a | b |\n|---|---|\n| c | d |", "> a", "- a"])
def test_so_may_whatever_it_holds(inner: str) -> None:
    set_in = "\n".join(f"    {line}" for line in inner.split("\n"))
    assert blocks(f"<A>\n\n{set_in}\n\n</A>") == blocks(inner)


def test_a_tag_right_below_a_table_is_no_row_of_it() -> None:
    rows = "a | b\n--|--\nc | d"
    for text in (f"<A>\n\n{rows}\n</A>", f"<A>\n<B>\n\n{rows}\n</B>\n</A>"):
        assert blocks(text) == blocks(rows)
    (table,) = blocks(f'{rows}\n<img src="e.png" alt="f">')
    assert isinstance(table, Table)
    assert table.rows[1] == ((Image("f", "e.png"),), ())


def test_what_goes_on_behind_a_blank_line_below_its_tag_is_no_code() -> None:
    assert blocks("<A>\n    a\n\n    b\n</A>") == (words("a"), words("b"))


def test_the_tag_of_one_whose_words_are_set_in_may_take_several_lines() -> None:
    text = '<A\n  class="b"\n  href="/c"\n>\n    d\n\n    ```sh\n    e\n    ```\n</A>'
    assert blocks(text) == (words("d"), CodeBlock("e", "sh"))
    assert blocks('<A\n  class="b"\n/>\n\n    c\n\n</A>') == (CodeBlock("c"),)


def test_so_may_fences_in_elements_of_html() -> None:
    text = "<section>\n  <div>\n    ```js\n    a\n    ```\n\n    ```js\n    b\n    ```\n  </div>\n</section>"
    assert blocks(text) == (CodeBlock("a", "js"), CodeBlock("b", "js"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<details>\n\n    - a\n\n</details>", "- a"),
        ("<A>\n\n    a b\n\n</A>", "a b"),
        ("    <A>\n        - a\n    </A>", "<A>\n    - a\n</A>"),
        ("```\n<A>\n    <B>\n        c\n    </B>\n</A>\n```", "<A>\n    <B>\n        c\n    </B>\n</A>"),
    ],
)
def test_indented_code_stays_where_it_may_be_meant(text: str, code: str) -> None:
    assert blocks(text) == (CodeBlock(code),)


def test_elements_in_elements_take_linear_time() -> None:
    assert_linear_in("<A>\n  - a\n", count=500)
    assert_linear_in("<A>\n  - a\n</A>\n</B>\n", count=500)


def test_what_kramdown_takes_for_html_is_no_code_however_far_it_is_indented() -> None:
    html = "<div>\n\n    <div>\n        a\n\n        <p>b</p>\n    </div>\n</div>"
    text = f"{{::nomarkdown}}\n{html}\n{{:/nomarkdown}}\n\n    c"
    assert blocks(text) == (words("a"), words("b"), CodeBlock("c"))


def test_elements_of_html_in_capitals_are_no_components() -> None:
    (table,) = blocks(
        '<TABLE BORDER=1>\n<TR>\n<TD COLSPAN="2" ALIGN="right">\na\n</TD></TR>\n<TR><TD>b<TD>c\n</TABLE>'
    )
    assert isinstance(table, Table)
    assert (table.alignments, table.spans) == (("right", ""), (Span(1, 0, 1, 2),))
    assert inlines('a <A HREF="b.html">c</A> d')[1] == Link("b.html", (Text("c"),))
    assert read('<Card TITLE="a">\n\nb\n\n</Card>').sections[0].text == "b"


def test_what_material_says_of_an_option_in_comments_is_shown() -> None:
    text = "<!-- md:option a.b -->\n\n:   <!-- md:default `c` --> D <!-- md:flag e -->\n\n    F"
    assert read(text).sections[0].text == "a.b\n    c D\n    F"
    assert read("### <!-- md:setting a_b -->\n\nc <!-- md:version 9.1 -->").sections[0].title == "a_b"
    assert read("```\n<!-- md:option a -->\n```").sections[0].text == "<!-- md:option a -->"


def test_two_carets_stand_around_inserted_words() -> None:
    assert inlines("a ^^b c^^ 2^^3^^4 ^ d^2^") == (
        Text("a "),
        Styled("inserted", (Text("b c"),)),
        Text(" 2^^3^^4 ^ d"),
        Styled("superscript", (Text("2"),)),
    )
