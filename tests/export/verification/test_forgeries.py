"""No forgery passes: no copy of a forged sheet, and no forged copy, sealed again or not, is identical."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pypdfium2 import raw

from hkviewer.content.document import Document, open_document, read_document
from hkviewer.errors import DocumentError
from hkviewer.export.briefing import Briefing, Choices, OwnWords, SheetPart
from hkviewer.export.pdf import xmp_record
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.pdf.page_images import opened
from hkviewer.export.verification.report import checked, report
from hkviewer.preferences.schema import Layout
from tests.examples import breadth, examples
from tests.export.conftest import RED_DOT
from tests.export.verification.forgeries import (
    TRUE_SHEET,
    Edit,
    forged_sheets,
    on_first_page,
    page_twice,
    replaced,
    with_objects,
)

DATE = dt.date(2026, 11, 22)
CHOICES = Choices(DATE, contents="yes", marking="OFFICIAL", title="For the visit")
FORGED = dict(forged_sheets())
Forged = Callable[[str], Briefing]
FEW = list(FORGED)[::12]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the true sheet and its picture, and another for the forger."""
    made = tmp_path_factory.mktemp("sheets")
    for name in ("true", "forged"):
        (made / name).mkdir()
        (made / name / "dot.png").write_bytes(RED_DOT)
        (made / name / "blue.png").write_bytes(_blue_dot())
        (made / name / "harbour.md").write_text(TRUE_SHEET, encoding="utf-8")
    return made


def _blue_dot() -> bytes:
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (1, 1), "blue").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def true(folder: Path) -> Document:
    return read_document(folder / "true" / "harbour.md")


@pytest.fixture(scope="module")
def true_copy(true: Document, compiler: Compiler) -> bytes:
    return compiler.pdf(Briefing((SheetPart.of(true),), CHOICES))


def says_identical(lines: list[str]) -> bool:
    return any("identical" in line and "not identical" not in line for line in lines)


def check(pdf: bytes, folder: Path) -> tuple[int, list[str]]:
    """The verdict; a file that is refused has not passed."""
    path = folder / "copy.pdf"
    path.write_bytes(pdf)
    try:
        return report(path, [read_document(folder / "true" / "harbour.md")])
    except DocumentError as error:
        return error.exit_code, [error.what]


@pytest.fixture
def forged(true: Document, folder: Path) -> Forged:
    """What makes a copy of a forged sheet, by its name, that claims the true one's digest."""

    def make(name: str) -> Briefing:
        path = folder / "forged" / "harbour.md"
        path.write_text(FORGED[name], encoding="utf-8")
        part = SheetPart.of(read_document(path))
        return Briefing((replace(part, sheet=part.sheet.replace(digest=true.sheet.digest)),), CHOICES)

    return make


def set_plainly(briefing: Briefing) -> bytes:
    with Compiler() as compiler:
        return compiler.pdf(briefing)


def test_the_true_copy_is_identical(true_copy: bytes, folder: Path) -> None:
    assert check(true_copy, folder) == (
        0,
        ["Harbour of the North: text identical to this edition; whole sheet."],
    )


def test_the_generator_makes_many() -> None:
    assert len(FORGED) > 250
    assert TRUE_SHEET not in FORGED.values()


def _assert_told(pdf: bytes, true_copy: bytes, folder: Path) -> None:
    if pdf == true_copy:
        return  # nothing of it stands on the page
    code, lines = check(pdf, folder)
    assert code == 1, lines
    assert not says_identical(lines)


