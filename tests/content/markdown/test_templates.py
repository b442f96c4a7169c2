"""Instructions of Liquid, Hugo and Jinja: left out where they stand alone, in fixed width within words."""

from __future__ import annotations

import re

import pytest

from hkviewer.content.model import (
    CodeBlock,
    CodeSpan,
    Definition,
    DefinitionList,
    Emphasis,
    Image,
    ListBlock,
    Paragraph,
    Strong,
    Table,
    Text,
)
from tests.content.markdown.reading import assert_linear_in, blocks, inlines, read, words

INSTRUCTIONS = [
    *("{% include x.html %}", "{%- if a -%}", "{{ site.url }}", "{{page.title}}", "{{- x | f: 'a', 'b' -}}"),
    *(
        '{{< figure src="a.png" >}}',
        "{{% note %}}",
        "{{< /note >}}",
        "{{ .Title }}",
        "{{ $a }}",
        "{# a note #}",
    ),
    *(
        '{{APIRef("DOM")}}',
        "{{#if a}}",
        "{{ f({'a': 1}) }}",
        "{% a %} {{ b }}",
        "{{ 'a' | translate }}",
        '{{ "a" }}',
    ),
]


@pytest.mark.parametrize("instruction", INSTRUCTIONS)
class TestInstructions:
    def test_alone_on_its_line_it_is_left_out(self, instruction: str) -> None:
        assert blocks(f"a\n\n{instruction}\n\nb") == (words("a"), words("b"))
        assert blocks(f"a\n{instruction}\nb") == (words("a"), words("b"))
        assert blocks(f"- a\n  {instruction}\n- b") == (ListBlock(False, ((words("a"),), (words("b"),))),)
        assert blocks(f"> a\n> {instruction}\n> b")[0].blocks == (words("a"), words("b"))  # type: ignore[union-attr]
        assert read(f"{instruction}\n# A\n\nb").title == "A"

    def test_it_parts_no_table(self, instruction: str) -> None:
        row = ((Text("b"),), (Text("c"),))
        (table,) = blocks(
            f"| a | a |\n|---|---|\n{instruction}\n| b | c |\n{instruction}\n"
            f"{instruction}\n| b | c |\n{instruction}\n"
        )
        assert isinstance(table, Table)
        assert table.rows == (row, row)

    def test_code_is_not_touched(self, instruction: str) -> None:
        code = CodeBlock(f"{instruction}\na")
        assert blocks(f"```\n{instruction}\na\n```") == (code,)
        assert blocks(f"a\n\n    {instruction}\n    a") == (words("a"), code)
        assert inlines(f"a `{instruction}`") == (Text("a "), CodeSpan(instruction))


@pytest.mark.parametrize("instruction", [i for i in INSTRUCTIONS if i != "{% a %} {{ b }}"])
def test_within_a_line_it_stays_in_fixed_width(instruction: str) -> None:
    assert inlines(f"a {instruction} b") == (Text("a "), CodeSpan(instruction), Text(" b"))
    assert inlines(f"{instruction} b") == (CodeSpan(instruction), Text(" b"))


@pytest.mark.parametrize(
    "instruction", ["{{ site.url }}", "{% link _posts/a.md %}", '{{< ref "a.md" >}}', "{{url}}"]
)
def test_as_an_address_it_makes_none(instruction: str) -> None:
    assert inlines(f"a [b]({instruction}) c") == (Text("a b c"),)
    assert inlines(f"a [b]({instruction}/c#d 'e') c") == (Text("a b c"),)
    assert inlines(f"![b]({instruction}/c.png)") == (Image("b"),)
    assert inlines(f"a [b][c] d [c]\n\n[c]: {instruction.replace(' ', '')}/x") == (Text("a b d c"),)
    assert inlines(f"a <a href='{instruction}/c'>b</a> c") == (Text("a b c"),)
    assert inlines(f"<img src='{instruction}/c.png' alt='b'>") == (Image("b"),)


