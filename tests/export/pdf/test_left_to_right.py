"""What is copied out of a PDF in a script from right to left."""

from __future__ import annotations

import time
from typing import Any

import pytest

from hkviewer.export.pdf.job import job_of
from hkviewer.export.pdf.left_to_right import with_groups
from hkviewer.export.pictures import CopyPictures
from hkviewer.export.verification.report import report

H = "שלום"


def groups(text: str) -> list[str]:
    return [str(run["text"]) for run in with_groups([{"text": text}]) if run.get("ltr")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{H} (800) {H}", ["(800)"]),
        (f"{H} (800).", ["(800)"]),
        (f"(HTML) {H} [1], {H}", ["(HTML)", "[1]"]),
        (f"{H} (10/12/2020) {H} -5%", ["(10/12/2020)", "-5%"]),
        (f"{H} ({H}) {H}", []),
        (f"{H} HTML (800) {H}", []),
        (f"{H} (800) HTML", []),
        (f"{H} (...) {H}", []),
        (f"{H} 10-12 {H}", []),
        (f"{H} ({'x' * 30}) {H}", []),
        (f"{H} ((800) {H}", ["(800)"]),
    ],
)
def test_groups_that_look_the_same_as_boxes_are_found(text, found):
    assert groups(text) == found


def test_no_word_or_look_is_lost_and_an_endnote_stands_behind_the_last_piece():
    runs: list[dict[str, Any]] = [
        {"text": f"{H} (800", "strong": True},
        {"text": f") {H} (9) x", "note": 3, "code": True},
    ]
    done = with_groups(runs)
    assert "".join(run["text"] for run in done) == "".join(run["text"] for run in runs)
    assert [run.get("note") for run in done] == [None] * (len(done) - 1) + [3]
    assert all(("strong" in run) != ("code" in run) for run in done)


def test_many_groups_take_linear_time():
    taken = []
    for count in (2_000, 16_000):
        begun = time.process_time()
        groups(f"{H} (800) " * count)
        taken.append(time.process_time() - begun)
    assert taken[1] < 24 * taken[0] + 0.5


@pytest.fixture
def set_copy(compiler, brief, part_of):
    """Makes the copy of a sheet, and the part that it is made of."""

    def made(text):
        part = part_of(text)
        return compiler.pdf(brief(part)), part

    return made


@pytest.fixture
def finds_intact(tmp_path):
    """Tells whether the check of a copy finds it to say what the sheet of a part says."""

    def is_intact(pdf, part):
        (tmp_path / "copy.pdf").write_bytes(pdf)
        return report(tmp_path / "copy.pdf", [part.sheet])[0] == 0

    return is_intact


@pytest.mark.parametrize("language", ["he", "en"])
def test_brackets_and_lines_of_other_words_are_copied_as_they_are(
    set_copy, words_on_pages, finds_intact, language
):
    pdf, part = set_copy(
        f"---\ntitle: {H}\nlanguage: {language}\n---\n# {H}\n\n{H} (800) {H} ועוד (2020).\n\n"
        "English words, here.\n\n"
        f"| {H} | (5) |\n|---|--:|\n| {H} | U.S. |\n"
    )
    words = words_on_pages(pdf)
    assert f"{H} (800) {H} ועוד (2020)." in words
    assert "English words, here." in words
    assert "Prepared 22 November 2026" in words
    assert finds_intact(pdf, part)


def test_a_table_of_such_words_begins_at_the_right(compiler, brief, part_of):
    tables = f"| {H} | א |\n|---|---|\n| {H} | 5 |\n\n| GDP | x |\n|---|---|\n| {H} | 5 |\n"
    (division,) = job_of(brief(part_of(f"# T\n\n{tables}")), CopyPictures(compiler))["doc"]["divisions"]
    grids = [node for node in division["nodes"] if node["t"] == "grid"]
    assert [grid["dir"] for grid in grids] == ["rtl", ""]
    assert [grid["alignments"] for grid in grids] == [["right", "right"], ["", ""]]
    assert grids[1]["ways"][1] == ["rtl", ""]
