"""Printing a copy: the very PDF where the print system takes it, else its pages as pictures.

The pictures are made at the printer's resolution.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from PySide6 import QtCore, QtGui, QtPrintSupport, QtWidgets

from hkviewer.errors import OutputError
from hkviewer.export.briefing import Briefing
from hkviewer.export.copy_maker import CopyMaker, its_maker
from hkviewer.export.pdf.page_images import page_count
from hkviewer.gui.export.page_view import page_image
from hkviewer.gui.export.print_job import is_cups_queue, no_such_pages, print_job
from hkviewer.gui.widgets.background_task import QUIET_MILLISECONDS, run_with_progress
from hkviewer.gui.widgets.scrolled_dialog import ScrolledDialog
from hkviewer.preferences.schema import Paper
from hkviewer.system import print_queue

MOST_DPI = 600
"""Finer pictures look the same on paper, and a page of them would take 500 MB."""

_Sizes = QtGui.QPageSize.PageSizeId
_PAPERS: dict[Paper, QtGui.QPageSize.PageSizeId] = {"letter": _Sizes.Letter, "a4": _Sizes.A4}


def print_copy(
    parent: QtWidgets.QWidget,
    briefing: Briefing,
    pdf: bytes | None = None,
    *,
    paper_is_fixed: bool = False,
    maker: CopyMaker | None = None,
) -> bool:
    """Let the reader choose a printer, and print; whether it was printed, not cancelled.

    Args:
        parent: the window that waits.
        briefing: what to print; it is set again where the printer holds other paper.
        pdf: the finished PDF of `briefing`, if there is one already.
        paper_is_fixed: whether the copy stays as it is set; on other paper it is printed smaller.
        maker: sets it; left out, one for this copy alone.

    Raises:
        UsageError, DocumentError, CopyError: there is no copy of `briefing`.
        OutputError: there is no printer, or it cannot be reached any more.
    """
    # Elsewhere Qt's dialog prints into a file; that of Windows does not even come without a printer.
    if sys.platform == "win32" and not QtPrintSupport.QPrinterInfo.availablePrinterNames():
        raise OutputError(
            "There is no printer on this computer.", "Export the copy, and print it on another."
        )
    ready = pdf or _set(parent, briefing, maker)
    if ready is None:
        return False
    printer = make_printer(briefing)
    dialog = QtPrintSupport.QPrintDialog(printer, parent)
    dialog.setWindowTitle("Print the copy")
    options = QtPrintSupport.QAbstractPrintDialog.PrintDialogOption
    dialog.setOption(options.PrintPageRange)
    dialog.setOption(options.PrintCollateCopies)
    dialog.setMinMax(1, page_count(ready))
    ScrolledDialog(dialog)
    if not dialog.exec():
        return False
    paper = nearest_paper(printer.pageLayout().pageSize())
    if paper != briefing.choices.paper and not paper_is_fixed:
        on_paper = replace(briefing, choices=replace(briefing.choices, paper=paper))
        ready = _set(parent, on_paper, maker)
    if ready is None:
        return False
    if is_cups_queue(printer) and print_queue.takes_pdf():
        return hand_over(parent, printer, ready)
    return print_pages(parent, printer, ready)


def hand_over(parent: QtWidgets.QWidget, printer: QtPrintSupport.QPrinter, pdf: bytes) -> bool:
    """Give `pdf` to the printer's queue as it is; False where the reader stopped it.

    Raises:
        OutputError: the queue does not take it, or the copy lacks the pages asked for.
    """
    job = print_job(printer, pdf)
    done = run_with_progress(parent, "Printing…", lambda stop: print_queue.send(pdf, job, stop))
    return done is True


def _set(parent: QtWidgets.QWidget, briefing: Briefing, maker: CopyMaker | None) -> bytes | None:
    with its_maker(maker) as ready:
        return run_with_progress(parent, "Setting the copy…", lambda stop: ready.pdf(briefing, stop=stop))


def make_printer(briefing: Briefing) -> QtPrintSupport.QPrinter:
    """A printer ready for `briefing`: its paper, the whole of the page, its title."""
    printer = QtPrintSupport.QPrinter(QtPrintSupport.QPrinter.PrinterMode.HighResolution)
    printer.setDocName(briefing.title)
    printer.setCreator("hkviewer")
    printer.setPageSize(QtGui.QPageSize(_PAPERS[briefing.choices.paper]))
    return printer


def nearest_paper(size: QtGui.QPageSize) -> Paper:
    """The paper to set a copy for that a printer holding `size` prints with the least change."""
    points = size.sizePoints()

    def difference(paper: Paper) -> int:
        own = QtGui.QPageSize(_PAPERS[paper]).sizePoints()
        return abs(own.width() * points.height() - own.height() * points.width())

    return min(_PAPERS, key=difference)


def print_pages(parent: QtWidgets.QWidget, printer: QtPrintSupport.QPrinter, pdf: bytes) -> bool:
    """Print the pages that the printer's settings ask for; False where the reader stopped it.

    Raises:
        OutputError: the printer cannot be reached.
    """
    printer.setFullPage(True)
    printer.setPageMargins(QtCore.QMarginsF(0, 0, 0, 0), QtGui.QPageLayout.Unit.Point)
    printer.setResolution(min(printer.resolution(), MOST_DPI))
    pages = _pages(printer, page_count(pdf))
    if not pages:
        raise no_such_pages()
    painter = QtGui.QPainter()
    if not painter.begin(printer):
        raise _unreachable(printer)
    progress = QtWidgets.QProgressDialog("Printing…", "Cancel", 0, len(pages), parent)
    progress.setWindowModality(QtCore.Qt.WindowModality.WindowModal)
    progress.setMinimumDuration(QUIET_MILLISECONDS)
    try:
        return _paint(painter, printer, pdf, pages, progress)
    finally:
        painter.end()
        progress.close()
        progress.deleteLater()


def _paint(
    painter: QtGui.QPainter,
    printer: QtPrintSupport.QPrinter,
    pdf: bytes,
    pages: Sequence[int],
    progress: QtWidgets.QProgressDialog,
) -> bool:
    for done, number in enumerate(pages):
        progress.setLabelText(f"Printing page {done + 1} of {len(pages)}…")
        progress.setValue(done)
        if progress.wasCanceled():
            printer.abort()
            return False
        if done and not printer.newPage():
            raise _unreachable(printer)
        _paint_page(painter, printer, page_image(pdf, printer.resolution(), number))
    progress.setValue(len(pages))
    if printer.printerState() == QtPrintSupport.QPrinter.PrinterState.Error:
        raise _unreachable(printer)
    return True


def _paint_page(painter: QtGui.QPainter, printer: QtPrintSupport.QPrinter, image: QtGui.QImage) -> None:
    """Draw the page on the whole of the sheet of paper, smaller where that is another one."""
    room = QtCore.QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
    size = QtCore.QSizeF(image.size())
    # Within a pixel of the room it is the paper it was set for: any scaling would blur it.
    if abs(size.width() - room.width()) > 2 or abs(size.height() - room.height()) > 2:
        size.scale(room.size(), QtCore.Qt.AspectRatioMode.KeepAspectRatio)
    target = QtCore.QRectF(QtCore.QPointF(), size)
    target.moveCenter(room.center())
    # On whole pixels: half of one aside would blur every letter.
    target.moveTopLeft(target.topLeft().toPoint().toPointF())
    painter.drawImage(target, image)


def _pages(printer: QtPrintSupport.QPrinter, count: int) -> list[int]:
    """The numbers of the pages to print, in order, as often as this program has to see to."""
    ranges = printer.pageRanges()
    pages = [number for number in range(1, count + 1) if ranges.isEmpty() or ranges.contains(number)]
    if printer.pageOrder() == QtPrintSupport.QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return pages * copies if printer.collateCopies() else [page for page in pages for _ in range(copies)]


def _unreachable(printer: QtPrintSupport.QPrinter) -> OutputError:
    name = printer.printerName()
    what = f"The printer “{name}” could not be reached." if name else "The copy could not be printed."
    return OutputError(what, "Choose another printer, or export a PDF.")
