"""What a program reads in a copy is what its reader sees: hidden, covered and moved words are told of."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from hkviewer.content.document import Document, read_document
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.pdf import xmp_record
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.verification.report import report
from hkviewer.export.verification.visible import unseen
from tests.export.verification.forgeries import (
    Edit,
    on_first_page,
    packed,
    replaced,
    unpacked,
    with_objects,
)

SHEET = """---
title: Tides
id: tides
source: https://example.org/tides
---

## Water

The harbour earned $12.8 billion in the year of the survey.

## Wind

It blows from the north for nine months of the year.

| Quay | Depth |
|---|---|
| North | 12 m |
"""
SENTENCE = 6
"""The number of the mark of a line of words."""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("tides") / "tides.md"
    path.write_text(SHEET, encoding="utf-8")
    return read_document(path)


@pytest.fixture(scope="module")
def copy(sheet: Document, compiler: Compiler) -> bytes:
    """A copy that says that another version has made it, so that its words alone are compared."""
    write = xmp_record.with_record
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "hkviewer.export.pdf.compiler.with_record",
            lambda pdf, made: write(pdf, {**made, "made_with": {"program": "9.9"}}),
        )
        return compiler.pdf(Briefing((SheetPart.of(sheet),), Choices(dt.date(2026, 11, 22))))


def in_sentence(old: bytes, new: bytes) -> Edit:
    """An edit that puts `new` for what the pattern `old` finds first in the paragraph of the figure."""

    def edit(pdf: bytes) -> bytes:
        done = 0

        def of_object(_: int, data: bytes) -> bytes:
            nonlocal done
            plain = unpacked(data)
            start = plain.find(b"/MCID %d>>" % SENTENCE) if b"BDC" in plain else -1
            if start < 0:
                return data
            changed, done = re.subn(old, new, plain[start:], count=1)
            return packed(data, plain[:start] + changed)

        result = with_objects(pdf, of_object)
        assert done
        return result

    return edit


HIDDEN: dict[str, Edit] = {
    "white": in_sentence(rb"BT 0 Tr", b"1 1 1 rg BT 0 Tr"),
    "invisible": in_sentence(rb"0 Tr", b"3 Tr"),
    "nearly white": in_sentence(rb"BT 0 Tr", b".93 .93 .9 rg BT 0 Tr"),
    "a clip for others": in_sentence(rb"0 Tr", b"7 Tr"),
    "clipped": in_sentence(rb"BT 0 Tr", b"0 0 1 1 re W n BT 0 Tr"),
    "tiny": in_sentence(rb"/(f\d) [\d.]+ Tf", rb"/\1 .1 Tf"),
    "flat": in_sentence(rb"1 0 0 -1 0 0 Tm", b"1 0 0 -.01 0 0 Tm"),
    "beyond the page": in_sentence(rb"q 1 0 0 -1 [\d.]+", b"q 1 0 0 -1 4000"),
    "mirrored": in_sentence(rb"q 1 0 0 -1", b"q -1 0 0 -1"),
    "upside down": in_sentence(rb"q 1 0 0 -1", b"q 1 0 0 1"),
    "covered": on_first_page(b"q 1 1 1 rg 0 0 700 800 re f Q"),
    "the figure covered": on_first_page(b"q 1 1 1 rg 180 560 60 30 re f Q"),
    "a page cut": replaced(b"/Type/Page/", b"/Type/Page/CropBox[0 600 612 792]/"),
    "a page turned": replaced(b"/Type/Page/", b"/Type/Page/Rotate 90/"),
    "a page as large as a wall": replaced(b"/MediaBox[0 0 612 792]", b"/MediaBox[0 0 61200 79200]"),
}
DRAWN: dict[str, Edit] = {
    "letters of lines": on_first_page(b"q 1 w 300 300 m 305 300 l 305 312 l 300 312 l S Q"),
    "a letter of curves": on_first_page(
        b"q 300 300 m 310 320 320 320 330 300 c 340 290 350 290 360 300 c f Q"
    ),
    "many bars": on_first_page(
        b"q " + b"".join(b"%d 200 2 40 re f " % x for x in range(100, 400, 10)) + b"Q"
    ),
    "the line below another": in_sentence(rb"(q 1 0 0 -1 [\d.]+) [\d.]+", rb"\1 440"),
    "over another": in_sentence(rb"(q 1 0 0 -1) [\d.]+ [\d.]+", rb"\1 126 648.2542"),
    "its letters turned": in_sentence(rb"\[\(", rb"[-40000(\000\001)41000("),
}


BESIDE: dict[str, Edit] = {
    "a link's words": replaced(b"/Contents(https://example.org/tides)", b"/Contents(https://example.net/)"),
    "a link's corners": replaced(b"/Subtype/Link", b"/Subtype/Link/QuadPoints[1 1 9 1 1 9 9 9]"),
    "a link's next": replaced(b"/S/URI", b"/Next<</S/URI/URI(https://example.net/)>>/S/URI"),
    "words for a whole part": replaced(b"/S/Document", b"/S/Document/ActualText(It lost 3 billion.)"),
    "what letters stand for": replaced(b"/S/P", b"/S/P/E(It lost 3 billion.)"),
    "a file beside": replaced(b"/Type/Catalog", b"/Type/Catalog/AF[<</Type/Filespec/F(x)/EF<</F 9 0 R>>>>]"),
    "words struck": in_sentence(
        rb"q 1 0 0 -1 [\d.]+ ([\d.]+) cm", rb"q 1 0 0 1 0 4 cm 1 w 100 \1 m 300 \1 l S Q \g<0>"
    ),
}


def with_glyphs_changed(pdf: bytes, one: str, other: str) -> bytes:
    """`pdf` with the outlines of two figures changed in its typefaces."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        fonts = {font.ToUnicode.objgen: font for page in file.pages for font in page.Resources.Font.values()}
        for font in fonts.values():
            pairs = re.findall(rb"<(\w{4})>\s*<(\w{4})>\n", font.ToUnicode.read_bytes())
            glyphs = {chr(int(letter, 16)): int(glyph, 16) for glyph, letter in pairs}
            descriptor = font.DescendantFonts[0].FontDescriptor
            if {one, other} <= glyphs.keys() and "/FontFile2" in descriptor:
                face = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
                names, table = face.getGlyphOrder(), face["glyf"].glyphs
                a, b = names[glyphs[one]], names[glyphs[other]]
                table[a], table[b] = table[b], table[a]
                changed = io.BytesIO()
                face.save(changed)
                descriptor.FontFile2.write(changed.getvalue())
        saved = io.BytesIO()
        file.save(saved)
    return saved.getvalue()


