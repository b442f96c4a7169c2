"""Every address that is copied out of a copy reads as it does in the sheet."""

from __future__ import annotations

import contextlib
import itertools
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pypdfium2 as pdfium
import pytest

from hkviewer.content.addresses import shown
from hkviewer.content.ranges import BODY, TextRange
from hkviewer.export.briefing import OwnWords
from hkviewer.export.copy_maker import CopyMaker
from hkviewer.export.line_breaks import BREAK, breakable, breakable_runs
from hkviewer.export.pdf.left_to_right import with_groups
from hkviewer.export.pdf.whole_pieces import with_whole_pieces
from hkviewer.export.verification.report import report
from hkviewer.preferences.schema import Layout, Paper

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\x02\x1f"
ADDRESSES = [
    "https://www.state.gov/u-s-relations-with-hong-kong/",
    "http://a-b.org/x-y?c-d=e-f&g=-1#h-i",
    "www.hong-kong-trade-and-industry.example.org/two-three",
    "hong-kong-desk@east-asia-bureau.example.gov",
    "us-relations-with-hong-kong.md",
    "C:\\my-papers\\hong-kong\\a-very-long-name-of-a-file.pdf",
    "https://x.org/%E9%A6%99-%E6%B8%AF/--/a_-b/(c-d)/",
    "https://doi.org/10.1000/abc-def-1999-04",
]
HEBREW = "עלון על יחסי החוץ עם הונג קונג"
ARABIC = "صحيفة وقائع عن العلاقات مع هونغ كونغ"


def read(pdf: bytes) -> str:
    """All words of a PDF as PDFium copies them, lines and columns of tables joined."""
    with contextlib.closing(pdfium.PdfDocument(pdf)) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def read_by_poppler(pdf: bytes) -> str:
    """The same as pdftotext copies them: it drops a hyphen at a line's end."""
    command = ["pdftotext", "-q", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def times(text: str, address: str) -> int:
    """How often `text` has `address`, in which lines may end; pdftotext tells by controls how one runs."""
    return re.sub(r"[\s\u202a-\u202e]", "", text).count(address)


def sheet_of(address: str, words: str) -> str:
    """A sheet with `address` in every place that a sheet has, nine times."""
    return (
        f"---\ntitle: T\nsource: https://example.org/\nlanguage: en\n---\n\n# T\n\n## Heading {address}\n\n"
        f"{words} {address} {words}\n\n{words} `{address}` {words}\n\n- {words} {address} {words}\n\n"
        f"> {words} {words} {address} {words}\n\n{words}[^1]\n\n"
        f"| {words} | b | c |\n| --- | --- | --- |\n"
        f"| {address} | {words} | {words} |\n| {words} | x | {address} |\n\n"
        f"Some words before it, as many as make it long enough. {words} <{address}>\n\n"
        f"[^1]: {words} {address} {words}\n"
    )


def cases(words: Sequence[str], small: Sequence[tuple[str, str, str]]) -> list[object]:
    """Layout and paper, and address and words, the few of `small` in the ordinary run."""
    every = itertools.product(get_args(Layout), get_args(Paper), ADDRESSES, words)
    return [
        pytest.param(
            {"layout": layout, "paper": paper},
            (address, words),
            marks=() if (layout, paper, address) in small else pytest.mark.slow,
            id=f"{layout}-{paper}-{address}-{words[:5]}",
        )
        for layout, paper, address, words in every
    ]


@pytest.mark.parametrize(
    ("choices", "sheet"),
    cases(["Words and more"], [("compact", "letter", ADDRESSES[0])]),
)
def test_an_address_reads_as_in_the_sheet_wherever_it_stands(choices, sheet, intact_copy):
    pdf = intact_copy(sheet_of(*sheet), choices)
    text = read(pdf)
    assert not set(INVISIBLE) & set(text)
    assert times(text, sheet[0]) >= sheet_of(*sheet).count(sheet[0])


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
@pytest.mark.parametrize(("choices", "sheet"), cases([HEBREW, ARABIC], []))
def test_it_does_so_between_words_from_right_to_left(choices, sheet, intact_copy):
    """By pdftotext: PDFium gives all words of such a line in an order of its own, those of an address too."""
    pdf = intact_copy(sheet_of(*sheet), choices)
    assert not set(INVISIBLE) & set(read(pdf))
    # Cells that stand side by side are read line by line, and signs within an address may be turned round.
    signs = "=&%_" if sheet[1] == ARABIC else "="
    few = 6 if set(signs) & set(sheet[0]) else 8
    assert times(read_by_poppler(pdf), sheet[0]) >= few


@pytest.fixture
def intact_copy(
    compiler: Any, brief: Any, part_of: Any, tmp_path: Path
) -> Callable[[str, Mapping[str, object]], bytes]:
    """Sets the copy of a sheet, with choices, and has it checked: it is found identical."""

    def made(text: str, choices: Mapping[str, object]) -> bytes:
        part = part_of(text)
        pdf = compiler.pdf(brief(part, **choices), balanced=False)
        assert isinstance(pdf, bytes)
        (tmp_path / "copy.pdf").write_bytes(pdf)
        code, lines = report(tmp_path / "copy.pdf", [part.sheet], CopyMaker(compiler))
        assert (code, "text identical" in lines[0]) == (0, True)
        return pdf

    return made


def test_the_bundled_sheets_own_address_reads_as_it_is(compiler, brief, hong_kong):
    own = shown(hong_kong.sheet.source)
    text = read(compiler.pdf(brief(OwnWords(f"See https://www.{own}/ for more"), hong_kong), balanced=False))
    assert times(text, own) == 2
    assert not set(INVISIBLE) & set(text)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("https://a-b.org/c-d", "https://|a|-b.|org/|c|-d"),
        ("(www.a-b.org).", "(www.|a|-b.|org)."),
        (
            "see x-y@a-b.org, or a self-governing U.S.-led one",
            "see x|-y@|a|-b.|org, or a self-governing U.S.-led one",
        ),
        ("my-sheet.md", "my|-sheet.|md"),
        ("/usr/share/my-sheets", "/usr/|share/|my|-sheets"),
        ("見https://a-b.org", "見https://|a|-b.|org"),
        ("https://a.org/--b", "https://|a.|org/|--b"),
        ("and/or-less 852-2841-2211 24-hour", "and/or-less 852-2841-2211 24-hour"),
        ("https://example.org", "https://example.org"),
    ],
)
def test_a_hyphen_of_an_address_begins_a_line_and_never_ends_one(text, broken):
    assert breakable(text).replace(BREAK, "|") == broken


