"""Directives and roles of MyST show the words that they hold."""

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
    Quotation,
    Styled,
    Text,
)
from tests.content.markdown.reading import assert_linear_in, read


def text_of(text: str) -> str:
    return "\n\n".join(section.text for section in read(text).sections)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("```{note}\nA *b*\n```", "> Note\n> A b"),
        ("~~~{warning}\nA\n~~~", "> Warning\n> A"),
        ("```{admonition} A title\n:class: tip\nA\n```", "> A title\n> A"),
        ("```{card} A title\n:link: https://a.org/\nA\n```", "> A title\n> A"),
        (":::{card} A title\n:link: https://a.org/\n:link-type: url\n\nA\n:::", "> A title\n> A"),
        ("````{tip}\nA\n\n```{note}\nB\n```\n````", "> Tip\n> A\n> > Note\n> > B"),
        ("```{prf:theorem} A title\n:label: a\nB\n```", "> A title\n> B"),
        ("```{list-table} A title\n:header-rows: 1\n* - A\n  - B\n```", "A title\n\n- - A\n  - B"),
        ("A\n\n```{include} a.md\n```\n\n```{toctree}\n:maxdepth: 2\na\nb\n```\n\nB", "A\n\nB"),
        ("- A\n\n  ```{note}\n  B\n  ```", "- A\n  > Note\n  > B"),
        ("- ```{card} A title\n  :link: https://a.org/\n  A\n  ```", "- A title\n  A"),
        ("1. ```{note}\n   :class: b\n   A\n   ```\n2. B", "1. Note\n   A\n2. B"),
        ("```{solution} an_ex1\nA\n```", "> Solution\n> A"),
        ("```{solution-start} an_ex1\n:class: b\n```\n\nA\n\n```{solution-end}\n```", "Solution\n\nA"),
        ("```{exercise-start} Two\n:label: b\n```\nA\n```{exercise-end}\n```", "Two\n\nA"),
        ("```{code-cell} a\n---\nb:\n  caption: 'C: d\n    (e)'\n---\nf\n```", "C: d (e)\n\nf"),
        ("```{code-cell} a\n---\ncaption: >-\n  C\n  d\n---\nf\n```", "C d\n\nf"),
    ],
)
def test_what_holds_words_is_no_code(written: str, shown: str) -> None:
    assert text_of(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (":::{card} A\n:footer: F\n\nB\n:::", "> A\n> B\n> F"),
        ("```{card}\n:header: H *b*\nB\n```", "> H b\n> B"),
        ("::::{card} A\n:header: H\n:footer: F\n```\nB\n```\n::::", "> A\n> H\n> F\n> B"),
        (":::{grid-item-card} A\nH\n^^^\nB\n+++\nF\n:::", "> A\n> H\n> B\n> F"),
        ("- ```{card} A\n  :footer: F\n  B\n  ```\n- c", "- A\n  B\n  F\n- c"),
    ],
)
def test_a_card_has_words_above_and_below(written: str, shown: str) -> None:
    assert text_of(written) == shown


def test_any_label_may_be_referred_to_by_its_name() -> None:
    text = "```{figure} a.png\n:name: a-b\nC\n```\n\nSee @a-b, @someone, @a-b-c; me@a-b."
    assert text_of(text).splitlines()[-1] == "See a-b, @someone, @a-b-c; me@a-b."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("```ad-note\ntitle: A *b*\ncollapse: open\n\nC *d*\n```", "> A b\n> C d"),
        ('```smart header="A `b<c`"\nD *e*\n```', "> A b<c\n> D e"),
        ('````warn header="A"\nB\n```js\nc\n```\n````', "> A\n> B\n> c"),
        ("- ```tip\n  A *b*\n  ```", "- Tip\n  A b"),
        ("```online\nA *b*\n```", "A b"),
        ("- > ```{tip}\n  > A *b*\n  > ```\n- c", "- > Tip\n  > A b\n- c"),
        ("````\n```note\na *b*\n```\n````", "```note\na *b*\n```"),
        ('```python title="a"\nb *c*\n```\n\n~~~note\nA *b*\n~~~', "a\n\nb *c*\n\n> Note\n> A b"),
    ],
)
def test_a_fence_with_the_name_of_a_box_is_one(written: str, shown: str) -> None:
    assert text_of(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("```{Important}\n```{include} a.md\n```\nB\n\n```\nc\n```", "Important\n\nB\n\nc"),
        ("```{note}\nA\n```python\nb\n```\nC\n\n```\nd\n```", "Note\n\nA\n\nb\n\nC\n\nd"),
        ("```{versionadded} 1.2\n~~~\nb\n```\nC\n\n~~~\nd\n~~~", "Added in version 1.2\n\nb\n\nC\n\nd"),
    ],
)
def test_a_fence_that_stays_open_in_a_directive_ends_with_it(written: str, shown: str) -> None:
    assert text_of(written) == shown


