"""Addresses that stand among words are links, without the marks of the sentence that they stand in."""

from __future__ import annotations

import pytest

from hkviewer.content.model import CodeSpan, Link, Paragraph, Strong, Styled, Table, Text, plain_text
from tests.content.markdown.reading import assert_linear_in, blocks, inlines, read


def link(words: str, address: str = "") -> Link:
    return Link(address or words, (Text(words),))


@pytest.mark.parametrize(
    ("text", "address", "behind"),
    [
        ("https://a.org", "https://a.org", ""),
        ("http://a.org/b?c=d&e=f#g", "http://a.org/b?c=d&e=f#g", ""),
        ("HTTPS://A.org/b", "HTTPS://A.org/b", ""),
        ("https://a.org.", "https://a.org", "."),
        ("https://a.org/b_c_d, e", "https://a.org/b_c_d", ", e"),
        ("https://a.org/?", "https://a.org/", "?"),
        ("https://a.org/b_(c)", "https://a.org/b_(c)", ""),
        ("https://a.org/b_(c))", "https://a.org/b_(c)", ")"),
        ("https://a.org/b).", "https://a.org/b", ")."),
        ("https://a.org/b]; c", "https://a.org/b", "]; c"),
        ("https://a.org/b” c", "https://a.org/b", "” c"),
        ("https://a.org/香港。", "https://a.org/香港", "。"),
        ("https://a.org/b&amp;c=d", "https://a.org/b&c=d", ""),
        (r"https://a.org/b\_c", "https://a.org/b_c", ""),
        ("http://localhost:8080/b", "http://localhost:8080/b", ""),
        ("https://a.org/b*c", "https://a.org/b*c", ""),
        ("https://a.org[^1]\n\n[^1]: b", "https://a.org", "[1]"),
        ("https://a.org<br>b", "https://a.org", "\nb"),
    ],
)
def test_an_address_of_the_web_is_a_link(text: str, address: str, behind: str) -> None:
    (paragraph, *_) = blocks(f"See {text}")
    assert isinstance(paragraph, Paragraph)
    before, found, *rest = paragraph.content
    assert (before, found) == (Text("See "), link(address))
    assert plain_text(rest) == behind


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("www.a.org/b", "http://www.a.org/b"),
        ("b.c+d@a.co.uk", "mailto:b.c+d@a.co.uk"),
        ("b_c@a.org", "mailto:b_c@a.org"),
        ("mailto:b@a.org", "mailto:b@a.org"),
    ],
)
@pytest.mark.parametrize("around", ["%s", "(%s)", '"%s".', "c: %s, d", "见%s。"])
def test_so_is_one_without_a_scheme_and_one_of_mail(words: str, address: str, around: str) -> None:
    if "@" in words and "见" in around:
        around = around.replace("见", "见 ")
    assert link(words, address) in inlines(around % words)
    assert plain_text(inlines(around % words)) == around % words


@pytest.mark.parametrize(
    "words",
    [
        "https:// a",
        "https://",
        "https://{host}/b",
        "https://a.org/{b}/c",
        "https://a.org/&lt;b>",
        "git+https://a.org",
        "www. a",
        "aww.www.b",
        "a@b",
        "@a.b",
        "a@1.2.3",
        "b/c@v2.org",
        "git@a.org:b/c.git",
        "a@b.org/c",
        "a@b@c.org",
        "ftp.a.org",
    ],
)
def test_other_words_are_none(words: str) -> None:
    assert not any(isinstance(inline, Link) for inline in inlines(words))
    assert plain_text(inlines(words)) == words.replace("&lt;", "<")


def test_in_code_links_formulas_and_pictures_they_stay() -> None:
    assert inlines("`https://a.org`") == (CodeSpan("https://a.org"),)
    assert inlines("[See https://a.org](b.md)") == (Link("b.md", (Text("See https://a.org"),)),)
    assert inlines('<a href="b.md">https://a.org</a>') == (Link("b.md", (Text("https://a.org"),)),)
    assert inlines("[*www.a.org*][b]\n\n[b]: c.md")[0].address == "c.md"  # type: ignore[union-attr]
    assert inlines("<https://a.org>") == (link("https://a.org"),)
    assert inlines("https://a.org/`b`") == (Text("https://a.org/"), CodeSpan("b"))


def test_marks_around_them_are_marks() -> None:
    address = link("https://a.org/b_c")
    assert inlines("**https://a.org/b_c**") == (Strong((address,)),)
    assert inlines("a ~~https://a.org/b_c~~.")[1] == Styled("deleted", (address,))
    assert inlines("==https://a.org/b_c== d")[0] == Styled("marked", (address,))


def test_in_cells_and_headings_they_are_links() -> None:
    (table,) = blocks("| www.a.org |\n|---|\n| <b>https://a.org</b> |")
    assert isinstance(table, Table)
    assert table.header == ((link("www.a.org", "http://www.a.org"),),)
    assert table.rows == (((Strong((link("https://a.org"),)),),),)
    sheet = read("# See https://a.org\n\nb")
    assert (sheet.title, sheet.sections[0].heading) == (
        "See https://a.org",
        (Text("See "), link("https://a.org")),
    )


@pytest.mark.parametrize(
    "part", ["https://a.org/b ", "www.a", "a.b@", "https://a.org/((((", "a@b.", "http://"]
)
def test_however_many_there_are_reading_is_linear(part: str) -> None:
    assert_linear_in(part, count=1000)
