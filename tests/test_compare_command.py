"""`hkviewer compare`: formats, exit codes, and what it says of bad input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hkviewer import cli
from hkviewer.content.sizes import LARGEST_COMPARED
from hkviewer.export.redline.registry import FORMATS

SHEET = (
    "---\ntitle: Trade\nid: trade\nedition: 2023\n---\n\n## Work\n\n### Unemployment\n\n3.4% (2023 est.)\n"
)
LATER = SHEET.replace("3.4% (2023", "2.9% (2024").replace("edition: 2023", "edition: 2024")


@pytest.fixture
def compare(tmp_path, capsys):
    def run(old: str | bytes, new: str | bytes, *options: str) -> tuple[int, str, str]:
        for name, text in (("old.md", old), ("new.md", new)):
            (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        code = cli.main(["compare", str(tmp_path / "old.md"), str(tmp_path / "new.md"), *options])
        return code, *capsys.readouterr()

    return run


def test_text_begins_with_a_summary_and_marks_what_changed(compare):
    code, out, err = compare(SHEET, LATER)
    assert (code, err) == (1, "")
    assert out.startswith("What changed: Trade\nFrom 2023 to 2024.\n")
    assert "- Unemployment: 3.4% became 2.9% (2023 to 2024)." in out
    assert "[-3.4-]{+2.9+}% ([-2023-]{+2024+} est.)" in out


def test_json_has_the_keys_that_are_described(compare):
    code, out, _ = compare(SHEET, LATER, "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert list(found) == ["old", "new", "same", "summary", "sections"]
    assert found["summary"]["figures"] == [
        {
            "section": "unemployment",
            "label": "Unemployment",
            "kind": "value",
            "old": {"text": "3.4% (2023 est.)", "value": 3.4, "unit": "%", "year": 2023},
            "new": {"text": "2.9% (2024 est.)", "value": 2.9, "unit": "%", "year": 2024},
            "old_range": [1, 0, 16],
            "new_range": [1, 0, 16],
        }
    ]
    assert found["summary"]["other"] == [
        {"kind": "metadata", "section": None, "old": "edition: 2023", "new": "edition: 2024"}
    ]


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if form.is_text else pytest.mark.slow) for name, form in FORMATS.items()],
)
def test_the_same_text_is_the_same_in_every_format(compare, name, tmp_path):
    target = tmp_path / f"copy{FORMATS[name].endings[0]}"
    code, out, err = compare(SHEET, SHEET, "-o", str(target))
    assert (code, out, err) == (0, "", "")
    assert target.read_bytes()


@pytest.mark.slow
def test_a_pdf_goes_to_a_file_and_to_the_output(tmp_path):
    for name, text in (("old.md", SHEET), ("new.md", LATER)):
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / name) for name in ("old.md", "new.md")]
    command = [sys.executable, "-m", "hkviewer", "compare", *files, "--format", "pdf"]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1764500000"}
    said = [subprocess.run(command, capture_output=True, env=environment, check=False) for _ in range(2)]
    assert [(one.returncode, one.stderr) for one in said] == [(1, b"")] * 2
    assert said[0].stdout.startswith(b"%PDF-")
    assert said[0].stdout == said[1].stdout


def test_a_file_with_itself_is_the_same(tmp_path, capsys):
    file = tmp_path / "a.md"
    file.write_text(SHEET)
    assert cli.main(["compare", str(file), str(file)]) == 0
    assert "Nothing changed." in capsys.readouterr().out


def test_typography_counts_only_if_asked_for(compare):
    assert compare("A “big” – town.\n", 'A "big" - town.\n')[0] == 0
    code, out, _ = compare("A “big” – town.\n", 'A "big" - town.\n', "--exact")
    assert code == 1
    assert "[-“big” –-]" in out


@pytest.mark.parametrize("bad", [b"\x00\x01\x02\xff" * 50, b"%PDF-1.7\n\x00\xff"])
def test_what_is_no_text_is_refused_in_a_line(compare, bad):
    code, out, err = compare(SHEET, bad)
    assert (code, out) == (3, "")
    assert len(err.splitlines()) <= 2


def test_a_missing_file_is_named(tmp_path, capsys):
    (tmp_path / "a.md").write_text(SHEET)
    assert cli.main(["compare", str(tmp_path / "a.md"), str(tmp_path / "b.md")]) == 3
    assert "b.md" in capsys.readouterr().err


def test_a_text_that_would_take_minutes_is_refused_before_it_is_read(compare):
    code, _, err = compare(SHEET, b"word " * (LARGEST_COMPARED // 5 + 1))
    assert code == 3
    assert "too large to be compared" in err


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_redline_without_room_is_refused_before_the_texts_are_compared(
    compare, tmp_path, monkeypatch, ending
):
    monkeypatch.setattr("hkviewer.export.pdf.job.LARGEST_PDF", 5)
    monkeypatch.setattr("hkviewer.export.redline.docx_form.LARGEST_TRACKED", 1)
    monkeypatch.delattr("hkviewer.commands.compare.compare_documents")
    code, out, err = compare(
        SHEET, LATER + "Some six words in one line.\n", "-o", str(tmp_path / f"a.{ending}")
    )
    assert (code, out) == (2, "")
    assert "would take too" in err
    assert len(err.splitlines()) <= 2


def test_neither_document_is_replaced(tmp_path, capsys):
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(SHEET)
    files = [str(tmp_path / name) for name in ("a.md", "b.md")]
    assert cli.main(["compare", *files, "-o", files[1], "--format", "text"]) == 2
    assert (tmp_path / "b.md").read_text() == SHEET


def test_an_ending_that_says_no_format_is_told(compare, tmp_path):
    code, _, err = compare(SHEET, LATER, "-o", str(tmp_path / "out.xyz"))
    assert code == 2
    assert ".json" in err


def test_a_bundled_sheet_goes_by_its_id(tmp_path, capsys):
    bundled = Path(__file__).parent.parent / "content" / "us-relations-with-hong-kong.md"
    copy = tmp_path / "us-relations-with-hong-kong.md"
    shutil.copy(bundled, copy)
    assert cli.main(["compare", "us-relations-with-hong-kong", str(copy)]) == 0
    copy.write_text(bundled.read_text(encoding="utf-8").replace("1,300", "1,200", 1), encoding="utf-8")
    assert cli.main(["compare", "us-relations-with-hong-kong", str(copy)]) == 1
    assert "1,300" in capsys.readouterr().out


def test_a_page_says_what_was_deleted_and_inserted_in_words_that_are_not_seen(compare):
    code, out, _ = compare(SHEET, LATER, "--format", "html")
    assert code == 1
    assert '<del><span class="spoken">[deleted: </span>3.4<span class="spoken">]</span></del>' in out
    assert '<ins><span class="spoken">[inserted: </span>2.9<span class="spoken">]</span></ins>' in out
    assert "<li>Unemployment: 3.4% became 2.9% (2023 to 2024).</li>" in out


def test_words_of_a_text_are_no_markup_of_a_page(compare):
    _, out, _ = compare("A `<b>` word.\n", "A `<script>` word.\n", "--format", "html")
    assert "<script>" not in out
    assert "<b>" not in out


def test_a_section_that_was_moved_says_from_where(compare):
    words = "### Ports\n\nThe ports are open to every ship that comes from another harbour.\n\n"
    old = f"# T\n\n## Trade\n\nGoods.\n\n{words}## Roads\n\nWays.\n"
    new = f"# T\n\n## Trade\n\nGoods.\n\n## Roads\n\nWays.\n\n{words}"
    assert "Ports [moved from “Trade”]" in compare(old, new)[1]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.2 million", 1_200_000, None),
        ("$1.27 billion", 1_270_000_000, "$"),
        ("$5m", 5_000_000, "$"),
        ("5 m", 5, "m"),
        ("600 million cubic meters", 600_000_000, "cubic meters"),
        ("3 thousand sq km", 3_000, "sq km"),
    ],
)
def test_a_value_is_counted_in_its_scale(compare, text, value, unit):
    _, out, _ = compare("a port\n", f"a port: {text}\n", "--format", "json")
    new = json.loads(out)["summary"]["figures"][0]["new"]
    assert (new["text"], new["value"], new["unit"]) == (text, value, unit)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (SHEET, LATER.replace("id: trade", "id: prices"), "two sheets, “trade” and “prices”"),
        (LATER, SHEET, "newer edition was given first: 2024, before 2023"),
        (SHEET.replace("edition: 2023", "edition: 2023-05"), SHEET, ""),
    ],
)
def test_what_is_unusual_about_the_two_is_remarked_in_a_line(compare, old, new, said):
    code, out, err = compare(old, new)
    assert code == 1
    assert out.startswith("What changed")
    assert said in err
    assert len(err.splitlines()) == bool(said)


ONE = "# Kenya\n\nMany words stand in it.\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (SHEET, LATER.replace("id: trade", "id: prices"), "These are two sheets, “trade” and “prices”"),
        (ONE, ONE.replace("Kenya", "Chad"), "may be two sheets, “Kenya” and “Chad”"),
        (SHEET, ONE, "may be two sheets, “Trade” and “Kenya”"),
        (ONE.replace("Kenya", "Trade 2020"), ONE.replace("Kenya", "TRADE – 2021"), ""),
        (
            ONE.replace("Kenya", "U.S. Trade, August 2020, 1st ed."),
            ONE.replace("Kenya", "US Trade, Sept. 2024, 2nd ed."),
            "",
        ),
        (ONE.replace("Kenya", "2019年香港"), ONE.replace("Kenya", "2024年澳門"), "may be two sheets"),
        ("Words alone.\n", "More words alone.\n", ""),
        (SHEET, LATER.replace("title: Trade", "title: Commerce"), ""),
    ],
)
def test_two_sheets_are_told_in_the_summary_of_every_format_but_json(compare, old, new, said):
    for form in ("text", "html"):
        out = compare(old, new, "--format", form)[1]
        assert ("two sheets" in out) == bool(said)
        assert said in out
    assert "two sheets" not in compare(old, new, "--format", "json")[1]


def test_a_table_is_one_in_a_page_and_its_columns_are_named_in_text(compare):
    old = "# T\n\nName | 2023\n--- | ---\nAlpha | 3\nBeta | 4\nGamma | 5\n"
    new = old.replace("Beta | 4", "Beta | 6") + "Delta | 7\n"
    _, page, _ = compare(old, new, "--format", "html")
    table = page[page.index("<table>") : page.index("</table>")]
    assert '<tr><th scope="col">Name</th><th scope="col">2023</th></tr>' in table
    assert '<tr><td class="quiet" colspan="2">1 row unchanged</td></tr>\n<tr><td>Beta</td><td><del>' in table
    assert table.count("<tr>") == 5
    _, text, _ = compare(old, new)
    assert "\nName | 2023\n" in text
