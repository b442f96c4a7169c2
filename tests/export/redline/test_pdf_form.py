"""A redline as PDF: what it says in reading order, how it is built, and what it refuses."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from hkviewer.compare.comparing import compare_documents
from hkviewer.content.document import read_document
from hkviewer.errors import UsageError
from hkviewer.export.nodes import Grid, Heading, Items, Words, leaves
from hkviewer.export.pdf import job as pdf_job
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.redline.page_nodes import change_nodes
from hkviewer.export.redline.pdf_form import redline_job
from hkviewer.export.styled_runs import words_of
from hkviewer.export.verification.extract import read_pdf, shown, tagged_texts
from hkviewer.export.verification.report import report
from tests.compare.rebuilding import document
from tests.examples import breadth
from tests.export.standards import page_failures

EDITIONS = sorted((Path(__file__).parents[2] / "data" / "editions").glob("*.md"))
OLD = """---
title: Trade
id: trade
edition: 2023
---
# Trade

## Work

Jobless are 3.4% (2023 est.) of all workers.

- first item of a list that stays as it is
- the second item tells of 3 towns
    - an inner item that tells of many ships
- the last of them

1. a first step of all
2. a second step of some

## Money

| Name | Value |
| --- | --- |
| Alpha | 3 |
| Beta | 4 |
| Gamma and others | 17 |

> What was said by someone of a harbour.

```
line one
line two
```

A paragraph of many words that its editor takes apart. Its second half begins here and goes on.

## Gone

Words that no one misses.

## Places

What stays here in all its words, as it was before.

