"""`hkviewer export`: the command as scripts use it."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from hkviewer.cli import main
from hkviewer.export.pdf.page_images import page_count, page_sizes
from hkviewer.export.verification.extract import tagged_texts
from tests.examples import breadth

DATE = ("--date", "2026-11-22")


@pytest.fixture
def export(tmp_path, capsys):
    """Runs the command; its code, its complaint, and what the copy's tags say in order."""

    def run(*arguments, name="copy.pdf"):
        code = main(["export", *map(str, arguments), "-o", str(tmp_path / name)])
        return code, capsys.readouterr().err

    return run


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "copy.pdf"
    return lambda: [text.text.strip() for text in tagged_texts(path.read_bytes(), path)]


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.md"
    path.write_text("# Points to make\n\n- Thank the host.\n", encoding="utf-8")
    return path


def test_the_plain_case_needs_nothing_but_a_name(export, texts):
    assert export() == (0, "")
    assert "U.S. Relations With Hong Kong" in texts()


def test_every_choice_of_the_command_line_reaches_the_page(export, texts, words_on_pages, tmp_path):
    code, said = export(
        *("--paper", "a4", "--layout", "compact", "--section", "economic-relations", "--contents", "yes"),
        *("--marking", "UNCLASSIFIED", "--prepared-for", "Minister Ämne", "--prepared-by", "Desk 3"),
        *("--highlight", "trade", "--notes", "--paragraph-numbers", "--title", "My title", *DATE),
    )
    assert (code, said) == (0, "")
    found = texts()
    for line in (
        "My title",
        "For Minister Ämne",
        "By Desk 3",
        "Prepared 22 November 2026",
        "Marking UNCLASSIFIED",
        "Contents",
        "Included Section 3 of 5",
    ):
        assert line in found
    assert any(line.startswith("9 The United States has substantial") for line in found)
    pdf = (tmp_path / "copy.pdf").read_bytes()
    assert "Notes" in words_on_pages(pdf).splitlines()
    assert page_sizes(pdf)[0][1] == pytest.approx(841.9, abs=0.1)


def test_a_section_takes_those_below_it_along(export, texts, tmp_path):
    sheet = tmp_path / "sheet.md"
    sheet.write_text("# T\n\n## A\n\nalpha\n\n### B\n\nbeta\n\n## C\n\ngamma\n", encoding="utf-8")
    assert export(sheet, "--section", "a")[0] == 0
    assert {"alpha", "beta"} <= set(texts())
    assert "gamma" not in texts()


def test_cover_own_words_and_several_documents_are_one_copy(export, texts, own, tmp_path):
    other = tmp_path / "other.md"
    other.write_text("# Other sheet\n\n## Section\n\nOther words.\n", encoding="utf-8")
    code, said = export("us-relations-with-hong-kong", other, "--cover", "--text", own)
    assert (code, said) == (0, "")
    found = texts()
    places = [
        found.index(w)
        for w in (
            "PREPARER’S WORDS",
            "Points to make",
            "U.S. Relations With Hong Kong",
            "Other sheet",
            "Other words.",
        )
    ]
    assert places == sorted(places)


def test_sections_of_several_documents_are_found_where_they_are(export, texts, tmp_path):
    other = tmp_path / "other.md"
    other.write_text("# Other\n\n## Mine\n\nOther words.\n\n## Not\n\nhidden\n", encoding="utf-8")
    assert (
        export("us-relations-with-hong-kong", other, "--section", "mine", "--section", "economic-relations")[
            0
        ]
        == 0
    )
    assert "Other words." in texts()
    assert "hidden" not in texts()
    code, said = export("us-relations-with-hong-kong", other, "--section", "nowhere")
    assert code == 2
    assert "nowhere" in said


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("a.pdf", b"%PDF"),
        ("a.PDF", b"%PDF"),
        ("a.docx", b"PK"),
        ("a.html", b"<!"),
        ("a.md", b""),
        ("a.txt", b""),
        ("a.ris", b"TY  - "),
    ],
)
def test_the_format_follows_the_files_ending(export, tmp_path, name, beginning):
    assert export(name=name) == (0, "")
    data = (tmp_path / name).read_bytes()
    assert len(data) > 100
    assert data.startswith(beginning)


