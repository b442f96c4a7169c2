"""Every two choices of a copy together keep all rules for its structure."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from hkviewer.content.document import Document, open_document, read_document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.export.briefing import Briefing, Choices, Cover, OwnWords, Part, SheetPart
from hkviewer.export.copy_maker import CopyMaker
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.verification.report import report
from hkviewer.preferences.schema import CHOICES, Row
from tests.export.standards import page_failures
from tests.export.structure import Structure, faults
from tests.pairs import pairwise
from tests.rich_sheet import RICH

LONG = Path(__file__).parents[1] / "data" / "sheets" / "ay-antarctica.md"
EVERY_KIND = Path(__file__).parents[1] / "data" / "every_kind" / "sheet.md"
HEBREW = (
    "---\nlanguage: he\n---\n\n# עלון\n\nפתיחה.\n\n## ראשון\n\n- אחת (1)\n- https://a-b.org/c\n\n"
    "### שני\n\n| א | ב |\n|---|---|\n| 1 | ג |\n"
)
ODD = """---
publisher: A-B Office
source: https://a-b.org/c-d
---

# Odd

#### Deep before all

Words[^1] and a [link](https://a-b.org/one "title").

## [Only a link](https://a-b.org/two) `code` ![alt](no.png)[^2]

###### Six after two

- [ ] task
- [x] done[^1]

    | in a list | b |
    |---|---|
    | [^2] | https://a-b.org/three |

## Same

## Same

### [To another](#same)

Term
:   What it means: <mail@a-b.org>

> #### In a quotation
>
> | a | |
> |---|---|
> | | |

| only | a | head |
|------|---|------|

##

##### Five

[^1]: A note with a [link](https://a-b.org/four).

    - a list in it
[^2]: Another.
"""
BARE = "# T\n\nOnly words, without a heading.\n"


def parsed(text: str) -> FactSheet:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return parse_sheet(text, name=f"s-{digest[:4]}", digest=digest)


SHEETS: dict[str, Callable[[], list[FactSheet | Document]]] = {
    "bundled": lambda: [open_document(None)],
    "every kind": lambda: [read_document(EVERY_KIND)],
    "rich": lambda: [RICH],
    "right to left": lambda: [parsed(HEBREW)],
    "bare": lambda: [parsed(BARE)],
    "odd": lambda: [parsed(ODD)],
    "long": lambda: [read_document(LONG)],
    "several bare": lambda: [parsed(BARE), parsed(ODD), parsed(BARE.replace("# T", "# U"))],
    "several": lambda: [open_document(None), parsed(HEBREW), RICH, read_document(EVERY_KIND)],
}
ASSEMBLED: dict[str, Sequence[Any]] = {
    "sheets": tuple(SHEETS),
    "sections": ("all", "some"),
    "highlights": (False, True),
    "cover": (False, True),
    "own words": ("", "before", "behind", "both"),
    "date": (dt.date(2026, 11, 22), dt.date(1999, 1, 1)),
}
OWN = (
    "## Points to make\n\n1. First; see [the site](https://example.org/a).\n2. Second.\n\n"
    "#### Deep\n\n> Said.\n\n| a | b |\n|---|---|\n| c | d |\n"
)


def values(row: Row) -> Sequence[Any]:
    """Of a choice all values that can be listed; of a text none and one."""
    if row.allowed:
        return row.allowed
    return (False, True) if row.type is bool else ("", f"Some {row.name.replace('_', '-')} – ÄB")


FACTORS = {**ASSEMBLED, **{row.name: values(row) for row in CHOICES}}
ROWS = pairwise(FACTORS)


def briefing_of(row: Mapping[str, Any], sheets: Sequence[FactSheet | Document]) -> Briefing:
    parts: list[Part] = [Cover()] if row["cover"] else []
    parts += [OwnWords(OWN)] if row["own words"] in ("before", "both") else []
    parts += [part_of_row(sheet, row) for sheet in sheets]
    parts += [OwnWords("Only words.")] if row["own words"] in ("behind", "both") else []
    return Briefing(tuple(parts), Choices(row["date"], **{one.name: row[one.name] for one in CHOICES}))


def part_of_row(sheet: FactSheet | Document, row: Mapping[str, Any]) -> SheetPart:
    part = SheetPart(sheet) if isinstance(sheet, FactSheet) else SheetPart.of(sheet)
    sections = part.sheet.sections
    some = tuple(section.id for section in sections[1::2]) or None
    marked = (
        TextRange(section.id, kind, 0, min(4, len(words)))
        for section in sections
        for kind, words in ((HEADING, section.title), (BODY, section.text))
        if words
    )
    part = replace(part, sections=some if row["sections"] == "some" else None)
    return replace(part, highlights=tuple(marked)) if row["highlights"] else part


def test_each_two_values_of_different_factors_stand_together_in_few_rows():
    together = {pair for row in ROWS for pair in combinations(row.items(), 2)}
    wanted = {
        ((one, a), (other, b))
        for one, other in combinations(FACTORS, 2)
        for a in FACTORS[one]
        for b in FACTORS[other]
    }
    assert wanted <= together
    assert len(ROWS) <= 40
    assert pairwise({"a": [1], "b": [2]}) == [{"a": 1, "b": 2}]


SMALL = {**{name: each[0] for name, each in FACTORS.items()}, "sheets": "right to left", "contents": "yes"}


@pytest.mark.parametrize(
    "row", [pytest.param(SMALL, id="small"), *(pytest.param(row, marks=pytest.mark.slow) for row in ROWS)]
)
def test_every_two_choices_keep_all_rules(row, compiler, tmp_path):
    sheets = SHEETS[row["sheets"]]()
    briefing = briefing_of(row, sheets)
    pdf = compiler.pdf(briefing)
    assert faults(pdf, briefing) + page_failures(pdf) == []
    (tmp_path / "copy.pdf").write_bytes(pdf)
    code, lines = report(tmp_path / "copy.pdf", sheets, CopyMaker(compiler))
    assert (code, "text identical" in lines[0]) == (0, True)


def named(pdf: pikepdf.Pdf, tag: str) -> Any:
    return next(o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == f"/{tag}")


def renamed(tag: str, name: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        named(pdf, tag).S = pikepdf.Name(f"/{name}")

    return spoil


def without(key: str, of: Callable[[pikepdf.Pdf], Any]) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del of(pdf)[key]

    return spoil


def link_of(pdf: pikepdf.Pdf) -> Any:
    return next(note for page in pdf.pages for note in page.get("/Annots", []))


def shortened(pdf: pikepdf.Pdf) -> None:
    named(pdf, "TR").K = pikepdf.Array(list(named(pdf, "TR").K)[:1])


FAULTS = {
    "headings": renamed("H1", "H2"),
    "bookmarks": without("/Outlines", lambda pdf: pdf.Root),
    "contents": renamed("TOCI", "P"),
    "nesting": renamed("LI", "P"),
    "tables": shortened,
    "links": without("/Contents", link_of),
    "described": without("/Lang", lambda pdf: pdf.Root),
}


@pytest.fixture(scope="module")
def small(compiler: Compiler) -> tuple[bytes, Briefing]:
    briefing = briefing_of(SMALL, SHEETS[SMALL["sheets"]]())
    return compiler.pdf(briefing), briefing


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_noticed_by_its_rule(rule, small):
    pdf, briefing = small
    spoiled = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        FAULTS[rule](opened)
        opened.save(spoiled)
    assert any(fault.startswith(f"{rule}: ") for fault in faults(spoiled.getvalue(), briefing))


def test_a_list_of_contents_names_sheets_without_headings(compiler):
    briefing = Briefing(
        (SheetPart(parsed(BARE)), SheetPart(parsed(BARE.replace("# T", "# U")))),
        Choices(dt.date(2026, 11, 22), contents="yes"),
    )
    assert faults(compiler.pdf(briefing), briefing) == []


def test_links_and_notes_of_a_heading_are_not_in_contents_and_bookmarks(compiler):
    text = "# T\n\n## A [link](https://a-b.org/c) and a note[^1]\n\nWords.\n\n[^1]: The note.\n"
    briefing = Briefing((SheetPart(parsed(text)),), Choices(dt.date(2026, 11, 22), contents="yes"))
    pdf = compiler.pdf(briefing)
    assert faults(pdf, briefing) == []
    assert Structure(pdf, briefing).bookmarks[1] == (2, "A link and a note")
