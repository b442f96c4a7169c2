"""What Quarto, bookdown, mdBook, GitBook and Pandoc write around the words of a book."""

from __future__ import annotations

import pytest

from hkviewer.content.model import (
    CodeBlock,
    CodeSpan,
    Emphasis,
    Image,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Strong,
    Table,
    Text,
)
from tests.content.markdown.reading import assert_linear_in, blocks, inlines, read, words


def text_of(text: str) -> str:
    return "\n\n".join(section.text for section in read(text).sections)


@pytest.mark.parametrize("mark", ["(PART)", "(PART\\*)", "(APPENDIX)"])
def test_the_title_of_a_part_is_without_its_mark(mark: str) -> None:
    sheet = read(f"# {mark} The Cold War {{-}}\n\n# One\n\na")
    assert sheet.title == "The Cold War"
    assert read(f"# {mark}").title == mark.replace("\\", "")


def test_a_part_is_still_found_by_the_id_that_its_mark_gave() -> None:
    (section,) = read("# (PART) The Cold War\n\na").sections
    assert "part-the-cold-war" in section.anchors


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ('visible when-format="pdf"', 'visible unless-format="pdf"'),
        ('hidden when-format="html"', 'visible when-format="html"'),
    ],
)
def test_of_alternatives_those_of_a_page_are_shown(hidden: str, shown: str) -> None:
    hidden = f"::: {{.content-{hidden}}}\n\\lettrine{{A}}{{b}}\n\n- c\n:::"
    assert text_of(f"{hidden}\n\n::: {{.content-{shown}}}\nA b\n:::\n\nd") == "A b\n\nd"
    assert "c" in text_of(f"{hidden}\n\nd")  # nothing takes its place


def test_a_citation_is_without_its_signs() -> None:
    written = "See [@Pearce1983], [see @doe99, pp. 3-5; also @smith_04] and [-@{a:b}]."
    assert text_of(written) == "See [Pearce1983], [see doe99, pp. 3-5; also smith_04] and [a:b]."


def test_a_key_with_a_year_is_one_in_a_sentence_too() -> None:
    assert text_of("@Gelman1995 says, as (@Smith2020a).") == "Gelman1995 says, as (Smith2020a)."


@pytest.mark.parametrize(
    "text",
    ["@anna", "a@b2020.org", "@a2020b1", "[ask @anna]", "a@b.org [c@d]", "`[@a1]`", "[@a1", "[@types/node]"],
)
def test_other_signs_of_that_kind_stay(text: str) -> None:
    assert text_of(text) == text.strip("`")


def test_a_reference_to_a_label_is_no_citation() -> None:
    link = inlines("Thanks, [@anna].\n\n[@anna]: https://example.org")[1]
    assert link == Link("https://example.org", (Text("@anna"),))


@pytest.mark.parametrize(
    "line",
    [
        "\\tolerance=1 \\emergencystretch=\\maxdimen",
        "\\vspace{1cm}",
        "\\begin{center}",
        "\\end{center}",
        "\\cleardoublepage\\thispagestyle{empty}",
        "\\begin{multicols}{2}",
        "\\pagebreak[4]",
        "\\raggedright \\small",
        "\\bibliography{a,b}\\bibliographystyle{plain}",
        "\\setlength{\\parskip}{0.5\\baselineskip}",
        "\\begin{minipage}[t]{0.5\\textwidth}",
        "\\newpage{}",
    ],
)
def test_what_sets_a_page_in_latex_is_left_out(line: str) -> None:
    assert blocks(f"a\n\n{line}\n\nb") == (words("a"), words("b"))


@pytest.mark.parametrize(
    "formula",
    ["$$\na\n{}\nb\n$$", "$$ a\n{}\nb $$", "\\[\na\n{}\n\\]", "\\begin{{align}}\na\n{}\n\\end{{align}}"],
)
def test_in_a_formula_it_stays(formula: str) -> None:
    (code,) = blocks(formula.format("\\newline"))
    assert isinstance(code, CodeBlock)
    assert "a\n\\newline" in code.text


def test_the_caption_of_a_division_is_shown() -> None:
    assert text_of('::: {#fig-a layout-ncol=2 fig-cap="A caption"}\na\n:::') == "A caption\n\na"
    assert text_of("::: {#lst-a lst-cap='Its code'}\na\n:::") == "Its code\n\na"


def test_the_names_of_latex_are_words() -> None:
    assert text_of("\\LaTeX{} and \\XeLaTeX, \\TeXs") == "LaTeX and XeLaTeX, \\TeXs"
    assert text_of("\\BibTeX, \\ConTeXt and C:\\MiKTeX") == "BibTeX, ConTeXt and C:\\MiKTeX"


