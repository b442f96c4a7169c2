"""Fields of reStructuredText, `:name: words`, are definitions."""

from __future__ import annotations

import pytest

from hkviewer.content.model import Definition, DefinitionList, Emphasis, ListBlock, Quotation, Text
from tests.content.markdown.reading import assert_linear_in, blocks, read, words


def defined(*fields: tuple[str, str]) -> DefinitionList:
    return DefinitionList(tuple(Definition(((Text(name),),), ((words(said),),)) for name, said in fields))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (":Author: A. Writer", [("Author", "A. Writer")]),
        (":name: a\n:other name: b\n  c", [("name", "a"), ("other name", "b c")]),
        (":name:\n    a\n    b\n:date: c", [("name", "a b"), ("date", "c")]),
        (":orphan:\n:param x: a\n:tocdepth: 2", [("param x", "a")]),
    ],
)
def test_a_field_is_a_definition(text: str, fields: list[tuple[str, str]]) -> None:
    assert blocks(text) == (defined(*fields),)
    assert blocks(f"Before.\n\n{text}\n\nAfter.") == (words("Before."), defined(*fields), words("After."))
    assert read(f"# A\n{text}\n").sections[0].blocks == (defined(*fields),)


def test_words_of_a_field_may_be_marked() -> None:
    (list_,) = blocks(":name: *b*")
    assert isinstance(list_, DefinitionList)
    assert list_.entries[0].descriptions[0][0] == words("b").replace(content=(Emphasis((Text("b"),)),))


def test_a_field_may_hold_blocks() -> None:
    (list_,) = blocks(":name: a\n  b\n\n  - c\n  - d\n\n:other:\n\n    e\n\nf")[:1]
    assert isinstance(list_, DefinitionList)
    items = ((words("c"),), (words("d"),))
    assert [entry.descriptions for entry in list_.entries] == [
        ((words("a b"), ListBlock(False, items)),),
        ((words("e"),),),
    ]


def test_fields_stand_in_items_and_quotations() -> None:
    assert blocks("> :a: b\n> :c: d") == (Quotation((defined(("a", "b"), ("c", "d")),)),)
    (list_,) = blocks("- x\n\n  :name: b\n- y")
    assert isinstance(list_, ListBlock)
    assert list_.items == ((words("x"), defined(("name", "b"))), (words("y"),))


def test_what_says_how_a_page_is_made_is_not_shown() -> None:
    assert blocks(":orphan:\n\nA") == (words("A"),)
    assert blocks(":tocdepth: 2") == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (":warning: A", "⚠️ A"),
        (":tada: A\n:warning: b", "🎉 A ⚠️ b"),
        (":my_own: A", ":my_own: A"),
        ("A\n:name: b", "A :name: b"),
        (":name:b", ":name:b"),
        (":10: b", ":10: b"),
        ("    :name: b", ":name: b"),
    ],
)
def test_what_only_looks_like_a_field_is_text(text: str, shown: str) -> None:
    assert read(text).sections[0].text == shown


@pytest.mark.parametrize("part", [":a: b\n", ":a:\n", "  :a: b\n\n", ":warning: b\n", ":a: b\n c\n"])
def test_fields_are_read_in_linear_time(part: str) -> None:
    assert_linear_in(part)
