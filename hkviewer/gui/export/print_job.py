"""What the system's dialog says of a job, for a queue of CUPS's that takes the PDF as it is."""

from __future__ import annotations

from PySide6 import QtGui, QtPrintSupport

from hkviewer.errors import OutputError
from hkviewer.export.pdf.page_images import page_sizes
from hkviewer.system.print_queue import PrintJob

_CUPS_OPTIONS = 0xFE00
"""The property of Qt's print engine for CUPS with what its dialog adds to a job, names and values by turns.

Qt's PPK_CupsOptions (src/printsupport/kernel/qprint_p.h): tray, pages a sheet, odd pages and the like.
"""
_POINTS = 2
"""Paper may differ so much, in points, and be the same."""
_Printer = QtPrintSupport.QPrinter
_SIDES = {
    _Printer.DuplexMode.DuplexNone: "one-sided",
    _Printer.DuplexMode.DuplexAuto: "two-sided-long-edge",
    _Printer.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    _Printer.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}


def is_cups_queue(printer: QtPrintSupport.QPrinter) -> bool:
    """Whether `printer` is a queue of CUPS's, of which Qt tells all that its dialog asked.

    It is none on Windows, on a Mac, whose own dialog keeps to itself what is chosen there, and for printing
    to a file.
    """
    to_queue = printer.outputFormat() is _Printer.OutputFormat.NativeFormat and not printer.outputFileName()
    return to_queue and bool(printer.printerName()) and _cups_options(printer) is not None


def print_job(printer: QtPrintSupport.QPrinter, pdf: bytes) -> PrintJob:
    """The job of printing `pdf` as the dialog for `printer` asks.

    Raises:
        OutputError: the copy has none of the pages asked for.
    """
    sizes = page_sizes(pdf)
    options = [("media", printer.pageLayout().pageSize().key())]
    options.append(("print-scaling", "none" if _is_of_size(printer, sizes[0]) else "fit"))
    options.append(("sides", _SIDES[printer.duplex()]))
    if printer.copyCount() > 1:
        options.append(("Collate", str(printer.collateCopies())))
    if printer.colorMode() is _Printer.ColorMode.GrayScale:
        options.append(("print-color-mode", "monochrome"))
    if printer.pageOrder() is _Printer.PageOrder.LastPageFirst:
        options.append(("outputorder", "reverse"))
    # Of two options of one name CUPS takes the last: what is set by hand among a printer's own goes before.
    options += _cups_options(printer) or []
    if not (ranges := printer.pageRanges()).isEmpty():
        options.append(("page-ranges", ranges.toString()))
    named = dict(options)
    asked = QtGui.QPageRanges.fromString(named.get("page-ranges", ""))
    if not asked.isEmpty() and not any(map(asked.contains, range(1, len(sizes) + 1))):
        raise no_such_pages()
    return PrintJob(printer.printerName(), printer.docName(), printer.copyCount(), list(named.items()))


def no_such_pages() -> OutputError:
    """What is said where no page of a copy is among those asked for."""
    return OutputError("The copy has none of the pages asked for.", "Choose other pages.")


def _is_of_size(printer: QtPrintSupport.QPrinter, size: tuple[float, float]) -> bool:
    paper = printer.pageLayout().pageSize().sizePoints()
    return abs(paper.width() - size[0]) <= _POINTS and abs(paper.height() - size[1]) <= _POINTS


def _cups_options(printer: QtPrintSupport.QPrinter) -> list[tuple[str, str]] | None:
    """The options that Qt's dialog added to the job; None where no CUPS prints."""
    try:
        key = QtPrintSupport.QPrintEngine.PrintEnginePropertyKey(_CUPS_OPTIONS)
    except ValueError:  # a PySide that takes only the names that it knows
        return None
    found = printer.printEngine().property(key)
    if not isinstance(found, list):
        return None
    return list(zip(found[::2], found[1::2], strict=False))
