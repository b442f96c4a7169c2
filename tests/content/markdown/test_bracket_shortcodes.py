"""Shortcodes in square brackets: their tags are no words, what stands between them is."""

from __future__ import annotations

import pytest

from hkviewer.content.model import CodeBlock, CodeSpan, Image, Inline, ListBlock, Paragraph, Strong, Text
from tests.content.markdown.reading import assert_linear_in, blocks, inlines, read, words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[b]a[/b]", (Text("a"),)),
        ("[color=red]a[/color] b", (Text("a b"),)),
        (
            "a [v=1]**b**[/v][v=2]**c**[/v] d",
            (Text("a "), Strong((Text("b"),)), Text(" "), Strong((Text("c"),)), Text(" d")),
        ),
        ('[caption id="a" width="5"]![b](c.png) d[/caption]', (Image("b", "c.png"), Text(" d"))),
        ('[code lang="js"]a *b* [c]d[/c][/code]', (CodeSpan("a *b* [c]d[/c]"),)),
        ('[tab title="A b"]c[/tab]', (Strong((Text("A b"),)), Text("c"))),
        ("`[b]a[/b]`", (CodeSpan("[b]a[/b]"),)),
    ],
)
def test_what_stands_in_a_line(written: str, shown: tuple[Inline, ...]) -> None:
    assert inlines(written) == shown


def test_tags_in_lines_of_their_own() -> None:
    assert blocks('[div class="a"]\n- b\n[/div]') == (ListBlock(ordered=False, items=((words("b"),),)),)
    assert blocks('a\n\n[gallery ids="1,2"]\n\nb') == (words("a"), words("b"))
    assert blocks("a\n\n[ui-tabs]\n[ui-tab title='T']\nb\n[/ui-tab]\n[/ui-tabs]") == (
        words("a"),
        Paragraph((Strong((Text("T"),)), Text(" b"))),
    )


@pytest.mark.parametrize(
    ("opening", "language"),
    [
        ('[prism classes="language-php line-numbers"]', "php"),
        ('[code lang="c++"]', "c++"),
        ("[sourcecode]", ""),
        ("[code=sql]", "sql"),
    ],
)
def test_code_is_left_as_it_is(opening: str, language: str) -> None:
    name = opening.strip("[]").split(" ")[0].split("=")[0]
    code = "# a\n\n- {{ b }} [c]d[/c]\n{% e %}"
    assert blocks(f"x\n\n{opening}\n{code}\n[/{name}]\ny") == (
        words("x"),
        CodeBlock(code, language),
        words("y"),
    )


@pytest.mark.parametrize(
    "text",
    [
        *("[/a] and [a]", "[b]a", "a[/b]", "[a] b [c]", "x[i]y[/j]", "[foo bar='x'] words", "[See /a]"),
        "net use [/user] [/delete]",
    ],
)
def test_what_is_not_closed_is_words(text: str) -> None:
    assert read(text).sections[0].text == text


def test_links_and_escaped_brackets_are_none() -> None:
    assert read("\\[b]a\\[/b]").sections[0].text == "[b]a[/b]"
    assert read("[a](https://b.c) d [/a](https://b.c)").sections[0].text == "a d /a"


@pytest.mark.parametrize("part", ["[b]a", "[/b]", "[code]\n", "[b][/b]\n", "[a b=c", '[a b="c" '])
def test_linear(part: str) -> None:
    assert_linear_in(part)
