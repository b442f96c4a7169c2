"""Scripts that the program's own typefaces lack, and text from right to left."""

from __future__ import annotations

import contextlib
import io
import time

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from hkviewer.cli import main
from hkviewer.export import fallback_fonts
from hkviewer.export.briefing import OwnWords
from hkviewer.export.fallback_fonts import _may_be_used, fallback_for
from hkviewer.export.pdf.job import job_of
from hkviewer.export.pdf.page_images import pictures
from hkviewer.export.pdf.stand_ins import told
from hkviewer.export.pictures import CopyPictures
from hkviewer.export.verification.report import report
from hkviewer.system.font_files import fallback_folder, font_file
from tests.examples import examples

ARABIC = "العلاقات الاقتصادية"


def faces_of(pdf: bytes) -> set[str]:
    with contextlib.closing(pikepdf.open(io.BytesIO(pdf))) as opened:
        fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
        return {str(font.FontName).partition("+")[2].partition("-")[0] for font in fonts}


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Café ‘Ελλάδα’ Россия → ≤", []),
        (ARABIC, ["Noto Naskh Arabic"]),
        ("עברית", ["Noto Serif Hebrew"]),
        ("依照〈某某法〉第一条。", ["Noto Sans CJK SC"]),
        ("かな 한국어", ["Noto Sans CJK SC"]),
        ("ภาษาไทย", ["Noto Serif Thai"]),
        ("हिन्दी", ["Noto Serif Devanagari"]),
        ("✅ ❌ 👨\u200d👩\u200d👧 🇺🇸 👍🏽", ["Noto Emoji"]),
        ("♔ ⠿", ["Noto Sans Symbols2"]),
    ],
)
def test_each_script_has_a_bundled_typeface(text, families):
    found = fallback_for(text)
    assert [family for family, _ in found.faces] == families
    assert not found.files
    assert not found.missing


def test_of_other_fonts_only_those_that_have_a_letter_of_the_text_are_asked():
    ((_, letters),) = fallback_for("a 香 港").faces
    assert set("香港") <= set(letters)
    assert "中" not in letters


def test_a_mark_is_taken_from_a_font_that_has_its_letter_too():
    found = fallback_for("é\u0359 and ħ\u0303")
    assert [family for family, _ in found.faces] == ["Noto Serif"]
    assert not found.missing
    assert fallback_for("中\u0302 ê").missing == ("中\u0302",)


def test_signs_that_show_nothing_are_not_missing():
    assert fallback_for("a\u200b\u2060\ufeff\u00ad\u034f\ufe0f\U000e0067\u2028b") == fallback_for("ab")


@pytest.fixture
def systems_fonts(monkeypatch, tmp_path):
    """Makes fonts the system's only ones, a file each: the name, its letter, and what it allows."""

    def make(*fonts: tuple[str, str, int]) -> None:
        files = []
        for name, letter, kind in fonts:
            file = tmp_path / f"{name}.ttf"
            builder = FontBuilder(1000)
            builder.setupGlyphOrder([".notdef", "a"])
            builder.setupCharacterMap({ord(letter): "a"})
            pen = TTGlyphPen(None)
            for point in ((0, 0), (0, 500), (500, 500)):
                (pen.lineTo if pen.points else pen.moveTo)(point)
            pen.closePath()
            glyph = pen.glyph()
            builder.setupGlyf({".notdef": glyph, "a": glyph})
            builder.setupHorizontalMetrics({".notdef": (600, 0), "a": (600, 0)})
            builder.setupHorizontalHeader(ascent=800, descent=-200)
            builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
            builder.setupOS2(
                fsType=kind, sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, sCapHeight=500
            )
            builder.setupPost()
            builder.save(file)
            files.append((name, file))
        monkeypatch.setattr(
            fallback_fonts, "_of_system", lambda: tuple(f for f in files if _may_be_used(f[1]))
        )

    return make


def test_a_letter_that_no_bundled_typeface_has_is_set_in_one_of_the_systems(
    systems_fonts, compiler, brief, part_of
):
    systems_fonts(("Forbidden", "\U00013000", 2), ("Allowed", "\U00013000", 8))
    pdf = compiler.pdf(brief(part_of("# T\n\nA \U00013000.\n")))
    assert "Allowed" in faces_of(pdf)
    assert told(pdf) == ""


@pytest.mark.parametrize("kind", [0x2, 0x102, 0x200, 0x100])
def test_a_font_that_forbids_to_be_embedded_is_never_used(systems_fonts, compiler, brief, part_of, kind):
    systems_fonts(("Forbidden", "\U00013000", kind))
    pdf = compiler.pdf(brief(part_of("# T\n\nA \U00013000.\n")))
    assert "Forbidden" not in faces_of(pdf)
    assert "U+13000" in told(pdf)