def test_an_environment_of_latex_within_a_line_is_kept_as_it_is() -> None:
    formula = "\\begin{align*} x &= _y_ \\\\ z \\end{align*}"
    assert inlines(f"a {formula} b") == (Text("a "), CodeSpan(formula), Text(" b"))


def test_marks_of_emphasis_may_stand_between_quotation_marks_and_signs() -> None:
    assert text_of('"**?** asks", (*;* ends)') == '"? asks", (; ends)'


@pytest.mark.parametrize(
    "line", ["\\word{a}", "\\vspace", "\\x=1", "a \\newpage", "\\parts", "\\small{a}", "\\title{a}"]
)
def test_other_words_of_latex_stay(line: str) -> None:
    assert text_of(line) == line


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("admonish warning", "Warning"),
        ("admonish", "Note"),
        ('admonish info title="Its `a` title", collapsible=true', "Its a title"),
        ('admonish example "Its title"', "Its title"),
        ("admonish title='Its title'", "Its title"),
    ],
)
def test_a_box_of_mdbook_is_one(opening: str, title: str) -> None:
    (box,) = blocks(f"```{opening}\n*a*\n\n- b\n```")
    assert isinstance(box, Quotation)
    assert text_of(f"```{opening}\n*a*\n```") == f"> {title}\n> a"


@pytest.mark.parametrize("form", ["admonishing", "admonish-not"])
def test_what_is_called_nearly_so_is_code(form: str) -> None:
    assert blocks(f"```{form}\n*a*\n```") == (CodeBlock("*a*", form),)


def test_a_fence_within_gitbooks_mark_of_code_is_one() -> None:
    code = CodeBlock("a\n\nb", "js")
    assert blocks('{% code title="c.js" %}\n```js\na\n\nb\n```\n{% endcode %}') == (
        Paragraph((Strong((Text("c.js"),)),)),
        code,
    )


def test_attributes_may_hold_braces() -> None:
    assert text_of('::: {.rmdtip data-latex="{Tip}"}\na\n:::') == "> Tip\n> a"


@pytest.mark.parametrize("text", ["\\(_default: 0_\\)", "\\(val\\_loss of it\\)", "\\(val\\_a val\\_b\\)"])
def test_escaped_parentheses_around_words_are_parentheses(text: str) -> None:
    assert not any(isinstance(inline, CodeSpan) for inline in inlines(text))


@pytest.mark.parametrize("formula", ["x_1 + y", "a_{n}", "x", "e^2", "\\alpha"])
def test_around_a_formula_they_are_its_signs(formula: str) -> None:
    assert inlines(f"\\({formula}\\)") == (CodeSpan(formula),)


def test_entities_in_the_words_of_a_picture_are_characters() -> None:
    (picture,) = inlines("![A &amp; &#xE4; &amp;lt;](b.png)")
    assert isinstance(picture, Image)
    assert picture.alternative == "A & ä &lt;"


@pytest.mark.parametrize(
    "address", ["my file.md", "a/b c d", "#a b", "./a b", "a b.md#c d", "mailto:a b", "a b.7z"]
)
def test_an_address_may_have_blanks(address: str) -> None:
    assert text_of(f"[x]({address}) y") == "x y"


@pytest.mark.parametrize(
    "text",
    [
        *("[x](see note below)", "[Root[0:-1](4:0] under)", "[x](see Section 3.2)", "[x](at 12.50)"),
        *("[x](Source: the bank)", "[x](est.: five)", "[x](...and so on)", "[x](.5 or so)"),
    ],
)
def test_words_in_parentheses_are_no_address(text: str) -> None:
    assert text_of(text) == text


def test_a_rule_of_a_table_may_have_equals_signs() -> None:
    (table,) = blocks("| | a\n|---:|:===:|\n| b | c")
    assert isinstance(table, Table)
    assert table.alignments == ("right", "center")


@pytest.mark.parametrize("begin", ["1. a", "- *a*", "2) a b", "+", "-"])
def test_a_row_of_a_table_may_begin_as_an_item_does(begin: str) -> None:
    (table,) = blocks(f"a | b\n--|--\n1 | 2\n{begin} | c\n1.1 | d")
    assert isinstance(table, Table)
    assert [row[1] for row in table.rows] == [(Text("2"),), (Text("c"),), (Text("d"),)]