def test_a_comment_is_left_out_where_there_are_directives() -> None:
    assert text_of("% a\n\nb\n\n```{note}\nc\n```\n\n    % d") == "b\n\n> Note\n> c\n\n% d"
    assert text_of("x\n\n% a\n\n```{r}\nb\n```") == "x\n\n% a\n\nb"


def test_code_is_without_its_options() -> None:
    (section,) = read("```{code-block} python\n:linenos:\n:caption: b\na = 1\n\nb\n```").sections
    assert section.blocks == (Paragraph((Text("b"),)), CodeBlock("a = 1\n\nb", "python"))
    (section,) = read("```{code-block} yaml\n:filename: a_b.yml\nc\n```").sections
    assert section.blocks == (Paragraph((CodeSpan("a_b.yml"),)), CodeBlock("c", "yaml"))
    assert read("```{math}\n:label: a\nx^2\n```").sections[0].blocks == (CodeBlock("x^2", ""),)


@pytest.mark.parametrize(
    "form", ["```{{r}}\n{}\n```", "```{{r a, echo=FALSE}}\n{}\n```", "```{{.note}}\n{}\n```"]
)
def test_what_is_no_directive_stays_code(form: str) -> None:
    (block,) = read(form.format(":a: *b*")).sections[0].blocks
    assert isinstance(block, CodeBlock)
    assert block.text == ":a: *b*"


def test_a_directive_in_code_stays_as_it_is() -> None:
    assert text_of("````\n```{note}\n:a: b\n```\n````") == "```{note}\n:a: b\n```"


def test_a_figure_is_its_picture_and_its_caption() -> None:
    blocks = read("```{figure} ../a.png\n:alt: B\n:name: c\n\nD\n```").sections[0].blocks
    assert blocks == (Paragraph((Image("B", ""),)), Paragraph((Text("D"),)))
    blocks = read("```{figure} ../a.png\nD\n```").sections[0].blocks
    assert blocks == (Paragraph((Image("", ""),)), Paragraph((Text("D"),)))


def test_headings_in_a_directive_are_strong_words() -> None:
    sheet = read("# T\n\n```{note}\n## A\n\n- b\n```\n\n## B\n")
    assert [section.title for section in sheet.sections] == ["T", "B"]
    (box,) = sheet.sections[0].blocks
    assert isinstance(box, Quotation)
    assert isinstance(box.blocks[-1], ListBlock)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{ref}`the text <label>`", Text("the text")),
        ("{doc}`guide/a`", Text("guide/a")),
        ("{issue}`9475`", Text("9475")),
        ("{pypi}`the package <a>`", Text("the package")),
        ("{term}`a\nb <c>`", Text("a b")),
        ("{guilabel}`A & B`", Text("A & B")),
        ("{math}`a < b`", CodeSpan("a < b")),
        ("{py:func}`a <b.a>`", CodeSpan("a")),
        (":ref:`a <b>`", Text("a")),
        (":func:`a`", CodeSpan("a")),
        ("{delete}`a`", Styled("deleted", (Text("a"),))),
        ("a :label:`b`", Text("a")),
    ],
)
def test_a_role_gives_its_words(written: str, shown: Text | CodeSpan | Styled) -> None:
    (block,) = read(written).sections[0].blocks
    assert block == Paragraph((shown,))


@pytest.mark.parametrize(
    "text", ["{name}`a`", "{ref}a", "`{ref}`", "``{ref}`a` ``", "{ref} `a`", ":a:`b`", "a:ref:`b`"]
)
def test_a_name_in_braces_elsewhere_is_text(text: str) -> None:
    shown = {"``{ref}`a` ``": "{ref}`a`"}
    assert text_of(text) == shown.get(text, text.replace("`", ""))


def test_a_name_in_braces_before_code_is_a_role_where_there_are_others() -> None:
    assert text_of("{thing}`a *b*`, {thing}`c <d>`, {ref}`e`") == "a b, c, e"
    assert text_of("{my:thing}`a <b>`") == "a"


def test_a_label_is_an_address_of_what_follows() -> None:
    sheet = read("# T\n\nb\n\n(first.one)=\n(second)=\n\n## A\n\nf(x)=\n\n(x)= 2\n\n    (code)=\n")
    assert [section.anchors for section in sheet.sections] == [(), ("first.one", "second")]
    assert sheet.sections[1].text == "f(x)=\n\n(x)= 2\n\n(code)="


def test_a_table_of_values_is_a_table() -> None:
    text = '```{csv-table} A title\n:header: "a", "b"\n:widths: 1, 2\n\n"c, d", e|f\ng\n```\n\nh'
    assert text_of(text) == "A title\n\na | b\nc, d | e|f\ng | \n\nh"


@pytest.mark.parametrize("formula", ["$$\na\n$$ (eq:b)", "$$ a\n= b $$ (eq:b)", "$$ a $$ (eq:b)"])
def test_a_formula_may_have_a_label(formula: str) -> None:
    sheet = read(f"# T\n\n{formula}\n\nc {{eq}}`eq:b`")
    assert isinstance(sheet.sections[0].blocks[0], CodeBlock)
    assert "(eq" not in sheet.sections[0].text
    assert sheet.sections[0].anchors == ("eq:b",)