def test_a_font_of_nothing_but_boxes_is_never_used(systems_fonts):
    systems_fonts(("LastResort", "\U00013000", 0))
    assert fallback_for("\U00013000").missing == ("\U00013000",)


def test_what_each_font_file_has_is_read_as_other_programs_read_it():
    for file in sorted(fallback_folder().iterdir()):
        with TTFont(file, lazy=True) as font:
            codes = set(font.getBestCmap())
        ours = font_file(file)
        assert {code for first, last in ours.ranges for code in range(first, last + 1)} == codes
        assert ours.may_be_embedded
        assert not ours.is_variable


@pytest.mark.parametrize(
    "data", [b"", b"OTTO", b"ttcf" + b"\xff" * 12, bytes(100), b"\0\1\0\0\0\xff" + b"x" * 400]
)
def test_what_is_no_font_has_no_letters(tmp_path, data):
    (tmp_path / "x.ttf").write_bytes(data)
    font = font_file(tmp_path / "x.ttf")
    assert not font.has("x")
    assert not font.may_be_embedded
    assert not font_file(tmp_path / "none.ttf").may_be_embedded


def test_arabic_is_set_in_the_bundled_typeface_for_it(compiler, brief):
    faces = faces_of(compiler.pdf(brief(OwnWords(f"## {ARABIC}\n\n{ARABIC} **{ARABIC}**"))))
    assert "NotoNaskhArabic" in faces
    assert not any("Mono" in face for face in faces)


def test_paragraphs_lists_and_quotations_say_which_way_they_run(compiler, brief, part_of):
    text = f"# T\n\n## {ARABIC}\n\n{ARABIC}\n\n- {ARABIC}\n\n> {ARABIC}\n\nEnglish.\n"
    (division,) = job_of(brief(part_of(text)), CopyPictures(compiler))["doc"]["divisions"]
    assert [node["dir"] for node in division["nodes"]] == ["rtl", "rtl", "rtl", "rtl", ""]
    assert division["nodes"][3]["rtl"]


def test_a_sheet_from_right_to_left_passes_with_its_english_lines(compiler, brief, part_of):
    text = f"---\ntitle: {ARABIC}\nlanguage: ar\n---\n\n# {ARABIC}\n\n## {ARABIC}\n\n> {ARABIC}\n\nEnglish.\n"
    for layout in ("standard", "compact", "large"):
        pdf = compiler.pdf(brief(part_of(text), layout=layout, contents="yes"))
        with contextlib.closing(pikepdf.open(io.BytesIO(pdf))) as opened:
            assert str(opened.Root.Lang) == "ar"


def test_a_copy_with_stand_ins_is_written_told_of_once_and_found_intact(brief, part_of, tmp_path, capsys):
    text = "# T \U00013000\n\nA \U00013000 b\ue000.\n\nשלום \U00013000 עולם (800) ועוד.\n\n- x \U00012000\n"
    sheet = tmp_path / "sheet.md"
    sheet.write_text(text, encoding="utf-8")
    copy = tmp_path / "copy.pdf"
    assert main(["export", str(sheet), "-o", str(copy)]) == 0
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "U+E000, U+12000, U+13000." in said
    code, lines = report(copy, [part_of(text).sheet])
    assert (code, len(lines)) == (0, 1)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
@examples(1, HealthCheck.function_scoped_fixture)
def test_no_letter_is_a_reason_to_refuse_a_copy(compiler, brief, words):
    assert compiler.pdf(brief(OwnWords("# T\n\n```\n" + words + "\n```\n")), balanced=False).startswith(
        b"%PDF"
    )


def test_marks_without_end_take_no_more_than_their_share_of_time(compiler, brief):
    taken = []
    for count in (2_000, 8_000):
        begun = time.process_time()
        compiler.pdf(brief(OwnWords("# T\n\na" + "\u0301" * count + "\n")))
        taken.append(time.process_time() - begun)
    assert taken[1] < 10 * taken[0] + 1


def test_the_language_tells_whose_form_of_a_chinese_letter_is_meant(compiler, brief, part_of):
    def drawn(language: str) -> bytes:
        pdf = compiler.pdf(brief(part_of(f"---\nlanguage: {language}\n---\n# T\n\n骨直返\n")))
        pixels = next(pictures(pdf, 144)).pixels
        return pixels[: len(pixels) // 2]  # without the digest at the foot

    simplified, traditional, japanese = map(drawn, ("zh-Hans", "zh-HK", "ja"))
    assert len({simplified, traditional, japanese}) == 3
    assert drawn("zh") == drawn("zh-CN") == simplified
    assert drawn("zh-Hant") == drawn("zh-TW") == traditional
