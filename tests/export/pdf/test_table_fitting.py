"""No word of a table is printed over the next column."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from typing import Any

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.line_breaks import BREAK
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.pdf.table_fitting import MEASURES, fit_tables
from tests.examples import breadth, examples


def grid(*rows: list[str]) -> dict[str, Any]:
    header, *body = [[[{"text": cell}] for cell in row] for row in rows]
    return {"t": "grid", "header": header, "rows": body, "alignments": [""] * len(header)}


def words(node: dict[str, Any]) -> list[str]:
    return [cell[0]["text"] for row in (node["header"], *node["rows"]) for cell in row]


def test_a_table_that_has_room_keeps_its_type_and_its_words():
    table = grid(["Year", "Exports"], ["2018", "50.1"])
    fit_tables([table], MEASURES["compact"])
    assert table["size"] == 0.86
    assert words(table) == ["Year", "Exports", "2018", "50.1"]


def test_many_columns_of_few_words_keep_their_type():
    table = grid(list("abcdefghij"), ["1"] * 10)
    fit_tables([table], MEASURES["standard"])
    assert table["size"] == 0.86
    fit_tables([table], MEASURES["compact"])
    assert table["size"] == 0.86


def test_long_words_make_the_type_smaller_before_they_are_broken():
    table = grid(["Commodity", "Internationalisation", "Counterrevolutionary"], ["a b", "c", "d"])
    fit_tables([table], 22)
    assert 0.55 <= table["size"] < 0.86
    assert BREAK not in "".join(words(table))


def test_words_are_broken_where_even_the_smallest_type_has_no_room():
    table = grid([f"Column{n}" for n in range(24)], [f"value{n}" for n in range(24)])
    fit_tables([table], MEASURES["standard"])
    assert table["size"] == 0.55
    assert f"Col{BREAK}umn" in words(table)[0]


def test_tables_in_lists_and_quotations_have_less_room():
    def size_in(node: Callable[[dict[str, Any]], dict[str, Any]]) -> float:
        table = grid(["Internationalisation", "Counterrevolutionary"], ["a", "b"])
        fit_tables([node(table)], 22.5)
        return float(table["size"])

    alone = size_in(lambda table: table)
    assert size_in(lambda table: {"t": "items", "items": [[table]]}) < alone
    assert size_in(lambda table: {"t": "quote", "nodes": [table]}) < alone


CELL = st.text(st.characters(categories=("L", "N", "P", "Zs", "Lo")), max_size=40)


@examples(0.6)
@given(st.integers(1, 30).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1)))
def test_fitting_changes_no_letter(rows):
    table = grid(*rows)
    fit_tables([table], MEASURES["compact"])
    assert [text.replace(BREAK, "") for text in words(table)] == [cell for row in rows for cell in row]
    assert 0.55 <= table["size"] <= 0.86


@pytest.mark.parametrize("layout", breadth(["standard", "compact", "large"], 2))
@pytest.mark.parametrize("columns", [3, 7, 12, 20])
def test_no_letter_stands_on_another(layout, columns):
    names = [f"Internationalisation{n}" if n % 2 else f"Wide{n}" for n in range(columns)]
    lines = ["# T", "", "|".join(names), "|".join("-" * 3 for _ in names), "|".join(names)]
    sheet = parse_sheet("\n".join(lines), name="t", digest="0" * 64)
    choices = Choices(dt.date(2026, 11, 22), layout=layout)
    with Compiler() as compiler:
        pdf = pdfium.PdfDocument(compiler.pdf(Briefing((SheetPart(sheet),), choices)))
    page = pdf[0].get_textpage()
    boxes = [page.get_charbox(n) for n in range(page.count_chars()) if page.get_text_range(n, 1).isalnum()]
    overlaps = [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 1.2
        and min(one[3], other[3]) - max(one[1], other[1]) > 1.2
    ]
    pdf.close()
    assert overlaps == []


@pytest.mark.parametrize("layout", ["standard", "compact", "large"])
def test_a_row_higher_than_a_page_goes_on_over_it_and_others_stay_whole(compiler, brief, part_of, layout):
    text = f"# T\n\n| a | b |\n| --- | --- |\n| x | {'word ' * 2000}last |\n"
    pdf = compiler.pdf(brief(part_of(text), layout=layout), balanced=False)
    with contextlib.closing(pdfium.PdfDocument(pdf)) as document:
        on_pages = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert on_pages.count("word") == 2000
    table = grid(["a", "b"], ["x", "few words"])
    fit_tables([table], MEASURES[layout])
    assert table["breakable"] is False
