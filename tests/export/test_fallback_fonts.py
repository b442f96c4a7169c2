"""Scripts that the program's own typefaces lack, and text from right to left."""

from __future__ import annotations

import contextlib
import io

import pikepdf
import pytest

from hkviewer.cli import main
from hkviewer.errors import OutputError
from hkviewer.export.briefing import OwnWords
from hkviewer.export.fallback_fonts import direction, fallback, wants_system
from hkviewer.export.pdf import compiler as engine

ARABIC = "العلاقات الاقتصادية"


@pytest.mark.parametrize(
    ("text", "lang", "way"),
    [
        ("English words", "en", ""),
        ("38.7", "en", ""),
        ("", "ar", ""),
        (ARABIC, "en", "rtl"),
        (ARABIC, "ar", ""),
        (f"U.S. {ARABIC}", "en", ""),
        (f"U.S. {ARABIC}", "ar", ""),
        (f"38.7 {ARABIC}", "en", "rtl"),
        ("English words", "fa", "ltr"),
        ("Côte d’Ivoire", "he", "ltr"),
        ("香港", "zh", ""),
    ],
)
def test_a_text_runs_as_its_first_letter_does(text, lang, way):
    assert direction(text, lang) == way


@pytest.mark.parametrize(
    ("lang", "region", "best"),
    [("zh", "HK", "PMingLiU"), ("zh", "CN", "SimSun"), ("ja", None, "Yu Mincho"), ("en", None, "SimSun")],
)
def test_the_language_tells_whose_form_of_a_chinese_letter_is_meant(lang, region, best):
    windows = ["Yu Mincho", "PMingLiU", "SimSun", "Consolas", "Arial"]
    assert next(name for name in fallback(lang, region, windows) if name != "Arial") == best


def test_only_faces_that_the_system_has_are_asked_for():
    assert fallback("en", None, ["DejaVu Sans Mono"]) == []
    assert fallback("en", None, ["DejaVu Sans Mono", "DejaVu Sans"]) == ["DejaVu Sans"]


def test_only_scripts_that_would_come_out_as_program_code_ask_for_the_systems_faces():
    assert [wants_system(text) for text in (ARABIC, "עברית", "Հայ")] == [True] * 3
    assert [wants_system(text) for text in ("Café 香港 → ≤ Ελλάδα Россия", "")] == [False] * 2


def faces_of(pdf: bytes) -> set[str]:
    with contextlib.closing(pikepdf.open(io.BytesIO(pdf))) as opened:
        fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
        return {str(font.FontName).partition("+")[2] for font in fonts}


def test_arabic_is_not_set_in_a_face_for_program_code_where_the_system_has_another(compiler, brief):
    faces = faces_of(compiler.pdf(brief(OwnWords(f"## {ARABIC}\n\n{ARABIC} **{ARABIC}**"))))
    if fallback("en", None, compiler._compiler(system=True)[1]):
        assert not any("Mono" in face for face in faces)
    assert faces


def test_paragraphs_lists_and_quotations_say_which_way_they_run(brief, part_of):
    text = f"# T\n\n## {ARABIC}\n\n{ARABIC}\n\n- {ARABIC}\n\n> {ARABIC}\n\nEnglish.\n"
    (division,) = engine.job_of(brief(part_of(text)))["doc"]["divisions"]
    assert [node["dir"] for node in division["nodes"]] == ["rtl", "rtl", "rtl", "rtl", ""]
    assert division["nodes"][3]["rtl"]


def test_a_sheet_from_right_to_left_passes_with_its_english_lines(compiler, brief, part_of):
    text = f"---\ntitle: {ARABIC}\nlanguage: ar\n---\n\n# {ARABIC}\n\n## {ARABIC}\n\n> {ARABIC}\n\nEnglish.\n"
    for layout in ("standard", "compact", "large"):
        pdf = compiler.pdf(brief(part_of(text), layout=layout, contents="yes"))
        with contextlib.closing(pikepdf.open(io.BytesIO(pdf))) as opened:
            assert str(opened.Root.Lang) == "ar"


def test_a_character_that_no_font_has_means_that_the_output_cannot_be_written(
    compiler, brief, part_of, tmp_path, capsys
):
    with pytest.raises(OutputError, match=r"U\+13000"):
        compiler.pdf(brief(part_of("# T\n\n\U00013000\n")))
    sheet = tmp_path / "sheet.md"
    sheet.write_text("# T\n\n\U00013000\n", encoding="utf-8")
    assert main(["export", str(sheet), "-o", str(tmp_path / "copy.pdf")]) == 4
    assert "U+13000" in capsys.readouterr().err
    assert main(["export", str(sheet), "-o", str(tmp_path / "copy.html")]) == 0
