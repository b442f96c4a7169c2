"""What a copy says of abbreviations and of pictures that it does not have; numbers beside pictures."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from hkviewer.content.document import read_document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.export.abbreviations import TITLE, with_abbreviations
from hkviewer.export.assembly import assemble
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.formats import docx as word
from hkviewer.export.formats import html, markdown, text
from hkviewer.export.nodes import Heading, leaves
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.pdf.job import job_of
from hkviewer.export.pictures import CopyPictures
from hkviewer.export.styled_runs import words_of

TODAY = dt.date(2026, 11, 22)
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
SHORT = """# Aid

The WTO, the W.H.O. and the WTO again.

## Law

The *EU* and a <abbr title="World Trade Organization">WTO</abbr>.

*[WTO]: World Trade Organization
*[W.H.O.]: World Health Organization
*[EU]: European Union
"""


def briefing(markdown_text: str, sections: tuple[str, ...] | None = None, **choices: Any) -> Briefing:
    sheet = parse_sheet(markdown_text, name="a", digest="0" * 64)
    return Briefing((SheetPart(sheet, sections),), Choices(TODAY, **choices))


def listed(it: Briefing) -> list[str]:
    """The lines of the list of abbreviations."""
    (division,) = with_abbreviations(assemble(it)).divisions
    number = next((n for n, node in enumerate(division.nodes) if words(node) == TITLE), len(division.nodes))
    return [words_of(runs) for runs in leaves(division.nodes[number + 1 :])]


def words(node: object) -> str:
    return words_of(node.runs) if isinstance(node, Heading) else ""


def test_what_abbreviations_stand_for_is_listed_at_the_end_once_each() -> None:
    assert listed(briefing(SHORT)) == [
        "EU: European Union",
        "W.H.O.: World Health Organization",
        "WTO: World Trade Organization",
    ]


def test_an_excerpt_lists_those_that_it_has() -> None:
    assert listed(briefing(SHORT, ("law",))) == ["EU: European Union", "WTO: World Trade Organization"]


def test_a_copy_without_abbreviations_has_no_list() -> None:
    it = briefing("# Aid\n\nThe WTO.\n")
    assert with_abbreviations(assemble(it)) == assemble(it)


def test_an_abbreviation_that_is_marked_in_part_is_one() -> None:
    it = briefing("# Aid\n\n<abbr title='World Trade Organization'>W<b>T</b>O</abbr>\n")
    assert listed(it) == ["WTO: World Trade Organization"]


def test_text_and_word_have_the_list_and_markdown_has_it_at_each_word(tmp_path: Path) -> None:
    assert b"\nAbbreviations\n-------------\n\n- EU: European Union\n" in text.write(briefing(SHORT))
    (tmp_path / "a.docx").write_bytes(word.write(briefing(SHORT)))
    assert "EU: European Union" in [p.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    copy = markdown.write(briefing(SHORT))
    assert b"Abbreviations" not in copy
    assert b'<abbr title="European Union">' in copy


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![A ship](https://a.org/b.png) sails", "[Picture not included: A ship] sails"),
        ("a ![ship](../b.png) sails", "a [Picture not included: ship] sails"),
        ("![](https://a.org/b.png)", "[Picture not included]"),
        (
            "a <img src='https://a.org/b.png'> b <img src='https://a.org/b.png' alt=''> c",
            "a [Picture not included] b c",
        ),
        ("[![Build](https://a.org/b.svg)](#c)", "Build"),
        ("![A ship](b.png)", "[Picture: A ship]"),
    ],
)
def test_of_a_picture_that_no_file_of_the_folder_is_a_copy_says_so(written: str, shown: str) -> None:
    assert f"\n\n{shown}\n\n" in text.write(briefing(f"# A\n\n{written}\n")).decode()


def test_a_heading_has_the_words_of_its_picture_alone() -> None:
    copy = text.write(briefing("# A\n\n## ![Logo](https://a.org/b.png) Us\n\nB.\n")).decode()
    assert "\nLogo Us\n-------\n" in copy


def pictured(folder: Path) -> Briefing:
    (folder / "dot.png").write_bytes(DOT)
    (folder / "a.md").write_text("# A\n\nB.\n\n![Dot](dot.png)\n\nC ![Dot](dot.png) d\n", encoding="utf-8")
    return Briefing((SheetPart.of(read_document(folder / "a.md")),), Choices(TODAY, paragraph_numbers=True))


def test_a_picture_alone_hangs_from_the_line_of_its_number(tmp_path: Path, compiler: Compiler) -> None:
    (division,) = job_of(pictured(tmp_path), CopyPictures(compiler))["doc"]["divisions"]
    assert [["numbered" in run for run in node["runs"]] for node in division["nodes"]] == [
        [False],
        [True],
        [False, False, False],
    ]


def test_on_a_web_page_too(tmp_path: Path, compiler: Compiler) -> None:
    page = html.write(pictured(tmp_path), CopyPictures(compiler)).decode()
    assert page.count('<p class="pictured"><span class="number">2</span> <img ') == 1
    assert page.count('class="pictured"') == page.count(".pictured img{") == 1


def test_in_word_too(tmp_path: Path, compiler: Compiler) -> None:
    data = word.write(pictured(tmp_path), CopyPictures(compiler))
    (tmp_path / "a.docx").write_bytes(data)
    paragraphs = docx.Document(str(tmp_path / "a.docx")).paragraphs
    at_top = [p for p in paragraphs if p._p.find(f"{qn('w:pPr')}/{qn('w:textAlignment')}") is not None]
    assert [p.text for p in at_top] == ["2\t"]


@pytest.mark.parametrize(
    ("picture", "caption"),
    [
        *(("![The port](a.png)", "The port"), ("- ![The port](a.png)", "The port"), ("![](a.png)", None)),
        *(("![a.png](a.png)", None), ("![A](a.png)", None), ("![IMG_1.JPG](a.png)", None)),
        *(("a ![The port](a.png)", None), ("![The port](gone.png)", None)),
    ],
)
def test_a_picture_alone_has_its_words_below_it(
    tmp_path: Path, compiler: Compiler, picture: str, caption: str | None
) -> None:
    (tmp_path / "a.png").write_bytes(DOT)
    (tmp_path / "a.md").write_text(f"# A\n\n{picture}\n", encoding="utf-8")
    it = Briefing((SheetPart.of(read_document(tmp_path / "a.md")),), Choices(TODAY))
    (division,) = job_of(it, CopyPictures(compiler))["doc"]["divisions"]
    (node,) = division["nodes"]
    ((node,),) = node.get("items", [[node]])
    page = html.write(it, CopyPictures(compiler)).decode()
    (tmp_path / "a.docx").write_bytes(word.write(it, CopyPictures(compiler)))
    italic = [
        run.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs for run in p.runs if run.italic
    ]
    assert [run["text"] for run in node["runs"][2:]] == ([caption] if caption else [])
    assert page.count("<small>") == (f"<small><em>{caption}</em></small>" in page) == bool(caption)
    assert (caption in italic) == bool(caption)