def test_rows_without_a_heading_are_a_table() -> None:
    (table,) = blocks("| a | b |\n|c|d|\n")
    assert isinstance(table, Table)
    assert (len(table.rows), table.header) == (2, ())
    assert text_of("| a \\| b | c |\n|d|e|").endswith("a | b | c\nd | e")
    for text in ("|a|b|", "|a|\n|b|", "|a|b|\n|c|d", "a|b\nc|d"):
        assert text_of(text) == text.replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "- | a | b |\n  |---|---|\n  | c | d |\n- | e | f |",
        "- a\n\n  b | c\n  --|--\n  d | e\n- f | g",
        "- a | b\n- c | d",
    ],
)
def test_items_with_bars_stay_items(text: str) -> None:
    (items,) = blocks(text)
    assert isinstance(items, ListBlock)
    assert len(items.items) == 2
    code = "a | b\n--|--\n1. c | d"
    assert blocks(f"```\n{code}\n```") == (CodeBlock(code),)
    assert blocks("\n".join(f"    {line}" for line in code.split("\n"))) == (CodeBlock(code),)


def test_a_heading_of_several_signs_needs_no_blank_behind_them() -> None:
    found = read("##A b##\n\nc\n\n####**D** e\n\n#f g\n\n###-##-####\n").sections
    assert [(s.level, s.title, s.text) for s in found] == [(2, "A b", "c"), (4, "D e", "#f g\n\n###-##-####")]


def test_marks_alone_are_a_rule_or_stand_around_a_block() -> None:
    assert blocks("# A\n=====\n\nb\n\n++++++++") == (Rule(), words("b"), Rule())
    assert text_of("**<details><summary>A</summary>**\n\nb\n\n</details>") == "A\n\nb"
    assert blocks("a\n\n```\n") == (words("a"),)
    assert text_of("```[[a]]\nb\n\n** [[c]]\n\n=====[[d]]") == "```a b\n\n** c\n\n=====d"
    assert blocks("==\n\n`**`\n\n== --") == (words("=="), Paragraph((CodeSpan("**"),)), words("== --"))


def test_a_blank_at_an_end_of_code_parts_it_from_words() -> None:
    assert text_of("`CREATE ROLE `_`name`_") == "CREATE ROLE name"
    assert blocks("a`  b ` c` d`e") == (
        Paragraph((Text("a"), CodeSpan("b"), Text(" c"), CodeSpan(" d"), Text("e"))),
    )
    assert inlines("*a*` b`")[0] == Emphasis((Text("a"),))


@pytest.mark.parametrize("part", ["[@a1; ", "[a ", "[@a1, b @c ", "\\vspace{a}", "\\a_b"])
def test_reading_takes_linear_time(part: str) -> None:
    assert_linear_in(part)


def test_html_in_a_fence_of_its_own_is_read() -> None:
    assert text_of('a\n\n```{=html}\n<div class="b">\n\n  <p>c</p>\n</div>\n```\n\nd') == "a\n\nc\n\nd"
    assert blocks("```html\n<b>{=html}\n```") == (CodeBlock("<b>{=html}", "html"),)


def test_brackets_without_words_leave_nothing_with_their_attributes() -> None:
    assert text_of('Use []{.icon title="a"} it, [b]{.c}, [] {.d}.') == "Use it, b, [] {.d}."


def test_what_is_indented_between_tags_is_html_behind_a_blank_line_too() -> None:
    element = '    <a href="https://example.org">\n        <p>{}</p>\n    </a>\n'
    assert text_of(f"<div>\n{element.format('a')}\n{element.format('b')}</div>") == "a\n\nb"


def test_emphasis_may_begin_with_an_icon() -> None:
    assert text_of('a **<i class="b"></i> c** d') == "a c d"
    assert text_of("*<i></i> a* (~~<i></i> b~~)") == "a (b)"


def test_a_blank_behind_an_icon_parts_words_from_emphasis_that_ends_before_it() -> None:
    assert text_of("**a**<i></i> b _c_<sup></sup> d") == "a b c d"


@pytest.mark.parametrize(
    "line", ["+++", '+++ {"tags": ["a"]}', "# {title}", "# {frontmatter.title}", "# {{< a/b >}}"]
)
def test_where_a_block_ends_and_what_stands_for_the_title_are_left_out(line: str) -> None:
    assert text_of(f"a\n\n{line}\n\nb") == "a\n\nb"


@pytest.mark.parametrize("text", ["+++ b/c.py", "# {a b}", "2 ^12345678"])
def test_other_lines_of_that_kind_stay(text: str) -> None:
    sheet = read(text)
    assert text.removeprefix("# ") in (sheet.title, text_of(text))