def test_a_format_that_is_named_wins_over_the_ending(export, tmp_path):
    assert export("--format", "pdf", name="copy.bin") == (0, "")
    assert (tmp_path / "copy.bin").read_bytes().startswith(b"%PDF")


def test_a_recipe_is_saved_and_used_again(export, texts, own):
    assert (
        export(
            "--layout", "compact", "--text", own, "--section", "economic-relations", "--save-recipe", "weekly"
        )[0]
        == 0
    )
    first = texts()
    assert export("--recipe", "weekly") == (0, "")
    assert texts() == first
    assert export("--recipe", "weekly", "--marking", "OFFICIAL")[0] == 0
    assert "Marking OFFICIAL" in texts()


def test_a_copy_is_not_written_for_a_recipe_that_cannot_be_saved(export, tmp_path):
    assert export("--save-recipe", "../x")[0] == 2
    assert not (tmp_path / "copy.pdf").exists()


def test_source_date_epoch_dates_a_copy_that_names_no_date(export, texts, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert export()[0] == 0
    assert "Prepared 14 November 2023" in texts()
    assert export(*DATE)[0] == 0
    assert "Prepared 22 November 2026" in texts()


@pytest.mark.slow
def test_two_runs_write_the_same_bytes(export, tmp_path):
    for name in ("one.pdf", "two.pdf", "one.docx", "two.docx", "one.html", "two.html"):
        assert export(*DATE, name=name)[0] == 0
    for kind in ("pdf", "docx", "html"):
        assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "name", "code", "word"),
    [
        ((), "copy", 2, "without an ending"),
        ((), "copy.xyz", 2, "“.xyz” is no format"),
        (("--date", "tomorrow"), "a.pdf", 2, "“tomorrow” is no date"),
        (("--date", "2026-02-30"), "a.pdf", 2, "is no date"),
        (("--section", "nonsense"), "a.pdf", 2, "nonsense"),
        (("--section", ""), "a.pdf", 2, "--section: must not be empty"),
        (("--recipe", ""), "a.pdf", 2, "--recipe: must not be empty"),
        (("--save-recipe", ""), "a.pdf", 2, "--save-recipe: must not be empty"),
        (("--highlight", ""), "a.pdf", 2, "--highlight: must not be empty"),
        (("--text", ""), "a.pdf", 2, "--text: must not be empty"),
        (("",), "a.pdf", 2, "DOCUMENT: must not be empty"),
        (("--marking", "X" * 10_000), "a.pdf", 2, "10,000 characters"),
        (("--paper", "a5"), "a.pdf", 2, "a5"),
        (("--recipe", "none"), "a.pdf", 2, "no recipe “none”"),
        (("--save-recipe", "../x"), "a.pdf", 2, "recipe’s name"),
        (("missing.md",), "a.pdf", 3, "missing.md"),
        (("--text", "missing.md"), "a.pdf", 3, "missing.md"),
        ((), "no/such/folder/a.pdf", 4, "could not be written"),
    ],
)
def test_what_cannot_be_done_gets_one_or_two_plain_lines_and_its_code(export, arguments, name, code, word):
    found, said = export(*arguments, name=name)
    assert found == code
    assert word in said
    assert 1 <= len(said.strip().splitlines()) <= 2
    assert "Traceback" not in said


def test_no_output_named_is_said(capsys):
    assert main(["export"]) == 2
    assert "-o" in capsys.readouterr().err


def test_an_output_that_is_a_folder_is_said(export, tmp_path):
    (tmp_path / "folder.pdf").mkdir()
    code, said = export(name="folder.pdf")
    assert code == 4
    assert "is a folder" in said


