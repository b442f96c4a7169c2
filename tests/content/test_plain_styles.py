"""What is raised, lowered, struck or inserted reads in plain text as it is meant."""

from __future__ import annotations

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet, Section
from hkviewer.content.packed import pack
from hkviewer.content.plain_styles import heading_in_plain, signed, text_in_plain, title_in_plain


def read(text: str) -> FactSheet:
    return parse_sheet(text, name="a-file", digest="0" * 64)


def only(text: str) -> Section:
    (section,) = read(text).sections
    return section


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("10<sup>6</sup> and 10^6^", "10⁶ and 10⁶"),
        ("10<sup>-3</sup>, 10<sup>−3</sup>", "10⁻³, 10⁻³"),
        ("E=mc<sup>2</sup>, x<sup>n+1</sup>", "E=mc², xⁿ⁺¹"),
        ("x<sup>k+1</sup>", "x^(k+1)"),
        ("2<sup>1.5</sup>", "2^(1.5)"),
        ("<sup>238</sup>U", "²³⁸U"),
        ("3<sup>1</sup>/<sub>2</sub>", "3¹/₂"),
        ("H<sub>2</sub>O and CO~2~", "H₂O and CO₂"),
        ("x<sub>i</sub> V<sub>max</sub> PM<sub>2.5</sub>", "xᵢ V_(max) PM_(2.5)"),
        ("the 1<sup>st</sup> of May, 22<sup>nd</sup>", "the 1st of May, 22nd"),
        ("le XX<sup>e</sup> siècle, 1<sup>er</sup>", "le XXe siècle, 1er"),
        ("n<sup>o</sup> 5, 2<sup>a</sup>", "nº 5, 2ª"),
        ("Acme<sup>TM</sup>, b<sup>®</sup>, c<sup>*</sup>", "Acme™, b®, c*"),
        ("a<sup>[2]</sup> b<sup>2</sup> c<sup>1,2</sup>", "a[2] b² c^(1,2)"),
        ("a<sup><a href='#b'>12</a></sup>", "a¹²"),
        ("a<sup>*k*+1</sup>", "a^(k+1)"),
        ("<sub>In small print, 2 lines</sub>", "In small print, 2 lines"),
        ("It is ~~not~~ allowed", "It is [deleted: not] allowed"),
        ("~~$25~~ ++$20++", "[deleted: $25] [inserted: $20]"),
        ("<del>an **old**</del> <ins>new</ins> word", "[deleted: an old] [inserted: new] word"),
        ("<ins>underlined</ins> and <u>so</u>", "underlined and so"),
        ("a~~10<sup>6</sup>~~", "a[deleted: 10⁶]"),
        ("a<sup> </sup>b", "a b"),
        ("| 5 m<sup>2</sup> | ~~b~~ |\n|---|---|\n| c | 10<sup>3</sup> |", "5 m² | [deleted: b]\nc | 10³"),
        ("- a<sup>2</sup>\n- b", "- a²\n- b"),
        ("a[^1]\n\n[^1]: b<sup>2</sup>", "a[1]\n\n[1] b²"),
    ],
)
def test_in_plain_text(written: str, seen: str) -> None:
    assert text_in_plain(only(written)) == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("![A ship](https://a.org/b.png) sails", "[Picture not included: A ship] sails"),
        ("a ![](https://a.org/b.png)\n\n![](../c.png)", "a [Picture not included]\n\n[Picture not included]"),
        ("**![A ship](b.png)** ![](c.png)", "A ship [Picture]"),
        ("[![A ship](b.png)](c.md) [![d](https://a.org/e.png)](c.md)", "A ship d"),
        ('a <img src="https://a.org/b.png" alt=""> b', "a b"),
    ],
)
def test_a_picture_that_is_not_seen_is_told(written: str, seen: str) -> None:
    assert text_in_plain(only(written)) == seen


def test_a_title_without_words_below_it_has_its_looks() -> None:
    for text in ("# CO<sub>2</sub> *now*", "# CO<sub>2</sub> *now*\n\n## A\n\nb"):
        assert read(text).title == title_in_plain(read(text)) == "CO₂ now"
    assert read("---\ntitle: A b\n---\n\n# a B\n\n## c").title == "A b"


def test_a_picture_in_a_heading_is_its_words() -> None:
    sheet = read("# A ![b](c.png)\n\nd\n\n## E ![f](https://a.org/b.png)\n")
    assert (title_in_plain(sheet), heading_in_plain(sheet.sections[1])) == ("A b", "E f")


def test_offsets_count_in_the_words_alone() -> None:
    assert only("10<sup>6</sup> ~~a~~").text == "106 a"


def test_each_cell_stands_in_its_own_column() -> None:
    head = "<tr><th rowspan=2>a</th><th colspan=2>b</th></tr><tr><th>c</th><th>d</th></tr>"
    rows = "<tr><td rowspan=2>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr>"
    section = only(f"e\n\n<table><thead>{head}</thead>{rows}</table>")
    seen = "e\n\na | b | \n | c | d\n1 | 2 | 3\n | 4 | 5"
    assert text_in_plain(section) == text_in_plain(pack(section)) == seen
    assert section.text == "e\n\na | b\nc | d\n1 | 2 | 3\n4 | 5"


def test_titles_and_headings_have_them_too() -> None:
    sheet = read("# 10<sup>6</sup> a\n\nb\n\n## H<sub>2</sub>O *c*\n\nd")
    assert title_in_plain(sheet) == "10⁶ a"
    assert [*map(heading_in_plain, sheet.sections)] == ["10⁶ a", "H₂O c"]
    assert title_in_plain(read("a")) == "a-file"


def test_a_section_that_is_packed_says_the_same() -> None:
    for text in ("10<sup>6</sup> and *a*", "plain and *a*"):
        section = only(text)
        assert text_in_plain(pack(section)) == text_in_plain(section)


def test_words_of_several_looks_are_signed_together() -> None:
    struck = ("deleted",)
    pieces = [
        ("a", struck),
        ("k", (*struck, "superscript")),
        ("+1", (*struck, "superscript")),
        ("b", ("inserted",)),
    ]
    assert signed(pieces) == ["[deleted: a", "^(k", "+1)]", "[inserted: b]"]
