"""The accessibility conformance report: every criterion once, every limit said, its YAML up to date."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from hkviewer import __version__
from hkviewer.gui.actions import ACTIONS

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "docs" / "accessibility-conformance-report.md"
TEXT = REPORT.read_text(encoding="utf-8")
LEVELS = {"Supports", "Partially supports", "Does not support", "Not applicable"}

# https://www.w3.org/TR/WCAG22/; 4.1.1 is removed there.
WCAG_A = """
1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3
2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2
"""
WCAG_AA = """
1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8
3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3
"""
LEVEL_A, LEVEL_AA = WCAG_A.split(), WCAG_AA.split()
# Revised Section 508 (36 CFR 1194), appendix C.
CHAPTER_3 = [f"302.{number}" for number in range(1, 10)]
CHAPTER_5 = [
    *("502.2.1", "502.2.2", *(f"502.3.{number}" for number in range(1, 15)), "502.4"),
    *("503.2", "503.3", "503.4.1", "503.4.2", "504.2.1", "504.2.2", "504.3", "504.4"),
]
CHAPTER_6 = ["602.2", "602.3", "602.4", "603.2", "603.3"]


@pytest.fixture(scope="module")
def tool():
    """tools/make_openacr.py, which is no module of the package."""
    spec = importlib.util.spec_from_file_location("make_openacr", ROOT / "tools" / "make_openacr.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("title", "criteria"),
    [
        ("Table 1: Success criteria, level A", LEVEL_A),
        ("Table 2: Success criteria, level AA", LEVEL_AA),
        ("Chapter 3: Functional Performance Criteria", CHAPTER_3),
        ("Chapter 5: Software", CHAPTER_5),
        ("Chapter 6: Support Documentation and Services", CHAPTER_6),
    ],
)
def test_every_criterion_appears_once_and_in_order(tool, title, criteria):
    rows = tool.table(tool.section(TEXT, title))
    assert [row[0].split()[0] for row in rows] == criteria


def test_every_row_has_a_level_of_the_form_and_less_than_support_a_remark(tool):
    rows = [row for row in map(tool.cells, TEXT.splitlines()) if re.match(r"\d+\.\d", row[0])]
    assert len(rows) > 120
    for row in rows:
        assert len(row) in (3, 4), row
        assert set(row[1:-1]) <= LEVELS, row
        if {"Partially supports", "Does not support"} & set(row[1:-1]):
            assert row[-1], row


def test_there_are_55_criteria_of_both_levels():
    assert (len(LEVEL_A), len(LEVEL_AA)) == (31, 24)


@pytest.mark.parametrize(
    "limit",
    [
        "headings, lists, tables and links are text with a caret",
        "preview of a copy shows its pages as pictures",
        "language of a text is not told",
        "no audio and no video, hence no captions",
        "Windows and macOS have not been evaluated",
        "without people who use assistive technology every day",
    ],
)
def test_every_limit_is_said_before_the_tables(limit):
    assert limit in " ".join(TEXT.partition("## WCAG 2.2 Report")[0].split())


def test_the_version_and_the_keys_named_are_the_programs():
    assert f"hkviewer {__version__}," in TEXT
    known = {key for spec in ACTIONS for key in spec.keys}
    known |= {"Ctrl+1", "Ctrl+9", "Alt+Up", "Alt+Down", "Ctrl+PageDown"}
    for key in re.findall(r"\b(?:Ctrl|Alt|Shift)\+\w+|\bF\d+\b", TEXT):
        assert key in known, key


def test_the_report_for_machines_is_made_from_this_one(tool):
    assert tool.TARGET.read_text(encoding="utf-8") == tool.openacr(TEXT), "run tools/make_openacr.py"


def test_the_report_for_machines_has_every_criterion_with_its_levels(tool):
    made = tool.openacr(TEXT)
    numbers = re.findall(r'- num: "([\d.]+)"', made)
    assert numbers == [*LEVEL_A, *LEVEL_AA, *CHAPTER_3, *CHAPTER_5, *CHAPTER_6[:1], *CHAPTER_6[2:]]
    levels = {"supports", "partially-supports", "does-not-support", "not-applicable"}
    assert set(re.findall(r"level: (.*)", made)) == levels