def test_an_existing_file_is_replaced_and_a_failed_export_leaves_it(export, tmp_path, monkeypatch):
    old = tmp_path / "copy.pdf"
    old.write_bytes(b"old")
    assert export("--section", "nonsense")[0] == 2
    assert old.read_bytes() == b"old"

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    code, said = export()
    assert code == 4
    assert "no space left" in said
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["copy.pdf"]
    monkeypatch.undo()
    assert export()[0] == 0
    assert old.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("layout", breadth(["standard", "compact", "large"]))
@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'    ' * n}- level-{n}\n" for n in range(90)),
        "".join(f"{'   ' * n}{n}. level-{n}\n" for n in range(1, 30)),
        "> " * 90 + "words quoted level-0 deeply",
        "".join(f"{'> ' * n}level-{n}\n{'> ' * n}\n" for n in range(1, 60)),
    ],
)
def test_lists_and_quotations_of_any_depth_are_set_word_for_word(export, texts, tmp_path, layout, text):
    sheet = tmp_path / "sheet.md"
    sheet.write_text(f"# Deep\n\n{text}", encoding="utf-8")
    assert export(sheet, "--layout", layout) == (0, "")
    levels = re.findall(r"level-\d+", text)
    assert re.findall(r"level-\d+", " ".join(texts())) == levels


@pytest.mark.parametrize("name", breadth(["copy.docx", "copy.html", "copy.md", "copy.txt"], 2))
@pytest.mark.parametrize("mark", ["> ", "- "])
def test_every_other_form_takes_lists_and_quotations_of_any_depth(export, tmp_path, name, mark):
    sheet = tmp_path / "sheet.md"
    lines = [f"{'    ' * n if mark == '- ' else ''}{mark} level-{n}" for n in range(90)]
    text = mark * 90 + "level-0" if mark == "> " else "\n".join(lines)
    sheet.write_text(f"# Deep\n\n{text}\n", encoding="utf-8")
    assert export(sheet, name=name) == (0, "")
    if not name.endswith(".docx"):
        found = re.findall(r"level-\d+", (tmp_path / name).read_text(encoding="utf-8"))
        assert found == re.findall(r"level-\d+", text)


def test_what_is_given_beside_a_recipe_replaces_only_its_own_kind(export, texts, own, tmp_path):
    other = tmp_path / "other.md"
    other.write_text("# Other words\n\nThank nobody.\n", encoding="utf-8")
    export("--text", own, "--cover", "--section", "economic-relations", "--save-recipe", "r")

    def headings() -> list[str]:
        found = texts()
        names = ("Points to make", "Other words", "Economic Relations", "Bilateral Representation")
        return [name for name in names if name in found]

    assert export("--recipe", "r")[0] == 0
    assert headings() == ["Points to make", "Economic Relations"]
    assert export("--recipe", "r", "--section", "bilateral-representation")[0] == 0
    assert headings() == ["Points to make", "Bilateral Representation"]
    assert page_count((tmp_path / "copy.pdf").read_bytes()) == 2
    assert export("--recipe", "r", "--text", other)[0] == 0
    assert headings() == ["Other words", "Economic Relations"]
    assert export("--recipe", "r", "us-relations-with-hong-kong")[0] == 0
    assert headings() == ["Points to make", "Economic Relations", "Bilateral Representation"]


def test_a_hyphen_is_standard_output(capsysbinary, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["export", "-o", "-", "--format", "pdf"]) == 0
    assert capsysbinary.readouterr().out.startswith(b"%PDF")
    assert main(["export", "-o", "-"]) == 2
    assert not list(tmp_path.iterdir())


