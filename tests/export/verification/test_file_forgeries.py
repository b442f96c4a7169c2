"""No edit of a copy's file passes for the copy, in whatever way it was written and sealed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from hkviewer.content.document import Document, read_document
from hkviewer.errors import DocumentError
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.verification.report import report
from tests.examples import breadth
from tests.export.conftest import RED_DOT
from tests.export.verification.file_forgeries import EDITS, edited, patched
from tests.export.verification.forgeries import TRUE_SHEET


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("sheet")
    (folder / "dot.png").write_bytes(RED_DOT)
    (folder / "harbour.md").write_text(TRUE_SHEET, encoding="utf-8")
    return read_document(folder / "harbour.md")


@pytest.fixture(scope="module")
def copy(sheet: Document, compiler: Compiler) -> bytes:
    choices = Choices(dt.date(2026, 11, 22), contents="yes", marking="OFFICIAL", title="For the visit")
    return compiler.pdf(Briefing((SheetPart.of(sheet),), choices))


Passes = Callable[[bytes], bool]


@pytest.fixture
def passes(sheet: Document, tmp_path: Path) -> Passes:
    """Whether a file is said to be identical, or to be intact without a word about its drawing."""

    def check(pdf: bytes) -> bool:
        path = tmp_path / "copy.pdf"
        path.write_bytes(pdf)
        try:
            code, lines = report(path, [sheet])
        except DocumentError:
            return False
        words = " ".join(lines)
        is_whole = code == 0 and "the drawing of the page was not compared" not in words
        return is_whole or ("identical" in words and "not identical" not in words)

    return check


@pytest.mark.parametrize("name", breadth(list(EDITS), 2))
def test_an_edited_file_is_not_identical(name: str, copy: bytes, passes: Passes) -> None:
    assert passes(copy)
    assert not passes(edited(copy, EDITS[name], Random(name)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_patched_file_is_not_identical(seed: int, copy: bytes, passes: Passes) -> None:
    for what, pdf in patched(copy, Random(seed)):
        assert not passes(pdf), what
