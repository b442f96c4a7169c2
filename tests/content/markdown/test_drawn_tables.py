"""Tables drawn with lines and blanks, as Pandoc writes them: columns under dashes, and grids."""

from __future__ import annotations

from textwrap import dedent

import pytest

from hkviewer.content.model import Block, CodeBlock, ListBlock, Quotation, Rule, Span, Table, plain_text
from tests.content.markdown.reading import assert_linear, blocks, read, words

_NAMED = (("Year", "Exports"), ("2023", "27.1"), ("2024", "29.4"))
_UNNAMED = ((), *_NAMED[1:])

_SIMPLE = """
    Year Exports
  ------ ---------
    2023 27.1
    2024 29.4
"""
_MULTILINE = """
  -----------------------------
  Year            Note
  of report
  --------------- -------------
  2023            a longer
                  text

  2024            b
  -----------------------------
"""
_GRID = """
+------+---------+
| Year | Exports |
+======+=========+
| 2023 | 27.1    |
+------+---------+
| 2024 | 29.4    |
+------+---------+
"""


def _words_of(table: Block) -> tuple[tuple[str, ...], ...]:
    """The words of a table, the heading row first, () where it has none."""
    assert isinstance(table, Table)
    return tuple(tuple(map(plain_text, row)) for row in (table.header, *table.rows))


