from __future__ import annotations

import base64
import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest

from hkviewer.content.document import open_document, read_document
from hkviewer.export.briefing import Briefing, Choices, Part, SheetPart
from hkviewer.export.copy_maker import CopyMaker
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.verification import report

DATE = dt.date(2026, 11, 22)
# A PNG file of one red pixel.
RED_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


@pytest.fixture(scope="session")
def hong_kong() -> SheetPart:
    """The whole bundled sheet."""
    return SheetPart.of(open_document(None))


@pytest.fixture(scope="session")
def compiler() -> Iterator[Compiler]:
    """One warm compiler for all tests of this process."""
    with Compiler() as found:
        yield found


@pytest.fixture(scope="session")
def _process() -> Iterator[CopyProcess]:
    with CopyProcess() as process:
        yield process


@pytest.fixture(autouse=True)
def _checks_share_a_process(_process: CopyProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks a copy in the test's own process need not start another to set it again: 0.4 s each."""

    def its_maker(maker: CopyMaker | None) -> contextlib.AbstractContextManager[CopyMaker]:
        return contextlib.nullcontext(maker or CopyMaker(_process))

    monkeypatch.setattr(report, "its_maker", its_maker)


@pytest.fixture
def part_of(tmp_path: Path) -> Callable[[str], SheetPart]:
    """Makes the part for a Markdown text, saved as sheet.md in the test's folder."""

    def make(text: str) -> SheetPart:
        path = tmp_path / "sheet.md"
        path.write_text(text, encoding="utf-8")
        return SheetPart.of(read_document(path))

    return make


@pytest.fixture
def every_block(tmp_path: Path) -> SheetPart:
    """A sheet with every kind of block, beside a picture, and another one where none may be read."""
    folder = tmp_path / "sheet"
    folder.mkdir()
    text = (Path(__file__).parents[1] / "data" / "every_block.md").read_bytes()
    (folder / "every_block.md").write_bytes(text)
    for file in (folder / "dot.png", tmp_path / "secret.png"):
        file.write_bytes(RED_DOT)
    return SheetPart.of(read_document(folder / "every_block.md"))


@pytest.fixture
def brief() -> Callable[..., Briefing]:
    """Makes a briefing of parts, with choices by name, dated 22 November 2026."""

    def make(*parts: Part, **choices: object) -> Briefing:
        return Briefing(parts, Choices(**{"date": DATE, **choices}))  # type: ignore[arg-type]  # tests give wrong ones too

    return make


@pytest.fixture
def words_on_pages() -> Callable[[bytes], str]:
    """All that can be read on a PDF's pages, what screen readers pass over included."""

    def words(pdf: bytes) -> str:
        with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)

    return words