@pytest.mark.parametrize(
    "text",
    [
        '{% include figure.html\n   src="a.png"\n   class="A *b*"\n%}',
        '{{< figure\n  src="a.png" >}}',
        "{{\n  a\n}}",
        "{#\nA comment\n\n## of lines\n#}",
        "{% a %}\n{% b\nc %}",
    ],
)
def test_it_may_take_several_lines(text: str) -> None:
    assert blocks(f"a\n\n{text}\n\nb") == (words("a"), words("b"))


def test_what_is_indented_between_two_is_no_code() -> None:
    assert blocks("{% capture a %}\n    <p>\n        b\n    </p>\n{% endcapture %}\n\n    c") == (
        *(words("b"), CodeBlock("c")),
    )
    assert read("- a\n\n    {% if b %}\n        c\n    {% endif %}\n").sections[0].text == "- a\n  c"


def test_what_stands_between_two_is_kept() -> None:
    assert blocks("{% if a %}\nb\n{% else %}\nc\n{% endif %}") == (words("b"), words("c"))
    assert blocks("{% raw %}\n{{ a }} b\n{% endraw %}")[0].content == (CodeSpan("{{ a }}"), Text(" b"))  # type: ignore[union-attr]


@pytest.mark.parametrize("begin", ["{% comment %}", "{%- comment -%}", '{% comment "a note" %}'])
def test_a_comment_is_left_out(begin: str) -> None:
    assert blocks(f"a\n\n{begin}\nb\n\n## c\n\n```\n{{% endcomment %}}\n\nd") == (words("a"), words("d"))
    assert blocks(f"{begin}b{{% endcomment %}}\n\na") == (words("a"),)
    assert inlines(f"a {begin}b{{% endcomment %}} c") == (Text("a c"),)
    assert blocks(f"{begin} b {{%- endcomment -%}} c") == (words("c"),)


def test_a_comment_that_nothing_ends_is_text() -> None:
    assert blocks("{% comment %}\n\na\n\nb") == (words("a"), words("b"))


@pytest.mark.parametrize("end", [">}}", "  >}}", "/>}}", "%}}", "b=c >}}"])
def test_an_instruction_may_end_on_a_line_of_its_own(end: str) -> None:
    mark = "%" if end == "%}}" else "<"
    text = f'a\n\n{{{{{mark} widget\n  src="a.png"\n  kind="b"\n{end}\n\nc'
    assert blocks(text) == (words("a"), words("c"))
    assert blocks(f"> {{{{{mark} img\n> src='a.png'\n> {end}\n>\n> c")[0].blocks == (words("c"),)  # type: ignore[union-attr]


@pytest.mark.parametrize("instruction", ["{{ page.title }}", "{% include a %}"])
def test_in_words_that_stand_for_a_picture_or_a_button_it_is_left_out(instruction: str) -> None:
    assert inlines(f"a ![b {instruction}](c.png)")[1] == Image("b", "c.png")
    assert inlines(f'a <img src="c.png" alt="{instruction}">')[1] == Image("", "c.png")
    assert inlines(f'a <input type="button" value="{instruction}"> b') == (Text("a b"),)
    assert inlines(f'a <input placeholder="c {instruction}"> b') == (Text("a c b"),)