def _table(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of the one table that `text` is."""
    (table,) = blocks(text)
    return _words_of(table)


@pytest.mark.parametrize(
    "text",
    [
        _SIMPLE,
        _GRID,
        *("Year Exports\n---- -------\n2023 27.1\n2024 29.4\n", f"{_SIMPLE}  ------ ---------\n"),
        _GRID.replace("+======+=========+", "|------+---------|").replace(
            "27.1    |\n+------+---------+", "27.1    |"
        ),
        _GRID.replace("=", "-").replace("27.1    |\n+------+---------+", "27.1    |"),
        "====  =======\nYear  Exports\n====  =======\n2023  27.1\n2024  29.4\n====  =======",
        *(
            "| Year | Exports |\n|------+---------|\n| 2023 | 27.1 |\n| 2024 | 29.4 |",
            "|--+--|\n| Year | Exports |\n|--+--|\n| 2023 | 27.1 |\n|--+--|\n| 2024 | 29.4 |\n|==+==|",
            " Year | Exports\n------+---------\n 2023 | 27.1\n 2024 | 29.4",
        ),
    ],
)
def test_a_drawn_table_is_one(text: str) -> None:
    assert _table(text) == _NAMED
    before, table, after = blocks(f"a\n\n{text.strip(chr(10))}\n\nb")
    assert (before, _words_of(table), after) == (words("a"), _NAMED, words("b"))


@pytest.mark.parametrize(
    "text",
    [
        "  ------ ------\n  2023   27.1\n  2024   29.4\n  ------ ------",
        "+------+------+\n| 2023 | 27.1 |\n+------+------+\n| 2024 | 29.4 |\n+------+------+",
        "----- -----\n2023  27.1\n\n2024  29.4\n-----------",
    ],
)
def test_it_needs_no_head(text: str) -> None:
    assert _table(text) == _UNNAMED


def test_rows_may_take_several_lines() -> None:
    assert _table(_MULTILINE) == (("Year of report", "Note"), ("2023", "a longer text"), ("2024", "b"))
    without_head = "\n".join(_MULTILINE.split("\n")[4:-2])
    assert _table(f"{without_head}\n  --------------- -------------") == (
        (),
        ("2023", "a longer text"),
        ("2024", "b"),
    )
    assert _table("+---+-----+\n| a | b\\  |\n|   | *c* |\n+---+-----+") == ((), ("a", "b\nc"))


def test_one_column_is_a_table_too() -> None:
    assert _table("  One\n  -----\n  1\n  2") == (("One",), ("1",), ("2",))
    assert _table("  -----\n  One\n  -----\n  1\n\n  2\n  -----") == (("One",), ("1",), ("2",))


def test_columns_are_set_as_they_are_drawn() -> None:
    text = "    Right Left     Middle  Any\n  ------- ------- -------- ----\n        1 2          3     4\n"
    (table,) = blocks(text)
    assert isinstance(table, Table)
    assert table.alignments == ("right", "", "center", "")
    (table,) = blocks("+---+---+\n| a | b |\n+==:+:-:+\n| 1 | 2 |\n+---+---+")
    assert isinstance(table, Table)
    assert table.alignments == ("right", "center")


@pytest.mark.parametrize("table", [_SIMPLE, _GRID, _MULTILINE])
@pytest.mark.parametrize("mark", [": ", "Table: ", "table: "])
def test_its_caption_stands_above_it(table: str, mark: str) -> None:
    drawn = table.strip("\n")
    for text in (f"{drawn}\n\n  {mark}Trade by\nyear", f"a\n\n{mark}Trade by\nyear\n\n{drawn}"):
        *before, caption, shown = blocks(f"{text}\n\nb")[:-1]
        assert caption == words("Trade by year")
        assert isinstance(shown, Table)
        assert before == [words("a")][: len(before)]
    assert blocks(f"{drawn}\n\nb")[1] == words("b")


def test_letters_may_be_wide() -> None:
    assert _table("  国家       数字\n  ---------- ------\n  中国香港   7.5\n  é          1") == (
        ("国家", "数字"),
        ("中国香港", "7.5"),
        ("é", "1"),
    )
    grid = "+------+---+\n| 国家 | a |\n+------+---+"
    assert _table(grid) == _table(grid.replace("国家 ", "国家   ")) == ((), ("国家", "a"))


def test_cells_of_a_grid_may_span_and_hold_lists() -> None:
    text = """
    +-----------+-----+
    | Both      | c   |
    +=====+=====+=====+
    | a   | - b | x|y |
    |     +-----+-----+
    |     | q   | r   |
    +-----+-----+-----+
    """
    (table,) = blocks(dedent(text))
    assert _words_of(table) == (("Both", "", "c"), ("a", "b", "x|y"), ("", "q", "r"))
    assert isinstance(table, Table)
    assert table.spans == (Span(0, 0, 1, 2), Span(1, 0, 2, 1))
    assert _table("+---+---+\n| a | 1 |\n|   |   |\n| b |   |\n+---+---+") == ((), ("a\nb", "1"))


@pytest.mark.parametrize("table", [_SIMPLE, _GRID])
def test_it_may_stand_in_items_and_quotations(table: str) -> None:
    lines = table.strip("\n").split("\n")
    (quotation,) = blocks("\n".join(["> a", ">", *(f"> {line}" for line in lines), ">", "> b"]))
    assert isinstance(quotation, Quotation)
    assert (quotation.blocks[0], quotation.blocks[2]) == (words("a"), words("b"))
    assert _words_of(quotation.blocks[1]) == _NAMED
    (items,) = blocks("\n".join(["-   a", "", *(f"    {line}" for line in lines), "", "-   b"]))
    assert isinstance(items, ListBlock)
    assert (items.items[0][0], items.items[1]) == (words("a"), (words("b"),))
    assert _words_of(items.items[0][1]) == _NAMED


def test_a_grid_may_begin_an_item() -> None:
    lines = _GRID.strip("\n").split("\n")
    (items,) = blocks("\n".join([f"-   {lines[0]}", *(f"    {line}" for line in lines[1:]), "", "    b"]))
    assert isinstance(items, ListBlock)
    assert _words_of(items.items[0][0]) == _NAMED
    assert items.items[0][1] == words("b")


@pytest.mark.parametrize(
    "text",
    [
        "Year Exports\n---- -------\n2024 1,234\n2025and more\n2026 3",
        "+---+---+\n| a | b\n+---+---+",
        "+---+---+\n| a | b |\n| c  |   |\n+---+---+",
        "+---+   +---+\n| a |-->| b |\n+---+   +---+",
    ],
)
def test_what_cannot_be_read_for_certain_stays_as_it_is_drawn(text: str) -> None:
    assert blocks(text) == (CodeBlock(text),)


def test_what_only_looks_like_one_is_none() -> None:
    assert blocks("--- ---\n\na b c d\n\n--- ---") == (Rule(), words("a b c d"), Rule())
    assert blocks("The end\n--- ---\nFin") == (words("The end"), Rule(), words("Fin"))
    assert [section.title for section in read("a\n\nTitle\n-----\nwords that go on").sections][1:] == [
        "Title"
    ]
    code = "Year Exports\n---- -------\n2023 27.1"
    assert blocks(f"~~~\n{code}\n~~~") == (CodeBlock(code),)
    assert blocks("\n".join(f"    {line}" for line in code.split("\n"))) == (CodeBlock(code),)
    assert blocks("a + b\n+---+ c") == (words("a + b +---+ c"),)


@pytest.mark.parametrize(
    "part",
    [
        *(
            "--- ---\na b\n\n",
            "a b\n--- ---\n",
            "+--+--+\n",
            "+--+\n| a\n",
            "|-+-|\n",
            "  -----\n",
            "=== ===\na\n",
        ),
        *(_SIMPLE, _GRID, _MULTILINE, ": a\n"),
    ],
)
def test_reading_them_takes_linear_time(part: str) -> None:
    assert_linear(part * 250, part * 1000)
    assert_linear(_GRID + "| a | b |\n" * 250, _GRID + "| a | b |\n" * 1000)