def test_an_address_that_may_harm_is_printed_but_is_no_link(export, texts, tmp_path):
    sheet = tmp_path / "sheet.md"
    lines = ["---", "source: javascript:alert(0)", "---", "# Sheet", ""]
    harmful = ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"]
    links = [f"[w{n}]({address})" for n, address in enumerate([*harmful, "https://example.org/"])]
    sheet.write_text("\n".join([*lines, *links]), encoding="utf-8")
    assert export(sheet)[0] == 0
    with pikepdf.open(tmp_path / "copy.pdf") as pdf:
        followed = {str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", []) if "/URI" in a.A}
    assert followed == {"https://example.org/"}
    assert all(any(address in line for line in texts()) for address in harmful)


def test_a_copy_never_replaces_a_document_that_it_is_made_of(export, own, tmp_path, monkeypatch):
    sheet = tmp_path / "sheet.md"
    sheet.write_text("# Sheet\n\nWords.\n", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(sheet)
    monkeypatch.chdir(tmp_path)
    for arguments, name in (
        ((sheet,), "sheet.md"),
        (("sheet.md",), "link.md"),
        ((sheet, "--text", own), "own.md"),
    ):
        before = (tmp_path / name).read_bytes()
        code, said = export(*arguments, name=name)
        assert (code, "must not replace it" in said) == (2, True)
        assert (tmp_path / name).read_bytes() == before


def test_a_copy_never_replaces_a_picture_or_captured_text_of_its_document(export, tmp_path):
    sheet = tmp_path / "sheet.md"
    front = "---\ntitle: S\nid: s\ncaptured: c/s.txt\n---\n"
    table = "| ![map](maps/a.png) | b |\n|---|---|\n| 1 | 2 |\n"
    sheet.write_text(f"{front}\n# S\n\n{table}", encoding="utf-8")
    for name in ("maps/a.png", "c/s.txt"):
        kept = tmp_path / name
        kept.parent.mkdir()
        kept.write_bytes(b"kept")
        code, said = export(sheet, "--format", "txt", name=name)
        assert (code, "must not replace it" in said) == (2, True)
        assert kept.read_bytes() == b"kept"


def test_a_copy_never_replaces_a_bundled_sheet(export, tmp_path, monkeypatch):
    bundled = tmp_path / "content" / "bundled.md"
    bundled.parent.mkdir()
    bundled.write_text("# Sheet\n\nWords.\n", encoding="utf-8")
    monkeypatch.setattr("hkviewer.system.paths.content_folder", lambda: bundled.parent)
    assert export(name="content/bundled.md")[0] == 2
    assert bundled.read_text(encoding="utf-8") == "# Sheet\n\nWords.\n"
    (bundled.parent / "captured").mkdir()
    for kept in ("captured/bundled.txt", "aliases.txt"):
        (bundled.parent / kept).write_text("kept", encoding="utf-8")
        assert export(name=f"content/{kept}")[0] == 2
        assert (bundled.parent / kept).read_text(encoding="utf-8") == "kept"


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder_is_said(export, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    code, said = export(name="locked/a.pdf")
    assert code == 4
    assert "permission denied" in said


def test_a_sheet_without_sections_is_said(export, tmp_path):
    (tmp_path / "empty.md").write_text("")
    code, said = export(tmp_path / "empty.md")
    assert code == 2
    assert "No section" in said


def test_a_highlight_that_is_nowhere_is_said_and_the_copy_written(export, tmp_path):
    code, said = export("--highlight", "xylophone")
    assert code == 0
    assert "xylophone" in said
    assert (tmp_path / "copy.pdf").exists()


def test_a_match_in_a_heading_is_highlighted_also_where_the_text_has_none(export, tmp_path):
    assert export("--highlight", "Bilateral Representation", name="copy.txt") == (0, "")
    assert "\n»Bilateral Representation«\n" in (tmp_path / "copy.txt").read_text("utf-8")


@pytest.mark.parametrize("query", breadth(['"', "AND", "section:", "-", "(", "*" * 1000]))
def test_no_highlight_query_breaks_the_copy(export, query):
    code, said = export("--highlight", query)
    assert code == 0
    assert "Traceback" not in said


def test_it_runs_with_no_qt_and_no_display(tmp_path):
    """In a process where PySide6 cannot be imported."""
    program = "import sys; sys.modules['PySide6'] = None; from hkviewer.cli import main; sys.exit(main())"
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    root = str(Path(__file__).parents[2])
    for name in ("a.pdf", "a.docx", "a.html", "a.md", "a.txt"):
        done = subprocess.run(
            [sys.executable, "-c", program, "export", "-o", tmp_path / name],
            env=environment | {"PYTHONPATH": root},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