def test_a_box_in_a_quotation_is_its_words() -> None:
    assert text_of("> ```{tip}\n> A\n> ```\n>\n> ```{note} B\n> C\n> ```") == "> Tip\n> A\n> B\n> C"


def test_what_is_not_known_gives_its_words() -> None:
    assert text_of("```{thing} A\n*C*\n```") == "A\n\nC"
    assert text_of("```{video} https://a.org/b\n```") == "https://a.org/b"
    assert text_of("```{thing}\n*C*\n```\n\n```{note}\nB\n```") == "C\n\n> Note\n> B"
    assert text_of("```{thing}\n*C*\n```\n\n```{r}\nB\n```") == "*C*\n\nB"
    assert text_of(":::{thing} A\n*C*\n:::") == "> A\n> C"
    assert text_of("```{my:thing} A\n:class: b\n*C*\n```") == "A\n\nC"
    assert text_of("::::{grid} 1 2\n:gutter: 2\n\n:::{grid-item-card} A\nB\n:::\n::::") == "> A\n> B"
    assert text_of("```{raw} html\n<b>\n```\n\nA") == "A"
    assert text_of("```{figure} a.png\n---\nalt: B\nname: c\n---\nD\n```") == "B\n\nD"


def test_a_reference_leads_to_its_label() -> None:
    text = "{ref}`b`, {ref}`d <b>`, {ref}`e <no>`, {ref}`a`"
    sheet = read(f"(a)=\n# {{index}}`T <single: T>`\n\n(b)=\n## B c\n\n{text}")
    assert sheet.title == "T"
    first, _, second, words, third = sheet.sections[-1].blocks[0].content  # type: ignore[union-attr]
    assert first == Link("#b", (Text("B c"),))
    assert second == Link("#b", (Text("d"),))
    assert words == Text(", e, ")
    assert third == Link("#a", (Text("T"),))


def test_a_link_may_lead_to_a_label() -> None:
    sheet = read("(a:b)=\n## A\n\n[](a:b), [c](#a:b), [d](a:b), [](x.md)")
    links = [leaf for leaf in sheet.sections[0].blocks[0].content if isinstance(leaf, Link)]  # type: ignore[union-attr]
    assert [link.address for link in links[:3]] == ["#a:b"] * 3
    assert [link.content for link in links[:3]] == [(Text("A"),), (Text("c"),), (Text("d"),)]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See [](xref:guide/a_b_), [](../c.md).", "See guide/a_b_, c."),
        ("See [](https://www.a.org/b) and [](mailto:a@b.org)", "See a.org/b and a@b.org"),
        ("- [](a.md)\n- [](b.md)", "- a\n- b"),
        ("(a)=\n> b\n\nSee [](#a) and [](a).", "> b\n\nSee a and a."),
    ],
)
def test_a_link_without_words_among_others_says_where_it_leads(written: str, shown: str) -> None:
    assert text_of(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[](#b)A", "A"),
        ("a [](#b) c", "a c"),
        ("[](./a.md)\n\nb", "b"),
        ("a[](b.md)c", "ac"),
        ("a []() b", "a b"),
    ],
)
def test_an_empty_link_that_means_no_page_shows_nothing(written: str, shown: str) -> None:
    assert text_of(written) == shown


def test_a_file_that_is_there_is_led_to() -> None:
    text = "{doc}`a <guide>`, {doc}`b <no>`"
    sheet = parse_sheet(text, name="n", digest="", find_file={"guide": "guide.md"}.get)  # type: ignore[arg-type]
    assert sheet.sections[0].blocks == (Paragraph((Link("guide.md", (Text("a"),)), Text(", b"))),)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a @sec-b-c d", "a B d"),
        ("a @fig-x-y, d", "a Figure x y, d"),
        ("a [-@tbl-x] d", "a Table x d"),
        (r"a \@ref(sec-b-c) d", "a B d"),
        (r"a \@ref(fig:plot) d", "a plot d"),
        ("H{sub}`2`O", "H2O"),
        (r"a\index{b!c {d}} e", "a e"),
        ("a `@sec-b-c` d", "a @sec-b-c d"),
        ("a me@sec-b.org d @someone", "a me@sec-b.org d @someone"),
    ],
)
def test_references_of_quarto_give_words(written: str, shown: str) -> None:
    assert read(f"# T\n\n{written}\n\n## B {{#sec-b-c}}").sections[0].text == shown


@pytest.mark.parametrize(
    "part", ["```{note}\n", ":::{note}\n", "{ref}`", "(a)=\n", "```{a:b}\n:c:\n```\n", "@sec-"]
)
def test_reading_takes_linear_time(part: str) -> None:
    assert_linear_in(part)


def test_a_reference_to_a_heading_with_code_has_its_words() -> None:
    text = text_of("# `a()` b {#sec-c}\n\n@sec-c {ref}`sec-c` {rst:dir}`d` {myst:role}`e`")
    assert text == "a() b a() b d e"