def test_a_meaning_that_is_an_instruction_alone_is_left_out() -> None:
    (terms,) = blocks("a\n: {{< new-in 1 />}}\n: b\n\nc\n: {% d %}\n: e\n")
    assert terms == DefinitionList(
        (Definition(((Text("a"),),), ((words("b"),),)), Definition(((Text("c"),),), ((words("e"),),)))
    )


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("{% highlight python %}", "{% endhighlight %}"),
        ("{% highlight python linenos %}", "{%- endhighlight -%}"),
        ('{{< highlight python "linenos=table" >}}', "{{< /highlight >}}"),
        ('{% mermaid_diagram id="a" %}', "{% endmermaid_diagram %}"),
        ("{{< mermaid >}}", "{{< /mermaid >}}"),
        ("{{< code-toggle file=hugo >}}", "{{< /code-toggle >}}"),
        ("{% codeblock python %}", "{% endcodeblock %}"),
        ("{% set code %}", "{% endset %}"),
    ],
)
@pytest.mark.parametrize(
    "code",
    [
        'import a from "b";\n\nexport default function () {\n\tc;\n\n\treturn d;\n};'.expandtabs(4),
        "::: note\na\n:::",
        "<A>\n    ~~~\n</A>",
        "[//]: # (a)",
    ],
)
def test_nothing_in_marked_code_is_read(begin: str, end: str, code: str) -> None:
    language = "python" if "python" in begin else ""
    assert blocks(f"{begin}\n{code}\n{end}\n\nc") == (CodeBlock(code, language), words("c"))


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("{% highlight python %}", "{% endhighlight %}"),
        ("{% highlight python linenos %}", "{%- endhighlight -%}"),
        ('{{< highlight python "linenos=table" >}}', "{{< /highlight >}}"),
        ('{% mermaid_diagram id="a" %}', "{% endmermaid_diagram %}"),
        ("{{< mermaid >}}", "{{< /mermaid >}}"),
        ("{{< code-toggle file=hugo >}}", "{{< /code-toggle >}}"),
        ("{% codeblock python %}", "{% endcodeblock %}"),
    ],
)
def test_marked_code_is_code(begin: str, end: str) -> None:
    language = "python" if "python" in begin else ""
    quoted = blocks(f"> {begin}\n> # a\n> {end}\n>\n> c")[0]
    assert quoted.blocks == (CodeBlock("# a", language), words("c"))  # type: ignore[union-attr]
    assert blocks(f"{begin}\n# a\n\n{{{{ b }}}}\n{end}\n\nc") == (
        CodeBlock("# a\n\n{{ b }}", language),
        words("c"),
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{a}",
            "{{1, 2}, {3}}",
            "{{a}, {b}}",
            "{{a, b}}",
            "{{1, 2}}",
            "{{{a}}}",
            "100 {% of it",
            "{{ a",
            "a }} b",
            "{# a",
            "{}",
        ),
        *("{{}}", "{ % a % }", "{% a", "f(x) = {x | x > 1}"),
    ],
)
def test_other_braces_are_text(text: str) -> None:
    assert inlines(text) == (Text(text),)
    assert inlines(f"a {text} b") == (Text(f"a {text} b"),)


@pytest.mark.parametrize(
    "part",
    [
        *(
            "{%",
            "{% ",
            "{{",
            "{{ a",
            "{#",
            "{% a\n",
            "{{ a\n",
            "<% a\n",
            "<%= a",
            "{# a\n",
            "{% a %}",
            "{% a %}\n",
            "{% comment %}\n",
            "{{{",
        ),
        *(
            "| a |\n{% b %}\n",
            "{% highlight a %}\n",
            "{% set code %}\n",
            "[a]({{ b }}) ",
            "%}",
            "}}",
            "{% comment %}{% endcomment %}\n",
        ),
    ],
)
def test_reading_takes_linear_time(part: str) -> None:
    assert_linear_in(part)


@pytest.mark.parametrize("text", ["- > ```\n  > {{ a }}\n  > ```", "1. > - ~~~\n   >   {% a %}\n   >   ~~~"])
def test_code_in_a_quotation_in_an_item_is_not_touched(text: str) -> None:
    assert re.search(r"\{[{%] a [%}]\}", read(text).sections[0].text)


