"""What a queue of CUPS's is told: the job of the system's dialog."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from hkviewer.content.document import open_document
from hkviewer.errors import OutputError
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.copy_maker import CopyMaker
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.gui.export import printing
from hkviewer.gui.export.print_job import is_cups_queue, print_job
from hkviewer.gui.export.printing import hand_over, print_copy

PLAIN = {"media": "Letter", "print-scaling": "none", "sides": "one-sided"}


class Queue:
    """A printer of CUPS's, as far as a job is read from it."""

    def __init__(self, options: list[str] | None = None, **answers: Any) -> None:
        usual: dict[str, Any] = {
            "printerName": "Office",
            "docName": "A copy",
            "copyCount": 1,
            "collateCopies": True,
            "colorMode": QPrinter.ColorMode.Color,
            "duplex": QPrinter.DuplexMode.DuplexNone,
            "pageOrder": QPrinter.PageOrder.FirstPageFirst,
            "pageRanges": QPageRanges(),
            "outputFormat": QPrinter.OutputFormat.NativeFormat,
            "outputFileName": "",
            "paper": QPageSize.PageSizeId.Letter,
        } | answers
        layout = QPageLayout()
        layout.setPageSize(QPageSize(usual.pop("paper")))
        usual["pageLayout"] = layout
        usual["printEngine"] = SimpleNamespace(property=lambda _: options)
        for name, answer in usual.items():
            setattr(self, name, lambda answer=answer: answer)


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return Briefing((SheetPart.of(open_document(None)),), Choices(dt.date(2026, 11, 22), paper="letter"))


@pytest.fixture(scope="module")
def maker() -> Iterator[CopyMaker]:
    with Compiler() as compiler:
        yield CopyMaker(compiler)


@pytest.fixture(scope="module")
def pdf(briefing: Briefing, maker: CopyMaker) -> bytes:
    return maker.pdf(briefing)


@pytest.mark.parametrize(
    ("queue", "changes"),
    [
        (Queue([]), {}),
        (Queue([], copyCount=3), {"Collate": "True"}),
        (Queue([], copyCount=3, collateCopies=False), {"Collate": "False"}),
        (Queue([], colorMode=QPrinter.ColorMode.GrayScale), {"print-color-mode": "monochrome"}),
        (Queue([], duplex=QPrinter.DuplexMode.DuplexAuto), {"sides": "two-sided-long-edge"}),
        (Queue([], duplex=QPrinter.DuplexMode.DuplexLongSide), {"sides": "two-sided-long-edge"}),
        (Queue([], duplex=QPrinter.DuplexMode.DuplexShortSide), {"sides": "two-sided-short-edge"}),
        (Queue([], pageOrder=QPrinter.PageOrder.LastPageFirst), {"outputorder": "reverse"}),
        (Queue([], pageRanges=QPageRanges.fromString("1,3-9")), {"page-ranges": "1,3-9"}),
        (Queue([], paper=QPageSize.PageSizeId.A3), {"media": "A3", "print-scaling": "fit"}),
        (
            Queue(["InputSlot", "Tray2", "page-set", "odd", "page-ranges", "1,3"]),
            {"InputSlot": "Tray2", "page-set": "odd", "page-ranges": "1,3"},
        ),
        (Queue(["sides", "two-sided-short-edge"]), {"sides": "two-sided-short-edge"}),
        (Queue(["lonely"]), {}),
    ],
)
def test_the_queue_is_told_what_the_dialog_asks(queue, changes, pdf):
    job = print_job(queue, pdf)
    assert job[:3] == ("Office", "A copy", queue.copyCount())
    assert dict(job.options) == PLAIN | changes


@pytest.mark.parametrize(
    "queue", [Queue(["page-ranges", "7-9"]), Queue([], pageRanges=QPageRanges.fromString("7"))]
)
def test_pages_that_the_copy_lacks_are_named(queue, pdf):
    with pytest.raises(OutputError, match="none of the pages"):
        print_job(queue, pdf)


@pytest.mark.parametrize(
    ("printer", "is_one"),
    [
        (Queue([]), True),
        (Queue(None), False),
        (Queue([], outputFormat=QPrinter.OutputFormat.PdfFormat), False),
        (Queue([], outputFileName="/tmp/copy.pdf"), False),
        (Queue([], printerName=""), False),
    ],
)
def test_only_a_queue_of_which_all_is_known_is_one(printer, is_one):
    assert is_cups_queue(printer) is is_one


def test_what_qt_prints_to_a_file_goes_to_no_queue(qapp, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "copy.pdf"))
    assert not is_cups_queue(printer)


pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no lp")


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `lp` that writes down what it is given, in this folder."""
    program = tmp_path / "lp"
    program.write_text(
        f'#!/bin/sh\ncat > {tmp_path}/given; echo "$@" > {tmp_path}/arguments\n', encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.defpath}")
    monkeypatch.setattr(printing, "is_cups_queue", lambda _: True)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: True)
    return tmp_path


def test_the_queue_is_handed_the_very_copy(briefing, pdf, qtbot, lp):
    parent = QWidget()
    qtbot.addWidget(parent)
    assert print_copy(parent, briefing, pdf)
    assert (lp / "given").read_bytes() == pdf


def test_a_copy_is_set_anew_for_other_paper(briefing, pdf, maker, lp, monkeypatch):
    def accept(dialog: QPrintDialog) -> bool:
        dialog.printer().setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        return True

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    parent = QWidget()
    assert print_copy(parent, briefing, pdf, maker=maker)
    parent.deleteLater()
    on_a4 = maker.pdf(replace(briefing, choices=replace(briefing.choices, paper="a4")))
    assert (lp / "given").read_bytes() == on_a4
    assert "media=A4 -o print-scaling=none" in (lp / "arguments").read_text()


def test_a_queue_that_refuses_says_so_and_nothing_else_is_printed(briefing, pdf, qtbot, lp):
    (lp / "lp").write_text("#!/bin/sh\necho 'lp: No such queue.' >&2\nexit 1\n", encoding="utf-8")
    parent = QWidget()
    qtbot.addWidget(parent)
    with pytest.raises(OutputError, match="No such queue"):
        hand_over(parent, cast(QPrinter, Queue([])), pdf)


def test_without_lp_the_pages_are_printed_as_pictures(briefing, pdf, qtbot, lp, monkeypatch):
    (lp / "lp").unlink()
    monkeypatch.setenv("PATH", str(lp))
    printed: list[bytes] = []

    def paint(_parent: QWidget, _printer: QPrinter, copy: bytes) -> bool:
        printed.append(copy)
        return True

    monkeypatch.setattr(printing, "print_pages", paint)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert print_copy(parent, briefing, pdf)
    assert printed == [pdf]
