"""What nobody is to see is not shown; what only looks so, words in CDATA and between raw marks, is."""

from __future__ import annotations

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import CodeBlock, CodeSpan, Link, Paragraph, Text
from tests.content.markdown.reading import assert_linear_in, blocks, inlines, words


@pytest.mark.parametrize(
    "tag",
    [
        *(
            "div hidden",
            'div hidden=""',
            'p style="display:none"',
            'section class="a" style="a: b; display : none"',
        ),
        *('div style="visibility: hidden !important;"', 'span STYLE="DISPLAY:NONE"', 'td hidden="hidden"'),
    ],
)
def test_what_html_hides_is_not_shown(tag: str) -> None:
    name = tag.partition(" ")[0]
    for hidden in (
        f"<{tag}>x</{name}>",
        f"<{tag}>x <{name}>y</{name}> z</{name}>",
        f"<{tag}>\n\nx\n\n- y\n\n</{name}>",
    ):
        assert blocks(f"a\n\n{hidden}\n\nb") == (words("a"), words("b"))
    assert blocks(f"a <{tag}>x</{name}>b") == (words("a b"),)
    assert inlines(f"`<{tag}>x</{name}>`") == (CodeSpan(f"<{tag}>x</{name}>"),)


@pytest.mark.parametrize(
    "tag",
    [
        'span aria-hidden="true"',
        'div style="display: block"',
        'div hidden="until-found"',
        'div data-a="hidden"',
    ],
)
def test_what_html_shows_is_shown(tag: str) -> None:
    assert blocks(f"<{tag}>x</{tag.partition(' ')[0]}>") == (words("x"),)


def test_hidden_elements_without_an_end_are_shown() -> None:
    assert blocks("<div hidden>x\n\ny") == (words("x"), words("y"))
    assert blocks('a <img src="a.png" alt="x" hidden> b') == (words("a b"),)


def test_words_of_cdata_are_words() -> None:
    text = "<ac:link><ri:page ri:title='x'/><ac:words><![CDATA[a *b* <i>c</i>]]></ac:words></ac:link>"
    assert blocks(text) == (words("a *b* <i>c</i>"),)
    code = "<ac:body><![CDATA[if a < b:\n\n    # c\n```\n]]></ac:body>\n\nd"
    assert blocks(code) == (CodeBlock("if a < b:\n\n    # c\n```"), words("d"))
    assert blocks("~~~\n<![CDATA[a]]>\n~~~") == (CodeBlock("<![CDATA[a]]>"),)
    assert inlines("`<![CDATA[a]]>`") == (CodeSpan("<![CDATA[a]]>"),)


def test_elements_with_the_name_of_a_space_are_read() -> None:
    assert blocks('<ac:macro ac:name="x"><ac:rich-body>\n<p>a</p>\n</ac:rich-body></ac:macro>') == (
        words("a"),
    )
    assert isinstance(inlines("<mailto:a@b.org>")[0], Link)
    assert inlines("a <x:y> b") == (Text("a <x:y> b"),)


def test_what_stands_between_raw_marks_is_no_instruction() -> None:
    shown = (Paragraph((CodeSpan("{{ x }}"),)),)
    assert blocks("{% raw %}\n{{ x }}\n{% endraw %}") == blocks("{%- raw -%}{{ x }}{% endraw %}") == shown
    assert blocks("a {% raw %}{{ x }}{% endraw %} b") == (
        Paragraph((Text("a "), CodeSpan("{{ x }}"), Text(" b"))),
    )
    assert blocks("{% raw %}\n~~~\n{{ x }}\n~~~\n{% endraw %}\n\na") == (CodeBlock("{{ x }}"), words("a"))


@pytest.mark.parametrize(
    ("link", "said"), [("[[#^abc]]", "abc"), ("[[Kenya|]]", "Kenya"), ("[[Kenya#^abc|]]", "Kenya")]
)
def test_a_wikis_link_always_gives_words(link: str, said: str) -> None:
    sheet = parse_sheet(f"a {link} b", name="n", digest="")
    assert sheet.sections[0].text == f"a {said} b"


def test_a_wikis_link_to_a_block_leads_there() -> None:
    assert inlines("x [[#^abc]] y ^abc")[1] == Link("#abc", (Text("abc"),))


@pytest.mark.parametrize(
    "part", ["<div hidden>\n\n", "<b hidden>a", "<![CDATA[a\n", "<![CDATA[a]]>\n", "{% raw %}\na\n"]
)
def test_reading_them_takes_linear_time(part: str) -> None:
    assert_linear_in(part, count=500)