def test_the_name_of_a_text_in_a_drawing_is_left_out() -> None:
    assert text_of("Patient ^6xTTkAxk\n\nNurse") == "Patient\n\nNurse"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("among **N **cities, **M **towns", "among N cities, M towns"),
        ("**Note: **There", "Note: There"),
        ("**Note: ** It\n\n* **Item **", "Note: It\n\n- Item"),
        ("about **ATTAINS-**indexed waters", "about ATTAINS-indexed waters"),
        ("by `a`**.** It", "by a. It"),
        ("** A **\n\n- ** B**", "A\n\n- B"),
        ("** A** b\n\n- ** C:** d", "A b\n\n- C: d"),
    ],
)
def test_a_blank_before_the_marks_that_end_strong_words_is_read_over(written: str, shown: str) -> None:
    assert text_of(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "a ** b ** c",
        "**a **b",
        "** a ** b",
        "** 2 ** 3",
        "a ** b** c",
        "f(**a) and g(**b)",
        "Delhi**, Chad**",
    ],
)
def test_marks_between_blanks_are_words(text: str) -> None:
    assert text_of(text) == text or text == "**a **b"


def test_strong_words_within_strong_words_stay() -> None:
    assert text_of("**a **b** c**") == "a b c"


def test_the_head_of_a_chunk_may_hold_code() -> None:
    assert blocks('```{r a, cap = "With `b()`", echo = FALSE}\nc\n```') == (CodeBlock("c", "r"),)


@pytest.mark.parametrize("code", ["```a\nb\n```", "~~~a\nb\n~~~"])
def test_indented_code_behind_a_fence_is_its_own(code: str) -> None:
    assert blocks(f"{code}\n\n    c\n\nd") == (CodeBlock("b", "a"), CodeBlock("c"), words("d"))


def test_words_in_parentheses_behind_a_citation_are_no_address() -> None:
    assert blocks("a [@b2020](two words) c") == (words("a [b2020](two words) c"),)
    assert inlines('[@b](c.md "d") e') == (Link("c.md", (Text("@b"),)), Text(" e"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        *((r"a \textbf{b} c", "a b c"), (r"\emph{a *b*}", "a b"), (r"\texttt{a_b}", "a_b")),
        *((r"see \ref{fig:a}", "see fig:a"), (r"\citep[p. 3]{Nas93}, \autoref{b}", "Nas93, b")),
    ],
)
def test_words_that_latex_sets_are_words(written: str, shown: str) -> None:
    assert text_of(written) == shown


@pytest.mark.parametrize("written", [r"$\textbf{a}$", r"`\textbf{a}`", r"\(\textbf{a}\)"])
def test_in_formulas_and_code_they_stay(written: str) -> None:
    assert blocks(written) == (Paragraph((CodeSpan(r"\textbf{a}"),)),)


def test_what_stands_behind_a_colon_below_a_table_is_its_caption() -> None:
    table, caption = blocks('| a |\n|---|\n| b |\n\n: The *c*. {.d e="f"}')
    assert isinstance(table, Table)
    assert caption == Paragraph((Text("The "), Emphasis((Text("c"),)), Text(".")))


@pytest.mark.parametrize(
    "address", ["@ref", "@ref a-label", "@ref a(::B)", "@extref C.d", "@id e", "@cite f"]
)
def test_what_a_manual_of_julia_looks_up_is_words(address: str) -> None:
    assert blocks(f"[a](c.md) [`b`]({address})") == (
        Paragraph((Link("c.md", (Text("a"),)), Text(" "), CodeSpan("b"))),
    )
    assert read(f"# [A](@id {address[1:]})\n\nb").title == "A"


def test_a_backslash_behind_a_pictures_attributes_is_left_out() -> None:
    assert blocks("![a](b.png){width=3}\\") == (Paragraph((Image("a", "b.png"),)),)


def test_a_backslash_alone_is_an_empty_line_of_pandoc() -> None:
    assert read("a\n\n\\\n\nb").sections[0].text == "a\n\nb"
    assert read("a\n\n\\\\\n\n`\\`").sections[0].text == "a\n\n\\\n\n\\"


def test_an_attribute_of_data_needs_no_value() -> None:
    sheet = read("# A *b* { data-search-exclude }\n\n[c](d.md){ data-preview } e\n\n## F { data x }")
    assert [section.title for section in sheet.sections] == ["A b", "F { data x }"]
    assert sheet.sections[0].text == "c e"
