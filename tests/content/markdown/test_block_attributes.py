"""Attributes of MyST in a line above a block: whose words a quotation is, how a list is numbered."""

from __future__ import annotations

import pytest

from hkviewer.content.model import CodeBlock, ListBlock, Quotation
from tests.content.markdown.reading import assert_linear_in, blocks, words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{attribution="A. B, Act 4"}\n> c', "— A. B, Act 4"),
        ("{attribution='A'}\n{.blue}\n> c\n", "— A"),
        ("{#id .blue attribution=A}\n> c\n\nd", "— A"),
    ],
)
def test_a_quotation_says_whose_words_it_has(text: str, said: str) -> None:
    assert blocks(text)[0] == Quotation((words("c"), words(said)))
    assert blocks(f"Before.\n\n{text}")[1] == Quotation((words("c"), words(said)))


def test_a_quotation_may_end_with_code() -> None:
    assert blocks("{attribution=A}\n> ```\n> b\n> ```\n\nc") == (
        Quotation((CodeBlock("b", ""), words("— A"))),
        words("c"),
    )


@pytest.mark.parametrize(
    ("style", "kind"),
    [("lower-alpha", "a"), ("upper-alpha", "A"), ("lower-roman", "i"), ('"upper-roman"', "I")],
)
def test_a_list_is_numbered_as_its_style_says(style: str, kind: str) -> None:
    items = ((words("b"), ListBlock(False, ((words("x"),),))), (words("c"),), (words("d"),))
    text = f"{{style={style}}}\n1. b\n   - x\n2. c\n3. d\n\ne"
    assert blocks(text) == (ListBlock(True, items, 1, kind), words("e"))


@pytest.mark.parametrize("style", ["decimal", "lower-greek", '"color: red"'])
def test_another_style_is_left_out(style: str) -> None:
    assert blocks(f"{{style={style}}}\n1. b\n2. c") == (ListBlock(True, ((words("b"),), (words("c"),))),)


@pytest.mark.parametrize("text", ["{attribution=A}\n\n> b", "{attribution=A}\nb", "{style=lower-alpha}\nb"])
def test_attributes_that_stand_above_no_such_block_are_left_out(text: str) -> None:
    assert blocks(text)[-1] in (words("b"), Quotation((words("b"),)))


@pytest.mark.parametrize(
    "part", ["{attribution=a}\n", "{attribution=a}\n> b\n\n", "{style=lower-alpha}\n1. a\n"]
)
def test_they_are_read_in_linear_time(part: str) -> None:
    assert_linear_in(part)