def check(pdf: bytes, sheet: Document, tmp_path: Path) -> tuple[int, list[str]]:
    path = tmp_path / "copy.pdf"
    path.write_bytes(pdf)
    return report(path, [sheet])


def test_in_a_true_copy_all_is_seen(copy: bytes) -> None:
    assert list(unseen(copy)) == []


@pytest.mark.parametrize(
    "name",
    [n if n in ("white", "the figure covered") else pytest.param(n, marks=pytest.mark.slow) for n in HIDDEN],
)
def test_hidden_words_are_told_of(name: str, copy: bytes) -> None:
    (line, *_) = unseen(HIDDEN[name](copy))
    assert line.startswith("Page 1: ")


@pytest.mark.slow
@pytest.mark.parametrize("name", [*HIDDEN, *DRAWN])
def test_of_what_cannot_be_read_the_words_are_not_said_to_be_the_same(
    name: str, copy: bytes, sheet: Document, tmp_path: Path
) -> None:
    assert "the words are the same" in check(copy, sheet, tmp_path)[1][0]
    code, lines = check({**HIDDEN, **DRAWN}[name](copy), sheet, tmp_path)
    assert code == 1
    assert "the words are the same" not in lines[0]


@pytest.mark.slow
def test_a_letter_that_looks_like_another_is_told_of(copy: bytes, sheet: Document, tmp_path: Path) -> None:
    code, lines = check(with_glyphs_changed(copy, "2", "8"), sheet, tmp_path)
    assert code == 1
    assert "the words are the same" not in lines[0]
    assert "  “8” is drawn where “2” is read." in lines


@pytest.mark.parametrize(
    "name",
    [
        "a link's words",
        *(pytest.param(name, marks=pytest.mark.slow) for name in BESIDE if name != "a link's words"),
    ],
)
def test_what_readers_are_told_beside_the_words_is_compared(
    name: str, copy: bytes, sheet: Document, tmp_path: Path
) -> None:
    code, lines = check(BESIDE[name](copy), sheet, tmp_path)
    assert code == 1
    assert "the words are the same" not in lines[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "edit",
    [replaced(b"/Border[0 0 0]", b"/Border[0 0 90]"), replaced(b"/S/P", b"/S/P/Alt(It lost 3 billion.)")],
    ids=["a frame", "words for screen readers"],
)
def test_what_covers_or_replaces_words_is_told_of(
    edit: Edit, copy: bytes, sheet: Document, tmp_path: Path
) -> None:
    code, lines = check(edit(copy), sheet, tmp_path)
    assert code == 1
    assert "the words are the same;" not in lines[0]


@pytest.mark.slow
def test_words_in_a_part_that_can_be_shut_off_are_told_of(
    copy: bytes, sheet: Document, tmp_path: Path
) -> None:
    shut = replaced(b"/Type/Catalog", b"/Type/Catalog/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]>>>>")
    code, lines = check(shut(copy), sheet, tmp_path)
    assert code == 1
    assert "shown or hidden" in lines[1]
