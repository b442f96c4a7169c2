"""Lists begin where they are written; those in HTML are numbered so: by letters, backwards, from any on."""

from __future__ import annotations

import pytest

from hkviewer.content.model import ListBlock, Quotation, Table, plain_text
from hkviewer.content.numerals import NUMERALS, numeral
from tests.content.markdown.reading import blocks, read, words


def numbered(text: str) -> list[str]:
    """What stands before each item of the lists that a text is."""
    lists = [block for block in blocks(text) if isinstance(block, ListBlock)]
    return [
        numeral(number, block.style) if block.ordered else "-"
        for block in lists
        for number, _ in enumerate(block.items, block.start)
    ]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("<ol><li>x<li>y</ol>", ["1", "2"]),
        ("<ol start=3><li>x<li>y</ol>", ["3", "4"]),
        ('<ol type="a"><li>x<li>y</ol>', ["a", "b"]),
        ('<ol type="A" start="26"><li>x<li>y</ol>', ["Z", "AA"]),
        ('<ol type="i" start="3"><li>x<li>y</ol>', ["iii", "iv"]),
        ('<OL TYPE="I">\n<LI>x</LI>\n<LI>y</LI>\n</OL>', ["I", "II"]),
        ('<ol type="disc"><li>x</ol>', ["1"]),
        ("<ol style='list-style-type: lower-alpha'><li>x<li>y</ol>", ["a", "b"]),
        ("<ol style='margin: 0; list-style:upper-roman outside'><li>x</ol>", ["I"]),
        ("<ol style='list-style: none'><li>x</ol>", ["1"]),
        ("<ol reversed><li>x<li>y<li>z</ol>", ["3", "2", "1"]),
        ("<ol reversed=reversed start=10><li>x<li>y</ol>", ["10", "9"]),
        ("<ol><li>x<li value=7>y<li>z</ol>", ["1", "7", "8"]),
        ("<ol type=a><li value='4'>x<li>y<li value=1>z</ol>", ["d", "e", "a"]),
        ("<ol><li value='b'>x<li value=-2>y<li value=99999999999>z</ol>", ["1", "2", "3"]),
        ("<ul type=a><li value=7>x</ul>", ["-"]),
        ("1. x\n2. y", ["1", "2"]),
    ],
)
def test_items_have_the_numbers_that_are_written(written: str, seen: list[str]) -> None:
    assert numbered(written) == seen


def test_numbers_stand_in_the_text_as_they_are_shown() -> None:
    inner = "<ol type=i><li>x</li><li>y</li></ol>"
    (section,) = read(f"<ol type=a start=2><li>v{inner}</li><li value=9>w</li></ol>").sections
    assert section.text == "b. v\n   i. x\n   ii. y\n\ni. w"


def test_in_a_cell_and_a_term_the_numbers_are_words() -> None:
    inner = "<ol type=i><li>v<br>w</li><li></li><li>*x*</li></ol>"
    (table,) = blocks(f"<table><tr><td>a</td><td>{inner}</td></tr></table>")
    assert isinstance(table, Table)
    assert plain_text(table.rows[0][1]) == "i. v\nw\niii. x"
    assert read(f"<dl><dt>{inner}</dt><dd>b</dd></dl>").sections[0].text == "i. v\nw\niii. x\n    b"
    assert read("| a |\n|---|\n| <ul><li>b</li><li>c</li></ul> |").sections[0].text == "a\nb\nc"


def test_a_list_that_counts_on_is_one() -> None:
    (block,) = blocks("<ol start=2><li>x<li value=3>y</ol>")
    assert block == ListBlock(True, ((words("x"),), (words("y"),)), 2)


def test_a_list_without_items_is_nothing() -> None:
    assert blocks("<ol></ol>\n\nx") in ((words("x"),), (ListBlock(True, ()), words("x")))


@pytest.mark.parametrize("style", NUMERALS)
def test_numbers_that_a_style_has_no_form_for_are_figures(style: str) -> None:
    assert numeral(0, style) == "0"
    assert numeral(4000, style) == "4000" or style in "aA"


@pytest.mark.parametrize("mark", ["3.", "3)", "10.", "1.", "-"])
def test_a_list_may_begin_right_below_a_quotation_with_any_number(mark: str) -> None:
    quotation, items = blocks(f"> a\n{mark} b")
    assert isinstance(quotation, Quotation)
    assert isinstance(items, ListBlock)
    assert items.items == ((words("b"),),)
    assert blocks("a\n3. b\n> c\n") == (words("a 3. b"), Quotation((words("c"),)))