A paragraph about a harbour that is moved to another section of it.
"""
NEW = (
    OLD.replace("3.4% (2023", "2.9% (2024")
    .replace("edition: 2023", "edition: 2024")
    .replace("3 towns", "4 towns")
    .replace("many ships", "few ships")
    .replace("a second step of some", "a second step of none")
    .replace("| Beta | 4 |", "| Beta | 5 |")
    .replace("| Gamma and others | 17 |", "| Delta | 208 |")
    .replace("by someone", "by no one")
    .replace("line two", "line three")
    .replace("apart. Its", "apart.\n\nIts")
    .replace("## Gone\n\nWords that no one misses.\n", "## Come\n\nSomething else #panic(1).\n")
)
_MOVED = "A paragraph about a harbour that is moved to another section of it.\n"
NEW = NEW.replace(f"\n{_MOVED}", "").replace("## Work\n", f"## Work\n\n{_MOVED}")


def pdf_of(old: str, new: str) -> bytes:
    """The redline of two Markdown texts."""
    changes = compare_documents(document(old, "old"), document(new, "new"))
    with Compiler() as compiler:
        return compiler.set_job(redline_job(changes))


def words_in(pdf: bytes) -> list[str]:
    """The paragraphs, items, cells and headings of a PDF in reading order."""
    return [" ".join(shown(text.text).split()) for text in tagged_texts(pdf, Path("redline.pdf"))]


@pytest.fixture(scope="module")
def redline() -> bytes:
    return pdf_of(OLD, NEW)


def test_what_went_and_what_came_is_told_in_the_words_themselves(redline):
    said = words_in(redline)
    assert "What changed: Trade" in said[: said.index("From 2023 to 2024.")]
    for told in (
        "Jobless are [deleted: 3.4] [inserted: 2.9]% ([deleted: 2023] [inserted: 2024] est.) of all workers.",
        "Work: Jobless: 3.4% became 2.9% (2023 to 2024), in “Jobless are 2.9% (2024 est.) of all workers”.",
        "[moved from “Places”] A paragraph about a harbour that is moved to another section of it.",
        "an inner item that tells of [deleted: many] [inserted: few] ships",
        "[deleted: Gone] [removed]",
        "[inserted: Something else #panic(1).]",
        "[deleted: 4] [inserted: 5]",
        "1 block unchanged",
    ):
        assert told in said, said
    assert said.index("Sections") < said.index("Changes")


def test_it_meets_both_standards(redline):
    assert page_failures(redline) == []


def test_the_same_text_is_a_page_of_one_sentence():
    said = words_in(pdf_of(OLD, OLD))
    assert "Nothing changed." in said
    assert "Changes" not in said


def test_the_check_of_a_copy_knows_it_for_a_redline(redline, tmp_path):
    path = tmp_path / "redline.pdf"
    path.write_bytes(redline)
    code, lines = report(path)
    assert code == 1
    assert "is a redline" in lines[0]


@pytest.mark.slow
def test_real_editions_meet_both_standards(verapdf):
    changes = compare_documents(*map(read_document, EDITIONS[:2]))
    with Compiler() as compiler:
        pdf = compiler.set_job(redline_job(changes))
    assert page_failures(pdf) == []
    assert verapdf({"redline": pdf}) == {"redline": []}


@pytest.fixture
def impose(tmp_path, monkeypatch):
    """Lets the machine have a policy: impose(locks={...})."""

    def put(**groups: object) -> None:
        file = tmp_path / "policy.json"
        file.write_text(json.dumps(groups), encoding="utf-8")
        monkeypatch.setenv("HKVIEWER_POLICY", str(file))

    return put


@pytest.mark.parametrize("layout", breadth(["compact", "large", "standard"], 1))
def test_it_bears_the_marking_and_the_layout_that_the_organisation_sets(impose, layout):
    impose(locks={"marking": "INTERNAL", "layout": layout})
    pdf = pdf_of(OLD, NEW)
    assert "Marking INTERNAL" in words_in(pdf)
    assert page_failures(pdf) == []


def test_none_is_made_where_the_marking_is_not_known(impose):
    impose(locks={"marking": 3})
    with pytest.raises(UsageError, match="No copy is made"):
        pdf_of(OLD, NEW)


def nodes_of(old: str, new: str) -> list[object]:
    return list(change_nodes(compare_documents(document(old, "old"), document(new, "new"))))


def test_a_row_with_other_words_shows_them_cell_by_cell():
    (grid,) = (node for node in nodes_of(OLD, NEW) if isinstance(node, Grid))
    assert len(grid.header) == 2
    rows = [[words_of(cell) for cell in row] for row in grid.rows]
    assert ["Beta", "[deleted: 4] [inserted: 5]"] in rows
    assert ["[inserted: Delta]", "[inserted: 208]"] in rows
    assert ["1 row unchanged", ""] in rows


def test_a_table_too_wide_for_a_page_tells_its_changed_cells_by_their_columns():
    names = [f"Year {n}" for n in range(20)]
    row = [f"{n}00" for n in range(20)]
    old = f"{' | '.join(['Name', *names])}\n{' | '.join(['---'] * 21)}\n{' | '.join(['Alpha', *row])}\n"
    items = next(node for node in nodes_of(old, old.replace("700 ", "750 ")) if isinstance(node, Items))
    told = [words_of(runs) for runs in leaves([items])]
    assert told == [
        "Alpha",
        "Year 7: [deleted: 700] [inserted: 750]",
        "Year 17: [deleted: 1700] [inserted: 1750]",
    ]


def test_no_heading_skips_a_level_whatever_is_left_out():
    old = (
        "# T\n\nA.\n\n## A\n\nA one.\n\n### B\n\n#### C\n\nA third 3.\n\n##### D\n\n###### E\n\nA fourth 4.\n"
    )
    new = old.replace("third 3", "third 5").replace("fourth 4", "fourth 6")
    levels = [node.level for node in nodes_of(old, new) if isinstance(node, Heading)]
    assert levels[0] == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_items_keep_their_numbers_and_their_place_in_the_list():
    lists = [node for node in nodes_of(OLD, NEW) if isinstance(node, Items)]
    outer = next(node for node in lists if "second item" in _said(node))
    assert [type(node) for node in outer.items[0]] == [Words, Items]
    assert next(node for node in lists if "second step" in _said(node)).start == 2


def _said(node: Items) -> str:
    return " ".join(words_of(runs) for runs in leaves([node]))


def test_too_many_words_for_a_pdf_are_refused_in_a_line(monkeypatch):
    monkeypatch.setattr(pdf_job, "LARGEST_PDF", 20)
    changes = compare_documents(document(OLD, "old"), document(NEW, "new"))
    with pytest.raises(UsageError, match="too much memory"):
        redline_job(changes)


def test_that_a_sheet_has_no_edition_and_no_source_is_told():
    front = "---\ntitle: Trade\nedition: 2024\nsource: https://a.example/\n---\n\n"
    changes = compare_documents(document("# Trade\n\nOne.\n", "old"), document(f"{front}Two.\n", "new"))
    facts = [
        fact["value"] if isinstance(fact, dict) else fact for fact in redline_job(changes)["doc"]["facts"]
    ]
    assert facts[:2] == ["Trade, without an edition, without a source", "Trade, 2024"]


def test_the_head_of_a_page_has_as_much_of_the_title_as_there_is_room_for():
    title = "U.S. Relations With Hong Kong and the Greater Bay Area"
    text = f"---\ntitle: {title}{{}}\nid: us-hk\nedition: {{}}-08-01\n---\n# X\n\n" + "Some words.\n\n" * 60
    for more, shown_title in (("", title), (" and All of the Other Places of the South", f"{title} and …")):
        pdf = pdf_of(text.format(more, 2019), text.format(more, 2024).replace("Some", "Other"))
        head = "\n".join(read_pdf(pdf, Path("redline.pdf")).margins[1:2])
        assert f"What changed: {shown_title}" in head