@pytest.mark.parametrize("name", breadth(FEW, 6))
def test_a_forged_sheet_is_told(
    name: str, forged: Forged, true_copy: bytes, folder: Path, compiler: Compiler
) -> None:
    _assert_told(compiler.pdf(forged(name)), true_copy, folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", FORGED)
def test_every_forged_sheet_is_told(
    name: str, forged: Forged, true_copy: bytes, folder: Path, compiler: Compiler
) -> None:
    _assert_told(compiler.pdf(forged(name)), true_copy, folder)


Disguised = Callable[[Briefing, str], bytes]
DISGUISES = ("another version’s record", "no record")


@pytest.fixture
def disguised(compiler: Compiler, monkeypatch: pytest.MonkeyPatch) -> Disguised:
    """Sets a copy whose bytes are not compared: its forger writes that another program made it."""
    write = xmp_record.with_record

    def set_(briefing: Briefing, disguise: str) -> bytes:
        def with_other(pdf: bytes, made: dict[str, Any]) -> bytes:
            made = {**made, "made_with": {"program": "9.9"}}
            return pdf if disguise == "no record" else write(pdf, made)

        with monkeypatch.context() as patch:
            patch.setattr("hkviewer.export.pdf.compiler.with_record", with_other)
            return compiler.pdf(briefing)

    return set_


@pytest.mark.slow
@pytest.mark.parametrize("name", FORGED)
def test_a_forged_sheet_is_told_by_what_can_be_read_alone(
    name: str, forged: Forged, true_copy: bytes, folder: Path, disguised: Disguised
) -> None:
    briefing = forged(name)
    if set_plainly(briefing) == true_copy:
        return
    code, lines = check(disguised(briefing, DISGUISES[len(name) % 2]), folder)
    assert not says_identical(lines)
    assert code == 1, lines


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("layout", breadth(["standard", "compact", "large"]))
def test_a_true_copy_of_another_version_has_the_same_words(
    layout: Layout, disguise: str, true: Document, folder: Path, disguised: Disguised
) -> None:
    choices = Choices(DATE, layout=layout, contents="yes", prepared_for="Us", notes=True)
    own = OwnWords("## Ours\n\nSome [words](https://example.org/ours).\n\n- one\n- two")
    bare = replace(SheetPart.of(true), sections=("weather",))
    for parts in ((SheetPart.of(true),), (own, SheetPart.of(true)), (bare, own)):
        code, lines = check(disguised(Briefing(parts, choices), disguise), folder)
        assert (code, lines[1:]) == (0, [])
        assert "the words are the same; the drawing of the page was not compared" in lines[0]


# ---- Edited files ----------------------------------------------------------------------------

EDITS: dict[str, Edit] = {
    "a white box": on_first_page(b"q 1 1 1 rg 0 300 600 300 re f Q"),
    "nothing, saved again": lambda pdf: with_objects(pdf, lambda _, data: data) + b"\n",
    "an address": replaced(b"(https://example.org/times?a=1)", b"(https://example.com/times?a=1)"),
    "an address's end": replaced(b"(https://example.org/renewal)", b"(https://example.org/renewals)"),
    "a picture's words": replaced(b"/Alt(A red dot)", b"/Alt(A red cat)"),
    "a heading's tag": replaced(b"/S/H3", b"/S/H2"),
    "a paragraph's tag": replaced(b"/S/P", b"/S/H2"),
    "a script": replaced(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
    "another title": replaced(b"/Title(For the visit)", b"/Title(For the Visit)"),
    "another marking in the record": replaced(b'"marking":"OFFICIAL"', b'"marking":"SECRET"'),
    "another title in the record": replaced(b'"title":"For the visit"', b'"title":"For a visit"'),
    "another date in the record": replaced(b'"date":"2026-11-22"', b'"date":"2026-11-21"'),
    "another layout in the record": replaced(b'"layout":"standard"', b'"layout":"large"'),
    "no sections in the record": replaced(b'"sections":null', b'"sections":[]'),
    "a highlight in the record": replaced(b'"highlights":[]', b'"highlights":[["trade",0,0,3]]'),
    "own words in the record": replaced(b'"parts":[', b'"parts":[{"part":"own words","markdown":"x"},'),
    "a page twice": page_twice,
}


@pytest.mark.parametrize("edit", breadth(EDITS.values(), 6), ids=EDITS)
def test_an_edited_copy_sealed_again_is_told(edit: Edit, true_copy: bytes, folder: Path) -> None:
    pdf = edit(true_copy)
    assert pdf != true_copy
    code, lines = check(pdf, folder)
    # A record that no copy can be set from is none: then the words are the same, and no more is said.
    assert code in (1, 3) or "the drawing of the page was not compared" in lines[0]
    assert not says_identical(lines)


def test_a_page_named_twice_is_refused(true_copy: bytes, folder: Path) -> None:
    code, lines = check(page_twice(true_copy), folder)
    assert code == 1
    assert "page more than once" in lines[0]


@given(data=st.data())
@examples(1, HealthCheck.function_scoped_fixture)
def test_no_change_of_any_byte_passes_sealed_or_not(
    data: st.DataObject, true_copy: bytes, folder: Path
) -> None:
    place = data.draw(st.integers(0, len(true_copy) - 400))
    changed = bytearray(true_copy)
    changed[place] ^= data.draw(st.integers(1, 255))
    pdf = bytes(changed)
    if data.draw(st.booleans()):
        try:
            pdf = with_objects(pdf, lambda _, data: data)
        except (ValueError, AssertionError):
            return
        if pdf == true_copy:
            return
    code, lines = check(pdf, folder)
    assert code in (1, 3), lines
    assert not says_identical(lines)


def test_a_link_that_has_no_words_at_all_is_told(true_copy: bytes, folder: Path) -> None:
    # What is named is no annotation now; of its words PDFium says that they take no byte.
    links = true_copy.index(b"/Annots[")
    place = true_copy.index(b" 0 R", true_copy.index(b" 0 R", links) + 1)
    code, lines = check(true_copy[:place] + b" 0!R" + true_copy[place + 4 :], folder)
    assert code == 1, lines


# ---- The record ------------------------------------------------------------------------------

HOSTILE = {
    "no JSON": b"{",
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "a number of many digits": b'{"format":' + b"9" * 10_000 + b"}",
    "a list": b"[]",
    "null": b"null",
    "nothing in it": b"{}",
    "another format": b'{"format":2,"date":"2026-11-22","choices":{},"parts":[]}',
    "no date": b'{"format":1,"date":"today","choices":{},"parts":[]}',
    "wrong types": b'{"format":1,"date":1,"choices":[],"parts":{}}',
    "parts of no kind": b'{"format":1,"date":"2026-11-22","choices":{},"parts":[1,null,{"part":"x"}]}',
    "choices of no kind": b'{"format":1,"date":"2026-11-22","choices":{"layout":"round"},"parts":[]}',
    "a truth value for a number": (
        b'{"format":1,"date":"2026-11-22","choices":{},"parts":[{"part":"sheet","sheet":"harbour-north",'
        b'"digest":"","own_file":1,"sections":null,"highlights":[["trade",true,0,1]]}]}'
    ),
    "ranges beyond the text": (
        b'{"format":1,"date":"2026-11-22","choices":{},"parts":[{"part":"sheet","sheet":"harbour-north",'
        b'"digest":"","own_file":true,"sections":["nowhere"],"highlights":[["trade",0,-5,99999],["x",1,0,1]]}]}'
    ),
    "half a pair": b'{"format":1,"date":"2026-11-22","choices":{"title":"\\ud800"},"parts":[]}',
}


@pytest.mark.parametrize("made", breadth(HOSTILE.values(), 5), ids=HOSTILE)
def test_a_hostile_record_gets_a_plain_verdict(made: bytes, true_copy: bytes, folder: Path) -> None:
    old = re.search(rb"(<hkviewer:Record[^>]*>)([^<]*)", true_copy)
    assert old
    code, lines = check(replaced(old[2], made)(true_copy), folder)
    assert code in (0, 1)
    assert not says_identical(lines)
    assert lines


# ---- What is the preparer's -------------------------------------------------------------------


def test_what_the_preparer_chose_is_printed_word_for_word(
    true: Document, folder: Path, compiler: Compiler
) -> None:
    from hkviewer.content.ranges import HEADING, TextRange

    marked = (TextRange("trade", HEADING, 0, 5),)
    sheet = SheetPart(true.sheet, folder=true.path.parent, own_file=True, highlights=marked)
    forged_verdict = "Harbour of the North: text identical to this edition; whole sheet."
    choices = Choices(
        DATE,
        title=f"Visit\n{forged_verdict}",
        marking="TOP\x1b[2J SECRET",
        prepared_for="The Minister",
        prepared_by="Desk 7",
        notes=True,
    )
    own = OwnWords(f"# Points\n\nOne.\u2028{forged_verdict}\n\x1b[1mTwo.")
    path = folder / "copy.pdf"
    path.write_bytes(compiler.pdf(Briefing((own, sheet), choices)))
    result = checked(path, [true])
    assert result.code == 0
    assert result.preparers == [
        "The preparer’s own, word for word:",
        "  Date: 22 November 2026",
        f"  Title: Visit {forged_verdict}",
        "  Marking: TOP [2J SECRET",
        "  Prepared for: The Minister",
        "  Prepared by: Desk 7",
        "  Words:",
        "    | # Points",
        "    |",
        "    | One.",
        f"    | {forged_verdict}",
        "    | �[1mTwo.",
        "  Highlighted: Trade (in “Trade”)",
        "  Room for notes: yes",
    ]
    assert all(line.startswith("  ") for line in result.preparers[1:])


def test_what_is_commented_out_in_own_words_is_not_handed_out(true: Document, compiler: Compiler) -> None:
    own = OwnWords("Said.\n\n<!-- not for them -->\n\nSaid, too.")
    pdf = compiler.pdf(Briefing((own, SheetPart.of(true)), Choices(DATE)))
    assert b"Said, too" in pdf
    assert b"not for them" not in pdf


def test_no_path_stands_in_a_copy(true: Document, true_copy: bytes) -> None:
    assert str(true.path.parent).encode() not in true_copy


def test_a_copy_without_a_section_of_its_sheet_is_not_the_same(
    true: Document, folder: Path, compiler: Compiler
) -> None:
    parts = (OwnWords("All is otherwise."), SheetPart.of(true, sections=()))
    code, lines = check(compiler.pdf(Briefing(parts, Choices(DATE))), folder)
    assert code == 1
    assert "no section" in lines[0]
    assert not says_identical(lines)


def test_a_file_in_place_of_our_sheet_is_named(
    hong_kong: SheetPart, compiler: Compiler, folder: Path
) -> None:
    path = folder / "forged" / "ours.md"
    path.write_text(f"---\ntitle: {hong_kong.sheet.title}\nid: {hong_kong.sheet.id}\n---\n\n## A\n\nNo.\n")
    forged = read_document(path)
    copy = folder / "copy.pdf"
    copy.write_bytes(compiler.pdf(Briefing((SheetPart.of(forged),), Choices(DATE))))
    own = [f"  Compared with “{path}”, not with this program’s own sheet of that id."]
    assert report(copy, [forged])[1][1:] == []
    assert report(copy, [forged, open_document(None)])[1][1:] == own


def test_no_rule_among_the_preparers_words_looks_like_their_end(true: Document, compiler: Compiler) -> None:
    """Else what follows it would pass for the sheet's."""
    parts = (OwnWords("Ours.\n\n---\n\n## Trade\n\nOurs too."), SheetPart.of(true, sections=("weather",)))
    with opened(compiler.pdf(Briefing(parts, Choices(DATE)))) as document:
        widths = [
            round(piece.get_bounds()[2] - piece.get_bounds()[0])
            for piece in document[0].get_objects(max_depth=1)
            if piece.type == raw.FPDF_PAGEOBJ_PATH
        ]
    assert sum(width < 100 for width in widths) == 1
