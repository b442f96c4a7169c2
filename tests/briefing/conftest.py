from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hkviewer.briefing.briefing import Briefing, Choices, Part, SheetPart
from hkviewer.briefing.pdf import Compiler
from hkviewer.factsheet.document import open_document, read_document

DATE = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def hong_kong() -> SheetPart:
    """The whole bundled sheet."""
    return SheetPart.of(open_document(None))


@pytest.fixture(scope="session")
def compiler() -> Iterator[Compiler]:
    """One warm compiler for all tests of this process."""
    with Compiler() as found:
        yield found


@pytest.fixture
def part_of(tmp_path: Path) -> Callable[[str], SheetPart]:
    """Makes the part for a Markdown text, saved as sheet.md in the test's folder."""

    def make(text: str) -> SheetPart:
        path = tmp_path / "sheet.md"
        path.write_text(text, encoding="utf-8")
        return SheetPart.of(read_document(path))

    return make


@pytest.fixture
def brief() -> Callable[..., Briefing]:
    """Makes a briefing of parts, with choices by name, dated 22 November 2026."""

    def make(*parts: Part, **choices: object) -> Briefing:
        return Briefing(parts, Choices(**{"date": DATE, **choices}))  # type: ignore[arg-type]  # tests give wrong ones too

    return make