def test_an_address_of_several_looks_is_one():
    assert breakable_runs(["https://a", "-b.org/", "c-d"]) == [
        f"https://{BREAK}a",
        f"{BREAK}-b.{BREAK}org/",
        f"{BREAK}c{BREAK}-d",
    ]


def test_of_an_address_a_hyphen_and_what_follows_it_in_another_look_stay_together():
    runs: list[dict[str, Any]] = [{"text": f"x{BREAK}-"}, {"text": f"kong/{BREAK}a b", "marked": True}]
    assert with_whole_pieces(runs) == [
        {"text": f"x{BREAK}"},
        {"whole": [{"text": "-"}, {"text": "kong/", "marked": True}]},
        {"text": f"{BREAK}a b", "marked": True},
    ]


@pytest.mark.parametrize("words", ["-", "- a", "x-", f"x{BREAK}-y"])
def test_other_runs_stay_as_they_are(words):
    runs: list[dict[str, Any]] = [{"text": words}, {"text": "kong"}, {"picture": "a.png"}, {"text": "\n"}]
    assert with_whole_pieces(runs) == runs


@pytest.mark.parametrize("words", ["kong", "-", "relations-"])
def test_a_highlight_within_an_address_changes_none_of_its_letters(compiler, brief, part_of, words):
    address = ADDRESSES[0]
    part = part_of(f"# T\n\n## A\n\n{'word ' * 9}{address} and\n\n| a | b |\n|---|---|\n| {address} | c |\n")
    (section,) = part.sheet.sections
    found = (match.span() for match in re.finditer(words, section.text))
    marked = replace(part, highlights=tuple(TextRange(section.id, BODY, *span) for span in found))
    pdf = compiler.pdf(brief(marked, layout="compact"), balanced=False)
    assert times(read(pdf), address) == 2


def test_an_address_between_words_from_right_to_left_is_one_box():
    hebrew = "שלום"
    runs = with_groups([{"text": breakable(f"{hebrew} ({hebrew}: https://a-b.org/c), {hebrew}")}])
    assert [run["text"].replace(BREAK, "|") for run in runs if run.get("ltr")] == ["https://|a|-b.|org/|c"]
    beside = with_groups([{"text": breakable(f"{hebrew} at https://a-b.org {hebrew}")}])
    assert [run["text"].replace(BREAK, "|") for run in beside] == [f"{hebrew} at https://|a-b.|org {hebrew}"]


@pytest.mark.parametrize("word", ["a" * 20_000 + "-b", "a-" * 10_000, ".ab" * 7_000 + "-", "/-" * 10_000])
def test_long_words_take_linear_time(word):
    def taken(text: str) -> float:
        begun = time.process_time()
        breakable(text)
        return time.process_time() - begun

    assert taken(word) < 40 * taken(word[: len(word) // 8]) + 0.2
