"""What DocFX adds to Markdown: blocks of colons, included files, tabs."""

from __future__ import annotations

import pytest

from hkviewer.content.model import (
    CodeBlock,
    CodeSpan,
    Image,
    Inline,
    Link,
    Paragraph,
    Quotation,
    Strong,
    Text,
)
from tests.content.markdown.reading import assert_linear_in, blocks, inlines, read, words


@pytest.mark.parametrize(
    "line",
    [
        *(":::row:::", ":::row-end:::", '::: zone pivot="a-b"', "::: zone-end", ":::zone-end:::"),
        *(':::moniker range=">= a-5.0"', ":::moniker-end", "::: moniker-end"),
        *(':::code language="csharp" source="~/a.cs" id="b" highlight="1-2":::', ':::column span="2":::'),
        ':::video source="a.mp4":::',
    ],
)
def test_what_is_no_words_is_left_out(line: str) -> None:
    assert blocks(f"a\n\n{line}\n\nb") == (words("a"), words("b"))
    assert blocks(f"{line}\na\n") == (words("a"),)
    assert blocks(f"```\n{line}\n```") == (CodeBlock(line),)


def test_a_picture_has_its_alternative_words() -> None:
    line = ':::image type="content" source="media/a b.png" alt-text="A [b] *c*" lightbox="d.png":::'
    assert blocks(line) == (Paragraph((Image("A [b] *c*", "media/a b.png"),)),)
    (item,) = blocks(f"1. a\n\n   {line}\n\n1. b")[0].items[0][1:]  # type: ignore[union-attr]
    assert item == Paragraph((Image("A [b] *c*", "media/a b.png"),))


def test_the_words_of_a_column_are_no_code() -> None:
    text = ":::row:::\n   :::column:::\n      a\n\n      * b\n   :::column-end:::\n:::row-end:::\n\nc"
    first, *_, last = blocks(text)
    assert (first, last) == (words("a"), words("c"))
    assert read(text).sections[0].text == "a\n\n- b\n\nc"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('the :::no-loc text="Map":::.', (Text("the Map."),)),
        ('a **:::no-loc text="Map":::**', (Text("a "), Strong((Text("Map"),)))),
        ("[!INCLUDE [a title](https://b.c/d.md)]", (Link("https://b.c/d.md", (Text("a title"),)),)),
        ("x [!include[a](https://b.c)] y", (Text("x "), Link("https://b.c", (Text("a"),)), Text(" y"))),
        ("[!code-csharp[Main](https://b.c)]", (Link("https://b.c", (Text("Main"),)),)),
        ("<xref:System.String%2A?displayProperty=name> a", (CodeSpan("System.String*"), Text(" a"))),
        ('`:::no-loc text="Map":::`', (CodeSpan(':::no-loc text="Map":::'),)),
    ],
)
def test_what_stands_within_a_line(written: str, shown: tuple[Inline, ...]) -> None:
    assert inlines(written) == shown


def test_divisions_and_films_in_quotations() -> None:
    assert blocks('> [!div class="nextstepaction"]\n> a') == (Quotation((words("a"),)),)
    film = Link("https://a.b/c", (Text("https://a.b/c"),))
    assert blocks("> [!VIDEO https://a.b/c]") == (Quotation((Paragraph((film,)),)),)


def test_a_tab_is_no_section() -> None:
    sheet = read("# T\n\n# [One](#tab/one)\n\na\n\n# [Two](#tab/two/x)\n\nb\n\n---\n\nc")
    assert [section.title for section in sheet.sections] == ["T"]
    assert sheet.sections[0].text.startswith("One\n\na\n\nTwo\n\nb")


@pytest.mark.parametrize("text", ["[!TODO]", "a ::: b", ":::", "a [!include b]", "::: x y"])
def test_anything_else_keeps_its_words(text: str) -> None:
    assert read(text).sections[0].text == text


@pytest.mark.parametrize(
    "part",
    [":::column:::\n", ":::image a=", "[!include[", "<xref:", "> [!div ", ":::image a=b a=b\n"],
)
def test_linear(part: str) -> None:
    assert_linear_in(part)