def test_the_words_that_an_included_box_states_are_shown() -> None:
    line = (
        '{% include alert.html heading="A" content="See [b](https://c.d){:class="e"}{:rel=\\"f g\\"} now." %}'
    )
    assert read(line).sections[0].text == "A\n\nSee b now."


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        ('{% include "a.html",\n  quote: "It is: a \'b\'",\n  attribution: "C D"\n%}', "It is: a 'b'\n\nC D"),
        ('{% image "a/b.jpg" "A \'c\'" %}\n{% image_with_class "d.jpg" "left" "E" %}', "A 'c'\n\nE"),
        ("{% include alert.html content=words title=page.title %}\n{{< figure src=a.png title=B >}}", "B"),
        ("<%= warning_text('Do not do *so*') %>", "Do not do so"),
        ('<%= image_tag "a.png", alt: "A b", class: "c d" %>', "A b"),
        ('<%= link_to "Some words", "https://a.b/" %>', "Some words"),
        ("<%= partial('a/b', locals: { c: 'd' }) %>", ""),
    ],
)
def test_words_that_it_states_are_in_quotation_marks(instruction: str, shown: str) -> None:
    assert "\n\n".join(s.text for s in read(instruction).sections) == shown


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("{% set codeContent %}", "{% endset %}"),
        ("{%- set codeBlock -%}{% raw %}", "{% endraw %}{%- endset -%}"),
        ("{% capture code %}", "{% endcapture %}"),
        ("{% capture code_b %} {% raw %}", "{% endraw %} {% endcapture %}"),
    ],
)
def test_what_is_kept_under_the_name_of_code_is_code(begin: str, end: str) -> None:
    code = "# a **b**\n\n  {{ c }} `d`"
    assert blocks(f"{begin}\n{code}\n{end}\n{{{{ code | e }}}}\n\nf") == (CodeBlock(code), words("f"))
    assert blocks(f"<div>\n{begin}\n{code}\n{end}\n</div>\n\nf") == (CodeBlock(code), words("f"))


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ('{% highlight "js" %}{% raw %}', "{% endraw %}{% endhighlight %}"),
        ("{%- raw -%} {% highlight js %}", "{% endhighlight %} {%- endraw -%}"),
        ("{% raw %}{% set code %}", "{% endset %}{% endraw %}"),
    ],
)
def test_that_code_is_marked_as_raw_too_is_not_shown(begin: str, end: str) -> None:
    (code, after) = blocks(f"{begin}\n# {{{{ a }}}}\n{end}\n\nb")
    assert isinstance(code, CodeBlock)
    assert (code.text, after) == ("# {{ a }}", words("b"))


@pytest.mark.parametrize(
    "text", ["{% set note %}\n*a*\n{% endset %}", '{% set code = "b" %}\n*a*', "{% set code %}\n*a*"]
)
def test_what_is_kept_under_another_name_is_words(text: str) -> None:
    assert blocks(text) == (Paragraph((Emphasis((Text("a"),)),)),)


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        ("{% note info Website in a subdirectory %}", "Website in a subdirectory"),
        ("{% note warn Mac / Linux %}", "Mac / Linux"),
        ('{% note warning "Mind: this" %}', "Mind: this"),
        ("{% note danger no-icon Для всех -%}", "Для всех"),
        ("{%- tip success Done -%}", "Done"),
    ],
)
def test_the_title_behind_the_kind_of_a_box_is_shown(instruction: str, shown: str) -> None:
    assert blocks(f"a\n\n{instruction}\nb\n{{% endnote %}}") == (
        words("a"),
        Paragraph((Strong((Text(shown),)),)),
        words("b"),
    )


@pytest.mark.parametrize(
    "instruction", ["{% note warn %}", "{% note info no-icon %}", "{% note a.title %}", "{% post info A %}"]
)
def test_a_box_without_a_title_and_other_instructions_say_nothing(instruction: str) -> None:
    assert blocks(f"a\n\n{instruction}\nb\n{{% endnote %}}") == (words("a"), words("b"))


def test_what_asks_for_a_value_of_the_front_matter_is_that_value() -> None:
    text = "# {{ page.title }}\n\n{{ page.b | e }} {{< param title >}} `{{ page.b }}`\n"
    sheet = read(f'---\ntitle: A\nb: c <a href="e">*d*</a>\n---\n{text}')
    assert (sheet.title, [s.text for s in sheet.sections]) == ("A", ["c d A {{ page.b }}"])
    sheet = read("---\ntitle: A\n---\n## On {{ $frontmatter.title }} {{ page.x }}\n\nb\n")
    assert [s.title for s in sheet.sections] == ["On A {{ page.x }}"]


