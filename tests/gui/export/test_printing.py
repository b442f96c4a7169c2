"""Printing: the exported pages on paper, tried with a printer that writes a PDF file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPageRanges, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QProgressDialog, QWidget

from hkviewer.content.document import open_document
from hkviewer.errors import OutputError, UsageError
from hkviewer.export.briefing import Briefing, Choices, OwnWords, SheetPart
from hkviewer.export.formats.registry import write
from hkviewer.export.pdf.page_images import page_count
from hkviewer.gui.export.page_view import page_image
from hkviewer.gui.export.printing import (
    MOST_DPI,
    _pages,
    make_printer,
    nearest_paper,
    print_copy,
    print_pages,
)
from tests.examples import breadth
from tests.gui.doors import by_name

TODAY = dt.date(2026, 11, 22)
DPI = 150
MOST = 0.04
"""Mean difference of the same page printed; two different pages differ by several times that."""


@pytest.fixture
def briefing():
    return Briefing((SheetPart.of(open_document(None)),), Choices(TODAY))


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def to_file(printer: QPrinter, path: Path) -> QPrinter:
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(DPI)
    return printer


def difference(one: QImage, other: QImage) -> float:
    """The mean difference of grey values in the page's upper middle, in parts of white.

    A printer's page has whole points, A4 has not: the pictures may lie a pixel aside, or half of
    one, so that each point compared is the mean of several.
    """
    region = QRect(200, 160, 600, 600)
    shifts = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    first = grey_values(one.copy(region))
    return min(mean_difference(first, grey_values(other.copy(region.translated(x, y)))) for x, y in shifts)


def grey_values(image: QImage) -> bytes:
    smooth = image.scaledToWidth(image.width() // 3, Qt.TransformationMode.SmoothTransformation)
    return bytes(smooth.convertToFormat(QImage.Format.Format_Grayscale8).constBits())


def mean_difference(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / (255 * len(one))


@pytest.mark.parametrize("paper", breadth(["letter", "a4"]))
def test_the_printed_pages_are_the_exported_ones(briefing, parent, tmp_path, paper):
    wanted = replace(briefing, choices=replace(briefing.choices, paper=paper))
    pdf = write(wanted, "pdf")
    target = tmp_path / "printed.pdf"
    printer = to_file(make_printer(wanted), target)
    assert print_pages(parent, printer, pdf)
    # A printer with margins of its own would else shrink or cut the page.
    assert printer.fullPage()
    printed = target.read_bytes()
    assert page_count(printed) == page_count(pdf) == 3
    for number in (1, 2, 3):
        ours, theirs = page_image(pdf, DPI, number), page_image(printed, DPI, number)
        assert abs(theirs.width() - ours.width()) <= 1
        assert abs(theirs.height() - ours.height()) <= 1
        assert difference(ours, theirs) < MOST
    # Two different pages differ by more: the comparison can fail.
    assert difference(page_image(pdf, DPI, 1), page_image(pdf, DPI, 3)) > 2 * MOST


def test_the_paper_is_matched_and_the_document_is_named(briefing):
    printer = make_printer(replace(briefing, choices=replace(briefing.choices, paper="a4")))
    assert printer.pageLayout().pageSize().id() is QPageSize.PageSizeId.A4
    assert printer.docName() == briefing.title


@pytest.mark.parametrize(
    ("size", "paper"),
    [
        (QPageSize(QPageSize.PageSizeId.A4), "a4"),
        (QPageSize(QPageSize.PageSizeId.A5), "a4"),
        (QPageSize(QPageSize.PageSizeId.A3), "a4"),
        (QPageSize(QPageSize.PageSizeId.Letter), "letter"),
        (QPageSize(QSizeF(17, 22), QPageSize.Unit.Inch), "letter"),
    ],
)
def test_a_copy_is_set_for_the_papers_shape(size, paper):
    assert nearest_paper(size) == paper


def test_only_the_pages_asked_for_are_printed(briefing, parent, tmp_path):
    pdf = write(briefing, "pdf")
    printer = to_file(make_printer(briefing), tmp_path / "printed.pdf")
    printer.setPageRanges(QPageRanges.fromString("2"))
    assert print_pages(parent, printer, pdf)
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert page_count(printed) == 1
    shown = page_image(printed, DPI, 1)
    assert difference(page_image(pdf, DPI, 2), shown) < MOST


class FakePrinter:
    """What `_pages` asks a printer, with given answers."""

    def __init__(
        self,
        ranges: str = "",
        copies: int = 1,
        *,
        collates: bool = True,
        reverses: bool = False,
        repeats: bool = False,
    ) -> None:
        orders = QPrinter.PageOrder
        self.pageRanges = lambda: QPageRanges.fromString(ranges)
        self.copyCount = lambda: copies
        self.collateCopies = lambda: collates
        self.pageOrder = lambda: orders.LastPageFirst if reverses else orders.FirstPageFirst
        self.supportsMultipleCopies = lambda: repeats


@pytest.mark.parametrize(
    ("printer", "pages"),
    [
        (FakePrinter(), [1, 2, 3]),
        (FakePrinter("1,3"), [1, 3]),
        (FakePrinter("2-9"), [2, 3]),
        (FakePrinter("7"), []),
        (FakePrinter(copies=2), [1, 2, 3, 1, 2, 3]),
        (FakePrinter(copies=2, collates=False), [1, 1, 2, 2, 3, 3]),
        (FakePrinter(copies=2, repeats=True), [1, 2, 3]),
        (FakePrinter("1-2", reverses=True), [2, 1]),
    ],
)
def test_ranges_copies_and_order_are_the_system_dialogs(printer, pages):
    assert _pages(printer, 3) == pages


def test_pages_that_the_copy_lacks_are_named(briefing, parent, tmp_path):
    printer = to_file(make_printer(briefing), tmp_path / "printed.pdf")
    printer.setPageRanges(QPageRanges.fromString("7-9"))
    with pytest.raises(OutputError, match="none of the pages"):
        print_pages(parent, printer, write(briefing, "pdf"))


def test_a_printer_that_vanished_is_named_in_one_line(briefing, parent, monkeypatch):
    monkeypatch.setattr(QPainter, "begin", lambda *_: False)
    printer = make_printer(briefing)
    with pytest.raises(OutputError) as caught:
        print_pages(parent, printer, write(briefing, "pdf"))
    assert "another printer" in str(caught.value)


def test_a_printer_that_vanishes_between_two_pages_is_named(briefing, parent, tmp_path, monkeypatch):
    monkeypatch.setattr(QPrinter, "newPage", lambda _self: False)
    printer = to_file(make_printer(briefing), tmp_path / "printed.pdf")
    with pytest.raises(OutputError, match="could not be"):
        print_pages(parent, printer, write(briefing, "pdf"))


def test_printing_can_be_cancelled_between_two_pages(briefing, parent, tmp_path, monkeypatch):
    asked = iter([False, True])
    monkeypatch.setattr(QProgressDialog, "wasCanceled", lambda _self: next(asked))
    printer = to_file(make_printer(briefing), tmp_path / "printed.pdf")
    assert not print_pages(parent, printer, write(briefing, "pdf"))


@pytest.mark.slow
def test_the_resolution_stays_within_what_the_eye_can_tell(briefing, parent, tmp_path):
    printer = to_file(make_printer(briefing), tmp_path / "printed.pdf")
    printer.setResolution(1200)
    printer.setPageRanges(QPageRanges.fromString("1"))
    assert print_pages(parent, printer, write(briefing, "pdf"))
    assert printer.resolution() == MOST_DPI


# The whole way, from the dialog's button


def accepting(path: Path, paper: QPageSize.PageSizeId | None = None) -> Callable[[QPrintDialog], bool]:
    """A system dialog that prints to the file at `path`, on `paper`."""

    def accept(dialog: QPrintDialog) -> bool:
        printer = to_file(dialog.printer(), path)
        if paper is not None:
            printer.setPageSize(QPageSize(paper))
        return True

    return accept


def test_the_button_prints_and_says_so(make_dialog, settled, tmp_path, monkeypatch):
    dialog = make_dialog()
    settled(dialog)
    monkeypatch.setattr(QPrintDialog, "exec", accepting(tmp_path / "printed.pdf"))
    by_name(dialog, "Print").click()
    assert dialog.message.words == "Sent to the printer."
    assert page_count((tmp_path / "printed.pdf").read_bytes()) == 3


def test_windows_without_a_printer_is_told(briefing, parent, monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    with pytest.raises(OutputError, match="no printer on this computer"):
        print_copy(parent, briefing, b"")


@pytest.mark.slow
def test_a_copy_is_set_anew_for_the_paper_that_the_printer_holds(briefing, parent, tmp_path, monkeypatch):
    target = tmp_path / "printed.pdf"
    monkeypatch.setattr(QPrintDialog, "exec", accepting(target, QPageSize.PageSizeId.A4))
    assert print_copy(parent, briefing, write(briefing, "pdf"))
    on_a4 = write(replace(briefing, choices=replace(briefing.choices, paper="a4")), "pdf")
    shown = page_image(target.read_bytes(), DPI, 1)
    assert difference(page_image(on_a4, DPI, 1), shown) < MOST
    width, height = pdfium.PdfDocument(target.read_bytes()).get_page_size(0)
    assert (round(width), round(height)) == (595, 842)


def test_giving_up_the_system_dialog_prints_nothing(briefing, parent, monkeypatch):
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: False)
    assert not print_copy(parent, briefing, write(briefing, "pdf"))


def test_what_no_copy_can_be_made_of_is_said_before_a_printer_is_asked_for(parent):
    with pytest.raises(UsageError, match="No section"):
        print_copy(parent, Briefing((OwnWords(""),), Choices(TODAY)))
