"""A title that words stand under is shown once, wherever the sheet is shown or copied."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.ranges import TextRange
from hkviewer.export.briefing import Briefing, Choices, Cover, OwnWords, Part, SheetPart
from hkviewer.export.citation import citation
from hkviewer.export.formats import registry
from hkviewer.export.formats.sheet_html import page_html, section_html
from hkviewer.export.formats.sheet_text import section_text, sheet_text
from hkviewer.export.pdf import compiler as compiler_module
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.verification.report import report
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.query.parse import SearchQuery
from tests.examples import breadth

TODAY = dt.date(2026, 11, 22)
TITLE = "Harbour Works"
LOWER = "## Quays\n\nStone.\n\n### Depths\n\nTwelve.\n\n## Cranes\n\nIron.\n"
TEXT = f"# {TITLE}\n\nFirst words.\n\n- an item\n\n{LOWER}"
SHEET = parse_sheet(TEXT, name="harbour", digest="1" * 64)
OTHER = parse_sheet(f"Before.\n\n{TEXT}", name="other", digest="2" * 64)
CHOICES = Choices(TODAY)
PART = SheetPart(SHEET)


def test_show_prints_it_once() -> None:
    assert sheet_text(SHEET, SHEET.sections, TODAY).startswith(
        f"{TITLE}\n\nFirst words.\n\n- an item\n\nQuays\n"
    )
    page = page_html(SHEET, TODAY)
    assert page.count(f">{TITLE}<") == 2  # the page's own title, and the text's
    assert f'<h1 id="harbour-works">{TITLE}</h1>' in page


def test_on_the_clipboard_a_section_has_its_heading() -> None:
    assert section_text(SHEET.sections[0]).startswith(f"{TITLE}\nFirst words.")
    assert section_html(SHEET.sections[0]).startswith(f"<h2>{TITLE}</h2>")


def test_a_citation_names_it_once() -> None:
    assert citation(SHEET, at=TextRange.point("harbour-works", 0)) == f"“{TITLE}”, paragraph 1."


def test_a_search_finds_it_once() -> None:
    result = SearchIndex.of_sheet(SHEET).search(SearchQuery.parse("harbour"))
    assert (result.total, [len(s.heading_spans) for s in result.sections]) == (1, [1])


@pytest.mark.parametrize("name", ["txt", "md", "html"])
def test_copies_have_it_once_and_skip_no_level(name: str) -> None:
    copy = registry.write(Briefing((PART,), CHOICES), name).decode()
    lines = [
        line for line in copy.splitlines() if TITLE in line and "<title>" not in line and "Set by" not in line
    ]
    assert len([line for line in lines if line.strip("# ").startswith(TITLE) or f"<h1>{TITLE}" in line]) == 1
    if name == "html":
        assert [f"<h{level}" in copy for level in (2, 3, 4)] == [True, True, False]


OWN = OwnWords("Own words.\n\n# Points\n\nOne.")
PARTS: dict[str, tuple[Part, ...]] = {
    "alone": (PART,),
    "its words alone": (replace(PART, sections=("harbour-works",)),),
    "without them": (replace(PART, sections=("quays", "cranes")),),
    "own words before": (OWN, PART),
    "own words behind": (PART, OWN),
    "two sheets": (PART, SheetPart(OTHER)),
    "a cover": (Cover(), PART),
}


@pytest.mark.parametrize("parts", breadth(((parts,) for parts in PARTS.values()), 3), ids=PARTS)
@pytest.mark.parametrize(
    "choices",
    breadth(
        [
            CHOICES,
            replace(CHOICES, title="Another"),
            replace(CHOICES, contents="yes", prepared_for="Them", prepared_by="Us"),
            replace(CHOICES, layout="compact", paragraph_numbers=True),
        ]
    ),
    ids=["plain", "titled", "contents", "numbered"],
)
def test_a_copy_is_verified(parts: tuple[Part, ...], choices: Choices, tmp_path: Path) -> None:
    file = tmp_path / "copy.pdf"
    file.write_bytes(registry.write(Briefing(parts, choices), "pdf"))
    code, lines = report(file, [SHEET, OTHER])
    assert (code, [line for line in lines if "not identical" in line]) == (0, [])


@pytest.mark.parametrize(
    "choices", breadth([CHOICES, replace(CHOICES, contents="yes"), replace(CHOICES, title="Another")])
)
def test_other_words_under_the_title_are_told(choices: Choices, tmp_path: Path) -> None:
    altered = parse_sheet(TEXT.replace("First words", "Other words"), name="harbour", digest="1" * 64)
    file = tmp_path / "copy.pdf"
    file.write_bytes(registry.write(Briefing((SheetPart(altered),), choices), "pdf"))
    code, lines = report(file, [SHEET])
    assert code == 1
    (difference,) = lines[1:]
    assert "First" in difference
    assert "Other" in difference


def test_behind_own_words_it_says_where_the_sheet_begins() -> None:
    copy = registry.write(Briefing((OWN, PART), CHOICES), "html").decode()
    assert f'<h2 id="harbour-works">{TITLE}</h2>' in copy


def test_a_copy_that_repeats_it_as_a_heading_is_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiler: Compiler
) -> None:
    """As copies of earlier versions do, which record nothing."""
    monkeypatch.setattr(compiler_module, "with_record", lambda pdf, _: pdf)
    then = SHEET.replace(sections=tuple(s.replace(heading_shown=True) for s in SHEET.sections))
    for parts in ((SheetPart(then),), (SheetPart(then), SheetPart(OTHER))):
        file = tmp_path / "copy.pdf"
        file.write_bytes(compiler.pdf(Briefing(parts, CHOICES)))
        assert report(file, [SHEET, OTHER])[0] == 0
