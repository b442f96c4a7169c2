"""Lists by letters, Roman numbers and brackets; verses; definitions with a tilde: as Pandoc writes them."""

from __future__ import annotations

import pytest

from hkviewer.content.model import (
    Block,
    CodeBlock,
    Definition,
    DefinitionList,
    LineBreak,
    ListBlock,
    Paragraph,
    Quotation,
    Table,
    Text,
)
from tests.content.markdown.reading import assert_linear_in, blocks, read, words


def _list(style: str, *items: str | tuple[Block, ...], start: int = 1) -> ListBlock:
    content = tuple((words(item),) if isinstance(item, str) else item for item in items)
    return ListBlock(True, content, start, style)


@pytest.mark.parametrize(
    ("text", "style", "start"),
    [
        *(("a. x\nb. y", "a", 1), ("a) x\nb) y", "a", 1), ("(a) x\n(b) y", "a", 1), ("A.  x\nB.  y", "A", 1)),
        *(
            ("i. x\nii. y", "i", 1),
            ("iii. x\niv. y", "i", 3),
            ("(IV) x\n(V) y", "I", 4),
            ("h) x\ni) y", "a", 8),
        ),
        *(("(1) x\n(2) y", "1", 1), ("(9)   x\n(10)  y", "1", 9), ("#. x\n#. y", "1", 1)),
        *(
            ("c. x\nd. y", "a", 3),
            ("a. x\n\nb. y", "a", 1),
            ("  a. x\n  b. y", "a", 1),
            ("(@) x\n(@b) y", "1", 1),
        ),
    ],
)
def test_letters_and_brackets_number_a_list(text: str, style: str, start: int) -> None:
    listed = _list(style, "x", "y", start=start)
    assert blocks(text) == (listed,)
    assert blocks(f"a\n\n{text}\n\nb") == (words("a"), listed, words("b"))
    assert blocks(f"> {text.replace(chr(10), chr(10) + '> ')}") == (Quotation((listed,)),)
    assert blocks(f"~~~\n{text}\n~~~") == (CodeBlock(text),)


def test_the_first_letter_may_follow_words_directly() -> None:
    assert blocks("a:\na. x\nb. y") == (words("a:"), _list("a", "x", "y"))
    assert blocks("a\nc. x\nd. y") == (words("a c. x d. y"),)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "A. Smith wrote",
            "A. Smith wrote\nthis",
            "a\nA. Smith\nB. Jones",
            "I. Newton\nI. Asimov",
            "a. x\nc. y",
        ),
        *(
            "(see a)\n(b) x",
            "a. x\nb) y",
            "mix. a\nmiv. b",
            "p. 12",
            "(1999) a\n(2000) b",
            "e.g. a\ni.e. b",
            "@a x",
        ),
    ],
)
def test_what_does_not_count_is_words(text: str) -> None:
    assert blocks(text) == (words(text.replace("\n", " ")),)


def test_headings_and_paragraphs_with_numbers_are_words() -> None:
    assert blocks("(1) a\n\n(2) b") == (words("(1) a"), words("(2) b"))
    assert blocks("I. a\n\nb\n\nII. c\n\nd") == (words("I. a"), words("b"), words("II. c"), words("d"))


def test_items_hold_what_is_set_in_below_them() -> None:
    text = "a. x\nx\n\n   y\n\n   - z\nb. y\n    i.  v\n    ii. w\n\nc"
    assert blocks(text) == (
        _list(
            "a",
            (words("x x"), words("y"), ListBlock(False, ((words("z"),),))),
            (words("y"), _list("i", "v", "w")),
        ),
        words("c"),
    )
    (listed,) = blocks("a. x\n\n   ~~~\n   b. y\n   ~~~\n\n     Y   E\n     --- ---\n     1   2\n\nb. z")
    assert isinstance(listed, ListBlock)
    assert listed.items[0][1] == CodeBlock("b. y")
    assert isinstance(listed.items[0][2], Table)
    assert listed.items[1] == (words("z"),)


def test_they_stand_in_items_of_other_lists() -> None:
    inner = (words("x"), _list("a", "y", "z"))
    for text in (
        "1. x\n   a. y\n   b. z\n2. v",
        "1. x\n\n    a. y\n    b. z\n\n2. v",
        "1.\tx\n\ta. y\n\tb. z\n2. v",
    ):
        assert blocks(text) == (ListBlock(True, (inner, (words("v"),))),)
    assert blocks("- x\n  a) y\n  b) z\n- v") == (ListBlock(False, (inner, (words("v"),))),)


def test_examples_are_numbered_through_the_document() -> None:
    text = "(@) x\n\nAs (@b) and @b say, not (@c) or `@b`.\n\n(@a) y\n(@b) z\n\n~~~\n@b\n~~~"
    first, said, others, code = blocks(text)
    assert (first, others) == (_list("1", "x"), _list("1", "y", "z", start=2))
    assert read(text).sections[0].text.split("\n\n")[1] == "As (3) and 3 say, not (@c) or @b."
    assert isinstance(said, Paragraph)
    assert code == CodeBlock("@b")


def test_verses_keep_the_ends_of_their_lines() -> None:
    verse = Paragraph((Text("x"), LineBreak(), Text("- y"), LineBreak(), Text("1. z")))
    assert blocks("| x\n|   - y\n| 1. z") == (verse,)
    assert blocks("a\n\n| x\n| - y\n| 1. z\n|\n| b") == (words("a"), verse, words("b"))
    assert blocks("> | x\n> | - y\n> | 1. z") == (Quotation((verse,)),)
    for text in ("| x", "a\n| x\n| y", "| x\n|---\n| y"):
        assert LineBreak() not in [
            inline for block in blocks(text) for inline in getattr(block, "content", ())
        ]
    assert isinstance(blocks("| x | y\n|---|---\n| z | v")[0], Table)


def test_a_tilde_begins_what_a_term_means() -> None:
    meant = DefinitionList((Definition(((Text("x"),),), ((words("y"),), (words("z"),))),))
    assert blocks("x\n\n  ~ y\n  ~ z") == (meant,)
    assert blocks("x\n~ y\n~ z") == (meant,)
    assert blocks("About\n~ 50 km") == (words("About ~ 50 km"),)
    assert blocks("It is so.\n\n~ as said") == (words("It is so."), words("~ as said"))


@pytest.mark.parametrize(
    "part",
    [
        *(
            "a. x\n",
            "a. x\nb. y\n",
            "a. x\n\n",
            "a. x\n    b. y\n",
            "| x\n",
            "x\n~ y\n",
            "(@a) x\n",
            "i. x\nii. y\n\n",
        ),
        *("> a. x\n", "a. x\n\n   y\n", " a. x\n"),
    ],
)
def test_reading_them_takes_linear_time(part: str) -> None:
    assert_linear_in(part, count=500)


def test_what_is_set_in_ever_deeper_takes_linear_time() -> None:
    assert_linear_in("".join(f"{' ' * (3 * depth)}a. x\n" for depth in range(60)), count=10)