def test_what_stands_for_a_part_of_a_course_is_left_out() -> None:
    assert blocks("a\n\n{{%segment outline}}\n\nb") == (words("a"), words("b"))


def test_what_a_page_is_configured_by_is_code() -> None:
    assert blocks("{% configuration %}\na:\n  b: c\n{% endconfiguration %}") == (CodeBlock("a:\n  b: c"),)


def test_a_comment_of_html_beside_one_alone_is_left_out_too() -> None:
    assert blocks("a\n\n{% b %}<!-- c --> {% d %} <!-- e -->\n\nf") == (words("a"), words("f"))


def test_a_decorator_of_handlebars_is_left_out() -> None:
    assert blocks('{{~*set a="b"}}\n{{*c "d"}}\n\ne') == (words("e"),)


def test_a_comment_may_begin_behind_the_mark_of_an_item() -> None:
    text = "- %%\n  a\n\n  - b\n  %%\n\n  c\n\n  %%\n  d\n  %%\n- e\n"
    (section,) = read(text).sections
    assert section.text == "- c\n- e"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a {{< kbd Ctrl-C >}} b", "a Ctrl-C b"),
        ("a {{< kbd mac=Cmd-C win=Ctrl-C >}} b", "a Cmd-C b"),
        ("a {{< kbd 'Ctrl C' >}} b", "a Ctrl C b"),
        ("a {{< fa brands github >}} b", "a b"),
        ("a {{< var fa >}} b", "a {{< var fa >}} b"),
    ],
)
def test_keys_of_quarto_are_shown_and_icons_are_not(written: str, shown: str) -> None:
    assert read(written).sections[0].text == shown


@pytest.mark.parametrize("instruction", ["<%= partial 'a/b' %>", "<% if a %>", "<%# a note %>", "<%- a -%>"])
def test_an_instruction_of_erb_is_left_out_alone_and_makes_no_address(instruction: str) -> None:
    assert blocks(f"a\n\n{instruction}\n\nb") == (words("a"), words("b"))
    assert inlines(f"a {instruction} b") == (Text("a "), CodeSpan(instruction), Text(" b"))
    assert inlines(f"a [b]({instruction}) c") == (Text("a b c"),)
    code = CodeBlock(f"{instruction}\na")
    assert blocks(f"```\n{instruction}\na\n```") == (code,)


@pytest.mark.parametrize("text", ["a <% b", "a %> b", "5 <%> 3", "<%%= a %>"])
def test_what_is_no_instruction_of_erb_is_text(text: str) -> None:
    assert inlines(text) == (Text(text),)


@pytest.mark.parametrize(
    "instruction", ["<%= current_page.data.title %>", "<%= resource.data.title %>", "{{ title }}"]
)
def test_a_heading_that_asks_for_the_title_is_the_title(instruction: str) -> None:
    sheet = read(f"---\ntitle: A\n---\n# {instruction}\n\nb\n")
    assert (sheet.title, [(s.title, s.text) for s in sheet.sections]) == ("A", [("A", "b")])


def test_the_id_that_an_instruction_gave_a_heading_still_leads_to_it() -> None:
    sheet = read("---\ntitle: A\n---\n# <%= current_page.data.title %>\n\nb\n")
    assert "current-page-data-title" in sheet.sections[0].anchors


@pytest.mark.parametrize(
    "picture", ['{{< my-img src="a.png" alt="A \'b\' c" >}}', '{% image "a.png" "A \'b\' c" %}']
)
def test_a_picture_within_a_line_gives_its_words(picture: str) -> None:
    assert inlines(f"{picture}d e") == (Text("A 'b' c d e"),)
    assert inlines(f"d {picture}, e") == (Text("d A 'b' c, e"),)
    assert inlines(f"f [{picture}](https://g.h/) i")[0] == Text("f ")
    assert inlines('a {{< figure src="a.png" >}}') == (Text("a "), CodeSpan('{{< figure src="a.png" >}}'))
